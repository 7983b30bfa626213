// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Config says how a [Service] works. The zero Config is safe.
type Config struct {
	// NewID gives the ids of new transactions; nil is [uuid.NewV7].
	NewID func() (uuid.UUID, error)
	// Schedule says when open transactions are asked after; the zero value is
	// [DefaultSchedule].
	Schedule Schedule
	// CallTimeout bounds one call of the provider; 0 is 30 seconds.
	CallTimeout time.Duration
	// Keep says how long what is kept; the zero value is [DefaultKeep].
	Keep Keep
	// FeeTables are the tables whose fees the service takes. One with a text or an
	// amount that the provider cannot carry is refused by [NewService].
	FeeTables []*FeeTable
	// OnPaid is called by the store's worker when a payment is paid, until it
	// returns nil: at least once, always with the same Notice.ID. It is called
	// again after an error, after a crash, and where the store failed to note that
	// it was done. Its context ends after three times CallTimeout. After about a
	// week of failures the transaction is flagged [FlagNotTold] and the notice left
	// for a person, who gives it again by [Service.Resume].
	OnPaid func(context.Context, Notice) error
	// OnReversed is called in the same way when the money was taken back.
	OnReversed func(context.Context, Notice) error
}

// Notice tells the application what became of its payment.
type Notice struct {
	// ID is the same however often the notice is given: the key by which the
	// receiver does its work once.
	ID          uuid.UUID
	Transaction Transaction
}

// Service takes payments through one provider. It may be used by any number of
// goroutines, and by any number of processes over one database.
type Service struct {
	provider Provider
	core     *grund.Core
	config   Config

	payments *grund.Aggregate[Transaction]
	refunds  *grund.Aggregate[Refund]
	claims   *grund.Aggregate[claim]

	refunding turns
}

// NewService returns a service on a store, whose [bausteine.Store.Run] asks after
// payments, sends refunds, gives notices, and erases what is due. A store takes one.
//
// The error is a [*recht.BefundError] for a config that contradicts itself, or
// [bausteine.ErrNoStore].
func NewService(store *bausteine.Store, provider Provider, config Config) (*Service, error) {
	core, err := grund.Of(store)
	if err != nil {
		return nil, err
	}
	return newService(core, provider, config)
}

func newService(core *grund.Core, provider Provider, config Config) (*Service, error) {
	if config.NewID == nil {
		config.NewID = uuid.NewV7
	}
	if config.CallTimeout == 0 {
		config.CallTimeout = 30 * time.Second
	}
	if config.Schedule.Unknown == nil && config.Schedule.Open == nil && config.Schedule.Late == nil {
		config.Schedule = DefaultSchedule()
	}
	if config.Keep == (Keep{}) {
		config.Keep = DefaultKeep()
	}
	var found recht.Befunde
	if provider == nil {
		found.Add("PAY-PROVIDER-01", "/provider", "required")
		return nil, found.Err()
	}
	config.Schedule.check(&found)
	config.Keep.check(&found)
	if config.CallTimeout < 0 {
		found.Add("PAY-TIMEOUT-01", "/callTimeout", "negative")
	}
	for i, table := range config.FeeTables {
		for _, f := range table.CheckProvider(provider) {
			f.Pointer = "/feeTables/" + strconv.Itoa(i) + f.Pointer
			found = append(found, f)
		}
	}
	if err := found.Err(); err != nil {
		return nil, err
	}
	s := &Service{
		provider: provider, core: core, config: config,
		payments: grund.NewAggregate(core, kindPayment, foldTransaction, nil),
		refunds:  grund.NewAggregate(core, kindRefund, foldRefund, nil),
		claims:   grund.NewAggregate(core, kindClaim, foldClaim, nil),
	}
	if err := core.Register(s.block()); err != nil {
		return nil, fmt.Errorf("payment: %w", err)
	}
	return s, nil
}

// Load returns the transaction. [ErrNotFound].
func (s *Service) Load(ctx context.Context, id uuid.UUID) (Transaction, error) {
	t, _, err := s.payments.Load(ctx, id)
	if err != nil {
		return Transaction{}, fmt.Errorf("payment: load: %w", err)
	}
	return t, nil
}

// Refresh asks the provider how the payment stands, for example when the
// browser has come back; also after one that was given up, as long as its pay page
// may live. What the browser says is never believed.
func (s *Service) Refresh(ctx context.Context, id uuid.UUID) (Transaction, error) {
	t, err := s.Load(ctx, id)
	if err != nil || !t.State().IsOpen() && !s.pageMayLive(t) {
		return t, err
	}
	return s.exchange(ctx, t)
}

// pageMayLive reports whether somebody may still pay what was given up: as long as
// the schedule asks after it.
func (s *Service) pageMayLive(t Transaction) bool {
	late := s.config.Schedule.Late
	return t.State().isGivenUp() && t.State() != StateRejected && s.now().Before(t.since.Add(late[len(late)-1]))
}

// Push takes a signed message of the payment service. A message that says
// nothing new changes nothing, so it may come any number of times and in any
// order.
//
// Errors: [ErrUnsupported], [ErrSignature], [ErrReport], and [ErrNotFound] for a
// message about a payment that is not ours.
func (s *Service) Push(ctx context.Context, header http.Header, body []byte) (Transaction, error) {
	notified, ok := s.provider.(Notified)
	if !ok {
		return Transaction{}, ErrUnsupported
	}
	report, err := notified.ParsePush(header, body)
	if err != nil {
		return Transaction{}, fmt.Errorf("payment: push: %w", err)
	}
	id, _, ok := ParseRequestID(report.RequestID)
	if !ok {
		return Transaction{}, fmt.Errorf("payment: push: %w", ErrNotFound)
	}
	return s.update(ctx, id, func(t Transaction) []Event { return t.observe(report, SourcePush) })
}

// List streams what is known of the transactions that match, in the order of their
// ids. Memory does not grow with their number. One that is damaged comes with
// [bausteine.ErrDamaged] and hides no other.
func (s *Service) List(ctx context.Context, query Query) iter.Seq2[Head, error] {
	q := journal.Query{Kind: kindPayment, State: string(query.State), After: query.After}
	switch { // the journal looks for one key, the rest is compared below
	case query.Application != "":
		q.Key = journal.Key{Name: keyApplication, Value: query.Application}
	case query.Reference != "":
		q.Key = journal.Key{Name: keyReference, Value: query.Reference}
	case query.Flagged:
		q.Key = journal.Key{Name: keyFlagged, Value: yes}
	}
	return func(yield func(Head, error) bool) {
		for stored, err := range s.core.List(ctx, q) {
			h := headOf(&stored)
			if err == nil && (query.Reference != "" && h.Reference != query.Reference || query.Flagged && !h.Flagged) {
				continue
			}
			if !yield(h, err) {
				return
			}
		}
	}
}

// CashOffice streams the transactions that somebody at the cash office should
// look at. [Transaction.Flags] says why; [Service.Clear] takes one off the list.
// What happened on a day is another list: [Service.Day].
func (s *Service) CashOffice(ctx context.Context) iter.Seq2[Head, error] {
	return s.List(ctx, Query{Flagged: true})
}

// Clear records that the cash office has dealt with a flag.
func (s *Service) Clear(ctx context.Context, id uuid.UUID, flag Flag) (Transaction, error) {
	return s.update(ctx, id, func(t Transaction) []Event {
		if !slices.Contains(t.flags, flag) {
			return nil
		}
		return []Event{{Kind: EventCleared, Source: SourceOperator, Flag: flag}}
	})
}

// Accept takes a late payment, as if it had come in time.
func (s *Service) Accept(ctx context.Context, id uuid.UUID) (Transaction, error) {
	return s.update(ctx, id, func(t Transaction) []Event {
		events := []Event{{Kind: EventAccepted, Source: SourceOperator}}
		if slices.Contains(t.flags, FlagLate) {
			events = append(events, Event{Kind: EventCleared, Source: SourceOperator, Flag: FlagLate})
		}
		return events
	})
}

// now is the time as the store keeps it.
func (s *Service) now() time.Time { return s.core.Now().UTC().Truncate(time.Microsecond) }

// change is a step of a transaction that is still to be decided. decide may be
// called several times; no events leave the transaction as it is.
type change struct {
	command journal.Command
	decide  func(Transaction) ([]Event, []journal.Effect, error)
}

// update loads the transaction, lets decide say what happens, and stores it.
func (s *Service) update(ctx context.Context, id uuid.UUID, decide func(Transaction) []Event) (Transaction, error) {
	before, err := s.Load(ctx, id)
	if err != nil {
		return Transaction{}, err
	}
	return s.updateFrom(ctx, before, decide)
}

// updateFrom is update for a transaction that was loaded just now.
func (s *Service) updateFrom(ctx context.Context, before Transaction, decide func(Transaction) []Event) (Transaction, error) {
	return s.apply(ctx, before, change{decide: func(t Transaction) ([]Event, []journal.Effect, error) { return decide(t), nil, nil }})
}

// apply stores what a change decides. If somebody else was faster the transaction
// is loaded again, and decided again.
func (s *Service) apply(ctx context.Context, before Transaction, c change) (Transaction, error) {
	const tries = 16
	for range tries {
		events, effects, err := c.decide(before)
		if err != nil || len(events) == 0 {
			return before, err
		}
		after, commits, err := s.step(before, events, effects...)
		if err != nil {
			return before, err
		}
		outcome, err := s.core.Append(ctx, c.command, commits...)
		switch {
		case err == nil && !outcome.Replayed:
			return after, nil
		case err != nil && !errors.Is(err, bausteine.ErrConflict):
			return before, fmt.Errorf("payment: store: %w", err)
		}
		if before, err = s.Load(ctx, before.id); err != nil || outcome.Replayed {
			return before, err
		}
	}
	return Transaction{}, fmt.Errorf("payment: %d tries to update: %w", tries, bausteine.ErrConflict)
}

// step applies events and says what has to be stored: the events with the effects
// that follow from the states passed, and the lines of the day's list.
func (s *Service) step(before Transaction, events []Event, effects ...journal.Effect) (Transaction, []journal.Commit, error) {
	now := s.now()
	t, stored := before, make([]Event, 0, len(events))
	var lines []journal.Commit
	for _, e := range events {
		e.Time = now
		next, err := t.Apply(e)
		if err != nil {
			return before, nil, err
		}
		switch {
		case e.Kind == EventIntended:
			effects = append(effects, journal.Effect{Kind: effectResolve, NotBefore: now.Add(s.config.Schedule.Unknown[0])})
		case next.state == StatePaid && t.state != StatePaid:
			effects = append(effects, journal.Effect{Kind: effectPaid})
		case next.state == StateReversed && t.state != StateReversed:
			effects = append(effects, journal.Effect{Kind: effectReversed})
		}
		t, stored = next, append(stored, e)
		if line, ok := t.line(e); ok {
			commit, err := line.commit(t.id, t.version)
			if err != nil {
				return before, nil, err
			}
			lines = append(lines, commit)
		}
	}
	commit, err := commitOf(before, t, stored, effects)
	if err != nil {
		return before, nil, err
	}
	return t, append([]journal.Commit{commit}, lines...), nil
}
