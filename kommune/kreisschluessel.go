// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"cmp"
	"database/sql/driver"
)

const kindKreis = "Kreisschlüssel"

// Kreisschluessel is the key of a Kreis or a kreisfreie Stadt, the first five
// digits of an [AGS].
type Kreisschluessel struct{ n uint32 }

// ParseKreisschluessel reads exactly five digits, of which the first two name
// a Land. The padded spellings with eight or twelve digits look like the key
// of a Gemeinde; [NormalizeKreisschluessel] takes them.
func ParseKreisschluessel(s string) (Kreisschluessel, error) {
	n, err := keyDigits(s, kindKreis, 5)
	return Kreisschluessel{uint32(n)}, err
}

// MustParseKreisschluessel is ParseKreisschluessel for literals in tests and
// tables; it panics on a malformed one.
func MustParseKreisschluessel(s string) Kreisschluessel { return must(ParseKreisschluessel(s)) }

// Land returns the first two digits.
func (k Kreisschluessel) Land() Land { return Land(k.n / 1000) }

// ARS returns the key padded with zeros to twelve digits, as other registers
// write a Kreis.
func (k Kreisschluessel) ARS() ARS { return ARS{uint64(k.n) * 10_000_000} }

// IsZero reports whether the key is not set.
func (k Kreisschluessel) IsZero() bool { return k.n == 0 }

// Compare orders by the digits; the zero key comes first.
func (k Kreisschluessel) Compare(other Kreisschluessel) int { return cmp.Compare(k.n, other.n) }

// String returns the five digits, and the empty string for the zero key.
func (k Kreisschluessel) String() string { return keyString(uint64(k.n), 5) }

// AppendText appends the five digits; a key that is not set is an error.
func (k Kreisschluessel) AppendText(b []byte) ([]byte, error) {
	return appendKey(b, kindKreis, uint64(k.n), 5)
}

// MarshalText is AppendText on a new slice.
func (k Kreisschluessel) MarshalText() ([]byte, error) { return k.AppendText(nil) }

// UnmarshalText reads what MarshalText writes.
func (k *Kreisschluessel) UnmarshalText(text []byte) (err error) {
	*k, err = ParseKreisschluessel(string(text))
	return err
}

// Scan reads a text column; for one that may be NULL use
// sql.Null[Kreisschluessel].
func (k *Kreisschluessel) Scan(src any) error { return scanText(src, kindKreis, k.UnmarshalText) }

// Value writes the five digits.
func (k Kreisschluessel) Value() (driver.Value, error) { return textValue(k) }
