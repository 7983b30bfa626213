// SPDX-License-Identifier: Apache-2.0

package recht_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

func TestNiveau_SpellingsLeadBack(t *testing.T) {
	t.Parallel()
	for n := recht.NiveauUntergeordnet; n <= recht.NiveauHoch; n++ {
		got, err := recht.ParseNiveau(n.String())
		require.NoError(t, err)
		require.Equal(t, n, got)
		for _, spelling := range []string{n.STORK(), n.EIDAS(), n.BundID()} {
			if spelling == "" {
				require.Equal(t, recht.NiveauUntergeordnet, n, "eIDAS has nothing below low")
				continue
			}
			got, err := recht.ReadNiveau(spelling)
			require.NoError(t, err, spelling)
			require.Equal(t, n, got, spelling)
			_, err = recht.ParseNiveau(spelling)
			require.ErrorIs(t, err, recht.ErrSyntax, "the strict door knows one spelling")
		}
	}
	require.Equal(t, "STORK-QAA-Level-3", recht.NiveauSubstantiell.STORK())
	require.Equal(t, "http://eidas.europa.eu/LoA/substantial", recht.NiveauSubstantiell.EIDAS())
	require.Equal(t, "http://eidas.europa.eu/LoA/low", recht.NiveauNormal.EIDAS())
	for _, bad := range []string{"", "STORK-QAA-Level-0", "stork-qaa-level-4", "Hoch", "http://eidas.europa.eu/LoA/high ", "high"} {
		n, err := recht.ReadNiveau(bad)
		require.ErrorIs(t, err, recht.ErrSyntax, "%q", bad)
		require.Zero(t, n)
	}
}

func TestNiveau_ReichtOnlyUpwardsAndNeverWithoutALevel(t *testing.T) {
	t.Parallel()
	for has := range recht.Niveau(6) {
		for needs := range recht.Niveau(6) {
			want := has.IsValid() && needs.IsValid() && has.Compare(needs) >= 0
			require.Equal(t, want, has.Reicht(needs), "%d for %d", has, needs)
		}
	}
	require.False(t, recht.Niveau(0).Reicht(0))
	require.False(t, recht.Niveau(5).Reicht(recht.NiveauHoch))
}

func TestNiveau_Text(t *testing.T) {
	t.Parallel()
	wire, err := json.Marshal(map[string]recht.Niveau{"need": recht.NiveauHoch, "none": 0})
	require.NoError(t, err)
	require.JSONEq(t, `{"need":"hoch","none":""}`, string(wire))
	var back map[string]recht.Niveau
	require.NoError(t, json.Unmarshal(wire, &back))
	require.Equal(t, recht.NiveauHoch, back["need"])
	_, err = recht.Niveau(9).MarshalText()
	require.ErrorIs(t, err, recht.ErrSyntax)
	require.Empty(t, recht.Niveau(9).String()+recht.Niveau(9).English()+recht.Niveau(9).STORK()+recht.Niveau(9).EIDAS()+recht.Niveau(9).BundID())
}
