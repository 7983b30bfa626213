// SPDX-License-Identifier: Apache-2.0

// Package journalstore lays the stores of this block over the journal of the
// house.
package journalstore

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// Store is an onceonly.Store over the journal.
type Store struct {
	journal journal.Store
	name    string
	log     *Log
}

var _ onceonly.Store = (*Store)(nil)

// New returns the store with the given name in the journal.
func New(j journal.Store, name string) *Store {
	return &Store{journal: j, name: name, log: NewLog(j, name)}
}

func (s *Store) kind(kind onceonly.Kind) string { return "onceonly/" + s.name + "/" + string(kind) }
func (s *Store) contentKind() string            { return s.kind("content") }

// Append implements onceonly.Store.
func (s *Store) Append(ctx context.Context, commit onceonly.Commit) error {
	var commits []journal.Commit
	for _, step := range commit.Steps {
		commits = append(commits, s.step(step))
	}
	if commit.Content != nil {
		commits = append(commits, s.content(commit.Content))
	}
	for _, record := range commit.Records {
		commits = append(commits, s.log.Commit(record))
	}
	_, err := s.journal.Append(ctx, journal.Command{}, commits...)
	return translate(err)
}

func (s *Store) step(step onceonly.Step) journal.Commit {
	commit := journal.Commit{Kind: s.kind(step.Kind), Stream: step.ID, Expected: step.Version, State: step.State}
	for _, e := range step.Events {
		commit.Events = append(commit.Events, journal.Event{Type: e.Type, Time: e.At, Personal: e.Personal})
	}
	if subject := step.Subject.Clear(); subject != "" {
		commit.Keys = append(commit.Keys, journal.Key{Name: keySubject, Value: subject})
	}
	if last := len(commit.Events) - 1; last >= 0 && !step.EraseAt.IsZero() {
		commit.Events[last].Data = binary.BigEndian.AppendUint64(nil, uint64(step.EraseAt.UnixMicro()))
		commit.Keys = append(commit.Keys, journal.Key{Name: keyEraseIn, Value: monthOf(step.EraseAt)})
	}
	return commit
}

func (s *Store) content(content *onceonly.Content) journal.Commit {
	deadline := binary.BigEndian.AppendUint64(nil, uint64(content.EraseAt.UnixMicro()))
	return journal.Commit{
		Kind:   s.contentKind(),
		Stream: content.ID,
		Events: []journal.Event{{Type: "received", Data: deadline, Personal: content.Bytes}},
		State:  stateKept,
	}
}

// Load implements onceonly.Store.
func (s *Store) Load(ctx context.Context, kind onceonly.Kind, id uuid.UUID) ([]onceonly.StoredEvent, error) {
	_, recorded, err := s.journal.Load(ctx, s.kind(kind), id, 0)
	if err != nil {
		return nil, translate(err)
	}
	events := make([]onceonly.StoredEvent, len(recorded))
	for i, r := range recorded {
		events[i] = onceonly.StoredEvent{Type: r.Type, At: r.Time, Personal: r.Personal, Erased: r.Erased}
	}
	return events, nil
}

// Of implements onceonly.Store.
func (s *Store) Of(ctx context.Context, kind onceonly.Kind, subject onceonly.Subject, before uuid.UUID) iter.Seq2[uuid.UUID, error] {
	return streamsOf(ctx, s.journal, s.kind(kind), subject.Clear(), before)
}

// Content implements onceonly.Store.
func (s *Store) Content(ctx context.Context, id uuid.UUID) ([]byte, error) {
	_, events, err := s.journal.Load(ctx, s.contentKind(), id, 0)
	if err != nil {
		return nil, translate(err)
	}
	if events[0].Erased {
		return nil, onceonly.ErrNotFound
	}
	return events[0].Personal, nil
}

// EraseContent implements onceonly.Store.
func (s *Store) EraseContent(ctx context.Context, id uuid.UUID) error {
	head, _, err := s.journal.Load(ctx, s.contentKind(), id, 0)
	if errors.Is(err, journal.ErrNotFound) || err == nil && head.State == stateGone {
		return nil
	}
	if err != nil {
		return translate(err)
	}
	return translate(eraseStream(ctx, s.journal, head))
}

// EraseContentUntil implements onceonly.Store. Documents live for hours, so the
// list of those kept is short.
func (s *Store) EraseContentUntil(ctx context.Context, now time.Time) (int, error) {
	var kept []journal.Head
	for head, err := range s.journal.List(ctx, journal.Query{Kind: s.contentKind(), State: stateKept}) {
		if err != nil {
			return 0, translate(err)
		}
		kept = append(kept, head)
	}
	erased := 0
	for _, head := range kept {
		_, events, err := s.journal.Load(ctx, head.Kind, head.Stream, 0)
		if err != nil {
			return erased, translate(err)
		}
		over, err := isDue(events[0].Data, now)
		if err != nil {
			return erased, err
		}
		if !over {
			continue
		}
		if err := eraseStream(ctx, s.journal, head); err != nil {
			return erased, translate(err)
		}
		erased++
	}
	return erased, nil
}

// EraseUntil implements onceonly.Store. The deadline of an aggregate lies with its
// last event, and its month is a key; keys go with the erasure.
func (s *Store) EraseUntil(ctx context.Context, kind onceonly.Kind, now time.Time) (int, error) {
	erased := 0
	for month := range months(now) {
		query := journal.Query{Kind: s.kind(kind), Key: journal.Key{Name: keyEraseIn, Value: monthOf(month)}}
		var due []uuid.UUID
		for head, err := range s.journal.List(ctx, query) {
			if err != nil {
				return erased, translate(err)
			}
			_, events, err := s.journal.Load(ctx, head.Kind, head.Stream, head.Version-1)
			if err != nil {
				return erased, translate(err)
			}
			over, err := isDue(events[len(events)-1].Data, now)
			if err != nil {
				return erased, err
			}
			if over {
				due = append(due, head.Stream)
			}
		}
		for _, id := range due {
			if err := s.journal.Erase(ctx, s.kind(kind), id); err != nil {
				return erased, translate(err)
			}
			erased++
		}
	}
	return erased, nil
}

// isDue reads a stored deadline.
func isDue(deadline []byte, now time.Time) (bool, error) {
	if len(deadline) != 8 {
		return false, fmt.Errorf("%w: a stored deadline", onceonly.ErrSyntax)
	}
	return !time.UnixMicro(int64(binary.BigEndian.Uint64(deadline))).After(now), nil
}

// Erase implements onceonly.Store.
func (s *Store) Erase(ctx context.Context, kind onceonly.Kind, id uuid.UUID) error {
	return translate(s.journal.Erase(ctx, s.kind(kind), id))
}

// Log implements onceonly.Store.
func (s *Store) Log() auditlog.Store { return s.log }

// Close implements onceonly.Store.
func (s *Store) Close() error { return s.journal.Close() }

// translate gives the errors of the journal the names that callers branch on, and
// keeps the journal's own behind them.
func translate(err error) error {
	for from, to := range map[error]error{
		journal.ErrConflict:  onceonly.ErrConflict,
		journal.ErrNotFound:  onceonly.ErrNotFound,
		journal.ErrBusy:      onceonly.ErrBusy,
		journal.ErrUncertain: onceonly.ErrUncertain,
		journal.ErrClosed:    onceonly.ErrClosed,
	} {
		if errors.Is(err, from) {
			return fmt.Errorf("%w: %w", to, err)
		}
	}
	return err
}
