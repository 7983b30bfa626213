// SPDX-License-Identifier: Apache-2.0

// Package journalstore is the antrag.Store over the journal of the ground
// floor. memstore and sqlstore open it on their kind of journal.
package journalstore

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// The names of the keys by which heads are found, and the kind of all commands:
// a command key is unique among all Antraege.
const (
	keyKonto    = "konto"
	keyBehoerde = "behoerde"
	keyLeistung = "leistung"
	commandKind = "antrag"
)

// Store implements antrag.Store.
type Store struct {
	journal.Outbox

	journal journal.Store
}

var _ antrag.Store = (*Store)(nil)

// New returns the store over an open journal.
func New(j journal.Store) *Store { return &Store{Outbox: j, journal: j} }

// Append implements antrag.Store.
func (s *Store) Append(ctx context.Context, commit antrag.Commit) (antrag.Receipt, error) {
	out := journal.Commit{
		Kind: antrag.EffectStreams, Stream: commit.Antrag, Expected: commit.Version,
		State: string(commit.Head.Status), Keys: keys(commit.Head),
	}
	for _, e := range commit.Ereignisse {
		skeleton, personal, err := antrag.MarshalEreignis(e)
		if err != nil {
			return antrag.Receipt{}, err
		}
		out.Events = append(out.Events, journal.Event{Type: string(e.Art), Time: e.Zeit, Data: skeleton, Personal: personal})
	}
	for _, kind := range commit.Effects {
		out.Effects = append(out.Effects, journal.Effect{Kind: kind})
	}
	var command journal.Command
	if commit.Command != "" {
		command = journal.Command{Kind: commandKind, Key: commit.Command, Fingerprint: commit.Fingerprint}
	}
	outcome, err := s.journal.Append(ctx, command, out)
	if err != nil {
		return antrag.Receipt{}, translate(err)
	}
	return receipt(outcome), nil
}

// Load implements antrag.Store.
func (s *Store) Load(ctx context.Context, id uuid.UUID) ([]antrag.Ereignis, error) {
	_, recorded, err := s.journal.Load(ctx, antrag.EffectStreams, id, 0)
	if err != nil {
		return nil, translate(err)
	}
	events := make([]antrag.Ereignis, 0, len(recorded))
	for i := range recorded {
		r := &recorded[i]
		e, err := antrag.UnmarshalEreignis(antrag.Art(r.Type), r.Time, r.Data, r.Personal)
		if err != nil {
			return nil, err
		}
		events = append(events, e)
	}
	return events, nil
}

// List implements antrag.Store.
func (s *Store) List(ctx context.Context, query antrag.Query) iter.Seq2[antrag.Head, error] {
	q := journal.Query{Kind: antrag.EffectStreams, State: string(query.Status), After: query.After, Descending: query.Newest}
	switch {
	case query.Konto != "":
		q.Key = journal.Key{Name: keyKonto, Value: query.Konto}
	case query.Behoerde != "":
		q.Key = journal.Key{Name: keyBehoerde, Value: query.Behoerde}
	}
	return func(yield func(antrag.Head, error) bool) {
		for stored, err := range s.journal.List(ctx, q) {
			var h antrag.Head
			if err == nil {
				h, err = head(&stored)
			}
			if err != nil {
				yield(antrag.Head{}, translate(err))
				return
			}
			if query.Behoerde != "" && h.Behoerde != query.Behoerde {
				continue // the journal was asked for the Konto
			}
			if !yield(h, nil) {
				return
			}
		}
	}
}

// Answer implements antrag.Store.
func (s *Store) Answer(ctx context.Context, command string) (antrag.Receipt, error) {
	outcome, err := s.journal.Answer(ctx, commandKind, command)
	if err != nil {
		return antrag.Receipt{}, translate(err)
	}
	return receipt(outcome), nil
}

// Effects implements antrag.Store.
func (s *Store) Effects(ctx context.Context, query antrag.EffectQuery) iter.Seq2[antrag.EffectRecord, error] {
	query.Kind = antrag.EffectStreams
	return s.journal.Effects(ctx, query)
}

// Resume implements antrag.Store.
func (s *Store) Resume(ctx context.Context, ref antrag.EffectRef) error {
	return translate(s.journal.Resume(ctx, ref))
}

// Erase implements antrag.Store.
func (s *Store) Erase(ctx context.Context, id uuid.UUID) error {
	return translate(s.journal.Erase(ctx, antrag.EffectStreams, id))
}

// Close implements antrag.Store.
func (s *Store) Close() error { return s.journal.Close() }

func keys(h antrag.Head) []journal.Key {
	all := []journal.Key{{Name: keyKonto, Value: h.Konto}, {Name: keyBehoerde, Value: h.Behoerde}, {Name: keyLeistung, Value: h.Leistung.String()}}
	set := all[:0]
	for _, k := range all {
		if k.Value != "" {
			set = append(set, k)
		}
	}
	return set
}

func head(stored *journal.Head) (antrag.Head, error) {
	h := antrag.Head{
		Antrag: stored.Stream, Version: stored.Version,
		Status: antrag.Status(stored.State), Geaendert: stored.Changed,
	}
	for _, k := range stored.Keys {
		switch k.Name {
		case keyKonto:
			h.Konto = k.Value
		case keyBehoerde:
			h.Behoerde = k.Value
		case keyLeistung:
			schluessel, err := leistung.ParseSchluessel(k.Value)
			if err != nil {
				return antrag.Head{}, fmt.Errorf("antrag: head is damaged: %w", err)
			}
			h.Leistung = schluessel
		}
	}
	return h, nil
}

func receipt(outcome journal.Outcome) antrag.Receipt {
	r := outcome.Receipts[0]
	return antrag.Receipt{Antrag: r.Stream, Version: r.Version, Replayed: outcome.Replayed}
}

// translate gives the errors of the journal the names that callers of antrag
// branch on, and keeps the journal's own behind them.
func translate(err error) error {
	for from, to := range map[error]error{
		journal.ErrConflict:      antrag.ErrConflict,
		journal.ErrCommandReused: antrag.ErrCommandReused,
		journal.ErrNotFound:      antrag.ErrNotFound,
		journal.ErrInvalid:       antrag.ErrInvalid,
		journal.ErrBusy:          antrag.ErrBusy,
		journal.ErrUncertain:     antrag.ErrUncertain,
	} {
		if errors.Is(err, from) {
			return fmt.Errorf("%w: %w", to, err)
		}
	}
	return err
}
