// SPDX-License-Identifier: Apache-2.0

package antrag

import (
	"errors"
	"fmt"
)

var (
	// ErrNotFound reports that the store holds no Antrag of that id.
	ErrNotFound = errors.New("antrag: not found")
	// ErrConflict reports a command that was decided upon another version of
	// the Antrag: load it again and decide anew.
	ErrConflict = errors.New("antrag: changed in the meantime")
	// ErrInvalid reports an event or command that lacks what it needs.
	ErrInvalid = errors.New("antrag: incomplete event")
	// ErrUebergang reports an event that the life cycle does not allow now; the
	// error is a [*UebergangError].
	ErrUebergang = errors.New("antrag: not possible now")
	// ErrCommandReused reports an idempotency key that came before with other
	// content.
	ErrCommandReused = errors.New("antrag: command key was used for something else")
	// ErrUncertain reports that the database failed while it stored: the command
	// may have been carried out or not. Repeat it with the same key.
	ErrUncertain = errors.New("antrag: outcome not known")
	// ErrBusy reports that the store takes no more work at present; try again.
	ErrBusy = errors.New("antrag: store is busy")
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
