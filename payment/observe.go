// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"slices"
	"strconv"
)

// observe returns what a report of the payment service means for the
// transaction: nothing, one event, or an event and a flag. It is pure. Every
// report passes here, whether it was pulled or pushed, so that none is believed
// before it was compared with what was ordered.
func (t Transaction) observe(r Report, source Source) []Event {
	base := Event{Source: source, Ref: r.Ref, Reference: r.Reference, Payload: slices.Clone(r.Payload[:])}
	if field := t.mismatch(r); field != "" {
		return t.flag(FlagMismatch, source, field, base.Payload)
	}
	state := t.State()
	switch r.Status {
	case StatusOpen:
		if state != StateInitiating && state != StateUnknown {
			return nil
		}
		base.Kind, base.RedirectURL = EventCreated, r.RedirectURL
		return []Event{base}
	case StatusPaid:
		if state.HasMoney() || state == StateReversed {
			return nil // heard before
		}
		base.Kind, base.Method, base.MethodDetail, base.PaidAt = EventPaid, r.Method, r.MethodDetail, r.PaidAt
		if state.isGivenUp() {
			return append([]Event{base}, t.flag(FlagLate, source, "", nil)...)
		}
		return []Event{base}
	case StatusFailed, StatusCanceled:
		if state.HasMoney() {
			return t.flag(FlagContradiction, source, "", base.Payload)
		}
		if !state.IsOpen() {
			return nil
		}
		base.Kind = EventFailed
		if r.Status == StatusCanceled {
			base.Kind = EventCanceled
		}
		return []Event{base}
	default:
		return nil // a state of tomorrow; the schedule asks again
	}
}

// mismatch names the first thing in which the report is not about this payment.
func (t Transaction) mismatch(r Report) string {
	switch {
	case r.RequestID != t.RequestID():
		return "requestId"
	case t.ref != "" && r.Ref != t.ref:
		return "ref"
	case r.Amount != t.order.Amount:
		return "amount"
	}
	return t.order.itemMismatch(r.Items)
}

// itemMismatch names the first of the reported items that is not an item of the
// order, or "items" where some are missing. A right sum says little: the items
// are what is booked.
func (o *Order) itemMismatch(reported []ReportItem) string {
	if len(reported) == 0 {
		return "" // the service keeps none
	}
	if len(reported) != len(o.Items) {
		return "items"
	}
	seen := make(map[string]bool, len(reported))
	for i, r := range reported {
		at := slices.IndexFunc(o.Items, func(item Item) bool { return item.ID == r.ID })
		field := "items/" + strconv.Itoa(i)
		switch {
		case at < 0 || seen[r.ID]:
			return field + "/id"
		case r.Quantity != 0 && r.Quantity != o.Items[at].Quantity:
			return field + "/quantity"
		case r.Net != o.Items[at].Net:
			return field + "/net"
		case r.Tax != o.Items[at].Tax:
			return field + "/tax"
		}
		seen[r.ID] = true
	}
	return ""
}

// flag returns the event that puts the transaction on the list of the cash
// office, or none if it stands there for the same reason.
func (t Transaction) flag(flag Flag, source Source, field string, payload []byte) []Event {
	if slices.Contains(t.flags, flag) {
		return nil
	}
	return []Event{{Kind: EventFlagged, Source: source, Flag: flag, Field: field, Payload: payload}}
}
