// SPDX-License-Identifier: Apache-2.0

// Package onceonly_test runs the suites of once-only stores on real databases,
// and measures the block beside its peers.
package onceonly_test

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/deutschland-stack/bausteine/internal/journal/pgtest"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
	"github.com/deutschland-stack/bausteine/onceonly/sqlstore"
)

func TestSQLite_KeepsTheContract(t *testing.T) {
	onceonlytest.TestStore(t, func(t *testing.T) onceonly.Store { return openSQLite(t) })
}

func TestPostgreSQL_KeepsTheContract(t *testing.T) {
	db := openDB(t, "pgx", pgtest.DSN(t))
	onceonlytest.TestStore(t, func(t *testing.T) onceonly.Store {
		store, err := sqlstore.OpenPostgreSQL(t.Context(), db, sqlstore.Options{
			Namespace: "t" + strings.ReplaceAll(uuid.NewString(), "-", "")[:20],
		})
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, store.Close()) })
		return store
	})
}

func openSQLite(tb testing.TB) onceonly.Store {
	tb.Helper()
	db := openDB(tb, "sqlite", "file:"+filepath.Join(tb.TempDir(), "onceonly.db")+"?_pragma=busy_timeout(10000)")
	store, err := sqlstore.OpenSQLite(tb.Context(), db, sqlstore.Options{})
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, store.Close()) })
	return store
}

func openDB(tb testing.TB, driver, dsn string) *sql.DB {
	tb.Helper()
	db, err := sql.Open(driver, dsn)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, db.Close()) })
	return db
}
