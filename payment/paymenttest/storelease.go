// SPDX-License-Identifier: Apache-2.0

package paymenttest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/payment"
)

// staleLeaseChangesNothing lets a lease run out, gives the effect to somebody
// else, and lets the first come back.
func staleLeaseChangesNothing(t *testing.T, store payment.Store) {
	commit := intent(newID(t), "a")
	commit.Payment.Effects = []payment.NewEffect{{Kind: payment.EffectPaid}}
	write(t, store, commit)
	request := payment.LeaseRequest{Effects: []payment.EffectName{{Stream: payment.PaymentStreams, Effect: payment.EffectPaid}}, For: time.Millisecond, Limit: 1}
	first, err := store.Lease(t.Context(), request)
	require.NoError(t, err)
	require.Len(t, first, 1)
	require.Zero(t, first[0].Failures)

	request.For = time.Hour
	var second []payment.Leased
	require.Eventually(t, func() bool {
		second, err = store.Lease(t.Context(), request)
		return err != nil || len(second) > 0
	}, 10*time.Second, 2*time.Millisecond, "an effect whose lease ran out is given to others")
	require.NoError(t, err)
	require.Equal(t, first[0].Ref.ID(), second[0].Ref.ID(), "the same effect keeps its id")
	require.Equal(t, 1, second[0].Failures, "the lease that ran out counts")

	returnStale := func() {
		require.ErrorIs(t, store.Renew(t.Context(), first[0].Lease, time.Now().Add(time.Hour)), payment.ErrLeaseLost)
		require.ErrorIs(t, store.Complete(t.Context(), first[0].Lease, nil), payment.ErrLeaseLost)
		require.ErrorIs(t, store.Fail(t.Context(), first[0].Lease, "stale", time.Now()), payment.ErrLeaseLost)
	}
	returnStale()
	require.NoError(t, store.Renew(t.Context(), second[0].Lease, time.Now().Add(time.Hour)), "the new lease stands")
	require.NoError(t, store.Complete(t.Context(), second[0].Lease, nil))
	require.NoError(t, store.Complete(t.Context(), second[0].Lease, nil), "the answer to the first may be lost")
	returnStale()
	require.ErrorIs(t, store.Fail(t.Context(), second[0].Lease, "done", time.Now()), payment.ErrLeaseLost)
	leased, err := store.Lease(t.Context(), request)
	require.NoError(t, err)
	require.Empty(t, leased, "what is done stays done")

	unknown := second[0].Lease
	unknown.Ref.Stream = newID(t)
	require.ErrorIs(t, store.Renew(t.Context(), unknown, time.Now().Add(time.Hour)), payment.ErrNotFound)
	require.ErrorIs(t, store.Complete(t.Context(), unknown, nil), payment.ErrNotFound)
	require.ErrorIs(t, store.Fail(t.Context(), unknown, "unknown", time.Now()), payment.ErrNotFound)
}

func givenUpIsResumed(t *testing.T, store payment.Store) {
	id := newID(t)
	commit := intent(id, "a")
	commit.Payment.Effects = []payment.NewEffect{{Kind: payment.EffectPaid}}
	write(t, store, commit)
	request := payment.LeaseRequest{Effects: []payment.EffectName{{Stream: payment.PaymentStreams, Effect: payment.EffectPaid}}, For: time.Minute, Limit: 10}
	first, err := store.Lease(t.Context(), request)
	require.NoError(t, err)
	require.Len(t, first, 1)
	require.NoError(t, store.Resume(t.Context(), payment.PaymentStreams, id), "nothing was given up yet")
	require.NoError(t, store.Fail(t.Context(), first[0].Lease, "given up", time.Time{}))
	leased, err := store.Lease(t.Context(), request)
	require.NoError(t, err)
	require.Empty(t, leased)
	require.ErrorIs(t, store.Erase(t.Context(), id), payment.ErrTransition, "it may be resumed")
	require.NoError(t, store.Resume(t.Context(), payment.PaymentStreams, newID(t)), "of another stream")
	require.NoError(t, store.Resume(t.Context(), payment.PaymentStreams, id))
	leased, err = store.Lease(t.Context(), request)
	require.NoError(t, err)
	require.Len(t, leased, 1)
	require.Equal(t, first[0].Ref.ID(), leased[0].Ref.ID(), "the same effect keeps its id")
	require.Zero(t, leased[0].Failures)
}

func closedSaysSo(t *testing.T, store payment.Store) {
	id := newID(t)
	write(t, store, intent(id, "a"))
	require.NoError(t, store.Close())
	_, err := store.Append(t.Context(), further(id, 1, payment.Head{State: payment.StateInitial}, payment.EventCreated))
	require.ErrorIs(t, err, payment.ErrClosed)
	_, err = store.Lease(t.Context(), payment.LeaseRequest{Effects: []payment.EffectName{{Stream: payment.PaymentStreams, Effect: payment.EffectPaid}}, For: time.Minute, Limit: 1})
	require.ErrorIs(t, err, payment.ErrClosed)
}
