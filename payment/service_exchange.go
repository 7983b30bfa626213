// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"context"
	"errors"
)

// answer is what came of one call of the provider.
type answer struct {
	requestID string // that was asked about
	create    bool   // by Create, else by Status or Find
	report    *Report
	err       error // nil beside a report, or where there was nothing to ask
}

// ask calls the provider once in the way that the state of the transaction
// asks for. It stores nothing.
func (s *Service) ask(ctx context.Context, t Transaction) answer {
	ctx, cancel := context.WithTimeout(ctx, s.config.CallTimeout)
	defer cancel()
	a := answer{requestID: t.RequestID()}
	var report Report
	switch state := t.State(); {
	case state == StateInitiating || state == StateUnknown:
		a.create = true
		report, a.err = s.provider.Create(ctx, t.request())
		if errors.Is(a.err, ErrExists) {
			// An earlier try got through and its answer was lost.
			report, a.err = s.find(ctx, t)
		}
	case t.ref != "":
		report, a.err = s.provider.Status(ctx, t.ref)
	default:
		report, a.err = s.find(ctx, t)
	}
	if a.err == nil {
		a.report = &report
	}
	return a
}

// find looks for the payment by request id. Where that cannot help, the error
// is still [ErrExists].
func (s *Service) find(ctx context.Context, t Transaction) (Report, error) {
	finder, ok := s.provider.(Finder)
	if !ok {
		return Report{}, ErrExists
	}
	report, err := finder.Find(ctx, t.RequestID())
	if errors.Is(err, ErrNotFound) {
		return Report{}, ErrExists
	}
	return report, err
}

// conclude says what an answer means for the transaction as it is by then. It
// is pure.
func (t Transaction) conclude(a answer) []Event {
	if a.report != nil {
		return t.observe(*a.report, SourcePull)
	}
	if a.requestID != t.RequestID() || a.err == nil {
		return nil // about an attempt that others have left behind
	}
	state := t.State()
	refused, isRefused := errors.AsType[*RefusedError](a.err)
	switch {
	case !a.create && errors.Is(a.err, ErrNotFound):
		return t.flag(FlagForgotten, SourcePull, "", nil)
	case !a.create || state != StateInitiating && state != StateUnknown:
		return nil // asked again on schedule
	case isRefused:
		events := []Event{{Kind: EventRefused, Source: SourcePull, Code: refused.Code}}
		if state == StateUnknown { // an earlier try may have got through
			events = append(events, t.flag(FlagOrphan, SourcePull, "", nil)...)
		}
		return events
	case errors.Is(a.err, ErrExists) && t.attempt < maxAttempts:
		// The service has it and will not say under which id. The browser never
		// saw a pay page, so nobody can pay the orphan, and a new attempt cannot
		// charge twice; but a receivable may be left over at the service.
		var events []Event
		if state == StateInitiating {
			events = append(events, Event{Kind: EventUnanswered, Source: SourcePull})
		}
		events = append(events, t.flag(FlagOrphan, SourcePull, "", nil)...)
		return append(events, Event{Kind: EventAttempted, Source: SourceService, Attempt: t.attempt + 1})
	case state == StateInitiating:
		return []Event{{Kind: EventUnanswered, Source: SourcePull}}
	}
	return nil
}

// exchangeCalls is how many attempts are asked after in one go; the schedule
// comes back to the rest.
const exchangeCalls = 3

// exchange asks the provider and stores what its answer means. A provider that
// gives no answer is no error here: the state tells.
func (s *Service) exchange(ctx context.Context, t Transaction) (Transaction, error) {
	for range exchangeCalls {
		asked := s.ask(ctx, t)
		after, err := s.updateFrom(ctx, t, func(now Transaction) []Event { return now.conclude(asked) })
		if err != nil {
			return t, err
		}
		if after.attempt == t.attempt {
			return after, nil
		}
		t = after
	}
	return t, nil
}
