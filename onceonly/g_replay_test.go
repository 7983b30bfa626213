// SPDX-License-Identifier: Apache-2.0

package onceonly_test

// G5 and G6: repetition, crashes, and the log.

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

func TestG5_TheSameRequestGetsTheSameAnswerWithoutASecondCall(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.consent(t)
	r := requestFor(c)
	first, err := w.broker.Retrieve(t.Context(), r)
	require.NoError(t, err)
	for range 3 {
		again, err := w.broker.Retrieve(t.Context(), r)
		require.NoError(t, err)
		require.Equal(t, first, again)
	}
	require.Equal(t, 1, w.register.Calls())
	used, err := w.broker.Consent(t.Context(), c.ID())
	require.NoError(t, err)
	require.Equal(t, 1, used.Uses())

	r.Person = personWith(func(d *onceonly.PersonData) { d.GivenNames = "Erika Maria" })
	_, err = w.broker.Retrieve(t.Context(), r)
	require.ErrorIs(t, err, onceonly.ErrReused)
}

func TestG5_ACrashBeforeOrAfterTheCallNeitherLosesNorDoublesAnything(t *testing.T) {
	t.Parallel()
	for _, fault := range []StoreFault{StoreFailsBefore, StoreFailsAfter} {
		for crashAt := range 2 { // the write before the call, and the one after it
			w := newWorld(t)
			c := w.consent(t)
			r := requestFor(c)
			crashing := NewFaultyStore(w.store, func(number int, _ onceonly.Commit) StoreFault {
				switch {
				case number == crashAt:
					return fault
				case number > crashAt:
					return StoreFailsBefore // the process is dead
				}
				return StoreWorks
			})
			_, err := brokerWith(t, w, crashing, w.register).Retrieve(t.Context(), r)
			require.ErrorIs(t, err, ErrStore)

			w.clock.Advance(time.Minute) // the call that died no longer counts as running
			again, err := w.broker.Retrieve(t.Context(), r)
			require.NoError(t, err)
			require.Equal(t, onceonly.RetrievalReceived, again.State, "%s at %d", fault, crashAt)
			require.Equal(t, 1, w.source.Lookups(), "the provider repeats its answer: %s at %d", fault, crashAt)
			used, err := w.broker.Consent(t.Context(), c.ID())
			require.NoError(t, err)
			require.Equal(t, 1, used.Uses())
		}
	}
}

func TestG5_TheProviderRepeatsItsAnswerAndRefusesTheIDWithOtherContent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := requestFor(w.consent(t))
	query := w.query(t, r)
	first, err := w.provider.Fetch(t.Context(), query)
	require.NoError(t, err)
	again, err := w.provider.Fetch(t.Context(), query)
	require.NoError(t, err)
	require.Equal(t, first.Evidence.Content(), again.Evidence.Content())
	require.Equal(t, first.Evidence.Seal(), again.Evidence.Seal())
	require.Equal(t, 1, w.source.Lookups())

	r.Person = personWith(func(d *onceonly.PersonData) { d.GivenNames = "Max" })
	foreign := w.query(t, r)
	foreign.Terms.Person = commitment(r.Person)
	other, err := w.provider.Fetch(t.Context(), foreign)
	require.NoError(t, err)
	require.Equal(t, []onceonly.Code{onceonly.CodeRequestReused}, codes(other.Refused))

	w.clock.Advance(time.Hour)
	require.Equal(t, 1, w.sweep(t), "the evidence that could be repeated")
	late, err := w.provider.Fetch(t.Context(), w.query(t, query.Request))
	require.NoError(t, err)
	require.NotNil(t, late.Evidence, "what was sealed too long ago is sealed anew")
	require.NotEqual(t, first.Evidence.Seal(), late.Evidence.Seal())
	require.Equal(t, 2, w.source.Lookups())
	again, err = w.provider.Fetch(t.Context(), w.query(t, query.Request))
	require.NoError(t, err)
	require.Equal(t, late.Evidence.Seal(), again.Evidence.Seal())
}

func TestG6_EveryDecisionIsLoggedPermitAndDeny(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.consent(t)
	retrieval, err := w.broker.Retrieve(t.Context(), requestFor(c))
	require.NoError(t, err)
	preview, _, err := w.broker.Preview(t.Context(), retrieval.ID, self)
	require.NoError(t, err)
	_, _, err = w.broker.Accept(t.Context(), retrieval.ID, preview.Digest, self)
	require.NoError(t, err)
	_, err = w.broker.Retrieve(t.Context(), requestFor(c)) // used up
	require.NoError(t, err)
	entries := w.entries(t)
	require.Equal(t, []onceonly.Action{
		onceonly.ActionProposed, onceonly.ActionGiven, onceonly.ActionPermitted, onceonly.ActionReceived,
		onceonly.ActionDelivered, onceonly.ActionRefused,
	}, actions(entries))
	require.Equal(t, []onceonly.Code{onceonly.CodeConsentUsedUp}, codes(entries[5].Reasons))
	require.Equal(t, preview.Digest, entries[4].Digest)
	require.Equal(t, []onceonly.Action{onceonly.ActionAnswered}, actions(entriesOf(t, w.providerLog)))
	for _, e := range entries {
		require.Equal(t, start.AddDate(1, 0, 0), e.EraseAt, "twelve months (§ 40 (5) BMG)")
	}
}

func TestG6_IfTheLogCannotBeWrittenNothingIsHandedOver(t *testing.T) {
	t.Parallel()
	var writes *FaultyStore
	failing := func(n int) option {
		return withStore(func(s onceonly.Keeper) onceonly.Keeper {
			writes = NewFaultyStore(s, func(number int, _ onceonly.Commit) StoreFault {
				if number == n {
					return StoreFailsBefore
				}
				return StoreWorks
			})
			return writes
		})
	}
	// Walk once to know the number of writes, then let each of them fail.
	handedOver, failed := walk(t, newWorld(t, failing(-1)))
	require.True(t, handedOver)
	require.False(t, failed)
	total := writes.Appends()
	require.Equal(t, 6, total)
	for n := range total {
		w := newWorld(t, failing(n))
		handedOver, failed := walk(t, w)
		require.True(t, failed, "write %d", n)
		require.False(t, handedOver, "write %d", n)
		require.NotContains(t, actions(w.entries(t)), onceonly.ActionDelivered)
		if n <= 2 {
			require.Zero(t, w.register.Calls(), "the register is not asked before the permission is logged")
		}
	}
}

// walk goes the whole way and stops at the first error.
func walk(t *testing.T, w *world) (handedOver, failed bool) {
	t.Helper()
	ctx := t.Context()
	proposed, err := w.broker.Propose(ctx, terms())
	if err != nil {
		return false, true
	}
	given, err := w.broker.Give(ctx, proposed.ID(), onceonly.Actor{Subject: erika, Assurance: onceonly.AssuranceHigh})
	if err != nil {
		return false, true
	}
	retrieval, err := w.broker.Retrieve(ctx, requestFor(given))
	if err != nil {
		return false, true
	}
	preview, _, err := w.broker.Preview(ctx, retrieval.ID, self)
	if err != nil {
		return false, true
	}
	evidence, _, err := w.broker.Accept(ctx, retrieval.ID, preview.Digest, self)
	return !evidence.IsZero(), err != nil
}

func TestG6_TheEntryIsInTheSameTransactionAsTheDeed(t *testing.T) {
	t.Parallel()
	checked := 0
	checking := withStore(func(s onceonly.Keeper) onceonly.Keeper {
		return NewFaultyStore(s, func(_ int, commit onceonly.Commit) StoreFault {
			look := string(onceonly.RetrievalEventPreviewed)
			if commit.Steps[0].Events[0].Type != look && len(commit.Records) == 0 {
				t.Errorf("a deed without an entry: %s", commit.Steps[0].Events[0].Type)
			}
			checked++
			return StoreWorks
		})
	})
	handedOver, _ := walk(t, newWorld(t, checking))
	require.True(t, handedOver)
	w := newWorld(t, checking)
	_, err := w.broker.Discard(t.Context(), w.received(t).ID, self)
	require.NoError(t, err)
	require.Equal(t, 6+5, checked)
}

// busy is a store that takes no more work from some write on.
type busy struct {
	onceonly.Keeper

	left int
}

func (s *busy) Append(ctx context.Context, commit onceonly.Commit) error {
	if s.left--; s.left < 0 {
		return onceonly.ErrBusy
	}
	return s.Keeper.Append(ctx, commit)
}

func TestG6_ABusyStoreIsSaidToBeBusyAndNothingIsHandedOver(t *testing.T) {
	t.Parallel()
	for writes := range 2 { // before the call of the register, and after it
		w := newWorld(t)
		r := requestFor(w.consent(t))
		retrieval, err := brokerWith(t, w, &busy{w.store, writes}, w.register).Retrieve(t.Context(), r)
		require.ErrorIs(t, err, onceonly.ErrBusy)
		require.ErrorIs(t, err, auditlog.ErrBusy)
		require.NotEqual(t, onceonly.RetrievalReceived, retrieval.State)
		require.Equal(t, writes, w.register.Calls())
		w.clock.Advance(time.Minute)
		retrieval, err = w.broker.Retrieve(t.Context(), r)
		require.NoError(t, err, "the same call can be made later")
		require.Equal(t, onceonly.RetrievalReceived, retrieval.State)
	}
	w := newWorld(t)
	id := w.received(t).ID
	preview, _, err := w.broker.Preview(t.Context(), id, self)
	require.NoError(t, err)
	evidence, decision, err := brokerWith(t, w, &busy{w.store, 0}, w.register).Accept(t.Context(), id, preview.Digest, self)
	require.ErrorIs(t, err, onceonly.ErrBusy)
	require.True(t, evidence.IsZero())
	require.False(t, decision.Permitted)
}
