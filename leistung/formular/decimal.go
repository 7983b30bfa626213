// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"bytes"
	"cmp"
)

// maxNumber bounds the spelling of a number, maxExponent its exponent. Both are
// far beyond what a form asks for, and small enough to compare at no cost.
const (
	maxNumber   = 100
	maxExponent = 1000
)

// decimal is a number read from its JSON spelling, without rounding: the digits
// of whole and frac stand behind "0." and are moved by exp places. Neither leads
// nor ends with a zero; zero has no digits.
type decimal struct {
	neg         bool
	whole, frac []byte
	exp         int
}

// parseDecimal reads text that follows the grammar of JSON numbers.
func parseDecimal(text []byte) decimal {
	var d decimal
	d.neg = text[0] == '-'
	if d.neg {
		text = text[1:]
	}
	if i := exponentAt(text); i >= 0 {
		d.exp = exponent(text[i+1:])
		text = text[:i]
	}
	d.whole, d.frac, _ = bytes.Cut(text, []byte{'.'})
	d.exp += len(d.whole)
	d.trim()
	return d
}

// trim drops zeros at both ends and keeps the value.
func (d *decimal) trim() {
	for len(d.whole) > 0 && d.whole[0] == '0' {
		d.whole, d.exp = d.whole[1:], d.exp-1
	}
	d.frac = bytes.TrimRight(d.frac, "0")
	if len(d.frac) == 0 {
		d.whole = bytes.TrimRight(d.whole, "0")
	}
	if len(d.whole) == 0 {
		for len(d.frac) > 0 && d.frac[0] == '0' {
			d.frac, d.exp = d.frac[1:], d.exp-1
		}
	}
	if d.digits() == 0 {
		*d = decimal{}
	}
}

// exponentAt returns where the e of a number stands, -1 where it has none.
func exponentAt(text []byte) int {
	for i, c := range text {
		if c == 'e' || c == 'E' {
			return i
		}
	}
	return -1
}

// exponent reads the part behind the e. What is beyond maxExponent was refused
// before, so it cannot overflow.
func exponent(text []byte) int {
	neg := text[0] == '-'
	n := 0
	for _, c := range bytes.TrimLeft(text, "+-") {
		n = min(n*10+int(c-'0'), maxExponent+1)
	}
	if neg {
		return -n
	}
	return n
}

func (d decimal) digits() int { return len(d.whole) + len(d.frac) }

func (d decimal) digit(i int) byte {
	if i < len(d.whole) {
		return d.whole[i]
	}
	if i -= len(d.whole); i < len(d.frac) {
		return d.frac[i]
	}
	return '0'
}

// places returns how many decimals the number has; none or less is a whole one.
func (d decimal) places() int { return d.digits() - d.exp }

// compare orders numbers by value.
func (d decimal) compare(o decimal) int {
	if s := cmp.Compare(d.sign(), o.sign()); s != 0 {
		return s
	}
	return d.sign() * d.compareMagnitude(o)
}

func (d decimal) sign() int {
	switch {
	case d.digits() == 0:
		return 0
	case d.neg:
		return -1
	default:
		return 1
	}
}

func (d decimal) compareMagnitude(o decimal) int {
	if d.exp != o.exp {
		return cmp.Compare(d.exp, o.exp)
	}
	for i := range max(d.digits(), o.digits()) {
		if c := cmp.Compare(d.digit(i), o.digit(i)); c != 0 {
			return c
		}
	}
	return 0
}

// isNumber reports whether text follows the grammar of JSON numbers and stays
// within the bounds.
func isNumber(text []byte) bool {
	end, ok := scanNumber(text, 0)
	return ok && end == len(text) && modest(text)
}

// modest reports whether a number stays within the bounds.
func modest(text []byte) bool {
	if len(text) > maxNumber {
		return false
	}
	i := exponentAt(text)
	if i < 0 {
		return true
	}
	e := exponent(text[i+1:])
	return -maxExponent <= e && e <= maxExponent
}

// scanNumber reads a JSON number from i and returns where it ends.
func scanNumber(text []byte, i int) (end int, ok bool) {
	if i < len(text) && text[i] == '-' {
		i++
	}
	switch {
	case i < len(text) && text[i] == '0':
		i++
	case i < len(text) && text[i] >= '1' && text[i] <= '9':
		i = scanDigits(text, i)
	default:
		return i, false
	}
	if i < len(text) && text[i] == '.' {
		start := i + 1
		if i = scanDigits(text, start); i == start {
			return i, false
		}
	}
	if i < len(text) && (text[i] == 'e' || text[i] == 'E') {
		i++
		if i < len(text) && (text[i] == '+' || text[i] == '-') {
			i++
		}
		start := i
		if i = scanDigits(text, start); i == start {
			return i, false
		}
	}
	return i, true
}

func scanDigits(text []byte, i int) int {
	for i < len(text) && text[i] >= '0' && text[i] <= '9' {
		i++
	}
	return i
}
