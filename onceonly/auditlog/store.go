// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/onceonly/internal/ledger"
)

// source is what a log reads its entries from, and where its checkpoints lie. Entries
// have positions that grow in the order of writing; once a position was passed, no
// entry with a lower one appears later.
type source interface {
	// read returns entries behind a position, in order, and how far it looked. It is at
	// the end when it looked no further than after.
	read(ctx context.Context, after uint64, limit int) (found []stored, searched uint64, err error)
	// record returns an entry with its position. ErrNotFound if there is none, or if it
	// was or should be erased.
	record(ctx context.Context, id uuid.UUID) (Record, uint64, error)
	// of streams the ids of the entries under a key, the newest first.
	of(ctx context.Context, subject string, before uuid.UUID) iter.Seq2[uuid.UUID, error]
	// checkpoints counts the checkpoints.
	checkpoints(ctx context.Context) (uint64, error)
	// checkpoint returns the checkpoint with the number, counted from zero; ErrNotFound.
	checkpoint(ctx context.Context, number uint64) (checkpoint, error)
	// saveCheckpoint stores the checkpoint under the next number, in one step with what the
	// tiles gain by it; ErrConflict if there is one already.
	saveCheckpoint(ctx context.Context, number uint64, checkpoint checkpoint, tiles []growth) error
	// tile returns the first n nodes of a tile; ErrNotFound.
	tile(ctx context.Context, name tileName, n int) (*tile, error)
	// saveTiles stores what tiles gain by checkpoints that were made before.
	saveTiles(ctx context.Context, tiles []growth) error
	// append writes records in one step.
	append(ctx context.Context, records ...Record) error
}

// leaf is what stays of a record for ever.
type leaf struct {
	position   uint64
	commitment Hash
}

// stored is a leaf with its record, or with nil if the record was erased.
type stored struct {
	leaf

	record *Record
}

// checkpoint is a signed head, as text, with the leaves that the log has gained since
// the checkpoint before.
type checkpoint struct {
	head   string
	leaves []leaf
}

// logStore is the source over the store of the process.
type logStore struct {
	core *grund.Core
	name string
}

func (s *logStore) checkpointKind() string { return "auditlog/" + s.name + "/checkpoint" }

func (s *logStore) tileKind() string { return "auditlog/" + s.name + "/tile" }

// asWritten is the deadline of streams whose commits name the day themselves.
func asWritten(head journal.Head) time.Time { return head.Due }

// block is what the log brings to the store.
func (l *Log) block(name string) grund.Block {
	s := &logStore{name: name}
	return grund.Block{
		Name: "auditlog/" + name, Tick: l.tick,
		Kinds: []grund.Kind{
			entryKind(ledger.Kind(name), l.config.MonthsEU),
			// Heads and commitments are no personal data and stay as long as the log does.
			lasting(s.checkpointKind(), "signed heads, without personal data"),
			lasting(s.tileKind(), "the tree under the signed heads, without personal data"),
		},
	}
}

const stateSigned = "signed"

func lasting(kind, what string) grund.Kind {
	return grund.Kind{
		Name: kind, States: []string{stateSigned}, Deadline: func(journal.Head) time.Time { return time.Time{} },
		Keep: []grund.Keep{{State: stateSigned, What: what, For: grund.Years(100)}},
	}
}

func (s *logStore) append(ctx context.Context, records ...Record) error {
	commits := make([]journal.Commit, len(records))
	for i := range records {
		commits[i] = ledger.Commit(s.name, records[i].entry())
	}
	if _, err := s.core.Append(ctx, journal.Command{}, commits...); err != nil {
		return fmt.Errorf("auditlog: write records: %w", err)
	}
	return nil
}

// entry is the record as it is stored.
func (r *Record) entry() *ledger.Entry {
	class := r.Retention
	if class == "" {
		class = RetentionOwn
	}
	return &ledger.Entry{
		ID: r.ID, Key: r.Subject, Class: string(class), EraseAt: r.EraseAt, Salt: r.Salt, Commitment: r.Commitment(), Content: r.Content,
	}
}

func parseStored(event *journal.Recorded) (stored, error) {
	e, err := ledger.Parse(event)
	if err != nil {
		return stored{}, fmt.Errorf("%w: %w", ErrSyntax, err)
	}
	found := stored{leaf: leaf{e.Position, e.Commitment}}
	if !e.Erased {
		found.record = &Record{ID: e.ID, EraseAt: e.EraseAt, Salt: e.Salt, Content: e.Content}
	}
	return found, nil
}

func (s *logStore) read(ctx context.Context, after uint64, limit int) (found []stored, searched uint64, err error) {
	events, err := s.core.Firsts(ctx, ledger.Kind(s.name), journal.Position(after), limit)
	if err != nil {
		return nil, after, err
	}
	searched = after
	for i := range events {
		one, err := parseStored(&events[i])
		if err != nil {
			return nil, after, err
		}
		searched = one.position
		found = append(found, one)
	}
	return found, searched, nil
}

func (s *logStore) record(ctx context.Context, id uuid.UUID) (Record, uint64, error) {
	head, events, err := s.core.Load(ctx, ledger.Kind(s.name), id, 0)
	if errors.Is(err, journal.ErrNotFound) || err == nil && len(events) == 0 {
		return Record{}, 0, ErrNotFound
	}
	if err != nil {
		return Record{}, 0, err
	}
	one, err := parseStored(&events[0])
	if err != nil {
		return Record{}, 0, err
	}
	if one.record == nil || !s.core.Now().Before(one.record.EraseAt) {
		return Record{}, 0, ErrNotFound
	}
	for _, key := range head.Keys {
		one.record.Subject = key.Value
	}
	one.record.Retention = Retention(head.State)
	return *one.record, one.position, nil
}

func (s *logStore) of(ctx context.Context, subject string, before uuid.UUID) iter.Seq2[uuid.UUID, error] {
	return func(yield func(uuid.UUID, error) bool) {
		for head, err := range s.core.List(ctx, ledger.Query(s.name, subject, before)) {
			if !yield(head.Stream, err) || err != nil {
				return
			}
		}
	}
}
