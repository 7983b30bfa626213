// SPDX-License-Identifier: Apache-2.0

// Package speichertest gives each test a database of its own, and lets the tests
// of a package run a second time, on PostgreSQL.
package speichertest

import (
	"bytes"
	"crypto/rand"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/speicher"
	"github.com/deutschland-stack/bausteine/internal/journal/pgtest"
)

// variable holds the address of the PostgreSQL on which the tests of this
// process run.
const variable = "WOHNSITZUMMELDUNG_TEST_POSTGRES"

// Ziel is an empty place for the data of one test, for speicher.Open.
func Ziel(t testing.TB) string {
	t.Helper()
	if dsn := os.Getenv(variable); dsn != "" {
		return Schema(t, dsn)
	}
	return filepath.Join(t.TempDir(), "dienst.db")
}

// AufPostgreSQL reports whether Ziel gives places in PostgreSQL.
func AufPostgreSQL() bool { return os.Getenv(variable) != "" }

// Schema makes a schema of its own in a PostgreSQL, to be dropped when the test
// ends, and returns the address that leads into it.
func Schema(t testing.TB, dsn string) string {
	t.Helper()
	name := "test_" + strings.ToLower(rand.Text())
	db, err := speicher.Open(t.Context(), dsn)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	_, err = db.ExecContext(t.Context(), "CREATE SCHEMA "+name)
	require.NoError(t, err)
	t.Cleanup(func() {
		_, err := db.Exec("DROP SCHEMA " + name + " CASCADE") // the context of the test is over
		require.NoError(t, err)
	})
	u, err := url.Parse(dsn)
	require.NoError(t, err)
	query := u.Query()
	query.Set("search_path", name)
	u.RawQuery = query.Encode()
	return u.String()
}

// Open opens a database for one test.
func Open(t testing.TB, ziel string) *speicher.Datenbank {
	t.Helper()
	db, err := speicher.Open(t.Context(), ziel)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

// Nochmal runs the tests of the package whose names match once more, on
// PostgreSQL, but for the one that calls it.
func Nochmal(t *testing.T, namen string) {
	t.Helper()
	if testing.Short() {
		t.Skip("the tests of the package ran on SQLite only")
	}
	dsn := pgtest.DSN(t)
	args := []string{"-test.run=" + namen, "-test.skip=^" + t.Name() + "$", "-test.timeout=8m", "-test.count=1"}
	if testing.Verbose() {
		args = append(args, "-test.v")
	}
	again := exec.CommandContext(t.Context(), os.Args[0], args...) //nolint:gosec // this very program
	again.Env = append(os.Environ(), variable+"="+dsn)
	out, err := again.CombinedOutput()
	t.Logf("on PostgreSQL:\n%s", out)
	require.NoError(t, err)
	require.NotContains(t, string(out), "no tests to run")
}

// Sperre has every write of new streams of a kind fail, as a broken disk would,
// until the function that comes back is called. An empty kind: every new event.
func Sperre(t testing.TB, db *speicher.Datenbank, kind string) (auf func()) {
	t.Helper()
	tabelle, wenn := "bausteine_head", ` WHEN (NEW.kind = '`+kind+`')`
	if kind == "" {
		tabelle, wenn = "bausteine_event", ""
	}
	begin := []string{`CREATE TRIGGER sperre BEFORE INSERT ON ` + tabelle + wenn + ` BEGIN SELECT RAISE(ABORT, 'disk on fire'); END`}
	end := `DROP TRIGGER sperre`
	if db.Art == speicher.PostgreSQL {
		begin = []string{
			`CREATE OR REPLACE FUNCTION sperre() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'disk on fire' USING ERRCODE = '23000'; END $$`,
			`CREATE TRIGGER sperre BEFORE INSERT ON ` + tabelle + ` FOR EACH ROW` + wenn + ` EXECUTE FUNCTION sperre()`,
		}
		end += ` ON ` + tabelle
	}
	for _, query := range begin {
		_, err := db.ExecContext(t.Context(), query)
		require.NoError(t, err)
	}
	return func() {
		t.Helper()
		_, err := db.ExecContext(t.Context(), end)
		require.NoError(t, err)
	}
}

// Tabellen names the tables of the database.
func Tabellen(t testing.TB, db *speicher.Datenbank) (out []string) {
	t.Helper()
	query := `SELECT name FROM sqlite_master WHERE type = 'table'`
	if db.Art == speicher.PostgreSQL {
		query = `SELECT tablename FROM pg_tables WHERE schemaname = current_schema()`
	}
	for _, zeile := range zeilen(t, db, query) {
		out = append(out, string(zeile))
	}
	return out
}

// Enthaelt returns the tables with a row that holds the text.
func Enthaelt(t testing.TB, db *speicher.Datenbank, text string) (out []string) {
	t.Helper()
	for _, tabelle := range Tabellen(t, db) {
		for _, zeile := range zeilen(t, db, `SELECT * FROM `+tabelle) {
			if bytes.Contains(zeile, []byte(text)) {
				out = append(out, tabelle)
			}
		}
	}
	return out
}

// zeilen returns the rows of a query, the values of each one after the other.
func zeilen(t testing.TB, db *speicher.Datenbank, query string) (out [][]byte) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	require.NoError(t, err)
	defer rows.Close()
	spalten, err := rows.Columns()
	require.NoError(t, err)
	for rows.Next() {
		werte, ziele := make([][]byte, len(spalten)), make([]any, len(spalten))
		for i := range werte {
			ziele[i] = &werte[i]
		}
		require.NoError(t, rows.Scan(ziele...))
		out = append(out, bytes.Join(werte, []byte{0}))
	}
	require.NoError(t, rows.Err())
	return out
}
