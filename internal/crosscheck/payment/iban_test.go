// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/jbub/banking/iban"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/payment/sepa"
)

// TestIBAN_AgreesOnTheLengthOfEveryCountry asks both for an account of zeros of
// every length in every pair of letters.
func TestIBAN_AgreesOnTheLengthOfEveryCountry(t *testing.T) {
	both := 0
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			country := string([]rune{a, b})
			ours, theirs := ourLength(country), theirLength(country)
			if theirs != 0 && ours != 0 {
				both++
				require.Equal(t, theirs, ours, country)
			}
			if theirs != 0 {
				require.NotZero(t, ours, "%s is missing here", country)
			}
		}
	}
	require.Greater(t, both, 60)
}

func ourLength(country string) int {
	for n := 5; n <= 34; n++ {
		_, err := sepa.ParseIBAN(country + "00" + strings.Repeat("0", n-4))
		if errors.Is(err, sepa.ErrCheckDigits) {
			return n
		}
	}
	return 0
}

func theirLength(country string) int {
	for n := 5; n <= 34; n++ {
		err := iban.Validate(country + "00" + strings.Repeat("0", n-4))
		switch {
		case errors.Is(err, iban.ErrCountryCodeNotPresent):
			return 0
		case err != nil && !errors.Is(err, iban.ErrInvalidBbanLength) && !errors.Is(err, iban.ErrIbanTooShort):
			return n
		}
	}
	return 0
}

func BenchmarkIBAN(b *testing.B) {
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := sepa.ParseIBAN("DE89370400440532013000"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("jbub-banking", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := iban.Validate("DE89370400440532013000"); err != nil {
				b.Fatal(err)
			}
		}
	})
}
