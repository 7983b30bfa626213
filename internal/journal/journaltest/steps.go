// SPDX-License-Identifier: Apache-2.0

package journaltest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

func testSteps(t *testing.T, h *harness) {
	paid, submitted := newID(t), newID(t)
	payment := commit(paid, 0)
	payment.Kind, payment.State = "payment", "paid"
	outcomes, err := h.AppendAll(t.Context(),
		journal.Step{Command: command("notice-1"), Commits: []journal.Commit{payment}},
		journal.Step{Commits: []journal.Commit{commit(submitted, 0)}},
	)
	require.NoError(t, err)
	require.Len(t, outcomes, 2)
	requireReceipts(t, 0, []journal.Receipt{{Stream: paid, Version: 1}}, outcomes[0].Receipts...)
	require.Equal(t, "Aktenzeichen 7", string(outcomes[0].Answer))
	requireReceipts(t, outcomes[0].Receipts[0].Position, []journal.Receipt{{Stream: submitted, Version: 1}}, outcomes[1].Receipts...)

	// The second does not fit: the first is not written either.
	payment.Expected = 1
	_, err = h.AppendAll(t.Context(),
		journal.Step{Command: command("notice-2"), Commits: []journal.Commit{payment}},
		journal.Step{Commits: []journal.Commit{commit(submitted, 7)}},
	)
	require.ErrorIs(t, err, journal.ErrConflict)
	head, _ := h.load(t, "payment", paid)
	require.Equal(t, uint64(1), head.Version)
	_, err = h.Answer(t.Context(), "einreichen", "notice-2")
	require.ErrorIs(t, err, journal.ErrNotFound)

	_, err = h.AppendAll(t.Context())
	require.ErrorIs(t, err, journal.ErrInvalid)
	_, err = h.AppendAll(t.Context(), make([]journal.Step, journal.MaxSteps+1)...)
	require.ErrorIs(t, err, journal.ErrInvalid)
}

func testStepsFollow(t *testing.T, h *harness) {
	stream := newID(t)
	effects := commit(stream, 0)
	effects.Effects = []journal.Effect{{Kind: "zustellen"}}
	second := effects
	second.Expected = 2
	outcomes, err := h.AppendAll(t.Context(),
		journal.Step{Commits: []journal.Commit{effects}},
		journal.Step{Commits: []journal.Commit{draft(stream, 1, "b")}},
		journal.Step{Commits: []journal.Commit{second}},
		journal.Step{Commits: []journal.Commit{draft(stream, 3, "c")}},
		journal.Step{Commits: []journal.Commit{draft(stream, 4, "d")}},
	)
	require.NoError(t, err)
	require.Equal(t, uint64(5), outcomes[4].Receipts[0].Version)
	require.Equal(t, "d", h.draft(t, stream))
	_, events, err := h.Load(t.Context(), "antrag", stream, 0)
	require.NoError(t, err)
	require.Equal(t, []uint64{1, 3}, []uint64{events[0].Version, events[1].Version})
	require.Len(t, h.lease(t, "zustellen"), 2)

	_, err = h.AppendAll(t.Context(),
		journal.Step{Commits: []journal.Commit{commit(stream, 5)}},
		journal.Step{Commits: []journal.Commit{commit(stream, 5)}},
	)
	require.ErrorIs(t, err, journal.ErrConflict)
}

func testStepsAnswered(t *testing.T, h *harness) {
	one, two := newID(t), newID(t)
	_, err := h.Append(t.Context(), command("known"), commit(one, 0))
	require.NoError(t, err)
	_, err = h.AppendAll(t.Context(),
		journal.Step{Commits: []journal.Commit{commit(two, 0)}},
		journal.Step{Command: command("known"), Commits: []journal.Commit{commit(one, 1)}},
	)
	require.ErrorIs(t, err, journal.ErrConflict)
	_, err = h.AppendAll(t.Context(),
		journal.Step{Command: command("twice"), Commits: []journal.Commit{commit(two, 0)}},
		journal.Step{Command: command("twice"), Commits: []journal.Commit{commit(one, 1)}},
	)
	require.ErrorIs(t, err, journal.ErrConflict)
	_, _, err = h.Load(t.Context(), "antrag", two, 0)
	require.ErrorIs(t, err, journal.ErrNotFound)
}
