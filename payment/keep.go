// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"context"
	"fmt"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Keep says how long what is kept of payments, from the last thing that happened
// to them. After it application, Kassenzeichen, texts, payer, addresses of pages and
// the keys by which a payment is found are erased; the skeleton of events stays:
// amounts, states and times, without a person.
//
// The fee acts of the Länder and the statutes of municipalities say how long their
// claims live, so an authority sets its own periods with its own norms.
type Keep struct {
	GivenUp bausteine.Period // rejected, failed, canceled, expired
	Paid    bausteine.Period // paid, late, settled, reversed; refunds
	Books   bausteine.Period // the lines of the day's list
	// PaidNorm and BooksNorm are what the periods rest on; zero: the decision of
	// the authority.
	PaidNorm, BooksNorm recht.Norm
}

// DefaultKeep keeps what was given up for 30 days, and what was paid until a
// wrongly charged fee can no longer be claimed back under federal law: to the end of
// the third calendar year (§ 21 BGebG). The lines of the day's list stay as long as a
// claim itself lives there, five years from the end of the year (§ 18 BGebG).
func DefaultKeep() Keep {
	return Keep{
		GivenUp: bausteine.Period{Days: 30},
		Paid:    bausteine.Period{Years: 3, ThenYear: true}, PaidNorm: recht.MustParseNorm("§ 21 BGebG"),
		Books: bausteine.Period{Years: 5, ThenYear: true}, BooksNorm: recht.MustParseNorm("§ 18 BGebG"),
	}
}

// What has no end of its own.
const (
	openDays   = 30 // until what is still open ends by itself
	listedDays = 30 // until somebody looks again whether it still stands on the list
)

func (k Keep) check(found *recht.Befunde) {
	for name, period := range map[string]bausteine.Period{"givenUp": k.GivenUp, "paid": k.Paid, "books": k.Books} {
		if period == (bausteine.Period{}) {
			found.Add("PAY-KEEP-01", "/keep/"+name, "required: nothing is kept for ever")
		}
	}
}

// The states of the streams beside transactions and refunds.
const stateTaken = "taken"

// block is what the store is told of payments: their states, how long each is
// kept and why, and who does what has to be done because of them.
func (s *Service) block() grund.Block {
	keep := s.config.Keep
	open := grund.Keep{For: grund.Days(openDays), What: "open payments"}
	givenUp := grund.Keep{For: grund.Period(keep.GivenUp), What: "payments that were given up"}
	paid := grund.Keep{For: grund.Period(keep.Paid), Norm: keep.PaidNorm, What: "payments"}
	lines := grund.Keep{For: grund.Period(keep.Books), Norm: keep.BooksNorm, What: "lines of the day's list"}
	with := func(row grund.Keep, state string) grund.Keep {
		row.State = state
		return row
	}
	payments := grund.Kind{
		Name: kindPayment, Due: s.due,
		Effects: map[string]grund.Effect{
			effectResolve:  {Do: s.resolve, GivenUp: s.givenUp},
			effectPaid:     {Do: s.notify(s.config.OnPaid), GivenUp: s.givenUp},
			effectReversed: {Do: s.notify(s.config.OnReversed), GivenUp: s.givenUp},
		},
	}
	for _, state := range table().States() {
		row := paid
		switch {
		case state == StateNew:
			continue
		case state.IsOpen():
			row = open
		case state.isGivenUp():
			row = givenUp
		}
		payments.States, payments.Keep = append(payments.States, string(state)), append(payments.Keep, with(row, string(state)))
	}
	refunds := grund.Kind{
		Name: kindRefund, Due: s.dueRefund, Effects: map[string]grund.Effect{effectRefund: {Do: s.refundFurther, GivenUp: s.givenUp}},
	}
	for _, state := range []RefundState{RefundRequested, RefundSubmitted, RefundSucceeded, RefundFailed} {
		row := with(paid, string(state))
		row.What = "refunds"
		refunds.States, refunds.Keep = append(refunds.States, string(state)), append(refunds.Keep, row)
	}
	claims := with(paid, stateTaken)
	claims.What = "which payment is for which application"
	all := grund.Kind{Name: kindLine}
	for _, kind := range []DayLineKind{DayPaid, DayReceived, DayReversed, DayRefunded} {
		all.States, all.Keep = append(all.States, string(kind)), append(all.Keep, with(lines, string(kind)))
	}
	return grund.Block{Name: kindPayment, Kinds: []grund.Kind{
		payments, refunds, {Name: kindClaim, States: []string{stateTaken}, Keep: []grund.Keep{claims}}, all,
	}}
}

// due ends a payment at its deadline. One that is still open expires, and has the
// deadline of what was given up from then on. One that stands on the list of the
// cash office, or of which something is still to be done, is looked at again later.
func (s *Service) due(ctx context.Context, head journal.Head) error {
	t, err := s.Load(ctx, head.Stream)
	if err != nil {
		return err
	}
	if t.State().IsOpen() {
		_, err := s.update(ctx, t.id, func(t Transaction) []Event { return t.expire() })
		return err
	}
	busy, err := s.busy(ctx, head)
	switch {
	case err != nil:
		return err
	case busy || len(t.flags) > 0:
		return s.core.SetDue(ctx, head.Kind, head.Stream, grund.Days(listedDays).End(s.now()))
	}
	return s.core.Erase(ctx, head.Kind, head.Stream)
}

func (s *Service) dueRefund(ctx context.Context, head journal.Head) error {
	refund, err := s.LoadRefund(ctx, head.Stream)
	if err != nil {
		return err
	}
	busy, err := s.busy(ctx, head)
	switch {
	case err != nil:
		return err
	case busy || !refund.isOver():
		return s.core.SetDue(ctx, head.Kind, head.Stream, grund.Days(listedDays).End(s.now()))
	}
	return s.core.Erase(ctx, head.Kind, head.Stream)
}

// busy reports whether something is still to be done because of a stream, which
// erasing would end.
func (s *Service) busy(ctx context.Context, head journal.Head) (bool, error) {
	for _, state := range []journal.EffectState{journal.EffectOpen, journal.EffectDead} {
		for _, err := range s.core.Effects(ctx, journal.EffectQuery{Kind: head.Kind, Stream: head.Stream, State: state}) {
			if err != nil {
				return false, fmt.Errorf("payment: effects: %w", err)
			}
			return true, nil
		}
	}
	return false, nil
}
