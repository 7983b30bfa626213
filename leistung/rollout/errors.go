// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"errors"
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

var (
	// ErrSyntax reports malformed text; it is the same value as datum.ErrSyntax.
	ErrSyntax = datum.ErrSyntax
	// ErrEvent reports an event that cannot be recorded: a required part is
	// missing, unknown or too long.
	ErrEvent = errors.New("rollout: event cannot be recorded")
	// ErrConflict reports an id that is known with other content.
	ErrConflict = errors.New("rollout: same id, other content")
	// ErrUnknown reports what is well formed and not there: a service that the
	// programme does not have, a correction of an event that nobody recorded.
	ErrUnknown = errors.New("rollout: unknown")
	// ErrMixed reports figures of different units or ways of counting where one
	// line was to be made of them.
	ErrMixed = errors.New("rollout: figures are not comparable")
	// ErrTooLarge reports input beyond a bound.
	ErrTooLarge = errors.New("rollout: too large")
)

// SyntaxError says what is wrong with a text and where. It never repeats the
// text.
type SyntaxError struct {
	Kind   string // what was to be read: "Stelle", "Gebiet", "CSV"
	Line   int    // from 1; 0 where there is one line only
	Reason string
}

func (e *SyntaxError) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("rollout: %s, line %d: %s", e.Kind, e.Line, e.Reason)
	}
	return fmt.Sprintf("rollout: %s: %s", e.Kind, e.Reason)
}

// Is makes errors.Is(err, ErrSyntax) true.
func (e *SyntaxError) Is(target error) bool { return target == ErrSyntax }
