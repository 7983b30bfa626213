// SPDX-License-Identifier: Apache-2.0

package grund

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// Aggregate reads the streams of one kind as values of T. It keeps the values
// used last, see [Folds].
type Aggregate[T any] struct {
	core *Core
	kind string
	fold func(T, journal.Recorded) (T, error)
	// draft returns the value with the replaceable part; nil where there is
	// none.
	draft func(T, []byte) (T, error)
	folds Folds[T, journal.Recorded]
}

// NewAggregate returns the reader of a kind. The zero T is before the first
// event; draft may be nil.
func NewAggregate[T any](core *Core, kind string, fold func(T, journal.Recorded) (T, error), draft func(T, []byte) (T, error)) *Aggregate[T] {
	a := &Aggregate[T]{core: core, kind: kind, draft: draft}
	a.fold = func(value T, event journal.Recorded) (T, error) {
		value, err := fold(value, event)
		if err != nil {
			err = fmt.Errorf("%s: event %d: %w", kind, event.Version, err)
		}
		return value, err
	}
	core.Follow(kind, a)
	return a
}

// Wrote implements Follower.
func (a *Aggregate[T]) Wrote(commit *journal.Commit, receipt journal.Receipt) {
	a.folds.Wrote(commit.Stream, commit.Expected, receipt.Version, Events(commit, receipt), a.fold)
}

// Forget implements Follower.
func (a *Aggregate[T]) Forget(stream uuid.UUID) { a.folds.Forget(stream) }

// Load returns the value and its head. Errors: journal.ErrNotFound,
// journal.ErrDamaged, and those of fold.
func (a *Aggregate[T]) Load(ctx context.Context, id uuid.UUID) (T, journal.Head, error) {
	var zero T
	var head journal.Head
	value, err := a.folds.Load(ctx, id, func(after uint64) (since Since[journal.Recorded], err error) {
		head, since.Events, err = a.core.Load(ctx, a.kind, id, after)
		since.Version, since.Erased = head.Version, head.Erased
		return since, err
	}, a.fold)
	if err != nil {
		return zero, journal.Head{}, err
	}
	if a.draft != nil && head.Draft != nil {
		if value, err = a.draft(value, head.Draft); err != nil {
			return zero, journal.Head{}, fmt.Errorf("%s: draft: %w", a.kind, err)
		}
	}
	return value, head, nil
}

// Of returns the value of a stream whose head was read just now, for lists: what
// is known of it is read no second time. It is without the draft, which no list
// reads.
func (a *Aggregate[T]) Of(ctx context.Context, head journal.Head) (T, error) {
	if value, found := a.folds.At(head.Stream, head.Version, head.Erased); found {
		return value, nil
	}
	return a.folds.Load(ctx, head.Stream, func(after uint64) (since Since[journal.Recorded], err error) {
		now, events, err := a.core.Load(ctx, a.kind, head.Stream, after)
		return Since[journal.Recorded]{now.Version, now.Erased, events}, err
	}, a.fold)
}
