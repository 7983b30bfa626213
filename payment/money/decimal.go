// SPDX-License-Identifier: Apache-2.0

package money

import "strings"

// maxExponent bounds the exponent of a wire number; more shifts than an int64
// has digits mean nothing for money.
const maxExponent = 19

// decimal is a scanned number: its parts, not yet a value.
type decimal struct {
	whole       string // digits before the dot
	fraction    string // digits behind it
	start       int    // offset of the first digit
	exponent    int
	negative    bool
	leadingZero bool // more digits follow a zero in front
}

// scanDecimal takes a number apart: -? digits (. digits)? and, where the wire
// may have it, an exponent.
func scanDecimal(s string, exponent bool) (decimal, error) {
	d := decimal{}
	i := 0
	if strings.HasPrefix(s, "-") {
		d.negative, i = true, 1
	}
	d.start = i
	whole := digitsAt(s, i)
	if whole == 0 {
		return d, malformed(i, "a digit is missing")
	}
	d.leadingZero = whole > 1 && s[i] == '0'
	d.whole = s[i : i+whole]
	i += whole
	if i < len(s) && s[i] == '.' {
		i++
		fraction := digitsAt(s, i)
		if fraction == 0 {
			return d, malformed(i, "a digit is missing")
		}
		d.fraction = s[i : i+fraction]
		i += fraction
	}
	if exponent && i < len(s) && (s[i] == 'e' || s[i] == 'E') {
		n, err := d.scanExponent(s, i+1)
		if err != nil {
			return d, err
		}
		i = n
	}
	if i != len(s) {
		return d, malformed(i, "not part of a number")
	}
	return d, nil
}

func (d *decimal) scanExponent(s string, i int) (int, error) {
	minus := false
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		minus = s[i] == '-'
		i++
	}
	n := digitsAt(s, i)
	if n == 0 {
		return i, malformed(i, "a digit is missing")
	}
	for ; n > 0; n-- {
		d.exponent = d.exponent*10 + int(s[i]-'0')
		if d.exponent > maxExponent {
			return i, malformed(i, "the exponent is too large")
		}
		i++
	}
	if minus {
		d.exponent = -d.exponent
	}
	return i, nil
}

// amount gives the number its value in minor units, exactly or not at all.
func (d decimal) amount(currency Currency) (Amount, error) {
	// The digits are the value times 10^len(fraction); they are wanted times
	// 10^decimals.
	digits, shift := len(d.whole)+len(d.fraction), currency.Decimals()+d.exponent-len(d.fraction)
	if shift < 0 {
		keep := max(digits+shift, 0)
		for i := keep; i < digits; i++ {
			if d.at(i) != 0 {
				return Amount{}, malformed(d.start, "more decimals than the currency has")
			}
		}
		digits = keep
	}
	limit := uint64(1) << 63
	if !d.negative {
		limit--
	}
	var value uint64
	push := func(digit uint64) bool {
		if value > (limit-digit)/10 {
			return false
		}
		value = value*10 + digit
		return true
	}
	for i := range digits {
		if !push(d.at(i)) {
			return Amount{}, ErrOverflow
		}
	}
	for ; shift > 0 && value != 0; shift-- {
		if !push(0) {
			return Amount{}, ErrOverflow
		}
	}
	minor, _ := signed(value, d.negative) // bounded by limit
	return Amount{minor: minor, currency: currency}, nil
}

// at returns the value of the digit at place i, counted over the dot.
func (d decimal) at(i int) uint64 {
	if i < len(d.whole) {
		return uint64(d.whole[i] - '0')
	}
	return uint64(d.fraction[i-len(d.whole)] - '0')
}

func digitsAt(s string, i int) int {
	n := 0
	for i+n < len(s) && s[i+n] >= '0' && s[i+n] <= '9' {
		n++
	}
	return n
}
