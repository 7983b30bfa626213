// SPDX-License-Identifier: Apache-2.0

package leistung

import (
	"errors"
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

var (
	// ErrSyntax reports text that is not a Leistungsschluessel.
	ErrSyntax = errors.New("leistung: not a Leistungsschluessel")
	// ErrUnknown reports a well-formed key that this edition of the catalogue
	// does not hold, or not on the day asked for.
	ErrUnknown = errors.New("leistung: not in this catalogue")
	// ErrKatalog reports a catalogue that contradicts itself or cannot be read.
	ErrKatalog = errors.New("leistung: unusable catalogue")
)

// UnknownError names the key or bundle that a catalogue does not hold.
type UnknownError struct {
	Key   string
	Stand datum.Datum // the state of the catalogue
}

func (e *UnknownError) Error() string {
	return fmt.Sprintf("%v: %s (state of %s)", ErrUnknown, e.Key, e.Stand)
}

// Unwrap ties the error to [ErrUnknown].
func (e *UnknownError) Unwrap() error { return ErrUnknown }

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
