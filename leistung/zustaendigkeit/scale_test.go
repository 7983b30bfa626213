// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"strconv"
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

// Who is responsible in the synthetic country: one office of each Gemeinde for
// everything, as the largest part of the real one; one of five offices of each,
// by chance, so that no two Gemeinden are alike; or any of five thousand offices.
var laender = map[string]amt{
	"one office":    {1, func(_, g int) int { return g }},
	"five offices":  {5, func(l, g int) int { return g*5 + mix(l, g)%5 }},
	"anybody":       {1, func(l, g int) int { return mix(l, g) % 5000 }},
	"one after one": {1, func(l, g int) int { return (l + g) % 5000 }},
}

// amt says how many offices there are for each Gemeinde and which is responsible.
type amt struct {
	jeGemeinde int
	nummer     func(leistung, gemeinde int) int
}

// mix is a number by chance, the same for the same two.
func mix(l, g int) int {
	h := (uint64(l)<<32 | uint64(g)) * 0x9E3779B97F4A7C15
	return int((h ^ h>>29) * 0xBF58476D1CE4E5B9 >> 33)
}

func country(tb testing.TB, leistungen int, office amt) (ix *zustaendigkeit.Index, keys []leistung.Schluessel, areas []kommune.ARS) {
	tb.Helper()
	for g := range kommune.Deutschland().Gemeinden() {
		areas = append(areas, g.ARS)
	}
	for i := range leistungen {
		keys = append(keys, leistung.MustParseSchluessel(fmt.Sprintf("99%03d001104000", i+1)))
	}
	ix = zustaendigkeit.NewIndex()
	require.NoError(tb, ix.Update(func(a *zustaendigkeit.Aenderung) {
		stellen := make([]string, office.jeGemeinde*len(areas))
		for i := range stellen {
			stellen[i] = strconv.Itoa(i)
			a.PutStelle(zustaendigkeit.Stelle{ID: stellen[i], Art: zustaendigkeit.Behoerde, Name: "Verwaltung"})
		}
		ab := day("2020-01-01")
		for l, key := range keys {
			for g := range areas {
				a.Put(zustaendigkeit.Zustaendigkeit{Leistung: key, Gebiete: areas[g : g+1], Stelle: stellen[office.nummer(l, g)], GueltigAb: ab})
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
		t.Skip("6.3 million pairs, and a fifth of them three times")
	}
	kommune.Deutschland()
	for name, office := range laender {
		t.Run(name, func(t *testing.T) {
			leistungen, limit := leistungenImLand, uint64(64<<20)
			if name != "one office" {
				leistungen, limit = leistungen/5, limit/5
			}
			before := heap()
			start := time.Now()
			ix, keys, areas := country(t, leistungen, office)
			took := time.Since(start)
			grown := heap() - before
			require.Equal(t, leistungen*len(areas), ix.Len())
			require.Less(t, grown, limit, "heap of the index in bytes")
			for i := range 1000 {
				l, g := mix(i, 1)%len(keys), mix(i, 2)%len(areas)
				one, ok := ix.Resolve(keys[l], areas[g], day("2026-11-20")).Behoerde()
				require.True(t, ok)
				require.Equal(t, strconv.Itoa(office.nummer(l, g)), one.Stelle.ID)
				require.Equal(t, zustaendigkeit.Keine, ix.Resolve(keys[l], areas[g], day("2019-12-31")).Art())
			}
			t.Logf("%d pairs loaded in %s, %.1f MB of heap", ix.Len(), took, float64(grown)/(1<<20))
		})
	}
}

func BenchmarkLoadCountry(b *testing.B) {
	kommune.Deutschland()
	for name, office := range laender {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				country(b, leistungenImLand, office)
			}
		})
	}
}

// BenchmarkUpdate changes one responsibility in the whole country.
func BenchmarkUpdate(b *testing.B) {
	ix, keys, areas := country(b, leistungenImLand, laender["one office"])
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		i++
		require.NoError(b, ix.Update(func(a *zustaendigkeit.Aenderung) {
			a.Put(zustaendigkeit.Zustaendigkeit{ID: "x", Leistung: keys[i%len(keys)], Gebiete: areas[i%len(areas):][:1], Stelle: "0"})
		}))
	}
}

// BenchmarkResolve asks random questions all over the country, each timed on its
// own, so that nothing of the next one is begun before the clock is read. It
// reports the middle and the 99th of a hundred of a million, less what it takes in
// the middle to read the clock twice, which is measured likewise and reported too.
// Beside them stands ns/op of a plain loop, in which questions overlap.
func BenchmarkResolve(b *testing.B) {
	for name, office := range laender {
		b.Run(name, func(b *testing.B) { benchmarkResolve(b, office) })
	}
}

func benchmarkResolve(b *testing.B, office amt) {
	ix, keys, areas := country(b, leistungenImLand, office)
	runtime.GC()
	r := rand.New(rand.NewPCG(1, 2))
	am := day("2026-11-20")
	var key leistung.Schluessel
	var ars kommune.ARS
	choose := func() { key, ars = keys[r.IntN(len(keys))], areas[r.IntN(len(areas))] }
	ask := func() {
		if e := ix.Resolve(key, ars, am); e.Art() != zustaendigkeit.Eine {
			b.Fatal(e.Art())
		}
	}
	clock, _ := percentiles(choose, func() {})
	p50, p99 := percentiles(choose, ask)
	b.ReportAllocs()
	for b.Loop() {
		choose()
		ask()
	}
	b.ReportMetric(float64(clock), "ns/clock")
	b.ReportMetric(float64(p50-clock), "ns/resolve-p50")
	b.ReportMetric(float64(p99-clock), "ns/resolve-p99")
}

// percentiles times a million calls, each after a preparation that is not timed.
// It counts times and keeps none, so as not to fill the caches with its own data.
func percentiles(prepare, call func()) (p50, p99 time.Duration) {
	const calls = 1 << 20
	var counts [1 << 14]int // by nanosecond
	for range calls {
		prepare()
		start := time.Now()
		call()
		counts[min(int(time.Since(start)), len(counts)-1)]++
	}
	seen := 0
	for ns, n := range counts {
		if seen < calls/2 && seen+n >= calls/2 {
			p50 = time.Duration(ns)
		}
		if seen += n; seen >= calls*99/100 {
			return p50, time.Duration(ns)
		}
	}
	return p50, time.Duration(len(counts))
}
