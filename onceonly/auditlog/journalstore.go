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

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// JournalStore is a Store over the journal of the house. Every record is a
// stream of its own, so that it can be erased alone; its place in the one order
// of the journal is its place in the log. Every checkpoint is a stream whose id
// follows from its number, so that two processes cannot make the same one.
type JournalStore struct {
	journal journal.Store
	name    string
}

var _ Store = (*JournalStore)(nil)

// NewJournalStore returns the log with the given name in the journal.
func NewJournalStore(j journal.Store, name string) *JournalStore {
	return &JournalStore{journal: j, name: name}
}

const (
	keySubject = "subject"
	keyErase   = "erase"
	stateKept  = "kept"
	stateGone  = "erased"
	monthForm  = "2006-01"
)

func (s *JournalStore) entryKind() string      { return "auditlog/" + s.name + "/entry" }
func (s *JournalStore) checkpointKind() string { return "auditlog/" + s.name + "/checkpoint" }

// Commit returns what has to be appended to the journal to write the record,
// in one step with the deed that it reports.
func (s *JournalStore) Commit(r Record) journal.Commit {
	commitment := r.Commitment()
	personal := make([]byte, 0, len(r.Salt)+8+len(r.Content))
	personal = append(personal, r.Salt[:]...)
	personal = binary.BigEndian.AppendUint64(personal, uint64(r.EraseAt.UnixMicro()))
	personal = append(personal, r.Content...)
	commit := journal.Commit{
		Kind:   s.entryKind(),
		Stream: r.ID,
		Events: []journal.Event{{Type: "logged", Data: commitment[:], Personal: personal}},
		State:  stateKept,
		Keys:   []journal.Key{{Name: keyErase, Value: r.EraseAt.UTC().Format(monthForm)}},
	}
	if r.Subject != "" {
		commit.Keys = append(commit.Keys, journal.Key{Name: keySubject, Value: r.Subject})
	}
	return commit
}

// stored reads the first event of a stream of an entry.
func stored(event journal.Recorded, subject string) (Stored, error) {
	if len(event.Data) != len(Hash{}) {
		return Stored{}, fmt.Errorf("%w: a logged entry without its commitment", ErrSyntax)
	}
	found := Stored{Leaf: Leaf{Position: uint64(event.Position), Commitment: Hash(event.Data)}}
	if event.Erased {
		return found, nil
	}
	const saltEnd, timeEnd = len(Salt{}), len(Salt{}) + 8
	if len(event.Personal) < timeEnd {
		return Stored{}, fmt.Errorf("%w: a logged entry without its salt", ErrSyntax)
	}
	found.Record = &Record{
		ID:      event.Stream,
		Subject: subject,
		EraseAt: time.UnixMicro(int64(binary.BigEndian.Uint64(event.Personal[saltEnd:timeEnd]))).UTC(),
		Salt:    Salt(event.Personal[:saltEnd]),
		Content: event.Personal[timeEnd:],
	}
	return found, nil
}

// Read implements Store. The records carry no subject: it is a key of their
// stream and not part of the event.
func (s *JournalStore) Read(ctx context.Context, after uint64, limit int) (found []Stored, searched uint64, err error) {
	events, err := s.journal.Read(ctx, journal.Position(after), limit)
	if err != nil {
		return nil, 0, err
	}
	searched = after
	for _, event := range events {
		searched = uint64(event.Position)
		if event.Kind != s.entryKind() || event.Version != 1 {
			continue
		}
		one, err := stored(event, "")
		if err != nil {
			return nil, 0, err
		}
		found = append(found, one)
	}
	return found, searched, nil
}

// Record implements Store.
func (s *JournalStore) Record(ctx context.Context, id uuid.UUID) (Record, uint64, error) {
	head, events, err := s.journal.Load(ctx, s.entryKind(), id, 0)
	if errors.Is(err, journal.ErrNotFound) {
		return Record{}, 0, ErrNotFound
	}
	if err != nil {
		return Record{}, 0, err
	}
	one, err := stored(events[0], keyValue(head.Keys, keySubject))
	if err != nil {
		return Record{}, 0, err
	}
	if one.Record == nil {
		return Record{}, 0, ErrNotFound
	}
	return *one.Record, one.Position, nil
}

// Of implements Store.
func (s *JournalStore) Of(ctx context.Context, subject string, before uuid.UUID) iter.Seq2[Record, error] {
	query := journal.Query{Kind: s.entryKind(), Key: journal.Key{Name: keySubject, Value: subject}, After: before, Descending: true}
	return func(yield func(Record, error) bool) {
		for head, err := range s.journal.List(ctx, query) {
			if err != nil {
				yield(Record{}, err)
				return
			}
			record, _, err := s.Record(ctx, head.Stream)
			if errors.Is(err, ErrNotFound) {
				continue // erased between the two reads
			}
			if !yield(record, err) || err != nil {
				return
			}
		}
	}
}

// checkpointSpace makes the ids of checkpoints; the name of the log and the
// number follow.
var checkpointSpace = uuid.MustParse("6f5f1b0e-6a3c-5f0e-9d43-0c1a5b7e2d90")

func (s *JournalStore) checkpointStream(number uint64) uuid.UUID {
	return uuid.NewSHA1(checkpointSpace, []byte(s.name+"/"+strconv.FormatUint(number, 10)))
}

// Checkpoint implements Store.
func (s *JournalStore) Checkpoint(ctx context.Context, number uint64) (Checkpoint, error) {
	_, events, err := s.journal.Load(ctx, s.checkpointKind(), s.checkpointStream(number), 0)
	if errors.Is(err, journal.ErrNotFound) {
		return Checkpoint{}, ErrNotFound
	}
	if err != nil {
		return Checkpoint{}, err
	}
	return parseCheckpoint(events[0].Data)
}

// SaveCheckpoint implements Store.
func (s *JournalStore) SaveCheckpoint(ctx context.Context, number uint64, checkpoint Checkpoint) error {
	_, err := s.journal.Append(ctx, journal.Command{}, journal.Commit{
		Kind:   s.checkpointKind(),
		Stream: s.checkpointStream(number),
		Events: []journal.Event{{Type: "signed", Data: appendCheckpoint(nil, checkpoint)}},
		State:  "signed",
	})
	if errors.Is(err, journal.ErrConflict) {
		return ErrConflict
	}
	return err
}

// A stored checkpoint is the length of the head in four bytes, the head, and
// forty bytes for each leaf: position and commitment.
const leafSize = 8 + len(Hash{})

func appendCheckpoint(b []byte, checkpoint Checkpoint) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(checkpoint.Head)))
	b = append(b, checkpoint.Head...)
	for _, leaf := range checkpoint.Leaves {
		b = binary.BigEndian.AppendUint64(b, leaf.Position)
		b = append(b, leaf.Commitment[:]...)
	}
	return b
}

func parseCheckpoint(b []byte) (Checkpoint, error) {
	if len(b) < 4 {
		return Checkpoint{}, fmt.Errorf("%w: a stored checkpoint", ErrSyntax)
	}
	size, rest := uint64(binary.BigEndian.Uint32(b)), b[4:]
	if size > uint64(len(rest)) || (uint64(len(rest))-size)%uint64(leafSize) != 0 {
		return Checkpoint{}, fmt.Errorf("%w: a stored checkpoint", ErrSyntax)
	}
	checkpoint := Checkpoint{Head: string(rest[:size])}
	for rest = rest[size:]; len(rest) > 0; rest = rest[leafSize:] {
		checkpoint.Leaves = append(checkpoint.Leaves, Leaf{binary.BigEndian.Uint64(rest), Hash(rest[8:leafSize])})
	}
	return checkpoint, nil
}

// EraseUntil implements Store. It visits the months from that of the oldest
// record still kept to that of now.
func (s *JournalStore) EraseUntil(ctx context.Context, now time.Time) (int, error) {
	oldest, err := s.oldestKept(ctx)
	if err != nil || oldest.IsZero() {
		return 0, err
	}
	erased := 0
	first := time.Date(oldest.Year(), oldest.Month(), 1, 0, 0, 0, 0, time.UTC)
	for month := first; !month.After(now); month = month.AddDate(0, 1, 0) {
		n, err := s.eraseMonth(ctx, month.Format(monthForm), now)
		erased += n
		if err != nil {
			return erased, err
		}
	}
	return erased, nil
}

func (s *JournalStore) eraseMonth(ctx context.Context, month string, now time.Time) (int, error) {
	var due []journal.Head
	query := journal.Query{Kind: s.entryKind(), State: stateKept, Key: journal.Key{Name: keyErase, Value: month}}
	for head, err := range s.journal.List(ctx, query) {
		if err != nil {
			return 0, err
		}
		record, _, err := s.Record(ctx, head.Stream)
		if errors.Is(err, ErrNotFound) || err == nil && record.EraseAt.After(now) {
			continue
		}
		if err != nil {
			return 0, err
		}
		due = append(due, head)
	}
	for i, head := range due {
		if err := s.journal.Erase(ctx, head.Kind, head.Stream); err != nil {
			return i, err
		}
		if err := s.markErased(ctx, head); err != nil {
			return i, err
		}
	}
	return len(due), nil
}

// markErased takes the stream out of the list of those kept. It comes after the
// erasure: a crash between the two leaves a mark to set, never a record.
func (s *JournalStore) markErased(ctx context.Context, head journal.Head) error {
	_, err := s.journal.Append(ctx, journal.Command{}, journal.Commit{
		Kind: head.Kind, Stream: head.Stream, Expected: head.Version,
		Events: []journal.Event{{Type: "erased"}},
		State:  stateGone,
	})
	if errors.Is(err, journal.ErrConflict) {
		return nil // another process did it
	}
	return err
}

// oldestKept returns when the oldest record that is still kept was written.
func (s *JournalStore) oldestKept(ctx context.Context) (time.Time, error) {
	var unmarked []journal.Head
	var oldest time.Time
	for head, err := range s.journal.List(ctx, journal.Query{Kind: s.entryKind(), State: stateKept}) {
		if err != nil {
			return time.Time{}, err
		}
		if head.Erased.IsZero() {
			oldest = head.Changed.UTC()
			break
		}
		unmarked = append(unmarked, head)
	}
	for _, head := range unmarked {
		if err := s.markErased(ctx, head); err != nil {
			return time.Time{}, err
		}
	}
	return oldest, nil
}

func keyValue(keys []journal.Key, name string) string {
	for _, key := range keys {
		if key.Name == name {
			return key.Value
		}
	}
	return ""
}
