// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"errors"
	"fmt"
)

// What a [Service] answers beside the errors of package bausteine.
var (
	// ErrTransition reports an event that the life cycle does not allow now; the
	// error is a [*TransitionError].
	ErrTransition = errors.New("payment: not possible now")
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
