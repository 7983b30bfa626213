// SPDX-License-Identifier: Apache-2.0

package dienst_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/anmeldung"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/onceonly"
)

const (
	jena   = "16053000"
	weimar = "16055000"
)

// fetched is a draft for Jena whose record was fetched, and taken over if accepted.
func (w *welt) fetched(accepted bool) (uuid.UUID, onlinedienst.Vorschau) {
	w.t.Helper()
	id := w.begin()
	answers := w.antworten()
	answers["/gemeinde"], answers["/anschrift/plz"] = jena, "07743"
	delete(answers, "/person/geburtsort")
	w.answer(id, answers)
	vorschau, err := w.p.Fetch(w.t.Context(), id, anmeldung.Meldedaten, true)
	require.NoError(w.t, err)
	if accepted {
		require.NoError(w.t, w.p.TakeOver(w.t.Context(), id, anmeldung.Meldedaten, vorschau.Digest))
	}
	return id, vorschau
}

func (w *welt) actions() (out []onceonly.Action) {
	items, err := w.Protokoll(w.t.Context(), w.konto, uuid.Nil)
	require.NoError(w.t, err)
	for _, item := range items {
		out = append(out, item.Action)
	}
	return out
}

// stored is the draft as it lies in the store.
func (w *welt) stored(id uuid.UUID) string { return string(w.load(id).Antrag.Angaben()) }

func TestGemeinde_WhatWasFetchedForAnotherAuthorityIsGone(t *testing.T) {
	w := newWelt(t)
	id, _ := w.fetched(true)
	require.Contains(t, w.stored(id), "Gabler")
	w.answer(id, map[string]any{"/gemeinde": weimar, "/person/doktorgrad": "Dr."})
	require.NotContains(t, w.stored(id), "Gabler", "the yes does not cover it")
	require.NotContains(t, w.stored(id), "Mia Sophie")
	require.Contains(t, w.stored(id), "Dr.", "what the person wrote stays")
	require.Contains(t, w.findings(id), onlinedienst.CodeAbruf, "the person is asked again")

	_, err := w.p.Fetch(t.Context(), id, anmeldung.Meldedaten, true)
	require.NoError(t, err)
}

func TestGemeinde_ARecordThatWaitsIsDiscarded(t *testing.T) {
	w := newWelt(t)
	id, vorschau := w.fetched(false)
	w.answer(id, map[string]any{"/gemeinde": weimar})
	require.Contains(t, w.actions(), onceonly.ActionDiscarded)
	require.ErrorIs(t, w.p.TakeOver(t.Context(), id, anmeldung.Meldedaten, vorschau.Digest), onlinedienst.ErrKeinAbruf)
}

func TestGemeinde_UnderTheSameAuthorityTheRecordStays(t *testing.T) {
	w := newWelt(t)
	id, _ := w.fetched(true)
	w.answer(id, map[string]any{"/gemeinde": jena, "/anschrift/hausnummer": "6"})
	require.Contains(t, w.stored(id), "Gabler")
}

func TestFetch_WithoutTheAssuranceNothingOfTheFamilyComes(t *testing.T) {
	w := newWelt(t)
	id := w.begin()
	w.answer(id, map[string]any{"/gemeinde": jena})
	vorschau, err := w.p.Fetch(t.Context(), id, anmeldung.Meldedaten, false)
	require.NoError(t, err)
	require.Contains(t, string(vorschau.Daten), "Gabler")
	require.NotContains(t, string(vorschau.Daten), "Mia")
}

func TestSubmit_PassesOnNothingThatWasAskedForTheSakeOfAdvice(t *testing.T) {
	w := newWelt(t)
	v := w.draft()
	w.answer(v.ID(), map[string]any{"/einzug/auszug": w.Heute().AddDays(30).String()})
	v = w.submit(v)
	w.drain()
	fall := w.load(v.ID())
	require.Equal(t, datum.Datum{}, fall.Inhalt.Angaben.Einzug.Auszug)
	require.Equal(t, w.Heute(), fall.Inhalt.Angaben.Einzug.Tag)
	require.NotContains(t, w.stored(v.ID()), w.Heute().AddDays(30).String())
}
