// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/leistung/regel"
)

// parseZelle reads a cell of a table as the law gazette prints it, in units of
// ten to the power of minus ten: "1 035", "14,40", "– 1,000E-2", "9,80E-5". A
// space groups thousands or follows the sign; a dash of any length is a minus.
func parseZelle(s string) (Zehn, error) {
	refuse := fmt.Errorf("%w: cell %q", regel.ErrParameter, s)
	text := strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", "–", "-", "−", "-").Replace(s)
	text, negative := strings.CutPrefix(text, "-")
	mantissa, power, scientific := strings.Cut(text, "E")
	exponent := 0
	if scientific {
		n, err := strconv.Atoi(power)
		if err != nil || n < -10 || n > 3 {
			return 0, refuse
		}
		exponent = n
	}
	whole, frac, comma := strings.Cut(mantissa, ",")
	if !digits(whole) || (comma && !digits(frac)) || len(whole)+len(frac) > 12 {
		return 0, refuse
	}
	n, err := strconv.ParseInt(whole+frac, 10, 64)
	if err != nil {
		return 0, refuse
	}
	for range 10 + exponent - len(frac) {
		if n > 1e17 {
			return 0, refuse
		}
		n *= 10
	}
	for range len(frac) - exponent - 10 {
		if n%10 != 0 {
			return 0, refuse // more than ten decimals
		}
		n /= 10
	}
	if negative {
		n = -n
	}
	return Zehn(n), nil
}

// parseZellen reads cells that are separated by ";" or by line ends.
func parseZellen(text string) ([]Zehn, error) {
	var out []Zehn
	for cell := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ';' || r == '\n' }) {
		if cell = strings.TrimSpace(cell); cell == "" {
			continue
		}
		z, err := parseZelle(cell)
		if err != nil {
			return nil, err
		}
		out = append(out, z)
	}
	return out, nil
}

// centOf returns whole cents, and false where the number has fractions of one.
func centOf(z Zehn) (Cent, bool) { return Cent(z / proCent), z%proCent == 0 }
