// SPDX-License-Identifier: Apache-2.0

// Package money is sums of money: a whole number of cents in a currency, and
// arithmetic that loses none of them.
//
//	fee, err := money.ParseAmount("25.20 EUR")
//	tax, err := money.Rate(1900).Of(fee, money.HalfUp)     // 19 %, rounded as said
//	parts, err := fee.Allocate(1, 1, 1)                    // parts always sum to the amount
//
// Nothing here touches a float: not the arithmetic, not JSON, not the database.
// Sums are checked for overflow, and a multiplication by a fraction names its
// [Rounding]. An [Amount] not set is not 0.00 EUR.
//
// Text that is not an amount, a currency or a rate is [ErrSyntax], with a
// [*SyntaxError] that names the place; a well-formed currency that is not among
// the constants is [ErrUnknownCurrency]. Values are immutable.
package money
