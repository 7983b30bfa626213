// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"encoding/binary"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// ConsentVersion is a consent after one of its events. Each version names the
// digest of the one before, and the first version of a consent that replaces
// another names the last of that: so the versions form a chain over everything
// that was ever decided. An entry of the audit log holds the digest of the version
// that it reports, and the log is signed; see Consent.Confirms.
type ConsentVersion struct {
	Number uint64 // from 1
	Event  ConsentEventType
	At     time.Time
	// Actor is who decided; zero where nobody did.
	Actor Actor
	// Request is set where the event is about a use.
	Request uuid.UUID
	// State is the one after the event.
	State ConsentState
	// Previous is the digest of the version before; zero for the first one of a
	// consent that replaces none.
	Previous Digest
	Digest   Digest
}

// consentEvent is one event as it is stored. Everything in it is personal.
type consentEvent struct {
	Type        ConsentEventType `json:"-"`
	At          time.Time        `json:"-"`
	Terms       *termsWire       `json:"terms,omitempty"`
	Actor       string           `json:"actor,omitempty"`
	Proof       Proof            `json:"proof,omitzero"`
	Assurance   Assurance        `json:"assurance,omitempty"`
	Declaration Declaration      `json:"declaration,omitzero"`
	Request     uuid.UUID        `json:"request,omitzero"`
	Until       time.Time        `json:"until,omitzero"` // of a use that is taken
	Successor   uuid.UUID        `json:"successor,omitzero"`
	Replaces    uuid.UUID        `json:"replaces,omitzero"`
	Previous    Digest           `json:"previous,omitzero"`

	digest Digest // over all of the above, see seal
}

// by puts the actor into the event.
func (e consentEvent) by(actor Actor) consentEvent {
	e.Actor, e.Proof, e.Assurance, e.Declaration = actor.Subject.Clear(), actor.Proof, actor.Assurance, actor.Declaration
	return e
}

func (e consentEvent) actor() (Actor, error) {
	actor := Actor{Proof: e.Proof, Assurance: e.Assurance, Declaration: e.Declaration}
	if e.Actor == "" {
		return actor, nil // the authority itself
	}
	var err error
	actor.Subject, err = ParseSubject(e.Actor)
	return actor, err
}

// seal computes the digest of an event: SHA-256 over a line of context, the id of
// the consent, the number of the version and the time in microseconds since 1970 in
// eight bytes each, the type with a line end, and the stored bytes. All that it
// could be guessed from is erased with the event, and it lies nowhere but there and
// in the erasable part of the audit log.
func (e *consentEvent) seal(consent uuid.UUID, number uint64, personal []byte) {
	const context = "bausteine/onceonly/consent/v1\n"
	message := make([]byte, 0, len(context)+len(consent)+8+8+len(e.Type)+1+len(personal))
	message = append(append(message, context...), consent[:]...)
	message = binary.BigEndian.AppendUint64(message, number)
	message = binary.BigEndian.AppendUint64(message, uint64(e.At.UnixMicro()))
	message = append(append(message, e.Type...), '\n')
	e.digest = DigestOf(append(message, personal...))
}

// apply returns the consent after the event. It is pure.
func (c Consent) apply(e consentEvent) (Consent, error) {
	if c.version == 0 {
		c.state = ConsentDraft
	} else if e.Previous != c.digest {
		return c, fmt.Errorf("%w: version %d of a consent does not continue the one before", ErrTampered, c.version+1)
	}
	next, err := consentTable().Step(c.state, e.Type, &c)
	if err != nil {
		return c, fmt.Errorf("%w: %s of a consent that is %s", ErrState, e.Type, c.state)
	}
	actor, err := e.actor()
	if err != nil {
		return c, err
	}
	c.state = next
	c.version++
	c.digest = e.digest
	// The slice may be shared with the consent before: grow a copy.
	c.history = append(c.history[:len(c.history):len(c.history)], ConsentVersion{
		Number: c.version, Event: e.Type, At: e.At, Actor: actor, Request: e.Request, State: next, Previous: e.Previous, Digest: e.digest,
	})
	switch e.Type {
	case ConsentEventProposed:
		c.predecessor = e.Replaces
		c.terms, err = e.Terms.terms()
	case ConsentEventGiven, ConsentEventRefused:
		c.decidedAt, c.actor = e.At, actor
	case ConsentEventTaken:
		c.taken = append(c.takenWithout(e.Request), taken{e.Request, e.Until})
	case ConsentEventReleased:
		c.taken = c.takenWithout(e.Request)
	case ConsentEventUsed:
		c.taken = c.takenWithout(e.Request)
		c.uses++
	case ConsentEventWithdrawn, ConsentEventInvalidated, ConsentEventReplaced:
		c.endedAt, c.successor = e.At, e.Successor
	}
	return c, err
}
