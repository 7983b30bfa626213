// SPDX-License-Identifier: Apache-2.0

package leistung

import (
	"errors"
	"fmt"
)

// ErrSyntax reports text that is not a Leistungsschluessel.
var ErrSyntax = errors.New("leistung: not a Leistungsschluessel")

// SyntaxError says what is wrong with a text and where. It never repeats the
// text, which may be anything somebody pasted into a field.
type SyntaxError struct {
	Offset int    // in bytes, from 0
	Reason string // in a few words
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%v: %s (at byte %d)", ErrSyntax, e.Reason, e.Offset)
}

// Unwrap ties the error to [ErrSyntax].
func (e *SyntaxError) Unwrap() error { return ErrSyntax }
