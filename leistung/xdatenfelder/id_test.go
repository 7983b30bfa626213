// SPDX-License-Identifier: Apache-2.0

package xdatenfelder_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
)

func TestID_ConvertsBetweenTheTwoSpellings(t *testing.T) {
	for short, long := range map[string]string{
		"S00000159": "S00000000159",
		"G05003718": "G05000003718",
		"F60000227": "F60000000227",
	} {
		id, err := xdatenfelder.ParseID2(short)
		require.NoError(t, err)
		require.Equal(t, long, id.String())
		same, err := xdatenfelder.ParseID(long)
		require.NoError(t, err)
		require.Equal(t, id, same)
		back, ok := same.XDF2()
		require.True(t, ok)
		require.Equal(t, short, back)
		require.Equal(t, short[1:3], id.Nummernkreis())

		var read xdatenfelder.ID
		text, err := id.MarshalText()
		require.NoError(t, err)
		require.NoError(t, read.UnmarshalText(text))
		require.Equal(t, id, read)
	}
	big, err := xdatenfelder.ParseID("F60123456789")
	require.NoError(t, err)
	_, ok := big.XDF2()
	require.False(t, ok, "the number has no room in eight digits")
}

func TestParseID_KnowsOneSpelling(t *testing.T) {
	for _, s := range []string{"", "F60000227", "F600000002270", "X60000000227", "f60000000227", "F6000000022a", "F６0000000227", "C60000000001", " F6000000022"} {
		_, err := xdatenfelder.ParseID(s)
		require.ErrorIs(t, err, xdatenfelder.ErrID, s)
		var id xdatenfelder.ID
		if s != "" {
			require.ErrorIs(t, id.UnmarshalText([]byte(s)), xdatenfelder.ErrID)
		}
	}
	_, err := xdatenfelder.ParseID2("F60000000227")
	require.ErrorIs(t, err, xdatenfelder.ErrID)
	var zero xdatenfelder.ID
	require.True(t, zero.IsZero())
	require.Empty(t, zero.Nummernkreis())
	require.NoError(t, zero.UnmarshalText(nil))
}

func TestID_IsStoredAndOrdered(t *testing.T) {
	id, err := xdatenfelder.ParseID("F60000000227")
	require.NoError(t, err)
	stored, err := id.Value()
	require.NoError(t, err)
	for _, src := range []any{stored, []byte("F60000000227")} {
		var read xdatenfelder.ID
		require.NoError(t, read.Scan(src))
		require.Equal(t, id, read)
	}
	for _, src := range []any{nil, "", 7, "F60000227"} {
		var read xdatenfelder.ID
		require.ErrorIs(t, read.Scan(src), xdatenfelder.ErrID)
	}
	_, err = xdatenfelder.ID{}.Value()
	require.ErrorIs(t, err, xdatenfelder.ErrID)
	later, err := xdatenfelder.ParseID("G60000000001")
	require.NoError(t, err)
	require.Negative(t, id.Compare(later))
}

func TestParseAnzahl_ReadsAndRefuses(t *testing.T) {
	for text, want := range map[string]xdatenfelder.Anzahl{
		"0:1": {Max: 1}, "1:1": {Min: 1, Max: 1}, "2:*": {Min: 2, Max: xdatenfelder.Unbegrenzt}, "3:2": {Min: 3, Max: 2}, "0:0": {},
	} {
		a, err := xdatenfelder.ParseAnzahl(text)
		require.NoError(t, err)
		require.Equal(t, want, a)
		require.Equal(t, text, a.String())
		require.Equal(t, text != "3:2" && text != "0:0", a.Geordnet())
	}
	for _, text := range []string{"", "1", "1:", ":1", "*:1", "-1:1", "1:1:1", "1-1", "1:9999999999", "１:1"} {
		_, err := xdatenfelder.ParseAnzahl(text)
		require.ErrorIs(t, err, xdatenfelder.ErrAnzahl, text)
	}
}

func FuzzParseID(f *testing.F) {
	for _, s := range []string{"F60000000227", "F60000227", "", "S00000000159"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if id, err := xdatenfelder.ParseID(s); err == nil {
			require.Equal(t, s, id.String())
		}
		if id, err := xdatenfelder.ParseID2(s); err == nil {
			back, ok := id.XDF2()
			require.True(t, ok)
			require.Equal(t, s, back)
		}
	})
}
