// SPDX-License-Identifier: Apache-2.0

package journaltest

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

func (h *harness) due(t *testing.T, until time.Time) (streams []uuid.UUID) {
	t.Helper()
	for head, err := range h.Due(t.Context(), until) {
		require.NoError(t, err)
		require.False(t, head.Due.After(until))
		require.NotEmpty(t, head.Kind)
		streams = append(streams, head.Stream)
	}
	return streams
}

func testDue(t *testing.T, h *harness) {
	begin := h.Now()
	late, soon, never, other := newID(t), newID(t), newID(t), newID(t)
	for stream, days := range map[uuid.UUID]int{late: 30, soon: 2, other: 30, never: 0} {
		c := commit(stream, 0)
		if stream == other {
			c.Kind = "payment"
		}
		if days > 0 {
			c.Due = begin.AddDate(0, 0, days)
		}
		h.append(t, c)
	}
	require.Empty(t, h.due(t, begin.AddDate(0, 0, 1)))
	require.Equal(t, []uuid.UUID{soon}, h.due(t, begin.AddDate(0, 0, 2)))
	all := h.due(t, begin.AddDate(1, 0, 0))
	require.Equal(t, soon, all[0])
	require.ElementsMatch(t, []uuid.UUID{soon, late, other}, all)

	// More than one page, many with the same deadline.
	for range 600 {
		c := commit(newID(t), 0)
		c.Due = begin.AddDate(0, 0, 5)
		h.append(t, c)
	}
	require.Len(t, h.due(t, begin.AddDate(0, 0, 29)), 601)
}

func testSetDue(t *testing.T, h *harness) {
	begin := h.Now()
	stream := newID(t)
	c := commit(stream, 0)
	c.Due = begin.AddDate(0, 0, 30)
	h.append(t, c)
	head, _ := h.load(t, "antrag", stream)
	require.Equal(t, begin.AddDate(0, 0, 30), head.Due)
	require.NoError(t, h.SetDue(t.Context(), "antrag", stream, begin.AddDate(0, 0, 3)))
	require.Len(t, h.due(t, begin.AddDate(0, 0, 3)), 1)
	head, _ = h.load(t, "antrag", stream)
	require.Equal(t, uint64(1), head.Version, "no event, no version")

	c = commit(stream, 1)
	h.append(t, c) // says nothing: never
	require.Empty(t, h.due(t, begin.AddDate(9, 0, 0)))
	require.NoError(t, h.SetDue(t.Context(), "antrag", stream, begin))
	require.NoError(t, h.Erase(t.Context(), "antrag", stream))
	require.Empty(t, h.due(t, begin.AddDate(9, 0, 0)), "what was erased is not due any more")
	require.ErrorIs(t, h.SetDue(t.Context(), "antrag", newID(t), begin), journal.ErrNotFound)
}

func testFirsts(t *testing.T, h *harness) {
	var entries []uuid.UUID
	for i := range 5 {
		entry := commit(newID(t), 0)
		entry.Kind = "log/entry"
		entry.Events[0].Data = []byte{byte(i)}
		h.append(t, entry)
		entries = append(entries, entry.Stream)
		h.append(t, commit(newID(t), 0)) // of another kind
		more := commit(entries[0], uint64(i)+1)
		more.Kind = "log/entry"
		h.append(t, more) // no first event
	}
	var found []uuid.UUID
	after := journal.Position(0)
	for {
		page, err := h.Firsts(t.Context(), "log/entry", after, 2)
		require.NoError(t, err)
		if len(page) == 0 {
			break
		}
		for _, event := range page {
			require.Equal(t, uint64(1), event.Version)
			require.Equal(t, "log/entry", event.Kind)
			found = append(found, event.Stream)
			after = event.Position
		}
	}
	require.Equal(t, entries, found)
	none, err := h.Firsts(t.Context(), "log/entry", 0, 0)
	require.NoError(t, err)
	require.Empty(t, none)
}
