// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"context"
	"time"
)

// Store keeps the records of one log in the order in which they were written.
// How records get into it is the business of whoever writes them, because an
// entry must be durable in one step with the deed that it reports.
//
// The index of a record is its place in that order, counted from zero without
// gaps. A commitment, once written, never changes and is never removed.
// All methods may be called concurrently and from several processes.
type Store interface {
	// Commitments returns up to limit commitments from index from on; none if
	// there are no more.
	Commitments(ctx context.Context, from uint64, limit int) ([]Hash, error)
	// Record returns a record with its index. ErrNotFound if there is none or
	// if it was erased.
	Record(ctx context.Context, id string) (Record, uint64, error)
	// Head returns the last signed head, as text; empty if there is none.
	Head(ctx context.Context) (string, error)
	// SaveHead replaces the last signed head, if it is still the one that
	// Head returned; else ErrConflict.
	SaveHead(ctx context.Context, previous, next string) error
	// EraseUntil destroys all records whose EraseAt is not after now, with
	// their salts, and returns how many. The commitments stay.
	EraseUntil(ctx context.Context, now time.Time) (int, error)
}
