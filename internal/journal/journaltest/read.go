// SPDX-License-Identifier: Apache-2.0

package journaltest

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

func testPositions(t *testing.T, h *harness) {
	one, two := newID(t), newID(t)
	h.append(t, commit(one, 0))
	h.append(t, commit(two, 0))
	h.append(t, commit(one, 1))
	all, err := h.Read(t.Context(), 0, 100)
	require.NoError(t, err)
	require.Len(t, all, 3)
	require.Less(t, all[0].Position, all[1].Position)
	require.Less(t, all[1].Position, all[2].Position)
	for _, event := range all {
		require.Equal(t, "antrag", event.Kind)
	}
	require.Equal(t, []uuid.UUID{one, two, one}, []uuid.UUID{all[0].Stream, all[1].Stream, all[2].Stream})
	require.Equal(t, []uint64{1, 1, 2}, []uint64{all[0].Version, all[1].Version, all[2].Version})

	some, err := h.Read(t.Context(), all[0].Position, 1)
	require.NoError(t, err)
	require.Equal(t, all[1:2], some)
	for _, after := range []journal.Position{all[2].Position, all[2].Position + 1, 1 << 60, 1 << 63} {
		none, err := h.Read(t.Context(), after, 10)
		require.NoError(t, err)
		require.Empty(t, none)
	}
	none, err := h.Read(t.Context(), 0, 0)
	require.NoError(t, err)
	require.Empty(t, none)
}

func testReaderBesideWriters(t *testing.T, h *harness) {
	const writers, each = 8, 25
	ctx := context.WithoutCancel(t.Context())
	var running atomic.Int32
	running.Store(writers)
	var group sync.WaitGroup
	for range writers {
		stream := newID(t)
		group.Go(func() {
			defer running.Add(-1)
			for version := range uint64(each) {
				if _, err := h.Append(ctx, journal.Command{}, commit(stream, version)); err != nil {
					t.Errorf("append: %v", err)
					return
				}
			}
		})
	}
	group.Go(func() {
		var last journal.Position
		seen, versions := 0, map[uuid.UUID]uint64{}
		for {
			stop := running.Load() == 0 // before reading: then this is the last look
			events, err := h.Read(ctx, last, 7)
			if err != nil {
				t.Errorf("read: %v", err)
				return
			}
			for _, event := range events {
				if event.Position <= last || event.Version != versions[event.Stream]+1 {
					t.Errorf("position %d follows upon %d, version %d upon %d", event.Position, last, event.Version, versions[event.Stream])
				}
				last, versions[event.Stream] = event.Position, event.Version
				seen++
			}
			if stop && len(events) == 0 {
				if seen != writers*each {
					t.Errorf("the reader saw %d events", seen)
				}
				return
			}
		}
	})
	group.Wait()
}
