// SPDX-License-Identifier: Apache-2.0

package sepa

import (
	"database/sql/driver"
	"fmt"
)

// AppendText appends the electronic form; the zero value appends nothing.
func (i IBAN) AppendText(b []byte) ([]byte, error) { return append(b, i.s...), nil }

// MarshalText returns the electronic form, in full.
func (i IBAN) MarshalText() ([]byte, error) { return i.AppendText(nil) }

// UnmarshalText reads what MarshalText writes; empty text is the zero value.
func (i *IBAN) UnmarshalText(b []byte) error { return unmarshal(i, b, ParseIBAN) }

// Value stores the electronic form; the zero value is an error.
func (i IBAN) Value() (driver.Value, error) { return value(ibanKind, i.s) }

// Scan reads what Value stores. NULL and empty text are errors.
func (i *IBAN) Scan(src any) error { return scan(i, ibanKind, src, ParseIBAN) }

// AppendText appends the identifier; the zero value appends nothing.
func (c CreditorID) AppendText(b []byte) ([]byte, error) { return append(b, c.s...), nil }

// MarshalText returns the identifier.
func (c CreditorID) MarshalText() ([]byte, error) { return c.AppendText(nil) }

// UnmarshalText reads what MarshalText writes; empty text is the zero value.
func (c *CreditorID) UnmarshalText(b []byte) error { return unmarshal(c, b, ParseCreditorID) }

// Value stores the identifier; the zero value is an error.
func (c CreditorID) Value() (driver.Value, error) { return value(creditorKind, c.s) }

// Scan reads what Value stores. NULL and empty text are errors.
func (c *CreditorID) Scan(src any) error { return scan(c, creditorKind, src, ParseCreditorID) }

// AppendText appends the reference; the zero value appends nothing.
func (r RF) AppendText(b []byte) ([]byte, error) { return append(b, r.s...), nil }

// MarshalText returns the reference.
func (r RF) MarshalText() ([]byte, error) { return r.AppendText(nil) }

// UnmarshalText reads what MarshalText writes; empty text is the zero value.
func (r *RF) UnmarshalText(b []byte) error { return unmarshal(r, b, ParseRF) }

// Value stores the reference; the zero value is an error.
func (r RF) Value() (driver.Value, error) { return value(rfKind, r.s) }

// Scan reads what Value stores. NULL and empty text are errors.
func (r *RF) Scan(src any) error { return scan(r, rfKind, src, ParseRF) }

func unmarshal[T any](target *T, b []byte, parse func(string) (T, error)) error {
	var parsed T
	if len(b) > 0 {
		var err error
		if parsed, err = parse(string(b)); err != nil {
			return err
		}
	}
	*target = parsed
	return nil
}

func value(kind, s string) (driver.Value, error) {
	if s == "" {
		return nil, &SyntaxError{Kind: kind, Reason: "the zero value cannot be stored"}
	}
	return s, nil
}

func scan[T any](target *T, kind string, src any, parse func(string) (T, error)) error {
	var text string
	switch v := src.(type) {
	case string:
		text = v
	case []byte:
		text = string(v)
	default:
		return &SyntaxError{Kind: kind, Reason: fmt.Sprintf("cannot be read from a %T", src)}
	}
	parsed, err := parse(text)
	if err != nil {
		return err
	}
	*target = parsed
	return nil
}
