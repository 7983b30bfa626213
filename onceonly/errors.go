// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"errors"
	"strings"

	"github.com/deutschland-stack/bausteine"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// What callers branch on. A refusal is no error but a Decision with its reasons.
var (
	// ErrSyntax reports text that is not of the expected form.
	ErrSyntax = errors.New("onceonly: malformed")
	// ErrInvalid reports terms or a request that lack something; see CheckError.
	ErrInvalid = recht.ErrInvalid
	// ErrNotFound reports a consent or a retrieval that does not exist.
	ErrNotFound = bausteine.ErrNotFound
	// ErrConflict reports that somebody else changed the same thing meanwhile:
	// load again, decide again.
	ErrConflict = bausteine.ErrConflict
	// ErrReused reports a request id that was used before with other content.
	ErrReused = errors.New("onceonly: request id was used before with other content")
	// ErrRegister reports that the register gave no answer, or one that cannot
	// be trusted. The retrieval may be tried again under the same id.
	ErrRegister = errors.New("onceonly: no usable answer from the register")
	// ErrState reports an event that the life cycle does not know in this state.
	ErrState = errors.New("onceonly: not possible in this state")
	// ErrArea reports an area that is too large to name one register: ask the
	// person where exactly, and look again.
	ErrArea = errors.New("onceonly: a smaller area is needed to find the register")
	// ErrTampered reports a stored consent whose versions do not form a chain.
	ErrTampered = errors.New("onceonly: stored data were changed")
	// ErrBusy reports that the store takes no more work at present; nothing was
	// written and nothing handed over, try again. A service answers 503.
	ErrBusy = bausteine.ErrBusy
	// ErrUncertain reports that the database failed while it stored: the step may
	// have been made or not. The same call again finds out.
	ErrUncertain = bausteine.ErrUncertain
	// ErrClosed reports that the store was closed.
	ErrClosed = bausteine.ErrClosed
)

// CheckError says what is wrong with terms or with a request, all at once. It matches
// ErrInvalid.
type CheckError = recht.BefundError

// findings gathers what is wrong with terms, a request or a rule.
type findings []Reason

func (f *findings) add(code Code, pointer string) {
	*f = append(*f, Reason{Code: code, Pointer: pointer})
}

func (f *findings) missing(absent bool, pointer string) {
	if absent {
		f.add(CodeMissing, pointer)
	}
}

func (f *findings) malformed(unfit bool, pointer string) {
	if unfit {
		f.add(CodeMalformed, pointer)
	}
}

func checkError(findings []Reason) error {
	if len(findings) == 0 {
		return nil
	}
	return &CheckError{Befunde: findings}
}

// RegisterError says that a register gave no usable answer. It matches
// ErrRegister, and the driver's own error for errors.Is and errors.As; its text
// leaves that one out, because it may quote the request.
type RegisterError struct {
	Reasons []Reason
	cause   error
}

func (e *RegisterError) Error() string {
	return ErrRegister.Error() + ": " + listReasons(e.Reasons)
}

// GoString returns the text, so that not even %#v shows the cause.
func (e *RegisterError) GoString() string { return e.Error() }

// Is matches ErrRegister.
func (e *RegisterError) Is(target error) bool { return target == ErrRegister }

// Unwrap returns the driver's error, if there was one.
func (e *RegisterError) Unwrap() error { return e.cause }

func listReasons(reasons []Reason) string {
	parts := make([]string, len(reasons))
	for i, r := range reasons {
		parts[i] = strings.TrimSuffix(r.Code+" at "+r.Pointer, " at ")
	}
	return strings.Join(parts, ", ")
}
