// SPDX-License-Identifier: Apache-2.0

package fall_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren/verfahrentest"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

// BenchmarkLaeufe counts the periods of 100,000 cases anew: one operation is all of
// them.
func BenchmarkLaeufe(b *testing.B) {
	jena := frist.InGemeinde(kommune.MustParseAGS("16053000"))
	store := bausteine.NewMemory(bausteine.Config{})
	akten, err := fall.NewRegistratur(context.Background(), store, jena, []*verfahren.Tabelle{verfahrentest.Tabelle("wohnsitzmeldung")}, fall.Config{})
	require.NoError(b, err)
	f, err := akten.Do(context.Background(), fall.Handlung{
		Verfahren: "wohnsitzmeldung", Wer: fall.Person("konto-erika", recht.NiveauHoch), Akt: verfahren.AktBegonnen, Teile: fall.Teile{"antrag": []byte(`{}`)},
	})
	require.NoError(b, err)
	f, err = akten.Do(context.Background(), fall.Handlung{Fall: f.ID(), Wer: fall.Person("konto-erika", recht.NiveauHoch), Akt: verfahren.AktEingereicht})
	require.NoError(b, err)
	for b.Loop() {
		for range 100_000 {
			if laeufe, err := f.Laeufe(jena); err != nil || len(laeufe) != 1 {
				b.Fatal(laeufe, err)
			}
		}
	}
}

// BenchmarkSweep looks for what is due among 100,000 cases with open periods of which
// none is: one operation is one look of the store's worker at all of them.
func BenchmarkSweep(b *testing.B) {
	ctx := context.Background()
	store := bausteine.NewMemory(bausteine.Config{})
	akten, err := fall.NewRegistratur(ctx, store, frist.InGemeinde(kommune.MustParseAGS("16053000")), []*verfahren.Tabelle{verfahrentest.Tabelle("wohnsitzmeldung")}, fall.Config{})
	require.NoError(b, err)
	for range 100_000 {
		_, err := akten.Do(ctx, fall.Handlung{Verfahren: "wohnsitzmeldung", Wer: fall.Person("konto-erika", recht.NiveauHoch), Akt: verfahren.AktBegonnen})
		require.NoError(b, err)
	}
	for b.Loop() {
		start := time.Now()
		n, err := store.Sweep(ctx)
		require.NoError(b, err)
		require.Zero(b, n)
		require.Less(b, time.Since(start), time.Minute)
	}
}
