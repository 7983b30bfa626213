// SPDX-License-Identifier: Apache-2.0

package idnr

import "errors"

var (
	// ErrSyntax reports text that is not of the form of the identifier.
	ErrSyntax = errors.New("idnr: malformed")
	// ErrCheckDigit reports a number whose check digit is another one.
	ErrCheckDigit = errors.New("idnr: wrong check digit")
	// ErrDigits reports a number that breaks the rule of repeated digits.
	ErrDigits = errors.New("idnr: digits repeat too often or too seldom")
	// ErrTestNumber reports a number that begins with zero: reserved for tests.
	ErrTestNumber = errors.New("idnr: test number")
)
