// SPDX-License-Identifier: Apache-2.0

package leistung_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung"
)

func TestVertrauensniveau_IsOrdered(t *testing.T) {
	levels := []leistung.Vertrauensniveau{leistung.NiveauUntergeordnet, leistung.NiveauNormal, leistung.NiveauSubstantiell, leistung.NiveauHoch}
	for i, have := range levels {
		for j, required := range levels {
			require.Equal(t, i >= j, have.Reicht(required), "%s for %s", have, required)
		}
		require.False(t, leistung.Vertrauensniveau(0).Reicht(have))
		require.False(t, have.Reicht(0))
		require.Positive(t, have.Compare(0))
	}
	require.False(t, leistung.Vertrauensniveau(0).Reicht(0))
	require.False(t, leistung.Vertrauensniveau(9).Reicht(leistung.NiveauNormal))
}

func TestVertrauensniveau_HasTwoSpellings(t *testing.T) {
	for name, stork := range map[string]string{
		"untergeordnet": "STORK-QAA-Level-1", "normal": "STORK-QAA-Level-2", "substantiell": "STORK-QAA-Level-3", "hoch": "STORK-QAA-Level-4",
	} {
		byName, err := leistung.ParseVertrauensniveau(name)
		require.NoError(t, err)
		bySTORK, err := leistung.ParseSTORK(stork)
		require.NoError(t, err)
		require.Equal(t, byName, bySTORK)
		require.Equal(t, name, byName.String())
		require.Equal(t, stork, byName.STORK())
	}
	for _, bad := range []string{"", "Hoch", "STORK-QAA-Level-5", "4"} {
		_, err := leistung.ParseVertrauensniveau(bad)
		require.ErrorIs(t, err, leistung.ErrVertrauensniveau)
		_, err = leistung.ParseSTORK(bad)
		require.ErrorIs(t, err, leistung.ErrVertrauensniveau)
	}
	require.Empty(t, leistung.Vertrauensniveau(9).String()+leistung.Vertrauensniveau(0).STORK())
}

func TestVertrauensniveau_TravelsThroughJSON(t *testing.T) {
	type konto struct {
		Niveau leistung.Vertrauensniveau `json:"niveau,omitzero"`
	}
	b, err := json.Marshal(konto{leistung.NiveauHoch})
	require.NoError(t, err)
	require.JSONEq(t, `{"niveau":"hoch"}`, string(b))
	var back konto
	require.NoError(t, json.Unmarshal(b, &back))
	require.Equal(t, leistung.NiveauHoch, back.Niveau)
	require.NoError(t, json.Unmarshal([]byte(`{"niveau":""}`), &back))
	require.True(t, back.Niveau.IsZero())
	require.ErrorIs(t, json.Unmarshal([]byte(`{"niveau":"sehr hoch"}`), &back), leistung.ErrVertrauensniveau)
	_, err = json.Marshal(konto{9})
	require.ErrorIs(t, err, leistung.ErrVertrauensniveau)
}
