// SPDX-License-Identifier: Apache-2.0

package grund

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// Aggregate reads the streams of one kind as values of T. It keeps the values
// used last, so that a load asks for the head, and for events only where
// somebody else has written.
//
// Values are shared between callers: fold must leave the memory of the value it
// gets as it is, also behind the end of its slices.
type Aggregate[T any] struct {
	core *Core
	kind string
	fold func(T, journal.Recorded) (T, error)
	// draft returns the value with the replaceable part; nil where there is
	// none.
	draft func(T, []byte) (T, error)

	mu         sync.Mutex
	old, young map[uuid.UUID]folded[T]
}

type folded[T any] struct {
	value   T
	version uint64
	erased  time.Time
}

// kept is how many values stay in each of two generations.
const kept = 1000

// NewAggregate returns the reader of a kind. The zero T is before the first
// event; draft may be nil.
func NewAggregate[T any](core *Core, kind string, fold func(T, journal.Recorded) (T, error), draft func(T, []byte) (T, error)) *Aggregate[T] {
	a := &Aggregate[T]{core: core, kind: kind, fold: fold, draft: draft}
	core.mu.Lock()
	defer core.mu.Unlock()
	core.forget[kind] = append(core.forget[kind], a.forget)
	return a
}

// Load returns the value and its head. Errors: journal.ErrNotFound,
// journal.ErrDamaged, and those of fold.
func (a *Aggregate[T]) Load(ctx context.Context, id uuid.UUID) (T, journal.Head, error) {
	var zero T
	known := a.known(id)
	head, events, err := a.core.Load(ctx, a.kind, id, known.version)
	if err == nil && known.version > 0 && (!head.Erased.Equal(known.erased) || head.Version < known.version) {
		a.forget(id) // nothing of what is known may stay
		known = folded[T]{}
		head, events, err = a.core.Load(ctx, a.kind, id, 0)
	}
	if err != nil {
		return zero, journal.Head{}, err
	}
	for i := range events {
		if known.value, err = a.fold(known.value, events[i]); err != nil {
			return zero, journal.Head{}, fmt.Errorf("%s: event %d: %w", a.kind, events[i].Version, err)
		}
	}
	known.version, known.erased = head.Version, head.Erased
	if under(ctx) == nil { // what is not written yet may never be
		a.keep(id, known)
	}
	if a.draft != nil && head.Draft != nil {
		if known.value, err = a.draft(known.value, head.Draft); err != nil {
			return zero, journal.Head{}, fmt.Errorf("%s: draft: %w", a.kind, err)
		}
	}
	return known.value, head, nil
}

func (a *Aggregate[T]) known(id uuid.UUID) folded[T] {
	a.mu.Lock()
	defer a.mu.Unlock()
	if value, found := a.young[id]; found {
		return value
	}
	return a.old[id]
}

func (a *Aggregate[T]) keep(id uuid.UUID, value folded[T]) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.young == nil || len(a.young) >= kept {
		a.old, a.young = a.young, map[uuid.UUID]folded[T]{}
	}
	if a.young[id].version <= value.version {
		a.young[id] = value
	}
}

func (a *Aggregate[T]) forget(id uuid.UUID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.young, id)
	delete(a.old, id)
}
