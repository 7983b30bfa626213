// SPDX-License-Identifier: Apache-2.0

package money

import (
	"errors"
	"fmt"
)

// What can be wrong with a text or an arithmetic.
var (
	// ErrSyntax reports text that is not an amount, a currency or a rate; the
	// error is a [*SyntaxError].
	ErrSyntax = errors.New("money: malformed text")
	// ErrUnknownCurrency reports a well-formed currency code that this package
	// does not count in.
	ErrUnknownCurrency = errors.New("money: unknown currency")
	// ErrCurrencyMismatch reports arithmetic between two currencies, or with an
	// amount that was never set.
	ErrCurrencyMismatch = errors.New("money: amounts of different currencies")
	// ErrOverflow reports a result that does not fit into an amount.
	ErrOverflow = errors.New("money: amount out of range")
	// ErrDivision reports a division by zero, a split into no parts, or weights
	// that are negative or all zero.
	ErrDivision = errors.New("money: cannot divide so")
	// ErrRounding reports a rounding mode that was not chosen.
	ErrRounding = errors.New("money: no rounding mode given")
)

// SyntaxError says what is wrong with a text and where. It never repeats the
// text, which may be anything somebody pasted into a field.
type SyntaxError struct {
	Kind   string // what was to be read: "amount", "currency", "rate"
	Offset int    // in bytes, from 0
	Reason string // in a few words
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("money: malformed %s: %s (at byte %d)", e.Kind, e.Reason, e.Offset)
}

// Unwrap ties the error to [ErrSyntax].
func (e *SyntaxError) Unwrap() error { return ErrSyntax }
