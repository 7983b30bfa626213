// SPDX-License-Identifier: Apache-2.0

package zustellung_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/versand/versandtest"
)

// Submissions names the variable with the number of submissions; the whole run is
//
//	BAUSTEINE_SUBMISSIONS=1000 GOWORK=off go test -run FaultsOnSQLite -v ./zustellung
//
// and what it gave stands in RESULTS.md.
const Submissions = "BAUSTEINE_SUBMISSIONS"

func TestVersand_EachSubmissionArrivesOnceUnderFaultsOnSQLite(t *testing.T) {
	n, restart := 20, 6
	if text := os.Getenv(Submissions); text != "" {
		var err error
		n, err = strconv.Atoi(text)
		require.NoError(t, err)
		restart = max(6, n/25)
	}
	dir := t.TempDir()
	result := versandtest.Lauf(t, versandtest.Config{N: n, Seed: 19, RestartEvery: restart, Open: func(tb testing.TB, side string) (*bausteine.Store, func()) {
		tb.Helper()
		db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, side+".db")+"?_pragma=busy_timeout(5000)")
		require.NoError(tb, err)
		store, err := bausteine.OpenSQLite(tb.Context(), db, bausteine.Config{})
		require.NoError(tb, err)
		return store, func() {
			require.NoError(tb, store.Close())
			require.NoError(tb, db.Close())
		}
	}})
	require.Equal(t, n, result.Delivered)
	require.NotZero(t, result.Rejected)
	require.NotZero(t, result.Replayed)
	require.NotEmpty(t, result.Faults)
	t.Logf("%d delivered, %d with a wrong key rejected, %d starts of a side, %d callbacks replayed, %d faults in %v: %v",
		result.Delivered, result.Rejected, result.Restarts, result.Replayed, result.Count(), result.Took, result.Faults)
}
