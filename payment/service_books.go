// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Booking is money of one entry of a bank statement that belongs to a payment.
type Booking struct {
	// Entry is the key of the entry. An entry is booked once over all payments,
	// however often a statement is read.
	Entry  string
	Amount Amount // more than zero
}

// Settle books money that came in. It may come in parts; what exceeds the
// amount of the order is flagged [FlagOverpaid]. The whole amount for a payment
// that the provider knows nothing of yet counts as its word that it was paid; a
// part of it does not, and is flagged [FlagUnderpaid].
//
// The same entry with the same amount for the same payment changes nothing more.
// With another amount, for another payment, or as a reversal it is
// [bausteine.ErrCommandReused], and the payment is flagged [FlagEntryReused].
func (s *Service) Settle(ctx context.Context, id uuid.UUID, booking Booking) (Transaction, error) {
	return s.book(ctx, id, booking, "in", func(t Transaction) ([]Event, error) {
		received, err := t.received.Add(booking.Amount)
		if err != nil {
			return nil, err
		}
		return t.receive(booking, received, s.now()), nil
	})
}

// Reverse books money that was taken back: a return debit (Ruecklastschrift) or
// a chargeback. The application is told, and the cash office by a flag. For entries
// that come again see [Service.Settle].
func (s *Service) Reverse(ctx context.Context, id uuid.UUID, booking Booking) (Transaction, error) {
	return s.book(ctx, id, booking, "back", func(t Transaction) ([]Event, error) {
		events := []Event{{Kind: EventReversed, Source: SourceStatement, Entry: booking.Entry, Amount: booking.Amount}}
		return append(events, t.flag(FlagReversed, SourceStatement, "", nil)...), nil
	})
}

// book stores what an entry of the bank means, once over all payments.
func (s *Service) book(ctx context.Context, id uuid.UUID, booking Booking, direction string, decide func(Transaction) ([]Event, error)) (Transaction, error) {
	if err := booking.check(); err != nil {
		return Transaction{}, err
	}
	command := entryCommand(booking.Entry, id, direction, booking.Amount)
	before, err := s.Load(ctx, id)
	if err != nil {
		return Transaction{}, err
	}
	// Asked first, since an entry that was booked may be one that is not possible now.
	outcome, err := s.core.Answer(ctx, command.Kind, command.Key)
	switch {
	case err == nil && outcome.Fingerprint == command.Fingerprint:
		return before, nil
	case err == nil:
		return s.entryReused(ctx, id)
	case !errors.Is(err, bausteine.ErrNotFound):
		return Transaction{}, fmt.Errorf("payment: book: %w", err)
	}
	t, err := s.apply(ctx, before, change{command: command, decide: func(t Transaction) ([]Event, []journal.Effect, error) {
		events, err := decide(t)
		return events, nil, err
	}})
	if errors.Is(err, bausteine.ErrCommandReused) { // somebody else was faster
		return s.entryReused(ctx, id)
	}
	return t, err
}

// entryCommand makes the booking of an entry a command, so that the store carries
// it out once. What it was booked for is its content.
func entryCommand(entry string, id uuid.UUID, direction string, amount Amount) journal.Command {
	return journal.Command{
		Kind: entryKind, Key: hashed(entry), Fingerprint: sha256.Sum256(fmt.Appendf(nil, "%s/%s/%s", id, direction, amount)),
		Answer: receipt{payment: id}.encode(),
	}
}

func (s *Service) entryReused(ctx context.Context, id uuid.UUID) (Transaction, error) {
	t, err := s.update(ctx, id, func(t Transaction) []Event { return t.flag(FlagEntryReused, SourceStatement, "", nil) })
	if err != nil {
		return t, err
	}
	return t, fmt.Errorf("payment: an entry of the bank: %w", bausteine.ErrCommandReused)
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

// maxEntry bounds the key of an entry, in bytes.
const maxEntry = 1000

func (b Booking) check() error {
	var found recht.Befunde
	if strings.TrimSpace(b.Entry) == "" {
		found.Add("PAY-BOOKING-01", "/entry", "required")
	}
	if len(b.Entry) > maxEntry {
		found.Add("PAY-BOOKING-03", "/entry", "longer than %d bytes", maxEntry)
	}
	if b.Amount.Sign() <= 0 {
		found.Add("PAY-BOOKING-02", "/amount", "not more than zero")
	}
	return found.Err()
}
