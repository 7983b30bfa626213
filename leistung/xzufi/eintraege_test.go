// SPDX-License-Identifier: Apache-2.0

package xzufi_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/xzufi"
)

func TestEintraege_FillACatalogue(t *testing.T) {
	all, _, err := read(t, bytes.NewReader(sample(t)), xzufi.Limits{})
	require.NoError(t, err)
	entries, left := all[0].Leistung.Eintraege()
	require.Zero(t, left)
	require.Len(t, entries, 1)
	k, err := leistung.NewKatalog(kommune.MustParseDatum("2026-11-20"), entries, nil)
	require.NoError(t, err)
	found := k.Search("Umzug", kommune.Datum{}, 1)
	require.Len(t, found, 1)
	l := found[0].Leistung
	require.Equal(t, "Wohnsitz Anmeldung", l.Bezeichnung)
	require.Equal(t, "Wohnung anmelden", l.Titel())
	require.Equal(t, "Register your home", l.Titel("en"))
	require.Equal(t, 2, l.Fristen[0].Dauer)
	require.Equal(t, leistung.KostenFrei, l.Kosten[0].Art)
	require.Equal(t, "2024-01-01", l.GueltigAb.String())
	require.Equal(t, "Wohnungsgeberbestätigung", string(l.Nachweise[0].Bezeichnung[0].Inhalt))
	require.Zero(t, l.Vertrauensniveau, "what the code means is not confirmed, so it is not said")
}

func TestEintraege_LeaveOutWhatTheyDoNotKnow(t *testing.T) {
	l := xzufi.Leistung{
		ID:            xzufi.Identifikator{Kennung: xzufi.Kennung{Redaktion: "L1", ID: "7"}},
		Schluessel:    []string{"99115005104000", "x", "99115005104001"},
		Typisierungen: []xzufi.Code{{Code: "2/3"}, {Code: "13"}},
		Fristen:       []xzufi.Frist{{Dauer: "zwei"}},
		Gueltigkeit:   []xzufi.Gueltigkeit{{Beginn: "2024-01-01T00:00:00+01:00", Ende: "bald"}},
	}
	entries, left := l.Eintraege()
	require.Len(t, entries, 2)
	require.Equal(t, 5, left, "a key, a Typisierung, a number, and a day of two entries")
	require.Equal(t, "L1:7", entries[0].Bezeichnung, "without a text the id must do")
	require.Len(t, entries[0].Typisierungen, 1)
	require.Equal(t, "2024-01-01", entries[0].GueltigAb.String())
}

func TestEintraege_AreOneForEachKeyAndTime(t *testing.T) {
	l := xzufi.Leistung{
		ID:          kennung("7"),
		Schluessel:  []string{"99115005104000", "99115005104000"},
		Texte:       []xzufi.Modultext{{Modul: leistung.ModulBezeichnung, Inhalt: []xzufi.Text{{Sprache: "den"}, {Sprache: "en", Inhalt: "<b>Registration</b>"}}}},
		Bearbeitung: []xzufi.Frist{{Dauer: "5", Einheit: "ARBEITSTAG"}},
		Gueltigkeit: []xzufi.Gueltigkeit{{Ende: "2024-12-31"}, {Beginn: "2026-01-01"}},
	}
	entries, left := l.Eintraege()
	require.Zero(t, left)
	require.Len(t, entries, 2)
	require.Equal(t, "Registration", entries[0].Bezeichnung)
	require.Equal(t, 5, entries[0].Bearbeitungsdauern[0].Dauer)
	k, err := leistung.NewKatalog(kommune.MustParseDatum("2026-11-20"), entries, nil)
	require.NoError(t, err)
	_, err = k.Lookup(leistung.MustParseSchluessel("99115005104000"), kommune.MustParseDatum("2025-06-01"))
	require.ErrorIs(t, err, leistung.ErrUnknown)
}
