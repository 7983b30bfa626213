// SPDX-License-Identifier: Apache-2.0

// Package zustellungtest is the suite for everything that is a
// [zustellung.Zusteller].
package zustellungtest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
)

var errGone = errors.New("the file cannot be read now")

// Pruefling is a Zusteller with a look at what has arrived.
type Pruefling struct {
	Zusteller zustellung.Zusteller
	// Antrag begins an application that deliveries may belong to.
	Antrag func(t *testing.T) uuid.UUID
	// Arrived returns the data that the authority has.
	Arrived func(t *testing.T, behoerde string) [][]byte
	// Attachments returns the contents of the attachments that the authority has, in
	// any order.
	Attachments func(t *testing.T, behoerde string) [][]byte
}

// file is an attachment.
func file(content string) zustellung.Anlage {
	return zustellung.Anlage{ID: uuid.New(), Name: "Mustermann.pdf", Medientyp: "application/pdf", Load: func(context.Context) ([]byte, error) { return []byte(content), nil }}
}

// TestZusteller holds a Zusteller to its contract.
func TestZusteller(t *testing.T, newPruefling func(*testing.T) Pruefling) {
	sendung := func(t *testing.T, p Pruefling) zustellung.Sendung {
		t.Helper()
		return zustellung.Sendung{
			ID: uuid.New(), Antrag: p.Antrag(t), Leistung: leistung.MustParseSchluessel("99115005104000"), Behoerde: "160530000",
			Eingang: time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC), Medientyp: "application/json", Daten: []byte(`{"name":"Mustermann"}`),
		}
	}
	t.Run("Arrives", func(t *testing.T) {
		p := newPruefling(t)
		s := sendung(t, p)
		require.NoError(t, p.Zusteller.Deliver(t.Context(), s))
		require.Equal(t, [][]byte{s.Daten}, p.Arrived(t, s.Behoerde))
		require.Empty(t, p.Arrived(t, "160550000"), "and at nobody else's")
		require.NotContains(t, fmt.Sprintf("%v %+v %#v", s, s, s), "Mustermann")
	})
	t.Run("ArrivesOnce", func(t *testing.T) {
		p := newPruefling(t)
		s := sendung(t, p)
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if err := p.Zusteller.Deliver(context.WithoutCancel(t.Context()), s); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		require.Len(t, p.Arrived(t, s.Behoerde), 1)
	})
	t.Run("KeepsTheFirst", func(t *testing.T) {
		p := newPruefling(t)
		s := sendung(t, p)
		require.NoError(t, p.Zusteller.Deliver(t.Context(), s))
		other := s
		other.Daten = []byte(`{"name":"Musterfrau"}`)
		require.ErrorIs(t, p.Zusteller.Deliver(t.Context(), other), zustellung.ErrAndererInhalt)
		other = s
		other.Behoerde = "160550000"
		require.ErrorIs(t, p.Zusteller.Deliver(t.Context(), other), zustellung.ErrAndererInhalt)
		require.Equal(t, [][]byte{s.Daten}, p.Arrived(t, s.Behoerde))
		require.Empty(t, p.Arrived(t, other.Behoerde))
	})
	t.Run("TakesAttachments", func(t *testing.T) {
		p := newPruefling(t)
		s := sendung(t, p)
		s.Anlagen = []zustellung.Anlage{file("eins"), file("zwei")}
		require.NoError(t, p.Zusteller.Deliver(t.Context(), s))
		require.NoError(t, p.Zusteller.Deliver(t.Context(), s))
		require.ElementsMatch(t, [][]byte{[]byte("eins"), []byte("zwei")}, p.Attachments(t, s.Behoerde))
		require.Len(t, p.Arrived(t, s.Behoerde), 1)
		require.NotContains(t, fmt.Sprintf("%v %+v %#v", s.Anlagen[0], s, s.Anlagen), "Mustermann")
		other := s
		changed := file("drei")
		changed.ID = s.Anlagen[1].ID
		other.Anlagen = []zustellung.Anlage{s.Anlagen[0], changed}
		require.ErrorIs(t, p.Zusteller.Deliver(t.Context(), other), zustellung.ErrAndererInhalt)
	})
	t.Run("IsDoneOnlyWithItsAttachments", func(t *testing.T) {
		p := newPruefling(t)
		s := sendung(t, p)
		gone := file("x")
		gone.Load = func(context.Context) ([]byte, error) { return nil, errGone }
		whole := s
		s.Anlagen = []zustellung.Anlage{file("eins"), gone}
		require.ErrorIs(t, p.Zusteller.Deliver(t.Context(), s), errGone)
		require.Empty(t, p.Arrived(t, s.Behoerde))
		gone.Load = func(context.Context) ([]byte, error) { return []byte("x"), nil }
		whole.Anlagen = []zustellung.Anlage{s.Anlagen[0], gone}
		require.NoError(t, p.Zusteller.Deliver(t.Context(), whole))
		require.Len(t, p.Attachments(t, s.Behoerde), 2)
	})
	t.Run("TellsHowFarItIs", func(t *testing.T) {
		p := newPruefling(t)
		s := sendung(t, p)
		_, err := p.Zusteller.Watch(t.Context(), s.Antrag, s.ID)
		require.ErrorIs(t, err, zustellung.ErrUnbekannt)
		require.NoError(t, p.Zusteller.Deliver(t.Context(), s))
		stand, err := p.Zusteller.Watch(t.Context(), s.Antrag, s.ID)
		require.NoError(t, err)
		require.Contains(t, []zustellung.Status{zustellung.StatusUebergeben, zustellung.StatusAngenommen}, stand.Status)
		require.False(t, stand.Seit.IsZero())
	})
	t.Run("RefusesWhatLacks", func(t *testing.T) {
		p := newPruefling(t)
		for name, change := range map[string]func(*zustellung.Sendung){
			"no id":             func(s *zustellung.Sendung) { s.ID = uuid.Nil },
			"no application":    func(s *zustellung.Sendung) { s.Antrag = uuid.Nil },
			"no Leistung":       func(s *zustellung.Sendung) { s.Leistung = leistung.Schluessel{} },
			"no authority":      func(s *zustellung.Sendung) { s.Behoerde = "" },
			"no kind":           func(s *zustellung.Sendung) { s.Medientyp = "" },
			"no data":           func(s *zustellung.Sendung) { s.Daten = nil },
			"a file without id": func(s *zustellung.Sendung) { s.Anlagen = []zustellung.Anlage{{Medientyp: "a/b", Load: file("").Load}} },
			"two of one id":     func(s *zustellung.Sendung) { a := file("x"); s.Anlagen = []zustellung.Anlage{a, a} },
			"too many":          func(s *zustellung.Sendung) { s.Anlagen = make([]zustellung.Anlage, zustellung.MaxAnlagen+1) },
			"too much":          func(s *zustellung.Sendung) { s.Daten = make([]byte, zustellung.MaxDaten+1) },
		} {
			s := sendung(t, p)
			change(&s)
			require.ErrorIs(t, p.Zusteller.Deliver(t.Context(), s), zustellung.ErrAbgelehnt, name)
		}
		require.Empty(t, p.Arrived(t, "160530000"))
	})
	t.Run("EndsWithItsContext", func(t *testing.T) {
		p := newPruefling(t)
		s := sendung(t, p)
		ctx, stop := context.WithCancel(t.Context())
		stop()
		if p.Zusteller.Deliver(ctx, s) != nil {
			require.NoError(t, p.Zusteller.Deliver(t.Context(), s), "and can be tried again")
		}
		require.Len(t, p.Arrived(t, s.Behoerde), 1)
	})
}
