// SPDX-License-Identifier: Apache-2.0

package journaltest

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// draft returns a commit that saves a draft, with an event only if it begins the
// stream.
func draft(stream uuid.UUID, expected uint64, content string) journal.Commit {
	c := journal.Commit{
		Kind: "antrag", Stream: stream, Expected: expected, State: "entwurf", Draft: []byte(content),
		Keys: []journal.Key{{Name: "konto", Value: "k"}},
	}
	if expected == 0 {
		c.Events = []journal.Event{{Type: "begonnen", Data: []byte("{}")}}
	}
	return c
}

func (h *harness) draft(t *testing.T, stream uuid.UUID) string {
	t.Helper()
	head, _, err := h.Load(t.Context(), "antrag", stream, 0)
	require.NoError(t, err)
	return string(head.Draft)
}

func testDraft(t *testing.T, h *harness) {
	one, two := newID(t), newID(t)
	h.append(t, draft(one, 0, "Musterweg 1"))
	h.append(t, draft(two, 0, "Musterweg 9"))
	require.Equal(t, "Musterweg 1", h.draft(t, one))
	h.append(t, draft(one, 1, "Musterweg 2"))
	require.Equal(t, "Musterweg 2", h.draft(t, one))
	require.Equal(t, "Musterweg 9", h.draft(t, two))

	// What does not mention the draft leaves it as it is.
	h.append(t, commit(one, 2))
	require.Equal(t, "Musterweg 2", h.draft(t, one))
	for _, head := range h.heads(t, journal.Query{Kind: "antrag"}) {
		require.Nil(t, head.Draft, "lists carry no drafts")
	}
	stale := draft(one, 2, "Musterweg 3")
	_, err := h.Append(t.Context(), journal.Command{}, stale)
	require.ErrorIs(t, err, journal.ErrConflict)
	require.Equal(t, "Musterweg 2", h.draft(t, one))
}

func testDraftGoes(t *testing.T, h *harness) {
	submitted, dropped, erased := newID(t), newID(t), newID(t)
	for _, stream := range []uuid.UUID{submitted, dropped, erased} {
		h.append(t, draft(stream, 0, "Musterweg 1"))
	}
	h.append(t, journal.Commit{
		Kind: "antrag", Stream: submitted, Expected: 1, State: "eingereicht", DropDraft: true,
		Events: []journal.Event{{Type: "eingereicht", Personal: []byte("Musterweg 1")}},
	})
	h.append(t, journal.Commit{Kind: "antrag", Stream: dropped, Expected: 1, State: "verworfen", DropDraft: true})
	require.NoError(t, h.Erase(t.Context(), "antrag", erased))
	for _, stream := range []uuid.UUID{submitted, dropped, erased} {
		require.Empty(t, h.draft(t, stream))
	}
	// One that was dropped may come again.
	h.append(t, draft(dropped, 2, "Musterweg 4"))
	require.Equal(t, "Musterweg 4", h.draft(t, dropped))
}

func testDraftVersion(t *testing.T, h *harness) {
	stream := newID(t)
	h.append(t, draft(stream, 0, "a"))
	h.pass(time.Hour)
	saved := h.append(t, draft(stream, 1, "b"))
	require.Equal(t, journal.Receipt{Stream: stream, Version: 2}, saved)
	h.append(t, draft(stream, 2, "c"))
	submitted := commit(stream, 3)
	h.append(t, submitted)
	h.append(t, draft(stream, 4, "d"))

	head, events, err := h.Load(t.Context(), "antrag", stream, 0)
	require.NoError(t, err)
	require.Equal(t, uint64(5), head.Version)
	require.Equal(t, h.Now(), head.Changed)
	require.Len(t, events, 2)
	require.Equal(t, []uint64{1, 4}, []uint64{events[0].Version, events[1].Version})
	for after, count := range []int{2, 1, 1, 1, 0, 0} {
		head, events, err := h.Load(t.Context(), "antrag", stream, uint64(after))
		require.NoError(t, err)
		require.Len(t, events, count, "behind version %d", after)
		require.Equal(t, uint64(5), head.Version)
	}
	all, err := h.Read(t.Context(), 0, 10)
	require.NoError(t, err)
	require.Len(t, all, 2)
}

func testDraftReplay(t *testing.T, h *harness) {
	stream := newID(t)
	h.append(t, draft(stream, 0, "a"))
	key := journal.Command{Kind: "speichern", Key: "form-1", Fingerprint: [32]byte{1}}
	first, err := h.Append(t.Context(), key, draft(stream, 1, "b"))
	require.NoError(t, err)
	_, err = h.Append(t.Context(), journal.Command{Kind: "speichern", Key: "form-2", Fingerprint: [32]byte{2}}, draft(stream, 2, "c"))
	require.NoError(t, err)

	again, err := h.Append(t.Context(), key, draft(stream, 1, "b"))
	require.NoError(t, err)
	require.True(t, again.Replayed)
	require.Equal(t, first.Receipts, again.Receipts)
	require.Equal(t, "c", h.draft(t, stream), "the repeat writes nothing")
	stored, err := h.Answer(t.Context(), key.Kind, key.Key)
	require.NoError(t, err)
	require.Equal(t, first.Receipts, stored.Receipts)

	// Commands with and without events do not get into one another's way.
	event := h.append(t, commit(stream, 3))
	outcome, err := h.Append(t.Context(), command("form-3"), commit(stream, 4))
	require.NoError(t, err)
	require.Greater(t, outcome.Receipts[0].Position, event.Position)
	again, err = h.Append(t.Context(), command("form-3"), commit(stream, 4))
	require.NoError(t, err)
	require.Equal(t, outcome.Receipts, again.Receipts)

	// An answer would be personal, and nothing would erase it.
	answer := command("form-4")
	_, err = h.Append(t.Context(), answer, draft(stream, 5, "d"))
	require.ErrorIs(t, err, journal.ErrInvalid)
}
