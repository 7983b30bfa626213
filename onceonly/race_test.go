// SPDX-License-Identifier: Apache-2.0

package onceonly_test

import (
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly"
)

func TestG4_OfAThousandRetrievalsOnAOneTimeConsentExactlyOneWins(t *testing.T) {
	t.Parallel()
	const retrievals = 1000
	w := newWorld(t)
	c := w.consent(t)
	var group sync.WaitGroup
	var received, lost, deliveries atomic.Int32
	for range retrievals {
		group.Go(func() {
			retrieval, err := w.broker.Retrieve(t.Context(), requestFor(c))
			if err != nil {
				t.Error(err)
				return
			}
			switch retrieval.State {
			case onceonly.RetrievalReceived:
				received.Add(1)
			case onceonly.RetrievalRefused, onceonly.RetrievalPostponed:
				if retrieval.Decision().Has(onceonly.CodeConsentUsedUp) || retrieval.Decision().Has(onceonly.CodeConsentInUse) {
					lost.Add(1)
				}
				return
			default:
				t.Errorf("state %s", retrieval.State)
				return
			}
			preview, _, err := w.broker.Preview(t.Context(), retrieval.ID, self)
			if err != nil {
				t.Error(err)
				return
			}
			if evidence, _, err := w.broker.Accept(t.Context(), retrieval.ID, preview.Digest, self); err == nil && !evidence.IsZero() {
				deliveries.Add(1)
			}
		})
	}
	group.Wait()
	require.Equal(t, int32(1), received.Load())
	require.Equal(t, int32(1), deliveries.Load())
	require.Equal(t, int32(retrievals-1), lost.Load())
	require.Equal(t, 1, w.register.Calls())
	require.Equal(t, 1, w.source.Lookups())
}

func TestG4_OfManyCallsOfOneRequestOneAsksTheRegister(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := requestFor(w.consent(t))
	var group sync.WaitGroup
	for range 200 {
		group.Go(func() {
			retrieval, err := w.broker.Retrieve(t.Context(), r)
			if err != nil || retrieval.State != onceonly.RetrievalReceived && retrieval.State != onceonly.RetrievalSent {
				t.Errorf("%s %v", retrieval.State, err)
			}
		})
	}
	group.Wait()
	require.Equal(t, 1, w.register.Calls())
}

func TestG3_NoCheckThatBeginsAfterWithdrawalPermits(t *testing.T) {
	t.Parallel()
	for range 20 {
		w := newWorld(t)
		c := w.consent(t, func(terms *onceonly.Terms) { terms.MaxUses = 1 << 20 })
		var withdrawn atomic.Bool
		var group sync.WaitGroup
		begin := make(chan struct{})
		for range 8 {
			group.Go(func() {
				<-begin
				for range 20 {
					after := withdrawn.Load() // before the check begins
					retrieval, err := w.broker.Retrieve(t.Context(), requestFor(c))
					if err != nil {
						t.Error(err)
						return
					}
					if after && retrieval.State != onceonly.RetrievalRefused {
						t.Errorf("permitted after withdrawal: %s", retrieval.State)
					}
				}
			})
		}
		group.Go(func() {
			<-begin
			if _, err := w.broker.Withdraw(t.Context(), c.ID(), onceonly.Actor{Subject: erika}); err != nil {
				t.Error(err)
			}
			withdrawn.Store(true)
		})
		close(begin)
		group.Wait()
	}
}

func TestG3_WhatWaitsForTheDecisionIsStoppedByWithdrawal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	retrieval := w.received(t)
	preview, _, err := w.broker.Preview(t.Context(), retrieval.ID, self)
	require.NoError(t, err)
	for range 2 { // withdrawing twice is no error
		c, err := w.broker.Withdraw(t.Context(), retrieval.Consent, onceonly.Actor{Subject: erika})
		require.NoError(t, err)
		require.Equal(t, onceonly.ConsentWithdrawn, c.State())
	}
	for range 2 {
		evidence, decision, err := w.broker.Accept(t.Context(), retrieval.ID, preview.Digest, self)
		require.NoError(t, err)
		require.True(t, evidence.IsZero())
		require.Equal(t, []onceonly.Code{onceonly.CodeConsentWithdrawn}, codes(decision.Reasons))
	}
	_, err = w.store.Content(t.Context(), retrieval.ID)
	require.ErrorIs(t, err, onceonly.ErrNotFound, "the document is gone")
	require.Equal(t, onceonly.ActionLapsed, w.entries(t)[5].Action)
}

func TestG3_WhatWasHandedOverStaysHandedOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	retrieval := w.received(t)
	preview, _, err := w.broker.Preview(t.Context(), retrieval.ID, self)
	require.NoError(t, err)
	first, _, err := w.broker.Accept(t.Context(), retrieval.ID, preview.Digest, self)
	require.NoError(t, err)
	w.clock.Advance(time.Hour)
	again, decision, err := w.broker.Accept(t.Context(), retrieval.ID, preview.Digest, self)
	require.NoError(t, err)
	require.True(t, decision.Permitted, "an answer that got lost can be repeated")
	require.Equal(t, first.Content(), again.Content())
	_, err = w.broker.Withdraw(t.Context(), retrieval.Consent, onceonly.Actor{Subject: erika})
	require.NoError(t, err)
	_, decision, err = w.broker.Accept(t.Context(), retrieval.ID, preview.Digest, self)
	require.NoError(t, err)
	require.Equal(t, []onceonly.Code{onceonly.CodeConsentWithdrawn}, codes(decision.Reasons), "but not after the consent has ended")
	stored, err := w.broker.Retrieval(t.Context(), retrieval.ID)
	require.NoError(t, err)
	require.Equal(t, onceonly.RetrievalDelivered, stored.State)
}
