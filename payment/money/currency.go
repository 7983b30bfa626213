// SPDX-License-Identifier: Apache-2.0

package money

// Currency is one of the currencies that this package counts in: those of the
// European Economic Area and Switzerland, and a few more so that fees of
// missions abroad can be written down. The zero value is no currency.
//
// It is a constant and not a free code because an amount in minor units means
// nothing without the number of decimals. XBezahldienste knows EUR only.
type Currency uint8

// The currencies, by their code in ISO 4217.
const (
	EUR Currency = iota + 1
	CHF
	CZK
	DKK
	GBP
	HUF
	ISK
	JPY
	KWD
	NOK
	PLN
	RON
	SEK
	USD
)

// currencyOf is indexed by Currency; the decimals are those of ISO 4217.
func currencyOf(c Currency) (code string, decimals int) {
	switch c {
	case EUR:
		return "EUR", 2
	case CHF:
		return "CHF", 2
	case CZK:
		return "CZK", 2
	case DKK:
		return "DKK", 2
	case GBP:
		return "GBP", 2
	case HUF:
		return "HUF", 2
	case ISK:
		return "ISK", 0
	case JPY:
		return "JPY", 0
	case KWD:
		return "KWD", 3
	case NOK:
		return "NOK", 2
	case PLN:
		return "PLN", 2
	case RON:
		return "RON", 2
	case SEK:
		return "SEK", 2
	case USD:
		return "USD", 2
	}
	return "", 0
}

const lastCurrency = USD

// Currencies returns all currencies in the order of the constants.
func Currencies() []Currency {
	all := make([]Currency, 0, lastCurrency)
	for c := EUR; c <= lastCurrency; c++ {
		all = append(all, c)
	}
	return all
}

// ParseCurrency reads a code of three capital letters. Anything else is a
// [*SyntaxError]; a code that is not among the constants is
// [ErrUnknownCurrency].
func ParseCurrency(s string) (Currency, error) {
	for i := range len(s) {
		if s[i] < 'A' || s[i] > 'Z' {
			return 0, &SyntaxError{Kind: "currency", Offset: i, Reason: "not a capital letter"}
		}
	}
	if len(s) != 3 {
		return 0, &SyntaxError{Kind: "currency", Offset: min(len(s), 3), Reason: "a code has three letters"}
	}
	for c := EUR; c <= lastCurrency; c++ {
		if code, _ := currencyOf(c); code == s {
			return c, nil
		}
	}
	return 0, ErrUnknownCurrency
}

// String returns the code, or "" where c is no currency.
func (c Currency) String() string {
	code, _ := currencyOf(c)
	return code
}

// Decimals returns how many decimals the currency has: 2 for EUR.
func (c Currency) Decimals() int {
	_, decimals := currencyOf(c)
	return decimals
}

// IsZero reports whether c is not set.
func (c Currency) IsZero() bool { return c == 0 }

// MarshalText returns the code; the zero value is [ErrUnknownCurrency].
func (c Currency) MarshalText() ([]byte, error) {
	code, _ := currencyOf(c)
	if code == "" {
		return nil, ErrUnknownCurrency
	}
	return []byte(code), nil
}

// UnmarshalText reads what MarshalText writes.
func (c *Currency) UnmarshalText(b []byte) error {
	parsed, err := ParseCurrency(string(b))
	if err != nil {
		return err
	}
	*c = parsed
	return nil
}
