// SPDX-License-Identifier: Apache-2.0

package payment

import "github.com/deutschland-stack/bausteine/payment/money"

// What this package counts in is package money, under the names by which this
// package speaks of it.
type (
	// Amount is [money.Amount], a whole number of cents in a currency.
	Amount = money.Amount
	// Currency is [money.Currency].
	Currency = money.Currency
	// Rate is [money.Rate], a share in hundredths of a percent.
	Rate = money.Rate
)

// The currencies and roundings that fees and payments need here; package money has
// the others.
const (
	EUR    = money.EUR
	HalfUp = money.HalfUp
)

// NewAmount is [money.NewAmount].
func NewAmount(minor int64, currency Currency) Amount { return money.NewAmount(minor, currency) }

// Cents is [money.Cents]: an amount in euro.
func Cents(cents int64) Amount { return money.Cents(cents) }

// ParseAmount is [money.ParseAmount]: "7.50 EUR".
func ParseAmount(s string) (Amount, error) { return money.ParseAmount(s) }
