// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"context"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// Store keeps consents, retrievals, the documents that wait for a decision, and
// the records of the audit log. Its comments are the contract;
// onceonlytest.TestStore proves an implementation. memstore and sqlstore are the
// two of this module.
//
// All methods may be called by many goroutines and by several processes at once.
// Every one may fail with ErrBusy, ErrUncertain (those that write) or ErrClosed.
// Services do not call a Store themselves, they use a Broker.
type Store interface {
	// Append writes the whole commit in one transaction, or nothing, and
	// returns when it is durable. ErrConflict if an aggregate is not at the
	// version that its step names.
	Append(ctx context.Context, commit Commit) error

	// Load returns all events of an aggregate in their order. ErrNotFound.
	Load(ctx context.Context, kind Kind, id uuid.UUID) ([]StoredEvent, error)

	// Of streams the ids of a person's aggregates, the newest first where the
	// ids are UUIDs of version 7. With before set, it goes on behind that one.
	Of(ctx context.Context, kind Kind, subject Subject, before uuid.UUID) iter.Seq2[uuid.UUID, error]

	// Content returns a document. ErrNotFound if there is none or if it was erased.
	Content(ctx context.Context, id uuid.UUID) ([]byte, error)

	// EraseContent destroys a document. Erasing what is not there is no error.
	EraseContent(ctx context.Context, id uuid.UUID) error

	// EraseContentUntil destroys the documents whose EraseAt is not after now
	// and returns how many.
	EraseContentUntil(ctx context.Context, now time.Time) (int, error)

	// EraseUntil does what Erase does to all aggregates of a kind whose EraseAt,
	// as their last step has it, is not after now, and returns how many.
	EraseUntil(ctx context.Context, kind Kind, now time.Time) (int, error)

	// Erase removes what is personal from an aggregate. The number and the
	// types of its events stay. Erasing twice is no error. ErrNotFound.
	Erase(ctx context.Context, kind Kind, id uuid.UUID) error

	// Log returns the records of the audit log that were written by Append.
	Log() auditlog.Store

	// Close waits for what is being written.
	Close() error
}

// Kind tells the aggregates of a Store apart.
type Kind string

// The kinds of aggregates.
const (
	KindConsent   Kind = "consent"
	KindRetrieval Kind = "retrieval"
	KindAnswer    Kind = "answer" // of a provider, to repeat it
)

// Commit is what is written in one transaction.
type Commit struct {
	Steps   []Step
	Content *Content // nil: none
	Records []auditlog.Record
}

// Format shows how much it is. Where fmt meets a verb that does not fit, it calls
// no methods of what lies inside, so the outer values need one, too.
func (c Commit) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "onceonly.Commit{%d steps, %d records}", len(c.Steps), len(c.Records))
}

// Step is what happens to one aggregate.
type Step struct {
	Kind    Kind
	ID      uuid.UUID
	Version uint64 // the aggregate must have it now; 0: it must not exist
	Events  []StoredEvent
	State   string    // after the events
	EraseAt time.Time // when what is personal of the aggregate must be gone, instead of what an earlier step said
	Subject Subject   // whose aggregate it is; zero: nobody finds it in a list
}

// Format shows kind, id and version alone.
func (s Step) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "onceonly.Step{%s %s %d}", s.Kind, s.ID, s.Version)
}

// StoredEvent is one event of an aggregate. Personal is all of it but its type.
type StoredEvent struct {
	Type     string
	At       time.Time // kept to the microsecond
	Personal []byte    // comes back byte for byte
	Erased   bool      // set by Load: Personal is gone
}

// Format shows the type alone.
func (e StoredEvent) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "onceonly.StoredEvent{"+e.Type+"}")
}

// MarshalText hides the personal part from JSON, too.
func (e StoredEvent) MarshalText() ([]byte, error) { return []byte(e.Type), nil }

// Content is a document that waits for a decision. It never changes.
type Content struct {
	ID      uuid.UUID
	EraseAt time.Time
	Bytes   []byte
}

// Format shows the id alone.
func (c Content) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "onceonly.Content{"+c.ID.String()+"}")
}

// MarshalText hides the document from JSON, too.
func (c Content) MarshalText() ([]byte, error) { return []byte(c.ID.String()), nil }
