// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// spellings of numbers, small enough for math/big to keep up.
func randomNumber(r *rand.Rand) string {
	s := ""
	if r.IntN(2) == 0 {
		s = "-"
	}
	s += strconv.Itoa(r.IntN([]int{1, 10, 1000}[r.IntN(3)]))
	if r.IntN(2) == 0 {
		s += "." + []string{"0", "5", "50", "05", "00", "123", "999"}[r.IntN(7)]
	}
	if r.IntN(3) == 0 {
		s += []string{"e", "E+", "e-"}[r.IntN(3)] + strconv.Itoa(r.IntN(4))
	}
	return s
}

func TestDecimal_ComparesAndCountsPlacesAsExactArithmeticDoes(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 50_000 {
		a, b := randomNumber(r), randomNumber(r)
		x, _ := new(big.Rat).SetString(a)
		y, _ := new(big.Rat).SetString(b)
		dx, dy := parseDecimal([]byte(a)), parseDecimal([]byte(b))
		if got := dx.compare(dy); got != x.Cmp(y) {
			t.Fatalf("%s and %s compare as %d", a, b, got)
		}
		if (dx.places() <= 0) != x.IsInt() {
			t.Fatalf("%s has %d places", a, dx.places())
		}
		cents := new(big.Rat).Mul(x, big.NewRat(100, 1)).IsInt()
		if (dx.places() <= 2) != cents {
			t.Fatalf("%s has %d places", a, dx.places())
		}
	}
}

func TestDecimal_HoldsAtTheEndsOfItsRange(t *testing.T) {
	order := []string{"-1e1000", "-1", "-1e-1000", "0", "1e-1000", "0.1e-999", "2e-1000", "1", "9.999e999", "1e1000"}
	for i := range order {
		require.True(t, isNumber([]byte(order[i])))
		for j := range order {
			got := parseDecimal([]byte(order[i])).compare(parseDecimal([]byte(order[j])))
			want := 0
			switch {
			case (i == 4 || i == 5) && (j == 4 || j == 5): // the same number twice
			case i < j:
				want = -1
			case i > j:
				want = 1
			}
			require.Equal(t, want, got, "%s and %s", order[i], order[j])
		}
	}
	for _, s := range []string{"", "-", "1.", ".5", "01", "+1", "1e", "1e+", "0x1", "1e1001", "1 "} {
		require.False(t, isNumber([]byte(s)), s)
	}
}
