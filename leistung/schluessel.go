// SPDX-License-Identifier: Apache-2.0

package leistung

import (
	"cmp"
	"errors"
	"strings"
	"unicode"
)

// Widths and places of the parts of a key: 99 GGG KKK VVV DDD.
const (
	schluesselLen = 14
	schluesselKat = "99"
	urnPrefix     = "urn:de:fim:leika:leistung:"

	offGruppierung  = 2
	offKennung      = 5
	offVerrichtung  = 8
	offDetail       = 11
	leerVerrichtung = "000"
)

// Schluessel is the key of a Leistung in the federal catalogue: 14 digits, the
// fixed prefix 99, then Leistungsgruppierung, Leistungskennung,
// Verrichtungskennung and Verrichtungsdetail of three digits each. Colloquially
// the "99er-Schluessel". The zero value is no key.
type Schluessel struct{ s string }

// ParseSchluessel reads a key in its one spelling: 14 ASCII digits beginning
// with 99. The error is a [*SyntaxError].
func ParseSchluessel(s string) (Schluessel, error) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return Schluessel{}, &SyntaxError{Offset: i, Reason: "not a digit"}
		}
	}
	if len(s) != schluesselLen {
		return Schluessel{}, &SyntaxError{Offset: min(len(s), schluesselLen), Reason: "a key has 14 digits"}
	}
	if s[:2] != schluesselKat {
		return Schluessel{}, &SyntaxError{Reason: "a key begins with 99"}
	}
	return Schluessel{s: s}, nil
}

// MustParseSchluessel is [ParseSchluessel] for keys written in source.
func MustParseSchluessel(s string) Schluessel {
	k, err := ParseSchluessel(s)
	if err != nil {
		panic(err)
	}
	return k
}

// ParseSchluesselURN reads the form used in messages:
// urn:de:fim:leika:leistung: and the 14 digits.
func ParseSchluesselURN(s string) (Schluessel, error) {
	digits, ok := strings.CutPrefix(s, urnPrefix)
	if !ok {
		return Schluessel{}, &SyntaxError{Reason: "the URN of a key begins with " + urnPrefix}
	}
	k, err := ParseSchluessel(digits)
	if syntax, ok := errors.AsType[*SyntaxError](err); ok {
		return Schluessel{}, &SyntaxError{Offset: len(urnPrefix) + syntax.Offset, Reason: syntax.Reason}
	}
	return k, err
}

// NormalizeSchluessel reads a key as people write it: with blanks, dots or
// hyphens between its parts, or as its URN. The error is that of
// [ParseSchluessel] for what is left; its place is meant there.
func NormalizeSchluessel(s string) (Schluessel, error) {
	const longest = 128 // a pasted page is no key
	if len(s) > longest {
		return Schluessel{}, &SyntaxError{Offset: schluesselLen, Reason: "a key has 14 digits"}
	}
	return ParseSchluessel(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || strings.ContainsRune(".-\u2010\u2011\u2012\u2013", r) {
			return -1
		}
		return r
	}, strings.TrimPrefix(strings.TrimSpace(s), urnPrefix)))
}

// String returns the 14 digits, or "" for the zero value.
func (k Schluessel) String() string { return k.s }

// URN returns the form used in messages, or "" for the zero value.
func (k Schluessel) URN() string {
	if k.IsZero() {
		return ""
	}
	return urnPrefix + k.s
}

// IsZero reports whether k is not set.
func (k Schluessel) IsZero() bool { return k.s == "" }

// Compare orders keys as the catalogue lists them.
func (k Schluessel) Compare(other Schluessel) int { return cmp.Compare(k.s, other.s) }

// Gruppierung returns the three digits of the subject group.
func (k Schluessel) Gruppierung() string { return k.part(offGruppierung) }

// Kennung returns the three digits of the object, numbered inside its group.
func (k Schluessel) Kennung() string { return k.part(offKennung) }

// Verrichtung returns the three digits of what the authority does with the
// object; "000" means none.
func (k Schluessel) Verrichtung() string { return k.part(offVerrichtung) }

// Detail returns the three digits of the variant, numbered inside the
// Verrichtung; "000" means none.
func (k Schluessel) Detail() string { return k.part(offDetail) }

// Typ tells from the digits what kind of entry the key names.
func (k Schluessel) Typ() Leistungstyp {
	switch {
	case k.IsZero():
		return ""
	case k.Detail() != leerVerrichtung:
		return TypLOVD
	case k.Verrichtung() != leerVerrichtung:
		return TypLOV
	default:
		return TypLO
	}
}

// Parent returns the key one level up (the Verrichtung of a detail, the object
// of a Verrichtung) and false for an object, which has none. The catalogue need
// not hold an entry for it.
func (k Schluessel) Parent() (Schluessel, bool) {
	switch k.Typ() {
	case TypLOVD:
		return Schluessel{s: k.s[:offDetail] + leerVerrichtung}, true
	case TypLOV:
		return Schluessel{s: k.s[:offVerrichtung] + leerVerrichtung + leerVerrichtung}, true
	default:
		return Schluessel{}, false
	}
}

func (k Schluessel) part(offset int) string {
	if k.IsZero() {
		return ""
	}
	return k.s[offset : offset+3]
}
