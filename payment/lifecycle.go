// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"sync"

	"github.com/deutschland-stack/bausteine/internal/lifecycle"
)

// EventKind is one thing that happens to a transaction.
type EventKind string

// The events of a transaction.
const (
	EventIntended       EventKind = "intended"        // stored before the first call
	EventUnanswered     EventKind = "unanswered"      // the create gave no answer
	EventAttempted      EventKind = "attempted"       // a new request id, the old one is an orphan
	EventCreated        EventKind = "created"         // opened at the service
	EventRefused        EventKind = "refused"         // the service said no
	EventPaid           EventKind = "paid"            // the service says so, or the bank
	EventFailed         EventKind = "failed"          // the service says so
	EventCanceled       EventKind = "canceled"        // the service says so
	EventExpired        EventKind = "expired"         // our own deadline
	EventAccepted       EventKind = "accepted"        // a late payment is taken
	EventReceived       EventKind = "received"        // money on the account, not all of it
	EventSettled        EventKind = "settled"         // all of the money on the account
	EventReversed       EventKind = "reversed"        // money taken back
	EventFlagged        EventKind = "flagged"         // something for the cash office
	EventCleared        EventKind = "cleared"         // the cash office has dealt with it
	EventRefundReserved EventKind = "refund-reserved" // a refund was asked for
	EventRefundReleased EventKind = "refund-released" // it failed, the amount is free again
	EventAsked          EventKind = "asked"           // the service said nothing new; it is asked again later
	EventUntold         EventKind = "untold"          // the application did not take a notice; it is given again later
)

type row = lifecycle.Transition[State, EventKind, struct{}]

// table is the life cycle of a transaction. It is built on first use, so that
// importing the package costs nothing. There is no way back from paid to failed,
// canceled or initial: a row that does not exist cannot be taken.
var table = sync.OnceValue(func() *lifecycle.Table[State, EventKind, struct{}] {
	spec := lifecycle.Spec[State, EventKind, struct{}]{
		States: []State{
			StateNew, StateInitiating, StateUnknown, StateInitial, StateRejected, StatePaid, StateFailed, StateCanceled,
			StateExpired, StateLate, StateSettled, StateReversed,
		},
		Events: []EventKind{
			EventIntended, EventUnanswered, EventAttempted, EventCreated, EventRefused, EventPaid, EventFailed, EventCanceled, EventExpired,
			EventAccepted, EventReceived, EventSettled, EventReversed, EventFlagged, EventCleared, EventRefundReserved, EventRefundReleased,
			EventAsked, EventUntold,
		},
		Transitions: []row{
			{From: StateNew, Event: EventIntended, To: StateInitiating},
			{From: StateInitiating, Event: EventUnanswered, To: StateUnknown},
			{From: StateUnknown, Event: EventAttempted, To: StateInitiating},
			{From: StateLate, Event: EventAccepted, To: StatePaid},
			{From: StatePaid, Event: EventSettled, To: StateSettled},
			{From: StateLate, Event: EventSettled, To: StateSettled},
			{From: StateReversed, Event: EventSettled, To: StateSettled},
			{From: StatePaid, Event: EventReversed, To: StateReversed},
			{From: StateLate, Event: EventReversed, To: StateReversed},
			{From: StateSettled, Event: EventReversed, To: StateReversed},
		},
	}
	add := func(from []State, event EventKind, to State) {
		for _, state := range from {
			target := to
			if target == "" {
				target = state
			}
			spec.Transitions = append(spec.Transitions, row{From: state, Event: event, To: target})
		}
	}
	// A message may arrive before the answer to the create does.
	open := []State{StateInitiating, StateUnknown, StateInitial}
	add(open[:2], EventCreated, StateInitial)
	add(open[:2], EventRefused, StateRejected)
	add(open, EventPaid, StatePaid)
	add(open, EventFailed, StateFailed)
	add(open, EventCanceled, StateCanceled)
	add(open[1:], EventExpired, StateExpired)
	add([]State{StateRejected, StateFailed, StateCanceled, StateExpired}, EventPaid, StateLate)
	withMoney := []State{StatePaid, StateLate, StateSettled, StateReversed}
	add(spec.States[1:], EventReceived, "")
	// Whatever stands on the statement is booked: a second return debit of another
	// part, and one of a part that never became a payment.
	add([]State{StateReversed, StateInitiating, StateUnknown, StateInitial, StateRejected, StateFailed, StateCanceled, StateExpired}, EventReversed, "")
	// Money may be sent back by hand wherever some came in, and a refund that was
	// taken for failed may turn out to have been sent.
	add(spec.States[1:], EventRefundReserved, "")
	add(spec.States[1:], EventRefundReleased, "")
	add([]State{StateInitiating, StateUnknown, StateInitial, StateFailed, StateCanceled, StateExpired}, EventAsked, "")
	add(withMoney, EventUntold, "")
	add(spec.States[1:], EventFlagged, "")
	add(spec.States[1:], EventCleared, "")
	return lifecycle.MustNew(spec)
})

// RefundState is where a refund stands.
type RefundState string

// The states of a refund.
const (
	RefundNew       RefundState = "new"       // before its first event, never stored
	RefundRequested RefundState = "requested" // stored, the service is being asked
	RefundSubmitted RefundState = "submitted" // the service is at it
	RefundSucceeded RefundState = "succeeded"
	RefundFailed    RefundState = "failed"
)

// refundEventKind is one thing that happens to a refund.
type refundEventKind string

// The events of a refund.
const (
	refundEventRequested refundEventKind = "requested"
	refundEventSubmitted refundEventKind = "submitted"
	refundEventSucceeded refundEventKind = "succeeded"
	refundEventFailed    refundEventKind = "failed"
	refundEventAsked     refundEventKind = "asked" // the service said nothing new; it is asked again later
)

var refundTable = sync.OnceValue(func() *lifecycle.Table[RefundState, refundEventKind, struct{}] {
	type row = lifecycle.Transition[RefundState, refundEventKind, struct{}]
	return lifecycle.MustNew(lifecycle.Spec[RefundState, refundEventKind, struct{}]{
		States: []RefundState{RefundNew, RefundRequested, RefundSubmitted, RefundSucceeded, RefundFailed},
		Events: []refundEventKind{refundEventRequested, refundEventSubmitted, refundEventSucceeded, refundEventFailed, refundEventAsked},
		Transitions: []row{
			{From: RefundNew, Event: refundEventRequested, To: RefundRequested},
			{From: RefundRequested, Event: refundEventSubmitted, To: RefundSubmitted},
			{From: RefundRequested, Event: refundEventSucceeded, To: RefundSucceeded},
			{From: RefundRequested, Event: refundEventFailed, To: RefundFailed},
			{From: RefundSubmitted, Event: refundEventSucceeded, To: RefundSucceeded},
			{From: RefundSubmitted, Event: refundEventFailed, To: RefundFailed},
			{From: RefundRequested, Event: refundEventAsked, To: RefundRequested},
			{From: RefundSubmitted, Event: refundEventAsked, To: RefundSubmitted},
			{From: RefundFailed, Event: refundEventAsked, To: RefundFailed},
			// Services are wrong, and say so later.
			{From: RefundFailed, Event: refundEventSucceeded, To: RefundSucceeded},
			{From: RefundSucceeded, Event: refundEventFailed, To: RefundFailed},
		},
	})
})

// Diagram returns the life cycle of a transaction as a Mermaid state diagram.
func Diagram() string { return table().Mermaid() }

// RefundDiagram returns the life cycle of a refund as a Mermaid state diagram.
func RefundDiagram() string { return refundTable().Mermaid() }
