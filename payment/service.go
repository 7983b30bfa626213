// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Config says how a [Service] works. The zero Config is safe.
type Config struct {
	// Clock gives the time of events; nil is [time.Now].
	Clock func() time.Time
	// NewID gives the ids of new transactions; nil is [uuid.NewV7].
	NewID func() (uuid.UUID, error)
	// Schedule says when open transactions are asked after; the zero value is
	// [DefaultSchedule].
	Schedule Schedule
	// CallTimeout bounds one call of the provider; 0 is 30 seconds.
	CallTimeout time.Duration
	// FeeTables are the tables whose fees the service takes. One with a text or an
	// amount that the provider cannot carry is refused by [NewService].
	FeeTables []*FeeTable
	// OnPaid is called by a worker when a payment is paid, until it returns
	// nil: at least once, always with the same Notice.ID. It is called again
	// after an error, after a crash, and where the store failed to note that it
	// was done. Its context ends after three times CallTimeout; a call that runs
	// on all the same may find another worker beside it. After about a week of
	// failures the transaction is flagged [FlagNotTold] and the notice left for a
	// person, who gives it again by [Service.Resume].
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
// goroutines, and by any number of processes over one store.
type Service struct {
	provider Provider
	store    Store
	config   Config
}

// NewService returns a service. The error is a [*recht.BefundError] for a config
// that contradicts itself.
func NewService(provider Provider, store Store, config Config) (*Service, error) {
	if config.Clock == nil {
		config.Clock = time.Now
	}
	if config.NewID == nil {
		config.NewID = uuid.NewV7
	}
	if config.CallTimeout == 0 {
		config.CallTimeout = 30 * time.Second
	}
	if config.Schedule.Unknown == nil && config.Schedule.Open == nil && config.Schedule.Late == nil {
		config.Schedule = DefaultSchedule()
	}
	var found recht.Befunde
	config.Schedule.check(&found)
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
	return &Service{provider: provider, store: store, config: config}, nil
}

// Start stores the intent and then asks the provider to open the payment. The
// transaction comes back in the state [StateInitial] with a pay page for the
// browser, or in another state: [StateUnknown] means that the provider gave no
// answer and is asked again by [Service.Work].
//
// key makes the command safe to repeat: the same key gives the same transaction
// and opens nothing new. It must be hard to guess and not personal; empty: every
// call opens a payment.
//
// Errors: a [*recht.BefundError] for an order that cannot be paid as it is, with
// every reason; [ErrCommandReused] for a key that came with another order.
func (s *Service) Start(ctx context.Context, order Order, key string) (Transaction, error) {
	id, err := s.config.NewID()
	if err != nil {
		return Transaction{}, fmt.Errorf("payment: new id: %w", err)
	}
	now := s.now()
	order.Items = slices.Clone(order.Items)
	found := order.check()
	if len(found) == 0 {
		found = s.provider.Check(Request{ID: RequestID(id, 1), Time: now, Order: order})
	}
	if err := found.Err(); err != nil {
		return Transaction{}, err
	}
	intent := Event{Kind: EventIntended, Time: now, Source: SourceService, Order: &order, Attempt: 1}
	fingerprint, err := fingerprintOf(intent)
	if err != nil {
		return Transaction{}, err
	}
	t, commit, err := s.step(Transaction{id: id}, []Event{intent})
	if err != nil {
		return Transaction{}, err
	}
	command := ""
	if key != "" {
		command = "start/" + key
	}
	receipt, err := s.store.Append(ctx, Commit{Payment: &commit, Command: command, Fingerprint: fingerprint})
	if err != nil {
		return Transaction{}, fmt.Errorf("payment: store the intent: %w", err)
	}
	if receipt.Replayed {
		return s.Load(ctx, receipt.Payment)
	}
	return s.exchange(ctx, t)
}

// fingerprintOf is a hash over what was ordered, whenever that was.
func fingerprintOf(intent Event) ([32]byte, error) {
	skeleton, erasable, err := MarshalEvent(intent)
	if err != nil {
		return [32]byte{}, err
	}
	hash := sha256.New()
	fmt.Fprintf(hash, "%d\n", len(skeleton))
	hash.Write(skeleton)
	hash.Write(erasable)
	return [32]byte(hash.Sum(nil)), nil
}

// Load returns the transaction. [ErrNotFound].
func (s *Service) Load(ctx context.Context, id uuid.UUID) (Transaction, error) {
	events, err := s.store.Load(ctx, id)
	if err != nil {
		return Transaction{}, fmt.Errorf("payment: load: %w", err)
	}
	return Replay(id, events)
}

// Refresh asks the provider how the payment stands, for example when the
// browser has come back. What the browser says is never believed.
func (s *Service) Refresh(ctx context.Context, id uuid.UUID) (Transaction, error) {
	t, err := s.Load(ctx, id)
	if err != nil || !t.State().IsOpen() {
		return t, err
	}
	return s.exchange(ctx, t)
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

// List streams what is known of the transactions that match.
func (s *Service) List(ctx context.Context, query Query) iter.Seq2[Head, error] {
	return s.store.List(ctx, query)
}

// CashOffice streams the transactions that somebody at the cash office should
// look at. [Transaction.Flags] says why; [Service.Clear] takes one off the list.
func (s *Service) CashOffice(ctx context.Context) iter.Seq2[Head, error] {
	return s.store.List(ctx, Query{Flagged: true})
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

// Erase removes description, payer and page addresses of a transaction whose
// outcome is known, that is not on the list of the cash office and of which the
// workers have nothing to do any more; otherwise [ErrTransition]. The skeleton, on
// which the books rest, stays.
func (s *Service) Erase(ctx context.Context, id uuid.UUID) error {
	t, err := s.Load(ctx, id)
	if err != nil {
		return err
	}
	if t.State().IsOpen() || len(t.flags) > 0 {
		return fmt.Errorf("%w: erase", ErrTransition)
	}
	return s.store.Erase(ctx, id)
}

// now is the time as the stores keep it.
func (s *Service) now() time.Time { return s.config.Clock().UTC().Truncate(time.Microsecond) }

// update loads the transaction, lets decide say what happens, and stores it;
// when somebody else was faster it starts again. decide may be called several
// times; no events leave the transaction as it is.
func (s *Service) update(ctx context.Context, id uuid.UUID, decide func(Transaction) []Event) (Transaction, error) {
	before, err := s.Load(ctx, id)
	if err != nil {
		return Transaction{}, err
	}
	return s.updateFrom(ctx, before, decide)
}

// updateFrom is update for a transaction that was loaded just now. If somebody
// else has changed it since, the store says so and it is loaded again.
func (s *Service) updateFrom(ctx context.Context, before Transaction, decide func(Transaction) []Event) (Transaction, error) {
	const tries = 16
	for range tries {
		events := decide(before)
		if len(events) == 0 {
			return before, nil
		}
		after, commit, err := s.step(before, events)
		if err != nil {
			return before, err
		}
		if _, err = s.store.Append(ctx, Commit{Payment: &commit}); !errors.Is(err, ErrConflict) {
			return after, err
		}
		if before, err = s.Load(ctx, before.id); err != nil {
			return Transaction{}, err
		}
	}
	return Transaction{}, fmt.Errorf("payment: %d tries to update: %w", tries, ErrConflict)
}

// step applies events and says what has to be stored, with the effects that
// follow from the states passed.
func (s *Service) step(before Transaction, events []Event) (Transaction, TransactionCommit, error) {
	now := s.now()
	commit := TransactionCommit{ID: before.id, Version: before.version}
	t := before
	for _, e := range events {
		e.Time = now
		next, err := t.Apply(e)
		if err != nil {
			return before, commit, err
		}
		switch {
		case e.Kind == EventIntended:
			commit.Effects = append(commit.Effects, NewEffect{Kind: EffectResolve, NotBefore: now.Add(s.config.Schedule.Unknown[0])})
		case next.state == StatePaid && t.state != StatePaid:
			commit.Effects = append(commit.Effects, NewEffect{Kind: EffectPaid})
		case next.state == StateReversed && t.state != StateReversed:
			commit.Effects = append(commit.Effects, NewEffect{Kind: EffectReversed})
		}
		t = next
		commit.Events = append(commit.Events, e)
	}
	commit.Head = Head{State: t.State(), Flagged: len(t.flags) > 0, Application: t.order.Application, Reference: t.reference}
	return t, commit, nil
}
