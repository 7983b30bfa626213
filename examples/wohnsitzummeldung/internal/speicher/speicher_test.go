// SPDX-License-Identifier: Apache-2.0

package speicher_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speicher"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speichertest"
)

func TestOpen_WhatIsDeletedIsOverwrittenInTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "d.db")
	db, err := speicher.Open(t.Context(), path)
	require.NoError(t, err)
	for _, query := range []string{
		`CREATE TABLE t (a TEXT)`, `INSERT INTO t VALUES ('bleibt')`, `INSERT INTO t VALUES ('Erika Mustermann')`,
		`PRAGMA wal_checkpoint(TRUNCATE)`, `DELETE FROM t WHERE a <> 'bleibt'`, `PRAGMA wal_checkpoint(TRUNCATE)`,
	} {
		_, err := db.ExecContext(t.Context(), query)
		require.NoError(t, err)
	}
	require.NoError(t, db.Close())
	inhalt, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Contains(t, string(inhalt), "bleibt")
	require.NotContains(t, string(inhalt), "Erika Mustermann")
}

func TestOpen_TellsNobodyThePassword(t *testing.T) {
	for _, ziel := range []string{
		"postgres://wsm:geheim@127.0.0.1:1/dienst?sslmode=disable", // nobody is there
		"postgres://wsm:geheim@127.0.0.1:keinport/dienst",
		"postgres://wsm:geheim%zz@127.0.0.1/dienst",
		"postgres://127.0.0.1/dienst?password=geheim&sslmode=quatsch",
	} {
		_, err := speicher.Open(t.Context(), ziel)
		require.Error(t, err)
		require.NotContains(t, err.Error(), "geheim")
		require.NotContains(t, speicher.Anzeige(ziel), "geheim")
	}
	require.Equal(t, "postgresql://wsm@db.example:5432/dienst", speicher.Anzeige("postgresql://wsm:geheim@db.example:5432/dienst?password=geheim"))
	require.Equal(t, "/var/lib/dienst.db", speicher.Anzeige("/var/lib/dienst.db"))
}

func TestSchema_IsMadeOnceAndGoesOnFromWhereItStood(t *testing.T) {
	ziel := speichertest.Ziel(t)
	const eins = `CREATE TABLE a (x TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT, WITHOUT ROWID`
	const zwei = `ALTER TABLE a ADD COLUMN y INTEGER NOT NULL DEFAULT 7; CREATE TABLE b (z BLOB NOT NULL)`
	var group sync.WaitGroup
	for range 4 { // as many processes at the same time
		db := speichertest.Open(t, ziel)
		group.Go(func() {
			if err := db.Schema(t.Context(), "probe", eins); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	db := speichertest.Open(t, ziel)
	_, err := db.ExecContext(t.Context(), `INSERT INTO a (x, n) VALUES ($1, $2)`, "eins", int64(1)<<40)
	require.NoError(t, err)

	require.ErrorContains(t, db.Schema(t.Context(), "probe", eins, zwei, `kein SQL`), "tables of probe")
	require.NoError(t, db.Schema(t.Context(), "probe", eins, zwei), "the failed attempt left nothing behind")
	require.NoError(t, db.Schema(t.Context(), "probe", eins, zwei))
	var n, y int64
	require.NoError(t, db.QueryRowContext(t.Context(), `SELECT n, y FROM a WHERE x = $1`, "eins").Scan(&n, &y))
	require.Equal(t, []int64{1 << 40, 7}, []int64{n, y})
	require.ErrorContains(t, db.Schema(t.Context(), "probe", eins), "older than the data")
}

func TestSpeicher_OnPostgreSQLToo(t *testing.T) { speichertest.Nochmal(t, "^TestSchema") }

func TestOpen_RefusesTheDataOfAProgramFromBeforeTheOneStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "alt.db")
	db, err := speicher.Open(t.Context(), path)
	require.NoError(t, err)
	_, err = db.ExecContext(t.Context(), `CREATE TABLE antrag_head (no INTEGER PRIMARY KEY)`)
	require.NoError(t, err)
	require.NoError(t, db.Close())
	_, err = speicher.Open(t.Context(), path)
	require.ErrorIs(t, err, speicher.ErrAlt)
}
