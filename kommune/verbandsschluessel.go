// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"cmp"
	"database/sql/driver"
)

const kindVerband = "Verbandsschlüssel"

// Verbandsschluessel is the key of a Gemeindeverband, the first nine digits of
// an [ARS]. It is unique nationwide; a Gemeinde without a Verband has one of
// its own.
type Verbandsschluessel struct{ n uint32 }

// ParseVerbandsschluessel reads exactly nine digits, of which the first two
// name a Land.
func ParseVerbandsschluessel(s string) (Verbandsschluessel, error) {
	n, err := keyDigits(s, kindVerband, 9)
	return Verbandsschluessel{uint32(n)}, err
}

// MustParseVerbandsschluessel is ParseVerbandsschluessel for literals in tests
// and tables; it panics on a malformed one.
func MustParseVerbandsschluessel(s string) Verbandsschluessel {
	return must(ParseVerbandsschluessel(s))
}

// Kreis returns the first five digits.
func (v Verbandsschluessel) Kreis() Kreisschluessel { return Kreisschluessel{v.n / 10_000} }

// Land returns the first two digits.
func (v Verbandsschluessel) Land() Land { return Land(v.n / 10_000_000) }

// IsZero reports whether the key is not set.
func (v Verbandsschluessel) IsZero() bool { return v.n == 0 }

// Compare orders by the digits; the zero key comes first.
func (v Verbandsschluessel) Compare(other Verbandsschluessel) int { return cmp.Compare(v.n, other.n) }

// String returns the nine digits, and the empty string for the zero key.
func (v Verbandsschluessel) String() string { return keyString(uint64(v.n), 9) }

// AppendText appends the nine digits; a key that is not set is an error.
func (v Verbandsschluessel) AppendText(b []byte) ([]byte, error) {
	return appendKey(b, kindVerband, uint64(v.n), 9)
}

// MarshalText is AppendText on a new slice.
func (v Verbandsschluessel) MarshalText() ([]byte, error) { return v.AppendText(nil) }

// UnmarshalText reads what MarshalText writes.
func (v *Verbandsschluessel) UnmarshalText(text []byte) (err error) {
	*v, err = ParseVerbandsschluessel(string(text))
	return err
}

// Scan reads a text column; for one that may be NULL use
// sql.Null[Verbandsschluessel].
func (v *Verbandsschluessel) Scan(src any) error { return scanText(src, kindVerband, v.UnmarshalText) }

// Value writes the nine digits.
func (v Verbandsschluessel) Value() (driver.Value, error) { return textValue(v) }
