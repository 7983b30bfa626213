// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"strconv"
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
	// checkpoint returns the checkpoint with the number, counted from zero; ErrNotFound.
	checkpoint(ctx context.Context, number uint64) (checkpoint, error)
	// saveCheckpoint stores the checkpoint under the next number; ErrConflict if there is
	// one already.
	saveCheckpoint(ctx context.Context, number uint64, checkpoint checkpoint) error
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

// asWritten is the deadline of streams whose commits name the day themselves.
func asWritten(head journal.Head) time.Time { return head.Due }

// block is what the log brings to the store.
func (l *Log) block(name string) grund.Block {
	s := &logStore{name: name}
	return grund.Block{
		Name: "auditlog/" + name, Tick: l.tick,
		Kinds: []grund.Kind{
			entryKind(ledger.Kind(name)),
			// Heads and commitments are no personal data and stay as long as the log does.
			{
				Name: s.checkpointKind(), States: []string{stateSigned}, Deadline: func(journal.Head) time.Time { return time.Time{} },
				Keep: []grund.Keep{{State: stateSigned, What: "signed heads, without personal data", For: grund.Years(100)}},
			},
		},
	}
}

const stateSigned = "signed"

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

// checkpointSpace makes the ids of checkpoints from the name of the log and the
// number, so that two processes cannot make the same one.
var checkpointSpace = uuid.MustParse("6f5f1b0e-6a3c-5f0e-9d43-0c1a5b7e2d90")

func (s *logStore) checkpointStream(number uint64) uuid.UUID {
	return uuid.NewSHA1(checkpointSpace, []byte(s.name+"/"+strconv.FormatUint(number, 10)))
}

func (s *logStore) checkpoint(ctx context.Context, number uint64) (checkpoint, error) {
	_, events, err := s.core.Load(ctx, s.checkpointKind(), s.checkpointStream(number), 0)
	if errors.Is(err, journal.ErrNotFound) || err == nil && len(events) == 0 {
		return checkpoint{}, ErrNotFound
	}
	if err != nil {
		return checkpoint{}, err
	}
	return parseCheckpoint(events[0].Data)
}

func (s *logStore) saveCheckpoint(ctx context.Context, number uint64, c checkpoint) error {
	_, err := s.core.Append(ctx, journal.Command{}, journal.Commit{
		Kind: s.checkpointKind(), Stream: s.checkpointStream(number), State: stateSigned,
		Events: []journal.Event{{Type: "signed", Data: appendCheckpoint(nil, c)}},
	})
	return err
}

// A stored checkpoint is the length of the head in four bytes, the head, and for
// each leaf its position in eight bytes and its commitment.
const leafSize = 8 + len(Hash{})

func appendCheckpoint(b []byte, c checkpoint) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(c.head)))
	b = append(b, c.head...)
	for _, leaf := range c.leaves {
		b = binary.BigEndian.AppendUint64(b, leaf.position)
		b = append(b, leaf.commitment[:]...)
	}
	return b
}

func parseCheckpoint(b []byte) (checkpoint, error) {
	broken := fmt.Errorf("%w: a stored checkpoint", ErrSyntax)
	if len(b) < 4 {
		return checkpoint{}, broken
	}
	size, rest := uint64(binary.BigEndian.Uint32(b)), b[4:]
	if size > uint64(len(rest)) || (uint64(len(rest))-size)%uint64(leafSize) != 0 {
		return checkpoint{}, broken
	}
	c := checkpoint{head: string(rest[:size])}
	for rest = rest[size:]; len(rest) > 0; rest = rest[leafSize:] {
		c.leaves = append(c.leaves, leaf{binary.BigEndian.Uint64(rest), Hash(rest[8:leafSize])})
	}
	return c, nil
}
