// SPDX-License-Identifier: Apache-2.0

package dienst_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/onceonly"
)

var (
	jena   = kommune.MustParseAGS("16053000")
	weimar = kommune.MustParseAGS("16055000")
)

// fetched is a complete draft with a record that was fetched for Jena and, if so
// wanted, accepted.
func (w *welt) fetched(accepted bool) dienst.Vorgang {
	v := w.draft()
	v, err := w.ChooseGemeinde(w.t.Context(), w.konto, v.ID(), v.Version(), jena)
	require.NoError(w.t, err)
	v, err = w.ChooseAbruf(w.t.Context(), w.konto, v.ID(), v.Version(), dienst.Wahl{Sprache: "de", Hinweis: "was die Person sah", Familie: true})
	require.NoError(w.t, err)
	vorschau, err := w.Preview(w.t.Context(), w.konto, v)
	require.NoError(w.t, err)
	require.Equal(w.t, dienst.AusgangBereit, vorschau.Ausgang)
	if accepted {
		v, err = w.Accept(w.t.Context(), w.konto, v.ID(), v.Version(), vorschau.SHA256)
		require.NoError(w.t, err)
	}
	return v
}

func (w *welt) actions() (out []onceonly.Action) {
	items, err := w.Protokoll(w.t.Context(), w.konto, uuid.Nil)
	require.NoError(w.t, err)
	for _, item := range items {
		out = append(out, item.Action)
	}
	return out
}

func TestGemeinde_ChooseJenaAcceptChangeToWeimar(t *testing.T) {
	w := newWelt(t)
	v := w.fetched(true)
	v, err := w.ChooseGemeinde(t.Context(), w.konto, v.ID(), v.Version(), weimar)
	require.NoError(t, err)
	require.Empty(t, v.Angaben.Weg, "the person is asked again")
	require.True(t, v.Angaben.ErneutFragen, "and is told why")
	require.Nil(t, v.Angaben.Abruf)
	require.Nil(t, v.Angaben.Auszug)
	require.Equal(t, angaben.Person{}, v.Angaben.Person)
	_, maengel, err := w.Submit(t.Context(), w.konto, v.ID(), v.Version())
	require.NoError(t, err)
	require.NotEmpty(t, maengel)

	v, err = w.ChooseAbruf(t.Context(), w.konto, v.ID(), v.Version(), dienst.Wahl{Sprache: "de", Hinweis: "was die Person sah", Familie: true})
	require.NoError(t, err)
	require.False(t, v.Angaben.ErneutFragen)
}

func TestGemeinde_ARecordThatWaitsIsDiscarded(t *testing.T) {
	w := newWelt(t)
	v := w.fetched(false)
	_, err := w.ChooseGemeinde(t.Context(), w.konto, v.ID(), v.Version(), weimar)
	require.NoError(t, err)
	require.Contains(t, w.actions(), onceonly.ActionDiscarded)
}

func TestGemeinde_UnderTheSameAuthorityTheRecordStays(t *testing.T) {
	w := newWelt(t)
	v := w.fetched(true)
	v, err := w.ChooseGemeinde(t.Context(), w.konto, v.ID(), v.Version(), jena)
	require.NoError(t, err)
	require.NotNil(t, v.Angaben.Auszug)
}

func TestSubmit_PassesOnNothingThatWasAskedForTheSakeOfAdvice(t *testing.T) {
	w := newWelt(t)
	v := w.draft()
	v, err := w.Save(t.Context(), w.konto, v.ID(), v.Version(), func(a *angaben.Angaben) error {
		a.AuszugGeplant = a.Einzug.AddDays(30)
		return nil
	})
	require.NoError(t, err)
	v = w.submit(v)
	w.drain()
	behoerde, err := w.Aemter().Find(v.Behoerde())
	require.NoError(t, err)
	fall, err := w.Fall(t.Context(), behoerde, v.ID())
	require.NoError(t, err)
	require.True(t, fall.Angaben.AuszugGeplant.IsZero())
	require.Equal(t, v.Angaben.Einzug, fall.Angaben.Einzug)
}

func TestSubmit_RefusesARecordThatAnotherAuthorityAskedFor(t *testing.T) {
	w := newWelt(t)
	v := w.fetched(true)
	v, err := w.Save(t.Context(), w.konto, v.ID(), v.Version(), func(a *angaben.Angaben) error {
		a.Gemeinde = weimar // past the method that would have asked again
		return nil
	})
	require.NoError(t, err)
	_, maengel, err := w.Submit(t.Context(), w.konto, v.ID(), v.Version())
	require.NoError(t, err)
	require.Contains(t, maengel.Codes(), "WSM-ABRUF-01")
	require.ErrorIs(t, w.AskAgain(t.Context(), w.konto, v.ID()), dienst.ErrNichtMoeglich, "nor is it asked for again")
}
