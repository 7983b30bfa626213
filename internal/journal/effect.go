// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"
)

// Outbox is the part of a store that workers need. A typed store can offer the
// same four methods and have its effects executed by the same Worker.
type Outbox interface {
	// Lease takes up to Limit effects that are due and gives them to the
	// caller alone until the lease ends: the kinds of effects in the order
	// asked for, within a kind the one longest due first. Nothing due is no
	// error.
	Lease(ctx context.Context, request LeaseRequest) ([]Leased, error)

	// Renew lets a lease end later. ErrLeaseLost if it is not held any more.
	Renew(ctx context.Context, lease Lease, until time.Time) error

	// Complete marks the effect as done and stores its result. Completing
	// twice under the same lease is no error, the first result stays.
	// ErrLeaseLost if the lease is not held any more.
	Complete(ctx context.Context, lease Lease, result []byte) error

	// Fail gives the effect back, with the reason, to be tried again at the
	// given time; the zero time makes it a dead effect, which only Resume
	// opens again. ErrLeaseLost if the lease is not held any more.
	Fail(ctx context.Context, lease Lease, reason string, again time.Time) error
}

// EffectRef names one effect of the store.
type EffectRef struct {
	Kind    string    // of the stream
	Stream  uuid.UUID // whose commit caused it
	Version uint64    // of the stream after that commit
	Number  int       // among the effects of the commit, from 0
}

// ID returns a UUIDv5 of the cause: the same effect has the same id however
// often it is tried. Give it to the receiver as idempotency key.
func (r EffectRef) ID() uuid.UUID {
	name := make([]byte, 0, len(r.Kind)+24)
	name = strconv.AppendUint(name, r.Version, 10)
	name = append(name, '/')
	name = strconv.AppendInt(name, int64(r.Number), 10)
	name = append(name, '/')
	name = append(name, r.Kind...)
	return uuid.NewSHA1(r.Stream, name)
}

// EffectState says how far an effect is.
type EffectState string

// The states of an effect.
const (
	EffectOpen   EffectState = "open"   // to be done, or being done
	EffectDone   EffectState = "done"   // done, its result is stored
	EffectDead   EffectState = "dead"   // given up after too many failures, waits for Resume
	EffectErased EffectState = "erased" // was open when its stream was erased
)

// EffectName names a kind of effects: those of one name that commits to streams
// of one kind cause.
type EffectName struct {
	Stream string // kind of the streams
	Effect string // kind of the effect
}

// EffectNames returns the names of several kinds of effects of one kind of
// streams.
func EffectNames(stream string, effects ...string) []EffectName {
	names := make([]EffectName, len(effects))
	for i, effect := range effects {
		names[i] = EffectName{stream, effect}
	}
	return names
}

// LeaseRequest says which effects a worker asks for.
type LeaseRequest struct {
	Effects []EffectName  // wanted; at least one
	For     time.Duration // how long the lease holds; required
	Limit   int           // how many at most; required
}

// Lease is the right to execute one effect. The attempt makes it unique: who
// comes back with an older one has lost it.
type Lease struct {
	Ref     EffectRef
	Attempt int // counts from 1, also over Resume
}

// Leased is an effect handed to a worker.
type Leased struct {
	Lease

	Effect   string // kind of the effect
	Payload  []byte
	Failures int // see EffectRecord
	Until    time.Time
}

// Name returns the name that its handler is found by.
func (l *Leased) Name() EffectName { return EffectName{l.Ref.Kind, l.Effect} }

// EffectQuery selects effects. Empty fields select all.
type EffectQuery struct {
	Kind   string    // of the streams; required
	Stream uuid.UUID // effects of this stream only
	State  EffectState
}

// EffectRecord is an effect as the store knows it.
type EffectRecord struct {
	Ref      EffectRef
	Effect   string // kind of the effect
	State    EffectState
	Due      time.Time // open only: next attempt, or end of the running lease
	Attempts int
	Failures int    // since it was first due or resumed; a lease that ran out counts
	Reason   string // of the last failure
	Result   []byte
}
