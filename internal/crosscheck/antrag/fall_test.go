// SPDX-License-Identifier: Apache-2.0

package antrag_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/antrag/fall/falltest"
)

func openSQLite(t *testing.T, file string, config bausteine.Config) *bausteine.Store {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=busy_timeout(5000)")
	require.NoError(t, err)
	db.SetMaxIdleConns(16)
	store, err := bausteine.OpenSQLite(context.Background(), db, config)
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, store.Close())
		require.NoError(t, db.Close())
	})
	return store
}

func TestFall_OnSQLite(t *testing.T) {
	falltest.TestFall(t, func(t *testing.T, config bausteine.Config) *bausteine.Store {
		return openSQLite(t, filepath.Join(t.TempDir(), "fall.db"), config)
	})
}

func TestFassungen_OnSQLite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "fall.db")
	falltest.TestFassungen(t, func(t *testing.T, config bausteine.Config) *bausteine.Store { return openSQLite(t, file, config) })
}
