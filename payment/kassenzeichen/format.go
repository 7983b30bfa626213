// SPDX-License-Identifier: Apache-2.0

package kassenzeichen

import (
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

const (
	maxPrefix = 10
	maxLength = 99
)

// Format is the build of the codes of one pool: prefix, counter, check digit.
type Format struct {
	Prefix string     // up to 10 letters, digits, "-", "/", "_"; digits only beside a Check
	Start  uint64     // first counter
	Max    uint64     // last counter, more than Start
	Length int        // of the whole code
	Check  CheckDigit // nil: none
}

// Findings lists what makes the format unusable.
func (f Format) Findings() recht.Befunde {
	var found recht.Befunde
	for i, r := range f.Prefix {
		switch {
		case r >= '0' && r <= '9':
		case f.Check != nil:
			found.Add("KZ-PREFIX-01", "/prefix", "the character %q beside a check digit, which is computed over digits", r)
		case !isCode(r):
			found.Add("KZ-PREFIX-02", "/prefix", "the character %q", r)
		}
		if i == maxPrefix {
			found.Add("KZ-PREFIX-03", "/prefix", "longer than %d characters", maxPrefix)
			break
		}
	}
	if f.Max <= f.Start {
		found.Add("KZ-MAX-01", "/max", "not more than the start")
	}
	switch {
	case f.Length > maxLength:
		found.Add("KZ-LENGTH-01", "/length", "more than %d", maxLength)
	case f.width() < len(strconv.FormatUint(f.Max, 10)):
		found.Add("KZ-LENGTH-02", "/length", "the largest counter does not fit")
	}
	return found
}

// width is how many digits are left for the counter.
func (f Format) width() int {
	width := f.Length - len(f.Prefix)
	if f.Check != nil {
		width--
	}
	return width
}

// At returns the code of a counter, or false where the check digit method has
// none for it or the counter is outside the format.
func (f Format) At(counter uint64) (string, bool) {
	digits := strconv.FormatUint(counter, 10)
	padding := f.width() - len(digits)
	if counter < f.Start || counter > f.Max || padding < 0 {
		return "", false
	}
	code := f.Prefix + strings.Repeat("0", padding) + digits
	if f.Check == nil {
		return code, true
	}
	digit, ok := f.Check.Digit(code)
	if !ok {
		return "", false
	}
	return code + string(digit), true
}

// Valid reports whether the text is a code that this format could have given.
func (f Format) Valid(code string) bool {
	counter, ok := strings.CutPrefix(code, f.Prefix)
	if !ok || len(code) != f.Length || f.width() < 1 {
		return false
	}
	n, err := strconv.ParseUint(counter[:f.width()], 10, 64)
	if err != nil {
		return false
	}
	made, ok := f.At(n)
	return ok && made == code
}

// isCode reports whether codes may contain the character.
func isCode(r rune) bool {
	return isDigit(r) || isLetter(r) || isSign(r)
}

func isDigit(r rune) bool  { return r >= '0' && r <= '9' }
func isLetter(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' }
func isSign(r rune) bool   { return r == '-' || r == '/' || r == '_' }
