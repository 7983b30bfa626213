// SPDX-License-Identifier: Apache-2.0

package antrag

import (
	"context"
	"iter"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung"
)

// Store keeps the events of Antraege and the effects that follow from them. Its
// comments are the contract; antragtest.TestStore proves an implementation.
// memstore and sqlstore are the two of this module.
//
// All methods may be called by many goroutines at once. Services do not call a
// Store themselves, they use a [Registratur].
type Store interface {
	Outbox

	// Append writes the events and effects of one commit in one transaction, or
	// nothing, and returns when they are durable. A command key that was
	// answered before writes nothing and returns the first receipt with
	// Replayed set; that goes before the check of the version.
	//
	// Errors: ErrConflict, ErrCommandReused, ErrInvalid, ErrBusy, ErrUncertain.
	Append(ctx context.Context, commit Commit) (Receipt, error)

	// Load returns all events of an Antrag in their order. ErrNotFound.
	Load(ctx context.Context, id uuid.UUID) ([]Ereignis, error)

	// List streams the heads that match, in the order of their ids, which is
	// the order in which the drafts were begun. Memory does not grow with
	// their number.
	List(ctx context.Context, query Query) iter.Seq2[Head, error]

	// Answer returns the receipt of a command that was carried out before, or
	// ErrNotFound.
	Answer(ctx context.Context, command string) (Receipt, error)

	// Effects streams the effects that match. query.Kind is ignored.
	Effects(ctx context.Context, query EffectQuery) iter.Seq2[EffectRecord, error]

	// Resume opens an effect again that was given up. ErrNotFound if there is
	// no such effect.
	Resume(ctx context.Context, ref EffectRef) error

	// Erase removes what [MarshalEreignis] calls personal, the keys by which
	// the Antrag was found, and its open effects. The skeleton stays. Erasing
	// twice is no error. ErrNotFound.
	Erase(ctx context.Context, id uuid.UUID) error

	// Close waits for what is being written and leaves alone what it was opened
	// on. Afterwards every method gives ErrClosed; closing twice is no error.
	Close() error
}

// Commit is one step of one Antrag as it goes to the store.
type Commit struct {
	Antrag      uuid.UUID
	Version     uint64 // the Antrag must have it now; 0: it must not exist
	Ereignisse  []Ereignis
	Head        Head     // after the events; Antrag, Version and Geaendert are the store's to fill
	Effects     []string // kinds of the effects
	Command     string   // idempotency key; empty: none
	Fingerprint [32]byte // of the command's content
}

// Receipt says what an append did.
type Receipt struct {
	Antrag   uuid.UUID
	Version  uint64 // after the commit
	Replayed bool   // the command was carried out before, nothing was written now
}

// Head is what is known of an Antrag without reading its events.
type Head struct {
	Antrag    uuid.UUID
	Version   uint64
	Status    Status
	Leistung  leistung.Schluessel // this and the next two are zero after erasure
	Konto     string
	Behoerde  string // empty for a draft
	Geaendert time.Time
}

// Query selects heads; empty fields select all.
type Query struct {
	Status   Status
	Konto    string
	Behoerde string
	// After continues a listing behind this id.
	After uuid.UUID
	// Newest lists the youngest first.
	Newest bool
}
