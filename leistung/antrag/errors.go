// SPDX-License-Identifier: Apache-2.0

package antrag

import (
	"errors"
	"fmt"

	"github.com/deutschland-stack/bausteine"
)

// The errors of the store have the store's values; see package bausteine for
// what they mean.
var (
	// ErrNotFound reports that there is no such Antrag, or no such Unterlage.
	ErrNotFound = bausteine.ErrNotFound
	// ErrConflict reports a command that was decided upon another version of
	// the Antrag: load it again and decide anew.
	ErrConflict = bausteine.ErrConflict
	// ErrCommandReused reports an idempotency key that came before with other
	// content.
	ErrCommandReused = bausteine.ErrCommandReused

	// ErrInvalid reports an event or command that lacks what it needs.
	ErrInvalid = errors.New("antrag: incomplete")
	// ErrUebergang reports an event that the life cycle does not allow now; the
	// error is a [*UebergangError].
	ErrUebergang = errors.New("antrag: not possible now")
)

// UebergangError says which event the life cycle refused in which status.
type UebergangError struct {
	Status Status
	Art    Art
	cause  error
}

func (e *UebergangError) Error() string {
	return fmt.Sprintf("%v: %s while %s", ErrUebergang, e.Art, e.Status)
}

// Is ties the error to [ErrUebergang].
func (e *UebergangError) Is(target error) bool { return target == ErrUebergang }

// Unwrap returns what the table said; it names the guard that held back.
func (e *UebergangError) Unwrap() error { return e.cause }
