// SPDX-License-Identifier: Apache-2.0

package wohngeld_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/regel"
	"github.com/deutschland-stack/bausteine/leistung/regel/wohngeld"
)

// population are random sums of plausible households.
func population(n int) []wohngeld.Groessen {
	r := rand.New(rand.NewPCG(1, 2))
	size := []int{1, 1, 1, 1, 1, 2, 2, 3, 4, 4, 5, 6}
	out := make([]wohngeld.Groessen, n)
	for i := range out {
		k := size[r.IntN(len(size))]
		out[i] = wohngeld.Groessen{
			Mitglieder: k, Stufe: wohngeld.Mietenstufe(1 + r.IntN(7)), Miete: wohngeld.Cent(20000 + r.IntN(100000)),
			Gesamteinkommen: wohngeld.Cent(12*(40000+r.IntN(60000)*k) + r.IntN(12)),
		}
	}
	return out
}

func TestFormel_WithoutTraceAllocatesNothing(t *testing.T) {
	law, err := wohngeld.AmTag(day("2025-01-01"))
	require.NoError(t, err)
	p := population(64)
	require.Zero(t, testing.AllocsPerRun(100, func() {
		for i := range p {
			wohngeld.Formel().Rechne(law, &p[i], nil)
		}
	}))
}

func BenchmarkFormel(b *testing.B) {
	law, err := wohngeld.AmTag(day("2025-01-01"))
	require.NoError(b, err)
	p, werk, i := population(1<<16), wohngeld.Formel(), 0
	b.ReportAllocs()
	start := cpuTime()
	for b.Loop() {
		werk.Rechne(law, &p[i&(1<<16-1)], nil)
		i++
	}
	report(b, start, "cases")
}

func BenchmarkFormelMitWeg(b *testing.B) {
	law, err := wohngeld.AmTag(day("2025-01-01"))
	require.NoError(b, err)
	p, werk, i := population(1<<16), wohngeld.Formel(), 0
	b.ReportAllocs()
	start := cpuTime()
	for b.Loop() {
		werk.Rechne(law, &p[i&(1<<16-1)], regel.NewWeg(nil))
		i++
	}
	report(b, start, "cases")
}

func BenchmarkFormelMitWegWiederverwendet(b *testing.B) {
	law, err := wohngeld.AmTag(day("2025-01-01"))
	require.NoError(b, err)
	p, werk, w, i := population(1<<16), wohngeld.Formel(), regel.NewWeg(nil), 0
	b.ReportAllocs()
	start := cpuTime()
	for b.Loop() {
		w.Reset()
		werk.Rechne(law, &p[i&(1<<16-1)], w)
		i++
	}
	report(b, start, "cases")
}

// fourWithIncomes is a household of four: wages with all three deductions, a job
// taxed at a flat rate, two children, one of them with own earnings.
func fourWithIncomes() wohngeld.Haushalt {
	return tenant(7, 122500,
		wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeLohn, 249000)}, Steuer: true, Kranken: true, Rente: true},
		wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeMinijob, 55600)}},
		wohngeld.Person{Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeNichtGezaehlt, 25500)}}, wohngeld.Person{KindUnter25: true, Einnahmen: []wohngeld.Einnahme{einnahme(wohngeld.EinnahmeMinijob, 10000)}})
}

func BenchmarkHaushaltVonVier(b *testing.B) {
	law, err := wohngeld.AmTag(day("2025-01-01"))
	require.NoError(b, err)
	h, werk, i := fourWithIncomes(), wohngeld.Regeln(), 0
	b.ReportAllocs()
	start := cpuTime()
	for b.Loop() {
		h.Personen[0].Einnahmen[0].Betrag = wohngeld.Cent(2_000_000 + i%1_000_000)
		werk.Rechne(law, &h, nil)
		i++
	}
	report(b, start, "households")
}

func BenchmarkHaushaltVonVierMitWeg(b *testing.B) {
	law, err := wohngeld.AmTag(day("2025-01-01"))
	require.NoError(b, err)
	h, werk, w := fourWithIncomes(), wohngeld.Regeln(), regel.NewWeg(nil)
	b.ReportAllocs()
	start := cpuTime()
	for b.Loop() {
		w.Reset()
		werk.Rechne(law, &h, w)
	}
	report(b, start, "households")
}

func TestHaushalt_WithoutTraceAllocatesNothing(t *testing.T) {
	law, err := wohngeld.AmTag(day("2025-01-01"))
	require.NoError(t, err)
	h := fourWithIncomes()
	require.Zero(t, testing.AllocsPerRun(100, func() { wohngeld.Regeln().Rechne(law, &h, nil) }))
}

// report adds what a second of processor time does.
func report(b *testing.B, start time.Duration, what string) {
	b.Helper()
	if used := cpuTime() - start; used > 0 {
		b.ReportMetric(float64(used.Nanoseconds())/float64(b.N), "cpu-ns/op")
		b.ReportMetric(float64(b.N)/used.Seconds(), what+"/cpu-s")
	}
}
