// SPDX-License-Identifier: Apache-2.0

// Package postfachtest is the suite for everything that is a [postfach.Postfach].
package postfachtest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/postfach"
)

// Pruefling is a Postfach with a look into the box of an account.
type Pruefling struct {
	Postfach postfach.Postfach
	// List returns the ids of what lies in the box, the youngest first.
	List func(t *testing.T, konto string) []uuid.UUID
}

// TestPostfach holds a Postfach to its contract.
func TestPostfach(t *testing.T, newPruefling func(*testing.T) Pruefling) {
	message := func() postfach.Nachricht {
		return postfach.Nachricht{
			ID: uuid.New(), Konto: "konto-1", Antrag: uuid.New(), Zeit: time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC),
			Betreff: recht.NewText("Es gibt etwas Neues", "There is news"), Text: recht.NewText("Liebe Frau Mustermann", "Dear Ms Mustermann"), Anlage: []byte("%PDF-"),
		}
	}
	t.Run("IsThere", func(t *testing.T) {
		p, first, second := newPruefling(t), message(), message()
		require.NoError(t, p.Postfach.Put(t.Context(), first))
		require.NoError(t, p.Postfach.Put(t.Context(), second))
		require.Equal(t, []uuid.UUID{second.ID, first.ID}, p.List(t, "konto-1"))
		require.Empty(t, p.List(t, "konto-2"), "and in nobody else's box")
		require.NotContains(t, fmt.Sprintf("%v %+v %#v", first, first, first), "Mustermann")
	})
	t.Run("IsThereOnce", func(t *testing.T) {
		p, n := newPruefling(t), message()
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if err := p.Postfach.Put(context.WithoutCancel(t.Context()), n); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		n.Konto = "konto-2"
		require.NoError(t, p.Postfach.Put(t.Context(), n))
		require.Len(t, p.List(t, "konto-1"), 1)
		require.Empty(t, p.List(t, "konto-2"))
	})
	t.Run("RefusesWhatLacks", func(t *testing.T) {
		p := newPruefling(t)
		for name, change := range map[string]func(*postfach.Nachricht){
			"no id":         func(n *postfach.Nachricht) { n.ID = uuid.Nil },
			"no account":    func(n *postfach.Nachricht) { n.Konto = "" },
			"no subject":    func(n *postfach.Nachricht) { n.Betreff = recht.Text{} },
			"no text":       func(n *postfach.Nachricht) { n.Text = recht.Text{} },
			"long text":     func(n *postfach.Nachricht) { n.Text = recht.NewText("x", strings.Repeat("x", postfach.MaxText+1)) },
			"large content": func(n *postfach.Nachricht) { n.Anlage = make([]byte, postfach.MaxAnlagen+1) },
		} {
			n := message()
			change(&n)
			require.ErrorIs(t, p.Postfach.Put(t.Context(), n), postfach.ErrAbgelehnt, name)
		}
		require.Empty(t, p.List(t, "konto-1"))
	})
}
