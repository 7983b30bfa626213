// SPDX-License-Identifier: Apache-2.0

package leistung_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung"
)

// gefragt is what people say, and the key they mean.
var gefragt = []struct{ frage, key string }{
	{"umziehen", "99115005104000"},
	{"Ich bin umgezogen", "99115005104000"},
	{"Umzug", "99115005104000"},
	{"Wohnsitz anmelden", "99115005104000"},
	{"heiraten", "99059001104000"},
	{"wir wollen heiraten", "99059001104000"},
	{"Hochzeit", "99059001104000"},
	{"wohngeld", "99107023017000"},
	{"Wohngeld beantragen", "99107023017000"},
	{"Mietzuschuss", "99107023017000"},
	{"Schwerbehindertenausweis", "99015007012000"},
	{"behinderung", "99015007012000"},
	{"ausländischen Beruf anerkennen", "99088002016000"},
	{"Auto ummelden", "99036008071000"},
	{"Auto zulassen", "99036008007000"},
	{"Reisepass beantragen", "99085001012000"},
	{"neuer Pass", "99085001012000"},
	{"Personalausweis", "99008001012000"},
	{"Ausweis verloren", "99008001014000"},
	{"Haus bauen", "99012008001000"},
	{"Baugenehmigung", "99012008001000"},
	{"alleinerziehend", "99107021017000"},
	{"Unterhaltsvorschuss", "99107021017000"},
	{"Gewerbe anmelden", "99050012104000"},
	{"eine Firma gründen", "99050012104000"},
	{"Gewerbe abmelden", "99050012070000"},
	{"Führungszeugnis", "99049001001000"},
	{"Geburtsurkunde", "99027002012000"},
	{"Anwohnerparkausweis", "99108001001000"},
	{"Wohnberechtigungsschein", "99107022012000"},
	{"WBS", "99107022012000"},
	{"Elterngeld", "99041006017000"},
	{"Meldebescheinigung", "99115003012000"},
	{"auswandern, Wohnsitz abmelden", "99115005070000"},
	{"kfz zulassen", "99036008007000"},
	{"Bauantrag", "99012008001000"},
	{"Behindertenausweis", "99015007012000"},
	{"Fu\u0308hrungszeugnis", "99049001001000"}, // as some systems write an umlaut
	{"99 115 005 104 000", "99115005104000"},
}

func TestSearch_FindsByPlainWordsInTheEditionOf2019(t *testing.T) {
	k := katalog2019(t)
	for _, tt := range gefragt {
		t.Run(tt.frage, func(t *testing.T) {
			var got []string
			found := false
			for _, treffer := range k.Search(tt.frage, immer, 3) {
				got = append(got, treffer.Leistung.Schluessel.String()+" "+treffer.Leistung.Bezeichnung+" because of "+strings.Join(treffer.Wegen, ", "))
				found = found || treffer.Leistung.Schluessel.String() == tt.key
				require.NotEmpty(t, treffer.Wegen)
			}
			require.True(t, found, "wanted %s among the first three:\n%s", tt.key, strings.Join(got, "\n"))
		})
	}
}

// What one comes for first stands first.
func TestSearch_PutsTheApplicationFirst(t *testing.T) {
	k := katalog2019(t)
	for frage, want := range map[string]string{
		"umziehen": "99115005104000", "heiraten": "99059001104000", "wohngeld": "99107023017000", "Schwerbehindertenausweis": "99015007012000",
		"Reisepass": "99085001012000", "Personalausweis": "99008001012000", "Elterngeld": "99041006017000", "Auto ummelden": "99036008071000",
		"ausländischen Abschluss anerkennen": "99088002016000", "Haus bauen": "99012008001000", "Unterhaltsvorschuss": "99107021017000",
	} {
		found := k.Search(frage, immer, 1)
		require.Len(t, found, 1, frage)
		require.Equal(t, want, found[0].Leistung.Schluessel.String(), "%s: %s", frage, found[0].Leistung.Bezeichnung)
	}
}

func TestSearch_RanksWholeWordsBeforeParts(t *testing.T) {
	k, err := leistung.NewKatalog(immer, []leistung.Leistung{
		{Schluessel: key("99000001104000"), Bezeichnung: "Wohnsitz Anmeldung"},
		{Schluessel: key("99000002104000"), Bezeichnung: "Umzugskostenbeihilfe Anmeldung"},
		{Schluessel: key("99000003104000"), Bezeichnung: "Geld Anmeldung"},
		{Schluessel: key("99000004104000"), Bezeichnung: "Wohngeld Anmeldung"},
		{Schluessel: key("99000005104000"), Bezeichnung: "Hilfe", Begriffe: []string{"Zaster"}, Texte: []leistung.Text{{Modul: leistung.ModulBezeichnungII, Sprache: "de", Inhalt: "Mäuse"}}},
	}, nil)
	require.NoError(t, err)
	first := func(text string) string {
		found := k.Search(text, immer, 1)
		if len(found) == 0 {
			return ""
		}
		return found[0].Leistung.Bezeichnung
	}
	require.Equal(t, "Wohnsitz Anmeldung", first("umziehen"))
	require.Equal(t, "Geld Anmeldung", first("geld"))
	require.Len(t, k.Search("geld", immer, 10), 2)
	require.Equal(t, "Hilfe", first("zaster"))
	require.Equal(t, "Hilfe", first("MÄUSE"))
	require.Equal(t, "Hilfe", first("Maeuse"))
	require.Equal(t, "Wohnsitz Anmeldung", first("99000001104000"))
	require.Equal(t, "Wohnsitz Anmeldung", first("Wohnsitz Quatsch"), "where nothing fits all words, what fits most")
	for _, nothing := range []string{"", "ich möchte bitte", "xyzzy", "99000009104000", "\x00\xff"} {
		require.Empty(t, k.Search(nothing, immer, 5), "%q", nothing)
	}
	require.Empty(t, k.Search("geld", immer, 0))
	require.NotEmpty(t, k.Search(strings.Repeat("geld ", 100_000), immer, 5))
}

func TestSearch_KeepsToTheDay(t *testing.T) {
	k := wohngeld(t)
	for _, treffer := range k.Search("wohngeld", day("2026-01-01"), 10) {
		require.True(t, treffer.Leistung.GiltAm(day("2026-01-01")))
	}
	require.Len(t, k.Search("wohngeld", day("2026-01-01"), 10), 3)
	require.Empty(t, k.Search("99107023017000", day("2026-01-01"), 10))
}

func BenchmarkSearch(b *testing.B) {
	k := katalog2019(b)
	b.ReportAllocs()
	for b.Loop() {
		k.Search("umziehen", immer, 10)
	}
}

func BenchmarkNewKatalog2019(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		katalog2019(b)
	}
}
