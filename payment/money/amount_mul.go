// SPDX-License-Identifier: Apache-2.0

package money

import (
	"math"
	"math/bits"
)

// Mul returns a times n, exactly. Error: [ErrOverflow].
func (a Amount) Mul(n int64) (Amount, error) {
	hi, lo := bits.Mul64(magnitude(a.minor), magnitude(n))
	minor, ok := signed(lo, (a.minor < 0) != (n < 0))
	if hi != 0 || !ok {
		return Amount{}, ErrOverflow
	}
	return Amount{minor: minor, currency: a.currency}, nil
}

// MulRat returns a times num/den, rounded once at the end: the product is held
// in 128 bits, so nothing is lost in between. Errors: [ErrDivision] for den 0,
// [ErrRounding], [ErrOverflow].
func (a Amount) MulRat(num, den int64, mode Rounding) (Amount, error) {
	if den == 0 {
		return Amount{}, ErrDivision
	}
	negative := (a.minor < 0) != (num < 0) != (den < 0)
	divisor := magnitude(den)
	hi, lo := bits.Mul64(magnitude(a.minor), magnitude(num))
	if hi >= divisor {
		return Amount{}, ErrOverflow
	}
	quotient, rest := lo/divisor, lo%divisor
	if hi != 0 { // the wide division is the slow one
		quotient, rest = bits.Div64(hi, lo, divisor)
	}
	grows, err := mode.grows(quotient, rest, divisor, negative)
	if err != nil {
		return Amount{}, err
	}
	if grows {
		if quotient == math.MaxUint64 {
			return Amount{}, ErrOverflow
		}
		quotient++
	}
	minor, ok := signed(quotient, negative)
	if !ok {
		return Amount{}, ErrOverflow
	}
	return Amount{minor: minor, currency: a.currency}, nil
}

// magnitude is the absolute value; it fits even for the smallest int64.
func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}

// signed is the way back from [magnitude].
func signed(m uint64, negative bool) (int64, bool) {
	switch {
	case !negative && m <= math.MaxInt64:
		return int64(m), true
	case negative && m <= 1<<63:
		return int64(-m), true
	}
	return 0, false
}
