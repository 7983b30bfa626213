// SPDX-License-Identifier: Apache-2.0

package money

import "math"

// Amount is a sum of money: a whole number of minor units (cents) in a
// currency. It is an immutable, comparable value; == is true for the same sum
// of the same currency. The zero value is "not set", which is not 0.00 EUR.
//
// There is no IsZero method on purpose: it would have to choose between "not
// set" and "nothing to pay". Ask [Amount.IsSet] or [Amount.Sign]. The JSON
// option omitzero leaves out what is not set and keeps 0.00 EUR.
type Amount struct {
	minor    int64
	currency Currency
}

// NewAmount returns so many minor units of the currency: NewAmount(750, EUR) is
// 7.50 EUR. A currency that is none gives the zero value.
func NewAmount(minor int64, currency Currency) Amount {
	if code, _ := currencyOf(currency); code == "" {
		return Amount{}
	}
	return Amount{minor: minor, currency: currency}
}

// Cents returns an amount in euro: Cents(750) is 7.50 EUR.
func Cents(cents int64) Amount { return Amount{minor: cents, currency: EUR} }

// Minor returns the number of minor units, cents for EUR.
func (a Amount) Minor() int64 { return a.minor }

// Currency returns the currency; the zero value for an amount not set.
func (a Amount) Currency() Currency { return a.currency }

// IsSet reports whether a is an amount at all; 0.00 EUR is.
func (a Amount) IsSet() bool { return a.currency != 0 }

// Sign returns -1, 0 or 1. It is 0 for 0.00 EUR and for an amount not set.
func (a Amount) Sign() int {
	switch {
	case a.minor < 0:
		return -1
	case a.minor > 0:
		return 1
	}
	return 0
}

// Cmp returns -1, 0 or 1 as a is less than, equal to or greater than b. Amounts
// of different currencies have no order: [ErrCurrencyMismatch].
func (a Amount) Cmp(b Amount) (int, error) {
	if !a.sameCurrency(b) {
		return 0, ErrCurrencyMismatch
	}
	switch {
	case a.minor < b.minor:
		return -1, nil
	case a.minor > b.minor:
		return 1, nil
	}
	return 0, nil
}

// Add returns a + b. Errors: [ErrCurrencyMismatch], [ErrOverflow].
func (a Amount) Add(b Amount) (Amount, error) {
	if !a.sameCurrency(b) {
		return Amount{}, ErrCurrencyMismatch
	}
	sum := a.minor + b.minor
	if (sum > a.minor) != (b.minor > 0) {
		return Amount{}, ErrOverflow
	}
	return Amount{minor: sum, currency: a.currency}, nil
}

// Sub returns a - b. Errors: [ErrCurrencyMismatch], [ErrOverflow].
func (a Amount) Sub(b Amount) (Amount, error) {
	if !a.sameCurrency(b) {
		return Amount{}, ErrCurrencyMismatch
	}
	difference := a.minor - b.minor
	if (difference < a.minor) != (b.minor > 0) {
		return Amount{}, ErrOverflow
	}
	return Amount{minor: difference, currency: a.currency}, nil
}

// Neg returns -a. The smallest int64 has no counterpart: [ErrOverflow].
func (a Amount) Neg() (Amount, error) {
	if a.minor == math.MinInt64 {
		return Amount{}, ErrOverflow
	}
	return Amount{minor: -a.minor, currency: a.currency}, nil
}

// Sum adds amounts of one currency; no amounts make 0 of it.
func Sum(currency Currency, amounts ...Amount) (Amount, error) {
	total := NewAmount(0, currency)
	for _, a := range amounts {
		next, err := total.Add(a)
		if err != nil {
			return Amount{}, err
		}
		total = next
	}
	return total, nil
}

func (a Amount) sameCurrency(b Amount) bool { return a.currency == b.currency && a.currency != 0 }
