// SPDX-License-Identifier: Apache-2.0

package kommune_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	"github.com/blevesearch/vellum"
	"github.com/blevesearch/vellum/levenshtein"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
)

var (
	unfinished = []string{"mühlh", "stutt", "neust", "langens"}
	mistyped   = []string{"erfrut", "leipzg", "stuttgrat", "braunscheig", "madgeburg"}
)

// names are the bare names of all Gemeinden in small letters.
func names() []string {
	var all []string
	for g := range kommune.Deutschland().Gemeinden() {
		all = append(all, strings.ToLower(g.Kurzname()))
	}
	return all
}

// scan is the plain way: the distance to every name, with a table.
func scan(all []string, query string, errors int) (found []int) {
	for i, name := range all {
		if tableDistance(query, name) <= errors {
			found = append(found, i)
		}
	}
	return found
}

// tableDistance is the Levenshtein distance with two rows of a table.
func tableDistance(a, b string) int {
	var rooms [2][128]int
	before, row := rooms[0][:len(b)+1], rooms[1][:len(b)+1]
	for j := range before {
		before[j] = j
	}
	for i := range len(a) {
		row[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(before[j]+cost, before[j+1]+1, row[j]+1)
		}
		before, row = row, before
	}
	return before[len(b)]
}

func TestSearch_FindsWhatTheScanFinds(t *testing.T) {
	t.Parallel()
	rows := slices.Collect(kommune.Deutschland().Gemeinden())
	all := names()
	for _, query := range mistyped {
		hits := map[kommune.AGS]bool{}
		for _, hit := range kommune.Deutschland().Search(query, 1000) {
			hits[hit.Gemeinde.AGS] = true
		}
		require.NotEmpty(t, hits)
		for _, i := range scan(all, query, 1) {
			require.True(t, hits[rows[i].AGS], "%s: %s", query, rows[i].Name)
		}
	}
}

func BenchmarkTypingErrors(b *testing.B) {
	v, all := kommune.Deutschland(), names()
	v.Search("jena", 1)
	b.Run("kommune", func(b *testing.B) {
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			if len(v.Search(mistyped[i%len(mistyped)], 10)) == 0 {
				b.Fatal("nothing found")
			}
			i++
		}
	})
	b.Run("scan", func(b *testing.B) {
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			if len(scan(all, mistyped[i%len(mistyped)], 2)) == 0 {
				b.Fatal("nothing found")
			}
			i++
		}
	})
	b.Run("vellum-levenshtein", func(b *testing.B) {
		fst := newNameFST(b, all)
		builder, err := levenshtein.NewLevenshteinAutomatonBuilder(2, true)
		require.NoError(b, err)
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			automaton, err := builder.BuildDfa(mistyped[i%len(mistyped)], 2)
			if err != nil {
				b.Fatal(err)
			}
			found := 0
			it, err := fst.Search(automaton, nil, nil)
			for err == nil {
				found++
				err = it.Next()
			}
			if found == 0 {
				b.Fatal("nothing found")
			}
			i++
		}
	})
}

func BenchmarkPrefix(b *testing.B) {
	v, all := kommune.Deutschland(), names()
	v.Search("jena", 1)
	b.Run("kommune", func(b *testing.B) {
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			if len(v.Search(unfinished[i%len(unfinished)], 10)) == 0 {
				b.Fatal("nothing found")
			}
			i++
		}
	})
	b.Run("scan-and-sort", func(b *testing.B) {
		rows := slices.Collect(v.Gemeinden())
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			var found []int
			for at, name := range all {
				if strings.Contains(name, unfinished[i%len(unfinished)]) {
					found = append(found, at)
				}
			}
			slices.SortFunc(found, func(x, y int) int { return cmp.Compare(rows[y].Einwohner, rows[x].Einwohner) })
			if len(found) == 0 {
				b.Fatal("nothing found")
			}
			i++
		}
	})
}

// newNameFST holds each name once.
func newNameFST(tb testing.TB, all []string) *vellum.FST {
	tb.Helper()
	sorted := slices.Compact(slices.Sorted(slices.Values(all)))
	var buffer strings.Builder
	builder, err := vellum.New(&buffer, nil)
	require.NoError(tb, err)
	for i, name := range sorted {
		require.NoError(tb, builder.Insert([]byte(name), uint64(i)))
	}
	require.NoError(tb, builder.Close())
	fst, err := vellum.Load([]byte(buffer.String()))
	require.NoError(tb, err)
	return fst
}
