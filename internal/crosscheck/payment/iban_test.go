// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"errors"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/jbub/banking/iban"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/payment/sepa"
)

// otherwise are countries whose accounts the peer (of 2021) describes otherwise
// than release 103 of the registry: wider, as digits where there are letters, or
// narrower.
var otherwise = []string{"AE", "BG", "BH", "BR", "BY", "GI", "LC", "MU", "PK", "TN", "TR", "VG"}

// TestIBAN_AgreesOnTheAccountsOfEveryCountry makes an account for every country
// and asks both about it, and about every account that has a letter for a digit
// or a digit for a letter in one place.
func TestIBAN_AgreesOnTheAccountsOfEveryCountry(t *testing.T) {
	countries, questions, differ := 0, 0, map[string]bool{}
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			country := string([]rune{a, b})
			account := ourAccount(country)
			known := !errors.Is(iban.Validate(country+"00000000000000000"), iban.ErrCountryCodeNotPresent)
			if account == "" || !known {
				require.False(t, known, "%s is missing here", country)
				continue
			}
			countries++
			for i := -1; i < len(account); i++ {
				other := []byte(account)
				if i >= 0 {
					other[i] ^= '0' ^ 'A'
				}
				text := withCheckDigits(country, string(other))
				_, ours := sepa.ParseIBAN(text)
				theirs := iban.Validate(text)
				questions++
				if (ours == nil) != (theirs == nil) {
					differ[country] = true
					if !slices.Contains(otherwise, country) {
						t.Errorf("%s: ours %v, theirs %v", text, ours, theirs)
					}
				}
			}
		}
	}
	require.Greater(t, countries, 60)
	t.Logf("%d countries, %d accounts", countries, questions)
	require.ElementsMatch(t, otherwise, slices.Collect(maps.Keys(differ)))
}

// ourAccount follows what ParseIBAN says about an account of zeros until it has
// one that the country could give.
func ourAccount(country string) string {
	for n := 1; n <= 30; n++ {
		account := []byte(strings.Repeat("0", n))
		for {
			_, err := sepa.ParseIBAN(withCheckDigits(country, string(account)))
			if err == nil {
				return string(account)
			}
			syntax, ok := errors.AsType[*sepa.SyntaxError](err)
			if !ok || syntax.Offset-4 >= n || account[syntax.Offset-4] == 'A' {
				break
			}
			account[syntax.Offset-4] = 'A'
		}
	}
	return ""
}

// withCheckDigits computes them on whole integers.
func withCheckDigits(country, account string) string {
	var digits strings.Builder
	for _, r := range account + country + "00" {
		if r >= 'A' {
			r -= 'A' - '0' - 10
		}
		fmt.Fprintf(&digits, "%d", r-'0')
	}
	n, _ := new(big.Int).SetString(digits.String(), 10)
	return fmt.Sprintf("%s%02d%s", country, 98-new(big.Int).Mod(n, big.NewInt(97)).Int64(), account)
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
