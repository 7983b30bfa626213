// SPDX-License-Identifier: Apache-2.0

package xdatenfelder

import (
	"database/sql/driver"
	"fmt"
)

// Value stores the spelling of XDatenfelder 3. The zero value is an error: an
// optional column is a sql.Null[ID].
func (id ID) Value() (driver.Value, error) {
	if id.IsZero() {
		return nil, fmt.Errorf("%w: the zero value cannot be stored", ErrID)
	}
	return id.s, nil
}

// Scan reads what Value stores. NULL and empty text are errors.
func (id *ID) Scan(src any) error {
	var text string
	switch v := src.(type) {
	case string:
		text = v
	case []byte:
		text = string(v)
	default:
		return fmt.Errorf("%w: cannot read a %T", ErrID, src)
	}
	parsed, err := ParseID(text)
	if err != nil {
		return err
	}
	*id = parsed
	return nil
}
