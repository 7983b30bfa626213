// SPDX-License-Identifier: Apache-2.0

package journalstore

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// Log is an auditlog.Store over the journal. Every record is a stream of its
// own, so that it can be erased alone; its place in the one order of the journal
// is its place in the log. Every checkpoint is a stream whose id follows from
// its number, so that two processes cannot make the same one.
type Log struct {
	journal journal.Store
	name    string
}

var _ auditlog.Store = (*Log)(nil)

// NewLog returns the log with the given name in the journal.
func NewLog(j journal.Store, name string) *Log { return &Log{journal: j, name: name} }

const (
	keySubject = "subject"
	keyEraseIn = "erase-in" // the month
	stateKept  = "kept"
	stateGone  = "erased"
)

// keptUntil is the state of a record: by the month of its deadline it is found
// when the time has come.
func keptUntil(deadline time.Time) string {
	return stateKept + " until " + monthOf(deadline)
}

func (l *Log) entryKind() string      { return "onceonly/" + l.name + "/entry" }
func (l *Log) checkpointKind() string { return "onceonly/" + l.name + "/checkpoint" }

// A stored record is its salt, its deadline in microseconds since 1970 in eight
// bytes, and its content.
const (
	saltEnd     = len(auditlog.Salt{})
	deadlineEnd = saltEnd + 8
)

// Commit returns what has to be appended to the journal to write the record, in
// one step with the deed that it reports.
func (l *Log) Commit(r auditlog.Record) journal.Commit {
	commitment := r.Commitment()
	personal := make([]byte, 0, deadlineEnd+len(r.Content))
	personal = append(personal, r.Salt[:]...)
	personal = binary.BigEndian.AppendUint64(personal, uint64(r.EraseAt.UnixMicro()))
	personal = append(personal, r.Content...)
	commit := journal.Commit{
		Kind:   l.entryKind(),
		Stream: r.ID,
		Events: []journal.Event{{Type: "logged", Data: commitment[:], Personal: personal}},
		State:  keptUntil(r.EraseAt),
	}
	if r.Subject != "" {
		commit.Keys = []journal.Key{{Name: keySubject, Value: r.Subject}}
	}
	return commit
}

// parseEntry reads the first event of the stream of an entry.
func parseEntry(event journal.Recorded, subject string) (auditlog.Stored, error) {
	if len(event.Data) != len(auditlog.Hash{}) {
		return auditlog.Stored{}, fmt.Errorf("%w: a logged entry without its commitment", auditlog.ErrSyntax)
	}
	found := auditlog.Stored{Leaf: auditlog.Leaf{Position: uint64(event.Position), Commitment: auditlog.Hash(event.Data)}}
	if event.Erased {
		return found, nil
	}
	if len(event.Personal) < deadlineEnd {
		return auditlog.Stored{}, fmt.Errorf("%w: a logged entry without its salt", auditlog.ErrSyntax)
	}
	deadline := int64(binary.BigEndian.Uint64(event.Personal[saltEnd:deadlineEnd]))
	found.Record = &auditlog.Record{
		ID:      event.Stream,
		Subject: subject,
		EraseAt: time.UnixMicro(deadline).UTC(),
		Salt:    auditlog.Salt(event.Personal[:saltEnd]),
		Content: event.Personal[deadlineEnd:],
	}
	return found, nil
}

// Read implements auditlog.Store. The records carry no subject: it is a key of
// their stream and not part of the event.
func (l *Log) Read(ctx context.Context, after uint64, limit int) (found []auditlog.Stored, searched uint64, err error) {
	events, err := l.journal.Read(ctx, journal.Position(after), limit)
	if err != nil {
		return nil, 0, translate(err)
	}
	searched = after
	for _, event := range events {
		searched = uint64(event.Position)
		if event.Kind != l.entryKind() || event.Version != 1 {
			continue
		}
		one, err := parseEntry(event, "")
		if err != nil {
			return nil, 0, err
		}
		found = append(found, one)
	}
	return found, searched, nil
}

// Record implements auditlog.Store.
func (l *Log) Record(ctx context.Context, id uuid.UUID) (auditlog.Record, uint64, error) {
	head, events, err := l.journal.Load(ctx, l.entryKind(), id, 0)
	if errors.Is(err, journal.ErrNotFound) {
		return auditlog.Record{}, 0, auditlog.ErrNotFound
	}
	if err != nil {
		return auditlog.Record{}, 0, translate(err)
	}
	one, err := parseEntry(events[0], keyValue(head.Keys, keySubject))
	if err != nil {
		return auditlog.Record{}, 0, err
	}
	if one.Record == nil {
		return auditlog.Record{}, 0, auditlog.ErrNotFound
	}
	return *one.Record, one.Position, nil
}

// Of implements auditlog.Store.
func (l *Log) Of(ctx context.Context, subject string, before uuid.UUID) iter.Seq2[auditlog.Record, error] {
	return func(yield func(auditlog.Record, error) bool) {
		for id, err := range streamsOf(ctx, l.journal, l.entryKind(), subject, before) {
			if err != nil {
				yield(auditlog.Record{}, err)
				return
			}
			record, _, err := l.Record(ctx, id)
			if errors.Is(err, auditlog.ErrNotFound) {
				continue // erased between the two reads
			}
			if !yield(record, err) || err != nil {
				return
			}
		}
	}
}

// streamsOf streams the ids of a person's streams, the newest first.
func streamsOf(ctx context.Context, j journal.Store, kind, subject string, before uuid.UUID) iter.Seq2[uuid.UUID, error] {
	query := journal.Query{Kind: kind, Key: journal.Key{Name: keySubject, Value: subject}, After: before, Descending: true}
	return func(yield func(uuid.UUID, error) bool) {
		for head, err := range j.List(ctx, query) {
			if !yield(head.Stream, translate(err)) || err != nil {
				return
			}
		}
	}
}

// checkpointSpace makes the ids of checkpoints from the name of the log and the
// number.
var checkpointSpace = uuid.MustParse("6f5f1b0e-6a3c-5f0e-9d43-0c1a5b7e2d90")

func (l *Log) checkpointStream(number uint64) uuid.UUID {
	return uuid.NewSHA1(checkpointSpace, []byte(l.name+"/"+strconv.FormatUint(number, 10)))
}

// Checkpoint implements auditlog.Store.
func (l *Log) Checkpoint(ctx context.Context, number uint64) (auditlog.Checkpoint, error) {
	_, events, err := l.journal.Load(ctx, l.checkpointKind(), l.checkpointStream(number), 0)
	if errors.Is(err, journal.ErrNotFound) {
		return auditlog.Checkpoint{}, auditlog.ErrNotFound
	}
	if err != nil {
		return auditlog.Checkpoint{}, translate(err)
	}
	return parseCheckpoint(events[0].Data)
}

// SaveCheckpoint implements auditlog.Store.
func (l *Log) SaveCheckpoint(ctx context.Context, number uint64, checkpoint auditlog.Checkpoint) error {
	_, err := l.journal.Append(ctx, journal.Command{}, journal.Commit{
		Kind:   l.checkpointKind(),
		Stream: l.checkpointStream(number),
		Events: []journal.Event{{Type: "signed", Data: appendCheckpoint(nil, checkpoint)}},
		State:  "signed",
	})
	if errors.Is(err, journal.ErrConflict) {
		return fmt.Errorf("%w: %w", auditlog.ErrConflict, err)
	}
	return translate(err)
}

// A stored checkpoint is the length of the head in four bytes, the head, and for
// each leaf its position in eight bytes and its commitment.
const leafSize = 8 + len(auditlog.Hash{})

func appendCheckpoint(b []byte, checkpoint auditlog.Checkpoint) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(checkpoint.Head)))
	b = append(b, checkpoint.Head...)
	for _, leaf := range checkpoint.Leaves {
		b = binary.BigEndian.AppendUint64(b, leaf.Position)
		b = append(b, leaf.Commitment[:]...)
	}
	return b
}

func parseCheckpoint(b []byte) (auditlog.Checkpoint, error) {
	broken := fmt.Errorf("%w: a stored checkpoint", auditlog.ErrSyntax)
	if len(b) < 4 {
		return auditlog.Checkpoint{}, broken
	}
	size, rest := uint64(binary.BigEndian.Uint32(b)), b[4:]
	if size > uint64(len(rest)) || (uint64(len(rest))-size)%uint64(leafSize) != 0 {
		return auditlog.Checkpoint{}, broken
	}
	checkpoint := auditlog.Checkpoint{Head: string(rest[:size])}
	for rest = rest[size:]; len(rest) > 0; rest = rest[leafSize:] {
		leaf := auditlog.Leaf{Position: binary.BigEndian.Uint64(rest), Commitment: auditlog.Hash(rest[8:leafSize])}
		checkpoint.Leaves = append(checkpoint.Leaves, leaf)
	}
	return checkpoint, nil
}

func keyValue(keys []journal.Key, name string) string {
	for _, key := range keys {
		if key.Name == name {
			return key.Value
		}
	}
	return ""
}
