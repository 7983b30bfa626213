// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

const oneDay = 24 * time.Hour

// sweep lets days pass and erases what is due.
func (b *books) sweep(t *testing.T, days int) {
	t.Helper()
	for range days {
		b.clock.Advance(oneDay)
		_, err := paymenttest.Work(t.Context(), b.store)
		require.NoError(t, err)
		_, err = b.store.Sweep(t.Context())
		require.NoError(t, err)
	}
}

func TestKeep_EveryStateHasItsPeriodAndNorm(t *testing.T) {
	b := newBooks(t)
	covered := map[string]bool{}
	for _, row := range b.store.Retention() {
		require.NotEqual(t, bausteine.Period{}, row.Period, row.State)
		covered[row.What+"/"+row.State] = true
	}
	for _, state := range []payment.State{payment.StatePaid, payment.StateLate, payment.StateSettled, payment.StateReversed} {
		require.True(t, covered["payments/"+string(state)], state)
	}
	for _, state := range []payment.State{payment.StateInitiating, payment.StateUnknown, payment.StateInitial} {
		require.True(t, covered["open payments/"+string(state)], state)
	}
	_, err := payment.NewService(newStore(nil), b.provider, payment.Config{Keep: payment.Keep{Paid: bausteine.Period{Years: 1}}})
	requireCode(t, err, "PAY-KEEP-01")
	_, err = payment.NewService(nil, b.provider, payment.Config{})
	require.ErrorIs(t, err, bausteine.ErrNoStore)
	_, err = payment.NewService(newStore(nil), nil, payment.Config{})
	requireCode(t, err, "PAY-PROVIDER-01")
	_, err = payment.NewService(b.store, b.provider, payment.Config{})
	require.ErrorContains(t, err, "two blocks")
}

func TestKeep_WhatWasPaidIsErasedOnTimeAndTheBooksStay(t *testing.T) {
	b := newBooks(t)
	order := paymenttest.Order()
	order.Application, order.Payer = "antrag-1", &payment.Payer{Name: "Mustermann", FirstName: "Erika"}
	tx, err := b.Start(t.Context(), order, "form-1")
	require.NoError(t, err)
	require.NoError(t, b.provider.Pay(tx.Ref()))
	_, err = b.Refresh(t.Context(), tx.ID())
	require.NoError(t, err)
	paidOn := datum.Of(b.clock.Now())
	b.sweep(t, 40)
	tx, err = b.Load(t.Context(), tx.ID())
	require.NoError(t, err)
	require.NotNil(t, tx.Order().Payer, "not yet")

	b.clock.Advance(3*366*oneDay + 366*oneDay)
	b.sweep(t, 1)
	tx, err = b.Load(t.Context(), tx.ID())
	require.NoError(t, err)
	require.Nil(t, tx.Order().Payer)
	require.Empty(t, tx.Order().Description)
	require.Empty(t, tx.Order().ReturnURL)
	require.Equal(t, payment.Cents(750), tx.Amount(), "the skeleton stays")
	require.Equal(t, payment.StatePaid, tx.State())
	list, err := b.Day(t.Context(), paidOn)
	require.NoError(t, err)
	require.Len(t, list.Lines, 1, "the list of the day has a period of its own")
	b.clock.Advance(3 * 366 * oneDay)
	b.sweep(t, 1)
	list, err = b.Day(t.Context(), paidOn)
	require.NoError(t, err)
	require.Empty(t, list.Lines)
	require.Empty(t, heads(t, b, payment.Query{Application: "antrag-1"}))
}

func heads(t *testing.T, b *books, query payment.Query) []payment.Head {
	t.Helper()
	var all []payment.Head
	for head, err := range b.List(t.Context(), query) {
		require.NoError(t, err)
		all = append(all, head)
	}
	return all
}

func TestKeep_WhatIsOpenEndsAndWhatWasGivenUpIsErased(t *testing.T) {
	b := newBooks(t)
	b.clock.Advance(oneDay)
	tx, err := b.Start(t.Context(), feeOf("antrag-1"), "")
	require.NoError(t, err)
	b.clock.Advance(31 * oneDay) // nobody called Run all the time
	_, err = b.store.Sweep(t.Context())
	require.NoError(t, err)
	tx, err = b.Load(t.Context(), tx.ID())
	require.NoError(t, err)
	require.Equal(t, payment.StateExpired, tx.State(), "an open payment is ended, not erased")
	require.NotEmpty(t, tx.Order().Description)
	b.sweep(t, 62)
	tx, err = b.Load(t.Context(), tx.ID())
	require.NoError(t, err)
	require.Empty(t, tx.Order().Description)
	require.Empty(t, heads(t, b, payment.Query{Application: "antrag-1"}))
}

// What stands on the list of the cash office is not erased under its hands.
func TestKeep_WhatStandsOnTheListWaitsForAPerson(t *testing.T) {
	b := newBooks(t)
	tx := b.paid(t)
	_, err := b.Settle(t.Context(), tx.ID(), payment.Booking{Entry: "1", Amount: payment.Cents(900)})
	require.NoError(t, err)
	b.sweep(t, 1)
	b.clock.Advance(5 * 366 * oneDay)
	b.sweep(t, 1)
	require.Len(t, b.listed(t), 1)
	_, err = b.Clear(t.Context(), tx.ID(), payment.FlagOverpaid)
	require.NoError(t, err)
	b.clock.Advance(5 * 366 * oneDay)
	b.sweep(t, 1)
	tx, err = b.Load(t.Context(), tx.ID())
	require.NoError(t, err)
	require.Empty(t, tx.Order().Description)
}

// A notice that is still to be given is not erased away.
func TestKeep_WhatIsStillToBeDoneIsDoneFirst(t *testing.T) {
	b := newBooks(t)
	tx := b.paid(t)
	b.clock.Advance(5 * 366 * oneDay)
	_, err := b.store.Sweep(t.Context())
	require.NoError(t, err)
	tx, err = b.Load(t.Context(), tx.ID())
	require.NoError(t, err)
	require.NotEmpty(t, tx.Order().Description)
	b.sweep(t, 31)
	tx, err = b.Load(t.Context(), tx.ID())
	require.NoError(t, err)
	require.Empty(t, tx.Order().Description)
}
