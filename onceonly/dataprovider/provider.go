// SPDX-License-Identifier: Apache-2.0

// Package dataprovider is the side of the register in an exchange of evidence (Data
// Provider): it trusts no requester, but checks token and terms again, looks the person
// up, filters, seals and logs.
//
//	provider, err := dataprovider.New(store, log, dataprovider.Config{Party: …, Source: …, Key: …, TokenKey: …})
//
// A Provider is an onceonly.Register: a broker in the same process uses its Connection,
// one on another machine asks it over package remote.
package dataprovider

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/internal/keep"
	"github.com/deutschland-stack/bausteine/onceonly/permission"
)

// Config says what a Provider works with. Party to TokenKey are required.
type Config struct {
	Party onceonly.Party
	// Source is where the evidence comes from.
	Source Source
	// Key seals the evidence; its public part must be an ed25519.PublicKey.
	Key crypto.Signer
	// TokenKey is the key of the authority that seals permissions.
	TokenKey ed25519.PublicKey
	// Name tells the providers of one store apart. Default: the id of the party.
	Name string
	// Now is the clock; nil is the store's.
	Now func() time.Time
	// Random is for ids and salts; nil is the system's.
	Random io.Reader
	// Assurance is the least level at which terms must demand that the person is
	// identified. Empty: what the terms say is enough.
	Assurance onceonly.Assurance
	// Blocked are the norms under which evidence about a person under a block (§§ 51, 52
	// BMG) is handed over, as those by which the person asks: "§ 23a BMG". They are
	// compared with the paragraph that the permission rests on. Under any other, such a
	// person gets the answer that is given about nobody. Other persons in a document who
	// are under a block are never handed over.
	Blocked []recht.Norm
	// Lifetime is how long sealed evidence holds, and how long an answer can be
	// repeated. Default: one hour.
	Lifetime time.Duration
	// Leeway is by how much the clocks of two machines may differ. Default: two
	// minutes. An entry of the log says where it was needed.
	Leeway time.Duration
	// MaxEvidence is how many bytes a document may have. Default: 8 MiB.
	MaxEvidence int
}

// Provider is the side of the register: it trusts no requester, but checks token
// and terms again, looks the person up, filters, seals and logs. It is a
// Register, so a broker in the same process can use it directly.
type Provider struct {
	keeper keep.Keeper
	audit  *auditlog.Log
	config Config
}

var _ onceonly.Register = (*Provider)(nil)

// New returns a provider on a store: it keeps its answers there, so that they can
// be repeated, and logs in the log, which was opened on the same store and is not that of
// a broker. The store's Run erases what is due.
func New(store *bausteine.Store, log *auditlog.Log, config Config) (*Provider, error) {
	core, err := grund.Of(store)
	if err != nil {
		return nil, err
	}
	if config.Party.ID.IsZero() || config.Source == nil || config.Key == nil || log == nil ||
		len(config.TokenKey) != ed25519.PublicKeySize || config.Lifetime < 0 || config.Leeway < 0 || config.MaxEvidence < 0 || !config.Assurance.IsZero() && !config.Assurance.Reicht(config.Assurance) {
		return nil, errors.New("dataprovider: a provider needs its id, a source, two keys and a log")
	}
	if _, ok := config.Key.Public().(ed25519.PublicKey); !ok {
		return nil, errors.New("dataprovider: evidence is sealed with Ed25519")
	}
	if config.Now == nil {
		config.Now = core.Now
	}
	if config.Name == "" {
		config.Name = config.Party.ID.String()
	}
	if config.Random == nil {
		config.Random = rand.Reader
	}
	if config.Leeway == 0 {
		config.Leeway = defaultLeeway
	}
	if config.MaxEvidence == 0 {
		config.MaxEvidence = defaultMaxEvidence
	}
	if config.Lifetime == 0 {
		config.Lifetime = time.Hour
	}
	p := keep.NewParty(core, config.Name, log.Name())
	if err := p.Register(config.Lifetime, map[keep.Kind][]string{keep.Answer: {stateAnswered}}); err != nil {
		return nil, err
	}
	return &Provider{p, log, config}, nil
}

// Connection returns how a broker in the same process reaches the provider.
func (p *Provider) Connection() onceonly.Connection {
	return onceonly.Connection{Register: p, Key: p.config.Key.Public().(ed25519.PublicKey)}
}

// answerEvent is an answer as it is stored, without the evidence.
type answerEvent struct {
	RequestDigest onceonly.Digest   `json:"requestDigest"`
	AskAgain      time.Time         `json:"askAgain,omitzero"`
	Refused       []onceonly.Reason `json:"refused,omitempty"`
	Evidence      bool              `json:"evidence,omitempty"`
	Persons       bool              `json:"persons,omitempty"` // blocks may stand in the document
}

// Fetch implements onceonly.Register. A repeated request is checked and logged like the first
// one. A refusal is no answer that is kept: the same request is checked anew.
func (p *Provider) Fetch(ctx context.Context, query onceonly.Query) (answer onceonly.Answer, err error) {
	if err := query.Request.Check(); err != nil {
		return onceonly.Answer{}, err
	}
	digest, err := query.Request.Digest()
	if err != nil {
		return onceonly.Answer{}, err
	}
	err = again(ctx, func() (err error) {
		answer, err = p.fetch(ctx, &query, digest, p.config.Now().UTC().Truncate(time.Microsecond))
		return err
	})
	if err != nil {
		return onceonly.Answer{}, err
	}
	return answer, nil
}

func (p *Provider) fetch(ctx context.Context, query *onceonly.Query, digest onceonly.Digest, now time.Time) (onceonly.Answer, error) {
	r := reply{query: query, digest: digest, now: now}
	var reasons []onceonly.Reason
	if reasons, r.norm = p.against(query, digest, now, p.config.Leeway); len(reasons) > 0 {
		r.answer.Refused = reasons
		return r.answer, p.log(ctx, &r)
	}
	exact, _ := p.against(query, digest, now, 0)
	r.leeway = len(exact) > 0
	repeated, err := p.repeat(ctx, &r)
	if err != nil {
		return onceonly.Answer{}, err
	}
	if !repeated {
		if r.answer, err = p.answer(ctx, &r); err != nil {
			return onceonly.Answer{}, err
		}
	}
	return r.answer, p.log(ctx, &r)
}

// reply is an answer on its way into the log.
type reply struct {
	query    *onceonly.Query
	digest   onceonly.Digest
	now      time.Time
	answer   onceonly.Answer
	version  uint64 // of the stored answer that this one replaces
	repeated bool   // the answer was given before and is stored
	persons  bool   // blocks may stand in the document
	leeway   bool
	norm     recht.Norm // that permits it
}

// repeat finds the answer to a request that was answered before, and reports
// whether it is to be given again.
func (p *Provider) repeat(ctx context.Context, r *reply) (bool, error) {
	id := r.query.Request.ID
	stored, err := p.keeper.Load(ctx, keep.Answer, id, 0)
	if errors.Is(err, onceonly.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("dataprovider: load answer: %w", err)
	}
	var last answerEvent
	newest := stored.Events[len(stored.Events)-1]
	if newest.Erased {
		return false, fmt.Errorf("%w: its personal part was erased", onceonly.ErrNotFound)
	}
	if err := json.Unmarshal(newest.Personal, &last); err != nil {
		return false, fmt.Errorf("%w: stored answer", onceonly.ErrSyntax)
	}
	r.version = stored.Version
	switch {
	case last.RequestDigest != r.digest:
		r.answer.Refused = []onceonly.Reason{{Code: onceonly.CodeRequestReused, Pointer: "/id"}}
		return true, nil
	case !last.AskAgain.IsZero():
		r.answer.AskAgain = last.AskAgain
		r.repeated = r.now.Before(last.AskAgain)
		return r.repeated, nil
	case len(last.Refused) > 0:
		return false, nil
	case !last.Evidence:
		r.repeated = true
		return true, nil
	}
	document, err := p.keeper.Content(ctx, answerContent(id, r.version-1))
	if errors.Is(err, onceonly.ErrNotFound) {
		return false, nil // sealed evidence that is too old is made anew
	}
	if err != nil {
		return false, fmt.Errorf("dataprovider: load evidence: %w", err)
	}
	var e evidence
	if err := json.Unmarshal(document, &e); err != nil {
		return false, fmt.Errorf("%w: stored document", onceonly.ErrSyntax)
	}
	if !r.now.Before(e.Binding.ExpiresAt) {
		return false, nil
	}
	if last.Persons {
		// A block that was entered since holds for the repetition, too.
		fresh, err := p.answer(ctx, r)
		if err != nil {
			return false, err
		}
		if fresh.Evidence == nil || !bytes.Equal(fresh.Evidence.Content(), e.Content) {
			r.answer = fresh
			return true, nil
		}
	}
	sealed := onceonly.NewSealed(e.Binding, e.Content, e.Seal)
	r.answer.Evidence, r.repeated = &sealed, true
	return true, nil
}

// answer looks the person up and seals what was found.
func (p *Provider) answer(ctx context.Context, r *reply) (onceonly.Answer, error) {
	request := &r.query.Request
	found, err := p.config.Source.Lookup(ctx, request.EvidenceType, request.Person)
	if err != nil {
		return onceonly.Answer{}, fmt.Errorf("dataprovider: look up evidence: %w", err)
	}
	if !found.AskAgain.IsZero() {
		return onceonly.Answer{AskAgain: found.AskAgain.UTC().Truncate(time.Microsecond)}, nil
	}
	if len(found.Documents) != 1 {
		return onceonly.Answer{}, nil // nobody and several look the same
	}
	document := found.Documents[0]
	r.persons = len(document.persons) > 0
	if len(document.Content()) > p.config.MaxEvidence {
		return onceonly.Answer{}, errTooLarge
	}
	content, blocked, err := r.query.Terms.Release(request.Fields, document.mediaType, document.Content(), document.persons)
	if err != nil {
		return onceonly.Answer{}, fmt.Errorf("dataprovider: filter evidence: %w", err)
	}
	if blocked && !slices.ContainsFunc(p.config.Blocked, func(n recht.Norm) bool { return n.Contains(r.norm) }) {
		return onceonly.Answer{}, nil // somebody blocked and nobody look the same
	}
	sealed, err := onceonly.Seal(onceonly.Binding{
		Issuer: p.config.Party.ID, Requester: request.Requester, Request: request.ID, RequestDigest: r.digest,
		Consent: request.Consent, EvidenceType: request.EvidenceType, MediaType: document.mediaType,
		IssuedAt: r.now, ExpiresAt: r.now.Add(p.config.Lifetime),
	}, content, p.config.Key)
	if err != nil {
		return onceonly.Answer{}, err
	}
	return onceonly.Answer{Evidence: &sealed}, nil
}

// answerContent names the evidence of an answer. What was sealed anew lies under a
// name of its own: a document never changes.
func answerContent(request uuid.UUID, version uint64) uuid.UUID {
	if version == 0 {
		return request
	}
	return uuid.NewSHA1(request, binary.BigEndian.AppendUint64(nil, version))
}

// errTooLarge says nothing about the document.
var errTooLarge = errors.New("dataprovider: the document is larger than the provider may hand over")

// against returns every reason against answering the query, and the paragraph that
// permits it.
func (p *Provider) against(query *onceonly.Query, digest onceonly.Digest, now time.Time, leeway time.Duration) ([]onceonly.Reason, recht.Norm) {
	request, terms := &query.Request, &query.Terms
	decision, norm := permission.Verify(query.Token, p.config.TokenKey, onceonly.Question{
		Requester: request.Requester, Provider: request.Provider, EvidenceType: request.EvidenceType,
		Purpose: request.Purpose, Basis: terms.Basis, UsesIDNr: request.UsesIDNr(), RequestDigest: digest, At: now,
		RequesterSector: terms.Requester.Sector, ProviderSector: terms.Provider.Sector,
	}, leeway)
	reasons := decision.Reasons
	if request.Provider != p.config.Party.ID {
		reasons = append(reasons, onceonly.Reason{Code: onceonly.CodeRegisterUnknown, Pointer: "/provider"})
	}
	if request.UsesIDNr() && terms.Provider.Sector != p.config.Party.Sector {
		reasons = append(reasons, onceonly.Reason{Code: onceonly.CodePermissionSector, Pointer: "/provider/sector"})
	}
	if !p.config.Assurance.IsZero() && !terms.Assurance.Reicht(p.config.Assurance) {
		reasons = append(reasons, onceonly.Reason{Code: onceonly.CodeAssurance, Pointer: "/assurance"})
	}
	if err, isCheck := errors.AsType[*onceonly.CheckError](terms.Check()); isCheck {
		reasons = append(reasons, err.Befunde...)
	}
	return append(reasons, terms.Against(request, now, leeway)...), norm
}

// log writes the audit entry of an answer before the answer leaves, in one step with
// the answer itself where that is new and can be repeated.
func (p *Provider) log(ctx context.Context, r *reply) error {
	request := &r.query.Request
	entry := p.entryOf(r.query, r.now)
	entry.Reasons, entry.Repeated, entry.Leeway = r.answer.Refused, r.repeated, r.leeway
	if len(r.answer.Refused) == 0 {
		entry.PermittedBy = r.norm
	}
	var written keep.Commit
	var content []byte
	var kind string
	event := answerEvent{RequestDigest: r.digest, AskAgain: r.answer.AskAgain, Evidence: r.answer.Evidence != nil, Persons: r.persons}
	switch {
	case len(r.answer.Refused) > 0:
		entry.Action = onceonly.ActionRejected
	case !r.answer.AskAgain.IsZero():
		entry.Action = onceonly.ActionDeferred
	case r.answer.Evidence != nil:
		sealed := r.answer.Evidence
		content, kind = sealed.Content(), sealed.Binding().MediaType
		entry.Action, entry.Digest = onceonly.ActionAnswered, sealed.Binding().ContentDigest
		document, err := json.Marshal(evidence{sealed.Binding(), sealed.Seal(), content})
		if err != nil {
			return fmt.Errorf("dataprovider: encode evidence: %w", err)
		}
		if !r.repeated {
			written.Content = &keep.Content{ID: answerContent(request.ID, r.version), EraseAt: r.now.Add(p.config.Lifetime), Bytes: document}
		}
	}
	terms := r.query.Terms
	if terms.Check() != nil {
		terms = onceonly.Terms{}
	}
	var err error
	if written.Records, err = terms.Records(p.audit, entry, kind, content, p.config.Random); err != nil {
		return err
	}
	if len(r.answer.Refused) == 0 && !r.repeated {
		personal, err := json.Marshal(event)
		if err != nil {
			return fmt.Errorf("dataprovider: encode answer: %w", err)
		}
		written.Steps = []keep.Step{{
			Kind: keep.Answer, ID: request.ID, Version: r.version, State: stateAnswered, EraseAt: written.Records[0].EraseAt,
			Events: []keep.Event{{Type: stateAnswered, At: r.now, Personal: personal}},
		}}
	}
	if err := p.keeper.Append(ctx, written); err != nil {
		return fmt.Errorf("dataprovider: store answer: %w", err)
	}
	return nil
}

// entryOf begins the audit entry about a query. What the request claims is logged
// as claimed; names and words come from the terms, if these can be read at all.
func (p *Provider) entryOf(query *onceonly.Query, now time.Time) onceonly.Entry {
	request, terms := &query.Request, query.Terms
	if terms.Check() != nil {
		terms = onceonly.Terms{}
	}
	e := onceonly.Entry{
		Time: now, Action: onceonly.ActionUnmatched, Subject: request.Subject, Requester: terms.Requester, Provider: p.config.Party,
		EvidenceType: request.EvidenceType, Fields: request.Fields, Purpose: terms.Purpose, Basis: terms.Basis, Norm: terms.Norm,
		Service: terms.Service, Application: request.Application, Consent: request.Consent, Request: request.ID, UsesIDNr: request.UsesIDNr(), Asked: request.Person,
	}
	if e.Requester.ID != request.Requester {
		e.Requester = onceonly.Party{ID: request.Requester}
	}
	if e.Purpose.Code != request.Purpose {
		e.Purpose = onceonly.Purpose{Code: request.Purpose}
	}
	return e
}

// evidence is sealed evidence as it is stored.
type evidence struct {
	Binding onceonly.Binding `json:"binding"`
	Seal    []byte           `json:"seal"`
	Content []byte           `json:"content"`
}

const stateAnswered = "answered"

// The defaults, which are those of a broker.
const (
	defaultLeeway      = 2 * time.Minute
	defaultMaxEvidence = 8 << 20
)

// attempts bounds how often an answer is tried again because another call of the same
// request was faster.
const attempts = 1000

func again(ctx context.Context, try func() error) error {
	for n := 0; ; n++ {
		err := try()
		if !errors.Is(err, onceonly.ErrConflict) || n == attempts {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}
