// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

// The tests of this file are named after ways in which somebody has paid twice.

func feeOf(application string) payment.Order {
	order := paymenttest.Order()
	order.Application = application
	return order
}

func TestStart_OnePaymentForOneApplicationAndOneAssessmentWhateverKeysAreUsed(t *testing.T) {
	b := newBooks(t)
	first, err := b.Start(t.Context(), feeOf("antrag-1"), "form-1")
	require.NoError(t, err)
	for _, key := range []string{"form-1", "form-2", ""} {
		again, err := b.Start(t.Context(), feeOf("antrag-1"), key)
		require.NoError(t, err)
		require.Equal(t, first.ID(), again.ID(), "open: the same pay page, key %q", key)
		require.Equal(t, first.RedirectURL(), again.RedirectURL())
	}
	require.NoError(t, b.provider.Pay(first.Ref()))
	again, err := b.Start(t.Context(), feeOf("antrag-1"), "form-3")
	require.NoError(t, err)
	require.Equal(t, first.ID(), again.ID())
	_, err = b.Refresh(t.Context(), first.ID())
	require.NoError(t, err)
	again, err = b.Start(t.Context(), feeOf("antrag-1"), "form-4")
	require.NoError(t, err)
	require.Equal(t, first.ID(), again.ID())
	require.Equal(t, payment.StatePaid, again.State(), "paid: nothing is opened any more")
	require.Len(t, b.provider.Payments(), 1)

	other := feeOf("antrag-1")
	other.Amount, other.Items[0].Net, other.Items[0].SingleNet = payment.Cents(900), payment.Cents(900), payment.Cents(900)
	for _, order := range []payment.Order{
		feeOf("antrag-2"),                    // another application
		other,                                // another assessment, as its items tell
		assessed(feeOf("antrag-1"), "b-2/1"), // another assessment by name
		feeOf(""), feeOf(""),                 // of no application
	} {
		tx, err := b.Start(t.Context(), order, "")
		require.NoError(t, err)
		require.NotEqual(t, first.ID(), tx.ID())
	}
	require.Len(t, b.provider.Payments(), 6)
	named, err := b.Start(t.Context(), assessed(other, "b-2/1"), "")
	require.NoError(t, err)
	require.Equal(t, payment.Cents(750), named.Amount(), "the name of the assessment goes before its items")
}

func assessed(order payment.Order, assessment string) payment.Order {
	order.Assessment = assessment
	return order
}

func TestStart_ManyFormsAtOnceOpenOnePayment(t *testing.T) {
	b := newBooks(t)
	var (
		wg  sync.WaitGroup
		mu  sync.Mutex
		ids = map[uuid.UUID]bool{}
	)
	for i := range 30 {
		wg.Go(func() {
			tx, err := b.Start(context.WithoutCancel(t.Context()), feeOf("antrag-1"), fmt.Sprintf("form-%d", i))
			if err != nil {
				t.Errorf("start: %v", err)
			}
			mu.Lock()
			ids[tx.ID()] = true
			mu.Unlock()
		})
	}
	wg.Wait()
	require.Len(t, ids, 1)
	require.Len(t, b.provider.Payments(), 1)
}

func TestStart_ASecondPaymentIsAnExplicitActAndStandsOnTheList(t *testing.T) {
	b := newBooks(t)
	first, err := b.Start(t.Context(), feeOf("antrag-1"), "form-1")
	require.NoError(t, err)
	second, err := b.StartSecond(t.Context(), feeOf("antrag-1"), "clerk-1")
	require.NoError(t, err)
	require.NotEqual(t, first.ID(), second.ID())
	require.Equal(t, []payment.Flag{payment.FlagSecond}, second.Flags())
	require.Len(t, b.listed(t), 1)
	repeated, err := b.StartSecond(t.Context(), feeOf("antrag-1"), "clerk-1")
	require.NoError(t, err)
	require.Equal(t, second.ID(), repeated.ID(), "the act is carried out once")
	citizen, err := b.Start(t.Context(), feeOf("antrag-1"), "form-2")
	require.NoError(t, err)
	require.Contains(t, []uuid.UUID{first.ID(), second.ID()}, citizen.ID(), "a third is nobody's act")
	alone, err := b.StartSecond(t.Context(), feeOf("antrag-2"), "clerk-2")
	require.NoError(t, err)
	require.Empty(t, alone.Flags(), "where there is none it is the first")
}

// What was given up may be tried again, but not before the service was asked: the
// payer may have paid it since.
func TestStart_AsksAfterWhatWasGivenUpBeforeItOpensAnother(t *testing.T) {
	b := newBooks(t)
	first, err := b.Start(t.Context(), feeOf("antrag-1"), "form-1")
	require.NoError(t, err)
	require.NoError(t, b.provider.GiveUp(first.Ref(), payment.StatusFailed))
	first, err = b.Refresh(t.Context(), first.ID())
	require.NoError(t, err)
	require.Equal(t, payment.StateFailed, first.State())

	second, err := b.Start(t.Context(), feeOf("antrag-1"), "form-2")
	require.NoError(t, err)
	require.NotEqual(t, first.ID(), second.ID(), "nobody has paid: another try")
	require.NoError(t, b.provider.GiveUp(second.Ref(), payment.StatusCanceled))
	_, err = b.Refresh(t.Context(), second.ID())
	require.NoError(t, err)
	require.NoError(t, b.provider.Pay(first.Ref())) // the first page was still open in another tab
	third, err := b.Start(t.Context(), feeOf("antrag-1"), "form-3")
	require.NoError(t, err)
	require.Equal(t, first.ID(), third.ID(), "it has been paid meanwhile")
	require.Equal(t, payment.StateLate, third.State())
	require.Equal(t, []payment.Flag{payment.FlagLate}, third.Flags())
	require.Len(t, b.provider.Payments(), 2)
}

func TestStart_WhatWasTakenOrSentBackMayBePaidAgain(t *testing.T) {
	b := newBooks(t)
	for name, undo := range map[string]func(payment.Transaction) error{
		"return debit": func(tx payment.Transaction) error {
			_, err := b.Reverse(t.Context(), tx.ID(), payment.Booking{Entry: "back", Amount: tx.Amount()})
			return err
		},
		"refund": func(tx payment.Transaction) error {
			_, err := b.Refund(t.Context(), tx.ID(), payment.RefundOrder{Amount: tx.Amount()})
			return err
		},
	} {
		tx, err := b.Start(t.Context(), feeOf(name), "")
		require.NoError(t, err)
		require.NoError(t, b.provider.Pay(tx.Ref()))
		tx, err = b.Refresh(t.Context(), tx.ID())
		require.NoError(t, err)
		require.NoError(t, undo(tx))
		again, err := b.Start(t.Context(), feeOf(name), "")
		require.NoError(t, err)
		require.NotEqual(t, tx.ID(), again.ID(), name)
		require.Empty(t, again.Flags())
	}
}

func TestRefresh_AsksAfterWhatWasGivenUpWhileThePageMayLive(t *testing.T) {
	for _, status := range []payment.Status{payment.StatusFailed, payment.StatusCanceled} {
		b := newBooks(t)
		tx, err := b.Start(t.Context(), paymenttest.Order(), "")
		require.NoError(t, err)
		require.NoError(t, b.provider.GiveUp(tx.Ref(), status))
		tx, err = b.Refresh(t.Context(), tx.ID())
		require.NoError(t, err)
		require.NoError(t, b.provider.Pay(tx.Ref())) // the payer goes on on the same page
		tx, err = b.Refresh(t.Context(), tx.ID())
		require.NoError(t, err)
		require.Equal(t, payment.StateLate, tx.State(), status)
		require.Equal(t, []payment.Flag{payment.FlagLate}, tx.Flags())
	}
	b := newBooks(t)
	tx, err := b.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	b.pass(t, 30)
	tx, err = b.Load(t.Context(), tx.ID())
	require.NoError(t, err)
	require.Equal(t, payment.StateExpired, tx.State())
	require.NoError(t, b.provider.Pay(tx.Ref()))
	tx, err = b.Refresh(t.Context(), tx.ID())
	require.NoError(t, err)
	require.Equal(t, payment.StateLate, tx.State(), "also after our own deadline")

	asked := 0
	provider := &watching{Provider: b.provider, status: func() { asked++ }}
	store := newStore(b.clock.Now)
	service, err := payment.NewService(store, provider, payment.Config{})
	require.NoError(t, err)
	tx, err = service.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	require.NoError(t, b.provider.GiveUp(tx.Ref(), payment.StatusFailed))
	_, err = service.Refresh(t.Context(), tx.ID())
	require.NoError(t, err)
	b.clock.Advance(8 * 24 * time.Hour)
	asked = 0
	_, err = service.Refresh(t.Context(), tx.ID())
	require.NoError(t, err)
	require.Zero(t, asked, "a page does not live for ever")
}

func TestSettle_AnEntryIsBookedOnceOverAllPayments(t *testing.T) {
	b := newBooks(t)
	a, c := b.paid(t), b.paid(t)
	book := func(tx payment.Transaction, entry string, cents int64) (payment.Transaction, error) {
		return b.Settle(t.Context(), tx.ID(), payment.Booking{Entry: entry, Amount: payment.Cents(cents)})
	}
	settled, err := book(a, "k", 750)
	require.NoError(t, err)
	require.Equal(t, payment.StateSettled, settled.State())
	settled, err = book(a, "k", 750)
	require.NoError(t, err, "read once more")
	require.Equal(t, payment.Cents(750), settled.Received())
	require.Empty(t, settled.Flags())

	other, err := book(c, "k", 750)
	require.ErrorIs(t, err, bausteine.ErrCommandReused, "another payment")
	require.Equal(t, payment.Cents(0), other.Received())
	require.Equal(t, []payment.Flag{payment.FlagEntryReused}, other.Flags())
	settled, err = book(a, "k", 749)
	require.ErrorIs(t, err, bausteine.ErrCommandReused, "another amount")
	require.Equal(t, payment.Cents(750), settled.Received())
	require.Equal(t, []payment.Flag{payment.FlagEntryReused}, settled.Flags())
	_, err = b.Reverse(t.Context(), a.ID(), payment.Booking{Entry: "k", Amount: payment.Cents(750)})
	require.ErrorIs(t, err, bausteine.ErrCommandReused, "the other way round")
	require.Len(t, b.listed(t), 2)

	part, err := book(c, "m", 100)
	require.NoError(t, err)
	require.Equal(t, payment.Cents(100), part.Received())
	part, err = book(c, "m", 750)
	require.ErrorIs(t, err, bausteine.ErrCommandReused)
	require.Equal(t, payment.Cents(100), part.Received())
}

func TestSettle_TwoReadersOfOneStatementBookItOnce(t *testing.T) {
	b := newBooks(t)
	payments := []payment.Transaction{b.paid(t), b.paid(t)}
	var (
		wg     sync.WaitGroup
		mu     sync.Mutex
		booked int64
	)
	for i := range 20 {
		wg.Go(func() {
			_, err := b.Settle(context.WithoutCancel(t.Context()), payments[i%2].ID(), payment.Booking{Entry: "k", Amount: payment.Cents(750)})
			if err != nil && !errors.Is(err, bausteine.ErrCommandReused) {
				t.Errorf("settle: %v", err)
			}
		})
	}
	wg.Wait()
	for _, tx := range payments {
		after, err := b.Load(t.Context(), tx.ID())
		require.NoError(t, err)
		mu.Lock()
		booked += after.Received().Minor()
		mu.Unlock()
	}
	require.Equal(t, int64(750), booked)
}

// slowRefunds lets refunds pass one another on their way to the service.
type slowRefunds struct {
	*paymenttest.Memory

	exact bool // the service refuses an available amount that is not its own
	mu    sync.Mutex
	sent  int64
}

func (p *slowRefunds) Refund(ctx context.Context, request payment.RefundRequest) (payment.RefundReport, error) {
	time.Sleep(time.Duration(time.Now().UnixNano()%3) * time.Millisecond)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.exact && request.Available.Minor() != 750-p.sent {
		return payment.RefundReport{}, &payment.RefusedError{Code: "REFUND_AMOUNT_MISMATCH"}
	}
	report, err := p.Memory.Refund(ctx, request)
	if err == nil {
		p.sent += request.Amount.Minor()
	}
	return report, err
}

func TestRefund_RefundsSideBySideNeverFailOneAnother(t *testing.T) {
	for run := range 30 {
		b := newBooks(t)
		provider := &slowRefunds{Memory: b.provider, exact: run%2 == 0}
		store := newStore(b.clock.Now)
		service, err := payment.NewService(store, provider, payment.Config{})
		require.NoError(t, err)
		tx, err := service.Start(t.Context(), paymenttest.Order(), "")
		require.NoError(t, err)
		require.NoError(t, b.provider.Pay(tx.Ref()))
		_, err = service.Refresh(t.Context(), tx.ID())
		require.NoError(t, err)
		var (
			wg  sync.WaitGroup
			mu  sync.Mutex
			ids []uuid.UUID
		)
		for _, cents := range []int64{300, 200, 100, 50} {
			wg.Go(func() {
				refund, err := service.Refund(context.WithoutCancel(t.Context()), tx.ID(), payment.RefundOrder{Amount: payment.Cents(cents)})
				if err != nil {
					t.Errorf("refund: %v", err)
				}
				mu.Lock()
				ids = append(ids, refund.ID())
				mu.Unlock()
			})
		}
		wg.Wait()
		b.clock.Advance(time.Minute)
		_, err = paymenttest.Work(t.Context(), store)
		require.NoError(t, err)
		for _, id := range ids {
			refund, err := service.LoadRefund(t.Context(), id)
			require.NoError(t, err)
			require.Equal(t, payment.RefundSucceeded, refund.State(), "run %d", run)
		}
		after, err := service.Load(t.Context(), tx.ID())
		require.NoError(t, err)
		require.Equal(t, payment.Cents(100), after.Refundable())
		require.Empty(t, after.Flags())
		require.Equal(t, int64(650), provider.sent)
	}
}

func TestRefundByHand_IsRecorded(t *testing.T) {
	b := newBooks(t)
	tx := b.paid(t)
	refund, err := b.RefundByHand(t.Context(), tx.ID(), payment.RefundOrder{Amount: payment.Cents(500), Reason: "wrong-fee", Key: "k"})
	require.NoError(t, err)
	require.Equal(t, payment.RefundSucceeded, refund.State())
	require.True(t, refund.ByHand())
	again, err := b.RefundByHand(t.Context(), tx.ID(), payment.RefundOrder{Amount: payment.Cents(500), Reason: "wrong-fee", Key: "k"})
	require.NoError(t, err)
	require.Equal(t, refund.ID(), again.ID())
	_, err = b.Refund(t.Context(), tx.ID(), payment.RefundOrder{Amount: payment.Cents(500), Reason: "wrong-fee", Key: "k"})
	require.ErrorIs(t, err, bausteine.ErrCommandReused, "what was done by hand is not done by the service too")
	_, err = b.Refund(t.Context(), tx.ID(), payment.RefundOrder{Amount: payment.Cents(500)})
	require.ErrorIs(t, err, payment.ErrRefundTooMuch)
	tx, err = b.Load(t.Context(), tx.ID())
	require.NoError(t, err)
	require.Equal(t, payment.Cents(250), tx.Refundable())
	rest, err := b.Refund(t.Context(), tx.ID(), payment.RefundOrder{Amount: payment.Cents(250), Available: payment.Cents(250)})
	require.NoError(t, err)
	require.Equal(t, payment.RefundSucceeded, rest.State(), "the service does not know of what was done by hand")
	for _, entry := range b.provider.Statement() {
		require.NotEqual(t, payment.Cents(-500), entry.Amount)
	}

	// What came in too much, or for nothing, can only be sent back by hand.
	part, err := b.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	_, err = b.RefundByHand(t.Context(), part.ID(), payment.RefundOrder{Amount: payment.Cents(1)})
	require.ErrorIs(t, err, payment.ErrRefundTooMuch, "nothing came in")
	_, err = b.Settle(t.Context(), part.ID(), payment.Booking{Entry: "part", Amount: payment.Cents(300)})
	require.NoError(t, err)
	_, err = b.RefundByHand(t.Context(), part.ID(), payment.RefundOrder{Amount: payment.Cents(301)})
	require.ErrorIs(t, err, payment.ErrRefundTooMuch)
	_, err = b.RefundByHand(t.Context(), part.ID(), payment.RefundOrder{Amount: payment.Cents(300)})
	require.NoError(t, err)

	without, err := payment.NewService(newStore(nil), noRefunder{b.provider}, payment.Config{})
	require.NoError(t, err)
	tx, err = without.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	_, err = without.Settle(t.Context(), tx.ID(), payment.Booking{Entry: "over", Amount: payment.Cents(1000)})
	require.NoError(t, err)
	refund, err = without.RefundByHand(t.Context(), tx.ID(), payment.RefundOrder{Amount: payment.Cents(1000)})
	require.NoError(t, err, "a service that sends nothing back is no hindrance")
	require.Equal(t, payment.RefundSucceeded, refund.State())
}

type noRefunder struct{ payment.Provider }

// wrongAboutRefunds says what it is told to.
type wrongAboutRefunds struct {
	*paymenttest.Memory

	says payment.RefundStatus
}

func (p *wrongAboutRefunds) Refund(_ context.Context, r payment.RefundRequest) (payment.RefundReport, error) {
	return payment.RefundReport{ID: r.ID, Amount: r.Amount, Status: p.says}, nil
}

func (p *wrongAboutRefunds) RefundStatus(_ context.Context, id string) (payment.RefundReport, error) {
	return payment.RefundReport{ID: id, Amount: payment.Cents(500), Status: p.says}, nil
}

func TestRefund_WhatIsReportedLateCorrectsTheState(t *testing.T) {
	refused := func(t *testing.T) (*books, *payment.Service, *wrongAboutRefunds, payment.Transaction, payment.Refund) {
		t.Helper()
		b := newBooks(t)
		provider := &wrongAboutRefunds{Memory: b.provider, says: payment.RefundRefused}
		b.store = newStore(b.clock.Now)
		service, err := payment.NewService(b.store, provider, payment.Config{})
		require.NoError(t, err)
		tx, err := service.Start(t.Context(), paymenttest.Order(), "")
		require.NoError(t, err)
		require.NoError(t, b.provider.Pay(tx.Ref()))
		_, err = service.Refresh(t.Context(), tx.ID())
		require.NoError(t, err)
		refund, err := service.Refund(t.Context(), tx.ID(), payment.RefundOrder{Amount: payment.Cents(500)})
		require.NoError(t, err)
		require.Equal(t, payment.RefundFailed, refund.State())
		tx, err = service.Load(t.Context(), tx.ID())
		require.NoError(t, err)
		require.Equal(t, payment.Cents(750), tx.Refundable())
		require.Equal(t, []payment.Flag{payment.FlagRefundFailed}, tx.Flags())
		return b, service, provider, tx, refund
	}
	for name, ask := range map[string]func(*books, *payment.Service, uuid.UUID) error{
		"somebody asks": func(_ *books, s *payment.Service, id uuid.UUID) error {
			_, err := s.RefreshRefund(t.Context(), id)
			return err
		},
		"the schedule asks": func(b *books, _ *payment.Service, _ uuid.UUID) error {
			b.pass(t, 48)
			return nil
		},
	} {
		b, service, provider, tx, refund := refused(t)
		provider.says = payment.RefundDone
		require.NoError(t, ask(b, service, refund.ID()), name)
		refund, err := service.LoadRefund(t.Context(), refund.ID())
		require.NoError(t, err)
		require.Equal(t, payment.RefundSucceeded, refund.State(), name)
		tx, err = service.Load(t.Context(), tx.ID())
		require.NoError(t, err)
		require.Equal(t, payment.Cents(250), tx.Refundable(), "the money has gone and is not free again")
		require.Contains(t, tx.Flags(), payment.FlagRefundLate)

		provider.says = payment.RefundRefused // and back: the bank could not deliver it
		refund, err = service.RefreshRefund(t.Context(), refund.ID())
		require.NoError(t, err)
		require.Equal(t, payment.RefundFailed, refund.State())
		tx, err = service.Load(t.Context(), tx.ID())
		require.NoError(t, err)
		require.Equal(t, payment.Cents(750), tx.Refundable())
	}
	// Meanwhile somebody has sent it again: more has gone than came in, and that is said.
	_, service, provider, tx, refund := refused(t)
	provider.says = payment.RefundDone
	_, err := service.Refund(t.Context(), tx.ID(), payment.RefundOrder{Amount: payment.Cents(500)})
	require.NoError(t, err)
	_, err = service.RefreshRefund(t.Context(), refund.ID())
	require.NoError(t, err)
	tx, err = service.Load(t.Context(), tx.ID())
	require.NoError(t, err)
	require.Contains(t, tx.Flags(), payment.FlagOverrefunded)
	require.Equal(t, payment.Cents(1000), tx.Refunded())
	require.Equal(t, payment.Cents(0), tx.Refundable())
}

func TestRefund_ARefundThatFailedForGoodIsNotAskedAfterForEver(t *testing.T) {
	b := newBooks(t)
	provider := &wrongAboutRefunds{Memory: b.provider, says: payment.RefundRefused}
	store := newStore(b.clock.Now)
	b.store = store
	service, err := payment.NewService(store, provider, payment.Config{})
	require.NoError(t, err)
	tx, err := service.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	require.NoError(t, b.provider.Pay(tx.Ref()))
	_, err = service.Refresh(t.Context(), tx.ID())
	require.NoError(t, err)
	_, err = service.Refund(t.Context(), tx.ID(), payment.RefundOrder{Amount: payment.Cents(500)})
	require.NoError(t, err)
	b.pass(t, 24*10)
	open, err := store.Effects(t.Context(), bausteine.EffectOpen, 10)
	require.NoError(t, err)
	require.Empty(t, open)
}
