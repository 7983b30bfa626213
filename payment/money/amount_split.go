// SPDX-License-Identifier: Apache-2.0

package money

import (
	"cmp"
	"math/bits"
	"slices"
)

// Split divides a into n parts that differ by at most one minor unit and sum to
// a; the earlier parts get what is left over. Error: [ErrDivision] for n < 1.
func (a Amount) Split(n int) ([]Amount, error) {
	if n < 1 {
		return nil, ErrDivision
	}
	share, rest := a.minor/int64(n), a.minor%int64(n)
	one := int64(1)
	if rest < 0 {
		one, rest = -1, -rest
	}
	parts := make([]Amount, n)
	for i := range parts {
		parts[i] = Amount{minor: share, currency: a.currency}
		if int64(i) < rest {
			parts[i].minor += one
		}
	}
	return parts, nil
}

// Allocate divides a in proportion to the weights by largest remainder, a tie
// going to the earlier part. The parts sum to a. Error: [ErrDivision] for
// weights that are negative, all zero, or together more than an int64 holds.
func (a Amount) Allocate(weights ...int64) ([]Amount, error) {
	var total int64
	for _, weight := range weights {
		total += weight
		if weight < 0 || total < 0 {
			return nil, ErrDivision
		}
	}
	if total == 0 {
		return nil, ErrDivision
	}

	type part struct {
		index int
		rest  uint64 // of the exact share, in 1/total
	}
	whole := magnitude(a.minor)
	shares := make([]uint64, len(weights))
	order := make([]part, len(weights))
	left := whole
	for i, weight := range weights {
		hi, lo := bits.Mul64(whole, uint64(weight))
		share, rest := bits.Div64(hi, lo, uint64(total)) // weight <= total: fits
		shares[i], order[i] = share, part{index: i, rest: rest}
		left -= share
	}
	slices.SortStableFunc(order, func(x, y part) int { return cmp.Compare(y.rest, x.rest) })
	for _, p := range order[:left] { // fewer are left than there are parts with a rest
		shares[p.index]++
	}

	parts := make([]Amount, len(weights))
	for i, share := range shares {
		minor, _ := signed(share, a.minor < 0) // not larger than the whole, so it fits
		parts[i] = Amount{minor: minor, currency: a.currency}
	}
	return parts, nil
}
