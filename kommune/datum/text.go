// SPDX-License-Identifier: Apache-2.0

package datum

import (
	"database/sql/driver"
	"time"
)

// Parse reads a day in the one spelling YYYY-MM-DD.
func Parse(s string) (Datum, error) {
	if len(s) != len("2006-01-02") || s[4] != '-' || s[7] != '-' {
		return Datum{}, &SyntaxError{"", "must be written YYYY-MM-DD"}
	}
	year, okYear := digits(s[:4])
	month, okMonth := digits(s[5:7])
	day, okDay := digits(s[8:])
	if !okYear || !okMonth || !okDay {
		return Datum{}, &SyntaxError{"", "must be written YYYY-MM-DD"}
	}
	return New(int(year), time.Month(month), int(day))
}

// MustParse is Parse for literals in tests and tables; it panics on
// a malformed one.
func MustParse(s string) Datum {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// String returns YYYY-MM-DD, and the empty string for the zero Datum.
func (d Datum) String() string {
	if d.IsZero() {
		return ""
	}
	return string(d.append(make([]byte, 0, 10)))
}

func (d Datum) append(b []byte) []byte {
	b = appendDigits(b, d.year, 4)
	b = append(b, '-')
	b = appendDigits(b, uint16(d.month), 2)
	b = append(b, '-')
	return appendDigits(b, uint16(d.day), 2)
}

// AppendText appends YYYY-MM-DD. A Datum that is not set has no text: mark the
// field "omitzero" in JSON, or use a pointer.
func (d Datum) AppendText(b []byte) ([]byte, error) {
	if d.IsZero() {
		return b, &SyntaxError{"", "is not set"}
	}
	return d.append(b), nil
}

// MarshalText is AppendText on a new slice.
func (d Datum) MarshalText() ([]byte, error) { return d.AppendText(nil) }

// UnmarshalText reads what MarshalText writes.
func (d *Datum) UnmarshalText(text []byte) (err error) {
	*d, err = Parse(string(text))
	return err
}

// Scan reads a column of type text or date. NULL is an error: a column that
// may be empty is read into sql.Null[Datum].
func (d *Datum) Scan(src any) error {
	switch src := src.(type) {
	case string:
		return d.UnmarshalText([]byte(src))
	case []byte:
		return d.UnmarshalText(src)
	case time.Time: // a driver's value for a column of type date
		year, month, day := src.Date()
		parsed, err := New(year, month, day)
		if err != nil {
			return err
		}
		*d = parsed
		return nil
	case nil:
		return &SyntaxError{"", "is NULL"}
	default:
		return &SyntaxError{"", "the column is neither of type text nor date"}
	}
}

// Value writes the text form.
func (d Datum) Value() (driver.Value, error) {
	text, err := d.AppendText(nil)
	if err != nil {
		return nil, err
	}
	return string(text), nil
}

func digits(s string) (n uint16, ok bool) {
	for i := range len(s) {
		d := s[i] - '0'
		if d > 9 {
			return 0, false
		}
		n = n*10 + uint16(d)
	}
	return n, true
}

// appendDigits appends n with leading zeros in width digits.
func appendDigits(b []byte, n uint16, width int) []byte {
	start := len(b)
	for range width {
		b = append(b, '0')
	}
	for i := len(b) - 1; i >= start; i-- {
		b[i] = byte('0' + n%10)
		n /= 10
	}
	return b
}
