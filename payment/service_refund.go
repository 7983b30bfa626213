// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// RefundOrder is the wish to send money back.
type RefundOrder struct {
	Amount Amount
	// Available is [Transaction.Refundable] as the person saw it who decided.
	// If it is not that any more, nothing happens: an optimistic lock on money. Not
	// set: whatever is left.
	Available Amount
	// Reason is a code of the caller; it is stored and must not be personal.
	Reason string
	// Key makes the command safe to repeat; empty: every call is a refund.
	Key string
}

// Refund sends money back. The amount is held on the transaction in the same
// write that stores the refund, so refunds together never exceed what was paid,
// however many are asked for at once. Those of one payment go to the service one
// after the other, each with the figure that the service has: none makes another
// fail.
//
// Errors: [ErrUnsupported], [ErrRefundTooMuch], [ErrTransition] where nothing
// was paid, [bausteine.ErrCommandReused].
func (s *Service) Refund(ctx context.Context, id uuid.UUID, order RefundOrder) (Refund, error) {
	if _, ok := s.provider.(Refunder); !ok {
		return Refund{}, ErrUnsupported
	}
	refund, made, err := s.reserve(ctx, id, order, false)
	if err != nil || !made {
		return refund, err
	}
	refund, _, err = s.submit(ctx, refund.id)
	return refund, err
}

// RefundByHand records money that somebody has sent back outside of the payment
// service, such as by a transfer of the cash office. It may be as much as came in,
// also for a payment that was never completed.
//
// Errors: [ErrRefundTooMuch], [bausteine.ErrCommandReused].
func (s *Service) RefundByHand(ctx context.Context, id uuid.UUID, order RefundOrder) (Refund, error) {
	refund, _, err := s.reserve(ctx, id, order, true)
	return refund, err
}

// reserve stores a refund together with the amount that it holds; made is false
// for a command that was carried out before.
func (s *Service) reserve(ctx context.Context, id uuid.UUID, order RefundOrder, byHand bool) (refund Refund, made bool, err error) {
	var found recht.Befunde
	if len(order.Key) > maxKey {
		found.Add("PAY-KEY-01", "/key", "longer than %d bytes", maxKey)
		return Refund{}, false, found.Err()
	}
	refundID, err := s.config.NewID()
	if err != nil {
		return Refund{}, false, fmt.Errorf("payment: new id: %w", err)
	}
	var command journal.Command
	if order.Key != "" {
		command = journal.Command{
			Kind: commandKind, Key: "refund/" + order.Key, Answer: receipt{payment: id, refund: refundID}.encode(),
			Fingerprint: sha256.Sum256(fmt.Appendf(nil, "%s/%s/%s/%t", id, order.Amount, order.Reason, byHand)),
		}
		// A repeated command must not be judged by what is left: the first time
		// has taken from it.
		outcome, err := s.core.Answer(ctx, command.Kind, command.Key)
		switch {
		case err == nil && outcome.Fingerprint != command.Fingerprint:
			return Refund{}, false, fmt.Errorf("payment: refund: %w", bausteine.ErrCommandReused)
		case err == nil:
			refund, err = s.answeredRefund(ctx, outcome)
			return refund, false, err
		case !errors.Is(err, bausteine.ErrNotFound):
			return Refund{}, false, fmt.Errorf("payment: refund: %w", err)
		}
	}
	const tries = 16
	for range tries {
		t, err := s.Load(ctx, id)
		if err != nil {
			return Refund{}, false, err
		}
		if err := t.mayRefund(order, byHand); err != nil {
			return Refund{}, false, err
		}
		refund, commits, err := s.reservation(t, refundID, order, byHand)
		if err != nil {
			return Refund{}, false, err
		}
		outcome, err := s.core.Append(ctx, command, commits...)
		switch {
		case errors.Is(err, bausteine.ErrConflict):
			continue
		case err != nil:
			return Refund{}, false, fmt.Errorf("payment: refund: %w", err)
		case outcome.Replayed:
			refund, err = s.answeredRefund(ctx, outcome)
			return refund, false, err
		}
		return refund, true, nil
	}
	return Refund{}, false, fmt.Errorf("payment: %d tries to refund: %w", tries, bausteine.ErrConflict)
}

// mayRefund reports why nothing, or not so much, can be sent back.
func (t Transaction) mayRefund(order RefundOrder, byHand bool) error {
	left := t.Refundable()
	if byHand {
		left = t.returnable()
	}
	switch {
	case !byHand && !t.State().HasMoney():
		return &TransitionError{State: t.State(), Event: EventRefundReserved}
	case order.Amount.Sign() <= 0, order.Amount.Currency() != left.Currency(), order.Amount.Minor() > left.Minor(),
		order.Available.IsSet() && order.Available != left:
		return ErrRefundTooMuch
	}
	return nil
}

// reservation is what a refund stores.
func (s *Service) reservation(t Transaction, id uuid.UUID, order RefundOrder, byHand bool) (Refund, []journal.Commit, error) {
	now := s.now()
	_, commits, err := s.step(t, []Event{{Kind: EventRefundReserved, Source: SourceOperator, Refund: id, Amount: order.Amount}})
	if err != nil {
		return Refund{}, nil, err
	}
	events := []refundEvent{{Kind: refundEventRequested, Time: now, Payment: t.id, Amount: order.Amount, Reason: order.Reason, ByHand: byHand}}
	effects := []journal.Effect{{Kind: effectRefund, NotBefore: now.Add(s.config.Schedule.Unknown[0])}}
	if byHand {
		events, effects = append(events, refundEvent{Kind: refundEventSucceeded, Time: now}), nil
	}
	refund := Refund{id: id}
	for _, e := range events {
		if refund, err = refund.apply(e); err != nil {
			return Refund{}, nil, err
		}
	}
	commit, err := commitOfRefund(Refund{}, refund, effects, events...)
	if err != nil {
		return Refund{}, nil, err
	}
	commits = append(commits, commit)
	if byHand {
		line, err := t.refundLine(refund, now).commit(refund.id, refund.version)
		if err != nil {
			return Refund{}, nil, err
		}
		commits = append(commits, line)
	}
	return refund, commits, nil
}

func (s *Service) answeredRefund(ctx context.Context, outcome journal.Outcome) (Refund, error) {
	r, err := decodeReceipt(outcome)
	if err != nil {
		return Refund{}, err
	}
	return s.LoadRefund(ctx, r.refund)
}

// LoadRefund returns the refund. [ErrNotFound].
func (s *Service) LoadRefund(ctx context.Context, id uuid.UUID) (Refund, error) {
	refund, _, err := s.refunds.Load(ctx, id)
	if err != nil {
		return Refund{}, fmt.Errorf("payment: load refund: %w", err)
	}
	return refund, nil
}
