// SPDX-License-Identifier: Apache-2.0

package antragtest

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

func lease(t *testing.T, store antrag.Store, kinds ...string) []antrag.Leased {
	t.Helper()
	request := antrag.LeaseRequest{For: time.Minute, Limit: 10}
	for _, kind := range kinds {
		request.Effects = append(request.Effects, antrag.EffectName{Stream: antrag.EffectStreams, Effect: kind})
	}
	leased, err := store.Lease(t.Context(), request)
	require.NoError(t, err)
	return leased
}

func effects(t *testing.T, store antrag.Store, query antrag.EffectQuery) []antrag.EffectRecord {
	t.Helper()
	var all []antrag.EffectRecord
	for record, err := range store.Effects(t.Context(), query) {
		require.NoError(t, err)
		all = append(all, record)
	}
	return all
}

func effectsComeWithTheirCommit(t *testing.T, store antrag.Store) {
	id := newID(t)
	appendAll(t, store, begonnen(id, "konto-1"))
	require.Empty(t, lease(t, store, "zustellen"))
	appendAll(t, store, eingereicht(id, "konto-1", "160615001", "zustellen", "benachrichtigen"))

	require.Empty(t, lease(t, store, "drucken"), "only what the worker asked for")
	leased := lease(t, store, "zustellen", "benachrichtigen")
	require.Len(t, leased, 2)
	require.NotEqual(t, leased[0].Ref.ID(), leased[1].Ref.ID())
	for _, l := range leased {
		require.Equal(t, id, l.Ref.Stream)
		require.Equal(t, uint64(2), l.Ref.Version)
	}
	require.Empty(t, lease(t, store, "zustellen", "benachrichtigen"), "a leased effect is nobody else's")

	require.NoError(t, store.Complete(t.Context(), leased[0].Lease, []byte(`"angenommen"`)))
	done := effects(t, store, antrag.EffectQuery{Stream: id, State: antrag.EffectDone})
	require.Len(t, done, 1)
	require.Equal(t, leased[0].Ref, done[0].Ref)
	require.JSONEq(t, `"angenommen"`, string(done[0].Result))
}

func deadEffectsCanBeResumed(t *testing.T, store antrag.Store) {
	id := newID(t)
	appendAll(t, store, begonnen(id, "konto-1"), eingereicht(id, "konto-1", "160615001", "zustellen"))
	first := lease(t, store, "zustellen")
	require.Len(t, first, 1)
	require.NoError(t, store.Fail(t.Context(), first[0].Lease, "inbox closed", time.Time{}))
	dead := effects(t, store, antrag.EffectQuery{State: antrag.EffectDead})
	require.Len(t, dead, 1)
	require.Equal(t, "inbox closed", dead[0].Reason)
	require.Empty(t, lease(t, store, "zustellen"))

	require.NoError(t, store.Resume(t.Context(), dead[0].Ref))
	second := lease(t, store, "zustellen")
	require.Len(t, second, 1)
	require.Equal(t, first[0].Ref.ID(), second[0].Ref.ID(), "the receiver sees the same id again")
	require.ErrorIs(t, store.Complete(t.Context(), first[0].Lease, nil), antrag.ErrLeaseLost)
	require.ErrorIs(t, store.Renew(t.Context(), first[0].Lease, zeit.AddDate(1, 0, 0)), antrag.ErrLeaseLost)
	require.ErrorIs(t, store.Fail(t.Context(), first[0].Lease, "late", zeit), antrag.ErrLeaseLost)
	require.NoError(t, store.Complete(t.Context(), second[0].Lease, nil))
}

func eraseLeavesTheSkeleton(t *testing.T, store antrag.Store) {
	id, other := newID(t), newID(t)
	appendAll(t, store,
		begonnen(id, "konto-1"), eingereicht(id, "konto-1", "160615001", "zustellen"), begonnen(other, "konto-1"))
	require.NoError(t, store.Erase(t.Context(), id))
	require.NoError(t, store.Erase(t.Context(), id), "twice is no error")

	events, err := store.Load(t.Context(), id)
	require.NoError(t, err)
	require.Len(t, events, 2)
	for _, e := range events {
		require.Empty(t, e.Konto+string(e.Angaben)+e.Text)
		require.False(t, e.Zeit.IsZero())
	}
	a, err := antrag.Replay(id, events)
	require.NoError(t, err)
	require.Equal(t, antrag.StatusEingereicht, a.Status())

	require.Len(t, heads(t, store, antrag.Query{Konto: "konto-1"}), 1, "the account leads to it no more")
	require.Empty(t, lease(t, store, "zustellen"), "what was open is never carried out")
	require.Len(t, heads(t, store, antrag.Query{}), 2)
}
