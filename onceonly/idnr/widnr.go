// SPDX-License-Identifier: Apache-2.0

package idnr

import (
	"strings"

	"github.com/deutschland-stack/bausteine/onceonly/internal/masked"
)

// WIdNr is a business identification number: "DE", nine digits of which the
// ninth is a check digit, and optionally a distinguishing mark of five digits,
// as in "DE136695976-00001". It may belong to a person who trades alone, so it
// is masked as well.
//
// That the ninth digit is the check digit of ISO 7064 MOD 11,10 follows from its
// sameness with the VAT number; one source says so.
type WIdNr struct{ secret }

// ParseWIdNr reads a business identification number in its one spelling.
func ParseWIdNr(s string) (WIdNr, error) {
	rest, prefixed := strings.CutPrefix(s, "DE")
	base, mark, marked := strings.Cut(rest, "-")
	if !prefixed || !allDigits(base, 9) || base[0] == '0' || marked && !allDigits(mark, 5) {
		return WIdNr{}, ErrSyntax
	}
	if checkDigit(base[:8]) != base[8] {
		return WIdNr{}, ErrCheckDigit
	}
	return WIdNr{masked.New(s)}, nil
}

// UnmarshalText reads what ParseWIdNr reads.
func (w *WIdNr) UnmarshalText(text []byte) error {
	parsed, err := ParseWIdNr(string(text))
	if err != nil {
		return err
	}
	*w = parsed
	return nil
}

// Base returns the clear nine digits that name the business.
func (w WIdNr) Base() string {
	rest := strings.TrimPrefix(w.Clear(), "DE")
	base, _, _ := strings.Cut(rest, "-")
	return base
}

// Mark returns the five digits that tell activities and establishments of one
// business apart; empty if there are none.
func (w WIdNr) Mark() string {
	_, mark, _ := strings.Cut(w.Clear(), "-")
	return mark
}
