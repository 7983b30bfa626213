// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// The kinds of streams of this block.
const (
	kindPayment = "payment"
	kindRefund  = "payment-refund"
	kindClaim   = "payment-claim" // who pays for one application and one assessment
	kindLine    = "payment-line"  // one line of the day's list
)

// The kinds of commands.
const (
	commandKind = "payment"
	entryKind   = "payment-entry" // an entry of a bank statement, booked once over all payments
)

// The kinds of effects.
const (
	effectResolve  = "resolve"  // ask the service until the outcome is known
	effectPaid     = "paid"     // tell the application, at least once
	effectReversed = "reversed" // tell the application, at least once
	effectRefund   = "refund"   // ask the service to send money back
)

// The names of the keys by which heads are found.
const (
	keyFlagged     = "flagged"
	keyApplication = "application"
	keyReference   = "reference"
	keyDay         = "day"
	keyLine        = "line" // with a number: a part of the line
	yes            = "yes"
)

// Head is what is known of a transaction without reading its events.
type Head struct {
	Payment     uuid.UUID
	Version     uint64
	State       State
	Flagged     bool // stands on the list of the cash office
	Application string
	Reference   string
}

// Query selects heads; empty fields select all.
type Query struct {
	State       State
	Flagged     bool // only those on the list of the cash office
	Application string
	Reference   string
	After       uuid.UUID // continue behind this id
}

// foldTransaction makes a transaction of its stored events.
func foldTransaction(t Transaction, r journal.Recorded) (Transaction, error) {
	e, err := unmarshalEvent(EventKind(r.Type), r.Time, r.Data, r.Personal)
	if err != nil {
		return t, err
	}
	t.id = r.Stream
	return t.Apply(e)
}

// foldRefund makes a refund of its stored events.
func foldRefund(refund Refund, r journal.Recorded) (Refund, error) {
	var e refundEvent
	if err := json.Unmarshal(r.Data, &e); err != nil {
		return refund, fmt.Errorf("payment: decode refund event: %w", err)
	}
	e.Kind, e.Time, refund.id = refundEventKind(r.Type), r.Time, r.Stream
	return refund.apply(e)
}

// commitOf is what is stored of a step of a transaction.
func commitOf(before, after Transaction, events []Event, effects []journal.Effect) (journal.Commit, error) {
	commit := journal.Commit{
		Kind: kindPayment, Stream: before.id, Expected: before.version, State: string(after.State()), Keys: after.keys(), Effects: effects,
	}
	for _, e := range events {
		skeleton, erasable, err := marshalEvent(e)
		if err != nil {
			return journal.Commit{}, err
		}
		commit.Events = append(commit.Events, journal.Event{Type: string(e.Kind), Time: e.Time, Data: skeleton, Personal: erasable})
	}
	return commit, nil
}

// commitOfRefund is what is stored of a step of a refund.
func commitOfRefund(before, after Refund, effects []journal.Effect, events ...refundEvent) (journal.Commit, error) {
	commit := journal.Commit{Kind: kindRefund, Stream: after.id, Expected: before.version, State: string(after.State()), Effects: effects}
	for _, e := range events {
		data, err := json.Marshal(e)
		if err != nil {
			return journal.Commit{}, fmt.Errorf("payment: encode refund event: %w", err)
		}
		commit.Events = append(commit.Events, journal.Event{Type: string(e.Kind), Time: e.Time, Data: data})
	}
	return commit, nil
}

func (t Transaction) keys() []journal.Key {
	var set []journal.Key
	if len(t.flags) > 0 {
		set = append(set, journal.Key{Name: keyFlagged, Value: yes})
	}
	if t.order.Application != "" {
		set = append(set, journal.Key{Name: keyApplication, Value: t.order.Application})
	}
	if t.reference != "" {
		set = append(set, journal.Key{Name: keyReference, Value: t.reference})
	}
	return set
}

func headOf(stored *journal.Head) Head {
	h := Head{Payment: stored.Stream, Version: stored.Version, State: State(stored.State)}
	for _, k := range stored.Keys {
		switch k.Name {
		case keyFlagged:
			h.Flagged = true
		case keyApplication:
			h.Application = k.Value
		case keyReference:
			h.Reference = k.Value
		}
	}
	return h
}

// receipt is the stored answer of a command: whose it was.
type receipt struct{ payment, refund uuid.UUID }

func (r receipt) encode() []byte { return append(r.payment[:], r.refund[:]...) }

func decodeReceipt(outcome journal.Outcome) (receipt, error) {
	const id = len(uuid.UUID{})
	if len(outcome.Answer) != 2*id {
		return receipt{}, fmt.Errorf("%w: what the command did was erased", ErrNotFound)
	}
	return receipt{uuid.UUID(outcome.Answer[:id]), uuid.UUID(outcome.Answer[id:])}, nil
}
