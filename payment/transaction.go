// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"
)

// Transaction is one payment as its events made it. It is a value:
// [Transaction.Apply] returns a new one and leaves the old as it was.
//
// It prints without personal data: its String method tells id, state and
// version only.
type Transaction struct {
	id      uuid.UUID
	version uint64
	state   State
	since   time.Time // when it entered the state
	order   Order
	begun   time.Time
	attempt int

	ref, redirectURL, reference string
	method, methodDetail        string
	paidAt                      time.Time

	flags    []Flag // open ones
	received Amount // on the account, less what was taken back
	reserved Amount // for refunds that did not fail
	refunds  []reservation
	untold   []notice // that the application never took
	entries  []string
	events   []Event
}

// reservation is the amount that a refund holds.
type reservation struct {
	refund uuid.UUID
	amount Amount
}

// notice is what the application is to be told: an effect and its id, which
// repeats on every try.
type notice struct {
	effect string
	id     uuid.UUID
}

// Apply returns the transaction after the event. It is pure. The error is a
// [*TransitionError] for an event that the life cycle does not allow now, or
// [money.ErrOverflow].
func (t Transaction) Apply(e Event) (Transaction, error) {
	next, err := table().Step(t.State(), e.Kind, struct{}{})
	if err != nil {
		return t, &TransitionError{State: t.State(), Event: e.Kind, cause: err}
	}
	t.version++
	if next != t.State() {
		t.state, t.since = next, e.Time
	}
	t.events = append(slices.Clip(t.events), e)
	if e.Ref != "" {
		t.ref = e.Ref
	}
	if e.Reference != "" {
		t.reference = e.Reference
	}
	switch e.Kind {
	case EventIntended:
		t.order, t.attempt, t.begun = *e.Order, e.Attempt, e.Time
		zero := NewAmount(0, t.order.Amount.Currency())
		t.received, t.reserved, t.reference = zero, zero, t.order.Reference
	case EventAttempted:
		t.attempt, t.ref = e.Attempt, ""
	case EventCreated:
		t.redirectURL = e.RedirectURL
	case EventPaid:
		t.method, t.methodDetail, t.paidAt = e.Method, e.MethodDetail, e.PaidAt
	case EventReceived, EventSettled:
		t.entries = append(slices.Clip(t.entries), e.Entry)
		t.received, err = t.received.Add(e.Amount)
	case EventReversed:
		t.entries = append(slices.Clip(t.entries), e.Entry)
		t.received, err = t.received.Sub(e.Amount)
	case EventRefundReserved:
		t.refunds = append(slices.Clip(t.refunds), reservation{e.Refund, e.Amount})
		t.reserved, err = t.reserved.Add(e.Amount)
	case EventRefundReleased:
		t.refunds = slices.DeleteFunc(slices.Clone(t.refunds), func(r reservation) bool { return r.refund == e.Refund })
		t.reserved, err = t.reserved.Sub(e.Amount)
	case EventFlagged:
		if !slices.Contains(t.flags, e.Flag) {
			t.flags = append(slices.Clip(t.flags), e.Flag)
		}
		if e.Flag == FlagNotTold {
			t.untold = append(slices.Clip(t.untold), notice{e.Field, e.Notice})
		}
	case EventCleared:
		t.flags = slices.DeleteFunc(slices.Clone(t.flags), func(f Flag) bool { return f == e.Flag })
		if e.Flag == FlagNotTold {
			t.untold = nil
		}
	default: // the others change the state only
	}
	return t, err
}

// ID returns the id of the transaction, a UUID of version 7.
func (t Transaction) ID() uuid.UUID { return t.id }

// Version returns how many events made the transaction.
func (t Transaction) Version() uint64 { return t.version }

// State returns where the transaction stands.
func (t Transaction) State() State {
	if t.state == "" {
		return StateNew
	}
	return t.state
}

// Order returns what was asked to be paid. It must not be changed.
func (t Transaction) Order() Order { return t.order }

// Amount returns how much was asked for.
func (t Transaction) Amount() Amount { return t.order.Amount }

// RequestID returns the id under which the payment service knows the present
// attempt.
func (t Transaction) RequestID() string { return RequestID(t.id, t.attempt) }

// Attempt returns how often a payment was opened under a new request id.
func (t Transaction) Attempt() int { return t.attempt }

// Ref returns the id that the payment service gave, or "".
func (t Transaction) Ref() string { return t.ref }

// RedirectURL returns the pay page while the payer may still pay, else "".
func (t Transaction) RedirectURL() string {
	if t.State() != StateInitial {
		return ""
	}
	return t.redirectURL
}

// Reference returns the business reference, such as the Kassenzeichen.
func (t Transaction) Reference() string { return t.reference }

// Method returns how it was paid, in the words of the service.
func (t Transaction) Method() string { return t.method }

// Begun returns when the intent was stored.
func (t Transaction) Begun() time.Time { return t.begun }

// PaidAt returns when it was paid, as the service says.
func (t Transaction) PaidAt() time.Time { return t.paidAt }

// Received returns how much is on the account, less what was taken back.
func (t Transaction) Received() Amount { return t.received }

// Refunded returns how much refunds hold or have sent back.
func (t Transaction) Refunded() Amount { return t.reserved }

// Refundable returns how much can still be refunded.
func (t Transaction) Refundable() Amount {
	if !t.State().HasMoney() {
		return NewAmount(0, t.order.Amount.Currency())
	}
	rest, _ := t.order.Amount.Sub(t.reserved)
	if rest.Sign() < 0 { // a service has sent back more than it was asked to; see FlagOverrefunded
		return NewAmount(0, rest.Currency())
	}
	return rest
}

// returnable is how much can be sent back by hand: what came in, whatever for.
func (t Transaction) returnable() Amount {
	most := t.received
	if t.State().HasMoney() && t.order.Amount.Minor() > most.Minor() {
		most = t.order.Amount
	}
	rest, err := most.Sub(t.reserved)
	if err != nil || rest.Sign() < 0 {
		return NewAmount(0, t.order.Amount.Currency())
	}
	return rest
}

// holds reports whether the payment is open or paid, so that nobody has to pay for
// the same again. One that was taken back or sent back as a whole does not.
func (t Transaction) holds() bool {
	return t.State().IsOpen() || t.State().HasMoney() && t.Refundable().Sign() > 0
}

// Flags returns why the cash office should look at the transaction; none if it
// need not.
func (t Transaction) Flags() []Flag { return slices.Clone(t.flags) }

// Events returns a copy of what happened, oldest first.
func (t Transaction) Events() []Event { return slices.Clone(t.events) }

// String tells id, state and version, and nothing about a person.
func (t Transaction) String() string {
	return fmt.Sprintf("transaction %s (%s, version %d)", t.id, t.State(), t.version)
}

// GoString keeps %#v from printing personal data.
func (t Transaction) GoString() string { return t.String() }

// request is what the provider is asked; it is the same on every try.
func (t Transaction) request() Request {
	return Request{ID: t.RequestID(), Time: t.begun, Order: t.order}
}

// Refund is money sent back, an entity of its own: a payment may have several.
type Refund struct {
	id      uuid.UUID
	version uint64
	state   RefundState
	payment uuid.UUID
	amount  Amount
	reason  string
	byHand  bool
	since   time.Time // when it entered the state
}

// apply returns the refund after the event.
func (r Refund) apply(e refundEvent) (Refund, error) {
	next, err := refundTable().Step(r.State(), e.Kind, struct{}{})
	if err != nil {
		return r, &TransitionError{State: State(r.State()), Event: EventKind(e.Kind), cause: err}
	}
	if e.Kind == refundEventRequested {
		r.payment, r.amount, r.reason, r.byHand = e.Payment, e.Amount, e.Reason, e.ByHand
	}
	r.version++
	if next != r.State() {
		r.state, r.since = next, e.Time
	}
	return r, nil
}

// ID returns the id of the refund.
func (r Refund) ID() uuid.UUID { return r.id }

// Payment returns the id of the transaction that is refunded.
func (r Refund) Payment() uuid.UUID { return r.payment }

// Amount returns how much is sent back.
func (r Refund) Amount() Amount { return r.amount }

// Reason returns why, as a code of the caller.
func (r Refund) Reason() string { return r.reason }

// ByHand reports whether it was sent outside of the payment service.
func (r Refund) ByHand() bool { return r.byHand }

// isOver reports whether the service has said what became of it, as far as one can
// rely on that.
func (r Refund) isOver() bool { return r.state == RefundSucceeded || r.state == RefundFailed }

// State returns where the refund stands.
func (r Refund) State() RefundState {
	if r.state == "" {
		return RefundNew
	}
	return r.state
}
