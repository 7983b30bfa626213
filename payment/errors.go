// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"errors"
	"fmt"
)

// What a [Service] and its [Store] answer.
var (
	// ErrTransition reports an event that the life cycle does not allow now; the
	// error is a [*TransitionError].
	ErrTransition = errors.New("payment: not possible now")
	// ErrConflict reports that somebody else changed the same at the same time.
	ErrConflict = errors.New("payment: changed in the meantime")
	// ErrCommandReused reports an idempotency key that came before with other
	// content.
	ErrCommandReused = errors.New("payment: command key was used for something else")
	// ErrLeaseLost reports an effect that was given to another worker.
	ErrLeaseLost = errors.New("payment: the lease of the effect is lost")
	// ErrBusy reports that the store takes no more work at present; nothing was
	// written, try again.
	ErrBusy = errors.New("payment: the store is busy")
	// ErrUncertain reports that the database failed while it stored: the command
	// may have been carried out or not. Repeat it with the same key, or load.
	ErrUncertain = errors.New("payment: outcome not known")
	// ErrClosed reports that the store was closed.
	ErrClosed = errors.New("payment: the store is closed")
	// ErrRefundTooMuch reports a refund of more than is left, or one that was
	// decided upon an old figure of what is left.
	ErrRefundTooMuch = errors.New("payment: not the amount that can be refunded")
)

// TransitionError says which event was refused in which state. It is
// [ErrTransition].
type TransitionError struct {
	State State
	Event EventKind
	cause error
}

func (e *TransitionError) Error() string {
	return fmt.Sprintf("%v: %s while %s", ErrTransition, e.Event, e.State)
}

// Is ties the error to [ErrTransition].
func (e *TransitionError) Is(target error) bool { return target == ErrTransition }

// Unwrap returns what the table said.
func (e *TransitionError) Unwrap() error { return e.cause }
