// SPDX-License-Identifier: Apache-2.0

package journaltest

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

func isConflict(err error) bool { return errors.Is(err, journal.ErrConflict) }

func testReplay(t *testing.T, h *harness) {
	stream := newID(t)
	first, err := h.Append(t.Context(), command("k"), commit(stream, 0))
	require.NoError(t, err)
	require.False(t, first.Replayed)
	require.Equal(t, "Aktenzeichen 7", string(first.Answer))

	again := command("k")
	again.Answer = []byte("something else")
	second, err := h.Append(t.Context(), again, commit(newID(t), 0))
	require.NoError(t, err)
	require.True(t, second.Replayed)
	require.Equal(t, first.Receipts, second.Receipts)
	require.Equal(t, first.Answer, second.Answer)

	stored, err := h.Answer(t.Context(), "einreichen", "k")
	require.NoError(t, err)
	require.Equal(t, second, stored)
	all, err := h.Read(t.Context(), 0, 10)
	require.NoError(t, err)
	require.Len(t, all, 1)

	silent := command("without an answer")
	silent.Answer = nil
	for range 2 {
		outcome, err := h.Append(t.Context(), silent, commit(stream, 1))
		require.NoError(t, err)
		require.Nil(t, outcome.Answer)
	}
}

func testReplayBeforeConflict(t *testing.T, h *harness) {
	stream := newID(t)
	h.append(t, commit(stream, 0))
	first, err := h.Append(t.Context(), command("k"), commit(stream, 1))
	require.NoError(t, err)
	h.append(t, commit(stream, 2))
	second, err := h.Append(t.Context(), command("k"), commit(stream, 1))
	require.NoError(t, err)
	require.True(t, second.Replayed)
	require.Equal(t, first.Receipts, second.Receipts)
}

func testCommandReused(t *testing.T, h *harness) {
	_, err := h.Append(t.Context(), command("k"), commit(newID(t), 0))
	require.NoError(t, err)
	other := command("k")
	other.Fingerprint = [32]byte{2}
	_, err = h.Append(t.Context(), other, commit(newID(t), 0))
	require.ErrorIs(t, err, journal.ErrCommandReused)
	all, err := h.Read(t.Context(), 0, 10)
	require.NoError(t, err)
	require.Len(t, all, 1)
}

func testCommandKinds(t *testing.T, h *harness) {
	for _, kind := range []string{"einreichen", "zuruecknehmen"} {
		cmd := command("k")
		cmd.Kind = kind
		outcome, err := h.Append(t.Context(), cmd, commit(newID(t), 0))
		require.NoError(t, err)
		require.False(t, outcome.Replayed)
	}
}

func testConcurrentReplay(t *testing.T, h *harness) {
	const repetitions = 16
	stream := newID(t)
	var executed atomic.Int32
	var group sync.WaitGroup
	for range repetitions {
		group.Go(func() {
			outcome, err := h.Append(context.WithoutCancel(t.Context()), command("k"), commit(stream, 0))
			if err != nil || len(outcome.Receipts) != 1 || outcome.Receipts[0].Version != 1 || string(outcome.Answer) != "Aktenzeichen 7" {
				t.Errorf("every repetition gets the outcome: %v, %v", outcome, err)
			}
			if !outcome.Replayed {
				executed.Add(1)
			}
		})
	}
	group.Wait()
	require.EqualValues(t, 1, executed.Load())
}

func testReplayOfSeveral(t *testing.T, h *harness) {
	one, two := newID(t), newID(t)
	h.append(t, commit(two, 0))
	long := commit(two, 1)
	long.Events = append(long.Events, long.Events[0], long.Events[0])
	first, err := h.Append(t.Context(), command("k"), commit(one, 0), long)
	require.NoError(t, err)
	requireReceipts(t, 0, []journal.Receipt{{Stream: one, Version: 1}, {Stream: two, Version: 4}}, first.Receipts...)
	h.append(t, commit(one, 1))
	second, err := h.Append(t.Context(), command("k"), commit(one, 0), long)
	require.NoError(t, err)
	require.True(t, second.Replayed)
	require.Equal(t, first.Receipts, second.Receipts)
}

func testRefusedCommand(t *testing.T, h *harness) {
	stream := newID(t)
	_, err := h.Append(t.Context(), command("k"), commit(stream, 7))
	require.ErrorIs(t, err, journal.ErrConflict)
	_, err = h.Answer(t.Context(), "einreichen", "k")
	require.ErrorIs(t, err, journal.ErrNotFound)
	outcome, err := h.Append(t.Context(), command("k"), commit(stream, 0))
	require.NoError(t, err)
	require.False(t, outcome.Replayed)
}
