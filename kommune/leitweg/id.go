// SPDX-License-Identifier: Apache-2.0

package leitweg

import (
	"cmp"
	"errors"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune"
)

// ErrPruefziffern says that a text has the form of a Leitweg-ID, but its check
// digits do not fit: a character is wrong or two changed places.
var ErrPruefziffern = errors.New("leitweg: check digits do not fit")

const (
	kind       = "Leitweg-ID"
	maxLength  = 46
	maxFein    = 30
	checkWidth = 2
)

// ID is a Leitweg-ID. The zero ID means "not set".
type ID struct {
	text string
	grob uint8 // length of the Grobadressierung
}

// Parse reads a Leitweg-ID and checks it.
func Parse(s string) (ID, error) {
	if len(s) > maxLength {
		return ID{}, malformed("", "is longer than 46 characters")
	}
	last := strings.LastIndexByte(s, '-')
	if last < 0 {
		return ID{}, malformed("", "must be made of parts with hyphens between")
	}
	grob, fein, hasFein := strings.Cut(s[:last], "-")
	if err := checkGrob(grob); err != nil {
		return ID{}, err
	}
	if hasFein {
		if err := checkFein(fein); err != nil {
			return ID{}, err
		}
	}
	check := s[last+1:]
	if len(check) != checkWidth || !isDigit(check[0]) || !isDigit(check[1]) {
		return ID{}, malformed("check digits", "must be two digits")
	}
	if check != checkDigits(grob, fein) {
		return ID{}, ErrPruefziffern
	}
	return ID{upper(s), uint8(len(grob))}, nil
}

// MustParse is Parse for literals in tests and tables; it panics on an error.
func MustParse(s string) ID {
	id, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return id
}

// New builds a Leitweg-ID from its parts and computes the check digits. The
// Feinadressierung may be empty.
func New(grob, fein string) (ID, error) {
	if err := checkGrob(grob); err != nil {
		return ID{}, err
	}
	text := grob
	if fein != "" {
		if err := checkFein(fein); err != nil {
			return ID{}, err
		}
		text += "-" + upper(fein)
	}
	return ID{text + "-" + checkDigits(grob, fein), uint8(len(grob))}, nil
}

// checkDigits computes the check digits, 02 to 98. That others leave the same
// remainder (00 like 97, 01 like 98, 99 like 02) does not make them valid.
func checkDigits(grob, fein string) string {
	const all = "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849" +
		"5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"
	check := 98 - remainder(remainder(remainder(0, grob), fein), "00")
	return all[2*check : 2*check+2]
}

// checkGrob checks the form: every level needs the one before it.
func checkGrob(s string) error {
	switch len(s) {
	case 2, 3, 5, 8, 9, 12:
	default:
		return malformed("Grobadressierung", "must have 2, 3, 5, 8, 9 or 12 digits")
	}
	for i := range len(s) {
		if !isDigit(s[i]) {
			return malformed("Grobadressierung", "must consist of digits only")
		}
	}
	if land := (s[0]-'0')*10 + s[1] - '0'; land != bund && (land < 1 || land > 16) {
		return malformed("Grobadressierung", "Land must be 01 to 16, or 99 for the Bund")
	}
	return nil
}

func checkFein(s string) error {
	if s == "" || len(s) > maxFein {
		return malformed("Feinadressierung", "must have 1 to 30 characters")
	}
	for i := range len(s) {
		if c := s[i]; !isDigit(c) && (c|0x20 < 'a' || c|0x20 > 'z') {
			return malformed("Feinadressierung", "must consist of letters A to Z and digits only")
		}
	}
	return nil
}

// remainder goes on with the remainder r of a number divided by 97, where a
// letter stands for two digits, A=10 to Z=35.
func remainder(r uint64, s string) uint64 {
	const full = 1 << 56 // beyond, two more digits might not fit
	for i := range len(s) {
		if c := s[i]; isDigit(c) {
			r = r*10 + uint64(c-'0')
		} else {
			r = r*100 + uint64(c|0x20-'a') + 10
		}
		if r >= full {
			r %= 97
		}
	}
	return r % 97
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// upper is strings.ToUpper for text known to be ASCII; it copies only what
// has small letters.
func upper(s string) string {
	for i := range len(s) {
		if 'a' <= s[i] && s[i] <= 'z' {
			return strings.ToUpper(s)
		}
	}
	return s
}

func malformed(part, reason string) error {
	return &kommune.SyntaxError{Kind: kind, Part: part, Reason: reason}
}

const bund = 99

// Grob returns the Grobadressierung.
func (id ID) Grob() string { return id.text[:id.grob] }

// Fein returns the Feinadressierung in capital letters, or the empty string.
func (id ID) Fein() string {
	if id.IsZero() || len(id.text) == int(id.grob)+1+checkWidth {
		return ""
	}
	return id.text[id.grob+1 : len(id.text)-1-checkWidth]
}

// Pruefziffern returns the check digits.
func (id ID) Pruefziffern() string {
	if id.IsZero() {
		return ""
	}
	return id.text[len(id.text)-checkWidth:]
}

// Bund reports whether the ID belongs to the Bund.
func (id ID) Bund() bool { return strings.HasPrefix(id.text, "99") }

// Land returns the Land, and false for the Bund.
func (id ID) Land() (kommune.Land, bool) {
	if id.IsZero() || id.Bund() {
		return 0, false
	}
	land, err := kommune.ParseLand(id.text[:2])
	return land, err == nil
}

// Kreis returns the key of the Kreis, if the Grobadressierung has 5 digits or
// more and is not of the Bund.
func (id ID) Kreis() (kommune.Kreisschluessel, bool) {
	if len(id.Grob()) < 5 {
		return kommune.Kreisschluessel{}, false
	}
	key, err := kommune.ParseKreisschluessel(id.Grob()[:5])
	return key, err == nil
}

// Verband returns the key of the Gemeindeverband, if the Grobadressierung has 9
// or 12 digits and is not of the Bund.
func (id ID) Verband() (kommune.Verbandsschluessel, bool) {
	if len(id.Grob()) < 9 {
		return kommune.Verbandsschluessel{}, false
	}
	key, err := kommune.ParseVerbandsschluessel(id.Grob()[:9])
	return key, err == nil
}

// AGS returns the key of the Gemeinde, if the Grobadressierung has 8 or 12
// digits and is not of the Bund.
func (id ID) AGS() (kommune.AGS, bool) {
	if ars, ok := id.ARS(); ok {
		return ars.AGS(), true
	}
	key, err := kommune.ParseAGS(id.Grob())
	return key, err == nil
}

// ARS returns the Regionalschlüssel, if the Grobadressierung has 12 digits and
// is not of the Bund.
func (id ID) ARS() (kommune.ARS, bool) {
	key, err := kommune.ParseARS(id.Grob())
	return key, err == nil
}

// IsZero reports whether the ID is not set.
func (id ID) IsZero() bool { return id.text == "" }

// Compare orders by the text; the zero ID comes first.
func (id ID) Compare(other ID) int { return cmp.Compare(id.text, other.text) }

// String returns the ID with capital letters, and the empty string for the
// zero ID.
func (id ID) String() string { return id.text }
