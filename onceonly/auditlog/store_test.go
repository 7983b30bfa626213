// SPDX-License-Identifier: Apache-2.0

package auditlog_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
)

func TestMemory_KeepsTheContractOfAStore(t *testing.T) {
	t.Parallel()
	onceonlytest.TestLogStore(t, func(*testing.T) onceonlytest.LogStore {
		memory := &auditlog.Memory{}
		return onceonlytest.LogStore{Store: memory, Append: memory.Append}
	})
}

func TestJournalStore_KeepsTheContractOfAStore(t *testing.T) {
	t.Parallel()
	onceonlytest.TestLogStore(t, func(t *testing.T) onceonlytest.LogStore {
		j := journal.NewMemory(nil)
		store := auditlog.NewJournalStore(j, "meldebehoerde")
		other := auditlog.NewJournalStore(j, "standesamt")
		noise, err := auditlog.NewRecord(entryID(1), "erika", start, []byte(`{}`), random(1))
		require.NoError(t, err)
		_, err = j.Append(t.Context(), journal.Command{}, other.Commit(noise))
		require.NoError(t, err)
		return onceonlytest.LogStore{Store: store, Append: func(records ...auditlog.Record) error {
			commits := make([]journal.Commit, len(records))
			for i, r := range records {
				commits[i] = store.Commit(r)
			}
			_, err := j.Append(t.Context(), journal.Command{}, commits...)
			return err
		}}
	})
}
