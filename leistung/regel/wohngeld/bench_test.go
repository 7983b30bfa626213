// SPDX-License-Identifier: Apache-2.0

package wohngeld_test

import (
	"math/rand/v2"
	"testing"

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
	for b.Loop() {
		werk.Rechne(law, &p[i&(1<<16-1)], nil)
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "cases/s")
}

func BenchmarkFormelMitWeg(b *testing.B) {
	law, err := wohngeld.AmTag(day("2025-01-01"))
	require.NoError(b, err)
	p, werk, i := population(1<<16), wohngeld.Formel(), 0
	b.ReportAllocs()
	for b.Loop() {
		werk.Rechne(law, &p[i&(1<<16-1)], regel.NewWeg(nil))
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "cases/s")
}

func BenchmarkFormelMitWegWiederverwendet(b *testing.B) {
	law, err := wohngeld.AmTag(day("2025-01-01"))
	require.NoError(b, err)
	p, werk, w, i := population(1<<16), wohngeld.Formel(), regel.NewWeg(nil), 0
	b.ReportAllocs()
	for b.Loop() {
		w.Reset()
		werk.Rechne(law, &p[i&(1<<16-1)], w)
		i++
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "cases/s")
}
