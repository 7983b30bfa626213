// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// Source tells from where an event was learnt.
type Source string

// The sources of events.
const (
	SourceService   Source = "service"   // our own doing
	SourcePull      Source = "pull"      // an answer of the payment service
	SourcePush      Source = "push"      // a signed message of the payment service
	SourceStatement Source = "statement" // the bank
	SourceOperator  Source = "operator"  // a person at the cash office
)

// Flag is why the cash office should look at a transaction.
type Flag string

// The flags.
const (
	FlagOrphan        Flag = "orphan"        // an attempt may have left a receivable that nobody will pay
	FlagLate          Flag = "late"          // paid after it was given up
	FlagMismatch      Flag = "mismatch"      // the service reports another amount, id or items
	FlagContradiction Flag = "contradiction" // the service took back what it said
	FlagUnresolved    Flag = "unresolved"    // the service never said what became of it
	FlagForgotten     Flag = "forgotten"     // the service knows nothing of a payment that it opened
	FlagOverpaid      Flag = "overpaid"      // more on the account than was asked for
	FlagUnderpaid     Flag = "underpaid"     // less on the account than was asked for, and the service knows of no payment
	FlagReversed      Flag = "reversed"      // money taken back
	FlagRefundFailed  Flag = "refund-failed" // the service did not send the money back
	FlagNotTold       Flag = "not-told"      // the application never took a notice; see [Service.Resume]
	FlagSecond        Flag = "second"        // a second payment for the same, opened on purpose
	FlagEntryReused   Flag = "entry-reused"  // an entry of the bank that was booked elsewhere, or with another amount
	FlagOverrefunded  Flag = "overrefunded"  // more was sent back than was paid
	FlagRefundLate    Flag = "refund-late"   // a refund that had failed was sent all the same
)

// Event is one thing that happened to a transaction. Which of the fields matter
// depends on its kind; the others are zero.
type Event struct {
	Kind   EventKind `json:"-"`
	Time   time.Time `json:"-"`
	Source Source    `json:"source"`

	Order   *Order `json:"order,omitempty"`   // intended
	Attempt int    `json:"attempt,omitempty"` // intended, attempted
	// Ref, Reference, Method and PaidAt are what the service says.
	Ref       string    `json:"ref,omitempty"`
	Reference string    `json:"-"`
	Method    string    `json:"method,omitempty"`
	PaidAt    time.Time `json:"paidAt,omitzero"`
	Code      string    `json:"code,omitempty"` // refused: of the service
	Flag      Flag      `json:"flag,omitempty"`
	Field     string    `json:"field,omitempty"` // of a mismatch
	Amount    Amount    `json:"amount,omitzero"` // received, settled, reversed, refund
	Refund    uuid.UUID `json:"refund,omitzero"`
	Entry     string    `json:"entry,omitempty"`   // key of the entry in the bank statement
	Notice    uuid.UUID `json:"notice,omitzero"`   // that was not taken; its kind is Field
	Payload   []byte    `json:"payload,omitempty"` // SHA-256 of what the service sent

	RedirectURL  string `json:"-"` // created; it may let its holder pay or look
	MethodDetail string `json:"-"`
}

// String tells kind, source and time, and nothing about a person.
func (e Event) String() string {
	return fmt.Sprintf("%s by %s at %s", e.Kind, e.Source, e.Time.Format(time.RFC3339))
}

// GoString keeps %#v from printing personal data.
func (e Event) GoString() string { return e.String() }

// personal is the part of an event that can be erased.
type personal struct {
	Application  string `json:"application,omitempty"`
	OwnReference string `json:"ownReference,omitempty"` // of the order
	Reference    string `json:"reference,omitempty"`    // as the service says
	Purpose      string `json:"purpose,omitempty"`
	Description  string `json:"description,omitempty"`
	ReturnURL    string `json:"returnUrl,omitempty"`
	Payer        *Payer `json:"payer,omitempty"`
	RedirectURL  string `json:"redirectUrl,omitempty"`
	MethodDetail string `json:"methodDetail,omitempty"`
}

// marshalEvent returns the stored form of an event in two parts: the skeleton,
// which stays, and the personal part, which can be erased (nil where there is
// none). Kind and Time are columns of the store and in neither part.
func marshalEvent(e Event) (skeleton, erasable []byte, err error) {
	if skeleton, err = json.Marshal(e); err != nil {
		return nil, nil, fmt.Errorf("payment: encode %s: %w", e.Kind, err)
	}
	p := personal{Reference: e.Reference, RedirectURL: e.RedirectURL, MethodDetail: e.MethodDetail}
	if o := e.Order; o != nil {
		p.Application, p.OwnReference, p.Purpose = o.Application, o.Reference, o.Purpose
		p.Description, p.ReturnURL, p.Payer = o.Description, o.ReturnURL, o.Payer
	}
	if p == (personal{}) {
		return skeleton, nil, nil
	}
	if erasable, err = json.Marshal(p); err != nil {
		return nil, nil, fmt.Errorf("payment: encode the erasable part of %s: %w", e.Kind, err)
	}
	return skeleton, erasable, nil
}

// unmarshalEvent reads what marshalEvent wrote; erasable is nil after erasure.
func unmarshalEvent(kind EventKind, at time.Time, skeleton, erasable []byte) (Event, error) {
	var e Event
	if err := json.Unmarshal(skeleton, &e); err != nil {
		return Event{}, fmt.Errorf("payment: decode %s: %w", kind, err)
	}
	e.Kind, e.Time = kind, at
	if len(erasable) > 0 {
		var p personal
		if err := json.Unmarshal(erasable, &p); err != nil {
			return Event{}, fmt.Errorf("payment: decode %s: %w", kind, errDamaged)
		}
		e.Reference, e.RedirectURL, e.MethodDetail = p.Reference, p.RedirectURL, p.MethodDetail
		if o := e.Order; o != nil {
			o.Application, o.Reference, o.Purpose = p.Application, p.OwnReference, p.Purpose
			o.Description, o.ReturnURL, o.Payer = p.Description, p.ReturnURL, p.Payer
		}
	}
	return e, nil
}

// errDamaged stands for a decoder's message, which may quote personal data.
var errDamaged = errors.New("the erasable part is damaged")

// refundEvent is one thing that happened to a refund.
type refundEvent struct {
	Kind    refundEventKind `json:"-"`
	Time    time.Time       `json:"-"`
	Payment uuid.UUID       `json:"payment,omitzero"` // requested
	Amount  Amount          `json:"amount,omitzero"`  // requested
	Reason  string          `json:"reason,omitempty"` // requested; a code of the caller, not personal
	ByHand  bool            `json:"byHand,omitempty"` // requested; sent outside of the service
	Code    string          `json:"code,omitempty"`   // failed
	Payload []byte          `json:"payload,omitempty"`
}
