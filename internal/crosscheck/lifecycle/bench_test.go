// SPDX-License-Identifier: Apache-2.0

// Package lifecycle_test measures a step of a life cycle beside the state
// machines one would otherwise take.
package lifecycle_test

import (
	"context"
	"testing"
	"time"

	"github.com/looplab/fsm"
	"github.com/qmuntal/stateless"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/lifecycle"
)

type (
	status   string
	ereignis string
)

// antrag is what the guard looks at.
type antrag struct{ vollstaendig bool }

// record is the event that a step leaves behind.
type record struct {
	event ereignis
	from  status
	to    status
	at    time.Time
}

const (
	entwurf     status   = "entwurf"
	eingereicht status   = "eingereicht"
	entschieden status   = "entschieden"
	einreichen  ereignis = "einreichen"
	nachfordern ereignis = "nachfordern"
	entscheiden ereignis = "entscheiden"
)

func newTable() *lifecycle.Table[status, ereignis, *antrag] {
	return lifecycle.MustNew(lifecycle.Spec[status, ereignis, *antrag]{
		States: []status{entwurf, eingereicht, entschieden},
		Final:  []status{entschieden},
		Events: []ereignis{einreichen, nachfordern, entscheiden},
		Transitions: []lifecycle.Transition[status, ereignis, *antrag]{
			{From: entwurf, Event: einreichen, To: eingereicht, Guard: lifecycle.Guard[*antrag]{
				Name: "complete", Holds: func(a *antrag) bool { return a.vollstaendig },
			}},
			{From: eingereicht, Event: nachfordern, To: entwurf},
			{From: eingereicht, Event: entscheiden, To: entschieden},
		},
	})
}

// BenchmarkStep measures a guarded step there and the step back, each leaving
// an event; one operation is one step.
func BenchmarkStep(b *testing.B) {
	a := &antrag{vollstaendig: true}
	events := [2]ereignis{einreichen, nachfordern}
	at := time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)
	var kept *record

	b.Run("lifecycle", func(b *testing.B) {
		table := newTable()
		state := table.Initial()
		b.ReportAllocs()
		n := 0
		for b.Loop() {
			next, err := table.Step(state, events[n%2], a)
			if err != nil {
				b.Fatal(err)
			}
			kept = &record{events[n%2], state, next, at}
			state = next
			n++
		}
	})
	b.Run("looplab", func(b *testing.B) {
		ctx := context.Background()
		machine := fsm.NewFSM(string(entwurf), fsm.Events{
			{Name: string(einreichen), Src: []string{string(entwurf)}, Dst: string(eingereicht)},
			{Name: string(nachfordern), Src: []string{string(eingereicht)}, Dst: string(entwurf)},
			{Name: string(entscheiden), Src: []string{string(eingereicht)}, Dst: string(entschieden)},
		}, fsm.Callbacks{
			"before_" + string(einreichen): func(_ context.Context, e *fsm.Event) {
				if !a.vollstaendig {
					e.Cancel()
				}
			},
		})
		b.ReportAllocs()
		n := 0
		for b.Loop() {
			from := machine.Current()
			if err := machine.Event(ctx, string(events[n%2])); err != nil {
				b.Fatal(err)
			}
			kept = &record{events[n%2], status(from), status(machine.Current()), at}
			n++
		}
	})
	b.Run("stateless", func(b *testing.B) {
		ctx := context.Background()
		machine := stateless.NewStateMachine(entwurf)
		machine.Configure(entwurf).Permit(einreichen, eingereicht, func(context.Context, ...any) bool { return a.vollstaendig })
		machine.Configure(eingereicht).Permit(nachfordern, entwurf).Permit(entscheiden, entschieden)
		b.ReportAllocs()
		n := 0
		from := entwurf
		for b.Loop() {
			if err := machine.FireCtx(ctx, events[n%2]); err != nil {
				b.Fatal(err)
			}
			to, err := machine.State(ctx)
			if err != nil {
				b.Fatal(err)
			}
			kept = &record{events[n%2], from, to.(status), at}
			from = kept.to
			n++
		}
	})
	require.NotNil(b, kept)
}

func TestStep_WithGuardAndEventAllocatesOnlyTheEvent(t *testing.T) {
	table := newTable()
	a := &antrag{vollstaendig: true}
	var kept *record
	allocations := testing.AllocsPerRun(1000, func() {
		next, err := table.Step(entwurf, einreichen, a)
		if err != nil {
			t.Error(err)
		}
		kept = &record{einreichen, entwurf, next, time.Time{}}
	})
	require.LessOrEqual(t, allocations, 1.0)
	require.Equal(t, eingereicht, kept.to)
}
