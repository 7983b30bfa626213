// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
)

// The synthetic country: 575 Leistungen, each with an entry of its own in every
// Gemeinde of the register, 6.3 million pairs.
const leistungenImLand = 575

func country(tb testing.TB) (ix *zustaendigkeit.Index, keys []leistung.Schluessel, areas []kommune.ARS) {
	tb.Helper()
	for g := range kommune.Deutschland().Gemeinden() {
		areas = append(areas, g.ARS)
	}
	for i := range leistungenImLand {
		keys = append(keys, leistung.MustParseSchluessel(fmt.Sprintf("99%03d001104000", i+1)))
	}
	ix = zustaendigkeit.NewIndex()
	require.NoError(tb, ix.Update(func(a *zustaendigkeit.Aenderung) {
		for _, ars := range areas {
			a.PutStelle(zustaendigkeit.Stelle{ID: ars.String(), Art: zustaendigkeit.Behoerde, Name: "Verwaltung"})
		}
		ab := day("2020-01-01")
		stellen := make([]string, len(areas))
		for i, ars := range areas {
			stellen[i] = ars.String()
		}
		for _, key := range keys {
			for i := range areas {
				a.Put(zustaendigkeit.Zustaendigkeit{Leistung: key, Gebiete: areas[i : i+1], Stelle: stellen[i], GueltigAb: ab})
			}
		}
	}))
	return ix, keys, areas
}

// TestScale_TheOrderOfAFeedDoesNotMatter loads place by place what country loads
// Leistung by Leistung, so that every table grows with every place.
func TestScale_TheOrderOfAFeedDoesNotMatter(t *testing.T) {
	if testing.Short() {
		t.Skip("six hundred thousand pairs")
	}
	var keys []leistung.Schluessel
	for i := range leistungenImLand / 10 {
		keys = append(keys, leistung.MustParseSchluessel(fmt.Sprintf("99%03d001104000", i+1)))
	}
	ix, places := zustaendigkeit.NewIndex(), 0
	start := time.Now()
	require.NoError(t, ix.Update(func(a *zustaendigkeit.Aenderung) {
		for g := range kommune.Deutschland().Gemeinden() {
			places++
			id := g.ARS.String()
			a.PutStelle(zustaendigkeit.Stelle{ID: id, Art: zustaendigkeit.Behoerde})
			for _, key := range keys {
				a.Put(zustaendigkeit.Zustaendigkeit{Leistung: key, Gebiete: []kommune.ARS{g.ARS}, Stelle: id})
			}
		}
	}))
	require.Equal(t, places*len(keys), ix.Len())
	t.Logf("%d pairs loaded in %s", ix.Len(), time.Since(start))
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestScale_ASyntheticCountryFits holds the memory, and logs the times, which
// depend on the machine; the benchmarks measure them.
func TestScale_ASyntheticCountryFits(t *testing.T) {
	if testing.Short() {
		t.Skip("6.3 million pairs")
	}
	kommune.Deutschland()
	before := heap()
	start := time.Now()
	ix, keys, areas := country(t)
	took := time.Since(start)
	grown := heap() - before
	require.Equal(t, leistungenImLand*len(areas), ix.Len())
	require.Less(t, grown, uint64(64<<20), "heap of the index in bytes")
	e := ix.Resolve(keys[7], areas[42], day("2026-11-20"))
	one, ok := e.Behoerde()
	require.True(t, ok)
	require.Equal(t, areas[42].String(), one.Stelle.ID)
	e = ix.Resolve(keys[7], areas[42], day("2019-12-31"))
	require.Equal(t, zustaendigkeit.Keine, e.Art())
	t.Logf("%d pairs loaded in %s, %.1f MB of heap", ix.Len(), took, float64(grown)/(1<<20))
	runtime.KeepAlive(ix)
}

func BenchmarkLoadCountry(b *testing.B) {
	kommune.Deutschland()
	b.ReportAllocs()
	for b.Loop() {
		country(b)
	}
}

// BenchmarkResolve asks random questions all over the country and reports the
// 99th of a hundred, timed in batches of eight because the clock itself costs
// as much as an answer.
func BenchmarkResolve(b *testing.B) {
	ix, keys, areas := country(b)
	r := rand.New(rand.NewPCG(1, 2))
	type question struct {
		key leistung.Schluessel
		ars kommune.ARS
	}
	questions := make([]question, 1<<16)
	for i := range questions {
		questions[i] = question{keys[r.IntN(len(keys))], areas[r.IntN(len(areas))]}
	}
	am := day("2026-11-20")
	const batch = 8
	var times []time.Duration
	i := 0
	b.ReportAllocs()
	for b.Loop() {
		start := time.Now()
		for range batch {
			q := questions[i&(len(questions)-1)]
			if e := ix.Resolve(q.key, q.ars, am); e.Art() != zustaendigkeit.Eine {
				b.Fatal(e.Art())
			}
			i++
		}
		times = append(times, time.Since(start)/batch)
	}
	slices.Sort(times)
	b.ReportMetric(float64(times[len(times)/2]), "ns/resolve-p50")
	b.ReportMetric(float64(times[len(times)*99/100]), "ns/resolve-p99")
}
