// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"iter"
	"time"

	"github.com/google/uuid"
)

// Store keeps streams of events, the heads to find them by, the answers of
// commands, and the effects that follow from events. Its comments are the
// contract; journaltest.TestStore proves an implementation.
//
// All methods may be called by many goroutines at once. A context that ends
// before a write begins leaves nothing behind and gives the context's error;
// once the write has begun its true outcome is returned.
type Store interface {
	Outbox

	// Append writes all commits in one transaction, or none of them, and
	// returns when they are durable. The outcome carries one receipt for each
	// commit, in their order.
	//
	// A command that was answered before writes nothing: the outcome of the
	// first time comes back with Replayed set. That goes before the check of
	// versions, so that a repeated command never looks like a conflict.
	//
	// Errors: ErrConflict, ErrCommandReused, ErrInvalid, ErrBusy, ErrUncertain.
	Append(ctx context.Context, command Command, commits ...Commit) (Outcome, error)

	// AppendAll writes several appends in one transaction, or none of them. Each
	// sees those before it: a stream that an earlier step wrote has its new
	// version in the later one. A command that was answered before is
	// ErrConflict here, since the others rest on its not having been: ask Answer
	// first, then all again.
	AppendAll(ctx context.Context, steps ...Step) ([]Outcome, error)

	// Load returns the head of a stream and its events behind version after, in
	// their order. ErrNotFound if there is no such stream.
	Load(ctx context.Context, kind string, stream uuid.UUID, after uint64) (Head, []Recorded, error)

	// List streams the heads that match, ordered by stream id. Memory does not
	// grow with their number. A head that comes with ErrDamaged is one that
	// cannot be read whole; the others follow it.
	List(ctx context.Context, query Query) iter.Seq2[Head, error]

	// ListPage returns up to limit heads of List.
	ListPage(ctx context.Context, query Query, limit int) ([]Listed, error)

	// Count returns how many heads match, whatever After says.
	Count(ctx context.Context, query Query) (int64, error)

	// Due streams the heads whose Due is not after until, the longest due first,
	// as List does.
	Due(ctx context.Context, until time.Time) iter.Seq2[Head, error]

	// SetDue changes when a stream is due, without an event. ErrNotFound.
	SetDue(ctx context.Context, kind string, stream uuid.UUID, due time.Time) error

	// Firsts returns up to limit first events of streams of a kind, of those
	// that began behind a position, in the order in which they began.
	Firsts(ctx context.Context, kind string, after Position, limit int) ([]Recorded, error)

	// Read returns up to limit events behind a position, in the one order in
	// which they were committed. What Read has passed over never fills later.
	Read(ctx context.Context, after Position, limit int) ([]Recorded, error)

	// Answer returns the stored outcome of a command, or ErrNotFound.
	Answer(ctx context.Context, kind, key string) (Outcome, error)

	// Effects streams effects that match, ordered by the creation of their
	// streams, then by version and number.
	Effects(ctx context.Context, query EffectQuery) iter.Seq2[EffectRecord, error]

	// Resume opens a dead effect again, due at once, with no failures counted.
	// ErrNotFound if there is no such dead effect.
	Resume(ctx context.Context, ref EffectRef) error

	// Erase removes what may be personal from a stream: its draft, the personal
	// part of its events, its keys, the answers of the commands that wrote it, and
	// payload, result and failure reason of its effects. Effects still open
	// are never executed after that. The skeleton stays: events, versions,
	// positions, times, the state; it is not due any more. Erasing twice is no error. ErrNotFound if
	// there is no such stream.
	Erase(ctx context.Context, kind string, stream uuid.UUID) error

	// Forget destroys what the database still keeps of content that was erased
	// or replaced, and reports whether none of it is left: if not, call again.
	Forget(ctx context.Context) (clean bool, err error)

	// Close waits for what is being written and releases what the store holds.
	// Afterwards every method gives ErrClosed.
	Close() error
}
