// SPDX-License-Identifier: Apache-2.0

package grundtest

import (
	"context"
	"errors"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
)

func testAggregate(t *testing.T, open Open) {
	store := open(t, bausteine.Config{})
	till, err := newTill(store, grund.Years(1))
	require.NoError(t, err)
	id, err := till.open(t.Context(), 5, "")
	require.NoError(t, err)
	another := grund.New(till.core.Store, till.core.Now) // as in another process
	other := grund.NewAggregate(another, "till/payment", fold, draft)
	for _, note := range []string{"b", "c"} {
		require.NoError(t, till.note(t.Context(), id, note))
		for _, reader := range []*grund.Aggregate[payment]{till.payments, other} {
			p, _, err := reader.Load(t.Context(), id)
			require.NoError(t, err)
			require.Equal(t, note, p.Note)
		}
	}
	require.Error(t, store.Together(t.Context(), func(ctx context.Context) error {
		require.NoError(t, till.settle(ctx, id))
		_, _, err := till.payments.Load(ctx, id)
		require.NoError(t, err)
		return errors.New("no")
	}))
	p, _, err := till.payments.Load(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, "open", p.State)

	// What this process wrote is known as it would be read.
	written := &written{}
	till.core.Follow("till/payment", written)
	require.NoError(t, till.settle(t.Context(), id))
	head, events, err := till.core.Load(t.Context(), "till/payment", id, 1)
	require.NoError(t, err)
	require.NotEmpty(t, events)
	require.Equal(t, events, written.events)
	p, err = till.payments.Of(t.Context(), head)
	require.NoError(t, err)
	q, err := other.Of(t.Context(), head)
	require.NoError(t, err)
	require.Equal(t, q, p)
	require.Equal(t, "paid", p.State)

	// A transaction sees a stream as it found it, and finds out when it writes.
	rounds := 0
	require.NoError(t, store.Together(t.Context(), func(ctx context.Context) error {
		before, _, err := till.payments.Load(ctx, id)
		require.NoError(t, err)
		if rounds++; rounds == 1 {
			require.NoError(t, till.note(t.Context(), id, "meanwhile")) //nolint:contextcheck // by somebody else
		}
		again, _, err := till.payments.Load(ctx, id)
		require.NoError(t, err)
		require.Equal(t, before, again)
		return till.note(ctx, id, before.Note+"!")
	}))
	require.Equal(t, 2, rounds)
	p, _, err = till.payments.Load(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, "meanwhile!", p.Note)

	require.NoError(t, till.core.Store.Erase(t.Context(), "till/payment", id)) // by another process
	p, _, err = till.payments.Load(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, payment{State: "paid"}, p, "nothing of it is kept")
}

// written notes down what it is told.
type written struct{ events []journal.Recorded }

func (w *written) Wrote(commit *journal.Commit, receipt journal.Receipt) {
	w.events = append(w.events, grund.Events(commit, receipt)...)
}
func (*written) Forget(uuid.UUID) {}
