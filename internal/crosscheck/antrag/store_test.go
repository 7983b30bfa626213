// SPDX-License-Identifier: Apache-2.0

// Package antrag_test runs the suite of antrag stores on real databases.
package antrag_test

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
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/antragtest"
	"github.com/deutschland-stack/bausteine/leistung/antrag/sqlstore"
)

func TestSQLite_KeepsTheContract(t *testing.T) {
	antragtest.TestStore(t, func(t *testing.T) antrag.Store {
		db := openDB(t, "sqlite", "file:"+filepath.Join(t.TempDir(), "antrag.db")+"?_pragma=busy_timeout(10000)")
		store, err := sqlstore.OpenSQLite(t.Context(), db, sqlstore.Options{})
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, store.Close()) })
		return store
	})
}

func TestPostgreSQL_KeepsTheContract(t *testing.T) {
	db := openDB(t, "pgx", pgtest.DSN(t))
	antragtest.TestStore(t, func(t *testing.T) antrag.Store {
		store, err := sqlstore.OpenPostgreSQL(t.Context(), db, sqlstore.Options{
			Namespace: "t" + strings.ReplaceAll(uuid.NewString(), "-", "")[:20],
		})
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, store.Close()) })
		return store
	})
}

func openDB(t *testing.T, driver, dsn string) *sql.DB {
	t.Helper()
	db, err := sql.Open(driver, dsn)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}
