// SPDX-License-Identifier: Apache-2.0

package money

import "strconv"

// Rate is a share in basis points, hundredths of a percent: 1900 is 19 %, 550 is
// 5.5 %. Percent values with decimals are where other programs begin to round.
type Rate int32

// Whole is 100 %.
const Whole Rate = 10_000

// Of returns the share of an amount, rounded.
func (r Rate) Of(a Amount, mode Rounding) (Amount, error) {
	return a.MulRat(int64(r), int64(Whole), mode)
}

// Percent returns the rate as a decimal number of percent: "19", "5.5".
func (r Rate) Percent() string {
	sign, n := "", int64(r)
	if n < 0 {
		sign, n = "-", -n
	}
	text := sign + strconv.FormatInt(n/100, 10)
	if cents := n % 100; cents != 0 {
		text += "." + strconv.FormatInt(cents/10, 10)
		if cents%10 != 0 {
			text += strconv.FormatInt(cents%10, 10)
		}
	}
	return text
}

// String returns the rate for people: "5.5 %".
func (r Rate) String() string { return r.Percent() + " %" }
