// SPDX-License-Identifier: Apache-2.0

package auditlog

// The tests put stores under a log that lie, forget and race. Store is what such a one
// implements, and Memory the honest one.

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/google/uuid"
)

// Store keeps the records of one log in the order in which they were written,
// and the checkpoints over them. How records get into it is the business of
// whoever writes them, because an entry must be durable in one step with the
// deed that it reports.
//
// A record has a position: positions grow in the order of writing, and once a
// position was passed by Read, no record with a lower one appears later. The
// commitment to a record, once written, never changes and is never removed.
// All methods may be called concurrently and from several processes.
type Store interface {
	// Read returns records behind a position, in order, and how far it looked.
	// It is at the end when it looked no further than after.
	Read(ctx context.Context, after uint64, limit int) (found []Stored, searched uint64, err error)
	// Record returns a record with its position. ErrNotFound if there is none
	// or if it was erased.
	Record(ctx context.Context, id uuid.UUID) (Record, uint64, error)
	// Of returns the records of one subject, the newest first. With before set,
	// it goes on behind that record. Erased records are left out.
	Of(ctx context.Context, subject string, before uuid.UUID) iter.Seq2[Record, error]
	// Checkpoint returns the checkpoint with the number, counted from zero;
	// ErrNotFound if it was not yet made.
	Checkpoint(ctx context.Context, number uint64) (Checkpoint, error)
	// SaveCheckpoint stores the checkpoint under the next number; ErrConflict
	// if there is one already.
	SaveCheckpoint(ctx context.Context, number uint64, checkpoint Checkpoint) error
	// EraseUntil destroys all records whose EraseAt is not after now, with
	// their salts, and returns how many. The commitments stay.
	EraseUntil(ctx context.Context, now time.Time) (int, error)
}

// Leaf is what stays of a record for ever.
type Leaf struct {
	Position   uint64
	Commitment Hash
}

// Stored is a leaf with its record, or with nil if the record was erased.
type Stored struct {
	Leaf

	Record *Record
}

// Format shows the position alone.
func (s Stored) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "auditlog.Stored{%d}", s.Position)
}

// Checkpoint is a signed head, as text, with the leaves that the log has gained
// since the checkpoint before.
type Checkpoint struct {
	Head   string
	Leaves []Leaf
}

// StoreConfig opens a log over such a store.
type StoreConfig struct {
	Origin    string
	Signer    *Signer
	Former    []Verifier
	Store     Store
	Now       func() time.Time
	Keepers   []Keeper
	Witnesses []Witness
}

// OpenStore is Open over a store of the tests.
func OpenStore(ctx context.Context, config StoreConfig) (*Log, error) {
	l, err := config.log()
	if err != nil {
		return nil, err
	}
	return l, l.open(ctx)
}

// BeginEpochStore is BeginEpoch over a store of the tests.
func BeginEpochStore(ctx context.Context, config StoreConfig, act Act) (SignedHead, error) {
	l, err := config.log()
	if err != nil {
		return SignedHead{}, err
	}
	return l.beginEpoch(ctx, act)
}

func (config StoreConfig) log() (*Log, error) {
	return newLog(Config{
		Origin: config.Origin, Signer: config.Signer, Former: config.Former, Keepers: config.Keepers, Witnesses: config.Witnesses, Name: "log",
	}, adapted{config.Store}, config.Now)
}

// Tick does what the store of the process does every few seconds.
func (l *Log) Tick(ctx context.Context) error { return l.tick(ctx) }

// Erase destroys what is due, as the sweep of the store does.
func (l *Log) Erase(ctx context.Context) (int, error) {
	return l.source.(adapted).EraseUntil(ctx, l.now())
}

type adapted struct{ Store }

func (a adapted) read(ctx context.Context, after uint64, limit int) (found []stored, searched uint64, err error) {
	list, searched, err := a.Read(ctx, after, limit)
	for _, s := range list {
		found = append(found, stored{leaf{s.Position, s.Commitment}, s.Record})
	}
	return found, searched, err
}

func (a adapted) record(ctx context.Context, id uuid.UUID) (Record, uint64, error) {
	return a.Record(ctx, id)
}

func (a adapted) of(ctx context.Context, subject string, before uuid.UUID) iter.Seq2[uuid.UUID, error] {
	return func(yield func(uuid.UUID, error) bool) {
		for record, err := range a.Of(ctx, subject, before) {
			if !yield(record.ID, err) || err != nil {
				return
			}
		}
	}
}

func (a adapted) checkpoint(ctx context.Context, number uint64) (checkpoint, error) {
	c, err := a.Checkpoint(ctx, number)
	next := checkpoint{head: c.Head}
	for _, l := range c.Leaves {
		next.leaves = append(next.leaves, leaf{l.Position, l.Commitment})
	}
	return next, err
}

func (a adapted) saveCheckpoint(ctx context.Context, number uint64, c checkpoint) error {
	next := Checkpoint{Head: c.head}
	for _, l := range c.leaves {
		next.Leaves = append(next.Leaves, Leaf{l.position, l.commitment})
	}
	return a.SaveCheckpoint(ctx, number, next)
}

func (a adapted) append(_ context.Context, records ...Record) error {
	return a.Store.(*Memory).Append(records...)
}
