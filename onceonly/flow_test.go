// SPDX-License-Identifier: Apache-2.0

package onceonly_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
)

func TestRetrieve_DeferredEvidenceIsAskedForAgainUnderTheSameID(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.source.Defer(start.Add(10 * time.Minute))
	c := w.consent(t)
	r := requestFor(c)
	retrieval, err := w.broker.Retrieve(t.Context(), r)
	require.NoError(t, err)
	require.Equal(t, onceonly.RetrievalDeferred, retrieval.State)
	require.Equal(t, start.Add(10*time.Minute), retrieval.AskAgain)

	w.clock.Advance(9 * time.Minute)
	early, err := w.broker.Retrieve(t.Context(), r)
	require.NoError(t, err)
	require.Equal(t, retrieval, early, "too early: the stored answer")
	require.Equal(t, 1, w.register.Calls())

	w.clock.Advance(time.Minute)
	retrieval, err = w.broker.Retrieve(t.Context(), r)
	require.NoError(t, err)
	require.Equal(t, onceonly.RetrievalReceived, retrieval.State)
	used, err := w.broker.Consent(t.Context(), c.ID())
	require.NoError(t, err)
	require.Equal(t, 1, used.Uses(), "one request is one use")
}

func TestRetrieve_DeferredEvidenceIsNotFetchedAfterWithdrawal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.source.Defer(start.Add(10 * time.Minute))
	c := w.consent(t)
	r := requestFor(c)
	_, err := w.broker.Retrieve(t.Context(), r)
	require.NoError(t, err)
	_, err = w.broker.Withdraw(t.Context(), c.ID(), onceonly.Actor{Subject: erika})
	require.NoError(t, err)
	w.clock.Advance(time.Hour)
	retrieval, err := w.broker.Retrieve(t.Context(), r)
	require.NoError(t, err)
	require.Equal(t, onceonly.RetrievalRefused, retrieval.State)
	require.Equal(t, []onceonly.Code{onceonly.CodeConsentWithdrawn}, codes(retrieval.Reasons))
	require.Equal(t, 1, w.register.Calls())
}

func TestRetrieve_ASlowRegisterIsGivenUpAndCanBeAskedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t)
		w.register.Plan(onceonlytest.FaultSlow)
		r := requestFor(w.consent(t))
		begin := time.Now()
		retrieval, err := w.broker.Retrieve(t.Context(), r)
		require.ErrorIs(t, err, onceonly.ErrRegister)
		require.Equal(t, 10*time.Second, time.Since(begin))
		require.Equal(t, onceonly.RetrievalUnanswered, retrieval.State)
		retrieval, err = w.broker.Retrieve(t.Context(), r)
		require.NoError(t, err)
		require.Equal(t, onceonly.RetrievalReceived, retrieval.State)
	})
}

// stuck is a register whose own store is in conflict.
type stuck struct{ calls int }

func (s *stuck) Fetch(context.Context, onceonly.Query) (onceonly.Answer, error) {
	s.calls++
	return onceonly.Answer{}, onceonly.ErrConflict
}

func TestRetrieve_AConflictInsideTheRegisterIsNoReasonToAskAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	register := &stuck{}
	retrieval, err := brokerWith(t, w, w.store, register).Retrieve(t.Context(), requestFor(w.consent(t)))
	require.ErrorIs(t, err, onceonly.ErrRegister)
	require.Equal(t, onceonly.RetrievalUnanswered, retrieval.State)
	require.Equal(t, 1, register.calls)
}

func TestRetrieve_TheIDOfAnErasedRetrievalStaysTaken(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	r := requestFor(w.consent(t))
	_, err := w.broker.Retrieve(t.Context(), r)
	require.NoError(t, err)
	require.NoError(t, onceonly.Erase(t.Context(), w.store, onceonly.KindRetrieval, r.ID))
	_, err = w.broker.Retrieve(t.Context(), r)
	require.ErrorIs(t, err, onceonly.ErrNotFound)
	require.Equal(t, 1, w.register.Calls())
}

func TestAccept_LapsesWhenTheTimeToDecideIsOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	retrieval := w.received(t)
	preview, _, err := w.broker.Preview(t.Context(), retrieval.ID, self)
	require.NoError(t, err)
	w.clock.Advance(40 * time.Minute)
	evidence, decision, err := w.broker.Accept(t.Context(), retrieval.ID, preview.Digest, self)
	require.NoError(t, err)
	require.True(t, evidence.IsZero())
	require.Equal(t, []onceonly.Code{onceonly.CodeDecideTimeOut}, codes(decision.Reasons))
	lapsed, err := w.broker.Retrieval(t.Context(), retrieval.ID)
	require.NoError(t, err)
	require.Equal(t, onceonly.RetrievalLapsed, lapsed.State)
	_, err = w.store.Content(t.Context(), retrieval.ID)
	require.ErrorIs(t, err, onceonly.ErrNotFound)
}

func TestDiscard_DestroysTheDocumentAndKeepsTheEntry(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	retrieval := w.received(t)
	preview, _, err := w.broker.Preview(t.Context(), retrieval.ID, self)
	require.NoError(t, err)
	for range 2 {
		decision, err := w.broker.Discard(t.Context(), retrieval.ID, self)
		require.NoError(t, err)
		require.True(t, decision.Permitted)
	}
	_, err = w.store.Content(t.Context(), retrieval.ID)
	require.ErrorIs(t, err, onceonly.ErrNotFound)
	evidence, decision, err := w.broker.Accept(t.Context(), retrieval.ID, preview.Digest, self)
	require.NoError(t, err)
	require.True(t, evidence.IsZero())
	require.Equal(t, []onceonly.Code{onceonly.CodeDiscarded}, codes(decision.Reasons))
	entries := w.entries(t)
	require.Equal(t, onceonly.ActionDiscarded, entries[len(entries)-1].Action)
}

func TestDiscard_CannotUndoAHandOver(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	retrieval := w.received(t)
	preview, _, err := w.broker.Preview(t.Context(), retrieval.ID, self)
	require.NoError(t, err)
	_, _, err = w.broker.Accept(t.Context(), retrieval.ID, preview.Digest, self)
	require.NoError(t, err)
	decision, err := w.broker.Discard(t.Context(), retrieval.ID, self)
	require.NoError(t, err)
	require.False(t, decision.Permitted)
}

func TestG11_DocumentsAreDestroyedAtTheirDeadline(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	retrieval := w.received(t)
	preview, _, err := w.broker.Preview(t.Context(), retrieval.ID, self)
	require.NoError(t, err)
	_, _, err = w.broker.Accept(t.Context(), retrieval.ID, preview.Digest, self)
	require.NoError(t, err)
	w.clock.Advance(24 * time.Hour)
	require.Equal(t, 2, w.sweep(t), "here and at the provider")
	w.clock.Advance(-24*time.Hour + time.Minute) // while the consent stands
	_, decision, err := w.broker.Accept(t.Context(), retrieval.ID, preview.Digest, self)
	require.NoError(t, err)
	require.Equal(t, []onceonly.Code{onceonly.CodeContentErased}, codes(decision.Reasons))
}

func TestStatute_NeedsNobodyToDecideAndMayWaiveThePreview(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.consent(t, func(terms *onceonly.Terms) {
		terms.Basis, terms.Notice = onceonly.BasisStatute, onceonly.Notice{}
		terms.Preview.WaivedBecause = "retrieval ordered by statute, nobody is there to look"
	})
	retrieval, err := w.broker.Retrieve(t.Context(), requestFor(c))
	require.NoError(t, err)
	require.True(t, retrieval.PreviewWaived)
	evidence, decision, err := w.broker.Accept(t.Context(), retrieval.ID, retrieval.Digest, self)
	require.NoError(t, err)
	require.True(t, decision.Permitted)
	require.Equal(t, onceonly.DigestOf([]byte(delivered)), evidence.Digest())

	proposed, err := w.broker.Propose(t.Context(), terms())
	require.NoError(t, err)
	_, err = w.broker.Give(t.Context(), proposed.ID(), onceonly.Actor{})
	require.ErrorIs(t, err, onceonly.ErrInvalid, "a choice needs somebody who chooses")
}

func TestGive_WhoActsForAnotherShowsAProofAndIsVisible(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	proposed, err := w.broker.Propose(t.Context(), terms())
	require.NoError(t, err)
	_, err = w.broker.Give(t.Context(), proposed.ID(), onceonly.Actor{Subject: moritz, Assurance: onceonly.AssuranceHigh})
	require.ErrorIs(t, err, onceonly.ErrInvalid)
	given, err := w.broker.Give(t.Context(), proposed.ID(), onceonly.Actor{Subject: moritz, Proof: power, Assurance: onceonly.AssuranceHigh})
	require.NoError(t, err)
	require.True(t, given.Represented())
	_, err = w.broker.Retrieve(t.Context(), requestFor(given))
	require.NoError(t, err)
	entries := w.entries(t)
	for _, e := range entries[1:] {
		require.Equal(t, moritz, e.Actor, e.Action)
		require.Equal(t, erika, e.Subject)
	}
	_, err = w.broker.Give(t.Context(), proposed.ID(), onceonly.Actor{Subject: erika, Assurance: onceonly.AssuranceHigh})
	require.ErrorIs(t, err, onceonly.ErrState)
}

func TestReplace_EndsTheOldConsentWithTheProposalOfTheNew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	old := w.consent(t)
	wider := terms()
	wider.MaxUses = 2
	next, err := w.broker.Replace(t.Context(), old.ID(), wider)
	require.NoError(t, err)
	for consent, want := range map[uuid.UUID]onceonly.Code{old.ID(): onceonly.CodeConsentReplaced, next.ID(): onceonly.CodeConsentNotGiven} {
		c, err := w.broker.Consent(t.Context(), consent)
		require.NoError(t, err)
		retrieval, err := w.broker.Retrieve(t.Context(), requestFor(c))
		require.NoError(t, err)
		require.Equal(t, []onceonly.Code{want}, codes(retrieval.Reasons))
	}
	ended, err := w.broker.Consent(t.Context(), old.ID())
	require.NoError(t, err)
	require.Equal(t, next.ID(), ended.Successor())
	foreign := terms()
	foreign.Subject = moritz
	_, err = w.broker.Replace(t.Context(), next.ID(), foreign)
	require.ErrorIs(t, err, onceonly.ErrInvalid)
}

func TestEUExchange_IsForgottenAfterTwelveMonths(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.consent(t, func(terms *onceonly.Terms) { terms.Basis = onceonly.BasisExplicitRequest })
	for _, e := range w.entries(t) {
		require.Equal(t, start.AddDate(1, 0, 0), e.EraseAt)
	}
}

func TestTerms_CheckNamesAllThatIsMissing(t *testing.T) {
	t.Parallel()
	err := onceonly.Terms{}.Check()
	require.ErrorIs(t, err, onceonly.ErrInvalid)
	var check *onceonly.CheckError
	require.ErrorAs(t, err, &check)
	require.Len(t, check.Befunde, 16)
	require.NoError(t, terms().Check())
	empty := &onceonly.Request{}
	require.ErrorIs(t, empty.Check(), onceonly.ErrInvalid)
}

func TestRetrieve_UnknownRegisterIsARefusal(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	broker := w.broker.Over(nil, func(_ *onceonly.Config, _ *onceonly.Permission, d *onceonly.Directory) { *d = onceonly.NewDirectory() })
	retrieval, err := broker.Retrieve(t.Context(), requestFor(w.consent(t)))
	require.NoError(t, err)
	require.Equal(t, []onceonly.Code{onceonly.CodeRegisterUnknown}, codes(retrieval.Reasons))
}

func TestBroker_WhatDoesNotExistIsNotFound(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := uuid.Must(uuid.NewV7())
	_, err := w.broker.Consent(t.Context(), id)
	require.ErrorIs(t, err, onceonly.ErrNotFound)
	_, _, err = w.broker.Preview(t.Context(), id, self)
	require.ErrorIs(t, err, onceonly.ErrNotFound)
	_, _, err = w.broker.Accept(t.Context(), id, onceonly.Digest{}, self)
	require.ErrorIs(t, err, onceonly.ErrNotFound)
	_, err = w.broker.Discard(t.Context(), id, self)
	require.ErrorIs(t, err, onceonly.ErrNotFound)
}

func TestBroker_RefusesAContradictoryConfiguration(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i, make := range []func(onceonly.Config) error{
		func(c onceonly.Config) error {
			_, err := onceonly.NewBroker(nil, w.log, w.intermediary, onceonly.NewDirectory(), c)
			return err
		},
		func(c onceonly.Config) error {
			_, err := onceonly.NewBroker(w.house, nil, w.intermediary, onceonly.NewDirectory(), c)
			return err
		},
		func(c onceonly.Config) error {
			_, err := onceonly.NewBroker(w.house, w.log, nil, onceonly.NewDirectory(), c)
			return err
		},
		func(c onceonly.Config) error {
			_, err := onceonly.NewBroker(w.house, w.log, w.intermediary, nil, c)
			return err
		},
	} {
		require.Error(t, make(onceonly.Config{Name: "other"}), i)
	}
	for _, config := range []onceonly.Config{
		{CallTimeout: -1}, {KeepContent: time.Minute}, {Leeway: -1}, {MaxEvidence: -1}, {Name: "broker"},
	} {
		if config.Name == "" {
			config.Name = "other"
		}
		_, err := onceonly.NewBroker(w.house, w.log, w.intermediary, onceonly.NewDirectory(), config)
		require.Error(t, err)
	}
}
