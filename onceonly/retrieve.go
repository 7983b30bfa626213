// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Retrieve decides on a request and, if consent and permission allow it, asks
// the register. The order is: decide (consent check, abstract permission), send (log,
// call), record (verification of seal and binding, filter by the fields); then the
// document waits for the person's decision, see Preview and Accept.
//
// The retrieval that comes back says how it ended: its State and, where nothing
// came of it, all Reasons. Refusal, no unique match and deferral are such ends
// and no errors. The same request, sent again, gets the same answer, as long as the
// consent still stands; after a failure of the register, when what spoke against it
// has passed, or when deferred evidence is due, it is tried again under the same id.
// A use of the consent is counted when evidence has come.
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
	var retrieval Retrieval
	err = again(ctx, func() (err error) {
		retrieval, err = b.retrieve(ctx, asked{&request, digest})
		return err
	})
	return retrieval, err
}

// asked is a request with its digest.
type asked struct {
	request *Request
	digest  Digest
}

func (b *Broker) retrieve(ctx context.Context, asked asked) (Retrieval, error) {
	now := b.now()
	retrieval, err := b.Retrieval(ctx, asked.request.ID)
	switch {
	case errors.Is(err, ErrNotFound) && !errors.Is(err, errErased): // the id of what was erased stays taken
		retrieval = Retrieval{ID: asked.request.ID, State: RetrievalNew}
	case err != nil:
		return Retrieval{}, err
	case retrieval.requestDigest != asked.digest:
		return Retrieval{}, ErrReused
	}
	if !retrieval.mayAsk(now) {
		return b.stillStands(ctx, retrieval)
	}
	ruling, err := b.rule(ctx, asked, now)
	if err != nil {
		return Retrieval{}, err
	}
	if !ruling.decision.Permitted {
		return b.refuse(ctx, retrieval, asked, ruling)
	}
	retrieval, ruling.consent, err = b.send(ctx, retrieval, asked, ruling)
	if err != nil {
		return Retrieval{}, err
	}
	answer, failure := b.call(ctx, ruling.connection, Query{Request: *asked.request, Terms: ruling.consent.terms, Token: ruling.token})
	// The answer is recorded even if nobody waits for it any more.
	return b.record(context.WithoutCancel(ctx), retrieval, asked, ruling, answer, failure)
}

// mayAsk reports whether the register is to be asked, for the first time or again.
func (r *Retrieval) mayAsk(now time.Time) bool {
	switch r.State {
	case RetrievalNew, RetrievalPostponed, RetrievalUnanswered:
		return true
	case RetrievalSent: // the process that asked may have died
		return !now.Before(r.BusyUntil)
	case RetrievalDeferred:
		return !now.Before(r.AskAgain)
	default:
		return false
	}
}

// stillStands is the answer to a repeated request: what waits for the decision is
// told only while the consent stands, like the first time.
func (b *Broker) stillStands(ctx context.Context, retrieval Retrieval) (Retrieval, error) {
	if retrieval.State != RetrievalReceived && retrieval.State != RetrievalPreviewed {
		return retrieval, nil
	}
	consent, err := b.Consent(ctx, retrieval.Consent)
	if err != nil {
		return retrieval, err
	}
	_, decision, err := b.waiting(ctx, retrieval, consent)
	if err != nil || decision.Permitted {
		return retrieval, err
	}
	return b.Retrieval(ctx, retrieval.ID)
}

// ruling is all that was decided before a register is asked.
type ruling struct {
	now        time.Time
	consent    Consent
	decision   Decision
	token      string
	norm       recht.Norm
	connection Connection
	leeway     bool // the window of the consent was met within the leeway only
}

// rule makes the concrete check against the consent and the abstract check by
// the permission, and gathers the reasons of both.
func (b *Broker) rule(ctx context.Context, asked asked, now time.Time) (ruling, error) {
	request := asked.request
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
	// The terms may have been proposed by a machine whose clock is ahead.
	concrete := r.consent.authorises(request, now, leeway{before: b.config.Leeway})
	r.leeway = concrete.Permitted && now.Before(r.consent.terms.NotBefore)
	permit, err := b.permission.Ask(ctx, Question{
		Requester: request.Requester, Provider: request.Provider, EvidenceType: request.EvidenceType,
		Purpose: request.Purpose, Basis: r.consent.terms.Basis, UsesIDNr: request.UsesIDNr(),
		RequesterSector: r.consent.terms.Requester.Sector, ProviderSector: r.consent.terms.Provider.Sector,
		RequestDigest: asked.digest, At: now,
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
	r.connection, err = b.directory.Find(ctx, request.Provider, request.EvidenceType)
	switch {
	case errors.Is(err, ErrNotFound):
		reasons = append(reasons, Reason{Code: CodeRegisterUnknown, Pointer: "/provider"})
	case err != nil:
		return r, fmt.Errorf("onceonly: find register: %w", err)
	}
	r.decision, r.token, r.norm = decide(reasons), permit.Token, permit.Norm
	return r, nil
}

// entryOf begins the audit entry about a request. What the request claims is
// logged as claimed; names and words come from the consent, if there is one.
func (r *ruling) entryOf(request *Request, action Action, now time.Time) Entry {
	e := r.consent.entry(action, now)
	e.Subject, e.PermittedBy, e.UsesIDNr, e.Leeway = request.Subject, r.norm, request.UsesIDNr(), r.leeway
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

// refuse records the refusal. One that is only about the moment is no outcome: the
// same request may be tried again.
func (b *Broker) refuse(ctx context.Context, retrieval Retrieval, asked asked, ruling ruling) (Retrieval, error) {
	event := RetrievalEventRefused
	if onlyFor(ruling.decision.Reasons, passing) {
		event = RetrievalEventPostponed
	}
	return b.advance(ctx, advance{
		retrieval: retrieval, subject: asked.request.Subject, terms: &ruling.consent.terms,
		event: retrievalEvent{
			Type: event, At: ruling.now, Consent: asked.request.Consent, RequestDigest: asked.digest,
			Fields: asked.request.Fields.paths, UsesIDNr: asked.request.UsesIDNr(), PermittedBy: ruling.norm,
			Reasons: ruling.decision.Reasons,
		},
		entry: ruling.entryOf(asked.request, ActionRefused, ruling.now),
	})
}
