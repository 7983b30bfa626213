// SPDX-License-Identifier: Apache-2.0

package onceonly

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
)

// keeper keeps consents, retrievals, answers, the documents that wait for a decision,
// and the records of the audit log: what a broker or a provider writes is one step, and
// one transaction.
type keeper interface {
	// Append writes the whole commit, or nothing, and returns when it is durable.
	// ErrConflict if an aggregate is not at the version that its step names.
	Append(ctx context.Context, commit commit) error
	// Load returns all events of an aggregate in their order. ErrNotFound.
	Load(ctx context.Context, kind kind, id uuid.UUID) ([]storedEvent, error)
	// Of streams the ids of a person's aggregates, the newest first. With before set, it
	// goes on behind that one.
	Of(ctx context.Context, kind kind, subject Subject, before uuid.UUID) iter.Seq2[uuid.UUID, error]
	// Content returns a document. ErrNotFound if there is none, or if it is gone.
	Content(ctx context.Context, id uuid.UUID) ([]byte, error)
}

// kind tells aggregates apart.
type kind string

const (
	kindConsent   kind = "consent"
	kindRetrieval kind = "retrieval"
	kindAnswer    kind = "answer" // of a provider, to repeat it
	kindContent   kind = "content"
)

// commit is what is written in one transaction.
type commit struct {
	Steps   []step
	Content *content  // nil: none
	Drop    uuid.UUID // a document to be destroyed; zero: none
	Records []auditlog.Record
}

// Format shows how much it is. Where fmt meets a verb that does not fit, it calls
// no methods of what lies inside, so the outer values need one, too.
func (c commit) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "onceonly.commit{%d steps, %d records}", len(c.Steps), len(c.Records))
}

// step is what happens to one aggregate.
type step struct {
	Kind    kind
	ID      uuid.UUID
	Version uint64 // the aggregate must have it now; 0: it must not exist
	Events  []storedEvent
	State   string    // after the events
	EraseAt time.Time // when what is personal of the aggregate must be gone, instead of what an earlier step said
	Subject Subject   // whose aggregate it is; zero: nobody finds it in a list
}

// Format shows kind, id and version alone.
func (s step) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "onceonly.step{%s %s %d}", s.Kind, s.ID, s.Version)
}

// storedEvent is one event of an aggregate. Personal is all of it but its type.
type storedEvent struct {
	Type     string
	At       time.Time // kept to the microsecond
	Personal []byte    // comes back byte for byte
	Erased   bool      // set by Load: Personal is gone
}

// Format shows the type alone.
func (e storedEvent) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "onceonly.storedEvent{"+e.Type+"}")
}

// MarshalText hides the personal part from JSON, too.
func (e storedEvent) MarshalText() ([]byte, error) { return []byte(e.Type), nil }

// content is a document that waits for a decision. It never changes.
type content struct {
	ID      uuid.UUID
	EraseAt time.Time
	Bytes   []byte
}

// Format shows the id alone.
func (c content) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "onceonly.content{"+c.ID.String()+"}")
}

// MarshalText hides the document from JSON, too.
func (c content) MarshalText() ([]byte, error) { return []byte(c.ID.String()), nil }

// party is the keeper of a broker or a provider over the store of the process.
type party struct {
	core *grund.Core
	name string // tells the parties of one store apart
	log  string // name of its audit log
}

func (p *party) kind(k kind) string { return "onceonly/" + p.name + "/" + string(k) }

const (
	keySubject = "subject"
	stateKept  = "kept"
	stateGone  = "gone"
)

// Append implements keeper.
func (p *party) Append(ctx context.Context, c commit) error {
	commits := make([]journal.Commit, 0, len(c.Steps)+2+len(c.Records))
	for _, s := range c.Steps {
		commits = append(commits, p.step(s))
	}
	if c.Content != nil {
		// A draft: of what is replaced or destroyed nothing stays in any history.
		commits = append(commits, journal.Commit{
			Kind: p.kind(kindContent), Stream: c.Content.ID, State: stateKept, Due: c.Content.EraseAt, Draft: c.Content.Bytes,
			Events: []journal.Event{{Type: "received"}},
		})
	}
	if c.Drop != uuid.Nil {
		head, _, err := p.core.Load(ctx, p.kind(kindContent), c.Drop, 0)
		if err != nil && !errors.Is(err, journal.ErrNotFound) {
			return err
		}
		if err == nil && head.Draft != nil {
			commits = append(commits, journal.Commit{
				Kind: p.kind(kindContent), Stream: c.Drop, Expected: head.Version, State: stateGone, DropDraft: true, Due: head.Due,
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

func (p *party) step(s step) journal.Commit {
	c := journal.Commit{Kind: p.kind(s.Kind), Stream: s.ID, Expected: s.Version, State: s.State, Due: s.EraseAt}
	for _, e := range s.Events {
		c.Events = append(c.Events, journal.Event{Type: e.Type, Time: e.At, Personal: e.Personal})
	}
	if subject := s.Subject.Clear(); subject != "" {
		c.Keys = []journal.Key{{Name: keySubject, Value: subject}}
	}
	return c
}

// Load implements keeper.
func (p *party) Load(ctx context.Context, k kind, id uuid.UUID) ([]storedEvent, error) {
	_, recorded, err := p.core.Load(ctx, p.kind(k), id, 0)
	if err != nil {
		return nil, err
	}
	events := make([]storedEvent, len(recorded))
	for i := range recorded {
		r := &recorded[i]
		events[i] = storedEvent{Type: r.Type, At: r.Time, Personal: r.Personal, Erased: r.Erased}
	}
	return events, nil
}

// Of implements keeper.
func (p *party) Of(ctx context.Context, k kind, subject Subject, before uuid.UUID) iter.Seq2[uuid.UUID, error] {
	query := journal.Query{Kind: p.kind(k), Key: journal.Key{Name: keySubject, Value: subject.Clear()}, After: before, Descending: true}
	return func(yield func(uuid.UUID, error) bool) {
		for head, err := range p.core.List(ctx, query) {
			if !yield(head.Stream, err) || err != nil {
				return
			}
		}
	}
}

// Content implements keeper.
func (p *party) Content(ctx context.Context, id uuid.UUID) ([]byte, error) {
	head, _, err := p.core.Load(ctx, p.kind(kindContent), id, 0)
	if err != nil {
		return nil, err
	}
	if head.Draft == nil || !head.Due.IsZero() && !p.core.Now().Before(head.Due) {
		return nil, ErrNotFound
	}
	return head.Draft, nil
}

// register makes the streams of the party known to the store.
func (p *party) register(keepContent time.Duration, kinds ...kind) error {
	asWritten := func(head journal.Head) time.Time { return head.Due }
	block := grund.Block{Name: "onceonly/" + p.name}
	states := map[kind][]string{kindAnswer: {stateAnswered}}
	for _, s := range consentSpec().States {
		states[kindConsent] = append(states[kindConsent], string(s))
	}
	for _, s := range retrievalSpec().States {
		states[kindRetrieval] = append(states[kindRetrieval], string(s))
	}
	what := map[kind]string{
		kindConsent:   "choices and consents, as long as an entry of the log refers to them",
		kindRetrieval: "retrievals, as long as an entry of the log refers to them",
		kindAnswer:    "answers of the register, as long as an entry of the log refers to them",
	}
	for _, k := range kinds {
		block.Kinds = append(block.Kinds, grund.Kind{
			Name: p.kind(k), States: states[k], Deadline: asWritten,
			Keep: []grund.Keep{{What: what[k], For: grund.Months(24), Norm: recht.MustParseNorm("§ 9 Abs. 3 IDNrG")}},
		})
	}
	block.Kinds = append(block.Kinds, grund.Kind{
		Name: p.kind(kindContent), States: []string{stateKept, stateGone}, Deadline: asWritten,
		Keep: []grund.Keep{{What: "evidence that waits for a decision, or for a lost answer to be repeated", For: grund.Lasting(keepContent)}},
	})
	return p.core.Register(block)
}

const stateAnswered = "answered"
