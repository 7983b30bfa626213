// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit_test

import (
	"encoding/csv"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
)

// today is an index with an office for each of the areas as they are today.
func today(t *testing.T, areas ...string) *zustaendigkeit.Index {
	t.Helper()
	ix := zustaendigkeit.NewIndex()
	require.NoError(t, ix.Update(func(a *zustaendigkeit.Aenderung) {
		for _, area := range areas {
			a.PutStelle(zustaendigkeit.Stelle{ID: area, Art: zustaendigkeit.Behoerde, Name: "Amt " + area})
			a.Put(zustaendigkeit.Zustaendigkeit{Leistung: anmeldung, Gebiete: []kommune.ARS{gebiet(area)}, Stelle: area})
		}
	}))
	return ix
}

func TestResolve_AnswersForAnOldARS(t *testing.T) {
	ix := today(t, "160640074074", "010585896018", "120645408303", "160630105105", "16063", "160645052", "03159")
	for old, now := range map[string]string{
		"160645052074": "160640074074", // Südeichsfeld, which left the Verband that has an office of its own
		"010585859018": "010585896018", // Blumenthal
		"120645410303": "120645408303", // Märkische Höhe
		"160560000000": "160630105105", // Eisenach, no kreisfreie Stadt any more
		"031520000000": "031590000000", // Landkreis Göttingen
	} {
		e := ix.Resolve(anmeldung, kommune.MustParseARS(old), day("2025-11-30"))
		one, ok := e.Behoerde()
		require.True(t, ok, old)
		require.Equal(t, now, one.Gebiet.String(), old)
		require.Equal(t, zustaendigkeit.CodeAltARS, codes(e)[0], old)
		require.Contains(t, e.Gruende()[0].Text.String(), now)
	}
}

func TestResolve_OfEveryGemeindeOfTodayIsNotAged(t *testing.T) {
	ix := today(t, "16")
	for g := range kommune.Deutschland().GemeindenOf(kommune.Thueringen) {
		e := ix.Resolve(anmeldung, g.ARS, immer)
		require.Equal(t, []string{zustaendigkeit.CodeGefunden, zustaendigkeit.CodeGeerbt}, codes(e), g.ARS)
	}
}

func TestResolve_AsksBackWhereTheGemeindeWasSplit(t *testing.T) {
	ix := today(t, "160610118118", "160640046046")
	e := ix.Resolve(anmeldung, kommune.MustParseARS("160645012056"), immer) // no ARS there ever was
	require.Equal(t, zustaendigkeit.Keine, e.Art())
	e = ix.Resolve(anmeldung, kommune.MustParseARS("130520000000"), immer) // Landkreis Demmin
	require.Equal(t, zustaendigkeit.Rueckfrage, e.Art())
	require.Equal(t, []string{zustaendigkeit.CodeGeteilt}, codes(e))
}

func TestResolve_NamesTheARSOfTodayWhereNoEditionHasTheOne(t *testing.T) {
	ix := today(t, "160640074074")
	e := ix.Resolve(anmeldung, kommune.MustParseARS("160649876074"), immer)
	require.Equal(t, zustaendigkeit.Keine, e.Art(), "a typing error leads to no office")
	require.Equal(t, zustaendigkeit.CodeFremdARS, codes(e)[0])
	require.Contains(t, e.Gruende()[0].Text.String(), "160640074074")
}

// An index that knows the old ARS itself answers for it as before.
func TestResolve_TakesAnEntryForTheOldARSItself(t *testing.T) {
	ix := today(t, "160645052074", "160640074074")
	one, ok := ix.Resolve(anmeldung, kommune.MustParseARS("160645052074"), immer).Behoerde()
	require.True(t, ok)
	require.Equal(t, "160645052074", one.Gebiet.String())
}

// A further key tells entries apart that are alike in all else.
func TestResolve_GivesTheFurtherKeyOfEachEntry(t *testing.T) {
	ix := today(t, "16053")
	entry := zustaendigkeit.Zustaendigkeit{Leistung: wohngeld, Gebiete: []kommune.ARS{jena}, Stelle: "16053"}
	require.NoError(t, ix.Update(func(a *zustaendigkeit.Aenderung) {
		a.PutStelle(zustaendigkeit.Stelle{ID: "kammer", Art: zustaendigkeit.Behoerde, Name: "Kammer"})
		for _, merkmal := range []string{"Flur 1", "Flur 2"} {
			entry.Merkmal = merkmal
			a.Put(entry)
		}
		entry.Stelle, entry.Merkmal = "kammer", "Handwerk"
		a.Put(entry)
	}))
	e := ix.Resolve(wohngeld, jena, immer)
	require.Equal(t, zustaendigkeit.Mehrere, e.Art())
	var found []string
	for _, t := range e.Behoerden() {
		found = append(found, t.Stelle.ID+" "+t.Merkmal)
	}
	require.ElementsMatch(t, []string{"16053 Flur 1", "16053 Flur 2", "kammer Handwerk"}, found)
	require.NoError(t, ix.Update(func(a *zustaendigkeit.Aenderung) { a.DeleteOne(entry) }))
	require.Len(t, ix.Resolve(wohngeld, jena, immer).Behoerden(), 2, "the key is part of what is taken back")
}

// Of every ARS of the official editions since 1994 an index of today answers with
// an office, asks back where the Gemeinde was split up, or knows of no successor.
func TestResolve_OfEveryARSOfOfficialEditions(t *testing.T) {
	file, err := os.Open(shareddata.Path(t, "kommune/ars-frueher.csv"))
	require.NoError(t, err)
	defer file.Close()
	table := csv.NewReader(file)
	table.Comma = ';'
	rows, err := table.ReadAll()
	require.NoError(t, err)
	ix := zustaendigkeit.NewIndex()
	require.NoError(t, ix.Update(func(a *zustaendigkeit.Aenderung) {
		a.PutStelle(zustaendigkeit.Stelle{ID: "amt", Art: zustaendigkeit.Behoerde})
		for g := range kommune.Deutschland().Gemeinden() {
			a.Put(zustaendigkeit.Zustaendigkeit{Leistung: anmeldung, Gebiete: []kommune.ARS{g.ARS}, Stelle: "amt"})
		}
	}))
	none := 0
	for _, row := range rows[1:] {
		switch e := ix.Resolve(anmeldung, kommune.MustParseARS(row[0]), immer); e.Art() {
		case zustaendigkeit.Eine:
			require.Contains(t, codes(e), zustaendigkeit.CodeAltARS, row[0])
		case zustaendigkeit.Rueckfrage:
			require.Equal(t, []string{zustaendigkeit.CodeGeteilt}, codes(e), row[0])
		default:
			none++
		}
	}
	require.LessOrEqual(t, none, 5, "of %d", len(rows)-1)
}
