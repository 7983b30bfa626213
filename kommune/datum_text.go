// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"database/sql/driver"
	"time"
)

// ParseDatum reads a day in the one spelling YYYY-MM-DD.
func ParseDatum(s string) (Datum, error) {
	if len(s) != len("2006-01-02") || s[4] != '-' || s[7] != '-' {
		return Datum{}, &SyntaxError{"date", "", "must be written YYYY-MM-DD"}
	}
	year, okYear := digits(s[:4])
	month, okMonth := digits(s[5:7])
	day, okDay := digits(s[8:])
	if !okYear || !okMonth || !okDay {
		return Datum{}, &SyntaxError{"date", "", "must be written YYYY-MM-DD"}
	}
	return NewDatum(int(year), time.Month(month), int(day))
}

// MustParseDatum is ParseDatum for literals in tests and tables; it panics on
// a malformed one.
func MustParseDatum(s string) Datum { return must(ParseDatum(s)) }

// String returns YYYY-MM-DD, and the empty string for the zero Datum.
func (d Datum) String() string {
	if d.IsZero() {
		return ""
	}
	return string(d.append(make([]byte, 0, 10)))
}

func (d Datum) append(b []byte) []byte {
	b = appendDigits(b, uint64(d.year), 4)
	b = append(b, '-')
	b = appendDigits(b, uint64(d.month), 2)
	b = append(b, '-')
	return appendDigits(b, uint64(d.day), 2)
}

// AppendText appends YYYY-MM-DD. A Datum that is not set has no text: mark the
// field "omitzero" in JSON, or use a pointer.
func (d Datum) AppendText(b []byte) ([]byte, error) {
	if d.IsZero() {
		return b, errNotSet("date")
	}
	return d.append(b), nil
}

// MarshalText is AppendText on a new slice.
func (d Datum) MarshalText() ([]byte, error) { return d.AppendText(nil) }

// UnmarshalText reads what MarshalText writes.
func (d *Datum) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDatum(string(text))
	return err
}

// Scan reads a column of type text or date. NULL is an error: a column that
// may be empty is read into sql.Null[Datum].
func (d *Datum) Scan(src any) error {
	if t, ok := src.(time.Time); ok { // a driver's value for a column of type date
		year, month, day := t.Date()
		parsed, err := NewDatum(year, month, day)
		if err != nil {
			return err
		}
		*d = parsed
		return nil
	}
	return scanText(src, "date", d.UnmarshalText)
}

// Value writes the text form.
func (d Datum) Value() (driver.Value, error) { return textValue(d) }
