// SPDX-License-Identifier: Apache-2.0

package xdatenfelder

import (
	"cmp"
	"fmt"
	"strings"
)

// Lengths of the two spellings: a letter and 8 digits in XDatenfelder 2, a
// letter and 11 digits in 3.
const (
	idLen2 = 9
	idLen3 = 12
	// afterNummernkreis is where the two spellings differ: XDatenfelder 3 puts
	// three more digits behind the letter and the Hauptnummernkreis.
	afterNummernkreis = 3
	inserted          = "000"
)

// ID is the id of an element: a letter (S schema, G group, F field, R rule,
// D Dokumentsteckbrief) and a number, whose first two digits name the
// Hauptnummernkreis. The zero value is no id.
type ID struct{ s string } // in the spelling of XDatenfelder 3

// ParseID reads the spelling of XDatenfelder 3, "F60000000227".
func ParseID(s string) (ID, error) {
	if err := checkID(s, idLen3, "SGFRD"); err != nil {
		return ID{}, err
	}
	return ID{s}, nil
}

// ParseID2 reads the spelling of XDatenfelder 2, "F60000227", which is also the
// one in the JSON of older services.
func ParseID2(s string) (ID, error) {
	if err := checkID(s, idLen2, "SGFRD"); err != nil {
		return ID{}, err
	}
	return ID{s[:afterNummernkreis] + inserted + s[afterNummernkreis:]}, nil
}

// String returns the spelling of XDatenfelder 3, or "" for the zero value.
func (id ID) String() string { return id.s }

// XDF2 returns the spelling of XDatenfelder 2. It is false for the zero value
// and for an id whose number has no room in eight digits.
func (id ID) XDF2() (string, bool) {
	if id.IsZero() || id.s[afterNummernkreis:afterNummernkreis+len(inserted)] != inserted {
		return "", false
	}
	return id.s[:afterNummernkreis] + id.s[afterNummernkreis+len(inserted):], true
}

// Nummernkreis returns the two digits of the editors' office; "60" is the
// federal set of reusable fields.
func (id ID) Nummernkreis() string {
	if id.IsZero() {
		return ""
	}
	return id.s[1:afterNummernkreis]
}

// IsZero reports whether id is not set.
func (id ID) IsZero() bool { return id.s == "" }

// Compare orders ids by letter and number.
func (id ID) Compare(other ID) int { return cmp.Compare(id.s, other.s) }

// AppendText appends the spelling of XDatenfelder 3; the zero value appends
// nothing.
func (id ID) AppendText(b []byte) ([]byte, error) { return append(b, id.s...), nil }

// MarshalText returns the spelling of XDatenfelder 3.
func (id ID) MarshalText() ([]byte, error) { return id.AppendText(nil) }

// UnmarshalText reads what MarshalText writes; empty text is the zero value.
func (id *ID) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*id = ID{}
		return nil
	}
	parsed, err := ParseID(string(b))
	if err != nil {
		return err
	}
	*id = parsed
	return nil
}

func checkID(s string, length int, letters string) error {
	if len(s) != length {
		return fmt.Errorf("%w: a letter and %d digits are expected", ErrID, length-1)
	}
	if strings.IndexByte(letters, s[0]) < 0 {
		return fmt.Errorf("%w: it begins with none of %s", ErrID, letters)
	}
	for i := 1; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return fmt.Errorf("%w: no digit at byte %d", ErrID, i)
		}
	}
	return nil
}
