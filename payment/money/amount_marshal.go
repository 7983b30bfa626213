// SPDX-License-Identifier: Apache-2.0

package money

import (
	"bytes"
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"strconv"
)

// MarshalText returns the form that [ParseAmount] reads.
func (a Amount) MarshalText() ([]byte, error) { return a.AppendText(nil) }

// UnmarshalText reads what MarshalText writes; empty text is an amount not set.
func (a *Amount) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*a = Amount{}
		return nil
	}
	parsed, err := ParseAmount(string(b))
	if err != nil {
		return err
	}
	*a = parsed
	return nil
}

// MarshalJSON writes minor units, so that no reader is tempted to use a float:
// {"amount":750,"currency":"EUR"}. An amount not set is null.
func (a Amount) MarshalJSON() ([]byte, error) {
	if !a.IsSet() {
		return []byte("null"), nil
	}
	b := append(make([]byte, 0, 48), `{"amount":`...)
	b = strconv.AppendInt(b, a.minor, 10)
	b = append(b, `,"currency":"`...)
	b = append(b, a.currency.String()...)
	return append(b, `"}`...), nil
}

// UnmarshalJSON reads what MarshalJSON writes. The number must be an integer
// without fraction or exponent; 7.5 is refused, not rounded.
func (a *Amount) UnmarshalJSON(b []byte) error {
	if own, ok := unmarshalOwn(b); ok {
		*a = own
		return nil
	}
	if bytes.Equal(bytes.TrimSpace(b), []byte("null")) {
		*a = Amount{}
		return nil
	}
	var wire struct {
		Amount   json.RawMessage `json:"amount"`
		Currency *string         `json:"currency"`
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&wire); err != nil {
		// The decoder's message may quote the input.
		return malformed(0, "not an object of amount and currency")
	}
	if wire.Currency == nil {
		return malformed(0, "the currency is missing")
	}
	currency, err := ParseCurrency(*wire.Currency)
	if err != nil {
		return err
	}
	minor, err := strconv.ParseInt(string(wire.Amount), 10, 64)
	if err != nil {
		return malformed(0, "the amount is not a whole number of minor units")
	}
	*a = Amount{minor: minor, currency: currency}
	return nil
}

// unmarshalOwn reads what MarshalJSON writes, byte for byte, without building
// anything in between: stored events are full of amounts.
func unmarshalOwn(b []byte) (Amount, bool) {
	const head, middle, tail = `{"amount":`, `,"currency":"`, `"}`
	code := len(b) - len(tail) - 3
	number := code - len(middle)
	if number <= len(head) || string(b[:len(head)]) != head || string(b[number:code]) != middle || string(b[code+3:]) != tail {
		return Amount{}, false
	}
	minor, err := strconv.ParseInt(string(b[len(head):number]), 10, 64)
	if err != nil || b[len(head)] == '+' {
		return Amount{}, false
	}
	currency, err := ParseCurrency(string(b[code : code+3]))
	return Amount{minor: minor, currency: currency}, err == nil
}

// Value stores the amount as text, "7.50 EUR". An amount not set is an error:
// an optional column is a sql.Null[Amount].
func (a Amount) Value() (driver.Value, error) {
	if !a.IsSet() {
		return nil, malformed(0, "an amount not set cannot be stored")
	}
	return a.String(), nil
}

// Scan reads what Value stores. NULL, empty text and numbers are errors: a
// number says nothing about its currency, and a float may already be wrong.
func (a *Amount) Scan(src any) error {
	var text string
	switch v := src.(type) {
	case string:
		text = v
	case []byte:
		text = string(v)
	default:
		return fmt.Errorf("%w: cannot read an amount from a %T", ErrSyntax, src)
	}
	parsed, err := ParseAmount(text)
	if err != nil {
		return err
	}
	*a = parsed
	return nil
}
