// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

func TestParseStelle(t *testing.T) {
	for _, ok := range []string{"16061", "16067029", "160615001", "16:ihk-erfurt", "09:x"} {
		key, err := rollout.ParseStelle(ok)
		require.NoError(t, err, ok)
		require.Equal(t, ok, key.String())
	}
	for _, bad := range []string{"", "16", "99061", "17:ihk", "16:", "16:IHK", "16:ihk erfurt", "ihk", "1606150011", "16061500a", ":x", "16:ümlaut"} {
		_, err := rollout.ParseStelle(bad)
		require.ErrorIs(t, err, rollout.ErrSyntax, bad)
		if bad != "" {
			require.NotContains(t, err.Error(), bad)
		}
	}
}

func TestParseGebiet(t *testing.T) {
	for _, ok := range []string{"DE", "16", "16061", "16067029"} {
		g, err := rollout.ParseGebiet(ok)
		require.NoError(t, err)
		require.Equal(t, ok, g.String())
	}
	for _, bad := range []string{"", "de", "17", "160", "1606", "160670291", "16a61"} {
		_, err := rollout.ParseGebiet(bad)
		require.ErrorIs(t, err, rollout.ErrSyntax, bad)
	}
	require.True(t, rollout.Gebiet{}.Contains(kommune.MustParseAGS("16067029")), "the zero Gebiet is Germany")
	require.False(t, rollout.MustParseGebiet("16061").Contains(kommune.MustParseAGS("16067029")))
}

func FuzzParseStelle(f *testing.F) {
	for _, s := range []string{"16061", "16067029", "160615001", "16:ihk-erfurt", "", ":", "16:"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		key, err := rollout.ParseStelle(s)
		if err != nil {
			require.ErrorIs(t, err, rollout.ErrSyntax)
			require.True(t, key.IsZero())
			return
		}
		require.Equal(t, s, key.String())
		var again rollout.Stelle
		require.NoError(t, again.UnmarshalText([]byte(s)))
		require.Equal(t, key, again)
	})
}

func FuzzParseGebiet(f *testing.F) {
	for _, s := range []string{"DE", "16", "16061", "16067029", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g, err := rollout.ParseGebiet(s)
		if err == nil {
			require.Equal(t, s, g.String())
		}
	})
}
