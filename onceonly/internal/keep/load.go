// SPDX-License-Identifier: Apache-2.0

package keep

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
)

// Loaded is an aggregate as it stands.
type Loaded grund.Since[Event]

// Format shows how much it is.
func (l Loaded) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "onceonly.loaded{version %d, %d events}", l.Version, len(l.Events))
}

// Load implements Keeper.
func (p *Party) Load(ctx context.Context, k Kind, id uuid.UUID, after uint64) (Loaded, error) {
	head, recorded, err := p.core.Load(ctx, p.kind(k), id, after)
	if err != nil {
		return Loaded{}, err
	}
	return Loaded{Version: head.Version, Erased: head.Erased, Events: eventsOf(recorded)}, nil
}

func eventsOf(recorded []journal.Recorded) []Event {
	events := make([]Event, len(recorded))
	for i := range recorded {
		r := &recorded[i]
		events[i] = Event{Type: r.Type, At: r.Time, Personal: r.Personal, Erased: r.Erased}
	}
	return events
}

// Folds are the values of one kind of aggregates that were used last.
type Folds[T any] struct {
	kind  Kind
	fold  func(T, uuid.UUID, Event) (T, error)
	folds grund.Folds[T, Event]
}

// NewFolds returns the values of a kind, none of them known yet. The zero T is before
// the first event.
func NewFolds[T any](kind Kind, fold func(value T, id uuid.UUID, event Event) (T, error)) *Folds[T] {
	return &Folds[T]{kind: kind, fold: fold}
}

// Load returns the value of an aggregate. Errors: those of the keeper and of fold.
func (f *Folds[T]) Load(ctx context.Context, keeper Keeper, id uuid.UUID) (T, error) {
	return f.folds.Load(ctx, id, func(after uint64) (grund.Since[Event], error) {
		loaded, err := keeper.Load(ctx, f.kind, id, after)
		return grund.Since[Event](loaded), err
	}, f.of(id))
}

func (f *Folds[T]) of(id uuid.UUID) func(T, Event) (T, error) {
	return func(value T, event Event) (T, error) { return f.fold(value, id, event) }
}

// Follow keeps up with what the party does.
func (f *Folds[T]) Follow(p *Party) { p.core.Follow(p.kind(f.kind), f) }

// Wrote implements grund.Follower.
func (f *Folds[T]) Wrote(commit *journal.Commit, receipt journal.Receipt) {
	f.folds.Wrote(commit.Stream, commit.Expected, receipt.Version, eventsOf(grund.Events(commit, receipt)), f.of(commit.Stream))
}

// Forget implements grund.Follower.
func (f *Folds[T]) Forget(id uuid.UUID) { f.folds.Forget(id) }
