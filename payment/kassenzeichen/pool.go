// SPDX-License-Identifier: Apache-2.0

package kassenzeichen

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Draw is one code drawn from a pool.
type Draw struct {
	Kassenzeichen string `json:"kassenzeichen"`
	Counter       uint64 `json:"counter"`
	Left          uint64 `json:"left"`          // counters behind it; a few of them may turn out unusable
	Low           bool   `json:"low,omitempty"` // this draw passed the low-water mark
}

// Config of a [Pool]. The zero Config is safe.
type Config struct {
	// Low marks the draw that leaves fewer counters than this; 0 marks none.
	Low uint64
	// Keep is how long it is remembered, from the last draw on, which cause drew
	// what. Default: 10 years. The counter is never forgotten.
	Keep bausteine.Period
	// Norm is what Keep rests on; zero: the decision of the authority.
	Norm recht.Norm
}

// Pool draws codes of one format. It may be used by any number of goroutines and,
// over one database, by any number of processes.
type Pool struct {
	core   *grund.Core
	id     uuid.UUID
	kind   string
	format Format
	config Config
	state  *grund.Aggregate[state]
}

// state is how far a pool is.
type state struct {
	draws uint64
	last  uint64 // counter of the last one
}

const (
	stateOpen = "open"
	drawn     = "drawn"
	// maxCause and maxName bound the cause of a draw and the name of a pool, in bytes.
	maxCause = 400
	maxName  = 100
)

// NewPool returns the pool of that name on a store. A store takes one of a name.
//
// The error is a [*recht.BefundError] for a format or a name that cannot work, or
// [bausteine.ErrNoStore].
func NewPool(store *bausteine.Store, name string, format Format, config Config) (*Pool, error) {
	core, err := grund.Of(store)
	if err != nil {
		return nil, err
	}
	return newPool(core, name, format, config)
}

func newPool(core *grund.Core, name string, format Format, config Config) (*Pool, error) {
	found := format.Findings()
	if name == "" || len(name) > maxName {
		found.Add("KZ-NAME-01", "/name", "not 1 to %d bytes", maxName)
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	if config.Keep == (bausteine.Period{}) {
		config.Keep = bausteine.Period{Years: 10}
	}
	kind := "kassenzeichen-pool/" + name
	p := &Pool{
		// The same name is the same pool in every process.
		core: core, id: uuid.NewSHA1(uuid.NameSpaceURL, []byte("kassenzeichen-pool:"+name)), kind: kind, format: format, config: config,
		state: grund.NewAggregate(core, kind, fold, nil),
	}
	err := core.Register(grund.Block{Name: kind, Kinds: []grund.Kind{{
		Name: kind, States: []string{stateOpen},
		Keep: []grund.Keep{{State: stateOpen, What: "draws of Kassenzeichen", For: grund.Period(config.Keep), Norm: config.Norm}},
	}}})
	if err != nil {
		return nil, fmt.Errorf("kassenzeichen: %w", err)
	}
	return p, nil
}

func fold(s state, r journal.Recorded) (state, error) {
	draw, err := decode(r.Data)
	if err != nil {
		return s, err
	}
	return state{draws: s.draws + 1, last: draw.Counter}, nil
}

func decode(data []byte) (Draw, error) {
	var draw Draw
	if err := json.Unmarshal(data, &draw); err != nil {
		return Draw{}, fmt.Errorf("kassenzeichen: decode a draw: %w", err)
	}
	return draw, nil
}

// Draw returns the next usable code and remembers for which cause, such as the
// id of a payment: the same cause gets the same code again. The cause is stored
// and must not be personal.
//
// Errors: [ErrExhausted]; [bausteine.ErrConflict] after many tries against others; a
// [*recht.BefundError] without a cause; those of the store.
func (p *Pool) Draw(ctx context.Context, cause string) (Draw, error) {
	if cause == "" || len(cause) > maxCause {
		var found recht.Befunde
		found.Add("KZ-CAUSE-01", "/cause", "not 1 to %d bytes: without one a retry would waste a number", maxCause)
		return Draw{}, found.Err()
	}
	command := journal.Command{Kind: p.kind, Key: cause}
	const tries = 100
	for range tries {
		draw, err := p.draw(ctx, command)
		if !errors.Is(err, bausteine.ErrConflict) {
			return draw, err
		}
	}
	return Draw{}, bausteine.ErrConflict
}

func (p *Pool) draw(ctx context.Context, command journal.Command) (Draw, error) {
	first, err := p.core.Answer(ctx, command.Kind, command.Key)
	switch {
	case err == nil:
		return answered(first)
	case !errors.Is(err, bausteine.ErrNotFound):
		return Draw{}, fmt.Errorf("kassenzeichen: draw: %w", err)
	}
	now, head, err := p.state.Load(ctx, p.id)
	if err != nil && !errors.Is(err, bausteine.ErrNotFound) {
		return Draw{}, fmt.Errorf("kassenzeichen: load the pool: %w", err)
	}
	next, left := p.next(now)
	if !left {
		return Draw{}, ErrExhausted
	}
	data, err := json.Marshal(next)
	if err != nil {
		return Draw{}, fmt.Errorf("kassenzeichen: encode a draw: %w", err)
	}
	command.Answer = data
	outcome, err := p.core.Append(ctx, command, journal.Commit{
		Kind: p.kind, Stream: p.id, Expected: head.Version, State: stateOpen, Events: []journal.Event{{Type: drawn, Data: data}},
	})
	if err != nil {
		return Draw{}, fmt.Errorf("kassenzeichen: store the draw: %w", err)
	}
	return answered(outcome)
}

// answered returns the draw that a cause got the first time.
func answered(outcome journal.Outcome) (Draw, error) {
	if outcome.Answer == nil {
		return Draw{}, fmt.Errorf("kassenzeichen: %w: what the cause drew is not remembered any more", bausteine.ErrNotFound)
	}
	return decode(outcome.Answer)
}

// next returns the first usable code behind the state.
func (p *Pool) next(now state) (Draw, bool) {
	counter := p.format.Start
	if now.draws > 0 {
		if now.last >= p.format.Max {
			return Draw{}, false
		}
		counter = now.last + 1
	}
	before := p.format.Max - counter // counters behind the one before
	for {
		left := p.format.Max - counter
		if code, ok := p.format.At(counter); ok {
			return Draw{Kassenzeichen: code, Counter: counter, Left: left, Low: left < p.config.Low && (now.draws == 0 || before+1 >= p.config.Low)}, true
		}
		if left == 0 {
			return Draw{}, false
		}
		counter++
	}
}
