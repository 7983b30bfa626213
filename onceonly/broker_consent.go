// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/onceonly/internal/keep"
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

// Give records that the actor agreed to the proposed terms. The actor must be
// identified at the level that the terms demand; who acts for another needs a
// proof that the Representation accepts. Whoever agrees to terms that concern others
// first declares why (Actor.Declaration). Under a statute the actor is zero: nobody
// has a choice. Terms whose window has passed cannot be given any more.
func (b *Broker) Give(ctx context.Context, id uuid.UUID, actor Actor) (Consent, error) {
	consent, err := b.Consent(ctx, id)
	if err != nil {
		return Consent{}, err
	}
	now, t := b.now(), &consent.terms
	var found findings
	if t.Basis == BasisStatute {
		found.missing(!actor.Subject.IsZero(), "/actor")
	} else {
		if found, err = b.mayDecide(ctx, &consent, actor); err != nil {
			return Consent{}, err
		}
		if t.ConcernsOthers() && actor.Declaration.IsZero() {
			found.add(CodeDeclaration, "/actor/declaration")
		}
		actor.Declaration.check(&found, "/actor/declaration")
		if !actor.Assurance.Reicht(t.Assurance) {
			found.add(CodeAssurance, "/actor/assurance")
		}
	}
	if !now.Before(t.NotAfter) {
		found.add(CodeConsentExpired, "/notAfter")
	}
	if err := checkError(found); err != nil {
		return Consent{}, err
	}
	return b.changeConsent(ctx, consent, consentEvent{Type: ConsentEventGiven, At: now}.by(actor), ActionGiven)
}

// Refuse records that the actor said no. Where a statute orders the retrieval
// there is nothing to refuse.
func (b *Broker) Refuse(ctx context.Context, id uuid.UUID, actor Actor) (Consent, error) {
	consent, err := b.Consent(ctx, id)
	if err != nil {
		return Consent{}, err
	}
	found, err := b.mayDecide(ctx, &consent, actor)
	if err == nil {
		err = checkError(found)
	}
	if err != nil {
		return Consent{}, err
	}
	return b.changeConsent(ctx, consent, consentEvent{Type: ConsentEventRefused, At: b.now()}.by(actor), ActionNotGiven)
}

// mayDecide finds what speaks against the actor deciding on the consent: no
// choice, nobody who decides, or somebody else without a proof that is accepted.
func (b *Broker) mayDecide(ctx context.Context, c *Consent, actor Actor) (found findings, err error) {
	if c.terms.Basis == BasisStatute {
		found.add(CodeNoChoice, "/basis")
		return found, nil
	}
	found.missing(actor.Subject.IsZero(), "/actor")
	found.malformed(!actor.Proof.IsZero() && !actor.Proof.valid(), "/actor/proof")
	stranger := actor.Subject != c.terms.Subject && actor.Subject != c.actor.Subject
	if actor.Subject.IsZero() || !stranger {
		return found, nil
	}
	proven, err := b.represents(ctx, c, actor)
	if !proven {
		found.add(CodeRepresentation, "/actor/proof")
	}
	return found, err
}

// Withdraw takes a consent back. It holds for every check that begins after
// Withdraw has returned; what was handed over before stays handed over.
// Withdrawing twice is no error. It asks for no more than Give did (Art. 7 (3)
// GDPR): the person, or whoever gave the consent, needs no proof. What a statute
// orders cannot be withdrawn.
func (b *Broker) Withdraw(ctx context.Context, id uuid.UUID, actor Actor) (Consent, error) {
	check := func(c *Consent) error {
		found, err := b.mayDecide(ctx, c, actor)
		if err != nil {
			return err
		}
		return checkError(found)
	}
	return b.endConsent(ctx, id, consentEvent{Type: ConsentEventWithdrawn}.by(actor), ActionWithdrawn, ConsentWithdrawn, check)
}

// Invalidate records that a consent turned out to be void, by a court or because
// of a mistake.
func (b *Broker) Invalidate(ctx context.Context, id uuid.UUID) (Consent, error) {
	check := func(*Consent) error { return nil }
	return b.endConsent(ctx, id, consentEvent{Type: ConsentEventInvalidated}, ActionInvalidated, ConsentInvalidated, check)
}

// endConsent repeats after a conflict: a use in between is no reason not to end
// the consent.
func (b *Broker) endConsent(ctx context.Context, id uuid.UUID, event consentEvent, action Action, end ConsentState, check func(*Consent) error) (ended Consent, err error) {
	err = again(ctx, func() error {
		consent, err := b.Consent(ctx, id)
		if err != nil {
			return err
		}
		if err := check(&consent); err != nil {
			return err
		}
		if consent.state == end {
			ended = consent
			return nil
		}
		event.At = b.now()
		ended, err = b.changeConsent(ctx, consent, event, action)
		return err
	})
	if err != nil {
		return Consent{}, err
	}
	return ended, nil
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
	ended, last, err := consentStep(old, consentEvent{Type: ConsentEventReplaced, At: now, Successor: successor}, b.until)
	if err != nil {
		return Consent{}, err
	}
	next, first, err := consentStep(Consent{id: successor}, consentEvent{
		Type: ConsentEventProposed, At: now, Terms: terms.wire(), Replaces: id, Previous: ended.digest,
	}, b.until)
	if err != nil {
		return Consent{}, err
	}
	written := keep.Commit{Steps: []keep.Step{last, first}}
	for _, entry := range []Entry{ended.entry(ActionReplaced, now), next.entry(ActionProposed, now)} {
		entry.Actor, entry.Proof, entry.Declaration = Subject{}, Proof{}, Declaration{} // the requester proposes
		records, err := newRecords(entry, nil, b.config.Random, b.until)
		if err != nil {
			return Consent{}, err
		}
		written.Records = append(written.Records, records...)
	}
	if err := b.keeper.Append(ctx, written); err != nil {
		return Consent{}, fmt.Errorf("onceonly: store consent: %w", err)
	}
	return next, nil
}

// changeConsent writes an event and its audit entry in one step.
func (b *Broker) changeConsent(ctx context.Context, consent Consent, event consentEvent, action Action) (Consent, error) {
	next, changed, err := consentStep(consent, event, b.until)
	if err != nil {
		return consent, err
	}
	entry := next.entry(action, event.At)
	actor, err := event.actor() // who made this very step
	if err != nil {
		return consent, err
	}
	entry.Actor, entry.Proof, entry.Declaration = actor.Subject, actor.Proof, actor.Declaration
	records, err := newRecords(entry, nil, b.config.Random, b.until)
	if err != nil {
		return consent, err
	}
	if err := b.keeper.Append(ctx, keep.Commit{Steps: []keep.Step{changed}, Records: records}); err != nil {
		return consent, fmt.Errorf("onceonly: store consent: %w", err)
	}
	return next, nil
}
