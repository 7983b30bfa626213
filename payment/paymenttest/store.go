// SPDX-License-Identifier: Apache-2.0

package paymenttest

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/payment"
)

// TestStore is the suite for stores. newStore makes an empty one for every test.
func TestStore(t *testing.T, newStore func(t *testing.T) payment.Store) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, payment.Store){
		"EventsComeBackAsTheyWere":           eventsComeBack,
		"AStaleVersionIsAConflict":           staleVersionConflicts,
		"ACommandIsCarriedOutOnce":           commandOnce,
		"PaymentAndRefundAreWrittenTogether": writtenTogether,
		"HeadsAreListedByWhatIsAsked":        headsAreListed,
		"EffectsComeWithTheirCommit":         effectsComeWithCommit,
		"AStaleLeaseChangesNothing":          staleLeaseChangesNothing,
		"WhatWasGivenUpCanBeResumed":         givenUpIsResumed,
		"AClosedStoreSaysSo":                 closedSaysSo,
		"EraseLeavesTheSkeleton":             eraseLeavesSkeleton,
		"OfManyWritersOneWins":               oneWriterWins,
		"AServiceWorksOnIt":                  serviceWorks,
		"WhatIsNotThereIsNotFound":           notFound,
	} {
		t.Run(name, func(t *testing.T) { test(t, newStore(t)) })
	}
}

func newID(t *testing.T) uuid.UUID {
	t.Helper()
	id, err := uuid.NewV7()
	require.NoError(t, err)
	return id
}

// intent is the first commit of a transaction.
func intent(id uuid.UUID, application string) payment.Commit {
	order := Order()
	order.Application = application
	order.Payer = &payment.Payer{Name: "Mustermann"}
	return payment.Commit{Payment: &payment.TransactionCommit{
		ID: id, Head: payment.Head{State: payment.StateInitiating, Application: application, Reference: "KZ-" + application},
		Events: []payment.Event{{
			Kind: payment.EventIntended, Time: time.Date(2026, 3, 2, 9, 0, 0, 123000, time.UTC), Source: payment.SourceService, Order: &order, Attempt: 1,
		}},
	}}
}

// further is a second commit of a transaction.
func further(id uuid.UUID, version uint64, head payment.Head, kind payment.EventKind) payment.Commit {
	return payment.Commit{Payment: &payment.TransactionCommit{
		ID: id, Version: version, Head: head,
		Events: []payment.Event{{Kind: kind, Time: time.Date(2026, 3, 2, 9, 1, 0, 0, time.UTC), Source: payment.SourcePull, RedirectURL: "https://pay.example/1", Flag: payment.FlagOrphan}},
	}}
}

func write(t *testing.T, store payment.Store, commits ...payment.Commit) {
	t.Helper()
	for _, commit := range commits {
		_, err := store.Append(t.Context(), commit)
		require.NoError(t, err)
	}
}

func eventsComeBack(t *testing.T, store payment.Store) {
	id := newID(t)
	first := intent(id, "a")
	write(t, store, first, further(id, 1, payment.Head{State: payment.StateInitial}, payment.EventCreated))
	events, err := store.Load(t.Context(), id)
	require.NoError(t, err)
	require.Len(t, events, 2)
	want := first.Payment.Events[0]
	require.True(t, want.Time.Equal(events[0].Time))
	events[0].Time = want.Time
	require.Equal(t, want, events[0])
	require.Equal(t, "https://pay.example/1", events[1].RedirectURL)
}

func staleVersionConflicts(t *testing.T, store payment.Store) {
	id := newID(t)
	write(t, store, intent(id, "a"))
	_, err := store.Append(t.Context(), intent(id, "a"))
	require.ErrorIs(t, err, payment.ErrConflict)
	_, err = store.Append(t.Context(), further(id, 2, payment.Head{State: payment.StateInitial}, payment.EventCreated))
	require.ErrorIs(t, err, payment.ErrConflict)
	events, err := store.Load(t.Context(), id)
	require.NoError(t, err)
	require.Len(t, events, 1, "a conflict writes nothing")
}

func commandOnce(t *testing.T, store payment.Store) {
	first, second := intent(newID(t), "a"), intent(newID(t), "a")
	first.Command, first.Fingerprint = "form-1", [32]byte{1}
	second.Command, second.Fingerprint = "form-1", [32]byte{1}
	receipt, err := store.Append(t.Context(), first)
	require.NoError(t, err)
	require.False(t, receipt.Replayed)
	receipt, err = store.Append(t.Context(), second)
	require.NoError(t, err)
	require.True(t, receipt.Replayed)
	require.Equal(t, first.Payment.ID, receipt.Payment)
	_, err = store.Load(t.Context(), second.Payment.ID)
	require.ErrorIs(t, err, payment.ErrNotFound)
	receipt, err = store.Answer(t.Context(), "form-1")
	require.NoError(t, err)
	require.Equal(t, first.Payment.ID, receipt.Payment)
	require.Equal(t, [32]byte{1}, receipt.Fingerprint)
	second.Fingerprint = [32]byte{2}
	_, err = store.Append(t.Context(), second)
	require.ErrorIs(t, err, payment.ErrCommandReused)
}

func writtenTogether(t *testing.T, store payment.Store) {
	id, refund := newID(t), newID(t)
	write(t, store, intent(id, "a"))
	both := further(id, 7, payment.Head{State: payment.StatePaid}, payment.EventRefundReserved)
	requested := payment.RefundEvent{Kind: payment.RefundEventRequested, Time: time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC), Payment: id, Amount: payment.Cents(1)}
	both.Refund = &payment.RefundCommit{ID: refund, State: payment.RefundRequested, Events: []payment.RefundEvent{requested}}
	_, err := store.Append(t.Context(), both)
	require.ErrorIs(t, err, payment.ErrConflict)
	_, err = store.LoadRefund(t.Context(), refund)
	require.ErrorIs(t, err, payment.ErrNotFound, "both or neither")
	both.Payment.Version = 1
	write(t, store, both)
	events, err := store.LoadRefund(t.Context(), refund)
	require.NoError(t, err)
	require.Len(t, events, 1)
	require.Equal(t, id, events[0].Payment)
	require.Equal(t, payment.Cents(1), events[0].Amount)
}

func headsAreListed(t *testing.T, store payment.Store) {
	ids := []uuid.UUID{newID(t), newID(t), newID(t)}
	write(t, store, intent(ids[0], "a"), intent(ids[1], "b"), intent(ids[2], "a"),
		further(ids[2], 1, payment.Head{State: payment.StateUnknown, Flagged: true, Application: "a"}, payment.EventFlagged))
	for name, tt := range map[string]struct {
		query payment.Query
		want  []uuid.UUID
	}{
		"all":         {payment.Query{}, ids},
		"state":       {payment.Query{State: payment.StateInitiating}, ids[:2]},
		"flagged":     {payment.Query{Flagged: true}, ids[2:]},
		"application": {payment.Query{Application: "a"}, []uuid.UUID{ids[0], ids[2]}},
		"both":        {payment.Query{Application: "a", Flagged: true}, ids[2:]},
		"reference":   {payment.Query{Reference: "KZ-b"}, ids[1:2]},
		"after":       {payment.Query{After: ids[0]}, ids[1:]},
		"none":        {payment.Query{Application: "c"}, nil},
	} {
		var got []uuid.UUID
		for head, err := range store.List(t.Context(), tt.query) {
			require.NoError(t, err)
			require.NotZero(t, head.Version)
			got = append(got, head.Payment)
		}
		require.Equal(t, tt.want, got, name)
	}
}

func effectsComeWithCommit(t *testing.T, store payment.Store) {
	id := newID(t)
	commit := intent(id, "a")
	commit.Payment.Effects = []payment.NewEffect{{Kind: payment.EffectPaid}, {Kind: payment.EffectResolve, NotBefore: time.Now().Add(time.Hour)}}
	write(t, store, commit)
	request := payment.LeaseRequest{Effects: []payment.EffectName{{Stream: payment.PaymentStreams, Effect: payment.EffectPaid}, {Stream: payment.PaymentStreams, Effect: payment.EffectResolve}}, For: time.Minute, Limit: 10}
	leased, err := store.Lease(t.Context(), request)
	require.NoError(t, err)
	require.Len(t, leased, 1, "the other is not due")
	require.Equal(t, payment.EffectPaid, leased[0].Effect)
	require.Equal(t, id, leased[0].Ref.Stream)
	require.NoError(t, store.Complete(t.Context(), leased[0].Lease, nil))
	leased, err = store.Lease(t.Context(), request)
	require.NoError(t, err)
	require.Empty(t, leased)
}

func eraseLeavesSkeleton(t *testing.T, store payment.Store) {
	id := newID(t)
	write(t, store, intent(id, "a"))
	require.NoError(t, store.Erase(t.Context(), id))
	events, err := store.Load(t.Context(), id)
	require.NoError(t, err)
	require.Nil(t, events[0].Order.Payer)
	require.Empty(t, events[0].Order.Description)
	require.Equal(t, payment.Cents(750), events[0].Order.Amount)

	waiting := intent(newID(t), "b")
	waiting.Payment.Effects = []payment.NewEffect{{Kind: payment.EffectPaid}}
	write(t, store, waiting)
	request := payment.LeaseRequest{Effects: []payment.EffectName{{Stream: payment.PaymentStreams, Effect: payment.EffectPaid}}, For: time.Minute, Limit: 1}
	require.ErrorIs(t, store.Erase(t.Context(), waiting.Payment.ID), payment.ErrTransition, "the notice would be lost")
	leased, err := store.Lease(t.Context(), request)
	require.NoError(t, err)
	require.Len(t, leased, 1)
	require.ErrorIs(t, store.Erase(t.Context(), waiting.Payment.ID), payment.ErrTransition)
	require.NoError(t, store.Complete(t.Context(), leased[0].Lease, nil))
	require.NoError(t, store.Erase(t.Context(), waiting.Payment.ID))
}

func oneWriterWins(t *testing.T, store payment.Store) {
	id := newID(t)
	write(t, store, intent(id, "a"))
	var (
		wg  sync.WaitGroup
		won atomic.Int64
	)
	for range 8 {
		wg.Go(func() {
			_, err := store.Append(context.WithoutCancel(t.Context()), further(id, 1, payment.Head{State: payment.StateInitial}, payment.EventCreated))
			if err == nil {
				won.Add(1)
			}
		})
	}
	wg.Wait()
	require.Equal(t, int64(1), won.Load())
}

// serviceWorks lets a service live on the store, with two workers.
func serviceWorks(t *testing.T, store payment.Store) {
	memory := NewMemory(nil)
	var mu sync.Mutex
	told := map[uuid.UUID]int{}
	service, err := payment.NewService(memory, store, payment.Config{OnPaid: func(_ context.Context, n payment.Notice) error {
		mu.Lock()
		defer mu.Unlock()
		told[n.Transaction.ID()]++
		return nil
	}})
	require.NoError(t, err)
	const many = 20
	for range many {
		tx, err := service.Start(t.Context(), Order(), "")
		require.NoError(t, err)
		require.NoError(t, memory.Pay(tx.Ref()))
		tx, err = service.Refresh(t.Context(), tx.ID())
		require.NoError(t, err)
		require.Equal(t, payment.StatePaid, tx.State())
	}
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for {
				n, err := service.Work(context.WithoutCancel(t.Context()))
				if err != nil {
					t.Errorf("work: %v", err)
				}
				if n == 0 {
					return
				}
			}
		})
	}
	wg.Wait()
	require.Len(t, told, many)
	for id, times := range told {
		require.Equal(t, 1, times, id)
	}
}

func notFound(t *testing.T, store payment.Store) {
	_, err := store.Load(t.Context(), newID(t))
	require.ErrorIs(t, err, payment.ErrNotFound)
	_, err = store.LoadRefund(t.Context(), newID(t))
	require.ErrorIs(t, err, payment.ErrNotFound)
	_, err = store.Answer(t.Context(), "never")
	require.ErrorIs(t, err, payment.ErrNotFound)
	require.ErrorIs(t, store.Erase(t.Context(), newID(t)), payment.ErrNotFound)
}
