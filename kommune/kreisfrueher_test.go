// SPDX-License-Identifier: Apache-2.0

package kommune_test

import (
	"encoding/csv"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/kommune"
)

func TestSearch_FindsGemeindenByAFormerKreis(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	for _, c := range []struct{ query, name, gemeinde string }{
		{"Muldentalkreis", "Muldentalkreis", "Grimma"},
		{"Saalkreis", "Saalkreis", "Kabelsketal"},
		{"Landkreis Saalkreis", "Saalkreis", "Landsberg"},
		{"Erftkreis", "Erftkreis", "Kerpen"}, // the Kreis lives on and is called otherwise
		{"Uecker-Randow", "Landkreis Uecker-Randow", "Pasewalk"},
		{"Landkreis Demmin", "Landkreis Demmin", "Dargun"}, // of its members most went one way
		{"landratsamt demmin", "Landkreis Demmin", "Malchin"},
		{"Kreis Bitterfeld", "Landkreis Bitterfeld", "Zörbig"},
		{"Kr. Aachen", "Kreis Aachen", "Eschweiler"},
		{"Landkreis Riesa-Großenhain", "Landkreis Riesa-Großenhain", "Gröditz"},
		{"Kreis Heiligenstadt", "Landkreis Heiligenstadt", "Uder"},
		{"Landkreis Osterode am Harz", "Landkreis Osterode am Harz", "Herzberg am Harz"},
		{"Soltau-Fallingbostel", "Landkreis Soltau-Fallingbostel", "Munster"},
	} {
		hits := v.Search(c.query, 20)
		found := false
		for _, hit := range hits {
			if hit.Gemeinde.Kurzname() == c.gemeinde {
				found = true
				require.Equal(t, kommune.TrefferFrueher, hit.Art, c.query)
				require.Equal(t, c.name, hit.Ueber, c.query)
				require.Contains(t, hit.Text(), "; früher "+c.name)
			}
		}
		require.True(t, found, "%s: %v", c.query, hits)
	}
	require.Equal(t, "Demmin", v.Search("Landkreis Demmin", 3)[0].Gemeinde.Kurzname(), "who has the name comes first")
	require.Equal(t, kommune.TrefferGebiet, v.Search("Landkreis Göttingen", 1)[0].Art, "what is comes before what was")
	for _, hit := range v.SearchLand("Landkreis Demmin", kommune.Thueringen, 20) {
		require.Equal(t, kommune.Thueringen, hit.Gemeinde.AGS.Land())
	}
}

func TestFindFruehereKreise_LeadsToTheKreiseOfToday(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	demmin := v.FindFruehereKreise("Landkreis Demmin", 5)
	require.NotEmpty(t, demmin)
	last := demmin[len(demmin)-1]
	require.Equal(t, "13052", last.Schluessel.String(), "the later of the two that had the name stands last")
	require.Equal(t, "Landkreis Demmin", last.Bezeichnung())
	require.Equal(t, "2009-12-31", last.Bis.String())
	r, err := v.ResolveKreis(last.Schluessel, kommune.Datum{})
	require.NoError(t, err)
	require.Equal(t, "13071", r.Haupt().String())

	erft := v.FindFruehereKreise("erftkr", 5)
	require.Len(t, erft, 1, "a beginning is enough")
	require.Equal(t, "Erftkreis", erft[0].Bezeichnung())
	require.Equal(t, kommune.KreisartKreis, erft[0].Art)

	for _, text := range []string{"", "Eichsfeld", "Landkreis Böblingen", "Landkreis Heilbronn", "Stadtkreis Heilbronn", "qxqxqx"} {
		require.Empty(t, v.FindFruehereKreise(text, 5), "%q: the name of today, or none", text)
	}
	require.Empty(t, v.FindFruehereKreise("Demmin", 0))
	town := v.FindFruehereKreise("Eisenhüttenstadt", 5)
	require.Equal(t, kommune.KreisartKreisfreieStadt, town[0].Art)
	require.Equal(t, "Eisenhüttenstadt", town[0].Bezeichnung())
}

// Every name that an official edition had of a Kreis is found, among those of today
// or of before, and what became of its key is known.
func TestFindFruehereKreise_KnowsEveryNameOfTheEditions(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	rows := readColumns(t, shareddata.Path(t, "kommune/kreise-frueher.csv"))
	former := 0
	for _, row := range rows {
		key := kommune.MustParseKreisschluessel(row[0])
		found := false
		for _, f := range v.FindFruehereKreise(withoutStatus(row[1]), 50) {
			found = found || f.Schluessel == key
		}
		if !found {
			require.True(t, slices.ContainsFunc(v.FindKreise(withoutStatus(row[1]), 50), func(k kommune.Kreis) bool { return k.Schluessel == key }),
				"%s: the name of today, spelled otherwise", row)
			continue
		}
		former++
		_, err := v.ResolveKreis(key, kommune.Datum{})
		require.NoError(t, err, row)
	}
	require.Greater(t, former, 300)
}

func withoutStatus(name string) string { return kommune.Gemeinde{Name: name}.Kurzname() }

// readColumns returns the rows of a table below its header.
func readColumns(t *testing.T, path string) [][]string {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	table := csv.NewReader(file)
	table.Comma = ';'
	rows, err := table.ReadAll()
	require.NoError(t, err)
	return rows[1:]
}
