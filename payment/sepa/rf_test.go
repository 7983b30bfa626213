// SPDX-License-Identifier: Apache-2.0

package sepa_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/payment/sepa"
)

func TestNewRF_MakesTheReferencesOfTheVectors(t *testing.T) {
	for reference, want := range map[string]string{
		"2026000042": "RF022026000042", "KZ123456": "RF03KZ123456", "999924": "RF66999924", "539007547034": "RF18539007547034", "2348231": "RF712348231",
	} {
		rf, err := sepa.NewRF(reference)
		require.NoError(t, err)
		require.Equal(t, want, rf.String())
		require.Equal(t, reference, rf.Reference())
		parsed, err := sepa.ParseRF(want)
		require.NoError(t, err)
		require.Equal(t, rf, parsed)
	}
	for _, bad := range []string{"", "kz1", "KZ 1", "1234567890123456789012", "KZ-1", "Gebühr"} {
		_, err := sepa.NewRF(bad)
		require.ErrorIs(t, err, sepa.ErrSyntax, bad)
	}
}

func TestParseRF_RefusesAndNamesThePlace(t *testing.T) {
	_, err := sepa.ParseRF("RF18539007547035")
	require.ErrorIs(t, err, sepa.ErrCheckDigits)
	for _, tt := range []struct {
		name, text string
		offset     int
	}{
		{"empty", "", 0},
		{"no RF", "XX18539007547034", 0},
		{"small letters", "rf18539007547034", 0},
		{"nothing behind the check digits", "RF18", 4},
		{"letter for a check digit", "RFA8539007547034", 2},
		{"blank", "RF18 5390 0754 7034", 4},
		{"blank in front", " RF18539007547034", 0},
		{"line break behind", "RF18539007547034\n", 16},
		{"small letters in the reference", "RF03kz123456", 4},
		{"hyphen", "RF18-539007547034", 4},
		{"digits of another script", "RF18539007547０34", 13},
		{"too long", "RF181234567890123456789012", 25},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := sepa.ParseRF(tt.text)
			require.ErrorIs(t, err, sepa.ErrSyntax)
			syntax, ok := errors.AsType[*sepa.SyntaxError](err)
			require.True(t, ok)
			require.Equal(t, tt.offset, syntax.Offset)
		})
	}
	for digits := range 100 {
		_, err := sepa.ParseRF(fmt.Sprintf("RF%02d539007547034", digits))
		require.Equal(t, digits == 18, err == nil, "%02d", digits)
	}
	longest, err := sepa.NewRF("123456789012345678901")
	require.NoError(t, err)
	require.Len(t, longest.String(), 25)
	shortest, err := sepa.NewRF("0")
	require.NoError(t, err)
	require.Len(t, shortest.String(), 5)
	rf, err := sepa.NormalizeRF("rf18 5390 0754 7034")
	require.NoError(t, err)
	require.Equal(t, sepa.MustParseRF("RF18539007547034"), rf)
	require.Positive(t, rf.Compare(sepa.RF{}))
	require.Panics(t, func() { sepa.MustParseRF("") })
}

func FuzzParseRF(f *testing.F) {
	for _, seed := range []string{"RF18539007547034", "RF712348231", "RF18539007547035", "RF03KZ123456", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		rf, err := sepa.ParseRF(text)
		if err != nil {
			return
		}
		made, err := sepa.NewRF(rf.Reference())
		require.NoError(t, err)
		require.Equal(t, text, made.String(), "one reference has one spelling")
	})
}
