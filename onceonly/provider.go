// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/internal/masked"
)

// Source is the driver to the holdings of a register.
type Source interface {
	// Lookup returns every document of the type about a person who matches. An
	// error means that the holdings could not be searched.
	Lookup(ctx context.Context, evidenceType EvidenceType, person Person) (Found, error)
}

// Found is what a source found. With AskAgain set, the documents are not ready
// before then.
type Found struct {
	Documents []Document
	AskAgain  time.Time
}

// Document is one document of a source. It is masked in every output.
type Document struct {
	mediaType string
	content   masked.Box[[]byte]
}

// NewDocument returns a document. The caller must not change the content any more.
func NewDocument(mediaType string, content []byte) Document {
	return Document{mediaType, masked.NewBox(content)}
}

// MediaType returns the type of the content.
func (d Document) MediaType() string { return d.mediaType }

// Content returns the document itself. The caller must not change it.
func (d Document) Content() []byte { return d.content.Get() }

// Format shows the media type alone.
func (d Document) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "onceonly.Document{"+d.mediaType+"}")
}

// ProviderConfig says what a Provider works with. Party to TokenKey are required.
type ProviderConfig struct {
	Party Party
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
	Assurance Assurance
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
	keeper keeper
	config ProviderConfig
}

var _ Register = (*Provider)(nil)

// NewProvider returns a provider on a store: it keeps its answers there, so that they can
// be repeated, and logs in the log, which was opened on the same store and is not that of
// a broker. The store's Run erases what is due.
func NewProvider(store *bausteine.Store, log *auditlog.Log, config ProviderConfig) (*Provider, error) {
	core, err := grund.Of(store)
	if err != nil {
		return nil, err
	}
	if config.Party.ID.IsZero() || config.Source == nil || config.Key == nil || log == nil ||
		len(config.TokenKey) != ed25519.PublicKeySize || config.Lifetime < 0 || config.Leeway < 0 || config.MaxEvidence < 0 || config.Assurance != "" && config.Assurance.rank() == 0 {
		return nil, errors.New("onceonly: a provider needs its id, a source, two keys and a log")
	}
	if _, ok := config.Key.Public().(ed25519.PublicKey); !ok {
		return nil, errors.New("onceonly: evidence is sealed with Ed25519")
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
	p := &party{core: core, name: config.Name, log: log.Name()}
	if err := p.register(config.Lifetime, kindAnswer); err != nil {
		return nil, err
	}
	return &Provider{p, config}, nil
}

// Connection returns how a broker in the same process reaches the provider.
func (p *Provider) Connection() Connection {
	return Connection{Register: p, Key: p.config.Key.Public().(ed25519.PublicKey)}
}

// answerEvent is an answer as it is stored, without the evidence.
type answerEvent struct {
	RequestDigest Digest    `json:"requestDigest"`
	AskAgain      time.Time `json:"askAgain,omitzero"`
	Refused       []Reason  `json:"refused,omitempty"`
	Evidence      bool      `json:"evidence,omitempty"`
}

// Fetch implements Register. A repeated request is checked and logged like the first
// one. A refusal is no answer that is kept: the same request is checked anew.
func (p *Provider) Fetch(ctx context.Context, query Query) (answer Answer, err error) {
	if err := query.Request.Check(); err != nil {
		return Answer{}, err
	}
	digest, err := query.Request.Digest()
	if err != nil {
		return Answer{}, err
	}
	err = again(ctx, func() (err error) {
		answer, err = p.fetch(ctx, &query, digest, p.config.Now().UTC().Truncate(time.Microsecond))
		return err
	})
	if err != nil {
		return Answer{}, err
	}
	return answer, nil
}

func (p *Provider) fetch(ctx context.Context, query *Query, digest Digest, now time.Time) (Answer, error) {
	r := reply{query: query, digest: digest, now: now}
	if reasons := p.against(query, digest, now, p.config.Leeway); len(reasons) > 0 {
		r.answer.Refused = reasons
		return r.answer, p.log(ctx, &r)
	}
	r.leeway = len(p.against(query, digest, now, 0)) > 0
	repeated, err := p.repeat(ctx, &r)
	if err != nil {
		return Answer{}, err
	}
	if !repeated {
		if r.answer, err = p.answer(ctx, query, digest, now); err != nil {
			return Answer{}, err
		}
	}
	return r.answer, p.log(ctx, &r)
}

// reply is an answer on its way into the log.
type reply struct {
	query    *Query
	digest   Digest
	now      time.Time
	answer   Answer
	version  uint64 // of the stored answer that this one replaces
	repeated bool   // the answer was given before and is stored
	leeway   bool
}

// repeat finds the answer to a request that was answered before, and reports
// whether it is to be given again.
func (p *Provider) repeat(ctx context.Context, r *reply) (bool, error) {
	id := r.query.Request.ID
	stored, err := p.keeper.Load(ctx, kindAnswer, id)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("onceonly: load answer: %w", err)
	}
	var last answerEvent
	if err := decodeEvent(stored[len(stored)-1], &last); err != nil {
		return false, err
	}
	r.version = uint64(len(stored))
	switch {
	case last.RequestDigest != r.digest:
		r.answer.Refused = []Reason{{Code: CodeRequestReused, Pointer: "/id"}}
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
	if errors.Is(err, ErrNotFound) {
		return false, nil // sealed evidence that is too old is made anew
	}
	if err != nil {
		return false, fmt.Errorf("onceonly: load evidence: %w", err)
	}
	e, err := decodeEvidence(document)
	if err != nil || !r.now.Before(e.Binding.ExpiresAt) {
		return false, err
	}
	r.answer.Evidence, r.repeated = &Sealed{masked.NewBox(e)}, true
	return true, nil
}

// answer looks the person up and seals what was found.
func (p *Provider) answer(ctx context.Context, query *Query, digest Digest, now time.Time) (Answer, error) {
	request := &query.Request
	found, err := p.config.Source.Lookup(ctx, request.EvidenceType, request.Person)
	if err != nil {
		return Answer{}, fmt.Errorf("onceonly: look up evidence: %w", err)
	}
	if !found.AskAgain.IsZero() {
		return Answer{AskAgain: found.AskAgain.UTC().Truncate(time.Microsecond)}, nil
	}
	if len(found.Documents) != 1 {
		return Answer{}, nil // nobody and several look the same
	}
	document := found.Documents[0]
	if len(document.Content()) > p.config.MaxEvidence {
		return Answer{}, errTooLarge
	}
	content, dropped, err := request.Fields.Filter(document.mediaType, document.Content())
	if err != nil {
		return Answer{}, fmt.Errorf("onceonly: filter evidence: %w", err)
	}
	if !dropped {
		content = document.Content()
	}
	sealed, err := Seal(Binding{
		Issuer: p.config.Party.ID, Requester: request.Requester, Request: request.ID, RequestDigest: digest,
		Consent: request.Consent, EvidenceType: request.EvidenceType, MediaType: document.mediaType,
		IssuedAt: now, ExpiresAt: now.Add(p.config.Lifetime),
	}, content, p.config.Key)
	if err != nil {
		return Answer{}, err
	}
	return Answer{Evidence: &sealed}, nil
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
var errTooLarge = errors.New("onceonly: the document is larger than the provider may hand over")

// against returns every reason against answering the query.
func (p *Provider) against(query *Query, digest Digest, now time.Time, l time.Duration) []Reason {
	request, terms := &query.Request, &query.Terms
	reasons := VerifyToken(query.Token, p.config.TokenKey, Question{
		Requester: request.Requester, Provider: request.Provider, EvidenceType: request.EvidenceType,
		Purpose: request.Purpose, Basis: terms.Basis, UsesIDNr: request.UsesIDNr(), RequestDigest: digest, At: now,
		RequesterSector: terms.Requester.Sector, ProviderSector: terms.Provider.Sector,
	}, l).Reasons
	if request.Provider != p.config.Party.ID {
		reasons = append(reasons, Reason{Code: CodeRegisterUnknown, Pointer: "/provider"})
	}
	if request.UsesIDNr() && terms.Provider.Sector != p.config.Party.Sector {
		reasons = append(reasons, Reason{Code: CodePermissionSector, Pointer: "/provider/sector"})
	}
	if p.config.Assurance != "" && !terms.Assurance.Reaches(p.config.Assurance) {
		reasons = append(reasons, Reason{Code: CodeAssurance, Pointer: "/assurance"})
	}
	if err, isCheck := errors.AsType[*CheckError](terms.Check()); isCheck {
		reasons = append(reasons, err.Findings...)
	}
	return terms.covers(reasons, request, now, leeway{l, l})
}

// log writes the audit entry of an answer before the answer leaves, in one step with
// the answer itself where that is new and can be repeated.
func (p *Provider) log(ctx context.Context, r *reply) error {
	request := &r.query.Request
	entry := p.entryOf(r.query, r.now)
	entry.Reasons, entry.Repeated, entry.Leeway = r.answer.Refused, r.repeated, r.leeway
	if token, sealed := openToken(r.query.Token, p.config.TokenKey); sealed && len(r.answer.Refused) == 0 {
		entry.PermittedBy = token.Norm
	}
	var written commit
	var concerned []concernedPerson
	event := answerEvent{RequestDigest: r.digest, AskAgain: r.answer.AskAgain, Evidence: r.answer.Evidence != nil}
	switch {
	case len(r.answer.Refused) > 0:
		entry.Action = ActionRejected
	case !r.answer.AskAgain.IsZero():
		entry.Action = ActionDeferred
	case r.answer.Evidence != nil:
		e := r.answer.Evidence.e.Get()
		entry.Action, entry.Digest = ActionAnswered, e.Binding.ContentDigest
		var err error
		if concerned, err = r.query.Terms.concernedBy(request.Fields, e.Binding.MediaType, e.Content, p.config.Random); err != nil {
			return err
		}
		document, err := encodeEvidence(e)
		if err != nil {
			return fmt.Errorf("onceonly: encode evidence: %w", err)
		}
		if !r.repeated {
			written.Content = &content{ID: answerContent(request.ID, r.version), EraseAt: r.now.Add(p.config.Lifetime), Bytes: document}
		}
	}
	if len(r.answer.Refused) == 0 && !r.repeated {
		personal, err := json.Marshal(event)
		if err != nil {
			return fmt.Errorf("onceonly: encode answer: %w", err)
		}
		written.Steps = []step{{
			Kind: kindAnswer, ID: request.ID, Version: r.version, State: stateAnswered, EraseAt: retention(entry.Basis, entry.Norm, entry.UsesIDNr).Until(r.now),
			Events: []storedEvent{{Type: "answered", At: r.now, Personal: personal}},
		}}
	}
	var err error
	if written.Records, err = newRecords(entry, concerned, p.config.Random); err != nil {
		return err
	}
	if err := p.keeper.Append(ctx, written); err != nil {
		return fmt.Errorf("onceonly: store answer: %w", err)
	}
	return nil
}

// entryOf begins the audit entry about a query. What the request claims is logged
// as claimed; names and words come from the terms, if these can be read at all.
func (p *Provider) entryOf(query *Query, now time.Time) Entry {
	request, terms := &query.Request, query.Terms
	if terms.Check() != nil {
		terms = Terms{Basis: terms.Basis}
		if !terms.Basis.valid() {
			terms.Basis = ""
		}
	}
	e := terms.entry(ActionUnmatched, now)
	if e.Requester.ID != request.Requester {
		e.Requester = Party{ID: request.Requester}
	}
	if e.Purpose.Code != request.Purpose {
		e.Purpose = Purpose{Code: request.Purpose}
	}
	e.Subject, e.Provider, e.EvidenceType, e.Fields = request.Subject, p.config.Party, request.EvidenceType, request.Fields
	e.Application, e.Consent, e.Request, e.UsesIDNr = request.Application, request.Consent, request.ID, request.UsesIDNr()
	return e
}
