// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"context"
	"iter"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// Store keeps the events of transactions and refunds and the effects that
// follow from them. memstore and sqlstore are the two of this module. Services
// do not call a Store themselves, they use a [Service].
//
// All methods may be called by many goroutines at once. Each of them may answer
// ErrBusy, ErrUncertain or ErrClosed.
type Store interface {
	// Outbox hands each effect to one worker at a time. Renew, Complete and Fail
	// under a lease that another worker took over, or that was given back, are
	// ErrLeaseLost; of an effect that does not exist, ErrNotFound. A lease that
	// ran out counts as a failure when it is taken over, and not before.
	Outbox

	// Append writes a commit in one transaction of the database, or nothing of
	// it, and returns when it is durable. A command key that was carried out
	// before writes nothing and returns the first receipt with Replayed set;
	// that goes before the check of versions.
	//
	// Errors: ErrConflict, ErrCommandReused.
	Append(ctx context.Context, commit Commit) (Receipt, error)

	// Load returns all events of a transaction in their order. ErrNotFound.
	Load(ctx context.Context, id uuid.UUID) ([]Event, error)

	// LoadRefund returns all events of a refund in their order. ErrNotFound.
	LoadRefund(ctx context.Context, id uuid.UUID) ([]RefundEvent, error)

	// Answer returns the receipt of a command that was carried out before, or
	// ErrNotFound.
	Answer(ctx context.Context, command string) (Receipt, error)

	// List streams the heads of transactions that match, in the order of their
	// ids. Memory does not grow with their number.
	List(ctx context.Context, query Query) iter.Seq2[Head, error]

	// Resume opens the effects of a stream of a kind again that were given up,
	// due at once. None is no error.
	Resume(ctx context.Context, kind string, id uuid.UUID) error

	// Erase removes what [MarshalEvent] calls erasable. The skeleton, which the
	// books rest on, stays. Errors: ErrNotFound; ErrTransition while an effect of
	// the transaction is not done, since it could not be carried out any more.
	Erase(ctx context.Context, id uuid.UUID) error

	// Close waits for what is being written.
	Close() error
}

// Commit is one step of a transaction and, where a refund is part of it, of the
// refund: both or neither. One of the two may be missing.
type Commit struct {
	Payment *TransactionCommit
	Refund  *RefundCommit

	Command     string // idempotency key; empty: none
	Fingerprint [32]byte
}

// TransactionCommit is the part of a transaction.
type TransactionCommit struct {
	ID      uuid.UUID
	Version uint64 // it must have now; 0: it must not exist
	Events  []Event
	Head    Head // after the events; Version and Changed are the store's to fill
	Effects []NewEffect
}

// RefundCommit is the part of a refund.
type RefundCommit struct {
	ID      uuid.UUID
	Version uint64
	Events  []RefundEvent
	State   RefundState // after the events
	Effects []NewEffect
}

// NewEffect is something to be done because of a commit.
type NewEffect struct {
	Kind      string
	NotBefore time.Time // zero: at once
}

// Receipt says what an append did.
type Receipt struct {
	Payment uuid.UUID // zero if the commit had none
	Refund  uuid.UUID
	// Fingerprint is the one of the commit that was carried out.
	Fingerprint [32]byte
	Replayed    bool // the command was carried out before, nothing was written now
}

// Head is what is known of a transaction without reading its events.
type Head struct {
	Payment     uuid.UUID
	Version     uint64
	State       State
	Flagged     bool // stands on the list of the cash office
	Application string
	Reference   string
	Changed     time.Time
}

// Query selects heads; empty fields select all.
type Query struct {
	State       State
	Flagged     bool // only those on the list of the cash office
	Application string
	Reference   string
	After       uuid.UUID // continue behind this id
}

// The outbox speaks the types of the ground floor. They have names here so that
// a store can be written outside this module.
type (
	// Outbox is how workers get at effects.
	Outbox = journal.Outbox
	// EffectRef names one effect. Its ID repeats on every try.
	EffectRef = journal.EffectRef
	// EffectName names a kind of effects.
	EffectName = journal.EffectName
	// LeaseRequest says which effects a worker asks for.
	LeaseRequest = journal.LeaseRequest
	// Lease is the right to execute one effect for a while.
	Lease = journal.Lease
	// Leased is an effect handed to a worker.
	Leased = journal.Leased
)

// The kinds under which the outbox knows transactions and refunds.
const (
	PaymentStreams = "payment"
	RefundStreams  = "payment-refund"
)

// The kinds of effects.
const (
	EffectResolve  = "resolve"  // ask the service until the outcome is known
	EffectPaid     = "paid"     // tell the application, at least once
	EffectReversed = "reversed" // tell the application, at least once
	EffectRefund   = "refund"   // ask the service to send money back
)
