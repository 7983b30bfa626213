// SPDX-License-Identifier: Apache-2.0

package sepa

import (
	"cmp"
	"strings"
)

// CreditorID is a SEPA creditor identifier (Glaeubiger-Identifikationsnummer):
// country, two check digits, a business code of three characters that the
// creditor chooses (ZZZ where unused) and a national part. It names a creditor,
// never a debtor, and prints in full. The zero value is no identifier.
//
// The check digits do not cover the business code: identifiers that differ only
// there name the same creditor; see [CreditorID.SameCreditor].
type CreditorID struct{ s string }

const (
	creditorKind     = "creditor identifier"
	creditorMax      = 35
	creditorNational = 7 // offset of the national part
	germanNational   = "11n"
)

// ParseCreditorID reads an identifier of capitals and digits without blanks.
// In Germany it has 18 characters, the national part being a zero and ten
// digits. The error is a [*SyntaxError] or [ErrCheckDigits].
func ParseCreditorID(s string) (CreditorID, error) {
	syntax := func(offset int, reason string) (CreditorID, error) {
		return CreditorID{}, &SyntaxError{Kind: creditorKind, Offset: offset, Reason: reason}
	}
	if len(s) <= creditorNational {
		return syntax(len(s), "too short")
	}
	if len(s) > creditorMax {
		return syntax(creditorMax, "longer than 35 characters")
	}
	for i := range len(s) {
		c := s[i]
		switch {
		case i < 2 && !isUpper(c):
			return syntax(i, "an identifier begins with the letters of a country")
		case (i == 2 || i == 3) && !isDigit(c):
			return syntax(i, "check digits are digits")
		case i >= 4 && i < creditorNational && !isUpper(c) && !isDigit(c):
			return syntax(i, "the business code is three letters or digits")
		case !isUpper(c) && !isDigit(c) && !strings.ContainsRune("+?/-:().,'", rune(c)):
			return syntax(i, "not a character of an identifier")
		}
	}
	if !strings.ContainsFunc(s[creditorNational:], func(r rune) bool { return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' }) {
		return syntax(creditorNational, "a national part without a letter or digit")
	}
	if s[:2] == "DE" {
		if at, reason := misfit(s[creditorNational:], germanNational); reason != "" {
			return syntax(creditorNational+at, "the national part of a German identifier is eleven digits")
		}
		if s[creditorNational] != '0' {
			return syntax(creditorNational, "the national part of a German identifier begins with 0")
		}
	}
	if !validCheckDigits(s[creditorNational:], s[:2], s[2:4]) {
		return CreditorID{}, ErrCheckDigits
	}
	return CreditorID{s: s}, nil
}

// MustParseCreditorID is [ParseCreditorID] for identifiers written in source.
func MustParseCreditorID(s string) CreditorID {
	id, err := ParseCreditorID(s)
	if err != nil {
		panic(err)
	}
	return id
}

// NormalizeCreditorID reads what people type: blanks anywhere, small letters.
func NormalizeCreditorID(s string) (CreditorID, error) { return ParseCreditorID(normalize(s)) }

// String returns the identifier, or "" for the zero value.
func (c CreditorID) String() string { return c.s }

// BusinessCode returns the three characters the creditor chose.
func (c CreditorID) BusinessCode() string {
	if c.IsZero() {
		return ""
	}
	return c.s[4:creditorNational]
}

// SameCreditor reports whether both name one creditor, whatever the business
// code. The zero value names none.
func (c CreditorID) SameCreditor(other CreditorID) bool {
	return !c.IsZero() && !other.IsZero() && c.s[:4] == other.s[:4] && c.s[creditorNational:] == other.s[creditorNational:]
}

// IsZero reports whether c is not set.
func (c CreditorID) IsZero() bool { return c.s == "" }

// Compare orders identifiers as text.
func (c CreditorID) Compare(other CreditorID) int { return cmp.Compare(c.s, other.s) }
