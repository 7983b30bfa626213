// SPDX-License-Identifier: Apache-2.0

package money

import (
	"errors"
	"strconv"
	"strings"
)

// ParseAmount reads an amount in its one spelling: an optional minus, digits
// without leading zeros, a dot and exactly the decimals of the currency, one
// space, the code: "7.50 EUR". The error is a [*SyntaxError],
// [ErrUnknownCurrency] or [ErrOverflow].
func ParseAmount(s string) (Amount, error) {
	number, code, ok := strings.Cut(s, " ")
	if !ok {
		return Amount{}, malformed(len(s), "a space and the currency are missing")
	}
	currency, err := ParseCurrency(code)
	if err != nil {
		if syntax, ok := errors.AsType[*SyntaxError](err); ok {
			return Amount{}, malformed(len(number)+1+syntax.Offset, syntax.Reason)
		}
		return Amount{}, err
	}
	d, err := scanDecimal(number, false)
	if err != nil {
		return Amount{}, err
	}
	if d.leadingZero {
		return Amount{}, malformed(d.start, "a leading zero")
	}
	if len(d.fraction) != currency.Decimals() {
		return Amount{}, malformed(len(number), "not the decimals of the currency")
	}
	a, err := d.amount(currency)
	if err != nil {
		return Amount{}, err
	}
	if a.minor == 0 && d.negative {
		return Amount{}, malformed(0, "a negative zero")
	}
	return a, nil
}

// MustParseAmount is [ParseAmount] for amounts written in source.
func MustParseAmount(s string) Amount {
	a, err := ParseAmount(s)
	if err != nil {
		panic(err)
	}
	return a
}

// ParseDecimal reads a decimal number as wire formats write it, in a currency
// that is given beside it: "7.5", "7.50", "7", "7.5e0". Zeros behind the
// decimals of the currency are accepted, other digits there are not: nothing is
// ever rounded away. The grammar is that of a JSON number, so it accepts no
// plus, no blanks and no bare dot.
func ParseDecimal(s string, currency Currency) (Amount, error) {
	if code, _ := currencyOf(currency); code == "" {
		return Amount{}, ErrUnknownCurrency
	}
	d, err := scanDecimal(s, true)
	if err != nil {
		return Amount{}, err
	}
	if d.leadingZero {
		return Amount{}, malformed(d.start, "a leading zero")
	}
	return d.amount(currency)
}

// String returns the form that [ParseAmount] reads, or "" for an amount not set.
func (a Amount) String() string {
	b, _ := a.AppendText(nil)
	return string(b)
}

// Decimal returns the number alone, with all decimals: "7.50".
func (a Amount) Decimal() string { return string(a.appendDecimal(nil)) }

// AppendText appends the form that [ParseAmount] reads; an amount not set
// appends nothing.
func (a Amount) AppendText(b []byte) ([]byte, error) {
	if !a.IsSet() {
		return b, nil
	}
	b = a.appendDecimal(b)
	b = append(b, ' ')
	return append(b, a.currency.String()...), nil
}

func (a Amount) appendDecimal(b []byte) []byte {
	if a.minor < 0 {
		b = append(b, '-')
	}
	decimals := a.currency.Decimals()
	digits := strconv.AppendUint(make([]byte, 0, 24), magnitude(a.minor), 10)
	for len(digits) <= decimals {
		digits = append([]byte{'0'}, digits...)
	}
	b = append(b, digits[:len(digits)-decimals]...)
	if decimals > 0 {
		b = append(b, '.')
		b = append(b, digits[len(digits)-decimals:]...)
	}
	return b
}

func malformed(offset int, reason string) error {
	return &SyntaxError{Kind: "amount", Offset: offset, Reason: reason}
}
