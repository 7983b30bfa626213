// SPDX-License-Identifier: Apache-2.0

package lifecycle

import (
	"errors"
	"fmt"
	"slices"
)

// Problem is one contradiction of a spec: what is wrong, and where.
type Problem struct {
	Kind  Kind
	State string // of the state concerned, or ""
	Event string // of the event concerned, or ""
	Row   int    // of the transition concerned, or -1
	Text  string
}

// Kind is a kind of contradiction.
type Kind uint8

// The kinds of contradictions.
const (
	Undeclared  Kind = iota + 1 // a name is used and not declared, or declared twice
	LeavesFinal                 // a row leaves a final state
	Shadowed                    // a row can never be taken: an earlier one always is
	Unguarded                   // a guard without a name, or a name without a guard
	Unused                      // an event occurs in no row that can be reached
	Unreachable                 // a state cannot be reached
	Stuck                       // a state cannot be left and is not final
	Endless                     // no final state can be reached from a state
)

// Problems returns every contradiction of a spec: names declared twice or not at all,
// states that cannot be reached or left or from which no end is reached, events that
// never happen, and rows that can never be taken.
func Problems[S, E ~string, A any](spec Spec[S, E, A]) (problems []Problem) {
	if len(spec.States) == 0 {
		return []Problem{{Kind: Undeclared, Row: -1, Text: "no states"}}
	}
	problem := func(kind Kind, state S, event E, row int, format string, args ...any) {
		problems = append(problems, Problem{kind, string(state), string(event), row, fmt.Sprintf(format, args...)})
	}
	for i, state := range spec.States {
		if slices.Contains(spec.States[:i], state) {
			problem(Undeclared, state, "", -1, "state %q declared twice", state)
		}
	}
	for i, event := range spec.Events {
		if slices.Contains(spec.Events[:i], event) {
			problem(Undeclared, "", event, -1, "event %q declared twice", event)
		}
	}
	for _, state := range spec.Final {
		if !slices.Contains(spec.States, state) {
			problem(Undeclared, state, "", -1, "final state %q is not declared", state)
		}
	}

	leaves := map[S]bool{}
	reached := reachable(spec.Transitions, map[S]bool{spec.States[0]: true})
	used := map[E]bool{}
	type row struct {
		from  S
		event E
	}
	decided := map[row]bool{}
	for i, tr := range spec.Transitions {
		for _, state := range []S{tr.From, tr.To} {
			if !slices.Contains(spec.States, state) {
				problem(Undeclared, state, "", i, "row %d names the undeclared state %q", i, state)
			}
		}
		if !slices.Contains(spec.Events, tr.Event) {
			problem(Undeclared, "", tr.Event, i, "row %d names the undeclared event %q", i, tr.Event)
		}
		if slices.Contains(spec.Final, tr.From) {
			problem(LeavesFinal, tr.From, tr.Event, i, "row %d leaves the final state %q", i, tr.From)
		}
		if (tr.Guard.Holds == nil) != (tr.Guard.Name == "") {
			problem(Unguarded, tr.From, tr.Event, i, "row %d has a guard without a name, or a name without a guard", i)
		}
		key := row{tr.From, tr.Event}
		if decided[key] {
			problem(Shadowed, tr.From, tr.Event, i, "row %d (%s, %s) can never be taken: an earlier one has no guard", i, tr.From, tr.Event)
		}
		decided[key] = decided[key] || tr.Guard.Holds == nil
		leaves[tr.From] = true
		used[tr.Event] = used[tr.Event] || reached[tr.From]
	}
	for _, event := range spec.Events {
		if !used[event] {
			problem(Unused, "", event, -1, "event %q occurs in no row that can be reached", event)
		}
	}
	ends := ending(spec)
	for _, state := range spec.States {
		switch {
		case !reached[state]:
			problem(Unreachable, state, "", -1, "state %q cannot be reached from %q", state, spec.States[0])
		case !leaves[state] && !slices.Contains(spec.Final, state):
			problem(Stuck, state, "", -1, "state %q cannot be left and is not final", state)
		case len(spec.Final) > 0 && !ends[state]:
			problem(Endless, state, "", -1, "no final state can be reached from %q", state)
		}
	}
	return problems
}

// check is Problems as an error.
func check[S, E ~string, A any](spec Spec[S, E, A]) error {
	var problems []error
	for _, p := range Problems(spec) {
		problems = append(problems, fmt.Errorf("%w: %s", ErrTable, p.Text))
	}
	return errors.Join(problems...)
}

func reachable[S, E ~string, A any](rows []Transition[S, E, A], reached map[S]bool) map[S]bool {
	for grown := true; grown; {
		grown = false
		for _, tr := range rows {
			if reached[tr.From] && !reached[tr.To] {
				reached[tr.To], grown = true, true
			}
		}
	}
	return reached
}

// ending returns the states from which a final one can be reached.
func ending[S, E ~string, A any](spec Spec[S, E, A]) map[S]bool {
	ends := map[S]bool{}
	for _, state := range spec.Final {
		ends[state] = true
	}
	back := make([]Transition[S, E, A], len(spec.Transitions))
	for i, tr := range spec.Transitions {
		back[i] = Transition[S, E, A]{From: tr.To, To: tr.From}
	}
	return reachable(back, ends)
}
