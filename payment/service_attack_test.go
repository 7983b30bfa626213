// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/money"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

// The tests of this file try to make somebody pay twice, or the books not add up, once
// more and from other sides.

// twoProcesses are two services with one database and one provider.
func twoProcesses(t *testing.T) (services [2]*payment.Service, provider *paymenttest.Memory, clock *paymenttest.Clock) {
	t.Helper()
	clock = paymenttest.NewClock()
	provider = paymenttest.NewMemory(clock.Now)
	database := journal.NewMemory(clock.Now)
	for i := range services {
		var err error
		services[i], err = payment.NewServiceOn(grund.New(database, clock.Now), provider, payment.Config{})
		require.NoError(t, err)
	}
	return services, provider, clock
}

func TestStart_TwoProcessesOpenOnePayment(t *testing.T) {
	services, provider, _ := twoProcesses(t)
	var (
		wg  sync.WaitGroup
		mu  sync.Mutex
		ids = map[string]map[uuid.UUID]bool{}
	)
	for i := range 24 {
		wg.Go(func() {
			application := fmt.Sprintf("antrag-%d", i%3)
			tx, err := services[i%2].Start(context.WithoutCancel(t.Context()), feeOf(application), fmt.Sprintf("form-%d", i))
			if err != nil {
				t.Errorf("start: %v", err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			if ids[application] == nil {
				ids[application] = map[uuid.UUID]bool{}
			}
			ids[application][tx.ID()] = true
		})
	}
	wg.Wait()
	for application, of := range ids {
		require.Len(t, of, 1, application)
	}
	require.Len(t, provider.Payments(), 3)
}

func TestSettle_TwoProcessesBookAnEntryOnce(t *testing.T) {
	services, provider, clock := twoProcesses(t)
	var payments []payment.Transaction
	for range 2 {
		tx, err := services[0].Start(t.Context(), paymenttest.Order(), "")
		require.NoError(t, err)
		require.NoError(t, provider.Pay(tx.Ref()))
		tx, err = services[1].Refresh(t.Context(), tx.ID())
		require.NoError(t, err)
		payments = append(payments, tx)
	}
	var wg sync.WaitGroup
	for i := range 24 {
		wg.Go(func() {
			amount := payment.Cents(750 - int64(i/4%2)) // and another amount
			_, err := services[i%2].Settle(context.WithoutCancel(t.Context()), payments[i/2%2].ID(), payment.Booking{Entry: "S1/1", Amount: amount})
			if err != nil && !errors.Is(err, bausteine.ErrCommandReused) {
				t.Errorf("settle: %v", err)
			}
		})
	}
	wg.Wait()
	booked, flagged := 0, 0
	for _, tx := range payments {
		after, err := services[0].Load(t.Context(), tx.ID())
		require.NoError(t, err)
		if after.Received().Minor() > 0 {
			booked++
		}
		if slices.Contains(after.Flags(), payment.FlagEntryReused) {
			flagged++
		}
	}
	require.Equal(t, 1, booked)
	require.Equal(t, 2, flagged, "also the one that was booked was asked for with another amount")
	list, err := services[1].Day(t.Context(), datum.Of(clock.Now()))
	require.NoError(t, err)
	require.Len(t, slices.DeleteFunc(list.Lines, func(l payment.DayLine) bool { return l.Kind != payment.DayReceived }), 1)
}

func TestStart_WhoHasPaidLateIsNotSentToPayTheSecondTry(t *testing.T) {
	b := newBooks(t)
	first, err := b.Start(t.Context(), feeOf("antrag-1"), "form-1")
	require.NoError(t, err)
	require.NoError(t, b.provider.GiveUp(first.Ref(), payment.StatusFailed))
	_, err = b.Refresh(t.Context(), first.ID())
	require.NoError(t, err)
	second, err := b.Start(t.Context(), feeOf("antrag-1"), "form-2")
	require.NoError(t, err)
	require.NotEqual(t, first.ID(), second.ID())
	// Both pages are open, and the payer goes on with the first.
	require.NoError(t, b.provider.Pay(first.Ref()))
	again, err := b.Start(t.Context(), feeOf("antrag-1"), "form-3")
	require.NoError(t, err)
	require.Equal(t, first.ID(), again.ID(), "the second try, which is open still, must not be paid as well")
	require.Equal(t, payment.StateLate, again.State())
	// The same after it was heard of, and by bank transfer, long after the page has ended.
	again, err = b.Start(t.Context(), feeOf("antrag-1"), "form-4")
	require.NoError(t, err)
	require.Equal(t, first.ID(), again.ID())
	third, err := b.Start(t.Context(), feeOf("antrag-2"), "other-1")
	require.NoError(t, err)
	require.NoError(t, b.provider.GiveUp(third.Ref(), payment.StatusCanceled))
	_, err = b.Refresh(t.Context(), third.ID())
	require.NoError(t, err)
	b.clock.Advance(40 * 24 * time.Hour)
	fourth, err := b.Start(t.Context(), feeOf("antrag-2"), "other-2")
	require.NoError(t, err)
	require.NotEqual(t, third.ID(), fourth.ID())
	_, err = b.Settle(t.Context(), third.ID(), payment.Booking{Entry: "S9/1", Amount: third.Amount()})
	require.NoError(t, err)
	again, err = b.Start(t.Context(), feeOf("antrag-2"), "other-3")
	require.NoError(t, err)
	require.Equal(t, third.ID(), again.ID())
}

func TestPaid_TwoPagesThatWereBothPaidStandOnTheList(t *testing.T) {
	b := newBooks(t)
	first, err := b.Start(t.Context(), feeOf("antrag-1"), "form-1")
	require.NoError(t, err)
	require.NoError(t, b.provider.GiveUp(first.Ref(), payment.StatusFailed))
	_, err = b.Refresh(t.Context(), first.ID())
	require.NoError(t, err)
	second, err := b.Start(t.Context(), feeOf("antrag-1"), "form-2")
	require.NoError(t, err)
	require.NoError(t, b.provider.Pay(first.Ref()))
	_, err = b.Refresh(t.Context(), first.ID())
	require.NoError(t, err)
	_, err = b.Accept(t.Context(), first.ID()) // the cash office has dealt with it: nothing is odd any more
	require.NoError(t, err)
	require.Empty(t, b.listed(t))
	require.NoError(t, b.provider.Pay(second.Ref()))
	_, err = b.Refresh(t.Context(), second.ID())
	require.NoError(t, err)
	_, err = paymenttest.Work(t.Context(), b.store)
	require.NoError(t, err)
	listed := b.listed(t)
	require.Len(t, listed, 1, "somebody has paid twice, and somebody has to know")
	flagged, err := b.Load(t.Context(), listed[0].Payment)
	require.NoError(t, err)
	require.Equal(t, []payment.Flag{payment.FlagSecond}, flagged.Flags())
}

func TestStart_TheOrderOfTheItemsMakesNoOtherFee(t *testing.T) {
	b := newBooks(t)
	order := booked("512500000013")
	first, err := b.Start(t.Context(), order, "form-1")
	require.NoError(t, err)
	slices.Reverse(order.Items)
	again, err := b.Start(t.Context(), order, "form-2")
	require.NoError(t, err)
	require.Equal(t, first.ID(), again.ID())
}

func TestStart_ManyTriesThatFailedHideNoneThatWasPaid(t *testing.T) {
	b := newBooks(t)
	var first payment.Transaction
	for i := range 20 {
		tx, err := b.Start(t.Context(), feeOf("antrag-1"), fmt.Sprintf("form-%d", i))
		require.NoError(t, err)
		if i == 0 {
			first = tx
		}
		require.NoError(t, b.provider.GiveUp(tx.Ref(), payment.StatusFailed))
		_, err = b.Refresh(t.Context(), tx.ID())
		require.NoError(t, err)
	}
	_, err := b.Settle(t.Context(), first.ID(), payment.Booking{Entry: "S1/1", Amount: first.Amount()})
	require.NoError(t, err)
	again, err := b.Start(t.Context(), feeOf("antrag-1"), "last")
	require.NoError(t, err)
	require.Equal(t, first.ID(), again.ID(), "twenty tries before")
}

func TestSettle_AnEntryHasAKey(t *testing.T) {
	b := newBooks(t)
	tx := b.paid(t)
	for _, entry := range []string{"", " ", "\t\n", "\u00a0", strings.Repeat("k", 2000)} {
		for _, book := range []func(context.Context, uuid.UUID, payment.Booking) (payment.Transaction, error){b.Settle, b.Reverse} {
			_, err := book(t.Context(), tx.ID(), payment.Booking{Entry: entry, Amount: payment.Cents(750)})
			require.Error(t, err, "%q", entry)
		}
	}
	_, err := b.Start(t.Context(), paymenttest.Order(), " \t")
	require.Error(t, err, "a key of blanks is no key")
}

func TestDay_CountsEachCurrencyForItself(t *testing.T) {
	b := newBooks(t)
	pay := func(order payment.Order) {
		tx, err := b.Start(t.Context(), order, "")
		require.NoError(t, err)
		require.NoError(t, b.provider.Pay(tx.Ref()))
		_, err = b.Refresh(t.Context(), tx.ID())
		require.NoError(t, err)
	}
	pay(paymenttest.Order())
	abroad := paymenttest.Order() // a fee of a mission abroad
	amount := payment.NewAmount(800, money.CHF)
	none := payment.NewAmount(0, money.CHF)
	abroad.Amount = amount
	abroad.Items[0].Net, abroad.Items[0].SingleNet, abroad.Items[0].Tax, abroad.Items[0].SingleTax = amount, amount, none, none
	pay(abroad)
	pay(paymenttest.Order())
	list, err := b.Day(t.Context(), datum.Of(b.clock.Now()))
	require.NoError(t, err, "one fee in another currency must not take the list of the day away")
	require.Len(t, list.Lines, 3)
	require.Equal(t, payment.Cents(1500), list.Sums[payment.DayPaid])
	require.Equal(t, map[payment.DayLineKind]payment.Amount{payment.DayPaid: amount}, list.Foreign[money.CHF])
	var file strings.Builder
	require.NoError(t, list.WriteCSV(&file))
	require.Contains(t, file.String(), "Summe bezahlt;15,00;EUR")
	require.Contains(t, file.String(), "Summe bezahlt;8,00;CHF")
}

// What two days of a change of clocks hold: each line stands on one day, and none on none.
func TestDay_EveryLineStandsOnOneDay(t *testing.T) {
	b := newBooks(t)
	b.clock.Advance(time.Date(2027, time.March, 27, 21, 30, 0, 0, time.UTC).Sub(b.clock.Now()))
	first := datum.Of(b.clock.Now())
	paid := 0
	for range 30 { // every two hours over the night in which an hour is missing
		b.paid(t)
		paid++
		b.clock.Advance(2 * time.Hour)
	}
	lines := 0
	for day := first.AddDays(-1); !day.After(first.AddDays(4)); day = day.AddDays(1) {
		list, err := b.Day(t.Context(), day)
		require.NoError(t, err)
		sum := int64(0)
		for _, line := range list.Lines {
			require.Equal(t, day, datum.Of(line.Time))
			sum += line.Amount.Minor()
		}
		if len(list.Lines) > 0 {
			require.Equal(t, sum, list.Sums[payment.DayPaid].Minor())
		}
		lines += len(list.Lines)
	}
	require.Equal(t, paid, lines)
}

// The list of a day is what the payments say, whatever happened to them at once.
func TestDay_AddsUpWithThePaymentsWhileManyBookAtOnce(t *testing.T) {
	services, provider, clock := twoProcesses(t)
	var wg sync.WaitGroup
	for i := range 12 {
		wg.Go(func() {
			ctx := context.WithoutCancel(t.Context())
			service := services[i%2]
			tx, err := service.Start(ctx, feeOf(fmt.Sprintf("antrag-%d", i)), fmt.Sprintf("form-%d", i))
			if err == nil {
				err = provider.Pay(tx.Ref())
			}
			if err != nil {
				t.Errorf("pay: %v", err)
				return
			}
			var both sync.WaitGroup
			for part, other := range services { // the browser and the bank, at two processes
				both.Go(func() {
					_, err := other.Refresh(ctx, tx.ID())
					if err != nil {
						t.Errorf("refresh: %v", err)
					}
					if _, err = other.Settle(ctx, tx.ID(), payment.Booking{Entry: fmt.Sprintf("S1/%d/%d", i, part), Amount: payment.Cents(375)}); err != nil {
						t.Errorf("settle: %v", err)
					}
				})
			}
			both.Wait()
		})
	}
	wg.Wait()
	list, err := services[0].Day(t.Context(), datum.Of(clock.Now()))
	require.NoError(t, err)
	require.Equal(t, payment.Cents(12*750), list.Sums[payment.DayPaid])
	require.Equal(t, payment.Cents(12*750), list.Sums[payment.DayReceived])
	require.Len(t, list.Lines, 12+24)
}
