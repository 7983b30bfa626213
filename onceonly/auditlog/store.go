// SPDX-License-Identifier: Apache-2.0

package auditlog

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
