// SPDX-License-Identifier: Apache-2.0

package kommune_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune"
)

func TestNormalizeAGS_ReportsWhatItChanged(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text, want string
		changed    []kommune.Korrektur
	}{
		{"16061114", "16061114", nil},
		{"1001000", "01001000", []kommune.Korrektur{kommune.KorrekturFuehrendeNull}},
		{" 16 0 61 114\n", "16061114", []kommune.Korrektur{kommune.KorrekturTrennzeichen}},
		{"16-0-61-114", "16061114", []kommune.Korrektur{kommune.KorrekturTrennzeichen}},
		{"16\u00a0061\u202f114", "16061114", []kommune.Korrektur{kommune.KorrekturTrennzeichen}},
		{"1001000.0", "01001000", []kommune.Korrektur{kommune.KorrekturDezimalstelle, kommune.KorrekturFuehrendeNull}},
		{"16061114,0", "16061114", []kommune.Korrektur{kommune.KorrekturDezimalstelle}},
		{"9 162 000", "09162000", []kommune.Korrektur{kommune.KorrekturTrennzeichen, kommune.KorrekturFuehrendeNull}},
	} {
		key, changed, err := kommune.NormalizeAGS(c.text)
		require.NoError(t, err, c.text)
		require.Equal(t, c.want, key.String())
		require.Equal(t, c.changed, changed, c.text)
	}
	for _, bad := range []string{"", "0", "106111", "7", "1606111400", "16061114x", "0001000", ".0", "1.001e+06", "1001000.5", " 1001000.25 ", strings.Repeat(" ", 100) + "16061114"} {
		key, changed, err := kommune.NormalizeAGS(bad)
		require.ErrorIs(t, err, kommune.ErrSyntax, "%q", bad)
		require.True(t, key.IsZero())
		require.Nil(t, changed)
	}
}

func TestNormalize_OfTheOtherKeys(t *testing.T) {
	t.Parallel()
	ars, changed, err := kommune.NormalizeARS("91620000000")
	require.NoError(t, err)
	require.Equal(t, "091620000000", ars.String())
	require.Equal(t, []kommune.Korrektur{kommune.KorrekturFuehrendeNull}, changed)
	verband, _, err := kommune.NormalizeVerbandsschluessel("16061 5001")
	require.NoError(t, err)
	require.Equal(t, "160615001", verband.String())
}

func TestNormalizeKreisschluessel_TakesPaddedKeys(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text    string
		changed []kommune.Korrektur
	}{
		{"09188", nil},
		{"9188", []kommune.Korrektur{kommune.KorrekturFuehrendeNull}},
		{"09188000", []kommune.Korrektur{kommune.KorrekturAufgefuellt}},
		{"9188000", []kommune.Korrektur{kommune.KorrekturFuehrendeNull, kommune.KorrekturAufgefuellt}},
		{"091880000000", []kommune.Korrektur{kommune.KorrekturAufgefuellt}},
		{"09 188 000", []kommune.Korrektur{kommune.KorrekturTrennzeichen, kommune.KorrekturAufgefuellt}},
	} {
		key, changed, err := kommune.NormalizeKreisschluessel(c.text)
		require.NoError(t, err, c.text)
		require.Equal(t, "09188", key.String(), c.text)
		require.Equal(t, c.changed, changed, c.text)
	}
	for _, bad := range []string{"09188101", "091880000001", "188", ""} {
		_, _, err := kommune.NormalizeKreisschluessel(bad)
		require.ErrorIs(t, err, kommune.ErrSyntax, bad)
	}
}

func FuzzNormalize(f *testing.F) {
	for _, seed := range []string{"1001000", "16 0 61 114", "9188000", "091880000000", "-", "0000000"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if key, changed, err := kommune.NormalizeAGS(s); err == nil {
			require.False(t, key.IsZero())
			require.Equal(t, key.String() == s, len(changed) == 0, "a change is reported, and nothing else")
		}
		if key, changed, err := kommune.NormalizeARS(s); err == nil {
			require.Equal(t, key.String() == s, len(changed) == 0)
		}
		if key, changed, err := kommune.NormalizeKreisschluessel(s); err == nil {
			require.Equal(t, key.String() == s, len(changed) == 0)
		}
	})
}
