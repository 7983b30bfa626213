// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/regel"
)

// Cent is an amount of money in cents.
type Cent int64

// MaxBetrag bounds every amount that comes in: ten million euro.
const MaxBetrag Cent = 10_000_000_00

// ParseCent reads an amount in euro: digits, then at most a point and one or two
// decimals, such as "420.2". No sign, no grouping, at most [MaxBetrag].
func ParseCent(s string) (Cent, error) {
	whole, frac, point := strings.Cut(s, ".")
	if !digits(whole) || len(whole) > 8 || (point && (!digits(frac) || len(frac) > 2)) {
		return 0, fmt.Errorf("wohngeld: amount: %w", recht.ErrSyntax)
	}
	n, err := strconv.ParseInt(whole+(frac + "00")[:2], 10, 64)
	if err != nil || Cent(n) > MaxBetrag {
		return 0, fmt.Errorf("wohngeld: amount: %w", recht.ErrSyntax)
	}
	return Cent(n), nil
}

func digits(s string) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}

// String returns the amount as German text: "1.225,00 Euro".
func (c Cent) String() string { return c.wert().String() }

func (c Cent) wert() regel.Wert { return regel.Betrag(int64(c), 2) }

// Zehn is a number or an amount in euro with ten decimals, the precision of
// Anlage 3 Nr. 2: Zehn(1e10) is one.
type Zehn int64

const (
	eins    = 10_000_000_000 // one, in units of Zehn
	proCent = 100_000_000    // one cent, in units of Zehn
)

// String returns the number with its ten decimals: "0,2070693450".
func (z Zehn) String() string { return regel.Zahl(int64(z), 10).String() }

// MarshalText returns the number with a decimal point and ten decimals.
func (z Zehn) MarshalText() ([]byte, error) {
	sign, n := "", int64(z)
	if n < 0 {
		sign, n = "-", -n
	}
	return fmt.Appendf(nil, "%s%d.%010d", sign, uint64(n)/eins, uint64(n)%eins), nil
}

// UnmarshalText reads what MarshalText writes.
func (z *Zehn) UnmarshalText(b []byte) error {
	whole, frac, _ := strings.Cut(string(b), ".")
	n, err := strconv.ParseInt(whole+frac, 10, 64)
	if again, _ := Zehn(n).MarshalText(); err != nil || string(again) != string(b) {
		return fmt.Errorf("wohngeld: number: %w", recht.ErrSyntax)
	}
	*z = Zehn(n)
	return nil
}

func (z Zehn) wert() regel.Wert { return regel.Betrag(int64(z), 10) }

func (z Zehn) zahl() regel.Wert { return regel.Zahl(int64(z), 10) }
