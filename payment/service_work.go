// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/journal"
)

const (
	// roundTries is how often the store tries a notice, with growing pauses of
	// seconds and minutes, until the next round is put off.
	roundTries = 6
	// maxRounds is how many rounds there are until a notice or a refund is left for
	// a person: with growing pauses about a week.
	maxRounds = 30
)

// payload is what an effect of this block carries: nothing in its first round.
type payload struct {
	Notice uuid.UUID `json:"notice,omitzero"` // id of the notice, the same in all rounds
	Round  int       `json:"round,omitempty"`
}

func (p payload) effect(kind string, at time.Time) journal.Effect {
	data, err := json.Marshal(p)
	if err != nil {
		data = nil // an id and a number can be written
	}
	return journal.Effect{Kind: kind, Payload: data, NotBefore: at}
}

func payloadOf(e journal.Leased) (payload, error) {
	p := payload{}
	if len(e.Payload) > 0 {
		if err := json.Unmarshal(e.Payload, &p); err != nil {
			return p, journal.Permanent(errors.New("payment: what an effect carries is damaged"))
		}
	}
	if p.Notice == uuid.Nil {
		p.Notice = e.Ref.ID()
	}
	return p, nil
}

// once is the command under which an effect stores what it came to, so that a
// second run changes nothing.
func once(e journal.Leased) journal.Command {
	return journal.Command{Kind: commandKind, Key: "effect/" + e.Ref.ID().String()}
}

// longest is how long one effect may take: as long as the calls of an exchange.
func (s *Service) longest() time.Duration { return exchangeCalls * s.config.CallTimeout }

// resolve asks after a payment and comes back on schedule until the outcome is
// known or the schedule is over.
func (s *Service) resolve(ctx context.Context, e journal.Leased) ([]byte, error) {
	t, err := s.Load(ctx, e.Ref.Stream)
	if err != nil {
		return nil, err
	}
	schedule := s.config.Schedule
	if len(schedule.phase(t.State())) == 0 {
		return nil, nil
	}
	if t, err = s.exchange(ctx, t); err != nil {
		return nil, err
	}
	_, err = s.apply(ctx, t, change{command: once(e), decide: func(t Transaction) ([]Event, []journal.Effect, error) {
		var events []Event
		next, more := schedule.next(t, s.now())
		if !more && t.State().IsOpen() {
			// The pay page may live on: the schedule of what was given up begins.
			events = t.expire()
			next, more = s.now().Add(schedule.Late[0]), true
		}
		if !more {
			return nil, nil, nil
		}
		if len(events) == 0 {
			events = []Event{{Kind: EventAsked, Source: SourceService}}
		}
		return events, []journal.Effect{{Kind: effectResolve, NotBefore: next}}, nil
	}})
	return nil, err
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

// errNotTaken is all that is kept of the application's error, whose text may be
// about a person.
var errNotTaken = errors.New("payment: the application did not take the notice")

// notify gives a notice to the application. The store tries again within minutes;
// then the next round is put off further and further.
func (s *Service) notify(handler func(context.Context, Notice) error) journal.Handler {
	return func(ctx context.Context, e journal.Leased) ([]byte, error) {
		p, err := payloadOf(e)
		if err != nil {
			return nil, err
		}
		t, err := s.Load(ctx, e.Ref.Stream)
		if err == nil && e.Effect == effectPaid {
			t, err = s.flagSecond(ctx, t)
		}
		if err != nil || handler == nil {
			return nil, err
		}
		handling, cancel := context.WithTimeout(ctx, s.longest())
		err = handler(handling, Notice{ID: p.Notice, Transaction: t})
		cancel()
		switch {
		case err == nil:
			return nil, nil
		case e.Failures+1 < roundTries:
			return nil, errNotTaken
		}
		_, err = s.apply(ctx, t, change{command: once(e), decide: func(t Transaction) ([]Event, []journal.Effect, error) {
			if p.Round+1 >= maxRounds {
				return []Event{notTold(e.Effect, p.Notice)}, nil, nil
			}
			again := payload{Notice: p.Notice, Round: p.Round + 1}.effect(e.Effect, retryAt(s.now(), p.Round))
			return []Event{{Kind: EventUntold, Source: SourceService, Field: e.Effect, Notice: p.Notice}}, []journal.Effect{again}, nil
		}})
		return nil, err
	}
}

// flagSecond puts a payment on the list of the cash office that was paid although another
// one for the same holds money: two pages were open, and both were paid.
func (s *Service) flagSecond(ctx context.Context, t Transaction) (Transaction, error) {
	if t.order.Application == "" {
		return t, nil
	}
	claimed, _, err := s.claims.Load(ctx, t.order.claim())
	if err != nil && !errors.Is(err, bausteine.ErrNotFound) {
		return t, fmt.Errorf("payment: load a claim: %w", err)
	}
	for i, id := range slices.Backward(claimed.payments) {
		if len(claimed.payments)-i > maxHolders {
			break
		}
		other, err := s.Load(ctx, id)
		switch {
		case errors.Is(err, bausteine.ErrNotFound) || id == t.id:
		case err != nil:
			return t, err
		case other.holds() && !other.State().IsOpen() && !slices.Contains(other.flags, FlagSecond):
			return s.updateFrom(ctx, t, func(t Transaction) []Event { return t.flag(FlagSecond, SourceService, "", nil) })
		}
	}
	return t, nil
}

func notTold(effect string, id uuid.UUID) Event {
	return Event{Kind: EventFlagged, Source: SourceService, Flag: FlagNotTold, Field: effect, Notice: id}
}

// givenUp puts a transaction on the list of the cash office of which the store has
// given something up, as after many faults of the database.
func (s *Service) givenUp(ctx context.Context, e journal.Leased, _ string) error {
	switch e.Effect {
	case effectPaid, effectReversed:
		p, err := payloadOf(e)
		if err != nil {
			p.Notice = e.Ref.ID()
		}
		_, err = s.update(ctx, e.Ref.Stream, func(t Transaction) []Event {
			if slices.Contains(t.untold, notice{e.Effect, p.Notice}) {
				return nil
			}
			return []Event{notTold(e.Effect, p.Notice)}
		})
		return err
	case effectRefund:
		refund, err := s.LoadRefund(ctx, e.Ref.Stream)
		if err != nil {
			return err
		}
		_, err = s.update(ctx, refund.payment, func(t Transaction) []Event { return t.flag(FlagUnresolved, SourceService, "refund", nil) })
		return err
	default:
		_, err := s.update(ctx, e.Ref.Stream, func(t Transaction) []Event { return t.flag(FlagUnresolved, SourceService, "", nil) })
		return err
	}
}

// Resume tries again what was given up after very many tries: a notice that the
// application never took, and refunds of the transaction that the provider never
// answered. It clears [FlagNotTold].
func (s *Service) Resume(ctx context.Context, id uuid.UUID) (Transaction, error) {
	t, err := s.Load(ctx, id)
	if err != nil {
		return Transaction{}, err
	}
	if err := s.resumeDead(ctx, kindPayment, id); err != nil {
		return t, err
	}
	for _, r := range t.refunds {
		if err := s.resumeRefund(ctx, r.refund); err != nil {
			return t, err
		}
	}
	return s.apply(ctx, t, change{decide: func(t Transaction) ([]Event, []journal.Effect, error) {
		if !slices.Contains(t.flags, FlagNotTold) {
			return nil, nil, nil
		}
		var effects []journal.Effect
		for _, n := range t.untold {
			effects = append(effects, payload{Notice: n.id}.effect(n.effect, time.Time{}))
		}
		return []Event{{Kind: EventCleared, Source: SourceOperator, Flag: FlagNotTold}}, effects, nil
	}})
}

// resumeDead opens effects again that the store has given up.
func (s *Service) resumeDead(ctx context.Context, kind string, id uuid.UUID) error {
	var dead []journal.EffectRef // first all of them: writing while a query runs waits for itself
	for effect, err := range s.core.Effects(ctx, journal.EffectQuery{Kind: kind, Stream: id, State: journal.EffectDead}) {
		if err != nil {
			return fmt.Errorf("payment: resume: %w", err)
		}
		dead = append(dead, effect.Ref)
	}
	for _, ref := range dead {
		// Somebody else may have resumed it meanwhile.
		if err := s.core.Resume(ctx, ref); err != nil && !errors.Is(err, bausteine.ErrNotFound) {
			return fmt.Errorf("payment: resume: %w", err)
		}
	}
	return nil
}

// retryAt spaces the rounds of a notice and the tries of a refund.
func retryAt(now time.Time, round int) time.Time {
	const longest = 6 * time.Hour
	wait := longest
	if round < 8 {
		wait = min(2*time.Minute<<round, longest)
	}
	return now.Add(wait)
}
