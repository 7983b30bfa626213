// SPDX-License-Identifier: Apache-2.0

package recht

import (
	"errors"
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

var (
	// ErrSyntax reports malformed text; it is the same value as datum.ErrSyntax.
	ErrSyntax = datum.ErrSyntax
	// ErrInvalid reports input against which findings stand, in every block; the
	// error is a [*BefundError] that lists all of them.
	ErrInvalid = errors.New("invalid input")
)

// SyntaxError says what is wrong with a text and where. It never repeats the
// text.
type SyntaxError struct {
	Kind   string // what was to be read: "norm", "trust level", "severity", "text"
	Offset int    // in bytes, from 0
	Reason string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("recht: malformed %s: %s (at byte %d)", e.Kind, e.Reason, e.Offset)
}

// Is makes errors.Is(err, ErrSyntax) true.
func (e *SyntaxError) Is(target error) bool { return target == ErrSyntax }
