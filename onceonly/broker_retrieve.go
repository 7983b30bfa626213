// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Retrieve decides on a request and, if consent and permission allow it, asks
// the register. The order is: consent check, abstract permission, log, call,
// verification of seal and binding, filter by the fields; then the document
// waits for the person's decision, see Preview and Accept.
//
// The retrieval that comes back says how it ended: its State and, where nothing
// came of it, all Reasons. Refusal, no unique match and deferral are such ends
// and no errors. The same request, sent again, gets the same answer; after a
// failure of the register, or when deferred evidence is due, it is tried again
// under the same id and without using the consent twice.
//
// Errors: a *CheckError for an incomplete request, ErrReused for a known id with
// other content, ErrRegister when there is no usable answer (the retrieval is
// then unanswered), and whatever the store or the permission report.
func (b *Broker) Retrieve(ctx context.Context, request Request) (Retrieval, error) {
	if err := request.Check(); err != nil {
		return Retrieval{}, err
	}
	digest, err := request.Digest()
	if err != nil {
		return Retrieval{}, err
	}
	for {
		retrieval, err := b.retrieve(ctx, &request, digest)
		if !errors.Is(err, ErrConflict) || errors.Is(err, ErrRegister) {
			return retrieval, err // a conflict of the register's own is no reason to ask it again
		}
		// Somebody else used the consent or answered the same request.
		if err := ctx.Err(); err != nil {
			return Retrieval{}, err
		}
	}
}

func (b *Broker) retrieve(ctx context.Context, request *Request, digest Digest) (Retrieval, error) {
	now := b.now()
	retrieval, err := b.Retrieval(ctx, request.ID)
	switch {
	case errors.Is(err, ErrNotFound) && !errors.Is(err, errErased): // the id of what was erased stays taken
		retrieval = Retrieval{ID: request.ID, State: RetrievalNew}
	case err != nil:
		return Retrieval{}, err
	case retrieval.requestDigest != digest:
		return Retrieval{}, ErrReused
	}
	if !retrieval.mayAsk(now) {
		return retrieval, nil
	}
	ruling, err := b.rule(ctx, request, digest, now, retrieval.State == RetrievalNew)
	if err != nil {
		return Retrieval{}, err
	}
	if !ruling.decision.Permitted {
		return b.refuseRetrieval(ctx, retrieval, request, digest, ruling)
	}
	retrieval, err = b.send(ctx, retrieval, request, digest, ruling)
	if err != nil {
		return Retrieval{}, err
	}
	answer, failure := b.call(ctx, ruling.connection, Query{Request: *request, Terms: ruling.consent.terms, Token: ruling.token})
	// The answer is recorded even if nobody waits for it any more.
	return b.record(context.WithoutCancel(ctx), retrieval, request, digest, ruling, answer, failure)
}

// mayAsk reports whether the register is to be asked, for the first time or again.
func (r *Retrieval) mayAsk(now time.Time) bool {
	switch r.State {
	case RetrievalNew, RetrievalUnanswered:
		return true
	case RetrievalSent: // the process that asked may have died
		return !now.Before(r.BusyUntil)
	case RetrievalDeferred:
		return !now.Before(r.AskAgain)
	default:
		return false
	}
}

// ruling is all that was decided before a register is asked.
type ruling struct {
	now        time.Time
	consent    Consent
	decision   Decision
	token      string
	norm       string
	connection Connection
}

// rule makes the concrete check against the consent and the abstract check by
// the permission, and gathers the reasons of both. The use of the consent was
// counted when the request was first sent.
func (b *Broker) rule(ctx context.Context, request *Request, digest Digest, now time.Time, first bool) (ruling, error) {
	r := ruling{now: now}
	var err error
	r.consent, err = b.Consent(ctx, request.Consent)
	switch {
	case errors.Is(err, ErrNotFound):
		r.decision = refuse(CodeConsentUnknown, "/consent")
		return r, nil
	case err != nil:
		return r, err
	}
	concrete := r.consent.Authorises(request, now)
	if !first {
		concrete = concrete.without(CodeConsentUsedUp)
	}
	permit, err := b.config.Permission.Ask(ctx, Question{
		Requester: request.Requester, Provider: request.Provider, EvidenceType: request.EvidenceType,
		Purpose: request.Purpose, Basis: r.consent.terms.Basis, UsesIDNr: request.UsesIDNr(),
		RequesterSector: r.consent.terms.Requester.Sector, ProviderSector: r.consent.terms.Provider.Sector,
		RequestDigest: digest, At: now,
	})
	if err != nil {
		return r, fmt.Errorf("onceonly: ask for permission: %w", err)
	}
	reasons := concrete.Reasons
	if !permit.Decision.Permitted {
		reasons = append(reasons, permit.Decision.Reasons...)
		if len(permit.Decision.Reasons) == 0 {
			reasons = append(reasons, Reason{Code: CodePermissionNone})
		}
	}
	r.connection, err = b.config.Directory.Find(ctx, request.Provider, request.EvidenceType)
	switch {
	case errors.Is(err, ErrNotFound):
		reasons = append(reasons, Reason{Code: CodeRegisterUnknown, Pointer: "/provider"})
	case err != nil:
		return r, fmt.Errorf("onceonly: find register: %w", err)
	}
	r.decision, r.token, r.norm = decide(reasons), permit.Token, permit.Norm
	return r, nil
}

func (d Decision) without(code Code) Decision {
	var rest []Reason
	for _, r := range d.Reasons {
		if r.Code != code {
			rest = append(rest, r)
		}
	}
	return decide(rest)
}

// entryOf begins the audit entry about a request. What the request claims is
// logged as claimed; names and words come from the consent, if there is one.
func (r *ruling) entryOf(request *Request, action Action, now time.Time) Entry {
	e := r.consent.entry(action, now)
	e.Subject, e.PermittedBy, e.UsesIDNr = request.Subject, r.norm, request.UsesIDNr()
	if e.Requester.ID != request.Requester {
		e.Requester = Party{ID: request.Requester}
	}
	if e.Provider.ID != request.Provider {
		e.Provider = Party{ID: request.Provider}
	}
	if e.Purpose.Code != request.Purpose {
		e.Purpose = Purpose{Code: request.Purpose}
	}
	e.EvidenceType, e.Fields, e.Application = request.EvidenceType, request.Fields, request.Application
	e.Consent, e.Request = request.Consent, request.ID
	return e
}

func (b *Broker) refuseRetrieval(ctx context.Context, retrieval Retrieval, request *Request, digest Digest, ruling ruling) (Retrieval, error) {
	return b.advance(ctx, advance{
		retrieval: retrieval, subject: request.Subject,
		event: retrievalEvent{
			Type: RetrievalEventRefused, At: ruling.now, Consent: request.Consent, RequestDigest: digest,
			Fields: request.Fields.paths, UsesIDNr: request.UsesIDNr(), PermittedBy: ruling.norm,
			Reasons: ruling.decision.Reasons,
		},
		entry: ruling.entryOf(request, ActionRefused, ruling.now),
	})
}

// send records, before the register is asked, that the retrieval was permitted,
// and uses the consent: all in one step, so that of many at once only as many
// get through as there are uses.
func (b *Broker) send(ctx context.Context, retrieval Retrieval, request *Request, digest Digest, ruling ruling) (Retrieval, error) {
	var use *Step
	if retrieval.State == RetrievalNew {
		used, step, err := consentStep(ruling.consent, consentEvent{Type: ConsentEventUsed, At: ruling.now, Request: request.ID})
		if err != nil {
			return Retrieval{}, err
		}
		ruling.consent, use = used, &step // the entry is about the version after the use
	}
	return b.advance(ctx, advance{
		retrieval: retrieval, subject: request.Subject,
		event: retrievalEvent{
			Type: RetrievalEventSent, At: ruling.now, Consent: request.Consent, RequestDigest: digest,
			Fields: request.Fields.paths, UsesIDNr: request.UsesIDNr(), PermittedBy: ruling.norm,
			PreviewWaived: !ruling.consent.terms.Preview.Required(),
			BusyUntil:     ruling.now.Add(b.config.CallTimeout),
		},
		entry: ruling.entryOf(request, ActionPermitted, ruling.now),
		also:  use,
	})
}

// call asks the register, for no longer than the configured time.
func (b *Broker) call(ctx context.Context, connection Connection, query Query) (answer Answer, failure error) {
	ctx, cancel := context.WithTimeout(ctx, b.config.CallTimeout)
	defer cancel()
	defer func() {
		// A driver is foreign code, and what it panics with may hold the
		// document. The retrieval must not stay open because of it.
		if recover() != nil {
			failure = errors.New("onceonly: the driver of the register panicked")
		}
	}()
	return connection.Register.Fetch(ctx, query)
}

// record writes down what the register said and, if it is evidence, keeps the
// allowed part of it.
func (b *Broker) record(ctx context.Context, retrieval Retrieval, request *Request, digest Digest, ruling ruling, answer Answer, failure error) (Retrieval, error) {
	now := b.now()
	step := advance{retrieval: retrieval, subject: request.Subject, event: retrievalEvent{At: now}}
	action := ActionUnmatched
	switch {
	case failure != nil:
		step.event.Type, action = RetrievalEventUnanswered, ActionUnanswered
		step.event.Reasons = []Reason{{Code: CodeRegisterFailed}}
	case len(answer.Refused) > 0:
		step.event.Type, action = RetrievalEventDenied, ActionDenied
		step.event.Reasons = foreignReasons(answer.Refused)
	case !answer.AskAgain.IsZero():
		step.event.Type, action = RetrievalEventDeferred, ActionDeferred
		step.event.AskAgain = answer.AskAgain.UTC().Truncate(time.Microsecond)
	case answer.Evidence == nil:
		step.event.Type = RetrievalEventUnmatched
		step.event.Reasons = []Reason{{Code: CodeNoUniqueMatch}}
	default:
		action = b.receive(&step, request, digest, ruling, answer.Evidence, now)
	}
	step.entry = ruling.entryOf(request, action, now)
	step.entry.Digest = step.event.Digest
	next, err := b.advance(ctx, step)
	if err == nil && next.State == RetrievalUnanswered {
		// The text of the driver's error may quote the request; its identity
		// is enough to branch on.
		err = &RegisterError{Reasons: next.Reasons, cause: failure}
	}
	return next, err
}

// foreignReasons keeps of a provider's reasons the codes, and only such that
// look like codes: nothing else a provider writes may get into the log.
func foreignReasons(reasons []Reason) []Reason {
	const limit = 20
	clean := make([]Reason, 0, min(len(reasons), limit))
	for _, r := range reasons[:min(len(reasons), limit)] {
		if !r.Code.wellFormed() {
			r.Code = CodeRegisterRefused
		}
		clean = append(clean, Reason{Code: r.Code})
	}
	return clean
}

// receive verifies and filters evidence. What cannot be trusted counts as no answer.
func (b *Broker) receive(step *advance, request *Request, digest Digest, ruling ruling, sealed *Sealed, now time.Time) Action {
	distrust := func(d Decision) Action {
		step.event.Type, step.event.Reasons = RetrievalEventUnanswered, d.Reasons
		return ActionUnanswered
	}
	if d := sealed.verify(ruling.connection.Key, request, digest, now); !d.Permitted {
		return distrust(d)
	}
	binding := sealed.Binding()
	filtered, dropped, err := request.Fields.Filter(binding.MediaType, sealed.Content())
	if err != nil {
		return distrust(refuse(CodeEvidenceFormat, "/content"))
	}
	if !dropped {
		filtered = sealed.Content() // byte for byte what the provider sealed
	}
	document, err := encodeEvidence(evidence{Binding: binding, Seal: sealed.Seal(), Content: filtered})
	if err != nil {
		return distrust(refuse(CodeEvidenceFormat, "/binding"))
	}
	step.event.Type = RetrievalEventReceived
	step.event.Digest, step.event.MediaType, step.event.ExcessDropped = DigestOf(filtered), binding.MediaType, dropped
	step.event.DecideUntil = now.Add(b.config.DecideWithin)
	step.content = &Content{ID: request.ID, EraseAt: now.Add(b.config.KeepContent), Bytes: document}
	return ActionReceived
}
