// SPDX-License-Identifier: Apache-2.0

package money_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/payment/money"
)

// rounds is how many random cases each property is tried on.
func rounds() int {
	if raceDetector {
		return 1_000
	}
	return 20_000
}

// anyInt64 prefers the small, the round and the limits.
func anyInt64(r *rand.Rand) int64 {
	switch r.IntN(6) {
	case 0:
		return r.Int64N(21) - 10
	case 1:
		return math.MaxInt64 - r.Int64N(3)
	case 2:
		return math.MinInt64 + r.Int64N(3)
	case 3:
		return 50 * (r.Int64N(201) - 100)
	case 4:
		return r.Int64N(2_000_001) - 1_000_000
	default:
		return int64(r.Uint64())
	}
}

// roundRat rounds an exact rational by the written definition of each mode.
func roundRat(exact *big.Rat, mode money.Rounding) *big.Int {
	floor := new(big.Int).Div(exact.Num(), exact.Denom()) // Euclidean: the denominator is positive
	rest := new(big.Rat).Sub(exact, new(big.Rat).SetInt(floor))
	if rest.Sign() == 0 {
		return floor
	}
	ceil := new(big.Int).Add(floor, big.NewInt(1))
	toZero, awayFromZero := floor, ceil
	if exact.Sign() < 0 {
		toZero, awayFromZero = ceil, floor
	}
	nearest := func(half *big.Int) *big.Int {
		switch rest.Cmp(big.NewRat(1, 2)) {
		case -1:
			return floor
		case 1:
			return ceil
		}
		return half
	}
	switch mode {
	case money.HalfUp:
		return nearest(awayFromZero)
	case money.HalfDown:
		return nearest(toZero)
	case money.HalfEven:
		if floor.Bit(0) == 0 {
			return nearest(floor)
		}
		return nearest(ceil)
	case money.Down:
		return toZero
	case money.Up:
		return awayFromZero
	case money.Floor:
		return floor
	case money.Ceil:
		return ceil
	}
	return nil
}

func TestMulRat_AgreesWithTheExactRational(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	fits, overflows := 0, 0
	for range rounds() {
		minor, num, den := anyInt64(r), anyInt64(r), anyInt64(r)
		if den == 0 {
			_, err := money.Cents(minor).MulRat(num, den, money.HalfUp)
			require.ErrorIs(t, err, money.ErrDivision)
			continue
		}
		exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(minor), big.NewInt(num)), big.NewInt(den))
		for _, mode := range money.Roundings() {
			want := roundRat(exact, mode)
			got, err := money.Cents(minor).MulRat(num, den, mode)
			if !want.IsInt64() {
				overflows++
				require.ErrorIs(t, err, money.ErrOverflow, "%d*%d/%d %v", minor, num, den, mode)
				continue
			}
			fits++
			require.NoError(t, err, "%d*%d/%d %v", minor, num, den, mode)
			require.Equal(t, want.Int64(), got.Minor(), "%d*%d/%d %v", minor, num, den, mode)
		}
	}
	require.Positive(t, fits)
	require.Positive(t, overflows)
	_, err := money.Cents(1).MulRat(1, 2, 0)
	require.ErrorIs(t, err, money.ErrRounding, "no mode is no default")
}

func TestAddSubMul_AgreeWithTheExactInteger(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range rounds() {
		x, y := anyInt64(r), anyInt64(r)
		a, b := money.Cents(x), money.Cents(y)
		bx, by := big.NewInt(x), big.NewInt(y)
		check := func(want *big.Int, got money.Amount, err error) {
			t.Helper()
			if !want.IsInt64() {
				require.ErrorIs(t, err, money.ErrOverflow)
				return
			}
			require.NoError(t, err)
			require.Equal(t, money.Cents(want.Int64()), got)
		}
		got, err := a.Add(b)
		check(new(big.Int).Add(bx, by), got, err)
		got, err = a.Sub(b)
		check(new(big.Int).Sub(bx, by), got, err)
		got, err = a.Mul(y)
		check(new(big.Int).Mul(bx, by), got, err)
		got, err = a.Neg()
		check(new(big.Int).Neg(bx), got, err)
		order, err := a.Cmp(b)
		require.NoError(t, err)
		require.Equal(t, bx.Cmp(by), order)
	}
}

func TestSplit_PartsSumToTheWholeAndDifferByAtMostOneCent(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for range rounds() {
		minor, n := anyInt64(r), 1+r.IntN(40)
		parts, err := money.Cents(minor).Split(n)
		require.NoError(t, err)
		require.Len(t, parts, n)
		sum, low, high := new(big.Int), parts[0].Minor(), parts[0].Minor()
		for i, part := range parts {
			sum.Add(sum, big.NewInt(part.Minor()))
			low, high = min(low, part.Minor()), max(high, part.Minor())
			if i > 0 {
				require.GreaterOrEqual(t, magnitude(parts[i-1].Minor()), magnitude(part.Minor()), "the earlier parts get what is left over")
			}
		}
		require.Equal(t, minor, sum.Int64())
		require.LessOrEqual(t, high-low, int64(1))
	}
	_, err := money.Cents(1).Split(0)
	require.ErrorIs(t, err, money.ErrDivision)
}

func TestAllocate_PartsSumToTheWholeAndLieWithinOneCentOfTheExactShare(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	one := big.NewRat(1, 1)
	for range rounds() {
		minor := anyInt64(r)
		weights := make([]int64, 1+r.IntN(12))
		var total int64
		for i := range weights {
			weights[i] = r.Int64N(1 << (1 + r.IntN(58)))
			total += weights[i]
		}
		if total == 0 {
			weights[0], total = 1, 1
		}
		parts, err := money.Cents(minor).Allocate(weights...)
		require.NoError(t, err)
		sum := new(big.Int)
		for i, part := range parts {
			sum.Add(sum, big.NewInt(part.Minor()))
			exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(minor), big.NewInt(weights[i])), big.NewInt(total))
			off := exact.Sub(exact, new(big.Rat).SetInt64(part.Minor()))
			require.Negative(t, off.Abs(off).Cmp(one))
		}
		require.True(t, sum.IsInt64())
		require.Equal(t, minor, sum.Int64())
	}
}

func TestAllocate_GivesTheRestToTheLargestRemaindersTiesToTheEarlier(t *testing.T) {
	for _, tt := range []struct {
		minor         int64
		weights, want []int64
	}{
		{1000, []int64{1, 1, 1}, []int64{334, 333, 333}},
		{750, []int64{50, 30, 20}, []int64{375, 225, 150}},
		{5, []int64{3, 3, 3, 3}, []int64{2, 1, 1, 1}},
		{10001, []int64{7, 19, 74}, []int64{700, 1900, 7401}},
		{-1000, []int64{1, 1, 1}, []int64{-334, -333, -333}},
		{5, []int64{0, 1}, []int64{0, 5}},
		{math.MaxInt64, []int64{math.MaxInt64}, []int64{math.MaxInt64}},
	} {
		parts, err := money.Cents(tt.minor).Allocate(tt.weights...)
		require.NoError(t, err)
		got := make([]int64, len(parts))
		for i, part := range parts {
			got[i] = part.Minor()
		}
		require.Equal(t, tt.want, got)
	}
	for _, weights := range [][]int64{nil, {0, 0}, {1, -1}, {math.MaxInt64, 1}} {
		_, err := money.Cents(5).Allocate(weights...)
		require.ErrorIs(t, err, money.ErrDivision)
	}
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return -uint64(n)
	}
	return uint64(n)
}
