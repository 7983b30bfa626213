// SPDX-License-Identifier: Apache-2.0

package antrag

import "github.com/deutschland-stack/bausteine/internal/journal"

// What a worker tells apart when a store answers it.
var (
	// ErrLeaseLost reports a lease that ran out and was given to somebody else,
	// or an effect that is no longer open.
	ErrLeaseLost = journal.ErrLeaseLost
	// ErrClosed reports a store that was closed.
	ErrClosed = journal.ErrClosed
)

// The outbox speaks the types of the ground floor. They have names here so that
// a store can be written outside this module.
type (
	// Outbox is how workers get at effects.
	Outbox = journal.Outbox
	// EffectRef names one effect: the Antrag, the version that caused it, its
	// number. Its ID repeats on every try and serves as idempotency key.
	EffectRef = journal.EffectRef
	// EffectState says how far an effect is.
	EffectState = journal.EffectState
	// EffectQuery selects effects.
	EffectQuery = journal.EffectQuery
	// EffectRecord is an effect as the store knows it.
	EffectRecord = journal.EffectRecord
	// EffectName names a kind of effects.
	EffectName = journal.EffectName
	// LeaseRequest says which effects a worker asks for.
	LeaseRequest = journal.LeaseRequest
	// Lease is the right to execute one effect for a while.
	Lease = journal.Lease
	// Leased is an effect handed to a worker.
	Leased = journal.Leased
)

// The states of an effect.
const (
	EffectOpen   = journal.EffectOpen
	EffectDone   = journal.EffectDone
	EffectDead   = journal.EffectDead
	EffectErased = journal.EffectErased
)

// EffectStreams is the kind under which the outbox knows Antraege; it stands in
// the refs of their effects.
const EffectStreams = "antrag"
