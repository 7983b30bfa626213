// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/deutschland-stack/bausteine/internal/journal"

	"github.com/google/uuid"
)

const (
	workBatch = 64 // effects of one kind of streams in one call of Work
	// maxTries is how often a notice or a refund is tried before it is left for
	// a person: with growing pauses about a week.
	maxTries = 30
)

// Resume tries again what was given up after very many tries: a notice that the
// application never took, and refunds of the transaction that the provider never
// answered. It clears [FlagNotTold].
func (s *Service) Resume(ctx context.Context, id uuid.UUID) (Transaction, error) {
	t, err := s.Load(ctx, id)
	if err != nil {
		return Transaction{}, err
	}
	if err := s.store.Resume(ctx, PaymentStreams, id); err != nil {
		return t, fmt.Errorf("payment: resume: %w", err)
	}
	for _, e := range t.events {
		if e.Kind != EventRefundReserved {
			continue
		}
		if err := s.store.Resume(ctx, RefundStreams, e.Refund); err != nil {
			return t, fmt.Errorf("payment: resume a refund: %w", err)
		}
	}
	return s.Clear(ctx, id, FlagNotTold)
}

// longest is how long one effect may take: as long as the calls of an exchange.
func (s *Service) longest() time.Duration { return exchangeCalls * s.config.CallTimeout }

// leaseTime leaves room for the store around that.
func (s *Service) leaseTime() time.Duration { return s.longest() + s.config.CallTimeout + time.Minute }

// Work takes what is due, does it, and returns how much it was: asks after open
// payments, sends refunds, gives notices. Call it in a loop, from as many
// goroutines and processes as you like; a crash in between loses nothing. The
// error joins what went wrong inside, such as the store; a payment service that
// does not answer is no error.
//
// Each effect is leased alone and just before it is done, so a call that hangs
// keeps nothing else waiting, and other workers never take what this one has yet
// to begin.
func (s *Service) Work(ctx context.Context) (int, error) {
	done := 0
	for _, request := range []LeaseRequest{
		{Effects: journal.EffectNames(PaymentStreams, EffectPaid, EffectReversed, EffectResolve), For: s.leaseTime(), Limit: 1},
		{Effects: journal.EffectNames(RefundStreams, EffectRefund), For: s.leaseTime(), Limit: 1},
	} {
		n, err := s.workOn(ctx, request)
		done += n
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

func (s *Service) workOn(ctx context.Context, request LeaseRequest) (int, error) {
	var failed []error
	for done := range workBatch {
		leased, err := s.store.Lease(ctx, request)
		if err != nil {
			failed = append(failed, fmt.Errorf("payment: lease effects: %w", err))
		}
		if len(leased) == 0 {
			return done, errors.Join(failed...)
		}
		l := &leased[0]
		if err := s.executeInTime(ctx, l); err != nil && !errors.Is(err, ErrLeaseLost) {
			failed = append(failed, fmt.Errorf("payment: effect %s: %w", l.Effect, err))
		}
	}
	return workBatch, errors.Join(failed...)
}

// executeInTime begins no effect whose lease might end before it is done: a slow
// store may have handed it over late.
func (s *Service) executeInTime(ctx context.Context, l *Leased) error {
	if now := s.now(); l.Until.Sub(now) < s.longest() {
		if err := s.store.Renew(ctx, l.Lease, now.Add(s.leaseTime())); err != nil {
			return err
		}
	}
	return s.execute(ctx, l)
}

func (s *Service) execute(ctx context.Context, l *Leased) error {
	switch l.Effect {
	case EffectPaid:
		return s.notify(ctx, l, s.config.OnPaid)
	case EffectReversed:
		return s.notify(ctx, l, s.config.OnReversed)
	case EffectRefund:
		return s.refundFurther(ctx, l)
	default:
		return s.resolve(ctx, l)
	}
}

func (s *Service) notify(ctx context.Context, l *Leased, handler func(context.Context, Notice) error) error {
	t, err := s.Load(ctx, l.Ref.Stream)
	if err != nil {
		return err
	}
	if handler != nil {
		handling, cancel := context.WithTimeout(ctx, s.longest())
		defer cancel()
		if err := handler(handling, Notice{ID: l.Ref.ID(), Transaction: t}); err != nil {
			if l.Failures >= maxTries {
				notTold := func(t Transaction) []Event { return t.flag(FlagNotTold, SourceService, l.Effect, nil) }
				if _, err := s.update(ctx, t.id, notTold); err != nil {
					return err
				}
			}
			return s.again(ctx, l, "the notice was not taken")
		}
	}
	return s.store.Complete(ctx, l.Lease, nil)
}

// again gives the effect back with growing pauses; after very many tries it is
// left to [Service.Resume]. Who calls has put the transaction on the list of the
// cash office by then.
func (s *Service) again(ctx context.Context, l *Leased, reason string) error {
	next := retryAt(s.now(), l.Failures)
	if l.Failures >= maxTries {
		next = time.Time{}
	}
	return s.store.Fail(ctx, l.Lease, reason, next)
}

func (s *Service) refundFurther(ctx context.Context, l *Leased) error {
	refund, open, err := s.submit(ctx, l.Ref.Stream)
	if err != nil {
		return err
	}
	if !open {
		return s.store.Complete(ctx, l.Lease, nil)
	}
	if l.Failures >= maxTries {
		unresolved := func(t Transaction) []Event { return t.flag(FlagUnresolved, SourceService, "refund", nil) }
		if _, err := s.update(ctx, refund.payment, unresolved); err != nil {
			return err
		}
	}
	return s.again(ctx, l, "the refund is still open")
}

// resolve asks after a payment and comes back on schedule until the outcome is
// known or the schedule is over.
func (s *Service) resolve(ctx context.Context, l *Leased) error {
	t, err := s.Load(ctx, l.Ref.Stream)
	if err != nil {
		return err
	}
	schedule := s.config.Schedule
	if len(schedule.phase(t.State())) == 0 {
		return s.store.Complete(ctx, l.Lease, nil)
	}
	if t, err = s.exchange(ctx, t); err != nil {
		return err
	}
	next, more := schedule.next(t, s.now())
	if !more && t.State().IsOpen() {
		t, err = s.update(ctx, t.id, func(t Transaction) []Event { return t.expire() })
		if err != nil {
			return err
		}
		next, more = schedule.next(t, s.now())
	}
	if more {
		return s.store.Fail(ctx, l.Lease, "still "+string(t.State()), next)
	}
	return s.store.Complete(ctx, l.Lease, nil)
}

// expire ends the waiting. A payment that the service never spoke of goes on
// the list of the cash office.
func (t Transaction) expire() []Event {
	expired := Event{Kind: EventExpired, Source: SourceService}
	switch t.State() {
	case StateInitial:
		return []Event{expired}
	case StateInitiating:
		unanswered := Event{Kind: EventUnanswered, Source: SourceService}
		return append([]Event{unanswered, expired}, t.flag(FlagUnresolved, SourceService, "", nil)...)
	case StateUnknown:
		return append([]Event{expired}, t.flag(FlagUnresolved, SourceService, "", nil)...)
	default:
		return nil
	}
}
