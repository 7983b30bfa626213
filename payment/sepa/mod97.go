// SPDX-License-Identifier: Apache-2.0

package sepa

import (
	"strings"
)

// stride is how many characters mod97 takes between two divisions: a remainder
// below 97 followed by eight letters of two digits each stays below 10^18.
const stride = 8

// mod97 continues the remainder of ISO 7064 MOD 97-10 over ASCII letters
// (A is 10 … Z is 35) and digits; other characters are passed over.
func mod97(r uint64, s string) uint64 {
	for len(s) > 0 {
		n := min(len(s), stride)
		for i := range n {
			if digit := s[i] - '0'; digit <= 9 {
				r = r*10 + uint64(digit)
			} else if letter := s[i] - 'A'; letter < 26 {
				r = r*100 + uint64(letter) + 10
			}
		}
		r %= 97
		s = s[n:]
	}
	return r
}

// checkDigits returns the two digits that make the remainder 1.
func checkDigits(body, prefix string) string {
	r := checkNumber(body, prefix)
	return string([]byte{byte('0' + r/10), byte('0' + r%10)})
}

func checkNumber(body, prefix string) uint64 {
	return 98 - mod97(mod97(0, body), prefix)*100%97
}

// validCheckDigits reports whether the digits are those that checkDigits gives.
// Comparing, rather than testing for remainder 1, also refuses 00, 01 and 99,
// which are congruent to 97, 98 and 02 and never issued.
func validCheckDigits(body, prefix, digits string) bool {
	r := checkNumber(body, prefix)
	return digits[0] == byte('0'+r/10) && digits[1] == byte('0'+r%10)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }

// normalize is the lenient door: blanks out, letters to capitals, ASCII only.
func normalize(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '\t' || r == '\u00a0':
			return -1
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return r
	}, s)
}
