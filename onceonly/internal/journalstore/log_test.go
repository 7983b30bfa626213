// SPDX-License-Identifier: Apache-2.0

package journalstore_test

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/internal/journalstore"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
)

func TestLog_KeepsTheContractOfAStore(t *testing.T) {
	t.Parallel()
	onceonlytest.TestLogStore(t, func(t *testing.T) onceonlytest.LogStore {
		j := journal.NewMemory(nil)
		store := journalstore.NewLog(j, "meldebehoerde")
		other := journalstore.NewLog(j, "standesamt")
		_, err := j.Append(t.Context(), journal.Command{}, other.Commit(auditlog.Record{
			ID: uuid.Must(uuid.NewV7()), Subject: "erika", EraseAt: time.Now(), Content: []byte("{}"),
		}))
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
