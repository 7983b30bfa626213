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
