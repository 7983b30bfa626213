// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/regel"
)

// Pitfall 16: how the gazette prints numbers.
func TestParseZelle_ReadsTheNotationOfTheGazette(t *testing.T) {
	for s, want := range map[string]Zehn{
		"1 035": 1035 * eins, "1\u00a0035": 1035 * eins, "1\u202f035": 1035 * eins, "14,40": 14_4000000000, "0": 0, "4,000E-2": 4_00000000,
		"– 1,000E-2": -1_00000000, "−1,000E-2": -1_00000000, "- 1,000E-2": -1_00000000, "9,80E-5": 980_000, "1,1570E-4": 1_157_000, "4,797E-4": 4_797_000, "1,400E-1": 14_00000000,
	} {
		got, err := parseZelle(s)
		require.NoError(t, err, s)
		require.Equal(t, want, got, s)
	}
	for _, s := range []string{"", "–", "1.035", "1,", ",5", "1E", "1E-11", "1,00000000001", "1E4x", "0x10", "1e-2", "--1", "9999999999999", "999999999999E3", "1,2,3"} {
		_, err := parseZelle(s)
		require.ErrorIs(t, err, regel.ErrParameter, s)
	}
}

func FuzzParseZelle(f *testing.F) {
	for _, s := range []string{"1 035", "– 1,000E-2", "9,80E-5", "1,1570E-4", "0", "E", "999999999999E3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if _, err := parseZelle(s); err != nil {
			require.ErrorIs(t, err, regel.ErrParameter)
		}
		_, _ = parseZellen(s)
		_, _ = parseHoechst(s)
		_, _ = parseStufen(s)
	})
}

func FuzzParseCent(f *testing.F) {
	for _, s := range []string{"420.2", "0", "10000000", "10000000.01", "1.", ".5", "-1", "1.234", "00012"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCent(s)
		if err == nil {
			require.LessOrEqual(t, c, MaxBetrag)
			require.GreaterOrEqual(t, c, Cent(0))
		} else {
			require.ErrorIs(t, err, regel.ErrSyntax)
		}
	})
}

func TestZehn_TextFormReadsBack(t *testing.T) {
	for _, z := range []Zehn{0, 1, -1, eins, -eins, 2070693450, -67_9073206395, 1<<63 - 1} {
		b, err := z.MarshalText()
		require.NoError(t, err)
		var back Zehn
		require.NoError(t, back.UnmarshalText(b))
		require.Equal(t, z, back)
	}
	for _, s := range []string{"", "1", "1.5", "01.0000000000", "1.00000000000", "-0.0000000000", "x"} {
		var z Zehn
		require.Error(t, z.UnmarshalText([]byte(s)), s)
	}
}
