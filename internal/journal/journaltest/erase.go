// SPDX-License-Identifier: Apache-2.0

package journaltest

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

func personal(stream uuid.UUID, expected uint64) journal.Commit {
	return journal.Commit{
		Kind: "antrag", Stream: stream, Expected: expected, State: "eingereicht",
		Events: []journal.Event{
			{Type: "eingereicht", Data: []byte(`{"n":1}`), Personal: []byte("Erika Mustermann")},
			{Type: "bestaetigt", Data: []byte(`{"n":2}`)},
		},
		Keys:    []journal.Key{{Name: "konto", Value: "pseudonym"}},
		Effects: []journal.Effect{{Kind: "zustellen", Payload: []byte("Erika Mustermann")}},
	}
}

func testErase(t *testing.T, h *harness) {
	stream := newID(t)
	h.append(t, personal(stream, 0))
	h.pass(time.Hour)
	require.NoError(t, h.Erase(t.Context(), "antrag", stream))

	head, events := h.load(t, "antrag", stream)
	require.Equal(t, h.Now(), head.Erased)
	require.Equal(t, "eingereicht", head.State)
	require.Empty(t, head.Keys)
	require.True(t, events[0].Erased)
	require.False(t, events[1].Erased, "nothing personal was there")
	for _, event := range events {
		require.Nil(t, event.Personal)
		require.NotEmpty(t, event.Data)
	}
	require.Empty(t, h.heads(t, journal.Query{Kind: "antrag", Key: journal.Key{Name: "konto", Value: "pseudonym"}}))
	all, err := h.Read(t.Context(), 0, 10)
	require.NoError(t, err)
	require.Equal(t, events, all)

	// The stream lives on, and what comes later is not erased by the past.
	h.append(t, personal(stream, 2))
	_, events = h.load(t, "antrag", stream)
	require.Equal(t, "Erika Mustermann", string(events[2].Personal))
	require.Len(t, h.heads(t, journal.Query{Kind: "antrag", Key: journal.Key{Name: "konto", Value: "pseudonym"}}), 1)
	require.NoError(t, h.Erase(t.Context(), "antrag", stream))
	_, events = h.load(t, "antrag", stream)
	require.True(t, events[2].Erased)
}

func testEraseAnswers(t *testing.T, h *harness) {
	stream, beside, other := newID(t), newID(t), newID(t)
	append2 := func(key string, commits ...journal.Commit) {
		_, err := h.Append(t.Context(), command(key), commits...)
		require.NoError(t, err)
	}
	append2("before", commit(other, 0))
	append2("alone", personal(stream, 0))
	append2("among others", commit(beside, 0), personal(stream, 2), commit(other, 1))
	append2("after", commit(other, 2))
	require.NoError(t, h.Erase(t.Context(), "antrag", stream))
	for key, kept := range map[string]bool{"before": true, "alone": false, "among others": false, "after": true} {
		outcome, err := h.Answer(t.Context(), "einreichen", key)
		require.NoError(t, err)
		require.NotEmpty(t, outcome.Receipts)
		require.Equal(t, kept, outcome.Answer != nil, key)
	}
	outcome, err := h.Append(t.Context(), command("alone"), personal(stream, 0))
	require.NoError(t, err)
	require.True(t, outcome.Replayed, "an erased answer still keeps the command from happening twice")
	require.Nil(t, outcome.Answer)
}

func testEraseEffects(t *testing.T, h *harness) {
	stream := newID(t)
	c := personal(stream, 0)
	c.Effects = []journal.Effect{
		{Kind: "done", Payload: []byte("Erika Mustermann")},
		{Kind: "failed", Payload: []byte("Erika Mustermann")},
		{Kind: "dead", Payload: []byte("Erika Mustermann")},
		{Kind: "leased", Payload: []byte("Erika Mustermann")},
		{Kind: "open", Payload: []byte("Erika Mustermann")},
	}
	h.append(t, c)
	require.NoError(t, h.Complete(t.Context(), h.lease(t, "done")[0].Lease, []byte("Quittung für Erika Mustermann")))
	require.NoError(t, h.Fail(t.Context(), h.lease(t, "failed")[0].Lease, "Erika Mustermann", h.Now()))
	dead := h.lease(t, "dead")[0]
	require.NoError(t, h.Fail(t.Context(), dead.Lease, "Erika Mustermann", time.Time{}))
	leased := h.lease(t, "leased")[0]
	require.NoError(t, h.Erase(t.Context(), "antrag", stream))

	require.ErrorIs(t, h.Complete(t.Context(), leased.Lease, []byte("Erika Mustermann")), journal.ErrLeaseLost)
	require.ErrorIs(t, h.Resume(t.Context(), dead.Ref), journal.ErrNotFound)
	h.pass(24 * time.Hour)
	require.Empty(t, h.lease(t, "done", "failed", "dead", "leased", "open"))
	records := h.effects(t, journal.EffectQuery{Kind: "antrag", Stream: stream})
	require.Len(t, records, 5)
	for i, record := range records {
		require.Empty(t, record.Result)
		require.Empty(t, record.Reason)
		if i == 0 {
			require.Equal(t, journal.EffectDone, record.State)
			continue
		}
		require.Equal(t, journal.EffectErased, record.State)
		require.Zero(t, record.Due)
	}
}

func testEraseOthers(t *testing.T, h *harness) {
	stream, other := newID(t), newID(t)
	h.append(t, personal(stream, 0))
	h.append(t, personal(other, 0))
	sameID := personal(stream, 0)
	sameID.Kind = "zahlung"
	h.append(t, sameID)
	for range 2 {
		require.NoError(t, h.Erase(t.Context(), "antrag", stream))
	}
	_, events := h.load(t, "antrag", stream)
	require.True(t, events[0].Erased)
	for kind, id := range map[string]uuid.UUID{"antrag": other, "zahlung": stream} {
		head, events := h.load(t, kind, id)
		require.Zero(t, head.Erased)
		require.Len(t, head.Keys, 1)
		require.Equal(t, "Erika Mustermann", string(events[0].Personal))
	}
	require.Len(t, h.lease(t, "zustellen"), 1)
}

func testClosed(t *testing.T, h *harness) {
	stream := newID(t)
	h.append(t, withEffects(stream, 0, journal.Effect{Kind: "zustellen"}))
	lease := h.lease(t, "zustellen")[0].Lease
	require.NoError(t, h.Close())
	require.NoError(t, h.Close(), "closing twice is no error")

	ctx := t.Context()
	_, err := h.Append(ctx, journal.Command{}, commit(stream, 1))
	require.ErrorIs(t, err, journal.ErrClosed)
	_, _, err = h.Load(ctx, "antrag", stream, 0)
	require.ErrorIs(t, err, journal.ErrClosed)
	_, err = h.Read(ctx, 0, 1)
	require.ErrorIs(t, err, journal.ErrClosed)
	_, err = h.Answer(ctx, "einreichen", "k")
	require.ErrorIs(t, err, journal.ErrClosed)
	_, err = h.Lease(ctx, journal.LeaseRequest{Effects: journal.EffectNames("antrag", "zustellen"), For: time.Minute, Limit: 1})
	require.ErrorIs(t, err, journal.ErrClosed)
	require.ErrorIs(t, h.Renew(ctx, lease, h.Now()), journal.ErrClosed)
	require.ErrorIs(t, h.Complete(ctx, lease, nil), journal.ErrClosed)
	require.ErrorIs(t, h.Fail(ctx, lease, "", h.Now()), journal.ErrClosed)
	require.ErrorIs(t, h.Resume(ctx, lease.Ref), journal.ErrClosed)
	require.ErrorIs(t, h.Erase(ctx, "antrag", stream), journal.ErrClosed)
	heads, effects := 0, 0
	for _, err := range h.List(ctx, journal.Query{Kind: "antrag"}) {
		require.ErrorIs(t, err, journal.ErrClosed)
		heads++
	}
	for _, err := range h.Effects(ctx, journal.EffectQuery{Kind: "antrag"}) {
		require.ErrorIs(t, err, journal.ErrClosed)
		effects++
	}
	require.Equal(t, 1, heads)
	require.Equal(t, 1, effects)
}
