// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/internal/keep"
)

// Config says how a Broker works. The zero Config is safe.
type Config struct {
	// Name tells the brokers of one store apart. Default: "broker".
	Name string
	// Representation looks at the proofs of those who act for others. Without it
	// nobody can.
	Representation Representation
	// Now is the clock; nil is the store's.
	Now func() time.Time
	// Random is for ids and salts; nil is the system's.
	Random io.Reader
	// CallTimeout bounds one call of a register. Default: 10 seconds.
	CallTimeout time.Duration
	// DecideWithin is how long the person may look and decide. Default: 40
	// minutes, as in the EU once-only system.
	DecideWithin time.Duration
	// KeepContent is how long a document is kept from its receipt on, so that
	// an answer that got lost can be repeated. Default: 24 hours. It must not
	// be shorter than DecideWithin.
	KeepContent time.Duration
	// Leeway is by how much the clocks of two machines may differ. Default: two
	// minutes. An entry of the log says where it was needed.
	Leeway time.Duration
	// MaxEvidence is how many bytes a document may have. Default: 8 MiB. A larger one
	// counts as no answer.
	MaxEvidence int
}

// The defaults of brokers and providers.
const (
	defaultLeeway      = 2 * time.Minute
	defaultMaxEvidence = 8 << 20
)

// Broker is the only way from a request to evidence. It holds no state of its
// own: every step is loaded from the store and durable before it returns, so
// consent, retrieval, preview and acceptance may happen in different processes.
type Broker struct {
	keeper     keep.Keeper
	permission Permission
	directory  Directory
	config     Config
	until      deadlines

	consents   *keep.Folds[Consent]
	retrievals *keep.Folds[Retrieval]
}

// NewBroker returns a broker on a store. What it decides is logged in the log, which was
// opened on the same store. The store's Run erases what is due.
func NewBroker(store *bausteine.Store, log *auditlog.Log, permission Permission, directory Directory, config Config) (*Broker, error) {
	core, err := grund.Of(store)
	if err != nil {
		return nil, err
	}
	if log == nil || permission == nil || directory == nil {
		return nil, errors.New("onceonly: a broker needs a log, a permission and a directory")
	}
	if config.Name == "" {
		config.Name = "broker"
	}
	if config.Now == nil {
		config.Now = core.Now
	}
	if config.Random == nil {
		config.Random = rand.Reader
	}
	for _, d := range []struct {
		value    *time.Duration
		standard time.Duration
	}{
		{&config.CallTimeout, 10 * time.Second},
		{&config.DecideWithin, 40 * time.Minute},
		{&config.KeepContent, 24 * time.Hour},
		{&config.Leeway, defaultLeeway},
	} {
		if *d.value == 0 {
			*d.value = d.standard
		}
		if *d.value < 0 {
			return nil, errors.New("onceonly: a duration below zero")
		}
	}
	if config.MaxEvidence == 0 {
		config.MaxEvidence = defaultMaxEvidence
	}
	if config.MaxEvidence < 0 {
		return nil, errors.New("onceonly: a size below zero")
	}
	if config.KeepContent < config.DecideWithin {
		return nil, errors.New("onceonly: a document must be kept as long as the person may decide")
	}
	p := keep.NewParty(core, config.Name, log.Name())
	kinds := map[keep.Kind][]string{}
	for _, state := range consentSpec().States {
		kinds[keep.Consent] = append(kinds[keep.Consent], string(state))
	}
	for _, state := range retrievalSpec().States {
		kinds[keep.Retrieval] = append(kinds[keep.Retrieval], string(state))
	}
	if err := p.Register(config.KeepContent, kinds); err != nil {
		return nil, err
	}
	b := &Broker{keeper: p, permission: permission, directory: directory, config: config, until: log.Until}
	b.forget()
	b.consents.Follow(p)
	b.retrievals.Follow(p)
	return b, nil
}

// forget begins with nothing known.
func (b *Broker) forget() {
	b.consents, b.retrievals = keep.NewFolds(keep.Consent, foldConsent), keep.NewFolds(keep.Retrieval, foldRetrieval)
}

// now is the time of the broker in the precision that a store keeps.
func (b *Broker) now() time.Time { return b.config.Now().UTC().Truncate(time.Microsecond) }

// attempts bounds how often something is tried again because somebody else was
// faster. Each attempt loads what the other one wrote.
const attempts = 1000

// again calls try until it meets no conflict, for as long as the context and the
// bound allow.
func again(ctx context.Context, try func() error) error {
	for n := 0; ; n++ {
		err := try()
		if !errors.Is(err, ErrConflict) || errors.Is(err, ErrRegister) || n == attempts {
			return err // a conflict of the register's own is no reason to ask it again
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

func newID(random io.Reader) (uuid.UUID, error) {
	id, err := uuid.NewV7FromReader(random)
	if err != nil {
		return uuid.Nil, fmt.Errorf("onceonly: draw an id: %w", err)
	}
	return id, nil
}

// Consent loads a consent. ErrNotFound; ErrTampered if its versions do not form a
// chain.
func (b *Broker) Consent(ctx context.Context, id uuid.UUID) (Consent, error) {
	consent, err := b.consents.Load(ctx, b.keeper, id)
	if err != nil {
		return Consent{}, fmt.Errorf("onceonly: load consent: %w", err)
	}
	return consent, nil
}

func foldConsent(c Consent, id uuid.UUID, stored keep.Event) (Consent, error) {
	c.id = id
	event := consentEvent{Type: ConsentEventType(stored.Type), At: stored.At.UTC()}
	if err := decodeEvent(stored, &event); err != nil {
		return Consent{}, err
	}
	event.seal(id, c.version+1, stored.Personal)
	return c.apply(event)
}

// Retrieval loads a retrieval by the id of its request. ErrNotFound.
func (b *Broker) Retrieval(ctx context.Context, id uuid.UUID) (Retrieval, error) {
	retrieval, err := b.retrievals.Load(ctx, b.keeper, id)
	if err != nil {
		return Retrieval{}, fmt.Errorf("onceonly: load retrieval: %w", err)
	}
	return retrieval, nil
}

func foldRetrieval(r Retrieval, id uuid.UUID, stored keep.Event) (Retrieval, error) {
	r.ID = id
	event := retrievalEvent{Type: RetrievalEventType(stored.Type), At: stored.At}
	if err := decodeEvent(stored, &event); err != nil {
		return Retrieval{}, err
	}
	return r.apply(event)
}

// errErased reports an aggregate of which only the skeleton is left.
var errErased = fmt.Errorf("%w: its personal part was erased", ErrNotFound)

// decodeEvent reads the personal part. An aggregate that was erased does not
// exist any more for the broker.
func decodeEvent(stored keep.Event, event any) error {
	if stored.Erased {
		return errErased
	}
	if err := json.Unmarshal(stored.Personal, event); err != nil {
		return fmt.Errorf("%w: stored event %s", ErrSyntax, stored.Type)
	}
	return nil
}

// consentStep applies an event and returns the consent after it with the step to
// store.
func consentStep(c Consent, e consentEvent, until deadlines) (Consent, keep.Step, error) {
	if c.version > 0 {
		e.Previous = c.digest
	}
	personal, err := json.Marshal(e)
	if err != nil {
		return c, keep.Step{}, fmt.Errorf("onceonly: encode event: %w", err)
	}
	e.seal(c.id, c.version+1, personal)
	next, err := c.apply(e)
	if err != nil {
		return c, keep.Step{}, err
	}
	return next, keep.Step{
		Kind: keep.Consent, ID: c.id, Version: c.version, State: string(next.state), Subject: next.terms.Subject.secret, EraseAt: next.eraseAt(e.At, until),
		Events: []keep.Event{{Type: string(e.Type), At: e.At, Personal: personal}},
	}, nil
}

// retrievalStep does for a retrieval what consentStep does for a consent. The
// retrieval is kept as long as the entry about the event.
func retrievalStep(r Retrieval, e retrievalEvent, subject Subject, terms *Terms, until deadlines) (Retrieval, keep.Step, error) {
	next, err := r.apply(e)
	if err != nil {
		return r, keep.Step{}, err
	}
	personal, err := json.Marshal(e)
	if err != nil {
		return r, keep.Step{}, fmt.Errorf("onceonly: encode event: %w", err)
	}
	return next, keep.Step{
		Kind: keep.Retrieval, ID: r.ID, Version: r.Version, State: string(next.State), Subject: subject.secret, EraseAt: until(terms.retention(), e.At),
		Events: []keep.Event{{Type: string(e.Type), At: e.At, Personal: personal}},
	}, nil
}

// Consents streams the consents of a person, the newest first, so that the person
// can read and withdraw them (Art. 7 (3) GDPR). With before set, it goes on behind
// that one. Consents that were erased are passed over.
func (b *Broker) Consents(ctx context.Context, subject Subject, before uuid.UUID) iter.Seq2[Consent, error] {
	return func(yield func(Consent, error) bool) {
		if subject.IsZero() {
			return
		}
		for id, err := range b.keeper.Of(ctx, keep.Consent, subject.Clear(), before) {
			var consent Consent
			if err == nil {
				consent, err = b.Consent(ctx, id)
			}
			if errors.Is(err, ErrNotFound) {
				continue // erased between the two reads
			}
			if !yield(consent, err) || err != nil {
				return
			}
		}
	}
}

// entry begins an audit entry about terms.
func (t *Terms) entry(action Action, now time.Time) Entry {
	return Entry{
		Time: now, Action: action, Subject: t.Subject, Requester: t.Requester, Provider: t.Provider,
		EvidenceType: t.EvidenceType, Fields: t.Fields, Purpose: t.Purpose, Basis: t.Basis, Norm: t.Norm,
		Service: t.Service, Application: t.Application,
	}
}

// entry begins an audit entry about the present version of a consent.
func (c *Consent) entry(action Action, now time.Time) Entry {
	e := c.terms.entry(action, now)
	e.Actor, e.Proof, e.Declaration = c.actor.Subject, c.actor.Proof, c.actor.Declaration
	e.Consent, e.ConsentVersion, e.ConsentDigest = c.id, c.version, c.digest
	return e
}

// newRecords finishes an entry and makes its record, and one for each other person
// who stood in what the entry reports.
func newRecords(e Entry, concerned []concernedPerson, random io.Reader, until deadlines) ([]auditlog.Record, error) {
	for _, p := range concerned {
		e.Concerned = append(e.Concerned, ConcernedPerson{p.Role, p.Person.commitment().digest, p.Fields})
	}
	records := make([]auditlog.Record, 0, 1+len(concerned))
	finish := func(e Entry, key string) error {
		id, err := newID(random)
		if err != nil {
			return err
		}
		kept := retention(e.Basis, e.Norm, e.UsesIDNr)
		e.ID, e.EraseAt = id, until(kept, e.Time)
		record, err := e.record(key, random)
		record.Retention = kept
		records = append(records, record)
		return err
	}
	if err := finish(e, e.Subject.Clear()); err != nil {
		return nil, err
	}
	for _, p := range concerned {
		if p.Role == RoleSelf {
			continue
		}
		if err := finish(e.about(p), p.Key); err != nil {
			return nil, err
		}
	}
	return records, nil
}

// about is what of the entry somebody reads who stood in evidence about another:
// nothing about that other one, nor about who decided for that one.
func (e Entry) about(p concernedPerson) Entry {
	return Entry{
		Time: e.Time, Action: e.Action, Role: p.Role, Person: p.Person.commitment(), Requester: e.Requester, Provider: e.Provider,
		EvidenceType: e.EvidenceType, Fields: p.Fields, Purpose: e.Purpose, Basis: e.Basis, Norm: e.Norm, PermittedBy: e.PermittedBy,
		Service: e.Service, Request: e.Request, Reasons: e.Reasons, Declaration: e.Declaration, Repeated: e.Repeated, Leeway: e.Leeway,
	}
}

// Records makes the records of an entry about a document that was handed over under the
// terms, of the given media type: one about the subject, and one for each other person
// who stands in it, with nothing about the subject. Without content it is the one. It is
// for whoever hands over evidence and is no Broker, and writes them in the log. What of the entry's Asked and of the
// content the log keeps is up to the statute, see [Entry].
func (t *Terms) Records(log *auditlog.Log, e Entry, mediaType string, content []byte, random io.Reader) ([]auditlog.Record, error) {
	var concerned []concernedPerson
	if len(content) > 0 {
		var err error
		if concerned, err = t.concernedBy(e.Fields, mediaType, content, random); err != nil {
			return nil, err
		}
	}
	asked := e.Asked
	if e.Asked, e.Retrieved = (Person{}), nil; len(content) > 0 && retention(e.Basis, e.Norm, e.UsesIDNr) == auditlog.RetentionPortal {
		e.Retrieved = content
		if data := asked.Data(); !asked.IsZero() {
			var err error
			if e.Asked, err = NewPerson(PersonData{FamilyName: data.FamilyName, GivenNames: data.GivenNames, DateOfBirth: data.DateOfBirth, Address: data.Address}); err != nil {
				return nil, err
			}
		}
	}
	return newRecords(e, concerned, random, log.Until)
}
