// SPDX-License-Identifier: Apache-2.0

package journaltest

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

func withEffects(stream uuid.UUID, expected uint64, effects ...journal.Effect) journal.Commit {
	c := commit(stream, expected)
	c.Effects = effects
	return c
}

func testEffectWithCommit(t *testing.T, h *harness) {
	stream := newID(t)
	_, err := h.Append(t.Context(), journal.Command{}, withEffects(stream, 3, journal.Effect{Kind: "zustellen"}))
	require.ErrorIs(t, err, journal.ErrConflict)
	require.Empty(t, h.lease(t, "zustellen"))
	for range 2 {
		_, err = h.Append(t.Context(), command("k"), withEffects(stream, 0, journal.Effect{Kind: "zustellen", Payload: []byte("p")}))
		require.NoError(t, err)
	}
	leased := h.lease(t, "zustellen")
	require.Equal(t, []journal.Leased{{
		Lease:  journal.Lease{Ref: journal.EffectRef{Kind: "antrag", Stream: stream, Version: 1}, Attempt: 1},
		Effect: "zustellen", Payload: []byte("p"), Until: h.Now().Add(time.Minute),
	}}, leased)
}

func testLeaseOrder(t *testing.T, h *harness) {
	stream := newID(t)
	now := h.Now()
	h.append(t, withEffects(stream, 0,
		journal.Effect{Kind: "zustellen", NotBefore: now.Add(2 * time.Hour), Payload: []byte("third")},
		journal.Effect{Kind: "zustellen", NotBefore: now.Add(time.Hour), Payload: []byte("second")},
		journal.Effect{Kind: "zustellen", Payload: []byte("first")},
	))
	leased := h.lease(t, "zustellen")
	require.Len(t, leased, 1)
	require.Equal(t, "first", string(leased[0].Payload))
	require.Equal(t, 2, leased[0].Ref.Number)
	require.Empty(t, h.lease(t, "zustellen"), "leased already, or not due yet")
	require.NoError(t, h.Complete(t.Context(), leased[0].Lease, nil))

	h.pass(2 * time.Hour)
	for _, want := range []string{"second", "third"} {
		leased, err := h.Lease(t.Context(), journal.LeaseRequest{Effects: journal.EffectNames("antrag", "zustellen"), For: time.Minute, Limit: 1})
		require.NoError(t, err)
		require.Len(t, leased, 1)
		require.Equal(t, want, string(leased[0].Payload))
	}
}

func testLeaseSelects(t *testing.T, h *harness) {
	stream := newID(t)
	h.append(t, withEffects(stream, 0, journal.Effect{Kind: "zustellen"}, journal.Effect{Kind: "benachrichtigen"}))
	other := withEffects(stream, 0, journal.Effect{Kind: "zustellen"})
	other.Kind = "zahlung"
	h.append(t, other)
	require.Empty(t, h.lease(t, "loeschen"))
	require.Len(t, h.lease(t, "loeschen", "zustellen"), 1)
	require.Len(t, h.lease(t, "zustellen", "benachrichtigen"), 1)
	leased, err := h.Lease(t.Context(), journal.LeaseRequest{Effects: journal.EffectNames("zahlung", "zustellen"), For: time.Minute, Limit: 9})
	require.NoError(t, err)
	require.Len(t, leased, 1)
	require.Equal(t, "zahlung", leased[0].Ref.Kind)

	two := newID(t)
	h.append(t, withEffects(two, 0, journal.Effect{Kind: "a"}, journal.Effect{Kind: "b"}, journal.Effect{Kind: "b"}))
	leased, err = h.Lease(t.Context(), journal.LeaseRequest{Effects: journal.EffectNames("antrag", "b", "a"), For: time.Minute, Limit: 2})
	require.NoError(t, err)
	require.Len(t, leased, 2)
	require.Equal(t, "b", leased[0].Effect)
	require.Equal(t, "b", leased[1].Effect)
}

func testLeaseRunsOut(t *testing.T, h *harness) {
	h.append(t, withEffects(newID(t), 0, journal.Effect{Kind: "zustellen"}))
	first := h.lease(t, "zustellen")[0]
	h.pass(time.Minute - time.Microsecond)
	require.Empty(t, h.lease(t, "zustellen"))
	h.pass(time.Microsecond)
	second := h.lease(t, "zustellen")
	require.Len(t, second, 1)
	require.Equal(t, 2, second[0].Attempt)
	require.Equal(t, 1, second[0].Failures, "a lease that ran out is a failure")
	require.Equal(t, first.Ref.ID(), second[0].Ref.ID(), "the receiver knows it again")

	require.ErrorIs(t, h.Complete(t.Context(), first.Lease, nil), journal.ErrLeaseLost)
	require.ErrorIs(t, h.Renew(t.Context(), first.Lease, h.Now().Add(time.Hour)), journal.ErrLeaseLost)
	require.ErrorIs(t, h.Fail(t.Context(), first.Lease, "", time.Time{}), journal.ErrLeaseLost)
	require.NoError(t, h.Complete(t.Context(), second[0].Lease, nil))

	h.append(t, withEffects(newID(t), 0, journal.Effect{Kind: "zustellen"}))
	late := h.lease(t, "zustellen")[0]
	h.pass(time.Hour)
	require.NoError(t, h.Complete(t.Context(), late.Lease, nil), "nobody else has it yet")
}

func testRenew(t *testing.T, h *harness) {
	h.append(t, withEffects(newID(t), 0, journal.Effect{Kind: "zustellen"}))
	leased := h.lease(t, "zustellen")[0]
	h.pass(30 * time.Second)
	require.NoError(t, h.Renew(t.Context(), leased.Lease, h.Now().Add(time.Minute)))
	h.pass(59 * time.Second)
	require.Empty(t, h.lease(t, "zustellen"))
	h.pass(time.Second)
	require.Len(t, h.lease(t, "zustellen"), 1)
}

func testComplete(t *testing.T, h *harness) {
	stream := newID(t)
	h.append(t, withEffects(stream, 0, journal.Effect{Kind: "zustellen"}))
	leased := h.lease(t, "zustellen")[0]
	require.NoError(t, h.Complete(t.Context(), leased.Lease, []byte("Quittung 1")))
	require.NoError(t, h.Complete(t.Context(), leased.Lease, []byte("Quittung 2")), "the answer to the first may be lost")
	require.ErrorIs(t, h.Fail(t.Context(), leased.Lease, "", h.Now()), journal.ErrLeaseLost)
	require.ErrorIs(t, h.Renew(t.Context(), leased.Lease, h.Now()), journal.ErrLeaseLost)
	h.pass(time.Hour)
	require.Empty(t, h.lease(t, "zustellen"))
	require.Equal(t, []journal.EffectRecord{{
		Ref: leased.Ref, Effect: "zustellen", State: journal.EffectDone, Attempts: 1, Result: []byte("Quittung 1"),
	}}, h.effects(t, journal.EffectQuery{Kind: "antrag", Stream: stream}))
	require.ErrorIs(t, h.Resume(t.Context(), leased.Ref), journal.ErrNotFound, "only what is dead is resumed")
}

func testFail(t *testing.T, h *harness) {
	h.append(t, withEffects(newID(t), 0, journal.Effect{Kind: "zustellen"}))
	leased := h.lease(t, "zustellen")[0]
	again := h.Now().Add(5 * time.Second)
	require.NoError(t, h.Fail(t.Context(), leased.Lease, "not reachable", again))
	require.Empty(t, h.lease(t, "zustellen"))
	require.ErrorIs(t, h.Complete(t.Context(), leased.Lease, nil), journal.ErrLeaseLost, "given back")
	require.ErrorIs(t, h.Fail(t.Context(), leased.Lease, "", again), journal.ErrLeaseLost)
	record := h.effects(t, journal.EffectQuery{Kind: "antrag"})[0]
	require.Equal(t, journal.EffectRecord{
		Ref: leased.Ref, Effect: "zustellen", State: journal.EffectOpen, Due: again, Attempts: 1, Failures: 1, Reason: "not reachable",
	}, record)
	h.pass(5 * time.Second)
	second := h.lease(t, "zustellen")
	require.Len(t, second, 1)
	require.Equal(t, 1, second[0].Failures)
	require.Equal(t, 2, second[0].Attempt)
	require.NoError(t, h.Fail(t.Context(), second[0].Lease, strings.Repeat("ä", journal.MaxReason)+"\x00\xff", again))
	require.Equal(t, strings.Repeat("ä", journal.MaxReason/2), h.effects(t, journal.EffectQuery{Kind: "antrag"})[0].Reason)
}

func testDead(t *testing.T, h *harness) {
	stream := newID(t)
	h.append(t, withEffects(stream, 0, journal.Effect{Kind: "zustellen", Payload: []byte("p")}, journal.Effect{Kind: "benachrichtigen"}))
	leased := h.lease(t, "zustellen")[0]
	require.NoError(t, h.Fail(t.Context(), leased.Lease, "refused for good", time.Time{}))
	h.pass(24 * time.Hour)
	require.Empty(t, h.lease(t, "zustellen"))
	dead := h.effects(t, journal.EffectQuery{Kind: "antrag", State: journal.EffectDead})
	require.Equal(t, []journal.EffectRecord{{
		Ref: leased.Ref, Effect: "zustellen", State: journal.EffectDead, Attempts: 1, Failures: 1, Reason: "refused for good",
	}}, dead)

	require.NoError(t, h.Resume(t.Context(), leased.Ref))
	require.ErrorIs(t, h.Resume(t.Context(), leased.Ref), journal.ErrNotFound, "it is open now")
	again := h.lease(t, "zustellen")
	require.Len(t, again, 1)
	require.Equal(t, 2, again[0].Attempt)
	require.Zero(t, again[0].Failures)
	require.Equal(t, "p", string(again[0].Payload))
	require.ErrorIs(t, h.Complete(t.Context(), leased.Lease, nil), journal.ErrLeaseLost)
	require.NoError(t, h.Complete(t.Context(), again[0].Lease, nil))
	require.Empty(t, h.effects(t, journal.EffectQuery{Kind: "antrag", State: journal.EffectDead}))
}

func testConcurrentLease(t *testing.T, h *harness) {
	const effects, workers = 120, 6
	for range effects / 4 {
		h.append(t, withEffects(newID(t), 0, make4("zustellen")...))
	}
	ctx := context.WithoutCancel(t.Context())
	var mu sync.Mutex
	times := map[journal.EffectRef]int{}
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for {
				leased, err := h.Lease(ctx, journal.LeaseRequest{Effects: journal.EffectNames("antrag", "zustellen"), For: time.Minute, Limit: 7})
				if err != nil {
					t.Errorf("lease: %v", err)
				}
				if err != nil || len(leased) == 0 {
					return
				}
				for _, effect := range leased {
					mu.Lock()
					times[effect.Ref]++
					mu.Unlock()
					if err := h.Complete(ctx, effect.Lease, nil); err != nil {
						t.Errorf("complete: %v", err)
					}
				}
			}
		})
	}
	group.Wait()
	require.Len(t, times, effects)
	for _, n := range times {
		require.Equal(t, 1, n)
	}
	require.Len(t, h.effects(t, journal.EffectQuery{Kind: "antrag", State: journal.EffectDone}), effects)
}

func make4(kind string) []journal.Effect {
	return []journal.Effect{{Kind: kind}, {Kind: kind}, {Kind: kind}, {Kind: kind}}
}

func testEffectsListed(t *testing.T, h *harness) {
	one, two := newID(t), newID(t)
	h.append(t, withEffects(one, 0, make4("zustellen")...))
	h.append(t, withEffects(two, 0, make4("benachrichtigen")...))
	h.append(t, withEffects(one, 1, make4("benachrichtigen")...))
	all := h.effects(t, journal.EffectQuery{Kind: "antrag"})
	require.Len(t, all, 12)
	require.Equal(t, journal.EffectRef{Kind: "antrag", Stream: one, Version: 1}, all[0].Ref)
	require.Equal(t, journal.EffectRef{Kind: "antrag", Stream: one, Version: 2, Number: 3}, all[7].Ref)
	require.Equal(t, journal.EffectRef{Kind: "antrag", Stream: two, Version: 1, Number: 3}, all[11].Ref)
	require.Equal(t, all[8:], h.effects(t, journal.EffectQuery{Kind: "antrag", Stream: two}))
	require.Len(t, h.effects(t, journal.EffectQuery{Kind: "antrag", State: journal.EffectOpen}), 12)
	require.Empty(t, h.effects(t, journal.EffectQuery{Kind: "antrag", Stream: newID(t)}))
	require.Empty(t, h.effects(t, journal.EffectQuery{Kind: "zahlung"}))
	for record, err := range h.Effects(t.Context(), journal.EffectQuery{Kind: "antrag"}) {
		require.NoError(t, err)
		require.Equal(t, all[0], record)
		break
	}
	for _, err := range h.Effects(t.Context(), journal.EffectQuery{Kind: "antrag", State: "unbekannt"}) {
		require.ErrorIs(t, err, journal.ErrInvalid)
	}
	ids := map[uuid.UUID]bool{}
	for _, record := range all {
		ids[record.Ref.ID()] = true
	}
	require.Len(t, ids, 12)
}
