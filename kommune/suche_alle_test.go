// SPDX-License-Identifier: Apache-2.0

package kommune_test

import (
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
)

// Every official name, as the register writes it with its status words, leads to
// the Gemeinde, or to another of exactly the same name.
func TestSearch_FindsEveryOfficialNameFirst(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	rows, wrong := 0, 0
	for g := range v.Gemeinden() {
		rows++
		hits := v.Search(g.Name, 3)
		if len(hits) == 0 || hits[0].Gemeinde.AGS != g.AGS && hits[0].Gemeinde.Name != g.Name && !largerNamesake(hits[0].Gemeinde, g) {
			wrong++
			if wrong < 40 {
				t.Logf("%s %q: %v", g.AGS, g.Name, texts(hits))
			}
		}
	}
	require.Equal(t, 10_953, rows)
	require.Zero(t, wrong)
}

// Every title of the register in front of the name leads to the Gemeinde that
// bears it, or to another of the same name and title.
func TestSearch_FindsEveryTitleBeforeTheName(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	rows, wrong := 0, 0
	for g := range v.Gemeinden() {
		title := g.Zusatz()
		if len(title) <= 2 || title == "GKSt" {
			title = g.Art.String()
		}
		if g.Gemeindefrei() {
			continue
		}
		rows++
		hits := v.Search(title+" "+g.Kurzname(), 3)
		ok := len(hits) > 0 && (hits[0].Gemeinde.AGS == g.AGS ||
			hits[0].Gemeinde.Kurzname() == g.Kurzname() && (hits[0].Gemeinde.Zusatz() == g.Zusatz() || hits[0].Gemeinde.Art == g.Art) ||
			largerNamesake(hits[0].Gemeinde, g))
		if !ok {
			wrong++
			if wrong < 40 {
				t.Logf("%s %q: %v", g.AGS, title+" "+g.Kurzname(), texts(hits))
			}
		}
	}
	require.Equal(t, 10_751, rows)
	require.Zero(t, wrong)
}

// Every former name leads to what the data says, unless a Gemeinde of today has
// that very name.
func TestSearch_FindsEveryFormerName(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	data, err := os.ReadFile("data/frueher.txt")
	require.NoError(t, err)
	rows, wrong := 0, 0
	for line := range strings.Lines(string(data)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		if strings.Contains(line, "1989") {
			continue // Rüterberg ("Dorfrepublik" 1961-1989): a year at the end reads as a PLZ
		}
		rows++
		f := strings.Split(strings.TrimSpace(line), ";")
		hits := v.Search(f[1], 50)
		for _, key := range strings.Split(f[2], ",") {
			found := false
			for i, hit := range hits {
				living := hits[0].Art == kommune.TrefferName || hits[0].Art == kommune.TrefferMitOrt || hits[0].Art == kommune.TrefferTeil
				if hit.Gemeinde.AGS.String() == key && (i == 0 || hits[0].Ueber != "" || living) {
					found = true
				}
			}
			if !found {
				wrong++
				if wrong < 40 {
					t.Logf("%s: %s not found in %v", f[1], key, texts(hits[:min(4, len(hits))]))
				}
			}
		}
	}
	require.Greater(t, rows, 6000)
	require.Zero(t, wrong)
}

// Every Kreis and every Verband with its kind in front leads to its members.
func TestSearch_FindsEveryKreisAndVerband(t *testing.T) {
	t.Parallel()
	v := kommune.Deutschland()
	wrong := 0
	check := func(query string, is func(kommune.Gemeinde) bool) {
		hits := v.Search(query, 50)
		for _, hit := range hits {
			if is(hit.Gemeinde) {
				return
			}
		}
		wrong++
		if wrong < 40 {
			t.Logf("%q: %v", query, texts(hits[:min(4, len(hits))]))
		}
	}
	for k := range v.Kreise() {
		check(k.Bezeichnung(), func(g kommune.Gemeinde) bool { return g.AGS.Kreis() == k.Schluessel })
		if hits := v.Search(k.Name, 1); len(hits) == 0 || hits[0].Art > kommune.TrefferTeil {
			check(k.Name, func(g kommune.Gemeinde) bool { return g.AGS.Kreis() == k.Schluessel })
		}
	}
	for b := range v.Verbaende() {
		if b.Art == kommune.VerbandsfreieGemeinde {
			continue
		}
		for g := range v.Members(b.Schluessel) {
			traeger, err := v.Traeger(g.AGS)
			require.NoError(t, err)
			check(traeger.Bezeichnung(), func(g kommune.Gemeinde) bool { return g.Verband() == b.Schluessel })
			break
		}
	}
	require.Zero(t, wrong)
}

func texts(hits []kommune.Treffer) (texts []string) {
	for _, hit := range hits {
		texts = append(texts, hit.Text())
	}
	return texts
}

// largerNamesake reports whether a has the name of b with a river or region behind
// it, and more inhabitants: who types "Frankfurt" means the larger one.
func largerNamesake(a, b kommune.Gemeinde) bool {
	same := strings.NewReplacer("St. ", "Sankt ", "ß", "ss")
	long, short := same.Replace(a.Kurzname()), same.Replace(b.Kurzname())
	rest, ok := strings.CutPrefix(long, short)
	if before, _, bracket := strings.Cut(short, " ("); !ok && bracket {
		rest, ok = strings.CutPrefix(long, before)
		ok = ok && rest == ""
	}
	return ok && a.Einwohner > b.Einwohner && (rest == "" || strings.ContainsAny(rest[:1], " /"))
}
