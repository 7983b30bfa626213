// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/onceonly/internal/keep"
	"github.com/deutschland-stack/bausteine/onceonly/internal/masked"
)

// advance is one step of a retrieval with its audit entry, and what belongs to it.
type advance struct {
	retrieval Retrieval
	subject   Subject
	event     retrievalEvent
	entry     Entry
	concerned []concernedPerson // who stood in what the entry is about
	also      *keep.Step        // of the consent
	terms     *Terms            // that say how long it is kept
	content   *keep.Content     // to keep
	drop      uuid.UUID         // a document to destroy
}

// advance writes the step, its entry and what belongs to it in one transaction.
func (b *Broker) advance(ctx context.Context, a advance) (Retrieval, error) {
	next, first, err := retrievalStep(a.retrieval, a.event, a.subject, a.terms, b.until)
	if err != nil {
		return a.retrieval, err
	}
	a.entry.Reasons = a.event.Reasons
	records, err := newRecords(a.entry, a.concerned, b.config.Random, b.until)
	if err != nil {
		return a.retrieval, err
	}
	written := keep.Commit{Steps: []keep.Step{first}, Content: a.content, Drop: a.drop, Records: records}
	if a.also != nil {
		written.Steps = append(written.Steps, *a.also)
	}
	if err := b.keeper.Append(ctx, written); err != nil {
		return a.retrieval, fmt.Errorf("onceonly: store retrieval: %w", err)
	}
	return next, nil
}

// note writes an entry about something that changed nothing.
func (b *Broker) note(ctx context.Context, entry Entry, concerned []concernedPerson) error {
	records, err := newRecords(entry, concerned, b.config.Random, b.until)
	if err != nil {
		return err
	}
	if err := b.keeper.Append(ctx, keep.Commit{Records: records}); err != nil {
		return fmt.Errorf("onceonly: store entry: %w", err)
	}
	return nil
}

// Preview shows the actor the document that waits for the decision: the very
// bytes that Accept will hand over. The first look is recorded with the retrieval and
// makes it acceptable; a look at data of others than the actor is in the audit log,
// every time. A refusal (nobody who may look, discarded, lapsed, withdrawn meanwhile)
// is a decision with its reasons and no document.
func (b *Broker) Preview(ctx context.Context, id uuid.UUID, actor Actor) (preview Preview, decision Decision, err error) {
	err = again(ctx, func() (err error) {
		preview, decision, err = b.preview(ctx, id, actor)
		return err
	})
	return preview, decision, err
}

func (b *Broker) preview(ctx context.Context, id uuid.UUID, actor Actor) (Preview, Decision, error) {
	w, decision, err := b.waitingFor(ctx, id, actor)
	if err != nil || !decision.Permitted {
		return Preview{}, decision, err
	}
	now := b.now()
	var c keep.Commit
	if w.retrieval.State == RetrievalReceived {
		look := retrievalEvent{Type: RetrievalEventPreviewed, At: now, Actor: actor.Subject.Clear()}
		next, seen, err := retrievalStep(w.retrieval, look, w.consent.terms.Subject, &w.consent.terms, b.until)
		if err != nil {
			return Preview{}, Decision{}, err
		}
		w.retrieval, c.Steps = next, []keep.Step{seen}
	}
	if actor.Subject != w.consent.terms.Subject || w.retrieval.concernsOthers() {
		// A person who looks at data about the person alone is no entry.
		entry := w.entry(ActionShown, now, actor)
		if c.Records, err = newRecords(entry, w.retrieval.concerned, b.config.Random, b.until); err != nil {
			return Preview{}, Decision{}, err
		}
	}
	if len(c.Steps)+len(c.Records) > 0 {
		if err := b.keeper.Append(ctx, c); err != nil {
			return Preview{}, Decision{}, fmt.Errorf("onceonly: store preview: %w", err)
		}
	}
	return Preview{
		Retrieval: id, Digest: w.retrieval.Digest, MediaType: w.retrieval.MediaType, DecideUntil: w.retrieval.DecideUntil,
		Provider: w.consent.terms.Provider, document: masked.NewBox(w.evidence.Content),
		Missing: w.missing(),
	}, decision, nil
}

// Accept hands the evidence over, if the digest is that of the document that the
// person saw, and the actor may decide. The hand-over is in the audit log before
// Accept returns. Accepting twice hands over the same evidence again, as long as it
// is kept and the consent stands; that is an entry, too.
func (b *Broker) Accept(ctx context.Context, id uuid.UUID, digest Digest, actor Actor) (evidence Evidence, decision Decision, err error) {
	err = again(ctx, func() (err error) {
		evidence, decision, err = b.accept(ctx, id, digest, actor)
		return err
	})
	return evidence, decision, err
}

func (b *Broker) accept(ctx context.Context, id uuid.UUID, digest Digest, actor Actor) (Evidence, Decision, error) {
	w, decision, err := b.waitingFor(ctx, id, actor)
	if err == nil && !decision.Permitted && w.retrieval.State == RetrievalDelivered {
		// It was handed over, and is not again: who tried is in the log like who may not.
		entry := w.entry(ActionTurnedAway, b.now(), actor)
		entry.Reasons = decision.Reasons
		err = b.note(ctx, entry, nil)
	}
	if err != nil || !decision.Permitted {
		return Evidence{}, decision, err
	}
	if digest != w.retrieval.Digest {
		return Evidence{}, refuse(CodeDigest, "/digest"), nil
	}
	switch {
	case w.retrieval.State == RetrievalDelivered:
		entry := w.entry(ActionDelivered, b.now(), actor)
		entry.Repeated = true
		if err := b.note(ctx, entry, w.retrieval.concerned); err != nil {
			return Evidence{}, Decision{}, err
		}
		return Evidence{masked.NewBox(w.evidence)}, decision, nil
	case w.retrieval.State == RetrievalReceived && !w.retrieval.PreviewWaived:
		return Evidence{}, refuse(CodeNotPreviewed, "/state"), nil
	}
	if err := b.close(ctx, w, RetrievalEventDelivered, ActionDelivered, nil, actor); err != nil {
		return Evidence{}, Decision{}, err
	}
	return Evidence{masked.NewBox(w.evidence)}, decision, nil
}

// Discard records the actor's decision not to use the evidence and destroys the
// document. Discarding twice is no error. What was handed over, or never came,
// cannot be discarded: that is a decision with its reason.
func (b *Broker) Discard(ctx context.Context, id uuid.UUID, actor Actor) (decision Decision, err error) {
	err = again(ctx, func() (err error) {
		decision, err = b.discard(ctx, id, actor)
		return err
	})
	return decision, err
}

func (b *Broker) discard(ctx context.Context, id uuid.UUID, actor Actor) (Decision, error) {
	w, decision, err := b.waitingFor(ctx, id, actor)
	switch {
	case err != nil:
		return Decision{}, err
	case decision.Has(CodeDiscarded):
		return Decision{Permitted: true}, nil
	case !decision.Permitted:
		return decision, nil
	case w.retrieval.State == RetrievalDelivered:
		return refuse(CodeNoEvidence, "/state"), nil
	}
	if err := b.close(ctx, w, RetrievalEventDiscarded, ActionDiscarded, nil, actor); err != nil {
		return Decision{}, err
	}
	return decision, nil
}

// waiting is a retrieval with what is needed to decide on it.
type waiting struct {
	retrieval Retrieval
	consent   Consent
	evidence  evidence
}

// waitingFor is waiting for an actor. Who may not act gets nothing, not even
// whether something waits, and that is in the audit log.
func (b *Broker) waitingFor(ctx context.Context, id uuid.UUID, actor Actor) (waiting, Decision, error) {
	retrieval, err := b.Retrieval(ctx, id)
	if err != nil {
		return waiting{}, Decision{}, err
	}
	consent, err := b.Consent(ctx, retrieval.Consent)
	if errors.Is(err, ErrNotFound) {
		return waiting{}, refuse(CodeNoEvidence, "/state"), nil // refused, for there is no such consent
	}
	if err != nil {
		return waiting{}, Decision{}, err
	}
	decision, err := b.mayAct(ctx, &consent, actor)
	if err != nil {
		return waiting{}, Decision{}, err
	}
	if !decision.Permitted {
		w := waiting{retrieval: retrieval, consent: consent}
		entry := w.entry(ActionTurnedAway, b.now(), actor)
		entry.Reasons = decision.Reasons
		return waiting{}, decision, b.note(ctx, entry, nil)
	}
	return b.waiting(ctx, retrieval, consent)
}

// waiting loads the document of a retrieval that waits for the decision or was handed
// over. If the time to decide is over, or the consent has ended, the retrieval
// lapses here: time-outs are decided when somebody looks. What was handed over does
// not lapse, but is handed over again only under the same conditions.
func (b *Broker) waiting(ctx context.Context, retrieval Retrieval, consent Consent) (waiting, Decision, error) {
	switch retrieval.State {
	case RetrievalReceived, RetrievalPreviewed, RetrievalDelivered:
	case RetrievalDiscarded:
		return waiting{}, refuse(CodeDiscarded, "/state"), nil
	case RetrievalLapsed:
		return waiting{}, Decision{Reasons: retrieval.Reasons}, nil
	default:
		return waiting{}, refuse(CodeNoEvidence, "/state"), nil
	}
	w := waiting{retrieval: retrieval, consent: consent}
	now, decided := b.now(), retrieval.State == RetrievalDelivered
	decision := consent.standsBy(now)
	if !decided && !now.Before(retrieval.DecideUntil) {
		decision = decide(append(decision.Reasons, Reason{Code: CodeDecideTimeOut, Pointer: "/decideUntil"}))
	}
	switch {
	case !decision.Permitted && decided:
		return w, decision, nil
	case !decision.Permitted:
		if err := b.close(ctx, w, RetrievalEventLapsed, ActionLapsed, decision.Reasons, Actor{}); err != nil {
			return waiting{}, Decision{}, err
		}
		return waiting{}, decision, nil
	}
	document, err := b.keeper.Content(ctx, retrieval.ID)
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

// entry begins an audit entry about the document. It names who acted, or else who
// decided on the consent.
func (w *waiting) entry(action Action, now time.Time, actor Actor) Entry {
	entry := w.consent.entry(action, now)
	entry.Fields, entry.UsesIDNr, entry.PermittedBy = w.retrieval.Fields, w.retrieval.UsesIDNr, w.retrieval.PermittedBy
	entry.Request, entry.Digest = w.retrieval.ID, w.retrieval.Digest
	if !actor.Subject.IsZero() {
		entry.Actor, entry.Proof = actor.Subject, actor.Proof
	}
	return entry
}

// close ends a retrieval whose document waited. Unless it is handed over, the document is
// destroyed in the same step.
func (b *Broker) close(ctx context.Context, w waiting, event RetrievalEventType, action Action, reasons []Reason, actor Actor) error {
	now := b.now()
	var drop uuid.UUID
	if event != RetrievalEventDelivered {
		drop = w.retrieval.ID
	}
	_, err := b.advance(ctx, advance{
		retrieval: w.retrieval, subject: w.consent.terms.Subject, terms: &w.consent.terms, drop: drop, concerned: w.retrieval.concerned,
		event: retrievalEvent{Type: event, At: now, Reasons: reasons, Actor: actor.Subject.Clear()},
		entry: w.entry(action, now, actor),
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
