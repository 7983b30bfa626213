// SPDX-License-Identifier: Apache-2.0

package idnr

import (
	"strings"

	"github.com/deutschland-stack/bausteine/onceonly/internal/masked"
)

// secret is embedded under a name that nobody outside can reach.
type secret = masked.Text

// IdNr is an identification number: eleven digits, the last a check digit.
// The zero IdNr is "not set".
type IdNr struct{ secret } //nolint:revive // the statute writes IdNr

// Parse reads an identification number. Blanks, as in the official notation
// "xx xxx xxx xxx", are passed over.
//
// Among the first ten digits exactly one occurs two or three times, and all
// others at most once. Three equal digits may stand in a row: a rule against it is
// known from the tax administration's paper on the check digit (October 2019) only by
// citation, python-stdnum (stdnum/de/idnr.py), which is in wide use, accepts them,
// and a person whose number is refused by mistake is shut out, while one that slips
// through still has to be found in a register. That numbers beginning with zero are
// reserved for tests rests on the same citation; python-stdnum refuses them, too.
func Parse(s string) (IdNr, error) {
	id, digits, err := parse(s)
	if err != nil {
		return IdNr{}, err
	}
	if digits[0] == '0' {
		return IdNr{}, ErrTestNumber
	}
	return id, nil
}

// ParseTest reads a number that is reserved for tests: right in all respects,
// but beginning with zero. Only a system for tests should call it.
func ParseTest(s string) (IdNr, error) {
	id, digits, err := parse(s)
	if err != nil {
		return IdNr{}, err
	}
	if digits[0] != '0' {
		return IdNr{}, ErrSyntax
	}
	return id, nil
}

func parse(s string) (id IdNr, digits string, err error) {
	digits = strings.ReplaceAll(s, " ", "")
	if !allDigits(digits, 11) {
		return IdNr{}, "", ErrSyntax
	}
	if !oneDigitRepeats(digits[:10]) {
		return IdNr{}, "", ErrDigits
	}
	if checkDigit(digits[:10]) != digits[10] {
		return IdNr{}, "", ErrCheckDigit
	}
	return IdNr{masked.New(digits)}, digits, nil
}

// oneDigitRepeats is the rule of repetition for the first ten digits.
func oneDigitRepeats(digits string) bool {
	var count [10]int
	for i := range len(digits) {
		count[digits[i]-'0']++
	}
	repeated := -1
	for digit, n := range count {
		if n < 2 {
			continue
		}
		if n > 3 || repeated >= 0 {
			return false
		}
		repeated = digit
	}
	return repeated >= 0
}

// UnmarshalText reads what Parse reads.
func (id *IdNr) UnmarshalText(text []byte) error {
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*id = parsed
	return nil
}

// Display returns the clear number in the official notation "xx xxx xxx xxx".
func (id IdNr) Display() string {
	d := id.Clear()
	if d == "" {
		return ""
	}
	return d[:2] + " " + d[2:5] + " " + d[5:8] + " " + d[8:]
}

// checkDigit computes the check digit of ISO 7064 MOD 11,10.
func checkDigit(digits string) byte {
	product := 10
	for i := range len(digits) {
		sum := (int(digits[i]-'0') + product) % 10
		if sum == 0 {
			sum = 10
		}
		product = 2 * sum % 11
	}
	return byte('0' + (11-product)%10)
}

func allDigits(s string, n int) bool {
	if len(s) != n {
		return false
	}
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}
