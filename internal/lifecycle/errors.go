// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"errors"
	"fmt"
	"strings"
)

var (
	// ErrTable reports a spec that contradicts itself.
	ErrTable = errors.New("lifecycle: contradictory table")
	// ErrNoTransition reports that the event has no row in this state.
	ErrNoTransition = errors.New("lifecycle: event not possible in this state")
	// ErrGuarded reports that guards held back every row that fits.
	ErrGuarded = errors.New("lifecycle: event held back")
)

// StepError says which event was refused in which state and, where guards held
// it back, what they asked for. It is [ErrNoTransition] or [ErrGuarded].
type StepError struct {
	State  string
	Event  string
	Guards []string
}

func (e *StepError) Error() string {
	if len(e.Guards) == 0 {
		return fmt.Sprintf("%v: %s in state %s", ErrNoTransition, e.Event, e.State)
	}
	return fmt.Sprintf("%v: %s in state %s requires: %s", ErrGuarded, e.Event, e.State, strings.Join(e.Guards, "; "))
}

// Is ties the error to its sentinel.
func (e *StepError) Is(target error) bool {
	if len(e.Guards) == 0 {
		return target == ErrNoTransition
	}
	return target == ErrGuarded
}

func (t *Table[S, E, A]) refusal(from S, event E, rows []int) error {
	err := &StepError{State: string(from), Event: string(event)}
	for _, i := range rows {
		err.Guards = append(err.Guards, t.spec.Transitions[i].Guard.Name)
	}
	return err
}
