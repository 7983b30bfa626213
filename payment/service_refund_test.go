// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

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

// forgetfulRefunds carries a refund out, loses its answer, and refuses the repeat,
// since what is available is no longer what the repeat names.
type forgetfulRefunds struct {
	*paymenttest.Memory

	calls int
}

func (p *forgetfulRefunds) Refund(ctx context.Context, request payment.RefundRequest) (payment.RefundReport, error) {
	p.calls++
	if p.calls > 1 {
		return payment.RefundReport{}, &payment.RefusedError{Code: "REFUND_AMOUNT_MISMATCH"}
	}
	_, err := p.Memory.Refund(ctx, request)
	return payment.RefundReport{}, errors.Join(err, context.DeadlineExceeded)
}

func TestRefund_ARefusedRepeatIsNoFailureWhereTheFirstArrived(t *testing.T) {
	b := newBooks(t)
	provider := &forgetfulRefunds{Memory: b.provider}
	store := newStore(b.clock.Now)
	service, err := payment.NewService(store, provider, payment.Config{})
	require.NoError(t, err)
	tx, err := service.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	require.NoError(t, b.provider.Pay(tx.Ref()))
	_, err = service.Refresh(t.Context(), tx.ID())
	require.NoError(t, err)
	refund, err := service.Refund(t.Context(), tx.ID(), payment.RefundOrder{Amount: payment.Cents(300)})
	require.NoError(t, err)
	require.Equal(t, payment.RefundRequested, refund.State())

	refund, err = service.RefreshRefund(t.Context(), refund.ID())
	require.NoError(t, err)
	require.Equal(t, 2, provider.calls)
	require.Equal(t, payment.RefundSucceeded, refund.State(), "the money has gone")
	tx, err = service.Load(t.Context(), tx.ID())
	require.NoError(t, err)
	require.Equal(t, payment.Cents(450), tx.Refundable(), "what has gone is not free for another refund")
	require.Empty(t, tx.Flags())
}

// watchedRefunds holds the first call until a second comes in, or has had time to.
type watchedRefunds struct {
	*paymenttest.Memory

	began  chan string
	mu     sync.Mutex
	within int
	most   int
}

func (p *watchedRefunds) Refund(ctx context.Context, request payment.RefundRequest) (payment.RefundReport, error) {
	p.mu.Lock()
	p.within++
	p.most = max(p.most, p.within)
	p.mu.Unlock()
	p.began <- request.ID
	time.Sleep(20 * time.Millisecond)
	report, err := p.Memory.Refund(ctx, request)
	p.mu.Lock()
	p.within--
	p.mu.Unlock()
	return report, err
}

func TestRefund_IsAskedForByOneAtATime(t *testing.T) {
	b := newBooks(t)
	provider := &watchedRefunds{Memory: b.provider, began: make(chan string, 2)}
	service, err := payment.NewService(newStore(b.clock.Now), provider, payment.Config{})
	require.NoError(t, err)
	tx, err := service.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	require.NoError(t, b.provider.Pay(tx.Ref()))
	_, err = service.Refresh(t.Context(), tx.ID())
	require.NoError(t, err)
	var wg sync.WaitGroup
	wg.Go(func() {
		_, err := service.Refund(context.WithoutCancel(t.Context()), tx.ID(), payment.RefundOrder{Amount: payment.Cents(300)})
		if err != nil {
			t.Errorf("refund: %v", err)
		}
	})
	id := uuid.MustParse(<-provider.began)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = service.RefreshRefund(gone, id)
	require.ErrorIs(t, err, context.Canceled, "nobody waits for a call longer than they are there")
	refund, err := service.RefreshRefund(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, payment.RefundSucceeded, refund.State())
	wg.Wait()
	require.Equal(t, 1, provider.most)
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
