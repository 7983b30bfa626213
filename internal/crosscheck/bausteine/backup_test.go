// SPDX-License-Identifier: Apache-2.0

package bausteine_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"database/sql"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund/grundtest"
	"github.com/deutschland-stack/bausteine/internal/journal/pgtest"
)

// opener opens empty stores on one kind of database.
type opener func(t *testing.T, config bausteine.Config) *bausteine.Store

func onSQLite(t *testing.T, config bausteine.Config) *bausteine.Store { return onFile(t, config) }

func onFile(t testing.TB, config bausteine.Config) *bausteine.Store {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "store.db")+"?_pragma=busy_timeout(5000)")
	require.NoError(t, err)
	store, err := bausteine.OpenSQLite(t.Context(), db, config)
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, store.Close())
		require.NoError(t, db.Close())
	})
	return store
}

func onPostgreSQL(t *testing.T) opener {
	t.Helper()
	dsn := pgtest.DSN(t)
	admin, err := sql.Open("pgx", dsn)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, admin.Close()) })
	return func(t *testing.T, config bausteine.Config) *bausteine.Store {
		t.Helper()
		db, err := sql.Open("pgx", pgtest.NewDatabase(t, admin, dsn))
		require.NoError(t, err)
		store, err := bausteine.OpenPostgreSQL(t.Context(), db, config)
		require.NoError(t, err)
		t.Cleanup(func() {
			require.NoError(t, store.Close())
			require.NoError(t, db.Close())
		})
		return store
	}
}

// A backup of a store that goes on working is whole, and comes back on either
// database: what was erased since is erased again, and what may have been done
// since waits for a person.
func TestBackup_OfARunningStoreComesBackOnEitherDatabase(t *testing.T) {
	postgres := onPostgreSQL(t)
	for name, way := range map[string]struct{ from, to opener }{
		"SQLite to SQLite": {onSQLite, onSQLite}, "SQLite to PostgreSQL": {onSQLite, postgres},
		"PostgreSQL to SQLite": {postgres, onSQLite},
	} {
		t.Run(name, func(t *testing.T) {
			var erasures bytes.Buffer
			store := way.from(t, bausteine.Config{Erasures: &erasures})
			box, err := grundtest.NewBox(store)
			require.NoError(t, err)
			var ids []uuid.UUID
			for i := range 20 {
				id, err := box.Put(t.Context(), fmt.Sprintf("text %d of Erika Mustermann", i))
				require.NoError(t, err)
				ids = append(ids, id)
			}
			require.NoError(t, box.Empty(t.Context(), ids[0]))

			ctx, stop := context.WithCancel(t.Context())
			var writing sync.WaitGroup
			writing.Go(func() {
				for ctx.Err() == nil {
					if _, err := box.Put(t.Context(), "meanwhile"); err != nil { //nolint:contextcheck // what was begun is written
						t.Errorf("put: %v", err)
					}
				}
			})
			var backup bytes.Buffer
			done := int64(0)
			err = store.Backup(t.Context(), &backup, func(n, total int64) {
				require.LessOrEqual(t, n, total)
				done = n
			})
			stop()
			writing.Wait()
			require.NoError(t, err)
			require.Positive(t, done)
			require.NoError(t, box.Replace(t.Context(), ids[1], "later"))
			require.NoError(t, box.Empty(t.Context(), ids[2])) // after the backup
			require.NotContains(t, erasures.String(), "Mustermann")

			restored := way.to(t, bausteine.Config{})
			require.NoError(t, restored.Restore(t.Context(), bytes.NewReader(backup.Bytes()), &erasures, nil))
			again, err := grundtest.NewBox(restored)
			require.NoError(t, err)
			for i, id := range ids {
				text, err := again.Get(t.Context(), id)
				require.NoError(t, err)
				want := fmt.Sprintf("text %d of Erika Mustermann", i)
				if i == 0 || i == 2 {
					want = ""
				}
				require.Equal(t, want, text)
			}
			open, err := restored.Effects(t.Context(), bausteine.EffectOpen, 10)
			require.NoError(t, err)
			require.Empty(t, open)
			dead, err := restored.Effects(t.Context(), bausteine.EffectDead, 10)
			require.NoError(t, err)
			require.Contains(t, dead[0].Reason, "restored from a backup")
			require.NoError(t, restored.Resume(t.Context(), dead[0]))
			require.NoError(t, again.Replace(t.Context(), ids[5], "it lives on"))
			_, err = again.Put(t.Context(), "new")
			require.NoError(t, err)

			err = restored.Restore(t.Context(), bytes.NewReader(backup.Bytes()), nil, nil)
			require.ErrorIs(t, err, bausteine.ErrNotEmpty)
		})
	}
}

func TestRestore_OfWhatIsNoWholeBackupLeavesTheStoreEmpty(t *testing.T) {
	store := onSQLite(t, bausteine.Config{})
	box, err := grundtest.NewBox(store)
	require.NoError(t, err)
	for range 5 {
		_, err := box.Put(t.Context(), "Musterweg 1")
		require.NoError(t, err)
	}
	var backup bytes.Buffer
	require.NoError(t, store.Backup(t.Context(), &backup, nil))
	zip, err := gzip.NewReader(bytes.NewReader(backup.Bytes()))
	require.NoError(t, err)
	plain, err := io.ReadAll(zip)
	require.NoError(t, err)
	lines := strings.SplitAfter(string(plain), "\n")
	target := onSQLite(t, bausteine.Config{})
	for name, text := range map[string]string{
		"nothing":               "",
		"another file":          "Sehr geehrte Damen und Herren\n",
		"cut at its end":        strings.Join(lines[:len(lines)-2], ""),
		"cut within a line":     string(plain[:len(plain)/2]),
		"a row is missing":      strings.Join(append(append([]string{}, lines[:3]...), lines[4:]...), ""),
		"a byte was changed":    strings.Replace(string(plain), `"full"`, `"fool"`, 1),
		"a row of no table":     strings.Replace(string(plain), `"t":"head"`, `"t":"heed"`, 1),
		"of a later program":    strings.Replace(string(plain), `"bausteine-backup":1`, `"bausteine-backup":2`, 1),
		"a number is no number": strings.Replace(string(plain), `"v":[1,`, `"v":["1",`, 1),
	} {
		var packed bytes.Buffer
		pack := gzip.NewWriter(&packed)
		_, err := io.WriteString(pack, text)
		require.NoError(t, err)
		require.NoError(t, pack.Close())
		err = target.Restore(t.Context(), &packed, nil, nil)
		require.ErrorIs(t, err, bausteine.ErrBackup, name)
		require.NotContains(t, err.Error(), "Muster")
	}
	require.ErrorIs(t, target.Restore(t.Context(), strings.NewReader("not gzip"), nil, nil), bausteine.ErrBackup)
	require.NoError(t, target.Restore(t.Context(), &backup, nil, nil), "it is empty still")
}
