// SPDX-License-Identifier: Apache-2.0

package sepa

import (
	"cmp"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// IBAN is an International Bank Account Number (ISO 13616) whose account part is
// built as its country builds them, and whose check digits fit the rest. Check
// digits that a country has inside the account part are not computed. Whether
// the account exists only the bank knows. The zero value is no IBAN.
//
// An IBAN may belong to a person, so fmt and slog print it masked. String,
// Paper and MarshalText give it in full to who asks for it.
type IBAN struct{ s string }

const ibanKind = "IBAN"

// ParseIBAN reads the electronic form: capitals and digits without blanks. The
// error is a [*SyntaxError], [ErrUnknownCountry] or [ErrCheckDigits].
func ParseIBAN(s string) (IBAN, error) {
	if len(s) < 5 {
		return IBAN{}, &SyntaxError{Kind: ibanKind, Offset: len(s), Reason: "too short"}
	}
	for i := range 4 {
		switch {
		case i < 2 && !isUpper(s[i]):
			return IBAN{}, &SyntaxError{Kind: ibanKind, Offset: i, Reason: "an IBAN begins with the capital letters of a country"}
		case i >= 2 && !isDigit(s[i]):
			return IBAN{}, &SyntaxError{Kind: ibanKind, Offset: i, Reason: "check digits are digits"}
		}
	}
	structure := bban(s[:2])
	known := structure != ""
	if !known {
		structure = "30c" // the longest there is
	}
	at, reason := misfit(s[4:], structure)
	switch {
	case reason == wrongCharacter || known && reason == wrongLength:
		return IBAN{}, &SyntaxError{Kind: ibanKind, Offset: 4 + at, Reason: reason}
	case !known:
		return IBAN{}, ErrUnknownCountry
	}
	if !validCheckDigits(s[4:], s[:2], s[2:4]) {
		return IBAN{}, ErrCheckDigits
	}
	return IBAN{s: s}, nil
}

// MustParseIBAN is [ParseIBAN] for accounts written in source.
func MustParseIBAN(s string) IBAN {
	iban, err := ParseIBAN(s)
	if err != nil {
		panic(err)
	}
	return iban
}

// NormalizeIBAN reads what people type: blanks anywhere, small letters.
func NormalizeIBAN(s string) (IBAN, error) { return ParseIBAN(normalize(s)) }

// String returns the electronic form, or "" for the zero value.
func (i IBAN) String() string { return i.s }

// Paper returns the printed form, in groups of four.
func (i IBAN) Paper() string {
	var b strings.Builder
	for n := range len(i.s) {
		if n > 0 && n%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteByte(i.s[n])
	}
	return b.String()
}

// Masked returns country, check digits and the last two characters: enough to
// recognise one's own account, not enough to use another's.
func (i IBAN) Masked() string {
	if i.IsZero() {
		return ""
	}
	return i.s[:4] + "…" + i.s[len(i.s)-2:]
}

// Country returns the two letters of the country.
func (i IBAN) Country() string {
	if i.IsZero() {
		return ""
	}
	return i.s[:2]
}

// Bankleitzahl returns the eight digits of the bank of a German account and
// whether it is one.
func (i IBAN) Bankleitzahl() (string, bool) {
	if i.Country() != "DE" {
		return "", false
	}
	return i.s[4:12], true
}

// IsZero reports whether i is not set.
func (i IBAN) IsZero() bool { return i.s == "" }

// Compare orders IBANs as text.
func (i IBAN) Compare(other IBAN) int { return cmp.Compare(i.s, other.s) }

// Format prints the masked form, whatever the verb.
func (i IBAN) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, i.Masked()) }

// LogValue keeps a structured log from printing the account.
func (i IBAN) LogValue() slog.Value { return slog.StringValue(i.Masked()) }
