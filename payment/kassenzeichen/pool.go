// SPDX-License-Identifier: Apache-2.0

package kassenzeichen

import (
	"context"
	"errors"
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Draw is one code drawn from a pool.
type Draw struct {
	Kassenzeichen string
	Counter       uint64
	Left          uint64 // counters behind it; a few of them may turn out unusable
	Low           bool   // this draw passed the low-water mark
}

// State is how far a pool is.
type State struct {
	Version uint64 // number of draws
	Last    uint64 // counter of the last one
}

// Store keeps what was drawn from pools. memstore is the one in memory.
type Store interface {
	// Load returns the state of a pool; the zero State if nothing was drawn.
	Load(ctx context.Context, pool string) (State, error)
	// Append stores a draw durably if the pool still has the version, else
	// ErrConflict. A cause that drew before gets its first draw back, whatever
	// the version: nothing is stored then.
	Append(ctx context.Context, pool string, version uint64, cause string, draw Draw) (Draw, error)
}

// Pool draws codes of one format.
type Pool struct {
	name   string
	format Format
	low    uint64
	store  Store
}

// NewPool returns the pool of that name. A draw that leaves fewer than low
// counters is marked; 0 marks none.
func NewPool(name string, format Format, low uint64, store Store) (*Pool, error) {
	found := format.Findings()
	if name == "" {
		found.Add("KZ-NAME-01", "/name", "required")
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	return &Pool{name: name, format: format, low: low, store: store}, nil
}

// Draw returns the next usable code and remembers for which cause, such as the
// id of a payment: the same cause gets the same code again. The cause is stored
// and must not be personal.
//
// Errors: [ErrExhausted]; [ErrConflict] after many tries against others; a
// [*recht.BefundError] without a cause.
func (p *Pool) Draw(ctx context.Context, cause string) (Draw, error) {
	if cause == "" {
		var found recht.Befunde
		found.Add("KZ-CAUSE-01", "/cause", "required: without one a retry would waste a number")
		return Draw{}, found.Err()
	}
	const tries = 100
	for range tries {
		state, err := p.store.Load(ctx, p.name)
		if err != nil {
			return Draw{}, fmt.Errorf("kassenzeichen: load the pool: %w", err)
		}
		next, left := p.next(state)
		if !left {
			// The cause may have drawn before; the store alone knows.
			next = Draw{}
		}
		drawn, err := p.store.Append(ctx, p.name, state.Version, cause, next)
		switch {
		case errors.Is(err, ErrConflict):
			continue
		case err != nil:
			return Draw{}, fmt.Errorf("kassenzeichen: store the draw: %w", err)
		}
		return drawn, nil
	}
	return Draw{}, ErrConflict
}

// next returns the first usable code behind the state.
func (p *Pool) next(state State) (Draw, bool) {
	counter := p.format.Start
	if state.Version > 0 {
		if state.Last >= p.format.Max {
			return Draw{}, false
		}
		counter = state.Last + 1
	}
	before := p.format.Max - counter // counters behind the one before
	for {
		left := p.format.Max - counter
		if code, ok := p.format.At(counter); ok {
			return Draw{Kassenzeichen: code, Counter: counter, Left: left, Low: left < p.low && (state.Version == 0 || before+1 >= p.low)}, true
		}
		if left == 0 {
			return Draw{}, false
		}
		counter++
	}
}
