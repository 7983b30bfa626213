// SPDX-License-Identifier: Apache-2.0

// Package payment is fees and e-payment for public administration.
//
//	fee := payment.MustParseAmount("7.50 EUR")
//	parts, err := fee.Split(2)            // 3.75 EUR and 3.75 EUR
//	fee.Format(language.German)           // 7,50 €
//
// # Money
//
// An [Amount] is a whole number of cents in a [Currency]. Nothing here touches a
// float: not the arithmetic, not JSON, not the database. Sums are checked for
// overflow, a multiplication by a fraction names its [Rounding], and parts of an
// amount always sum to the amount.
//
// # Errors
//
// Text that is not an amount is [ErrSyntax], with a [*SyntaxError] that names
// the place; a currency that is well formed but not known here is
// [ErrUnknownCurrency]. Arithmetic answers [ErrCurrencyMismatch], [ErrOverflow],
// [ErrDivision] and [ErrRounding].
//
// # Concurrency
//
// Values are immutable and may be used by any number of goroutines.
package payment
