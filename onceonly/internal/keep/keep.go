// SPDX-License-Identifier: Apache-2.0

// Package keep lays what a broker or a provider has to remember over the store of the
// process.
package keep

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/internal/ledger"
	"github.com/deutschland-stack/bausteine/onceonly/internal/masked"
)

// Keeper keeps consents, retrievals, answers, the documents that wait for a decision,
// and the records of the audit log: what a broker or a provider writes is one step, and
// one transaction.
type Keeper interface {
	// Append writes the whole commit, or nothing, and returns when it is durable.
	// ErrConflict if an aggregate is not at the version that its step names.
	Append(ctx context.Context, commit Commit) error
	// Load returns the events of an aggregate behind a version, in their order.
	// ErrNotFound.
	Load(ctx context.Context, kind Kind, id uuid.UUID, after uint64) (Loaded, error)
	// Of streams the ids of a person's aggregates, the newest first. With before set, it
	// goes on behind that one.
	Of(ctx context.Context, kind Kind, subject string, before uuid.UUID) iter.Seq2[uuid.UUID, error]
	// Content returns a document. ErrNotFound if there is none, or if it is gone.
	Content(ctx context.Context, id uuid.UUID) ([]byte, error)
}

// Kind tells aggregates apart.
type Kind string

// The kinds of aggregates.
const (
	Consent   Kind = "consent"
	Retrieval Kind = "retrieval"
	Answer    Kind = "answer" // of a provider, to repeat it
	document  Kind = "content"
)

// Commit is what is written in one transaction.
type Commit struct {
	Steps   []Step
	Content *Content  // nil: none
	Drop    uuid.UUID // a document to be destroyed; zero: none
	Records []auditlog.Record
}

// Format shows how much it is. Where fmt meets a verb that does not fit, it calls
// no methods of what lies inside, so the outer values need one, too.
func (c Commit) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "onceonly.commit{%d steps, %d records}", len(c.Steps), len(c.Records))
}

// Step is what happens to one aggregate.
type Step struct {
	Kind    Kind
	ID      uuid.UUID
	Version uint64 // the aggregate must have it now; 0: it must not exist
	Events  []Event
	State   string      // after the events
	EraseAt time.Time   // when what is personal of the aggregate must be gone, instead of what an earlier step said
	Subject masked.Text // whose aggregate it is; "": nobody finds it in a list
}

// Format shows kind, id and version alone.
func (s Step) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "onceonly.step{%s %s %d}", s.Kind, s.ID, s.Version)
}

// Event is one event of an aggregate. Personal is all of it but its type.
type Event struct {
	Type     string
	At       time.Time // kept to the microsecond
	Personal []byte    // comes back byte for byte
	Erased   bool      // set by Load: Personal is gone
}

// Format shows the type alone.
func (e Event) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "onceonly.event{"+e.Type+"}")
}

// MarshalText hides the personal part from JSON, too.
func (e Event) MarshalText() ([]byte, error) { return []byte(e.Type), nil }

// Content is a document that waits for a decision. It never changes.
type Content struct {
	ID      uuid.UUID
	EraseAt time.Time
	Bytes   []byte
}

// Format shows the id alone.
func (c Content) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "onceonly.content{"+c.ID.String()+"}")
}

// MarshalText hides the document from JSON, too.
func (c Content) MarshalText() ([]byte, error) { return []byte(c.ID.String()), nil }

// Party is the Keeper of a broker or a provider over the store of the process.
type Party struct {
	core *grund.Core
	name string // tells the parties of one store apart
	log  string // name of its audit log
}

func (p *Party) kind(k Kind) string { return "onceonly/" + p.name + "/" + string(k) }

const (
	keySubject = "subject"
	stateKept  = "kept"
	stateGone  = "gone"
)

type interruptKey struct{}

// Interrupted is for tests: at stands between a party and its store, and lets the process
// die before a write, or after it.
func Interrupted(ctx context.Context, at func(write func() error) error) context.Context {
	return context.WithValue(ctx, interruptKey{}, at)
}

// Append implements Keeper.
func (p *Party) Append(ctx context.Context, c Commit) error {
	write := func() error { return p.append(ctx, c) }
	if at, interrupted := ctx.Value(interruptKey{}).(func(write func() error) error); interrupted {
		return at(write)
	}
	return write()
}

func (p *Party) append(ctx context.Context, c Commit) error {
	commits := make([]journal.Commit, 0, len(c.Steps)+2+len(c.Records))
	for _, s := range c.Steps {
		commits = append(commits, p.step(s))
	}
	if c.Content != nil {
		// A draft: of what is replaced or destroyed nothing stays in any history.
		commits = append(commits, journal.Commit{
			Kind: p.kind(document), Stream: c.Content.ID, State: stateKept, Due: c.Content.EraseAt, Draft: c.Content.Bytes,
			Events: []journal.Event{{Type: "received"}},
		})
	}
	if c.Drop != uuid.Nil {
		head, _, err := p.core.Load(ctx, p.kind(document), c.Drop, 0)
		if err != nil && !errors.Is(err, journal.ErrNotFound) {
			return err
		}
		if err == nil && head.Draft != nil {
			commits = append(commits, journal.Commit{
				Kind: p.kind(document), Stream: c.Drop, Expected: head.Version, State: stateGone, DropDraft: true, Due: head.Due,
				Events: []journal.Event{{Type: stateGone}},
			})
		}
	}
	for i := range c.Records {
		r := &c.Records[i]
		commits = append(commits, ledger.Commit(p.log, &ledger.Entry{
			ID: r.ID, Key: r.Subject, Class: string(r.Retention), EraseAt: r.EraseAt, Salt: r.Salt, Commitment: r.Commitment(), Content: r.Content,
		}))
	}
	_, err := p.core.Append(ctx, journal.Command{}, commits...)
	return err
}

func (p *Party) step(s Step) journal.Commit {
	c := journal.Commit{Kind: p.kind(s.Kind), Stream: s.ID, Expected: s.Version, State: s.State, Due: s.EraseAt}
	for _, e := range s.Events {
		c.Events = append(c.Events, journal.Event{Type: e.Type, Time: e.At, Personal: e.Personal})
	}
	if subject := s.Subject.Clear(); subject != "" {
		c.Keys = []journal.Key{{Name: keySubject, Value: subject}}
	}
	return c
}

// Of implements Keeper.
func (p *Party) Of(ctx context.Context, k Kind, subject string, before uuid.UUID) iter.Seq2[uuid.UUID, error] {
	query := journal.Query{Kind: p.kind(k), Key: journal.Key{Name: keySubject, Value: subject}, After: before, Descending: true}
	return func(yield func(uuid.UUID, error) bool) {
		for head, err := range p.core.List(ctx, query) {
			if !yield(head.Stream, err) || err != nil {
				return
			}
		}
	}
}

// Content implements Keeper.
func (p *Party) Content(ctx context.Context, id uuid.UUID) ([]byte, error) {
	head, _, err := p.core.Load(ctx, p.kind(document), id, 0)
	if err != nil {
		return nil, err
	}
	if head.Draft == nil || !head.Due.IsZero() && !p.core.Now().Before(head.Due) {
		return nil, journal.ErrNotFound
	}
	return head.Draft, nil
}

// NewParty returns the keeper of a party on a store: the name tells the parties of one
// store apart, log is the name of its audit log.
func NewParty(core *grund.Core, name, log string) *Party { return &Party{core, name, log} }

// Erase destroys an aggregate, as the sweep does.
func (p *Party) Erase(ctx context.Context, k Kind, id uuid.UUID) error {
	return p.core.Erase(ctx, p.kind(k), id)
}

// Register makes the streams of the party known to the store: the states of each kind,
// and how long documents are kept at most.
func (p *Party) Register(keepContent time.Duration, kinds map[Kind][]string) error {
	asWritten := func(head journal.Head) time.Time { return head.Due }
	block := grund.Block{Name: "onceonly/" + p.name}
	what := map[Kind]string{
		Consent:   "choices and consents, as long as an entry of the log refers to them",
		Retrieval: "retrievals, as long as an entry of the log refers to them",
		Answer:    "answers of the register, as long as an entry of the log refers to them",
	}
	for k, states := range kinds {
		block.Kinds = append(block.Kinds, grund.Kind{
			Name: p.kind(k), States: states, Deadline: asWritten,
			Keep: []grund.Keep{{What: what[k], For: grund.Months(24), Norm: recht.MustParseNorm("§ 9 Abs. 3 IDNrG")}},
		})
	}
	block.Kinds = append(block.Kinds, grund.Kind{
		Name: p.kind(document), States: []string{stateKept, stateGone}, Deadline: asWritten,
		Keep: []grund.Keep{{What: "evidence that waits for a decision, or for a lost answer to be repeated", For: grund.Lasting(keepContent)}},
	})
	return p.core.Register(block)
}
