// SPDX-License-Identifier: Apache-2.0

package sepa

import (
	"cmp"
)

// RF is a creditor reference (ISO 11649): "RF", two check digits and up to 21
// capitals and digits. A Kassenzeichen of that length can travel as one, so that
// a slip of the keyboard is caught before the money is sent. The zero value is
// no reference.
type RF struct{ s string }

const (
	rfKind = "RF reference"
	rfHead = 4
	rfMax  = 25
)

// ParseRF reads a reference of capitals and digits without blanks. The error is
// a [*SyntaxError] or [ErrCheckDigits].
func ParseRF(s string) (RF, error) {
	if len(s) < 2 || s[:2] != "RF" {
		return RF{}, &SyntaxError{Kind: rfKind, Reason: "a reference begins with RF"}
	}
	if len(s) <= rfHead {
		return RF{}, &SyntaxError{Kind: rfKind, Offset: len(s), Reason: "too short"}
	}
	if len(s) > rfMax {
		return RF{}, &SyntaxError{Kind: rfKind, Offset: rfMax, Reason: "longer than 25 characters"}
	}
	for i := 2; i < len(s); i++ {
		if i < rfHead && !isDigit(s[i]) {
			return RF{}, &SyntaxError{Kind: rfKind, Offset: i, Reason: "check digits are digits"}
		}
		if !isDigit(s[i]) && !isUpper(s[i]) {
			return RF{}, &SyntaxError{Kind: rfKind, Offset: i, Reason: "neither a capital letter nor a digit"}
		}
	}
	if !validCheckDigits(s[rfHead:], "RF", s[2:rfHead]) {
		return RF{}, ErrCheckDigits
	}
	return RF{s: s}, nil
}

// MustParseRF is [ParseRF] for references written in source.
func MustParseRF(s string) RF {
	rf, err := ParseRF(s)
	if err != nil {
		panic(err)
	}
	return rf
}

// NormalizeRF reads what people type: blanks anywhere, small letters.
func NormalizeRF(s string) (RF, error) { return ParseRF(normalize(s)) }

// NewRF puts "RF" and the check digits before a reference of 1 to 21 capitals
// and digits. The error is a [*SyntaxError].
func NewRF(reference string) (RF, error) {
	// Any reference of the right form parses with its own check digits.
	rf, err := ParseRF("RF" + checkDigits(reference, "RF") + reference)
	if err != nil {
		return RF{}, err
	}
	return rf, nil
}

// String returns the reference, or "" for the zero value.
func (r RF) String() string { return r.s }

// Reference returns what stands behind the check digits.
func (r RF) Reference() string {
	if r.IsZero() {
		return ""
	}
	return r.s[rfHead:]
}

// IsZero reports whether r is not set.
func (r RF) IsZero() bool { return r.s == "" }

// Compare orders references as text.
func (r RF) Compare(other RF) int { return cmp.Compare(r.s, other.s) }
