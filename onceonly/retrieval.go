// SPDX-License-Identifier: Apache-2.0

package onceonly

import (
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/lifecycle"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/onceonly/internal/masked"
)

// RetrievalState is how far a retrieval is.
type RetrievalState string

// The states of a retrieval.
const (
	RetrievalNew        RetrievalState = "new"        // not yet stored
	RetrievalRefused    RetrievalState = "refused"    // consent or permission said no
	RetrievalPostponed  RetrievalState = "postponed"  // something that passes speaks against it; may be tried again
	RetrievalSent       RetrievalState = "sent"       // the register is being asked
	RetrievalUnanswered RetrievalState = "unanswered" // no usable answer; may be tried again
	RetrievalDeferred   RetrievalState = "deferred"   // to be asked again from a moment on
	RetrievalUnmatched  RetrievalState = "unmatched"  // the person was not matched as the only one
	RetrievalDenied     RetrievalState = "denied"     // the provider refused
	RetrievalReceived   RetrievalState = "received"   // evidence is here, the person has not seen it
	RetrievalPreviewed  RetrievalState = "previewed"  // the person has seen it
	RetrievalDelivered  RetrievalState = "delivered"  // handed over
	RetrievalDiscarded  RetrievalState = "discarded"  // the person decided against it
	RetrievalLapsed     RetrievalState = "lapsed"     // not decided in time, or the consent ended
)

// RetrievalEventType is what can happen to a retrieval.
type RetrievalEventType string

// The events of a retrieval.
const (
	RetrievalEventRefused    RetrievalEventType = "refused"
	RetrievalEventPostponed  RetrievalEventType = "postponed"
	RetrievalEventSent       RetrievalEventType = "sent"
	RetrievalEventUnanswered RetrievalEventType = "unanswered"
	RetrievalEventDeferred   RetrievalEventType = "deferred"
	RetrievalEventUnmatched  RetrievalEventType = "unmatched"
	RetrievalEventDenied     RetrievalEventType = "denied"
	RetrievalEventReceived   RetrievalEventType = "received"
	RetrievalEventPreviewed  RetrievalEventType = "previewed"
	RetrievalEventDelivered  RetrievalEventType = "delivered"
	RetrievalEventDiscarded  RetrievalEventType = "discarded"
	RetrievalEventLapsed     RetrievalEventType = "lapsed"
)

// retrievalSpec is the life cycle of a retrieval.
func retrievalSpec() lifecycle.Spec[RetrievalState, RetrievalEventType, *Retrieval] {
	type row = lifecycle.Transition[RetrievalState, RetrievalEventType, *Retrieval]
	waived := lifecycle.Guard[*Retrieval]{Name: "preview waived", Holds: func(r *Retrieval) bool { return r.PreviewWaived }}
	return lifecycle.Spec[RetrievalState, RetrievalEventType, *Retrieval]{
		States: []RetrievalState{
			RetrievalNew, RetrievalRefused, RetrievalPostponed, RetrievalSent, RetrievalUnanswered, RetrievalDeferred, RetrievalUnmatched,
			RetrievalDenied, RetrievalReceived, RetrievalPreviewed, RetrievalDelivered, RetrievalDiscarded, RetrievalLapsed,
		},
		Final: []RetrievalState{
			RetrievalRefused, RetrievalUnmatched, RetrievalDenied, RetrievalDelivered, RetrievalDiscarded, RetrievalLapsed,
		},
		Events: []RetrievalEventType{
			RetrievalEventRefused, RetrievalEventPostponed, RetrievalEventSent, RetrievalEventUnanswered, RetrievalEventDeferred,
			RetrievalEventUnmatched, RetrievalEventDenied, RetrievalEventReceived, RetrievalEventPreviewed,
			RetrievalEventDelivered, RetrievalEventDiscarded, RetrievalEventLapsed,
		},
		Transitions: []row{
			{From: RetrievalNew, Event: RetrievalEventRefused, To: RetrievalRefused},
			{From: RetrievalNew, Event: RetrievalEventSent, To: RetrievalSent},
			// Sent again under the same id: after a failure, after a crash, or
			// when deferred evidence is due. The consent may have ended meanwhile.
			{From: RetrievalSent, Event: RetrievalEventSent, To: RetrievalSent},
			{From: RetrievalUnanswered, Event: RetrievalEventSent, To: RetrievalSent},
			{From: RetrievalDeferred, Event: RetrievalEventSent, To: RetrievalSent},
			{From: RetrievalSent, Event: RetrievalEventRefused, To: RetrievalRefused},
			{From: RetrievalUnanswered, Event: RetrievalEventRefused, To: RetrievalRefused},
			{From: RetrievalDeferred, Event: RetrievalEventRefused, To: RetrievalRefused},
			{From: RetrievalNew, Event: RetrievalEventPostponed, To: RetrievalPostponed},
			{From: RetrievalSent, Event: RetrievalEventPostponed, To: RetrievalPostponed},
			{From: RetrievalUnanswered, Event: RetrievalEventPostponed, To: RetrievalPostponed},
			{From: RetrievalDeferred, Event: RetrievalEventPostponed, To: RetrievalPostponed},
			{From: RetrievalPostponed, Event: RetrievalEventPostponed, To: RetrievalPostponed},
			{From: RetrievalPostponed, Event: RetrievalEventSent, To: RetrievalSent},
			{From: RetrievalPostponed, Event: RetrievalEventRefused, To: RetrievalRefused},
			{From: RetrievalSent, Event: RetrievalEventUnanswered, To: RetrievalUnanswered},
			{From: RetrievalSent, Event: RetrievalEventDeferred, To: RetrievalDeferred},
			{From: RetrievalSent, Event: RetrievalEventUnmatched, To: RetrievalUnmatched},
			{From: RetrievalSent, Event: RetrievalEventDenied, To: RetrievalDenied},
			{From: RetrievalSent, Event: RetrievalEventReceived, To: RetrievalReceived},
			{From: RetrievalReceived, Event: RetrievalEventPreviewed, To: RetrievalPreviewed},
			{From: RetrievalReceived, Event: RetrievalEventDelivered, To: RetrievalDelivered, Guard: waived},
			{From: RetrievalReceived, Event: RetrievalEventDiscarded, To: RetrievalDiscarded},
			{From: RetrievalReceived, Event: RetrievalEventLapsed, To: RetrievalLapsed},
			{From: RetrievalPreviewed, Event: RetrievalEventDelivered, To: RetrievalDelivered},
			{From: RetrievalPreviewed, Event: RetrievalEventDiscarded, To: RetrievalDiscarded},
			{From: RetrievalPreviewed, Event: RetrievalEventLapsed, To: RetrievalLapsed},
		},
	}
}

// retrievalTable is built on first use, so that importing the package costs nothing.
var retrievalTable = sync.OnceValue(func() *lifecycle.Table[RetrievalState, RetrievalEventType, *Retrieval] {
	return lifecycle.MustNew(retrievalSpec())
})

// Retrieval is what became of a request. It holds no content.
type Retrieval struct {
	ID      uuid.UUID // of the request
	Consent uuid.UUID
	State   RetrievalState
	// Fields were asked for: all or a part of those that the consent lists.
	Fields Fields
	// UsesIDNr reports that the identification number travelled with the request.
	UsesIDNr bool
	// PermittedBy is the paragraph that the abstract permission rests on.
	PermittedBy recht.Norm
	// Reasons say why it was refused, denied, not answered, or lapsed.
	Reasons []Reason
	// AskAgain is set while deferred: ask under the same id from then on.
	AskAgain time.Time
	// BusyUntil is set while sent: until then another call waits for the register.
	BusyUntil time.Time
	// Digest of the document that waits for the decision, or was handed over.
	Digest    Digest
	MediaType string
	// ExcessDropped reports that the provider sent more than was asked for.
	ExcessDropped bool
	// PreviewWaived reports that the evidence may be handed over unseen.
	PreviewWaived bool
	// DecideUntil is the first moment at which the person can no longer accept.
	DecideUntil time.Time
	Version     uint64

	// PreviewedBy is who looked first, and DecidedBy who accepted or discarded.
	PreviewedBy Subject
	DecidedBy   Subject

	requestDigest Digest
	concerned     []concernedPerson
}

// Decision returns the reasons as a decision: permitted while nothing speaks
// against going on.
func (r *Retrieval) Decision() Decision { return decide(r.Reasons) }

// concernsOthers reports whether somebody else than the subject stands in the document.
func (r *Retrieval) concernsOthers() bool {
	return slices.ContainsFunc(r.concerned, func(p concernedPerson) bool { return p.Role != RoleSelf })
}

// retrievalEvent is one event as it is stored.
type retrievalEvent struct {
	Type          RetrievalEventType `json:"-"`
	At            time.Time          `json:"-"`
	Consent       uuid.UUID          `json:"consent,omitzero"`
	RequestDigest Digest             `json:"requestDigest,omitzero"`
	Fields        []string           `json:"fields,omitempty"`
	UsesIDNr      bool               `json:"usesIDNr,omitempty"`
	PermittedBy   recht.Norm         `json:"permittedBy,omitzero"`
	PreviewWaived bool               `json:"previewWaived,omitempty"`
	BusyUntil     time.Time          `json:"busyUntil,omitzero"`
	AskAgain      time.Time          `json:"askAgain,omitzero"`
	DecideUntil   time.Time          `json:"decideUntil,omitzero"`
	Digest        Digest             `json:"digest,omitzero"`
	MediaType     string             `json:"mediaType,omitempty"`
	ExcessDropped bool               `json:"excessDropped,omitempty"`
	Reasons       []Reason           `json:"reasons,omitempty"`
	Actor         string             `json:"actor,omitempty"`
	Concerned     []concernedPerson  `json:"concerned,omitempty"`
}

// apply returns the retrieval after the event. It is pure.
func (r Retrieval) apply(e retrievalEvent) (Retrieval, error) {
	if r.Version == 0 {
		r.State = RetrievalNew
	}
	next, err := retrievalTable().Step(r.State, e.Type, &r)
	if err != nil {
		return r, fmt.Errorf("%w: %s of a retrieval that is %s", ErrState, e.Type, r.State)
	}
	r.State = next
	r.Version++
	r.Reasons, r.AskAgain, r.BusyUntil = e.Reasons, e.AskAgain, e.BusyUntil
	if r.Version == 1 {
		r.Consent, r.requestDigest, r.UsesIDNr, r.Fields = e.Consent, e.RequestDigest, e.UsesIDNr, Fields{e.Fields}
		r.PermittedBy = e.PermittedBy
	}
	actor := Subject{masked.New(e.Actor)}
	switch e.Type {
	case RetrievalEventSent:
		r.PermittedBy, r.PreviewWaived = e.PermittedBy, e.PreviewWaived
	case RetrievalEventReceived:
		r.Digest, r.MediaType, r.ExcessDropped, r.DecideUntil = e.Digest, e.MediaType, e.ExcessDropped, e.DecideUntil
		r.concerned = e.Concerned
	case RetrievalEventPreviewed:
		r.PreviewedBy = actor
	case RetrievalEventDelivered, RetrievalEventDiscarded:
		r.DecidedBy = actor
	default: // nothing more to keep
	}
	return r, nil
}
