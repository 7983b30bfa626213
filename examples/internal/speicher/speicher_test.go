// SPDX-License-Identifier: Apache-2.0

package speicher_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/speicher"
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
	}
}

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
