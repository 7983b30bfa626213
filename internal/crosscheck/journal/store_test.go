// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/internal/journal/journaltest"
	"github.com/deutschland-stack/bausteine/internal/journal/pgtest"
)

func TestSQLite_KeepsTheContract(t *testing.T) {
	journaltest.TestStore(t, func(t *testing.T, now func() time.Time) journal.Store {
		return openStore(t, openSQLite(t, newFile(t)), journal.SQLite, journal.Options{Now: now})
	})
}

func TestPostgreSQL_KeepsTheContract(t *testing.T) {
	db := openPostgres(t, pgtest.DSN(t))
	journaltest.TestStore(t, func(t *testing.T, now func() time.Time) journal.Store {
		// One database for all: each store lives in a namespace of its own.
		return openStore(t, db, journal.PostgreSQL, journal.Options{Now: now, Namespace: namespace()})
	})
}

func newFile(tb testing.TB) string {
	tb.Helper()
	return filepath.Join(tb.TempDir(), "journal.db")
}

func openSQLite(tb testing.TB, file string) *sql.DB {
	tb.Helper()
	return openDB(tb, "sqlite", "file:"+file+"?_pragma=busy_timeout(10000)")
}

func openPostgres(tb testing.TB, dsn string) *sql.DB {
	tb.Helper()
	return openDB(tb, "pgx", dsn)
}

func openDB(tb testing.TB, driver, dsn string) *sql.DB {
	tb.Helper()
	db, err := sql.Open(driver, dsn)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, db.Close()) })
	return db
}

func openStore(tb testing.TB, db *sql.DB, dialect journal.Dialect, options journal.Options) *journal.SQL {
	tb.Helper()
	store, err := journal.Open(context.Background(), db, dialect, options)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, store.Close()) })
	return store
}

// namespace returns a namespace nobody else uses.
func namespace() string {
	return "t" + strings.ReplaceAll(uuid.NewString(), "-", "")[:20]
}
