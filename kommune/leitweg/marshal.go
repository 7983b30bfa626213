// SPDX-License-Identifier: Apache-2.0

package leitweg

import "database/sql/driver"

// AppendText appends the ID; one that is not set is an error.
func (id ID) AppendText(b []byte) ([]byte, error) {
	if id.IsZero() {
		return b, malformed("", "is not set")
	}
	return append(b, id.text...), nil
}

// MarshalText is AppendText on a new slice.
func (id ID) MarshalText() ([]byte, error) { return id.AppendText(nil) }

// UnmarshalText reads what MarshalText writes.
func (id *ID) UnmarshalText(text []byte) (err error) {
	*id, err = Parse(string(text))
	return err
}

// Scan reads a text column; for one that may be NULL use sql.Null[ID].
func (id *ID) Scan(src any) error {
	switch src := src.(type) {
	case string:
		return id.UnmarshalText([]byte(src))
	case []byte:
		return id.UnmarshalText(src)
	case nil:
		return malformed("", "is NULL")
	default:
		return malformed("", "the column is not of a text type")
	}
}

// Value writes the ID.
func (id ID) Value() (driver.Value, error) {
	if id.IsZero() {
		return nil, malformed("", "is not set")
	}
	return id.text, nil
}
