// SPDX-License-Identifier: Apache-2.0

package regel_test

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/regel"
)

func TestWert_PrintsAsItsReaderWritesNumbers(t *testing.T) {
	for _, c := range []struct {
		wert            regel.Wert
		german, english string
	}{
		{regel.Wert{}, "", ""},
		{regel.Betrag(72080, 2), "720,80 Euro", "720.80 euro"},
		{regel.Betrag(65, 0), "65,00 Euro", "65.00 euro"},
		{regel.Betrag(-5, 2), "-0,05 Euro", "-0.05 euro"},
		{regel.Betrag(123456789, 2), "1.234.567,89 Euro", "1,234,567.89 euro"},
		{regel.Betrag(3563000000000, 10), "356,30 Euro", "356.30 euro"},
		{regel.Betrag(3563333333333, 10), "356,3333333333 Euro", "356.3333333333 euro"},
		{regel.Zahl(4797, 7), "0,0004797", "0.0004797"},
		{regel.Zahl(-200000000, 10), "-0,0200000000", "-0.0200000000"},
		{regel.Zahl(4, 0), "4", "4"},
		{regel.Zahl(math.MinInt64, 18), "-9,223372036854775808", "-9.223372036854775808"},
		{regel.JaNein(true), "ja", "yes"},
		{regel.JaNein(false), "nein", "no"},
		{regel.Tag(day("2025-07-01")), "01.07.2025", "01.07.2025"},
		{regel.Wort("III"), "III", "III"},
	} {
		require.Equal(t, c.german, c.wert.String())
		require.Equal(t, c.english, c.wert.English())
	}
}

func FuzzWert_UnmarshalText(f *testing.F) {
	for _, s := range []string{"", "betrag2:72080", "zahl7:4797", "zahl0:-4", "ja:1", "ja:2", "tag:20250101", "tag:20250230", "wort:III", "wort:", "betrag19:1", "betrag02:1", "zahl:1", "betrag2:+1", "x"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var v regel.Wert
		if err := v.UnmarshalText([]byte(s)); err != nil {
			require.ErrorIs(t, err, regel.ErrSyntax)
			return
		}
		again, err := v.MarshalText()
		require.NoError(t, err)
		require.Equal(t, s, string(again), "accepted text writes back to itself")
		_, _ = v.String(), v.English()
	})
}

func TestArt_AllKindsReadBack(t *testing.T) {
	for a := regel.ArtTatsache; a.IsValid(); a++ {
		text, err := a.MarshalText()
		require.NoError(t, err)
		require.NotEmpty(t, text)
		var back regel.Art
		require.NoError(t, back.UnmarshalText(text))
		require.Equal(t, a, back)
	}
	var a regel.Art
	require.ErrorIs(t, a.UnmarshalText([]byte("rechnen")), regel.ErrSyntax)
}
