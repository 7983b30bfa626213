// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"cmp"
	"database/sql/driver"
	"iter"
)

const kindLand = "Land"

// Land is one of the sixteen Länder, numbered as in the first two digits of
// every key. The zero Land means "not set".
type Land uint8

// The Länder in the order of their keys.
const (
	SchleswigHolstein     Land = 1
	Hamburg               Land = 2
	Niedersachsen         Land = 3
	Bremen                Land = 4
	NordrheinWestfalen    Land = 5
	Hessen                Land = 6
	RheinlandPfalz        Land = 7
	BadenWuerttemberg     Land = 8
	Bayern                Land = 9
	Saarland              Land = 10
	Berlin                Land = 11
	Brandenburg           Land = 12
	MecklenburgVorpommern Land = 13
	Sachsen               Land = 14
	SachsenAnhalt         Land = 15
	Thueringen            Land = 16
)

// laender holds name, ISO 3166-2 and NUTS 1 code by number.
var laender = [...]struct{ name, iso, nuts string }{
	SchleswigHolstein:     {"Schleswig-Holstein", "DE-SH", "DEF"},
	Hamburg:               {"Hamburg", "DE-HH", "DE6"},
	Niedersachsen:         {"Niedersachsen", "DE-NI", "DE9"},
	Bremen:                {"Bremen", "DE-HB", "DE5"},
	NordrheinWestfalen:    {"Nordrhein-Westfalen", "DE-NW", "DEA"},
	Hessen:                {"Hessen", "DE-HE", "DE7"},
	RheinlandPfalz:        {"Rheinland-Pfalz", "DE-RP", "DEB"},
	BadenWuerttemberg:     {"Baden-Württemberg", "DE-BW", "DE1"},
	Bayern:                {"Bayern", "DE-BY", "DE2"},
	Saarland:              {"Saarland", "DE-SL", "DEC"},
	Berlin:                {"Berlin", "DE-BE", "DE3"},
	Brandenburg:           {"Brandenburg", "DE-BB", "DE4"},
	MecklenburgVorpommern: {"Mecklenburg-Vorpommern", "DE-MV", "DE8"},
	Sachsen:               {"Sachsen", "DE-SN", "DED"},
	SachsenAnhalt:         {"Sachsen-Anhalt", "DE-ST", "DEE"},
	Thueringen:            {"Thüringen", "DE-TH", "DEG"},
}

// ParseLand reads the two digits 01 to 16.
func ParseLand(s string) (Land, error) {
	n, err := keyDigits(s, kindLand, 2)
	return Land(n), err
}

// MustParseLand is ParseLand for literals in tests and tables; it panics on a
// malformed one.
func MustParseLand(s string) Land { return must(ParseLand(s)) }

// Laender iterates over all sixteen in the order of their keys.
func Laender() iter.Seq[Land] {
	return func(yield func(Land) bool) {
		for land := SchleswigHolstein; land <= Thueringen; land++ {
			if !yield(land) {
				return
			}
		}
	}
}

// Name returns the German name, and the empty string where there is no such Land.
func (l Land) Name() string { return l.entry().name }

// ISO returns the code of ISO 3166-2, such as DE-TH.
func (l Land) ISO() string { return l.entry().iso }

// NUTS1 returns the code of the statistical region of the European Union on
// its first level, such as DEG. The levels below cannot be told from a key.
func (l Land) NUTS1() string { return l.entry().nuts }

// IsValid reports whether l is one of the sixteen.
func (l Land) IsValid() bool { return l >= SchleswigHolstein && l <= Thueringen }

// IsZero reports whether the Land is not set.
func (l Land) IsZero() bool { return l == 0 }

// Compare orders by the key.
func (l Land) Compare(other Land) int { return cmp.Compare(l, other) }

// String returns the two digits, and the empty string where there is no such Land.
func (l Land) String() string {
	if !l.IsValid() {
		return ""
	}
	return keyString(uint64(l), 2)
}

// AppendText appends the two digits; what is none of the sixteen is an error.
func (l Land) AppendText(b []byte) ([]byte, error) {
	if !l.IsValid() {
		return b, errNotSet(kindLand)
	}
	return appendDigits(b, uint64(l), 2), nil
}

// MarshalText is AppendText on a new slice.
func (l Land) MarshalText() ([]byte, error) { return l.AppendText(nil) }

// UnmarshalText reads what MarshalText writes.
func (l *Land) UnmarshalText(text []byte) (err error) {
	*l, err = ParseLand(string(text))
	return err
}

// Scan reads a text column; for one that may be NULL use sql.Null[Land].
func (l *Land) Scan(src any) error { return scanText(src, kindLand, l.UnmarshalText) }

// Value writes the two digits.
func (l Land) Value() (driver.Value, error) { return textValue(l) }

func (l Land) entry() (e struct{ name, iso, nuts string }) {
	if l.IsValid() {
		e = laender[l]
	}
	return e
}
