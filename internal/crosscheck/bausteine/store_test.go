// SPDX-License-Identifier: Apache-2.0

package bausteine_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund/grundtest"
	"github.com/deutschland-stack/bausteine/internal/journal/pgtest"
)

func TestSQLite_KeepsThePromises(t *testing.T) {
	grundtest.TestStore(t, func(t *testing.T, config bausteine.Config) *bausteine.Store {
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
	})
}

func TestPostgreSQL_KeepsThePromises(t *testing.T) {
	dsn := pgtest.DSN(t)
	admin, err := sql.Open("pgx", dsn)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, admin.Close()) })
	grundtest.TestStore(t, func(t *testing.T, config bausteine.Config) *bausteine.Store {
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
	})
}
