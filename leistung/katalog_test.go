// SPDX-License-Identifier: Apache-2.0

package leistung_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
)

var immer datum.Datum // asks for no day in particular

func day(s string) datum.Datum { return datum.MustParse(s) }

func key(s string) leistung.Schluessel { return leistung.MustParseSchluessel(s) }

// wohngeld is a small catalogue in which a key was replaced and a bundle shared.
func wohngeld(t *testing.T) *leistung.Katalog {
	t.Helper()
	k, err := leistung.NewKatalog(day("2026-11-01"), []leistung.Leistung{
		{Schluessel: key("99107023037000"), Bezeichnung: "Wohngeld Feststellung", GueltigAb: day("2024-01-01"), OZG: []string{"10092"}},
		{Schluessel: key("99107023017000"), Bezeichnung: "Wohngeld Bewilligung", GueltigBis: day("2023-12-31"), OZG: []string{"10092", "10999"}, Nachfolger: []leistung.Schluessel{key("99107023037000")}},
		{Schluessel: key("99107023000000"), Bezeichnung: "Wohngeld (alt)", GueltigBis: day("2022-12-31")},
		{Schluessel: key("99107023000000"), Bezeichnung: "Wohngeld", GueltigAb: day("2023-01-01")},
		{Schluessel: key("99107023017001"), Bezeichnung: "Wohngeld Bewilligung erstmalig"},
	}, []leistung.Buendel{{ID: "10092", Bezeichnung: "Wohngeld", Themenfeld: "Arbeit & Ruhestand"}, {ID: "10999", Bezeichnung: "Mieten"}})
	require.NoError(t, err)
	return k
}

func names(seq func(func(leistung.Leistung) bool)) []string {
	var all []string
	for l := range seq {
		all = append(all, l.Bezeichnung)
	}
	return all
}

func TestKatalog_AnswersByDay(t *testing.T) {
	k := wohngeld(t)
	for _, tt := range []struct{ key, am, want string }{
		{"99107023000000", "2022-12-31", "Wohngeld (alt)"},
		{"99107023000000", "2023-01-01", "Wohngeld"},
		{"99107023000000", "", "Wohngeld"},
		{"99107023017000", "2023-12-31", "Wohngeld Bewilligung"},
		{"99107023017000", "2024-01-01", ""},
		{"99107023017000", "", "Wohngeld Bewilligung"},
		{"99999999999999", "", ""},
	} {
		am := immer
		if tt.am != "" {
			am = day(tt.am)
		}
		l, err := k.Lookup(key(tt.key), am)
		require.Equal(t, tt.want, l.Bezeichnung)
		if tt.want == "" {
			require.ErrorIs(t, err, leistung.ErrUnknown)
			require.ErrorContains(t, err, tt.key)
			continue
		}
		require.NoError(t, err)
	}
	require.Equal(t, day("2026-11-01"), k.Stand())
	require.Equal(t, []string{"Wohngeld", "Wohngeld Bewilligung erstmalig", "Wohngeld Feststellung"}, names(k.Leistungen(day("2026-01-01"))))
}

func TestKatalog_FollowsSuccessorsAndEndsLoops(t *testing.T) {
	k := wohngeld(t)
	for _, am := range []datum.Datum{day("2026-01-01"), immer} {
		next := k.Nachfolger(key("99107023017000"), am)
		require.Len(t, next, 1)
		require.Equal(t, "Wohngeld Feststellung", next[0].Bezeichnung)
	}
	require.Equal(t, "Wohngeld Bewilligung", k.Nachfolger(key("99107023017000"), day("2023-06-01"))[0].Bezeichnung)
	require.Empty(t, k.Nachfolger(key("99999999999999"), immer))

	loop, err := leistung.NewKatalog(day("2026-11-01"), []leistung.Leistung{
		{Schluessel: key("99000000000001"), Bezeichnung: "a", GueltigBis: day("2020-01-01"), Nachfolger: []leistung.Schluessel{key("99000000000002")}},
		{Schluessel: key("99000000000002"), Bezeichnung: "b", GueltigBis: day("2020-01-01"), Nachfolger: []leistung.Schluessel{key("99000000000001")}},
	}, nil)
	require.NoError(t, err)
	require.Empty(t, loop.Nachfolger(key("99000000000001"), day("2026-01-01")))
}

func TestKatalog_ChildrenAndBundlesAreManyToMany(t *testing.T) {
	k := wohngeld(t)
	require.Equal(t, []string{"Wohngeld Bewilligung erstmalig", "Wohngeld Feststellung"}, names(k.Children(key("99107023000000"), day("2026-01-01"))), "a detail whose Verrichtung has no entry any more")
	require.Equal(t, []string{"Wohngeld Bewilligung", "Wohngeld Feststellung"}, names(k.Children(key("99107023000000"), immer)))
	require.Equal(t, []string{"Wohngeld Bewilligung erstmalig"}, names(k.Children(key("99107023017000"), immer)))
	require.Equal(t, []string{"Wohngeld Bewilligung", "Wohngeld Feststellung"}, names(k.LeistungenIn("10092", immer)))
	require.Equal(t, []string{"Wohngeld Bewilligung"}, names(k.LeistungenIn("10999", day("2023-01-01"))))
	b, err := k.Buendel("10999")
	require.NoError(t, err)
	require.Equal(t, "Mieten", b.Bezeichnung)
	_, err = k.Buendel("10000")
	require.ErrorIs(t, err, leistung.ErrUnknown)
	require.Len(t, slices.Collect(k.AlleBuendel()), 2)
}

func TestNewKatalog_RefusesContradictions(t *testing.T) {
	ok := leistung.Leistung{Schluessel: key("99107023000000"), Bezeichnung: "Wohngeld"}
	for _, tt := range []struct {
		name    string
		entries []leistung.Leistung
		bundles []leistung.Buendel
		want    string
	}{
		{"no key", []leistung.Leistung{{Bezeichnung: "x"}}, nil, "no key"},
		{"no name", []leistung.Leistung{{Schluessel: ok.Schluessel, Bezeichnung: " "}}, nil, "no name"},
		{"ends before it begins", []leistung.Leistung{{Schluessel: ok.Schluessel, Bezeichnung: "x", GueltigAb: day("2026-01-02"), GueltigBis: day("2026-01-01")}}, nil, "ends before"},
		{"two open wordings", []leistung.Leistung{ok, ok}, nil, "two wordings"},
		{"overlap by one day", []leistung.Leistung{
			{Schluessel: ok.Schluessel, Bezeichnung: "x", GueltigBis: day("2026-01-01")},
			{Schluessel: ok.Schluessel, Bezeichnung: "y", GueltigAb: day("2026-01-01")},
		}, nil, "two wordings"},
		{"bundle twice", nil, []leistung.Buendel{{ID: "10000"}, {ID: "10000"}}, "bundle"},
		{"bundle without id", nil, []leistung.Buendel{{}}, "bundle"},
	} {
		_, err := leistung.NewKatalog(immer, tt.entries, tt.bundles)
		require.ErrorIs(t, err, leistung.ErrKatalog, tt.name)
		require.ErrorContains(t, err, tt.want, tt.name)
	}
}

func TestNewKatalog_SharesNoMemoryWithItsCaller(t *testing.T) {
	entries := []leistung.Leistung{{Schluessel: key("99107023000000"), Bezeichnung: "Wohngeld", OZG: []string{"10092"}}}
	k, err := leistung.NewKatalog(immer, entries, nil)
	require.NoError(t, err)
	entries[0].Bezeichnung, entries[0].OZG[0] = "x", "x"
	l, err := k.Lookup(key("99107023000000"), immer)
	require.NoError(t, err)
	require.Equal(t, "Wohngeld", l.Bezeichnung)
	require.Equal(t, []string{"10092"}, l.OZG)
}

func TestLeistung_ChoosesItsText(t *testing.T) {
	l := leistung.Leistung{Bezeichnung: "Eheschließung Anmeldung", Texte: []leistung.Text{
		{Modul: leistung.ModulBezeichnung, Sprache: "de-DE", Inhalt: "Eheschließung Anmeldung"},
		{Modul: leistung.ModulBezeichnungII, Sprache: "de", Inhalt: "Heiraten"},
		{Modul: leistung.ModulBezeichnungII, Sprache: "en", Inhalt: "Getting married"},
		{Modul: leistung.ModulKurztext, Sprache: "den", Inhalt: "not German"},
	}}
	require.Equal(t, "Heiraten", l.Titel())
	require.Equal(t, "Getting married", l.Titel("uk", "en", "de"))
	require.Equal(t, "Eheschließung Anmeldung", l.Titel("uk"))
	_, ok := l.Text(leistung.ModulKurztext)
	require.False(t, ok, "a language is matched by whole subtags")
	l.Texte = l.Texte[:1]
	require.Equal(t, "Eheschließung Anmeldung", l.Titel())
}

func TestKatalog_SharesNothingWithWhoMadeIt(t *testing.T) {
	texts := []leistung.Text{{Sprache: "de", Inhalt: "alt"}}
	made := []leistung.Leistung{{
		Schluessel: key("99107023000000"), Bezeichnung: "Wohngeld", Texte: texts, OZG: []string{"10092"},
		Fristen: []leistung.Fristangabe{{Beschreibung: texts}}, Bearbeitungsdauern: []leistung.Fristangabe{{Beschreibung: texts}},
		Kosten: []leistung.Kostenangabe{{Beschreibung: texts}}, Nachweise: []leistung.Nachweis{{Bezeichnung: texts}},
	}}
	k, err := leistung.NewKatalog(day("2026-11-01"), made, nil)
	require.NoError(t, err)
	texts[0].Inhalt, made[0].OZG[0], made[0].Bezeichnung = "neu", "x", "y"
	l, err := k.Lookup(key("99107023000000"), immer)
	require.NoError(t, err)
	require.Equal(t, "Wohngeld", l.Bezeichnung)
	require.Equal(t, []string{"10092"}, l.OZG)
	for _, list := range [][]leistung.Text{l.Texte, l.Fristen[0].Beschreibung, l.Bearbeitungsdauern[0].Beschreibung, l.Kosten[0].Beschreibung, l.Nachweise[0].Bezeichnung} {
		require.Equal(t, leistung.HTML("alt"), list[0].Inhalt)
	}
}

// katalog2019 is the catalogue of October 2019, which is not part of the project.
func katalog2019(tb testing.TB) *leistung.Katalog {
	tb.Helper()
	entries, err := os.Open(shareddata.Path(tb, "leistung/leika-ozg-2019.csv"))
	require.NoError(tb, err)
	defer entries.Close()
	bundles, err := os.Open(shareddata.Path(tb, "leistung/ozg-leistungen-2019.csv"))
	require.NoError(tb, err)
	defer bundles.Close()
	leistungen, err := leistung.ReadLeistungenCSV(entries)
	require.NoError(tb, err)
	buendel, err := leistung.ReadBuendelCSV(bundles)
	require.NoError(tb, err)
	k, err := leistung.NewKatalog(day("2019-10-31"), leistungen, buendel)
	require.NoError(tb, err)
	return k
}

// The counts of the edition: 4,813 keys, 557 bundles, 14 fields, 58 Lagen less
// those without a bundle here; 107 details and 24 objects whose parent has no
// entry of its own; 12 rows of "1, 2/3".
func TestKatalog_HoldsTheEditionOf2019(t *testing.T) {
	k := katalog2019(t)
	typen := map[leistung.Leistungstyp]int{}
	typisierung := map[string]int{}
	total, ohneLOV, inBundles := 0, 0, 0
	ohneLO := map[string]bool{}
	for l := range k.Leistungen(immer) {
		total++
		typen[l.Schluessel.Typ()]++
		var codes []string
		for _, c := range l.Typisierungen {
			codes = append(codes, c.String())
		}
		typisierung[strings.Join(codes, ", ")]++
		if l.Schluessel.Typ() == leistung.TypLOVD {
			parent, _ := l.Schluessel.Parent()
			if _, err := k.Lookup(parent, immer); err != nil {
				ohneLOV++
			}
		}
		object := l.Schluessel.String()[:8] + "000000"
		if _, err := k.Lookup(key(object), immer); err != nil {
			ohneLO[object] = true
		}
		for _, id := range l.OZG {
			_, err := k.Buendel(id)
			require.NoError(t, err)
			inBundles++
		}
	}
	require.Equal(t, 4813, total)
	require.Equal(t, map[leistung.Leistungstyp]int{leistung.TypLO: 1812, leistung.TypLOV: 2025, leistung.TypLOVD: 976}, typen)
	require.Equal(t, 107, ohneLOV)
	require.Equal(t, map[string]int{"": 8, "1": 648, "1, 2": 1, "1, 2/3": 12, "2": 18, "2/3": 3495, "4": 586, "5": 40, "6": 5}, typisierung)
	require.LessOrEqual(t, len(ohneLO), 24)
	require.NotZero(t, inBundles)

	// From the objects one comes to every entry of theirs.
	reached := 0
	var walk func(l leistung.Leistung)
	walk = func(l leistung.Leistung) {
		reached++
		for child := range k.Children(l.Schluessel, immer) {
			walk(child)
		}
	}
	for l := range k.Leistungen(immer) {
		object := l.Schluessel.String()[:8] + "000000"
		switch {
		case l.Schluessel.Typ() == leistung.TypLO:
			walk(l)
		case ohneLO[object]:
			reached++
		}
	}
	require.Equal(t, total, reached)

	felder := map[string]bool{}
	bundles := 0
	for b := range k.AlleBuendel() {
		bundles++
		felder[b.Themenfeld] = true
	}
	require.Equal(t, 557, bundles)
	require.Len(t, felder, 14)
}
