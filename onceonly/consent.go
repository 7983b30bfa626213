// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/lifecycle"
)

// ConsentState is how far a consent is.
type ConsentState string

// The states of a consent. Only a given consent authorises, and only inside of
// its window of time, which is looked at when it is used: expiry needs no event.
const (
	ConsentDraft       ConsentState = "draft"       // not yet stored
	ConsentProposed    ConsentState = "proposed"    // the person was asked
	ConsentGiven       ConsentState = "given"       // valid
	ConsentRefused     ConsentState = "refused"     // the person said no
	ConsentUsedUp      ConsentState = "used-up"     // no use left
	ConsentWithdrawn   ConsentState = "withdrawn"   // taken back, for the future
	ConsentInvalidated ConsentState = "invalidated" // found void, by a court or as a mistake
	ConsentReplaced    ConsentState = "replaced"    // a newer one stands in its place
)

// ConsentEventType is what can happen to a consent.
type ConsentEventType string

// The events of a consent.
const (
	ConsentEventProposed    ConsentEventType = "proposed"
	ConsentEventGiven       ConsentEventType = "given"
	ConsentEventRefused     ConsentEventType = "refused"
	ConsentEventTaken       ConsentEventType = "taken"    // by a request that is under way
	ConsentEventReleased    ConsentEventType = "released" // the request came to nothing
	ConsentEventUsed        ConsentEventType = "used"     // evidence was delivered
	ConsentEventWithdrawn   ConsentEventType = "withdrawn"
	ConsentEventInvalidated ConsentEventType = "invalidated"
	ConsentEventReplaced    ConsentEventType = "replaced"
)

// consentSpec is the life cycle of a consent.
func consentSpec() lifecycle.Spec[ConsentState, ConsentEventType, *Consent] {
	type row = lifecycle.Transition[ConsentState, ConsentEventType, *Consent]
	last := lifecycle.Guard[*Consent]{Name: "last use", Holds: func(c *Consent) bool { return c.uses+1 >= c.terms.MaxUses }}
	spec := lifecycle.Spec[ConsentState, ConsentEventType, *Consent]{
		States: []ConsentState{
			ConsentDraft, ConsentProposed, ConsentGiven, ConsentRefused, ConsentUsedUp,
			ConsentWithdrawn, ConsentInvalidated, ConsentReplaced,
		},
		Final: []ConsentState{ConsentRefused, ConsentWithdrawn, ConsentInvalidated, ConsentReplaced},
		Events: []ConsentEventType{
			ConsentEventProposed, ConsentEventGiven, ConsentEventRefused, ConsentEventTaken, ConsentEventReleased, ConsentEventUsed,
			ConsentEventWithdrawn, ConsentEventInvalidated, ConsentEventReplaced,
		},
		Transitions: []row{
			{From: ConsentDraft, Event: ConsentEventProposed, To: ConsentProposed},
			{From: ConsentProposed, Event: ConsentEventGiven, To: ConsentGiven},
			{From: ConsentProposed, Event: ConsentEventRefused, To: ConsentRefused},
			{From: ConsentProposed, Event: ConsentEventReplaced, To: ConsentReplaced},
			{From: ConsentGiven, Event: ConsentEventTaken, To: ConsentGiven},
			{From: ConsentGiven, Event: ConsentEventReleased, To: ConsentGiven},
			{From: ConsentGiven, Event: ConsentEventUsed, To: ConsentUsedUp, Guard: last},
			{From: ConsentGiven, Event: ConsentEventUsed, To: ConsentGiven},
		},
	}
	// What was retrieved but not yet handed over is stopped as well, so a
	// consent that is used up can still be withdrawn.
	for _, from := range []ConsentState{ConsentGiven, ConsentUsedUp} {
		spec.Transitions = append(spec.Transitions,
			row{From: from, Event: ConsentEventWithdrawn, To: ConsentWithdrawn},
			row{From: from, Event: ConsentEventInvalidated, To: ConsentInvalidated},
			row{From: from, Event: ConsentEventReplaced, To: ConsentReplaced},
		)
	}
	return spec
}

// consentTable is built on first use, so that importing the package costs nothing.
var consentTable = sync.OnceValue(func() *lifecycle.Table[ConsentState, ConsentEventType, *Consent] {
	return lifecycle.MustNew(consentSpec())
})

// Consent is the record of a person's decision on terms, or of the statute that
// stands in its place (Freigabe). It changes only through the Broker.
type Consent struct {
	id        uuid.UUID
	terms     Terms
	state     ConsentState
	version   uint64
	uses      int
	taken     []taken
	actor     Actor
	decidedAt time.Time
	endedAt   time.Time
	successor uuid.UUID

	predecessor uuid.UUID
	digest      Digest
	history     []ConsentVersion
}

// ID returns the id.
func (c *Consent) ID() uuid.UUID { return c.id }

// Terms returns what was decided on.
func (c *Consent) Terms() Terms { return c.terms }

// State returns the state as stored; see Authorises for what it means now.
func (c *Consent) State() ConsentState { return c.state }

// Version returns the number of events so far.
func (c *Consent) Version() uint64 { return c.version }

// Uses returns how often it was used: a use is evidence that was delivered.
func (c *Consent) Uses() int { return c.uses }

// Actor returns who decided.
func (c *Consent) Actor() Actor { return c.actor }

// Represented reports whether somebody decided in place of the subject.
func (c *Consent) Represented() bool {
	return !c.actor.Subject.IsZero() && c.actor.Subject != c.terms.Subject
}

// DecidedAt returns when it was given or refused.
func (c *Consent) DecidedAt() time.Time { return c.decidedAt }

// EndedAt returns when it was withdrawn, invalidated or replaced.
func (c *Consent) EndedAt() time.Time { return c.endedAt }

// Successor returns the consent that replaced this one.
func (c *Consent) Successor() uuid.UUID { return c.successor }

// Predecessor returns the consent that this one replaced.
func (c *Consent) Predecessor() uuid.UUID { return c.predecessor }

// Digest returns the digest of the present version; it covers all versions before.
func (c *Consent) Digest() Digest { return c.digest }

// Request returns the request for all that the terms allow, under an id that must not be
// guessable, about the person whom the register looks up with. Whoever needs less
// takes fields out of it.
func (c *Consent) Request(id uuid.UUID, person Person) Request {
	t := &c.terms
	return Request{
		ID: id, Consent: c.id, Subject: t.Subject, Requester: t.Requester.ID, Provider: t.Provider.ID,
		EvidenceType: t.EvidenceType, Fields: t.Fields, Purpose: t.Purpose.Code, Application: t.Application, Person: person,
	}
}

// History returns all versions, the first one first.
func (c *Consent) History() []ConsentVersion { return slices.Clone(c.history) }

// Confirms reports whether an entry of the audit log is about a version of this
// very consent. The chain of versions alone cannot tell whether its last one was
// exchanged: the entry, of which the log holds a proof, can.
func (c *Consent) Confirms(e Entry) bool {
	return e.Consent == c.id && e.ConsentVersion > 0 && e.ConsentVersion <= uint64(len(c.history)) &&
		e.ConsentDigest == c.history[e.ConsentVersion-1].Digest
}

// Format shows id and state alone.
func (c Consent) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, "onceonly.Consent{"+c.id.String()+" "+string(c.state)+"}")
}

// Authorises decides whether the consent allows the request at the time, with
// all reasons against it. It is pure.
func (c *Consent) Authorises(r *Request, now time.Time) Decision {
	return c.authorises(r, now, leeway{})
}

// authorises is Authorises with a window that is wider by the leeway.
func (c *Consent) authorises(r *Request, now time.Time, l leeway) Decision {
	var reasons []Reason
	if code := c.state.refusal(); code != "" {
		reasons = append(reasons, Reason{Code: code, Pointer: "/state", Normen: normen(c.terms.Norm)})
	} else if c.uses+c.takenByOthers(r.ID, now) >= c.terms.MaxUses {
		reasons = append(reasons, Reason{Code: CodeConsentInUse, Pointer: "/state", Normen: normen(c.terms.Norm)})
	}
	if r.Consent != c.id {
		reasons = append(reasons, Reason{Code: CodeConsentUnknown, Pointer: "/consent", Normen: normen(c.terms.Norm)})
	}
	return decide(c.terms.covers(reasons, r, now, l))
}

// taken is a use that a request under way holds, for no longer than until.
type taken struct {
	request uuid.UUID
	until   time.Time
}

// takenByOthers counts the uses that other requests hold. What died on the way
// holds none for long.
func (c *Consent) takenByOthers(request uuid.UUID, now time.Time) (n int) {
	for _, t := range c.taken {
		if t.request != request && now.Before(t.until) {
			n++
		}
	}
	return n
}

// takenWithout returns the uses that requests other than the one hold.
func (c *Consent) takenWithout(request uuid.UUID) (rest []taken) {
	for _, t := range c.taken {
		if t.request != request {
			rest = append(rest, t)
		}
	}
	return rest
}

// standsBy decides whether evidence that was retrieved under the consent may
// still be handed over: it must not have ended meanwhile.
func (c *Consent) standsBy(now time.Time) Decision {
	var reasons []Reason
	if code := c.state.refusal(); code != "" && code != CodeConsentUsedUp {
		reasons = append(reasons, Reason{Code: code, Pointer: "/state", Normen: normen(c.terms.Norm)})
	}
	if !now.Before(c.terms.NotAfter) {
		reasons = append(reasons, Reason{Code: CodeConsentExpired, Pointer: "/notAfter", Normen: normen(c.terms.Norm)})
	}
	return decide(reasons)
}

// refusal returns the code of a state that does not authorise.
func (s ConsentState) refusal() Code {
	switch s {
	case ConsentGiven:
		return ""
	case ConsentRefused:
		return CodeConsentRefused
	case ConsentUsedUp:
		return CodeConsentUsedUp
	case ConsentWithdrawn:
		return CodeConsentWithdrawn
	case ConsentInvalidated:
		return CodeConsentInvalidated
	case ConsentReplaced:
		return CodeConsentReplaced
	default:
		return CodeConsentNotGiven
	}
}
