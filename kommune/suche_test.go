// SPDX-License-Identifier: Apache-2.0

package kommune_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
)

// typed is a line of testdata/suche/anfragen.tsv.
type typed struct {
	query string
	want  kommune.AGS
}

func readTyped(t *testing.T) []typed {
	t.Helper()
	text, err := os.ReadFile("testdata/suche/anfragen.tsv")
	require.NoError(t, err)
	var table []typed
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		require.Len(t, fields, 3, line)
		table = append(table, typed{fields[0], kommune.MustParseAGS(fields[1])})
	}
	return table
}

func TestSearch_FindsWhatPeopleType(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	table := readTyped(t)
	first, firstFive := 0, 0
	for _, c := range table {
		hits := v.Search(c.query, 5)
		require.LessOrEqual(t, len(hits), 5)
		at := -1
		var texts []string
		for i, hit := range hits {
			texts = append(texts, hit.Text())
			if hit.Gemeinde.AGS == c.want {
				at = i
			}
		}
		switch {
		case at == 0:
			first++
			firstFive++
		case at > 0:
			firstFive++
			t.Logf("%q: at rank %d of %v", c.query, at+1, texts)
		default:
			want, err := v.Gemeinde(c.want)
			require.NoError(t, err)
			t.Logf("%q: %s is not among %v", c.query, want.Name, texts)
		}
	}
	t.Logf("%d queries: %d at rank 1 (%.1f %%), %d in the first five (%.1f %%)", len(table),
		first, 100*float64(first)/float64(len(table)), firstFive, 100*float64(firstFive)/float64(len(table)))
	require.GreaterOrEqual(t, len(table), 300)
	require.GreaterOrEqual(t, 1000*first, 970*len(table), "97 %% at rank 1")
	require.GreaterOrEqual(t, 1000*firstFive, 995*len(table), "99.5 %% in the first five")
}

func TestSearch_TellsHomonymsApart(t *testing.T) {
	t.Parallel()
	texts := map[string]bool{}
	for _, hit := range kommune.Deutschland().Search("Neuenkirchen", 8) {
		require.False(t, texts[hit.Text()], hit.Text())
		texts[hit.Text()] = true
	}
	require.Len(t, texts, 8)
	require.Equal(t, "Teistungen (Landkreis Eichsfeld, Thüringen)", kommune.Deutschland().Search("Teistungen", 1)[0].Text())
	require.Equal(t, "Jena (Thüringen)", kommune.Deutschland().Search("Jena", 1)[0].Text())
	require.Equal(t, "Berlin", kommune.Deutschland().Search("Berlin", 1)[0].Text())
}

func TestSearch_OfNothingIsEmpty(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	require.Empty(t, v.Search("", 5))
	require.Empty(t, v.Search(" ./()", 5))
	require.Empty(t, v.Search("Jena", 0))
	require.Empty(t, v.Search("Jena", -1))
	require.Empty(t, v.Search("qxqxqxqxqx", 5))
	require.Empty(t, v.Search("北京", 5))
}

func TestSearch_StaysWithinALandOrAKreis(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	hits := v.SearchLand("mühlhausen", kommune.BadenWuerttemberg, 5)
	require.Equal(t, "08226054", hits[0].Gemeinde.AGS.String())
	for _, hit := range hits {
		require.Equal(t, kommune.BadenWuerttemberg, hit.Gemeinde.AGS.Land())
	}
	eichsfeld := kommune.MustParseKreisschluessel("16061")
	hits = v.SearchKreis("teist", eichsfeld, 5)
	require.Len(t, hits, 1)
	require.Equal(t, "16061114", hits[0].Gemeinde.AGS.String())
	for _, query := range []string{"berlin", "münchen", "haus", "ingen", "stadt", "leipzg", "jena 07743", "07743"} {
		for _, hit := range v.SearchKreis(query, eichsfeld, 20) {
			require.Equal(t, eichsfeld, hit.Gemeinde.AGS.Kreis(), query)
		}
	}
}

func TestSearch_SaysHowGoodAHitIs(t *testing.T) {
	t.Parallel()
	for query, want := range map[string]kommune.Trefferart{
		"jena": kommune.TrefferName, "weimar hessen": kommune.TrefferMitOrt, "worbis": kommune.TrefferTeil,
		"teist": kommune.TrefferAnfang, "ngensalz": kommune.TrefferEnthalten, "jena lobeda": kommune.TrefferOhneOrt,
		"leipzg": kommune.TrefferTippfehler, "07743": kommune.TrefferPLZ,
	} {
		hits := kommune.Deutschland().Search(query, 3)
		require.NotEmpty(t, hits, query)
		require.Equal(t, want, hits[0].Art, query)
	}
}

func TestSearch_OffersAChoiceForAPLZ(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	hits := v.Search("54636", 50) // the seat of 39 Gemeinden has it
	require.Len(t, hits, 39)
	for i, hit := range hits {
		require.Equal(t, "54636", hit.Gemeinde.PLZ)
		require.True(t, i == 0 || hits[i-1].Gemeinde.Einwohner >= hit.Gemeinde.Einwohner)
	}
	near := v.Search("99089", 3) // Erfurt has it, its administration has another
	require.NotEmpty(t, near)
	require.Equal(t, "16051000", near[0].Gemeinde.AGS.String())
}

func TestSearch_FindsEveryGemeindeByItsName(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	for g := range v.Gemeinden() {
		if g.Gemeindefrei() {
			continue
		}
		found := false
		for _, hit := range v.SearchKreis(g.Kurzname(), g.AGS.Kreis(), 5) {
			found = found || hit.Gemeinde.AGS == g.AGS
		}
		require.True(t, found, "%s %s", g.AGS, g.Name)
		hits := v.Search(g.Kurzname(), 20)
		require.NotEmpty(t, hits, g.Name)
		require.Equal(t, kommune.TrefferName, hits[0].Art, g.Name)
	}
}

func FuzzSearch(f *testing.F) {
	for _, seed := range []string{"muhlhausen", "Rothenburg o.d.T.", "07743 Jena", "St. ", "bad", "Cho\u0301s\u0301ebuz", "((((", "Hauptstr. 5, 07743 Jena", "Landkreis Eichsfeld", "Bromskirchen, Hessen", "Neustadt a. Rbge.", "1067", "\xff\xfe", strings.Repeat("a ", 80), strings.Repeat("ü", 300)} {
		f.Add(seed)
	}
	v := kommune.Deutschland()
	f.Fuzz(func(t *testing.T, query string) {
		hits := v.Search(query, 7)
		require.LessOrEqual(t, len(hits), 7)
		seen := map[kommune.AGS]bool{}
		for i, hit := range hits {
			require.False(t, seen[hit.Gemeinde.AGS], "each Gemeinde once")
			seen[hit.Gemeinde.AGS] = true
			require.NotZero(t, hit.Art)
			require.True(t, i == 0 || hit.Art > kommune.TrefferTeil || hits[i-1].Art <= kommune.TrefferGebiet, "names before what resembles one")
			require.True(t, hit.Art != kommune.TrefferFrueher && hit.Art != kommune.TrefferGebiet || hit.Ueber != "", "says how it was found")
		}
		fewer := v.Search(query, 3)
		require.Len(t, fewer, min(3, len(hits)))
		for i, hit := range fewer {
			require.Equal(t, hits[i], hit, "a smaller limit gives the same beginning")
		}
		for _, hit := range v.SearchLand(query, kommune.Thueringen, 3) {
			require.Equal(t, kommune.Thueringen, hit.Gemeinde.AGS.Land())
		}
	})
}
