// SPDX-License-Identifier: Apache-2.0

package speicher_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speicher"
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
