// SPDX-License-Identifier: Apache-2.0

package leistung_test

import (
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung"
)

const kopf = "leistungsschluessel;bezeichnung;typisierung;ozg_id;gesetz_kurz\n"

func TestReadLeistungenCSV_ReadsEveryColumn(t *testing.T) {
	got, err := leistung.ReadLeistungenCSV(strings.NewReader("\uFEFFgueltig_ab;leistungsschluessel;bezeichnung;typisierung;ozg_id;gesetz_kurz;gueltig_bis;nachfolger\n" +
		"2020-01-01;99107023017000;\"Wohngeld \"\"Bewilligung\"\"\";1, 2/3;10092;WoGG, SGB I;2023-12-31;99107023037000\n" +
		"2020-01-01;99107023017000;\"Wohngeld \"\"Bewilligung\"\"\";2/3;10092,10093;WoGG;2023-12-31;\n" +
		"2024-01-01;99107023017000;Wohngeld;;;;;\n"))
	require.NoError(t, err)
	require.Len(t, got, 2)
	require.Equal(t, `Wohngeld "Bewilligung"`, got[0].Bezeichnung)
	require.Len(t, got[0].Typisierungen, 2)
	require.Equal(t, []string{"10092", "10093"}, got[0].OZG, "rows of one entry join their bundles")
	require.Equal(t, []string{"WoGG", "SGB I"}, got[0].Rechtsgrundlagen)
	require.Equal(t, day("2023-12-31"), got[0].GueltigBis)
	require.Equal(t, []leistung.Schluessel{key("99107023037000")}, got[0].Nachfolger)
	require.Empty(t, got[1].Typisierungen)
}

func TestReadLeistungenCSV_RefusesAndNamesTheLine(t *testing.T) {
	for _, tt := range []struct{ name, table, want string }{
		{"nothing", "", "header"},
		{"a column is missing", "leistungsschluessel;bezeichnung\n", "typisierung is missing"},
		{"a column is not known", "leistungsschluessel;bezeichnung;typisierung;ozg_id;gesetz_kurz;farbe\n", "column 6"},
		{"millions of columns", strings.Repeat(";", 8<<20), "too many fields"},
		{"a column twice", "leistungsschluessel;bezeichnung;typisierung;ozg_id;gesetz_kurz;ozg_id\n", "twice"},
		{"not a key", kopf + "9910702301700;Wohngeld;2/3;10092;\n", "line 2"},
		{"no name", kopf + "99107023017000; ;2/3;10092;\n", "line 2: no bezeichnung"},
		{"not a Typisierung", kopf + "99107023017000;Wohngeld;2/3;10092;\n99107023017001;Wohngeld;13;10092;\n", "line 3"},
		{"not a bundle", kopf + "99107023017000;Wohngeld;2/3;1009;\n", "five digits"},
		{"too few cells", kopf + "99107023017000;Wohngeld\n", "wrong number of fields"},
		{"stray quote", kopf + "99107023017000;Wohn\"geld;2/3;10092;\n", "line 2"},
		{"not a day", strings.Replace(kopf, "\n", ";gueltig_ab\n", 1) + "99107023017000;Wohngeld;;;;1.1.2024\n", "gueltig_ab"},
		{"two names", kopf + "99107023017000;Wohngeld;2/3;10092;\n99107023017000;Wohngold;2/3;10093;\n", "line 3"},
		{"not a successor", strings.Replace(kopf, "\n", ";nachfolger\n", 1) + "99107023017000;Wohngeld;;;;99\n", "line 2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := leistung.ReadLeistungenCSV(strings.NewReader(tt.table))
			require.ErrorIs(t, err, leistung.ErrKatalog)
			require.ErrorContains(t, err, tt.want)
		})
	}
}

func TestReadBuendelCSV_ReadsAndRefuses(t *testing.T) {
	got, err := leistung.ReadBuendelCSV(strings.NewReader("ozg_id;bezeichnung;lage;themenfeld\n10124;Wohnsitzmeldungen;Wohnen & Umzug;Bauen & Wohnen\n"))
	require.NoError(t, err)
	require.Equal(t, []leistung.Buendel{{ID: "10124", Bezeichnung: "Wohnsitzmeldungen", Lage: "Wohnen & Umzug", Themenfeld: "Bauen & Wohnen"}}, got)
	_, err = leistung.ReadBuendelCSV(strings.NewReader("ozg_id;bezeichnung;lage;themenfeld\nX0124;a;b;c\n"))
	require.ErrorIs(t, err, leistung.ErrKatalog)
}

// endless is a quoted cell that never ends.
type endless struct{ started bool }

func (e *endless) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = 'a'
	}
	if !e.started {
		e.started = true
		return copy(b, kopf+"\""), nil
	}
	return len(b), nil
}

func TestReadLeistungenCSV_StopsReadingWhatNeverEnds(t *testing.T) {
	_, err := leistung.ReadLeistungenCSV(io.Reader(&endless{}))
	require.ErrorIs(t, err, leistung.ErrKatalog)
}

func FuzzReadLeistungenCSV(f *testing.F) {
	f.Add(kopf + "99107023017000;Wohngeld Bewilligung;2/3;10092;WoGG\n")
	f.Add("ozg_id;bezeichnung;lage;themenfeld\n10124;a;b;c\n")
	f.Add(kopf + "\"")
	f.Fuzz(func(t *testing.T, table string) {
		leistungen, err := leistung.ReadLeistungenCSV(strings.NewReader(table))
		if err != nil {
			require.ErrorIs(t, err, leistung.ErrKatalog)
			return
		}
		for i := range leistungen {
			require.False(t, leistungen[i].Schluessel.IsZero())
			require.NotEmpty(t, leistungen[i].Bezeichnung)
		}
		if k, err := leistung.NewKatalog(immer, leistungen, nil); err == nil {
			for l := range k.Leistungen(immer) {
				k.Search(l.Bezeichnung, immer, 3)
			}
		}
	})
}
