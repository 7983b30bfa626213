// SPDX-License-Identifier: Apache-2.0

package lifecycle

import "slices"

// Guard holds a row back unless Holds reports true for the argument of the
// step. The zero Guard never holds back. Name says in a few words what must be
// the case; it appears in errors and in the diagram, so it carries no data.
type Guard[A any] struct {
	Name  string
	Holds func(A) bool
}

// Transition is one row of the table.
type Transition[S, E ~string, A any] struct {
	From  S
	Event E
	To    S
	Guard Guard[A]
}

// Spec is the life cycle as its owner writes it down.
type Spec[S, E ~string, A any] struct {
	// States lists every state once; the first is where an aggregate begins.
	States []S
	// Final lists the states that nothing leaves.
	Final []S
	// Events lists every event once.
	Events []E
	// Transitions are tried in order: of several rows with the same From and
	// Event the first whose guard holds is taken.
	Transitions []Transition[S, E, A]
}

// Table is a checked Spec. Use [New].
type Table[S, E ~string, A any] struct {
	spec    Spec[S, E, A]
	leaving [][]fork[E] // by the place of the state; a few short names are found faster one by one than by hash
}

// fork are the rows of one event that leave a state, by their places in
// spec.Transitions.
type fork[E ~string] struct {
	event E
	rows  []int
}

// New checks the spec and returns its table. Every contradiction is reported
// at once; the error is [ErrTable].
func New[S, E ~string, A any](spec Spec[S, E, A]) (*Table[S, E, A], error) {
	spec.States = slices.Clone(spec.States)
	spec.Final = slices.Clone(spec.Final)
	spec.Events = slices.Clone(spec.Events)
	spec.Transitions = slices.Clone(spec.Transitions)
	if err := check(spec); err != nil {
		return nil, err
	}
	t := &Table[S, E, A]{spec: spec, leaving: make([][]fork[E], len(spec.States))}
	for i, tr := range spec.Transitions {
		forks := &t.leaving[slices.Index(spec.States, tr.From)]
		at := slices.IndexFunc(*forks, func(f fork[E]) bool { return f.event == tr.Event })
		if at < 0 {
			at, *forks = len(*forks), append(*forks, fork[E]{event: tr.Event})
		}
		(*forks)[at].rows = append((*forks)[at].rows, i)
	}
	return t, nil
}

// rows returns the places of the rows of an event that leave a state.
func (t *Table[S, E, A]) rows(from S, event E) []int {
	i := slices.Index(t.spec.States, from)
	if i < 0 {
		return nil
	}
	forks := t.leaving[i]
	for j := range forks {
		if forks[j].event == event {
			return forks[j].rows
		}
	}
	return nil
}

// MustNew is New for tables written in source; it panics on a contradiction.
func MustNew[S, E ~string, A any](spec Spec[S, E, A]) *Table[S, E, A] {
	t, err := New(spec)
	if err != nil {
		panic(err)
	}
	return t
}

// Step returns the state that event leads to. It changes nothing and depends
// on nothing but its arguments and the guards. The error is a [*StepError].
func (t *Table[S, E, A]) Step(from S, event E, arg A) (S, error) {
	i, err := t.Find(from, event, arg)
	if err != nil {
		return from, err
	}
	return t.spec.Transitions[i].To, nil
}

// Find returns the place among the transitions of the row that Step takes.
func (t *Table[S, E, A]) Find(from S, event E, arg A) (int, error) {
	rows := t.rows(from, event)
	for _, i := range rows {
		if holds := t.spec.Transitions[i].Guard.Holds; holds == nil || holds(arg) {
			return i, nil
		}
	}
	return -1, t.refusal(from, event, rows)
}

// Permitted returns the events that have a row leaving the state, in the order
// of Spec.Events. A guard may still hold one back.
func (t *Table[S, E, A]) Permitted(from S) []E {
	var events []E
	for _, event := range t.spec.Events {
		if len(t.rows(from, event)) > 0 {
			events = append(events, event)
		}
	}
	return events
}

// Initial returns the state in which an aggregate begins.
func (t *Table[S, E, A]) Initial() S { return t.spec.States[0] }

// IsFinal reports whether nothing leaves the state.
func (t *Table[S, E, A]) IsFinal(state S) bool { return slices.Contains(t.spec.Final, state) }

// States returns all states, the initial one first.
func (t *Table[S, E, A]) States() []S { return slices.Clone(t.spec.States) }

// Events returns all events.
func (t *Table[S, E, A]) Events() []E { return slices.Clone(t.spec.Events) }

// Transitions returns all rows in the order in which they are tried.
func (t *Table[S, E, A]) Transitions() []Transition[S, E, A] {
	return slices.Clone(t.spec.Transitions)
}
