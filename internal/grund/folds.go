// SPDX-License-Identifier: Apache-2.0

package grund

import (
	"context"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Folds keeps the values used last that were folded from streams, so that a load
// asks for the head, and for events only where somebody else has written. T is
// the value, E an event.
//
// Values are shared between callers: a fold must leave the memory of the value it
// gets as it is, also behind the end of its slices, and keep none of the event's.
type Folds[T, E any] struct {
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

// Since is what a stream is now: its version, when it was erased, and the events
// behind the version that was asked for.
type Since[E any] struct {
	Version uint64
	Erased  time.Time
	Events  []E
}

// Load returns the value of a stream: read reads it, fold applies one event.
func (f *Folds[T, E]) Load(ctx context.Context, id uuid.UUID, read func(after uint64) (Since[E], error), fold func(T, E) (T, error)) (T, error) {
	var zero T
	known := f.known(id)
	since, err := read(known.version)
	if err == nil && known.version > 0 && (!since.Erased.Equal(known.erased) || since.Version < known.version) {
		f.Forget(id) // nothing of what is known may stay
		known = folded[T]{}
		since, err = read(0)
	}
	if err != nil {
		return zero, err
	}
	for i := range since.Events {
		if known.value, err = fold(known.value, since.Events[i]); err != nil {
			return zero, err
		}
	}
	if under(ctx) == nil { // what is not written yet may never be
		f.keep(id, folded[T]{known.value, since.Version, since.Erased})
	}
	return known.value, nil
}

// Wrote brings what is known of a stream on to a version that this process wrote,
// so that nobody has to read that back.
func (f *Folds[T, E]) Wrote(id uuid.UUID, expected, version uint64, events []E, fold func(T, E) (T, error)) {
	known := f.known(id)
	if known.version != expected {
		return
	}
	var err error
	for i := range events {
		if known.value, err = fold(known.value, events[i]); err != nil {
			return // whoever loads it will see
		}
	}
	known.version = version
	f.keep(id, known)
}

// At returns the value at a version, if it is known.
func (f *Folds[T, E]) At(id uuid.UUID, version uint64, erased time.Time) (value T, found bool) {
	known := f.known(id)
	if known.version == 0 || known.version != version || !known.erased.Equal(erased) {
		return value, false
	}
	return known.value, true
}

func (f *Folds[T, E]) known(id uuid.UUID) folded[T] {
	f.mu.Lock()
	defer f.mu.Unlock()
	if value, found := f.young[id]; found {
		return value
	}
	return f.old[id]
}

func (f *Folds[T, E]) keep(id uuid.UUID, value folded[T]) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.young == nil || len(f.young) >= kept {
		f.old, f.young = f.young, map[uuid.UUID]folded[T]{}
	}
	if f.young[id].version <= value.version {
		f.young[id] = value
	}
}

// Forget drops what is known of a stream.
func (f *Folds[T, E]) Forget(id uuid.UUID) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.young, id)
	delete(f.old, id)
}
