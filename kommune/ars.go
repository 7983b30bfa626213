// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"cmp"
	"database/sql/driver"
)

const kindARS = "ARS"

// ARS is the Amtlicher Regionalschlüssel, the twelve digits LL R KK VVVV GGG
// of Land, Regierungsbezirk, Kreis, Gemeindeverband and Gemeinde. It changes
// when a Gemeinde joins or leaves a Verband, while its [AGS] stays.
//
// An ARS gives its AGS; the way back needs a [Verzeichnis]. Registers also
// write larger areas as an ARS, padded with zeros (Kreis Mettmann
// 051580000000); such an ARS parses, and no Gemeinde has it.
type ARS struct{ n uint64 }

// ParseARS reads exactly twelve digits, of which the first two name a Land.
func ParseARS(s string) (ARS, error) {
	n, err := keyDigits(s, kindARS, 12)
	return ARS{n}, err
}

// MustParseARS is ParseARS for literals in tests and tables; it panics on a
// malformed one.
func MustParseARS(s string) ARS { return must(ParseARS(s)) }

func newARS(verband Verbandsschluessel, gemeinde uint32) ARS {
	return ARS{uint64(verband.n)*1000 + uint64(gemeinde)}
}

// AGS drops the digits of the Verband.
func (a ARS) AGS() AGS { return AGS{uint32(a.n/10_000_000*1000 + a.n%1000)} }

// Verband returns the first nine digits.
func (a ARS) Verband() Verbandsschluessel { return Verbandsschluessel{uint32(a.n / 1000)} }

// Kreis returns the first five digits.
func (a ARS) Kreis() Kreisschluessel { return Kreisschluessel{uint32(a.n / 10_000_000)} }

// Land returns the first two digits.
func (a ARS) Land() Land { return Land(a.n / 10_000_000_000) }

// IsZero reports whether the key is not set.
func (a ARS) IsZero() bool { return a.n == 0 }

// Compare orders by the digits; the zero ARS comes first.
func (a ARS) Compare(b ARS) int { return cmp.Compare(a.n, b.n) }

// String returns the twelve digits, and the empty string for the zero ARS.
func (a ARS) String() string { return keyString(a.n, 12) }

// AppendText appends the twelve digits; a key that is not set is an error.
func (a ARS) AppendText(b []byte) ([]byte, error) { return appendKey(b, kindARS, a.n, 12) }

// MarshalText is AppendText on a new slice.
func (a ARS) MarshalText() ([]byte, error) { return a.AppendText(nil) }

// UnmarshalText reads what MarshalText writes.
func (a *ARS) UnmarshalText(text []byte) (err error) {
	*a, err = ParseARS(string(text))
	return err
}

// Scan reads a text column; for one that may be NULL use sql.Null[ARS].
func (a *ARS) Scan(src any) error { return scanText(src, kindARS, a.UnmarshalText) }

// Value writes the twelve digits.
func (a ARS) Value() (driver.Value, error) { return textValue(a) }
