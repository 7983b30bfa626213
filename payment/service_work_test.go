// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

// application takes notices, or does not.
type application struct {
	told  map[uuid.UUID]int
	takes bool
}

func (a *application) take(_ context.Context, n payment.Notice) error {
	a.told[n.ID]++
	if a.takes {
		return nil
	}
	return errors.New("Erika Mustermann cannot be reached") // nothing of it may be kept
}

func (a *application) times(t *testing.T) int {
	t.Helper()
	require.Len(t, a.told, 1, "always under one id")
	for _, n := range a.told {
		return n
	}
	return 0
}

func startWith(t *testing.T, config payment.Config) (*books, payment.Transaction) {
	t.Helper()
	b := &books{clock: paymenttest.NewClock()}
	b.provider, b.store = paymenttest.NewMemory(b.clock.Now), newStore(b.clock.Now)
	service, err := payment.NewService(b.store, b.provider, config)
	require.NoError(t, err)
	b.Service = service
	return b, b.paid(t)
}

// pass lets time pass hour by hour and does what is due.
func (b *books) pass(t *testing.T, hours int) {
	t.Helper()
	for range hours {
		b.clock.Advance(time.Hour)
		_, err := paymenttest.Work(t.Context(), b.store)
		require.NoError(t, err)
	}
}

func (b *books) listed(t *testing.T) []payment.Head {
	t.Helper()
	var heads []payment.Head
	for head, err := range b.CashOffice(t.Context()) {
		require.NoError(t, err)
		heads = append(heads, head)
	}
	return heads
}

func TestNotice_ThatIsNeverTakenStandsOnTheListAndCanBeGivenAgain(t *testing.T) {
	app := &application{told: map[uuid.UUID]int{}}
	b, tx := startWith(t, payment.Config{OnPaid: app.take})
	b.pass(t, 24)
	require.Empty(t, b.listed(t), "it is tried again first")
	require.Greater(t, app.times(t), 20)
	b.pass(t, 30*24)
	require.Len(t, b.listed(t), 1)
	tx, err := b.Load(t.Context(), tx.ID())
	require.NoError(t, err)
	require.Equal(t, []payment.Flag{payment.FlagNotTold}, tx.Flags())
	times := app.times(t)
	b.pass(t, 48)
	require.Equal(t, times, app.times(t), "nobody is bothered any more")
	for _, state := range []bausteine.EffectState{bausteine.EffectOpen, bausteine.EffectDead} {
		effects, err := b.store.Effects(t.Context(), state, 100)
		require.NoError(t, err)
		for _, effect := range effects {
			require.NotContains(t, effect.Reason, "Mustermann", "what the application says is not kept")
		}
	}

	app.takes = true
	tx, err = b.Resume(t.Context(), tx.ID())
	require.NoError(t, err)
	require.Empty(t, tx.Flags())
	b.pass(t, 24)
	require.Equal(t, times+1, app.times(t))
	require.Empty(t, b.listed(t))
}

func TestNotice_OfAnApplicationThatIsDownForSomeHoursIsTakenInTheEnd(t *testing.T) {
	app := &application{told: map[uuid.UUID]int{}}
	b, _ := startWith(t, payment.Config{OnPaid: app.take})
	b.pass(t, 10)
	app.takes = true
	b.pass(t, 12)
	times := app.times(t)
	b.pass(t, 10*24)
	require.Equal(t, times, app.times(t), "once it is taken it is not given again")
	require.Empty(t, b.listed(t))
}

func TestNotice_ThatHangsEnds(t *testing.T) {
	ended := 0
	b, _ := startWith(t, payment.Config{CallTimeout: time.Millisecond, OnPaid: func(ctx context.Context, _ payment.Notice) error {
		<-ctx.Done()
		ended++
		return ctx.Err()
	}})
	_, err := paymenttest.Work(t.Context(), b.store)
	require.NoError(t, err)
	require.Equal(t, 1, ended)
}

// A payment that nobody pays and a service that says nothing are asked after by the
// schedule, and it ends.
func TestResolve_AsksBySchedule(t *testing.T) {
	b := newBooks(t)
	tx, err := b.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	b.pass(t, 24*20)
	tx, err = b.Load(t.Context(), tx.ID())
	require.NoError(t, err)
	require.Equal(t, payment.StateExpired, tx.State())
	asked := 0
	for _, e := range tx.Events() {
		if e.Kind == payment.EventAsked {
			asked++
		}
	}
	require.Positive(t, asked)
	require.LessOrEqual(t, asked, len(payment.DefaultSchedule().Open)+len(payment.DefaultSchedule().Late))
	open, err := b.store.Effects(t.Context(), bausteine.EffectOpen, 10)
	require.NoError(t, err)
	require.Empty(t, open, "nothing is asked for ever")
}
