// SPDX-License-Identifier: Apache-2.0

// Package journalstore keeps pools of Kassenzeichen in the journal of the ground
// floor. memstore and sqlstore open it on their kind of journal.
package journalstore

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/payment/kassenzeichen"
)

const (
	kind  = "kassenzeichen-pool"
	drawn = "drawn"
)

// Store implements kassenzeichen.Store.
type Store struct{ journal journal.Store }

var _ kassenzeichen.Store = (*Store)(nil)

// New returns the store over an open journal.
func New(j journal.Store) *Store { return &Store{journal: j} }

// record is the stored form of a draw.
type record struct {
	Kassenzeichen string `json:"kassenzeichen"`
	Counter       uint64 `json:"counter"`
	Left          uint64 `json:"left"`
	Low           bool   `json:"low,omitempty"`
}

// stream gives a pool its id: the same name is the same pool in every process.
func stream(pool string) uuid.UUID { return uuid.NewSHA1(uuid.NameSpaceURL, []byte(kind+":"+pool)) }

// Load implements kassenzeichen.Store.
func (s *Store) Load(ctx context.Context, pool string) (kassenzeichen.State, error) {
	head, _, err := s.journal.Load(ctx, kind, stream(pool), math.MaxInt64) // the head alone
	if errors.Is(err, journal.ErrNotFound) {
		return kassenzeichen.State{}, nil
	}
	if err != nil {
		return kassenzeichen.State{}, err
	}
	_, events, err := s.journal.Load(ctx, kind, stream(pool), head.Version-1)
	if err != nil {
		return kassenzeichen.State{}, err
	}
	last := events[len(events)-1] // the pool may have moved on since
	var r record
	if err := json.Unmarshal(last.Data, &r); err != nil {
		return kassenzeichen.State{}, fmt.Errorf("kassenzeichen: a stored draw is damaged: %w", err)
	}
	return kassenzeichen.State{Version: last.Version, Last: r.Counter}, nil
}

// Append implements kassenzeichen.Store.
func (s *Store) Append(ctx context.Context, pool string, version uint64, cause string, draw kassenzeichen.Draw) (kassenzeichen.Draw, error) {
	command := journal.Command{Kind: kind + "/" + stream(pool).String(), Key: cause}
	first, err := s.journal.Answer(ctx, command.Kind, command.Key)
	switch {
	case err == nil:
		return decode(first.Answer)
	case !errors.Is(err, journal.ErrNotFound):
		return kassenzeichen.Draw{}, err
	case draw.Kassenzeichen == "":
		return kassenzeichen.Draw{}, kassenzeichen.ErrExhausted
	}
	data, err := json.Marshal(record(draw))
	if err != nil {
		return kassenzeichen.Draw{}, err
	}
	command.Answer = data
	outcome, err := s.journal.Append(ctx, command, journal.Commit{
		Kind: kind, Stream: stream(pool), Expected: version, State: "open",
		Events: []journal.Event{{Type: drawn, Data: data}},
	})
	if errors.Is(err, journal.ErrConflict) {
		return kassenzeichen.Draw{}, fmt.Errorf("%w: %w", kassenzeichen.ErrConflict, err)
	}
	if err != nil {
		return kassenzeichen.Draw{}, err
	}
	return decode(outcome.Answer)
}

func decode(data []byte) (kassenzeichen.Draw, error) {
	var r record
	if err := json.Unmarshal(data, &r); err != nil {
		return kassenzeichen.Draw{}, fmt.Errorf("kassenzeichen: a stored draw is damaged: %w", err)
	}
	return kassenzeichen.Draw(r), nil
}
