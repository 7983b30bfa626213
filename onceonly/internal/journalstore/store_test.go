// SPDX-License-Identifier: Apache-2.0

package journalstore_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/internal/journalstore"
)

// failing is a journal whose writes fail with an error, if it is set.
type failing struct {
	journal.Store

	err error
}

func (f *failing) Append(ctx context.Context, command journal.Command, commits ...journal.Commit) (journal.Outcome, error) {
	if f.err != nil {
		return journal.Outcome{}, fmt.Errorf("%w: details", f.err)
	}
	return f.Store.Append(ctx, command, commits...)
}

func TestStore_GivesTheFailuresOfTheJournalTheNamesOfTheBlock(t *testing.T) {
	t.Parallel()
	j := &failing{Store: journal.NewMemory(nil)}
	store := journalstore.New(j, "meldebehoerde")
	id := uuid.Must(uuid.NewV7())
	commit := onceonly.Commit{Content: &onceonly.Content{ID: id, EraseAt: time.Now(), Bytes: []byte("x")}}
	require.NoError(t, store.Append(t.Context(), commit))
	for from, to := range map[error]error{
		journal.ErrConflict:  onceonly.ErrConflict,
		journal.ErrBusy:      onceonly.ErrBusy,
		journal.ErrUncertain: onceonly.ErrUncertain,
		journal.ErrClosed:    onceonly.ErrClosed,
	} {
		j.err = from
		err := store.Append(t.Context(), commit)
		require.ErrorIs(t, err, to)
		require.ErrorIs(t, err, from, "the journal's own error stays behind it")
		if !errors.Is(from, journal.ErrConflict) { // then somebody else erased it meanwhile
			require.ErrorIs(t, store.EraseContent(t.Context(), id), to)
			_, err = store.EraseContentUntil(t.Context(), time.Now())
			require.ErrorIs(t, err, to)
			require.ErrorIs(t, store.Log().SaveCheckpoint(t.Context(), 0, auditlog.Checkpoint{Head: "x"}), to)
		}
	}
	j.err = journal.ErrBusy
	require.ErrorIs(t, store.Log().SaveCheckpoint(t.Context(), 0, auditlog.Checkpoint{Head: "x"}), auditlog.ErrBusy)
	j.err = errors.New("the disk is gone")
	require.ErrorIs(t, store.Append(t.Context(), commit), j.err)
	require.NoError(t, store.Close())
	_, err := store.Load(t.Context(), onceonly.KindConsent, id)
	require.ErrorIs(t, err, onceonly.ErrClosed)
}
