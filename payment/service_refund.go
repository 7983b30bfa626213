// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"time"

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
	events := []RefundEvent{{Kind: RefundEventRequested, Time: now, Payment: t.id, Amount: order.Amount, Reason: order.Reason, ByHand: byHand}}
	effects := []journal.Effect{{Kind: effectRefund, NotBefore: now.Add(s.config.Schedule.Unknown[0])}}
	if byHand {
		events, effects = append(events, RefundEvent{Kind: RefundEventSucceeded, Time: now}), nil
	}
	refund := Refund{id: id}
	for _, e := range events {
		if refund, err = refund.Apply(e); err != nil {
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

// RefreshRefund asks the service how a refund stands, also after one that it has
// spoken of for good: services are wrong, and say so later. A refund that failed and
// was sent all the same is corrected, and flagged [FlagRefundLate]; one that was
// sent and came back is failed, and flagged [FlagRefundFailed].
func (s *Service) RefreshRefund(ctx context.Context, id uuid.UUID) (Refund, error) {
	refund, _, err := s.ask1(ctx, id)
	return refund, err
}

// submit takes a refund one call further; open tells that it is not over. A
// provider that gives no answer is no error here. Where that makes way for the next
// refund of the payment, the next goes too.
func (s *Service) submit(ctx context.Context, id uuid.UUID) (refund Refund, open bool, err error) {
	before, err := s.LoadRefund(ctx, id)
	if err != nil || before.isOver() {
		return before, false, err
	}
	refund, open, err = s.ask1(ctx, id)
	if err != nil || before.state != RefundRequested || refund.state == RefundRequested {
		return refund, open, err
	}
	t, err := s.Load(ctx, refund.payment)
	if err != nil {
		return refund, open, nil //nolint:nilerr // what was asked for is done; the others have their own effects
	}
	for _, other := range t.refunds {
		if next, err := s.LoadRefund(ctx, other.refund); err == nil && next.state == RefundRequested {
			_, _, _ = s.ask1(ctx, next.id) // it has an effect of its own, which tells of errors
		}
	}
	return refund, open, nil
}

// waits reports whether an earlier refund of the payment has to reach the service
// first, and what the service holds as available when it is this one's turn.
func (s *Service) waits(ctx context.Context, t Transaction, refund Refund) (available Amount, waits bool, err error) {
	available = t.order.Amount
	for _, earlier := range t.refunds {
		if earlier.refund == refund.id {
			return available, false, nil
		}
		other, err := s.LoadRefund(ctx, earlier.refund)
		switch {
		case err != nil:
			return available, false, err
		case other.state == RefundRequested && !other.byHand:
			return available, true, nil
		case other.byHand:
			continue // the service knows nothing of it
		}
		if available, err = available.Sub(earlier.amount); err != nil {
			return available, false, err
		}
	}
	return available, false, nil
}

// ask1 asks the service once about a refund and stores what it says.
func (s *Service) ask1(ctx context.Context, id uuid.UUID) (refund Refund, open bool, err error) {
	if refund, err = s.LoadRefund(ctx, id); err != nil || refund.byHand {
		return refund, false, err
	}
	t, err := s.Load(ctx, refund.payment)
	if err != nil {
		return refund, true, err
	}
	var available Amount
	if refund.state == RefundRequested {
		var waits bool
		if available, waits, err = s.waits(ctx, t, refund); err != nil || waits {
			return refund, true, err
		}
	}
	event, found := s.askRefund(ctx, refund, t, available)
	if found != "" {
		_, err := s.update(ctx, t.id, func(t Transaction) []Event { return t.flag(found, SourcePull, "refund", nil) })
		return refund, !refund.isOver(), err
	}
	if says, known := stateAfter(event.Kind); !known || says == refund.state {
		return refund, !refund.isOver(), nil
	}
	return s.conclude(ctx, refund, event)
}

// stateAfter is the state that an answer of the service means.
func stateAfter(kind RefundEventKind) (RefundState, bool) {
	switch kind {
	case RefundEventSubmitted:
		return RefundSubmitted, true
	case RefundEventSucceeded:
		return RefundSucceeded, true
	case RefundEventFailed:
		return RefundFailed, true
	default:
		return "", false
	}
}

// askRefund calls the provider once. It returns the event that follows, or the
// flag for an answer that is not about this refund, or neither.
func (s *Service) askRefund(ctx context.Context, refund Refund, t Transaction, available Amount) (RefundEvent, Flag) {
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
		report, err = refunder.Refund(ctx, RefundRequest{ID: refund.id.String(), Ref: t.ref, Amount: refund.amount, Available: available})
		if errors.Is(err, ErrExists) {
			report, err = refunder.RefundStatus(ctx, refund.id.String())
		}
	} else {
		report, err = refunder.RefundStatus(ctx, refund.id.String())
	}
	if refused, ok := errors.AsType[*RefusedError](err); ok && refund.state == RefundRequested {
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
		if refund.isOver() {
			event.Kind = "" // it was heard of before
		}
	case RefundDone:
		event.Kind = RefundEventSucceeded
	case RefundRefused:
		event.Kind = RefundEventFailed
	}
	return event, ""
}

// conclude stores the event of a refund and, in the same write, what it means for
// the payment: an amount that is free again, or one that has gone all the same.
func (s *Service) conclude(ctx context.Context, refund Refund, event RefundEvent) (Refund, bool, error) {
	event.Time = s.now()
	after, err := refund.Apply(event)
	if err != nil {
		return refund, true, err
	}
	t, err := s.Load(ctx, refund.payment)
	if err != nil {
		return refund, true, err
	}
	commit, err := commitOfRefund(refund, after, nil, event)
	if err != nil {
		return refund, true, err
	}
	commits := []journal.Commit{commit}
	if events := t.refunded(refund, after); len(events) > 0 {
		_, more, err := s.step(t, events)
		if err != nil {
			return refund, true, err
		}
		commits = append(commits, more...)
	}
	if after.state == RefundSucceeded || refund.state == RefundSucceeded {
		line, err := t.refundLine(after, event.Time).commit(after.id, after.version)
		if err != nil {
			return refund, true, err
		}
		commits = append(commits, line)
	}
	_, err = s.core.Append(ctx, journal.Command{}, commits...)
	switch {
	case errors.Is(err, bausteine.ErrConflict): // somebody else was faster; the schedule looks again
		return refund, true, nil
	case err != nil:
		return refund, true, fmt.Errorf("payment: refund: %w", err)
	}
	return after, !after.isOver(), nil
}

// refunded is what the step of a refund means for the payment.
func (t Transaction) refunded(before, after Refund) []Event {
	switch {
	case after.state == RefundFailed:
		events := []Event{{Kind: EventRefundReleased, Source: SourcePull, Refund: after.id, Amount: after.amount}}
		return append(events, t.flag(FlagRefundFailed, SourcePull, "", nil)...)
	case after.state == RefundSucceeded && before.state == RefundFailed:
		events := []Event{{Kind: EventRefundReserved, Source: SourcePull, Refund: after.id, Amount: after.amount}}
		events = append(events, t.flag(FlagRefundLate, SourcePull, "", nil)...)
		if after.amount.Minor() > t.returnable().Minor() { // another one has taken the amount since
			events = append(events, t.flag(FlagOverrefunded, SourcePull, "", nil)...)
		}
		return events
	}
	return nil
}

// refundFurther is the effect of a refund: it is asked after until it is over, and
// some more times after it failed.
func (s *Service) refundFurther(ctx context.Context, e journal.Leased) ([]byte, error) {
	p, err := payloadOf(e)
	if err != nil {
		return nil, err
	}
	refund, open, err := s.submit(ctx, e.Ref.Stream)
	if err == nil && !open && refund.state == RefundFailed {
		refund, _, err = s.ask1(ctx, refund.id)
	}
	if err != nil || refund.state == RefundSucceeded {
		return nil, err
	}
	again, now := retryAt(s.now(), p.Round), s.now()
	switch {
	case refund.state == RefundFailed:
		i := slices.IndexFunc(s.config.Schedule.Late, func(after time.Duration) bool { return refund.since.Add(after).After(now) })
		if i < 0 {
			return nil, nil
		}
		again = refund.since.Add(s.config.Schedule.Late[i])
	case p.Round+1 >= maxRounds:
		_, err := s.update(ctx, refund.payment, func(t Transaction) []Event { return t.flag(FlagUnresolved, SourceService, "refund", nil) })
		return nil, err
	}
	return nil, s.askLater(ctx, refund, once(e), payload{Round: p.Round + 1}.effect(effectRefund, again))
}

// askLater stores that a refund is asked after again.
func (s *Service) askLater(ctx context.Context, refund Refund, command journal.Command, effect journal.Effect) error {
	const tries = 16
	for range tries {
		event := RefundEvent{Kind: RefundEventAsked, Time: s.now()}
		after, err := refund.Apply(event)
		if err != nil { // it is over since, and whoever ended it has seen to the rest
			return nil //nolint:nilerr // nothing is left to be asked
		}
		commit, err := commitOfRefund(refund, after, []journal.Effect{effect}, event)
		if err != nil {
			return err
		}
		if _, err = s.core.Append(ctx, command, commit); !errors.Is(err, bausteine.ErrConflict) {
			return err
		}
		if refund, err = s.LoadRefund(ctx, refund.id); err != nil {
			return err
		}
	}
	return bausteine.ErrConflict
}

// resumeRefund has a refund asked after at once that is still open.
func (s *Service) resumeRefund(ctx context.Context, id uuid.UUID) error {
	refund, err := s.LoadRefund(ctx, id)
	if err != nil || refund.isOver() {
		return err
	}
	if err := s.resumeDead(ctx, kindRefund, id); err != nil {
		return err
	}
	return s.askLater(ctx, refund, journal.Command{}, payload{}.effect(effectRefund, time.Time{}))
}
