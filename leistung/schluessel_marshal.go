// SPDX-License-Identifier: Apache-2.0

package leistung

import (
	"database/sql/driver"
	"fmt"
)

// AppendText appends the 14 digits; the zero value appends nothing.
func (k Schluessel) AppendText(b []byte) ([]byte, error) { return append(b, k.s...), nil }

// MarshalText returns the 14 digits. It serves JSON, XML, map keys and flags;
// use omitzero for an optional key.
func (k Schluessel) MarshalText() ([]byte, error) { return k.AppendText(nil) }

// UnmarshalText reads what MarshalText writes; empty text is the zero value.
func (k *Schluessel) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*k = Schluessel{}
		return nil
	}
	parsed, err := ParseSchluessel(string(b))
	if err != nil {
		return err
	}
	*k = parsed
	return nil
}

// Value stores the key as text. The zero value is an error: an optional column
// is a sql.Null[Schluessel].
func (k Schluessel) Value() (driver.Value, error) {
	if k.IsZero() {
		return nil, fmt.Errorf("%w: the zero value cannot be stored", ErrSyntax)
	}
	return k.s, nil
}

// Scan reads what Value stores. NULL and empty text are errors.
func (k *Schluessel) Scan(src any) error {
	var text string
	switch v := src.(type) {
	case string:
		text = v
	case []byte:
		text = string(v)
	default:
		return fmt.Errorf("%w: cannot read a %T", ErrSyntax, src)
	}
	parsed, err := ParseSchluessel(text)
	if err != nil {
		return err
	}
	*k = parsed
	return nil
}
