// SPDX-License-Identifier: Apache-2.0

// Package payment_test measures the payment block beside its peers and runs its
// suites on real databases.
package payment_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"github.com/Rhymond/go-money"
	govalues "github.com/govalues/decimal"
	shopspring "github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/payment"
	euro "github.com/deutschland-stack/bausteine/payment/money"
)

// The peers compute the same tax to the cent; where they cannot be told to
// round half up, the case is left out.
func TestAmount_AgreesWithDecimalLibraries(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 20_000 {
		cents, points := r.Int64N(100_000_000)-50_000_000, r.Int64N(10_001)
		got, err := payment.Rate(points).Of(payment.Cents(cents), payment.HalfUp)
		require.NoError(t, err)
		want := shopspring.New(cents, -2).Mul(shopspring.New(points, -4)).Round(2)
		require.Equal(t, want.StringFixed(2), got.Decimal())

		even, err := payment.Rate(points).Of(payment.Cents(cents), euro.HalfEven)
		require.NoError(t, err)
		product, err := govalues.MustNew(cents, 2).Mul(govalues.MustNew(points, 4))
		require.NoError(t, err)
		require.Equal(t, product.Round(2).Pad(2).String(), even.Decimal())
	}
}

func TestAmount_SplitsAsGoMoneyDoes(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 5_000 {
		cents, n := r.Int64N(1_000_000), 1+r.IntN(20)
		got, err := payment.Cents(cents).Split(n)
		require.NoError(t, err)
		want, err := money.New(cents, money.EUR).Split(n)
		require.NoError(t, err)
		for i := range want {
			require.Equal(t, want[i].Amount(), got[i].Minor())
		}
	}
}

// go-money reads the amount of its JSON through a float; ours is exact up to the
// last of 19 digits.
func TestAmount_KeepsWhatAFloatLoses(t *testing.T) {
	const large = 9_007_199_254_740_993 // the first whole number that a double cannot hold
	b, err := json.Marshal(payment.Cents(large))
	require.NoError(t, err)
	var ours payment.Amount
	require.NoError(t, json.Unmarshal(b, &ours))
	require.Equal(t, int64(large), ours.Minor())
	var theirs money.Money
	require.NoError(t, json.Unmarshal(b, &theirs))
	require.NotEqual(t, int64(large), theirs.Amount())
}

func BenchmarkAdd(b *testing.B) {
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		x, y := payment.Cents(14723), payment.Cents(750)
		for b.Loop() {
			var err error
			if x, err = x.Add(y); err != nil { // a running sum, so that nothing is computed once for all
				b.Fatal(err)
			}
		}
	})
	b.Run("govalues", func(b *testing.B) {
		b.ReportAllocs()
		x, y := govalues.MustNew(14723, 2), govalues.MustNew(750, 2)
		for b.Loop() {
			var err error
			if x, err = x.Add(y); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("shopspring", func(b *testing.B) {
		b.ReportAllocs()
		x, y := shopspring.New(14723, -2), shopspring.New(750, -2)
		for b.Loop() {
			x = x.Add(y)
		}
	})
	b.Run("go-money", func(b *testing.B) {
		b.ReportAllocs()
		x, y := money.New(14723, money.EUR), money.New(750, money.EUR)
		for b.Loop() {
			var err error
			if x, err = x.Add(y); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkTax is 19 percent of an amount, rounded to the cent. go-money has no
// multiplication by a fraction.
func BenchmarkTax(b *testing.B) {
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		x := payment.Cents(14723)
		for b.Loop() {
			if _, err := payment.Rate(1900).Of(x, payment.HalfUp); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("govalues", func(b *testing.B) {
		b.ReportAllocs()
		x, rate := govalues.MustNew(14723, 2), govalues.MustNew(19, 2)
		for b.Loop() {
			product, err := x.Mul(rate)
			if err != nil {
				b.Fatal(err)
			}
			product.Round(2)
		}
	})
	b.Run("shopspring", func(b *testing.B) {
		b.ReportAllocs()
		x, rate := shopspring.New(14723, -2), shopspring.New(19, -2)
		for b.Loop() {
			x.Mul(rate).Round(2)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := euro.ParseDecimal("147.23", payment.EUR); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("govalues", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := govalues.Parse("147.23"); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("shopspring", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := shopspring.NewFromString("147.23"); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkAllocate(b *testing.B) {
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		x := payment.Cents(10_001)
		for b.Loop() {
			if _, err := x.Allocate(7, 19, 74); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("go-money", func(b *testing.B) {
		b.ReportAllocs()
		x := money.New(10_001, money.EUR)
		for b.Loop() {
			if _, err := x.Allocate(7, 19, 74); err != nil {
				b.Fatal(err)
			}
		}
	})
}
