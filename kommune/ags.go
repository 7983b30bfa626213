// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"cmp"
	"database/sql/driver"
)

const kindAGS = "AGS"

// AGS is the Amtlicher Gemeindeschlüssel, the eight digits LL R KK GGG of Land,
// Regierungsbezirk, Kreis and Gemeinde. It is the identity of a Gemeinde; what
// changes more often (name, Verband, [ARS]) is an attribute.
//
// There is no check digit: whether an AGS exists is a question to a
// [Verzeichnis] of a certain day. The zero AGS means "not set".
type AGS struct{ n uint32 }

// ParseAGS reads exactly eight digits, of which the first two name a Land.
// For keys out of spreadsheets see [NormalizeAGS].
func ParseAGS(s string) (AGS, error) {
	n, err := keyDigits(s, kindAGS, 8)
	return AGS{uint32(n)}, err
}

// MustParseAGS is ParseAGS for literals in tests and tables; it panics on a
// malformed one.
func MustParseAGS(s string) AGS { return must(ParseAGS(s)) }

// Land returns the first two digits.
func (a AGS) Land() Land { return Land(a.n / 1_000_000) }

// Kreis returns the first five digits.
func (a AGS) Kreis() Kreisschluessel { return Kreisschluessel{a.n / 1000} }

// IsZero reports whether the key is not set.
func (a AGS) IsZero() bool { return a.n == 0 }

// Compare orders by the digits; the zero AGS comes first.
func (a AGS) Compare(b AGS) int { return cmp.Compare(a.n, b.n) }

// String returns the eight digits, and the empty string for the zero AGS.
func (a AGS) String() string { return keyString(uint64(a.n), 8) }

// AppendText appends the eight digits; a key that is not set is an error.
func (a AGS) AppendText(b []byte) ([]byte, error) { return appendKey(b, kindAGS, uint64(a.n), 8) }

// MarshalText is AppendText on a new slice.
func (a AGS) MarshalText() ([]byte, error) { return a.AppendText(nil) }

// UnmarshalText reads what MarshalText writes.
func (a *AGS) UnmarshalText(text []byte) (err error) {
	*a, err = ParseAGS(string(text))
	return err
}

// Scan reads a text column; for one that may be NULL use sql.Null[AGS].
func (a *AGS) Scan(src any) error { return scanText(src, kindAGS, a.UnmarshalText) }

// Value writes the eight digits.
func (a AGS) Value() (driver.Value, error) { return textValue(a) }
