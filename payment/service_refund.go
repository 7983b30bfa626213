// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
)

// RefundOrder is the wish to send money back.
type RefundOrder struct {
	Amount Amount
	// Available is [Transaction.Refundable] as the person saw it who decided.
	// If it is not that any more, nothing happens: an optimistic lock on money.
	Available Amount
	// Reason is a code of the caller; it is stored and must not be personal.
	Reason string
	// Key makes the command safe to repeat; empty: every call is a refund.
	Key string
}

// Refund sends money back. The amount is held on the transaction in the same
// write that stores the refund, so refunds together never exceed what was paid,
// however many are asked for at once.
//
// Errors: [ErrUnsupported], [ErrRefundTooMuch], [ErrTransition] where nothing
// was paid, [ErrCommandReused].
func (s *Service) Refund(ctx context.Context, id uuid.UUID, order RefundOrder) (Refund, error) {
	if _, ok := s.provider.(Refunder); !ok {
		return Refund{}, ErrUnsupported
	}
	refundID, err := s.config.NewID()
	if err != nil {
		return Refund{}, fmt.Errorf("payment: new id: %w", err)
	}
	command := ""
	if order.Key != "" {
		command = "refund/" + order.Key
	}
	commit := Commit{
		Command:     command,
		Fingerprint: sha256.Sum256(fmt.Appendf(nil, "%s/%s/%s", id, order.Amount, order.Reason)),
	}
	const tries = 16
	for range tries {
		receipt, err := s.reserve(ctx, id, refundID, order, commit)
		switch {
		case errors.Is(err, ErrConflict):
			continue
		case err != nil:
			return Refund{}, err
		case receipt.Replayed:
			return s.LoadRefund(ctx, receipt.Refund)
		}
		refund, _, err := s.submit(ctx, refundID)
		return refund, err
	}
	return Refund{}, fmt.Errorf("payment: %d tries to refund: %w", tries, ErrConflict)
}

func (s *Service) reserve(ctx context.Context, id, refundID uuid.UUID, order RefundOrder, commit Commit) (Receipt, error) {
	if commit.Command != "" {
		// A repeated command must not be judged by what is left: the first time
		// has taken from it.
		receipt, err := s.store.Answer(ctx, commit.Command)
		switch {
		case err == nil && receipt.Fingerprint != commit.Fingerprint:
			return Receipt{}, ErrCommandReused
		case err == nil || !errors.Is(err, ErrNotFound):
			return receipt, err
		}
	}
	t, err := s.Load(ctx, id)
	if err != nil {
		return Receipt{}, err
	}
	if order.Amount.Sign() <= 0 || order.Available != t.Refundable() || order.Amount.Currency() != order.Available.Currency() ||
		order.Amount.Minor() > order.Available.Minor() {
		if !t.State().HasMoney() {
			return Receipt{}, &TransitionError{State: t.State(), Event: EventRefundReserved}
		}
		return Receipt{}, ErrRefundTooMuch
	}
	_, payment, err := s.step(t, []Event{{Kind: EventRefundReserved, Source: SourceOperator, Refund: refundID, Amount: order.Amount}})
	if err != nil {
		return Receipt{}, err
	}
	now := s.now()
	commit.Payment = &payment
	commit.Refund = &RefundCommit{
		ID: refundID, State: RefundRequested,
		Events:  []RefundEvent{{Kind: RefundEventRequested, Time: now, Payment: id, Amount: order.Amount, Reason: order.Reason}},
		Effects: []NewEffect{{Kind: EffectRefund, NotBefore: now.Add(s.config.Schedule.Unknown[0])}},
	}
	return s.store.Append(ctx, commit)
}

// LoadRefund returns the refund. [ErrNotFound].
func (s *Service) LoadRefund(ctx context.Context, id uuid.UUID) (Refund, error) {
	events, err := s.store.LoadRefund(ctx, id)
	if err != nil {
		return Refund{}, fmt.Errorf("payment: load refund: %w", err)
	}
	return ReplayRefund(id, events)
}

// submit takes a refund one call further; open tells that it is not over. A
// provider that gives no answer is no error here.
func (s *Service) submit(ctx context.Context, id uuid.UUID) (refund Refund, open bool, err error) {
	if refund, err = s.LoadRefund(ctx, id); err != nil || refundTable().IsFinal(refund.State()) {
		return refund, false, err
	}
	t, err := s.Load(ctx, refund.payment)
	if err != nil {
		return refund, true, err
	}
	event, found := s.askRefund(ctx, refund, t)
	if found != "" {
		_, err := s.update(ctx, t.id, func(t Transaction) []Event { return t.flag(found, SourcePull, "refund", nil) })
		return refund, true, err
	}
	if event.Kind == "" || event.Kind == RefundEventSubmitted && refund.state == RefundSubmitted {
		return refund, true, nil
	}
	return s.conclude(ctx, refund, event)
}

// askRefund calls the provider once. It returns the event that follows, or the
// flag for an answer that is not about this refund, or neither.
func (s *Service) askRefund(ctx context.Context, refund Refund, t Transaction) (RefundEvent, Flag) {
	ctx, cancel := context.WithTimeout(ctx, s.config.CallTimeout)
	defer cancel()
	refunder, ok := s.provider.(Refunder)
	if !ok {
		return RefundEvent{}, ""
	}
	var (
		report RefundReport
		err    error
	)
	if refund.state == RefundRequested {
		available, _ := t.Refundable().Add(refund.amount) // this one not counted
		report, err = refunder.Refund(ctx, RefundRequest{ID: refund.id.String(), Ref: t.ref, Amount: refund.amount, Available: available})
		if errors.Is(err, ErrExists) {
			report, err = refunder.RefundStatus(ctx, refund.id.String())
		}
	} else {
		report, err = refunder.RefundStatus(ctx, refund.id.String())
	}
	if refused, ok := errors.AsType[*RefusedError](err); ok {
		return RefundEvent{Kind: RefundEventFailed, Code: refused.Code}, ""
	}
	if err != nil {
		return RefundEvent{}, ""
	}
	if report.ID != refund.id.String() || report.Amount != refund.amount {
		return RefundEvent{}, FlagMismatch
	}
	event := RefundEvent{Payload: report.Payload[:]}
	switch report.Status {
	case RefundAccepted:
		event.Kind = RefundEventSubmitted
	case RefundDone:
		event.Kind = RefundEventSucceeded
	case RefundRefused:
		event.Kind = RefundEventFailed
	}
	return event, ""
}

// conclude stores the event of a refund and, where it failed, frees its amount
// in the same write.
func (s *Service) conclude(ctx context.Context, refund Refund, event RefundEvent) (Refund, bool, error) {
	event.Time = s.now()
	after, err := refund.Apply(event)
	if err != nil {
		return refund, true, err
	}
	commit := Commit{Refund: &RefundCommit{ID: refund.id, Version: refund.version, Events: []RefundEvent{event}, State: after.state}}
	if event.Kind == RefundEventFailed {
		t, err := s.Load(ctx, refund.payment)
		if err != nil {
			return refund, true, err
		}
		events := []Event{{Kind: EventRefundReleased, Source: SourcePull, Refund: refund.id, Amount: refund.amount}}
		_, payment, err := s.step(t, append(events, t.flag(FlagRefundFailed, SourcePull, "", nil)...))
		if err != nil {
			return refund, true, err
		}
		commit.Payment = &payment
	}
	_, err = s.store.Append(ctx, commit)
	switch {
	case errors.Is(err, ErrConflict): // somebody else was faster; the schedule looks again
		return refund, true, nil
	case err != nil:
		return refund, true, err
	}
	return after, !refundTable().IsFinal(after.state), nil
}

// retryAt spaces the tries of a refund and of a notice.
func retryAt(now time.Time, failures int) time.Time {
	const longest = 6 * time.Hour
	wait := longest
	if failures < 8 {
		wait = min(time.Minute<<failures, longest)
	}
	return now.Add(wait)
}
