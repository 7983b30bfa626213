// SPDX-License-Identifier: Apache-2.0

package onceonlytest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// LogStore is a store of an audit log together with the way to write into it.
type LogStore struct {
	auditlog.Store

	// Append writes records, all of them or none.
	Append func(...auditlog.Record) error
}

// TestLogStore proves that a store keeps the contract of auditlog.Store.
// open returns an empty store.
func TestLogStore(t *testing.T, open func(t *testing.T) LogStore) {
	t.Helper()
	start := time.Date(2026, time.January, 31, 12, 0, 0, 0, time.UTC)
	id := func(i int) uuid.UUID { return uuid.MustParse(fmt.Sprintf("019ab000-0000-7000-8000-%012d", i)) }
	record := func(i int, subject string, eraseAt time.Time) auditlog.Record {
		r, err := auditlog.NewRecord(id(i), subject, eraseAt, fmt.Appendf(nil, `{"n":%d}`, i), repeat(byte(i)))
		require.NoError(t, err)
		return r
	}
	all := func(t *testing.T, store LogStore) []auditlog.Stored {
		t.Helper()
		var found []auditlog.Stored
		for after := uint64(0); ; {
			some, searched, err := store.Read(t.Context(), after, 3)
			require.NoError(t, err)
			found = append(found, some...)
			if searched == after {
				return found
			}
			after = searched
		}
	}

	t.Run("records come back in the order of writing", func(t *testing.T) {
		store := open(t)
		for i := range 10 {
			require.NoError(t, store.Append(record(9-i, "erika", start)))
		}
		found := all(t, store)
		require.Len(t, found, 10)
		for i, stored := range found {
			require.Equal(t, id(9-i), stored.Record.ID)
			require.Equal(t, stored.Record.Commitment(), stored.Commitment)
			require.Equal(t, fmt.Sprintf(`{"n":%d}`, 9-i), string(stored.Record.Content))
			one, position, err := store.Record(t.Context(), id(9-i))
			require.NoError(t, err)
			require.Equal(t, stored.Position, position)
			require.Equal(t, stored.Commitment, one.Commitment())
			require.Equal(t, "erika", one.Subject)
			require.True(t, start.Equal(one.EraseAt))
		}
		_, _, err := store.Record(t.Context(), id(99))
		require.ErrorIs(t, err, auditlog.ErrNotFound)
	})

	t.Run("all records of one writing or none", func(t *testing.T) {
		store := open(t)
		require.NoError(t, store.Append(record(1, "erika", start)))
		require.Error(t, store.Append(record(2, "erika", start), record(1, "erika", start)))
		require.Error(t, store.Append(record(3, "erika", start), record(3, "erika", start)))
		require.Len(t, all(t, store), 1)
	})

	t.Run("a subject finds its own records, the newest first", func(t *testing.T) {
		store := open(t)
		for i := range 9 {
			require.NoError(t, store.Append(record(i+1, []string{"erika", "max", ""}[i%3], start)))
		}
		of := func(subject string, before uuid.UUID) (found []uuid.UUID) {
			for r, err := range store.Of(t.Context(), subject, before) {
				require.NoError(t, err)
				require.Equal(t, subject, r.Subject)
				found = append(found, r.ID)
			}
			return found
		}
		require.Equal(t, []uuid.UUID{id(7), id(4), id(1)}, of("erika", uuid.Nil))
		require.Equal(t, []uuid.UUID{id(4), id(1)}, of("erika", id(7)))
		require.Empty(t, of("erika", id(1)))
		require.Equal(t, []uuid.UUID{id(8), id(5), id(2)}, of("max", uuid.Nil))
		require.Empty(t, of("nobody", uuid.Nil))
	})

	t.Run("a checkpoint is made once", func(t *testing.T) {
		store := open(t)
		first := auditlog.Checkpoint{Head: "head", Leaves: []auditlog.Leaf{{Position: 7, Commitment: auditlog.Hash{1}}, {Position: 9, Commitment: auditlog.Hash{2}}}}
		_, err := store.Checkpoint(t.Context(), 0)
		require.ErrorIs(t, err, auditlog.ErrNotFound)
		require.NoError(t, store.SaveCheckpoint(t.Context(), 0, first))
		require.ErrorIs(t, store.SaveCheckpoint(t.Context(), 0, auditlog.Checkpoint{Head: "other"}), auditlog.ErrConflict)
		require.NoError(t, store.SaveCheckpoint(t.Context(), 1, auditlog.Checkpoint{Head: "empty"}))
		found, err := store.Checkpoint(t.Context(), 0)
		require.NoError(t, err)
		require.Equal(t, first, found)
	})

	t.Run("G11: what is due is erased with its salt, the commitment stays", func(t *testing.T) {
		store := open(t)
		for i := range 6 {
			require.NoError(t, store.Append(record(i, "erika", time.Now().UTC().AddDate(0, i, 0).Truncate(time.Microsecond))))
		}
		before := all(t, store)
		due := before[2].Record.EraseAt
		erased, err := store.EraseUntil(t.Context(), due)
		require.NoError(t, err)
		require.Equal(t, 3, erased)
		erased, err = store.EraseUntil(t.Context(), due)
		require.NoError(t, err)
		require.Zero(t, erased, "nothing is erased twice")
		after := all(t, store)
		require.Len(t, after, len(before))
		for i, stored := range after {
			require.Equal(t, before[i].Leaf, stored.Leaf)
			require.Equal(t, i < 3, stored.Record == nil)
			_, _, err := store.Record(t.Context(), id(i))
			require.Equal(t, i < 3, err != nil)
		}
		for r, err := range store.Of(t.Context(), "erika", uuid.Nil) {
			require.NoError(t, err)
			require.True(t, r.EraseAt.After(due))
		}
		erased, err = store.EraseUntil(t.Context(), time.Now().AddDate(1, 0, 0))
		require.NoError(t, err)
		require.Equal(t, 3, erased)
	})
}

// repeat is a source of randomness for tests: always the same byte.
type repeat byte

func (r repeat) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(r)
	}
	return len(b), nil
}
