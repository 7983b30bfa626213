// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/journal"
)

// RefreshRefund asks the service how a refund stands, also after one that it has
// spoken of for good: services are wrong, and say so later. A refund that failed and
// was sent all the same is corrected, and flagged [FlagRefundLate]; one that was
// sent and came back is failed, and flagged [FlagRefundFailed].
func (s *Service) RefreshRefund(ctx context.Context, id uuid.UUID) (Refund, error) {
	refund, _, err := s.exchangeRefund(ctx, id)
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
	refund, open, err = s.exchangeRefund(ctx, id)
	if err != nil || before.state != RefundRequested || refund.state == RefundRequested {
		return refund, open, err
	}
	t, err := s.Load(ctx, refund.payment)
	if err != nil {
		return refund, open, nil //nolint:nilerr // what was asked for is done; the others have their own effects
	}
	for _, other := range t.refunds {
		if next, err := s.LoadRefund(ctx, other.refund); err == nil && next.state == RefundRequested {
			_, _, _ = s.exchangeRefund(ctx, next.id) // it has an effect of its own, which tells of errors
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

// exchangeRefund asks the service once about a refund and stores what it says.
func (s *Service) exchangeRefund(ctx context.Context, id uuid.UUID) (refund Refund, open bool, err error) {
	if refund, err = s.LoadRefund(ctx, id); err != nil || refund.byHand {
		return refund, false, err
	}
	end, err := s.refunding.take(ctx, refund.payment)
	if err != nil {
		return refund, !refund.isOver(), err
	}
	defer end()
	if refund, err = s.LoadRefund(ctx, id); err != nil { // as whoever had the turn left it
		return refund, true, err
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
func stateAfter(kind refundEventKind) (RefundState, bool) {
	switch kind {
	case refundEventSubmitted:
		return RefundSubmitted, true
	case refundEventSucceeded:
		return RefundSucceeded, true
	case refundEventFailed:
		return RefundFailed, true
	default:
		return "", false
	}
}

// askRefund calls the provider once. It returns the event that follows, or the
// flag for an answer that is not about this refund, or neither.
func (s *Service) askRefund(ctx context.Context, refund Refund, t Transaction, available Amount) (refundEvent, Flag) {
	ctx, cancel := context.WithTimeout(ctx, s.config.CallTimeout)
	defer cancel()
	refunder, ok := s.provider.(Refunder)
	if !ok {
		return refundEvent{}, ""
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
		// An earlier try may have got through: then the repeat is what was refused.
		report, err = refunder.RefundStatus(ctx, refund.id.String())
		if knowsNothing(err) {
			return refundEvent{Kind: refundEventFailed, Code: refused.Code}, ""
		}
	}
	if err != nil {
		return refundEvent{}, ""
	}
	if report.ID != refund.id.String() || report.Amount != refund.amount {
		return refundEvent{}, FlagMismatch
	}
	event := refundEvent{Payload: report.Payload[:]}
	switch report.Status {
	case RefundAccepted:
		event.Kind = refundEventSubmitted
		if refund.isOver() {
			event.Kind = "" // it was heard of before
		}
	case RefundDone:
		event.Kind = refundEventSucceeded
	case RefundRefused:
		event.Kind = refundEventFailed
	}
	return event, ""
}

// knowsNothing tells of an answer that says for good that there is no such refund.
func knowsNothing(err error) bool {
	return errors.Is(err, ErrNotFound) || errors.Is(err, ErrRefused) || errors.Is(err, ErrUnsupported)
}

// conclude stores the event of a refund and, in the same write, what it means for
// the payment: an amount that is free again, or one that has gone all the same.
func (s *Service) conclude(ctx context.Context, refund Refund, event refundEvent) (Refund, bool, error) {
	event.Time = s.now()
	after, err := refund.apply(event)
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
		refund, _, err = s.exchangeRefund(ctx, refund.id)
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
		event := refundEvent{Kind: refundEventAsked, Time: s.now()}
		after, err := refund.apply(event)
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
