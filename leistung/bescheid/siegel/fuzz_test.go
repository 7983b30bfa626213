// SPDX-License-Identifier: Apache-2.0

package siegel_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/bescheid/siegel"
)

// FuzzVerify: what is genuine is what the key sealed, letter by letter.
func FuzzVerify(f *testing.F) {
	f.Add(sealed(f, usual, "a"))
	f.Add("DS1:")
	f.Add("DS1:6BF")
	now := noon
	p := pruefer(f, &now)
	f.Fuzz(func(t *testing.T, code string) {
		got := p.Verify(code)
		if got.Zustand == siegel.ZustandUnecht {
			return
		}
		require.Equal(t, code, sealed(t, got.Inhalt, "a"))
	})
}

// FuzzUpdate: no bytes but a signed list change anything.
func FuzzUpdate(f *testing.F) {
	good := listOf(f, "a", musterstadt, noon, usual.Nummer)
	f.Add(good)
	f.Add([]byte{0xd2, 0x84})
	now := noon
	f.Fuzz(func(t *testing.T, signed []byte) {
		if err := pruefer(t, &now).Update(signed); err == nil {
			require.Equal(t, good, signed)
		} else {
			require.ErrorIs(t, err, siegel.ErrSyntax)
		}
	})
}

func FuzzSchluessel_UnmarshalText(f *testing.F) {
	good, err := known("a", musterstadt).MarshalText()
	require.NoError(f, err)
	f.Add(good)
	f.Add([]byte("1 2026-01-01 2026-01-01 AAAA x"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var s siegel.Schluessel
		if err := s.UnmarshalText(b); err != nil {
			require.ErrorIs(t, err, siegel.ErrSyntax)
			return
		}
		again, err := s.MarshalText()
		require.NoError(t, err)
		require.True(t, bytes.Equal(b, again))
	})
}
