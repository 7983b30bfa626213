// SPDX-License-Identifier: Apache-2.0

package programme_test

import (
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
	"github.com/deutschland-stack/bausteine/leistung/rollout/programme"
)

func TestAll_DueByServiceAndLand(t *testing.T) {
	list, err := programme.All()
	require.NoError(t, err)
	require.Len(t, list, 3)
	day := datum.MustParse("2026-01-01")
	for i, want := range []map[string]int64{
		{"99115005104001": 189, "99107023017000": 26, "99015007012000": 22, "99059001104000": 0, "99019003016000": 0},
		{"99115005104001": 1385, "99023002000000": 96, "99012008001000": 96, "99010001001000": 96, "99089086000000": 96},
		{"99115005104001": 421, "99023002000000": 26, "99010001001000": 26, "99107021017000": 26},
	} {
		p := list[i]
		require.NotEmpty(t, p.Unbestaetigt, "what no source confirms is said")
		buch, err := rollout.NewBuch(p)
		require.NoError(t, err)
		soll, err := rollout.FillSoll(&p, rollout.Fuellung{Verzeichnis: kommune.Deutschland(), Ab: day, Erfasst: day.Start(), NewID: uuid.New})
		require.NoError(t, err)
		require.NoError(t, buch.AddSoll(soll...))
		require.Len(t, p.Dienste, len(want))
		for key, n := range want {
			d := buch.At(rollout.Heute(day)).Deckung(leistung.MustParseSchluessel(key), rollout.Gebiet{})
			require.Equal(t, n, d.Traeger.Nenner, "%s %s", p.ID, key)
		}
	}
}
