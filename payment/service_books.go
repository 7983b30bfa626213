// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Booking is money of one entry of a bank statement that belongs to a payment.
type Booking struct {
	// Entry is the key of the entry. An entry is booked once, however often a
	// statement is read.
	Entry  string
	Amount Amount // more than zero
}

// Settle books money that came in. It may come in parts; what exceeds the
// amount of the order is flagged [FlagOverpaid]. The whole amount for a payment
// that the provider knows nothing of yet counts as its word that it was paid; a
// part of it does not, and is flagged [FlagUnderpaid].
func (s *Service) Settle(ctx context.Context, id uuid.UUID, booking Booking) (Transaction, error) {
	if err := booking.check(); err != nil {
		return Transaction{}, err
	}
	var failed error
	t, err := s.update(ctx, id, func(t Transaction) []Event {
		if slices.Contains(t.entries, booking.Entry) {
			return nil
		}
		received, err := t.received.Add(booking.Amount)
		if err != nil {
			failed = err
			return nil
		}
		return t.receive(booking, received, s.now())
	})
	if failed != nil {
		return Transaction{}, failed
	}
	return t, err
}

// receive returns what money on the account means, together with what came
// before it.
func (t Transaction) receive(booking Booking, received Amount, now time.Time) []Event {
	var events []Event
	state, whole := t.State(), received.Minor() >= t.order.Amount.Minor()
	known := state.HasMoney() || state == StateReversed
	if whole && !known {
		events = append(events, Event{Kind: EventPaid, Source: SourceStatement, PaidAt: now})
		if state.isGivenUp() {
			events = append(events, t.flag(FlagLate, SourceStatement, "", nil)...)
		}
	}
	kind := EventReceived
	if whole && state != StateSettled {
		kind = EventSettled
	}
	events = append(events, Event{Kind: kind, Source: SourceStatement, Entry: booking.Entry, Amount: booking.Amount})
	switch {
	case whole && slices.Contains(t.flags, FlagUnderpaid):
		events = append(events, Event{Kind: EventCleared, Source: SourceStatement, Flag: FlagUnderpaid})
	case !whole && !known:
		events = append(events, t.flag(FlagUnderpaid, SourceStatement, "", nil)...)
	}
	if received.Minor() > t.order.Amount.Minor() {
		events = append(events, t.flag(FlagOverpaid, SourceStatement, "", nil)...)
	}
	return events
}

// Reverse books money that was taken back: a return debit (Ruecklastschrift) or
// a chargeback. The application is told, and the cash office by a flag.
func (s *Service) Reverse(ctx context.Context, id uuid.UUID, booking Booking) (Transaction, error) {
	if err := booking.check(); err != nil {
		return Transaction{}, err
	}
	return s.update(ctx, id, func(t Transaction) []Event {
		if slices.Contains(t.entries, booking.Entry) {
			return nil
		}
		events := []Event{{Kind: EventReversed, Source: SourceStatement, Entry: booking.Entry, Amount: booking.Amount}}
		return append(events, t.flag(FlagReversed, SourceStatement, "", nil)...)
	})
}

func (b Booking) check() error {
	var found recht.Befunde
	if b.Entry == "" {
		found.Add("PAY-BOOKING-01", "/entry", "required")
	}
	if b.Amount.Sign() <= 0 {
		found.Add("PAY-BOOKING-02", "/amount", "not more than zero")
	}
	return found.Err()
}
