// SPDX-License-Identifier: Apache-2.0

package paymenttest

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest/faultplan"
)

const day = 24 * time.Hour

func paidIsNoticedOnce(t *testing.T, h Harness) {
	b := newBench(t, h)
	tx := b.start(t)
	require.Equal(t, payment.StateInitial, tx.State())
	require.NotEmpty(t, tx.RedirectURL())
	require.NoError(t, b.Pay(tx.Ref()))
	for range 3 { // the browser comes back more than once
		var err error
		tx, err = b.Refresh(t.Context(), tx.ID())
		require.NoError(t, err)
		require.Equal(t, payment.StatePaid, tx.State())
	}
	require.Empty(t, tx.RedirectURL())
	b.work(t, 0, time.Minute, day)
	require.Len(t, b.notices, 1)
	require.Equal(t, 1, b.charges(tx))
	require.Zero(t, b.listed(t))
}

func canceledAndFailedEnd(t *testing.T, h Harness) {
	b := newBench(t, h)
	for status, want := range map[payment.Status]payment.State{payment.StatusCanceled: payment.StateCanceled, payment.StatusFailed: payment.StateFailed} {
		tx := b.start(t)
		require.NoError(t, b.GiveUp(tx.Ref(), status))
		tx, err := b.Refresh(t.Context(), tx.ID())
		require.NoError(t, err)
		require.Equal(t, want, tx.State())
		require.Zero(t, b.charges(tx))
	}
	b.work(t, 0, day, 3*day, 7*day, day)
	require.Empty(t, b.notices)
}

func lostAnswerNeverChargesTwice(t *testing.T, h Harness) {
	b := newBench(t, h)
	for _, fault := range faultplan.All() {
		if !fault.HidesOutcome() {
			continue
		}
		b.Plan.Next(fault, fault)
		tx := b.start(t)
		require.Equal(t, payment.StateUnknown, tx.State(), fault)
		require.Empty(t, tx.RedirectURL(), "nobody pays what we do not know of")
		unplan(h)
		b.work(t, time.Minute, 5*time.Minute)
		tx = b.load(t, tx)
		require.Equal(t, payment.StateInitial, tx.State(), fault)
		require.NoError(t, b.Pay(tx.Ref()))
		tx, err := b.Refresh(t.Context(), tx.ID())
		require.NoError(t, err)
		require.Equal(t, payment.StatePaid, tx.State(), fault)
		require.Equal(t, 1, b.charges(tx), fault)
	}
}

func browserNeverComesBack(t *testing.T, h Harness) {
	b := newBench(t, h)
	tx := b.start(t)
	require.NoError(t, b.Pay(tx.Ref()))
	b.work(t, time.Minute)
	require.Equal(t, payment.StatePaid, b.load(t, tx).State())
	b.work(t, 0)
	require.Len(t, b.notices, 1)
}

func errorNeverEndsPolling(t *testing.T, h Harness) {
	b := newBench(t, h)
	tx := b.start(t)
	require.NoError(t, b.Pay(tx.Ref()))
	for _, step := range []time.Duration{time.Minute, 4 * time.Minute, 10 * time.Minute} {
		b.Plan.Next(faultplan.ErrorBefore, faultplan.ErrorBefore)
		b.work(t, step)
		unplan(h)
		require.Equal(t, payment.StateInitial, b.load(t, tx).State())
	}
	b.work(t, time.Hour)
	require.Equal(t, payment.StatePaid, b.load(t, tx).State())
}

func anotherAmountIsNeverBelieved(t *testing.T, h Harness) {
	for _, fault := range []faultplan.Fault{faultplan.WrongAmount, faultplan.WrongRequest} {
		neverBelieved(t, h, fault, Order())
	}
}

func otherItemsAreNeverBelieved(t *testing.T, h Harness) {
	if len(create(t, h, firstID).Items) == 0 {
		t.Skip("this service keeps no items")
	}
	for _, order := range []payment.Order{Order(), twoItems()} {
		neverBelieved(t, h, faultplan.WrongItems, order)
	}
}

// twoItems is an order whose items can be wrong in a sum that is right.
func twoItems() payment.Order {
	order := Order()
	second := order.Items[0]
	second.ID, second.Reference, second.Description = "2", "meldebescheinigung-erweitert", "Erweiterte Meldebescheinigung"
	second.Net, second.SingleNet = payment.Cents(900), payment.Cents(900)
	order.Items, order.Amount = append(order.Items, second), payment.Cents(1650)
	return order
}

func neverBelieved(t *testing.T, h Harness, fault faultplan.Fault, order payment.Order) {
	t.Helper()
	b := newBench(t, h)
	tx, err := b.Start(t.Context(), order, "")
	require.NoError(t, err)
	require.NoError(t, b.Pay(tx.Ref()))
	b.Plan.Next(fault)
	tx, err = b.Refresh(t.Context(), tx.ID())
	require.NoError(t, err)
	require.Equal(t, payment.StateInitial, tx.State(), fault)
	require.Equal(t, []payment.Flag{payment.FlagMismatch}, tx.Flags(), fault)
	require.Equal(t, 1, b.listed(t))
	tx, err = b.Refresh(t.Context(), tx.ID())
	require.NoError(t, err)
	require.Equal(t, payment.StatePaid, tx.State(), "the right answer counts, and the flag stays")
	require.Equal(t, 1, b.listed(t))
	tx, err = b.Clear(t.Context(), tx.ID(), payment.FlagMismatch)
	require.NoError(t, err)
	require.Empty(t, tx.Flags())
	require.Zero(t, b.listed(t))
}

func paymentAfterDeadlineIsLate(t *testing.T, h Harness) {
	b := newBench(t, h)
	tx := b.start(t)
	b.work(t, time.Minute, time.Hour, 6*time.Hour, day)
	require.Equal(t, payment.StateExpired, b.load(t, tx).State())
	require.NoError(t, b.Pay(tx.Ref()))
	b.work(t, day)
	late := b.load(t, tx)
	require.Equal(t, payment.StateLate, late.State())
	require.Equal(t, []payment.Flag{payment.FlagLate}, late.Flags())
	require.Empty(t, b.notices, "a person decides")
	accepted, err := b.Accept(t.Context(), tx.ID())
	require.NoError(t, err)
	require.Equal(t, payment.StatePaid, accepted.State())
	b.work(t, 0)
	require.Len(t, b.notices, 1)
	require.Zero(t, b.listed(t))
}

func forgottenPaymentStandsOnTheList(t *testing.T, h Harness) {
	b := newBench(t, h)
	tx := b.start(t)
	b.Forget(tx.Ref())
	b.work(t, time.Minute, time.Hour, 6*time.Hour, day, day, 3*day, 7*day)
	gone := b.load(t, tx)
	require.Equal(t, payment.StateExpired, gone.State())
	require.Contains(t, gone.Flags(), payment.FlagForgotten)
	require.Equal(t, 1, b.listed(t))
}

func messagesInAnyOrderBookOnce(t *testing.T, h Harness) {
	needPush(t, h)
	b := newBench(t, h)
	tx := b.start(t)
	openHeader, openBody := b.Harness.Push(tx.Ref())
	require.NoError(t, b.Pay(tx.Ref()))
	header, body := b.Harness.Push(tx.Ref())
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := b.Service.Push(context.WithoutCancel(t.Context()), header, body); err != nil {
				t.Errorf("push: %v", err)
			}
		})
	}
	wg.Wait()
	after, err := b.Service.Push(t.Context(), openHeader, openBody)
	require.NoError(t, err)
	require.Equal(t, payment.StatePaid, after.State(), "an old message takes nothing back")
	b.work(t, 0)
	require.Len(t, b.notices, 1)
	require.Equal(t, uint64(3), after.Version(), "intended, created, paid")

	_, err = b.Service.Push(t.Context(), http.Header{}, body)
	require.ErrorIs(t, err, payment.ErrSignature)
}

func twoWorkersBookOnce(t *testing.T, h Harness) {
	b := newBench(t, h)
	var all []payment.Transaction
	for range 10 {
		tx := b.start(t)
		require.NoError(t, b.Pay(tx.Ref()))
		all = append(all, tx)
	}
	b.clock.Advance(time.Minute)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			if _, err := Work(context.WithoutCancel(t.Context()), b.store); err != nil {
				t.Errorf("work: %v", err)
			}
		})
		wg.Go(func() {
			for _, tx := range all {
				if _, err := b.Refresh(context.WithoutCancel(t.Context()), tx.ID()); err != nil {
					t.Errorf("refresh: %v", err)
				}
			}
		})
	}
	wg.Wait()
	b.work(t, time.Minute)
	require.Len(t, b.notices, len(all))
	for _, tx := range all {
		require.Equal(t, 1, b.charges(tx))
	}
}

func repeatedStart(t *testing.T, h Harness) {
	b := newBench(t, h)
	first, err := b.Start(t.Context(), Order(), "form-1")
	require.NoError(t, err)
	b.clock.Advance(time.Second)
	again, err := b.Start(t.Context(), Order(), "form-1")
	require.NoError(t, err)
	require.Equal(t, first.ID(), again.ID())
	other := Order()
	other.Purpose = "Etwas anderes"
	_, err = b.Start(t.Context(), other, "form-1")
	require.ErrorIs(t, err, bausteine.ErrCommandReused)
}
