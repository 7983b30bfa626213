// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"cmp"
	"database/sql/driver"
	"strings"
)

const kindOrganisation = "Organisationsschlüssel"

// Organisationsschluessel is the address of an authority in the DVDV
// (Deutsches Verwaltungsdiensteverzeichnis): a prefix of three small letters
// that stands for its category, a colon, and 8 or 12 digits. Meldebehörden have
// the prefix "ags" and the AGS of the Gemeinde behind it.
//
// The addressee of a message is the Gemeinde that is responsible for the
// person, also where a Verband or another Gemeinde does its work: do not put
// the key of the [Traeger] here.
//
// Which prefixes exist, the DVDV says; this type knows their form alone.
type Organisationsschluessel struct{ text string }

// Umgebung is where an entry of the DVDV with twelve digits belongs.
type Umgebung string

// The usual last two digits.
const (
	UmgebungProduktion Umgebung = "00"
	UmgebungTest       Umgebung = "99"
)

// ParseOrganisationsschluessel reads prefix, colon and 8 or 12 digits.
func ParseOrganisationsschluessel(s string) (Organisationsschluessel, error) {
	if len(s) != len("ags:")+8 && len(s) != len("ags:")+12 {
		return Organisationsschluessel{}, &SyntaxError{kindOrganisation, "", "must be three letters, a colon and 8 or 12 digits"}
	}
	for i := range 3 {
		if s[i] < 'a' || s[i] > 'z' {
			return Organisationsschluessel{}, &SyntaxError{kindOrganisation, "prefix", "must be three small letters"}
		}
	}
	if s[3] != ':' {
		return Organisationsschluessel{}, &SyntaxError{kindOrganisation, "", "must have a colon behind the prefix"}
	}
	if _, ok := digits(s[4:]); !ok {
		return Organisationsschluessel{}, &SyntaxError{kindOrganisation, "id", "must consist of digits only"}
	}
	return Organisationsschluessel{strings.Clone(s)}, nil
}

// MustParseOrganisationsschluessel is ParseOrganisationsschluessel for
// literals in tests and tables; it panics on a malformed one.
func MustParseOrganisationsschluessel(s string) Organisationsschluessel {
	return must(ParseOrganisationsschluessel(s))
}

// NewOrganisationsschluessel joins prefix and id, which messages of XInneres
// carry apart ("praefix" and "kennung").
func NewOrganisationsschluessel(praefix, kennung string) (Organisationsschluessel, error) {
	return ParseOrganisationsschluessel(praefix + ":" + kennung)
}

// MeldebehoerdeOf returns the address of the Meldebehörde of a Gemeinde.
func MeldebehoerdeOf(key AGS) Organisationsschluessel {
	if key.IsZero() {
		return Organisationsschluessel{}
	}
	return Organisationsschluessel{"ags:" + key.String()}
}

// Praefix returns the three letters.
func (o Organisationsschluessel) Praefix() string {
	prefix, _, _ := strings.Cut(o.text, ":")
	return prefix
}

// Kennung returns the digits behind the colon.
func (o Organisationsschluessel) Kennung() string {
	_, id, _ := strings.Cut(o.text, ":")
	return id
}

// AGS returns the first eight digits if they can be the key of a Gemeinde or
// the padded key of a Kreis. Not every category puts one there: a Standesamt
// has a number of its own.
func (o Organisationsschluessel) AGS() (AGS, bool) {
	if o.IsZero() {
		return AGS{}, false
	}
	key, err := ParseAGS(o.Kennung()[:8])
	return key, err == nil
}

// LaufendeNummer returns digits 9 and 10; empty where there are eight.
func (o Organisationsschluessel) LaufendeNummer() string {
	if id := o.Kennung(); len(id) == 12 {
		return id[8:10]
	}
	return ""
}

// Umgebung returns digits 11 and 12; empty where there are eight.
func (o Organisationsschluessel) Umgebung() Umgebung {
	if id := o.Kennung(); len(id) == 12 {
		return Umgebung(id[10:])
	}
	return ""
}

// IsZero reports whether the key is not set.
func (o Organisationsschluessel) IsZero() bool { return o.text == "" }

// Compare orders by the text; the zero key comes first.
func (o Organisationsschluessel) Compare(other Organisationsschluessel) int {
	return cmp.Compare(o.text, other.text)
}

// String returns the key as it was read.
func (o Organisationsschluessel) String() string { return o.text }

// AppendText appends the key; one that is not set is an error.
func (o Organisationsschluessel) AppendText(b []byte) ([]byte, error) {
	if o.IsZero() {
		return b, errNotSet(kindOrganisation)
	}
	return append(b, o.text...), nil
}

// MarshalText is AppendText on a new slice.
func (o Organisationsschluessel) MarshalText() ([]byte, error) { return o.AppendText(nil) }

// UnmarshalText reads what MarshalText writes.
func (o *Organisationsschluessel) UnmarshalText(text []byte) (err error) {
	*o, err = ParseOrganisationsschluessel(string(text))
	return err
}

// Scan reads a text column; for one that may be NULL use
// sql.Null[Organisationsschluessel].
func (o *Organisationsschluessel) Scan(src any) error {
	return scanText(src, kindOrganisation, o.UnmarshalText)
}

// Value writes the key.
func (o Organisationsschluessel) Value() (driver.Value, error) { return textValue(o) }
