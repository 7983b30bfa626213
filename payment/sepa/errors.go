// SPDX-License-Identifier: Apache-2.0

package sepa

import (
	"errors"
	"fmt"
)

var (
	// ErrSyntax reports text that does not have the form of what it should be;
	// the error is a [*SyntaxError].
	ErrSyntax = errors.New("sepa: malformed text")
	// ErrCheckDigits reports a text of the right form whose check digits do not
	// fit the rest: a slip of the keyboard, not another format.
	ErrCheckDigits = errors.New("sepa: the check digits do not fit")
	// ErrUnknownCountry reports a well-formed IBAN of a country that is not in
	// the registry as this package knows it.
	ErrUnknownCountry = errors.New("sepa: the country has no IBAN known here")
)

// SyntaxError says what is wrong with a text and where. It never repeats the
// text: an account number belongs to a person.
type SyntaxError struct {
	Kind   string // "IBAN", "creditor identifier", "RF reference"
	Offset int    // in bytes, from 0
	Reason string // in a few words
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("sepa: malformed %s: %s (at byte %d)", e.Kind, e.Reason, e.Offset)
}

// Unwrap ties the error to [ErrSyntax].
func (e *SyntaxError) Unwrap() error { return ErrSyntax }
