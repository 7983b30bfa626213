// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"errors"
	"fmt"
	"slices"
)

// check collects every contradiction of a spec: names declared twice or not at
// all, states that cannot be reached or left, events that occur in no row, and
// rows that can never be taken.
func check[S, E ~string, A any](spec Spec[S, E, A]) error {
	if len(spec.States) == 0 {
		return fmt.Errorf("%w: no states", ErrTable)
	}
	var problems []error
	problem := func(format string, args ...any) {
		problems = append(problems, fmt.Errorf("%w: %s", ErrTable, fmt.Sprintf(format, args...)))
	}
	for i, state := range spec.States {
		if slices.Contains(spec.States[:i], state) {
			problem("state %q declared twice", state)
		}
	}
	for i, event := range spec.Events {
		if slices.Contains(spec.Events[:i], event) {
			problem("event %q declared twice", event)
		}
	}
	for _, state := range spec.Final {
		if !slices.Contains(spec.States, state) {
			problem("final state %q is not declared", state)
		}
	}

	leaves := map[S]bool{}
	used := map[E]bool{}
	decided := map[row[S, E]]bool{}
	for i, tr := range spec.Transitions {
		for _, state := range []S{tr.From, tr.To} {
			if !slices.Contains(spec.States, state) {
				problem("row %d names the undeclared state %q", i, state)
			}
		}
		if !slices.Contains(spec.Events, tr.Event) {
			problem("row %d names the undeclared event %q", i, tr.Event)
		}
		if slices.Contains(spec.Final, tr.From) {
			problem("row %d leaves the final state %q", i, tr.From)
		}
		if (tr.Guard.Holds == nil) != (tr.Guard.Name == "") {
			problem("row %d has a guard without a name, or a name without a guard", i)
		}
		key := row[S, E]{tr.From, tr.Event}
		if decided[key] {
			problem("row %d (%s, %s) can never be taken: an earlier one has no guard", i, tr.From, tr.Event)
		}
		decided[key] = decided[key] || tr.Guard.Holds == nil
		leaves[tr.From] = true
		used[tr.Event] = true
	}
	for _, event := range spec.Events {
		if !used[event] {
			problem("event %q occurs in no row", event)
		}
	}
	reached := reachable(spec)
	for _, state := range spec.States {
		if !reached[state] {
			problem("state %q cannot be reached from %q", state, spec.States[0])
		}
		if !leaves[state] && !slices.Contains(spec.Final, state) {
			problem("state %q cannot be left and is not final", state)
		}
	}
	return errors.Join(problems...)
}

func reachable[S, E ~string, A any](spec Spec[S, E, A]) map[S]bool {
	reached := map[S]bool{spec.States[0]: true}
	for grown := true; grown; {
		grown = false
		for _, tr := range spec.Transitions {
			if reached[tr.From] && !reached[tr.To] {
				reached[tr.To], grown = true, true
			}
		}
	}
	return reached
}
