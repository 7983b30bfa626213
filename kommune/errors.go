// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"errors"
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// The two ways a key can be wrong. Match them with errors.Is.
var (
	// ErrSyntax: the text is not a key of this kind, in any edition. It is the
	// one of package datum, so malformed dates match it too.
	ErrSyntax = datum.ErrSyntax
	// ErrUnknown: the key is well formed, but this edition of the register
	// does not hold it. It may be one of an earlier or a later day: see
	// [Verzeichnis.Resolve].
	ErrUnknown = errors.New("kommune: not in this edition of the register")
)

// SyntaxError says which part of a text is wrong. It never repeats the text:
// a form field may hold anything, also what belongs in no log.
type SyntaxError struct {
	Kind   string // what was expected, such as "AGS"
	Part   string // the group of digits that is wrong, such as "Land (digits 1-2)"; empty for the whole
	Reason string
}

func (e *SyntaxError) Error() string {
	if e.Part == "" {
		return fmt.Sprintf("kommune: malformed %s: %s", e.Kind, e.Reason)
	}
	return fmt.Sprintf("kommune: malformed %s: %s: %s", e.Kind, e.Part, e.Reason)
}

// Is makes errors.Is(err, ErrSyntax) true.
func (e *SyntaxError) Is(target error) bool { return target == ErrSyntax }

// UnknownError names the key that an edition of the register does not hold.
type UnknownError struct {
	Kind  string // such as "AGS"
	Key   string
	Stand Datum // the day the edition describes
	// Heute is, of an ARS, the one that the Gemeinde has in this edition;
	// empty where none is known.
	Heute string
}

func (e *UnknownError) Error() string {
	if e.Heute != "" {
		return fmt.Sprintf("kommune: %s %s is not in the register of %s, which has %s", e.Kind, e.Key, e.Stand, e.Heute)
	}
	return fmt.Sprintf("kommune: %s %s is not in the register of %s", e.Kind, e.Key, e.Stand)
}

// Is makes errors.Is(err, ErrUnknown) true.
func (e *UnknownError) Is(target error) bool { return target == ErrUnknown }
