// SPDX-License-Identifier: Apache-2.0

package lifecycle_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/lifecycle"
)

type (
	state string
	event string
)

func door() lifecycle.Spec[state, event, int] {
	return lifecycle.Spec[state, event, int]{
		States: []state{"open", "closed", "locked", "gone"},
		Final:  []state{"gone"},
		Events: []event{"close", "open", "lock", "unlock", "remove"},
		Transitions: []lifecycle.Transition[state, event, int]{
			{From: "open", Event: "close", To: "closed"},
			{From: "closed", Event: "open", To: "open"},
			{From: "closed", Event: "lock", To: "locked"},
			{From: "locked", Event: "unlock", To: "gone", Guard: lifecycle.Guard[int]{Name: "key broke", Holds: func(turns int) bool { return turns > 9 }}},
			{From: "locked", Event: "unlock", To: "closed", Guard: lifecycle.Guard[int]{Name: "key turned", Holds: func(turns int) bool { return turns > 0 }}},
			{From: "open", Event: "remove", To: "gone"},
		},
	}
}

func TestStep_OverTheFullProductOfStatesAndEvents(t *testing.T) {
	table, err := lifecycle.New(door())
	require.NoError(t, err)
	want := map[state]map[event]state{
		"open":   {"close": "closed", "remove": "gone"},
		"closed": {"open": "open", "lock": "locked"},
		"locked": {"unlock": "closed"},
	}
	for _, from := range table.States() {
		for _, ev := range table.Events() {
			to, err := table.Step(from, ev, 1)
			if target, ok := want[from][ev]; ok {
				require.NoError(t, err, "%s in %s", ev, from)
				require.Equal(t, target, to)
				continue
			}
			require.ErrorIs(t, err, lifecycle.ErrNoTransition, "%s in %s", ev, from)
			require.Equal(t, from, to, "a refused event leaves the state as it is")
		}
	}
}

func TestStep_TakesTheFirstRowWhoseGuardHolds(t *testing.T) {
	table := lifecycle.MustNew(door())
	to, err := table.Step("locked", "unlock", 10)
	require.NoError(t, err)
	require.Equal(t, state("gone"), to)

	_, err = table.Step("locked", "unlock", 0)
	require.ErrorIs(t, err, lifecycle.ErrGuarded)
	require.NotErrorIs(t, err, lifecycle.ErrNoTransition)
	var refused *lifecycle.StepError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, []string{"key broke", "key turned"}, refused.Guards)
}

func TestPermitted_FollowsTheOrderOfEvents(t *testing.T) {
	table := lifecycle.MustNew(door())
	require.Equal(t, []event{"close", "remove"}, table.Permitted("open"))
	require.Empty(t, table.Permitted("gone"))
	require.True(t, table.IsFinal("gone"))
	require.False(t, table.IsFinal("open"))
	require.Equal(t, state("open"), table.Initial())
}

func TestNew_RefusesContradictions(t *testing.T) {
	type spec = lifecycle.Spec[state, event, int]
	type row = lifecycle.Transition[state, event, int]
	yes := func(int) bool { return true }
	for _, tt := range []struct {
		name  string
		spoil func(*spec)
		want  string
	}{
		{"no states", func(s *spec) { s.States = nil }, "no states"},
		{"state twice", func(s *spec) { s.States = append(s.States, "open") }, `state "open" declared twice`},
		{"event twice", func(s *spec) { s.Events = append(s.Events, "lock") }, `event "lock" declared twice`},
		{"foreign final state", func(s *spec) { s.Final = append(s.Final, "burnt") }, `final state "burnt" is not declared`},
		{"foreign state in a row", func(s *spec) { s.Transitions = append(s.Transitions, row{From: "ajar", Event: "close", To: "closed"}) }, `undeclared state "ajar"`},
		{"foreign event in a row", func(s *spec) { s.Transitions = append(s.Transitions, row{From: "open", Event: "paint", To: "closed"}) }, `undeclared event "paint"`},
		{"final state left", func(s *spec) { s.Transitions = append(s.Transitions, row{From: "gone", Event: "open", To: "open"}) }, `leaves the final state "gone"`},
		{"dead event", func(s *spec) { s.Events = append(s.Events, "slam") }, `event "slam" occurs in no row`},
		{"unreachable state", func(s *spec) {
			s.States = append(s.States, "lost")
			s.Final = append(s.Final, "lost")
		}, `state "lost" cannot be reached`},
		{"event of an unreachable state only", func(s *spec) {
			s.States, s.Events = append(s.States, "lost"), append(s.Events, "find")
			s.Transitions = append(s.Transitions, row{From: "lost", Event: "find", To: "open"})
		}, `event "find" occurs in no row that can be reached`},
		{"circle without an end", func(s *spec) {
			s.States, s.Events = append(s.States, "ajar", "wide"), append(s.Events, "push")
			s.Transitions = append(s.Transitions, row{From: "open", Event: "push", To: "ajar"}, row{From: "ajar", Event: "push", To: "wide"}, row{From: "wide", Event: "push", To: "ajar"})
		}, `no final state can be reached from "ajar"`},
		{"dead end", func(s *spec) { s.Final = nil }, `state "gone" cannot be left and is not final`},
		{"row behind an unguarded one", func(s *spec) { s.Transitions = append(s.Transitions, row{From: "open", Event: "close", To: "gone"}) }, "can never be taken"},
		{"guard without a name", func(s *spec) {
			s.Transitions[0].Guard = lifecycle.Guard[int]{Holds: yes}
		}, "guard without a name"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := door()
			tt.spoil(&s)
			_, err := lifecycle.New(s)
			require.ErrorIs(t, err, lifecycle.ErrTable)
			require.ErrorContains(t, err, tt.want)
			require.Panics(t, func() { lifecycle.MustNew(s) })
		})
	}
}

func TestNew_KeepsNoReferenceToTheSpec(t *testing.T) {
	spec := door()
	table := lifecycle.MustNew(spec)
	spec.Transitions[0].To = "gone"
	table.Transitions()[0].To = "gone"
	to, err := table.Step("open", "close", 0)
	require.NoError(t, err)
	require.Equal(t, state("closed"), to)
}

func TestMermaid_DrawsEveryRow(t *testing.T) {
	require.Equal(t, `stateDiagram-v2
    state "open" as open
    state "closed" as closed
    state "locked" as locked
    state "gone" as gone
    [*] --> open
    open --> closed: close
    closed --> open: open
    closed --> locked: lock
    locked --> gone: unlock [key broke]
    locked --> closed: unlock [key turned]
    open --> gone: remove
    gone --> [*]
`, lifecycle.MustNew(door()).Mermaid())
}

func TestStep_DoesNotAllocate(t *testing.T) {
	table := lifecycle.MustNew(door())
	require.Zero(t, testing.AllocsPerRun(100, func() { _, _ = table.Step("locked", "unlock", 1) }))
}

func BenchmarkStep(b *testing.B) {
	table := lifecycle.MustNew(door())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := table.Step("locked", "unlock", 1); err != nil {
			b.Fatal(err)
		}
	}
}
