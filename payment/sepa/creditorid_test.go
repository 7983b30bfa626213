// SPDX-License-Identifier: Apache-2.0

package sepa_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/payment/sepa"
)

func TestParseCreditorID_LeavesTheBusinessCodeOutOfTheCheckDigits(t *testing.T) {
	plain, err := sepa.ParseCreditorID("DE98ZZZ09999999999")
	require.NoError(t, err)
	branch, err := sepa.ParseCreditorID("DE98ABC09999999999")
	require.NoError(t, err)
	austria, err := sepa.ParseCreditorID("AT61ZZZ01234567890")
	require.NoError(t, err)
	require.Equal(t, "ABC", branch.BusinessCode())
	require.True(t, plain.SameCreditor(branch))
	require.False(t, plain.SameCreditor(austria))
	require.False(t, sepa.CreditorID{}.SameCreditor(sepa.CreditorID{}))
	require.NotEqual(t, plain, branch)
	require.Positive(t, plain.Compare(branch))

	_, err = sepa.ParseCreditorID("DE97ZZZ09999999999")
	require.ErrorIs(t, err, sepa.ErrCheckDigits)
	again, err := sepa.NormalizeCreditorID("de98 zzz 0999 9999 999")
	require.NoError(t, err)
	require.Equal(t, plain, again)
}

func TestParseCreditorID_RefusesAndNamesThePlace(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		offset     int
	}{
		{"empty", "", 0},
		{"too short", "DE98ZZZ", 7},
		{"German one short", "DE98ZZZ0999999999", 17},
		{"German one long", "DE98ZZZ099999999999", 18},
		{"German national part", "DE98ZZZ19999999999", 7},
		{"letter in a German one", "DE98ZZZ0999999999X", 17},
		{"blank", "DE98 ZZZ09999999999", 4},
		{"small letter", "dE98ZZZ09999999999", 0},
		{"check digit", "DEX8ZZZ09999999999", 2},
		{"German, nothing behind the zero", "DE98ZZZ0", 8},
		{"sign in the business code", "DE98Z-Z09999999999", 5},
		{"small letter in the business code", "DE98zZZ09999999999", 4},
		{"umlaut", "DE98ZZZ0999999999Ö", 17},
		{"signs only", "FR98ZZZ'()", 7},
		{"line break", "DE98ZZZ09999999999\n", 18},
		{"too long", "FR98ZZZ01234567890123456789012345678", 35},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := sepa.ParseCreditorID(tt.text)
			require.ErrorIs(t, err, sepa.ErrSyntax)
			syntax, ok := errors.AsType[*sepa.SyntaxError](err)
			require.True(t, ok)
			require.Equal(t, tt.offset, syntax.Offset)
		})
	}
	require.Panics(t, func() { sepa.MustParseCreditorID("") })
}

// The vector of the DFUE-Abkommen and examples of other countries; 00, 01 and 99
// are congruent to digits that fit and are never given.
func TestParseCreditorID_ComputesTheCheckDigitsOfEveryCountry(t *testing.T) {
	for _, text := range []string{"DE98ZZZ09999999999", "AT61ZZZ01234567890", "NL50ZZZ123456780001", "FR72ZZZ123456"} {
		accepted := 0
		for digits := range 100 {
			id, err := sepa.ParseCreditorID(fmt.Sprintf("%s%02d%s", text[:2], digits, text[4:]))
			if err != nil {
				require.ErrorIs(t, err, sepa.ErrCheckDigits)
				require.True(t, id.IsZero())
				continue
			}
			accepted++
			require.True(t, digits >= 2 && digits <= 98)
		}
		require.Equal(t, 1, accepted, text)
	}
	signs, err := sepa.ParseCreditorID("FR72ZZZ123456")
	require.NoError(t, err)
	with, err := sepa.ParseCreditorID("FR72ZZZ12-34/56")
	require.NoError(t, err, "signs in the national part are left out of the calculation")
	require.NotEqual(t, signs, with)
}

func FuzzParseCreditorID(f *testing.F) {
	for _, seed := range []string{"DE98ZZZ09999999999", "AT61ZZZ01234567890", "DE97ZZZ09999999999", "FR98ZZZ'()", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if id, err := sepa.ParseCreditorID(text); err == nil {
			require.Equal(t, text, id.String())
			require.Len(t, id.BusinessCode(), 3)
		}
	})
}
