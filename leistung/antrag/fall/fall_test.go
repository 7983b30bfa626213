// SPDX-License-Identifier: Apache-2.0

package fall_test

import (
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall/falltest"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren/verfahrentest"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

func memory(t *testing.T, config bausteine.Config) *bausteine.Store {
	t.Helper()
	store := bausteine.NewMemory(config)
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	return store
}

func TestFall_InMemory(t *testing.T) { falltest.TestFall(t, memory) }

func TestModell_InMemory(t *testing.T) {
	depth, walks := 2, 100
	if !testing.Short() {
		depth, walks = 3, 500
	}
	if deeper, err := strconv.Atoi(os.Getenv("BAUSTEINE_DEPTH")); err == nil {
		depth = deeper
	}
	falltest.TestModell(t, memory, depth, walks)
}

// Files that are part of what was stated go with it, before the rest of the case where its
// table says so.
func TestErase_WhatWasStatedGoesWithItsFiles(t *testing.T) {
	v := *verfahrentest.Tabelle("wohnsitzmeldung").Verfahren()
	v.Aufbewahrung = nil
	for _, row := range verfahrentest.Tabelle("wohnsitzmeldung").Verfahren().Aufbewahrung {
		stated := row
		stated.Was, stated.Nach = []verfahren.Datenart{verfahren.DatenAngaben}, verfahren.Tage(1)
		row.Was = []verfahren.Datenart{verfahren.DatenAkte, verfahren.DatenProtokoll}
		row.Nach = verfahren.Jahre(1)
		v.Aufbewahrung = append(v.Aufbewahrung, stated, row)
	}
	uhr := falltest.NewUhr(time.Date(2026, 5, 4, 8, 0, 0, 0, time.UTC))
	akten, err := fall.NewRegistratur(t.Context(), memory(t, bausteine.Config{Now: uhr.Now}), frist.InGemeinde(kommune.MustParseAGS("16053000")), []*verfahren.Tabelle{verfahren.MustNew(v)}, fall.Config{})
	require.NoError(t, err)
	wer := fall.Person("konto-erika", recht.NiveauHoch)
	f, err := akten.Do(t.Context(), fall.Handlung{Verfahren: v.Name, Wer: wer, Akt: verfahren.AktBegonnen, Teile: fall.Teile{"antrag": []byte(`{}`)}})
	require.NoError(t, err)
	f, err = akten.Do(t.Context(), fall.Handlung{Fall: f.ID(), Wer: wer, Akt: verfahren.AktEingereicht})
	require.NoError(t, err)
	files := map[string]uuid.UUID{fall.ArtAnlage: uuid.New(), "bescheid": uuid.New()}
	for art, id := range files {
		require.NoError(t, akten.Attach(t.Context(), antrag.Unterlage{ID: id, Antrag: f.ID(), Art: art, Medientyp: "application/pdf", Inhalt: []byte("%PDF")}))
	}
	_, err = akten.Do(t.Context(), fall.Handlung{Fall: f.ID(), Wer: wer, Akt: verfahren.AktZurueckgenommen})
	require.NoError(t, err)
	uhr.Vergeht(3 * 24 * time.Hour)
	_, err = akten.Faellig(t.Context(), f.ID())
	require.NoError(t, err)
	_, err = akten.Unterlage(t.Context(), f.ID(), files[fall.ArtAnlage])
	require.ErrorIs(t, err, fall.ErrNotFound)
	_, err = akten.Unterlage(t.Context(), f.ID(), files["bescheid"])
	require.NoError(t, err)
}
