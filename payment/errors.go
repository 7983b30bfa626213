// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"errors"
	"fmt"
)

var (
	// ErrSyntax reports text that is not an amount, a currency or a rate; the
	// error is a [*SyntaxError].
	ErrSyntax = errors.New("payment: malformed text")
	// ErrUnknownCurrency reports a well-formed currency code that this package
	// does not count in.
	ErrUnknownCurrency = errors.New("payment: unknown currency")
	// ErrCurrencyMismatch reports arithmetic between two currencies, or with an
	// amount that was never set.
	ErrCurrencyMismatch = errors.New("payment: amounts of different currencies")
	// ErrOverflow reports a result that does not fit into an amount.
	ErrOverflow = errors.New("payment: amount out of range")
	// ErrDivision reports a division by zero, a split into no parts, or weights
	// that are negative or all zero.
	ErrDivision = errors.New("payment: cannot divide so")
	// ErrRounding reports a rounding mode that was not chosen.
	ErrRounding = errors.New("payment: no rounding mode given")
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

// SyntaxError says what is wrong with a text and where. It never repeats the
// text, which may be anything somebody pasted into a field.
type SyntaxError struct {
	Kind   string // what was to be read: "amount", "currency", "rate"
	Offset int    // in bytes, from 0
	Reason string // in a few words
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("payment: malformed %s: %s (at byte %d)", e.Kind, e.Reason, e.Offset)
}

// Unwrap ties the error to [ErrSyntax].
func (e *SyntaxError) Unwrap() error { return ErrSyntax }
