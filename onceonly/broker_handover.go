// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/onceonly/internal/masked"
)

// advance is one step of a retrieval with its audit entry, and what belongs to it.
type advance struct {
	retrieval Retrieval
	subject   Subject
	event     retrievalEvent
	entry     Entry
	also      *Step    // of the consent
	content   *Content // to keep
}

// advance writes the step, its entry and what belongs to it in one transaction.
func (b *Broker) advance(ctx context.Context, a advance) (Retrieval, error) {
	next, step, err := retrievalStep(a.retrieval, a.event, a.subject, a.entry.Basis)
	if err != nil {
		return a.retrieval, err
	}
	a.entry.Reasons = a.event.Reasons
	records, err := newRecords(a.entry, b.config.Random)
	if err != nil {
		return a.retrieval, err
	}
	commit := Commit{Steps: []Step{step}, Content: a.content, Records: records}
	if a.also != nil {
		commit.Steps = append(commit.Steps, *a.also)
	}
	if err := b.config.Store.Append(ctx, commit); err != nil {
		return a.retrieval, fmt.Errorf("onceonly: store retrieval: %w", err)
	}
	return next, nil
}

// Preview shows the person the document that waits for the decision: the very
// bytes that Accept will hand over. Every look is recorded with the retrieval,
// the first one makes it acceptable. A refusal (discarded, lapsed, withdrawn
// meanwhile) is a decision with its reasons and no document.
func (b *Broker) Preview(ctx context.Context, id uuid.UUID) (Preview, Decision, error) {
	for {
		preview, decision, err := b.preview(ctx, id)
		if !errors.Is(err, ErrConflict) {
			return preview, decision, err
		}
	}
}

func (b *Broker) preview(ctx context.Context, id uuid.UUID) (Preview, Decision, error) {
	w, decision, err := b.waiting(ctx, id)
	if err != nil || !decision.Permitted {
		return Preview{}, decision, err
	}
	if w.retrieval.State == RetrievalReceived {
		// No audit entry: the person looks at data about the person.
		look := retrievalEvent{Type: RetrievalEventPreviewed, At: b.now()}
		next, step, err := retrievalStep(w.retrieval, look, w.consent.terms.Subject, w.consent.terms.Basis)
		if err != nil {
			return Preview{}, Decision{}, err
		}
		if err := b.config.Store.Append(ctx, Commit{Steps: []Step{step}}); err != nil {
			return Preview{}, Decision{}, fmt.Errorf("onceonly: store preview: %w", err)
		}
		w.retrieval = next
	}
	return Preview{
		Retrieval: id, Digest: w.retrieval.Digest, MediaType: w.retrieval.MediaType, DecideUntil: w.retrieval.DecideUntil,
		Provider: w.consent.terms.Provider, document: masked.NewBox(w.evidence.Content),
	}, decision, nil
}

// Accept hands the evidence over, if the digest is that of the document that the
// person saw. The hand-over is in the audit log before Accept returns. Accepting
// twice hands over the same evidence again, as long as it is kept.
func (b *Broker) Accept(ctx context.Context, id uuid.UUID, digest Digest) (Evidence, Decision, error) {
	for {
		evidence, decision, err := b.accept(ctx, id, digest)
		if !errors.Is(err, ErrConflict) {
			return evidence, decision, err
		}
	}
}

func (b *Broker) accept(ctx context.Context, id uuid.UUID, digest Digest) (Evidence, Decision, error) {
	w, decision, err := b.waiting(ctx, id)
	if err != nil || !decision.Permitted {
		return Evidence{}, decision, err
	}
	if digest != w.retrieval.Digest {
		return Evidence{}, refuse(CodeDigest, "/digest"), nil
	}
	switch {
	case w.retrieval.State == RetrievalDelivered:
		return Evidence{masked.NewBox(w.evidence)}, decision, nil
	case w.retrieval.State == RetrievalReceived && !w.retrieval.PreviewWaived:
		return Evidence{}, refuse(CodeNotPreviewed, "/state"), nil
	}
	if err := b.close(ctx, w, RetrievalEventDelivered, ActionDelivered, nil); err != nil {
		return Evidence{}, Decision{}, err
	}
	return Evidence{masked.NewBox(w.evidence)}, decision, nil
}

// Discard records the decision not to use the evidence and destroys the
// document. Discarding twice is no error. What was handed over, or never came,
// cannot be discarded: that is a decision with its reason.
func (b *Broker) Discard(ctx context.Context, id uuid.UUID) (Decision, error) {
	for {
		w, decision, err := b.waiting(ctx, id)
		switch {
		case err != nil:
			return Decision{}, err
		case decision.Has(CodeDiscarded):
			// A crash may have come between the decision and the erasure.
			return Decision{Permitted: true}, b.config.Store.EraseContent(ctx, id)
		case !decision.Permitted:
			return decision, nil
		case w.retrieval.State == RetrievalDelivered:
			return refuse(CodeNoEvidence, "/state"), nil
		}
		err = b.close(ctx, w, RetrievalEventDiscarded, ActionDiscarded, nil)
		if errors.Is(err, ErrConflict) {
			continue
		}
		if err != nil {
			return Decision{}, err
		}
		return decision, b.config.Store.EraseContent(ctx, id)
	}
}

// waiting is a retrieval with what is needed to decide on it.
type waiting struct {
	retrieval Retrieval
	consent   Consent
	evidence  evidence
}

// waiting loads a retrieval whose document waits for the decision or was handed
// over. If the time to decide is over, or the consent has ended, the retrieval
// lapses here: time-outs are decided when somebody looks.
func (b *Broker) waiting(ctx context.Context, id uuid.UUID) (waiting, Decision, error) {
	retrieval, err := b.Retrieval(ctx, id)
	if err != nil {
		return waiting{}, Decision{}, err
	}
	switch retrieval.State {
	case RetrievalReceived, RetrievalPreviewed, RetrievalDelivered:
	case RetrievalDiscarded:
		return waiting{}, refuse(CodeDiscarded, "/state"), nil
	case RetrievalLapsed:
		return waiting{}, Decision{Reasons: retrieval.Reasons}, nil
	default:
		return waiting{}, refuse(CodeNoEvidence, "/state"), nil
	}
	consent, err := b.Consent(ctx, retrieval.Consent)
	if err != nil {
		return waiting{}, Decision{}, err
	}
	w := waiting{retrieval: retrieval, consent: consent}
	if retrieval.State != RetrievalDelivered {
		now := b.now()
		decision := consent.standsBy(now)
		if !now.Before(retrieval.DecideUntil) {
			decision = decide(append(decision.Reasons, Reason{Code: CodeDecideTimeOut, Pointer: "/decideUntil"}))
		}
		if !decision.Permitted {
			if err := b.close(ctx, w, RetrievalEventLapsed, ActionLapsed, decision.Reasons); err != nil {
				return waiting{}, Decision{}, err
			}
			return waiting{}, decision, b.config.Store.EraseContent(ctx, id)
		}
	}
	document, err := b.config.Store.Content(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return waiting{}, refuse(CodeContentErased, ""), nil
	}
	if err != nil {
		return waiting{}, Decision{}, fmt.Errorf("onceonly: load document: %w", err)
	}
	if w.evidence, err = decodeEvidence(document); err != nil {
		return waiting{}, Decision{}, err
	}
	if DigestOf(w.evidence.Content) != retrieval.Digest {
		return waiting{}, refuse(CodeDigest, "/digest"), nil
	}
	return w, Decision{Permitted: true}, nil
}

// close ends a retrieval whose document waited.
func (b *Broker) close(ctx context.Context, w waiting, event RetrievalEventType, action Action, reasons []Reason) error {
	now := b.now()
	entry := w.consent.entry(action, now)
	entry.Fields, entry.UsesIDNr, entry.PermittedBy = w.retrieval.Fields, w.retrieval.UsesIDNr, w.retrieval.PermittedBy
	entry.Request, entry.Digest = w.retrieval.ID, w.retrieval.Digest
	_, err := b.advance(ctx, advance{
		retrieval: w.retrieval, subject: w.consent.terms.Subject,
		event: retrievalEvent{Type: event, At: now, Reasons: reasons},
		entry: entry,
	})
	return err
}

func encodeEvidence(e evidence) ([]byte, error) { return json.Marshal(e) }

func decodeEvidence(document []byte) (e evidence, err error) {
	if err := json.Unmarshal(document, &e); err != nil {
		return evidence{}, fmt.Errorf("%w: stored document", ErrSyntax)
	}
	return e, nil
}
