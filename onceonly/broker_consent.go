// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"
)

// Propose stores terms for the person to decide on. The error is a *CheckError
// if they are incomplete.
func (b *Broker) Propose(ctx context.Context, terms Terms) (Consent, error) {
	if err := terms.Check(); err != nil {
		return Consent{}, err
	}
	id, err := newID(b.config.Random)
	if err != nil {
		return Consent{}, err
	}
	event := consentEvent{Type: ConsentEventProposed, At: b.now(), Terms: terms.wire()}
	return b.changeConsent(ctx, Consent{id: id}, event, ActionProposed)
}

// Give records that the actor agreed to the proposed terms. Under a statute the
// actor is zero: nobody has a choice. Who acts for another needs a proof.
func (b *Broker) Give(ctx context.Context, id uuid.UUID, actor Actor) (Consent, error) {
	return b.decideConsent(ctx, id, actor, ConsentEventGiven, ActionGiven)
}

// Refuse records that the actor said no.
func (b *Broker) Refuse(ctx context.Context, id uuid.UUID, actor Actor) (Consent, error) {
	return b.decideConsent(ctx, id, actor, ConsentEventRefused, ActionNotGiven)
}

func (b *Broker) decideConsent(ctx context.Context, id uuid.UUID, actor Actor, event ConsentEventType, action Action) (Consent, error) {
	consent, err := b.Consent(ctx, id)
	if err != nil {
		return Consent{}, err
	}
	byStatute := consent.terms.Basis == BasisStatute
	switch {
	case byStatute != actor.Subject.IsZero():
		return Consent{}, checkError([]Reason{{Code: CodeMissing, Pointer: "/actor"}})
	case !byStatute && actor.Subject != consent.terms.Subject && actor.Proof == "":
		return Consent{}, checkError([]Reason{{Code: CodeMissing, Pointer: "/actor/proof"}})
	}
	return b.changeConsent(ctx, consent, consentEvent{
		Type: event, At: b.now(), Actor: actor.Subject.Clear(), Proof: actor.Proof,
	}, action)
}

// Withdraw takes a consent back. It holds for every check that begins after
// Withdraw has returned; what was handed over before stays handed over.
// Withdrawing twice is no error.
func (b *Broker) Withdraw(ctx context.Context, id uuid.UUID, actor Actor) (Consent, error) {
	return b.endConsent(ctx, id, consentEvent{
		Type: ConsentEventWithdrawn, Actor: actor.Subject.Clear(), Proof: actor.Proof,
	}, ActionWithdrawn, ConsentWithdrawn)
}

// Invalidate records that a consent turned out to be void, by a court or because
// of a mistake.
func (b *Broker) Invalidate(ctx context.Context, id uuid.UUID) (Consent, error) {
	return b.endConsent(ctx, id, consentEvent{Type: ConsentEventInvalidated}, ActionInvalidated, ConsentInvalidated)
}

// endConsent repeats after a conflict: a use in between is no reason not to end
// the consent.
func (b *Broker) endConsent(ctx context.Context, id uuid.UUID, event consentEvent, action Action, end ConsentState) (Consent, error) {
	for {
		consent, err := b.Consent(ctx, id)
		if err != nil {
			return Consent{}, err
		}
		if consent.state == end {
			return consent, nil
		}
		event.At = b.now()
		ended, err := b.changeConsent(ctx, consent, event, action)
		if !errors.Is(err, ErrConflict) {
			return ended, err
		}
	}
}

// Replace proposes new terms in the place of a consent, which ends with it: one
// of the two holds at any time, never both. The new terms are to be given or
// refused like any others.
func (b *Broker) Replace(ctx context.Context, id uuid.UUID, terms Terms) (Consent, error) {
	if err := terms.Check(); err != nil {
		return Consent{}, err
	}
	old, err := b.Consent(ctx, id)
	if err != nil {
		return Consent{}, err
	}
	if terms.Subject != old.terms.Subject {
		return Consent{}, checkError([]Reason{{Code: CodeConsentSubject, Pointer: "/subject"}})
	}
	successor, err := newID(b.config.Random)
	if err != nil {
		return Consent{}, err
	}
	now := b.now()
	ended, last, err := consentStep(old, consentEvent{Type: ConsentEventReplaced, At: now, Successor: successor})
	if err != nil {
		return Consent{}, err
	}
	next, first, err := consentStep(Consent{id: successor}, consentEvent{Type: ConsentEventProposed, At: now, Terms: terms.wire()})
	if err != nil {
		return Consent{}, err
	}
	commit := Commit{Steps: []Step{last, first}}
	for _, c := range []struct {
		consent *Consent
		action  Action
	}{{&ended, ActionReplaced}, {&next, ActionProposed}} {
		entry := c.consent.terms.entry(c.action, now)
		entry.Consent = c.consent.id
		records, err := newRecords(entry, b.config.Random)
		if err != nil {
			return Consent{}, err
		}
		commit.Records = append(commit.Records, records...)
	}
	if err := b.config.Store.Append(ctx, commit); err != nil {
		return Consent{}, fmt.Errorf("onceonly: store consent: %w", err)
	}
	return next, nil
}

// changeConsent writes an event and its audit entry in one step.
func (b *Broker) changeConsent(ctx context.Context, consent Consent, event consentEvent, action Action) (Consent, error) {
	next, step, err := consentStep(consent, event)
	if err != nil {
		return consent, err
	}
	entry := next.terms.entry(action, event.At)
	entry.Consent = next.id
	if event.Actor != "" {
		if entry.Actor, err = ParseSubject(event.Actor); err != nil {
			return consent, err
		}
	}
	records, err := newRecords(entry, b.config.Random)
	if err != nil {
		return consent, err
	}
	if err := b.config.Store.Append(ctx, Commit{Steps: []Step{step}, Records: records}); err != nil {
		return consent, fmt.Errorf("onceonly: store consent: %w", err)
	}
	return next, nil
}
