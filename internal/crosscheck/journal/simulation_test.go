// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"database/sql"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/crosscheck/crash"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/internal/journal/pgtest"
)

// TestSimulation crashes the store between any two statements and compares it
// with the model. It prints what it tried. The file of SQLite it also tears, as
// a power failure would; a PostgreSQL is killed for real in kill_test.go.
func TestSimulation(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { testSimulation(t, simulateOnSQLite, 10_000, 500, 30) })
	// Fewer, because each simulated process connects anew.
	t.Run("PostgreSQL", func(t *testing.T) { testSimulation(t, simulateOnPostgreSQL, 25, 25, 12) })
}

func testSimulation(t *testing.T, run simulator, runs, short uint64, points int) {
	t.Helper()
	if testing.Short() {
		runs = short
	}
	total, failed := run(t, runs, honest, 3)
	for _, failure := range failed {
		t.Error(failure)
	}
	t.Logf("%d runs: %d groups of %d operations, %d crashes (%d power failures) at %d distinct points",
		runs, total.groups, total.operations, total.crashes, total.powerFailures, len(total.points))
	t.Logf("%d appends acknowledged, %d of them repeated deliveries, %d effects executed; %d runs lost, doubled or bent something",
		total.acknowledged, total.repeated, total.executed, len(failed))
	require.Greater(t, len(total.points), points, "a simulation that does not reach the crash points proves nothing")
	require.Greater(t, total.crashes, int(runs)/2)
}

// TestSimulation_CatchesABrokenStore is the test of the test: a store that is
// broken on purpose is found out.
func TestSimulation_CatchesABrokenStore(t *testing.T) {
	for name, broken := range map[string]struct {
		on       simulator
		sabotage sabotage
	}{
		"a commit acknowledged early":                {simulateOnSQLite, commitTooEarly},
		"an outbox written outside the transaction":  {simulateOnSQLite, outboxOutside},
		"an answer written outside the transaction":  {simulateOnSQLite, answersOutside},
		"a lease granted and not stored":             {simulateOnSQLite, leaseForgotten},
		"a commit acknowledged before it was synced": {simulateOnSQLite, syncForgotten},
		"PostgreSQL: a commit acknowledged early":    {simulateOnPostgreSQL, commitTooEarly},
		"PostgreSQL: a lease granted and not stored": {simulateOnPostgreSQL, leaseUndone},
	} {
		t.Run(name, func(t *testing.T) {
			_, failed := broken.on(t, 400, broken.sabotage, 1)
			require.NotEmpty(t, failed)
		})
	}
}

// simulator runs the seeds up to a count until enough of them failed.
type simulator func(t *testing.T, count uint64, sabotage sabotage, enough int) (total tally, failed []string)

// simulateOnSQLite uses all processors.
func simulateOnSQLite(t *testing.T, count uint64, sabotage sabotage, enough int) (total tally, failed []string) {
	t.Helper()
	template := emptyStore(t)
	folder := crash.Folder(t)
	total.points = map[string]bool{}
	var next atomic.Uint64
	var mu sync.Mutex
	var group sync.WaitGroup
	for worker := range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			own := filepath.Join(folder, strconv.Itoa(worker))
			for {
				seed := next.Add(1)
				if seed > count {
					return
				}
				if err := os.MkdirAll(own, 0o700); err != nil {
					t.Error(err)
					return
				}
				one, err := simulate(seed, func(tables bool) (*crash.Machine, error) {
					if !tables {
						return crash.NewMachine(nil, own)
					}
					return crash.NewMachine(template, own)
				}, sabotage)
				if err := os.RemoveAll(own); err != nil {
					t.Error(err)
				}
				mu.Lock()
				total.add(one)
				if err != nil {
					failed = append(failed, fmt.Sprintf("seed %d: %v", seed, err))
				}
				stop := len(failed) >= enough
				mu.Unlock()
				if stop {
					return
				}
			}
		})
	}
	group.Wait()
	return total, failed
}

// simulateOnPostgreSQL uses one server, which all simulated processes share.
func simulateOnPostgreSQL(t *testing.T, count uint64, sabotage sabotage, enough int) (total tally, failed []string) {
	t.Helper()
	server := crash.NewServer(pgtest.Start(t).DSN())
	db := openPostgres(t, server.Server())
	total.points = map[string]bool{}
	for seed := uint64(1); seed <= count && len(failed) < enough; seed++ {
		one, err := simulate(seed, func(tables bool) (*crash.Machine, error) {
			if !tables || seed == 1 {
				_, err := db.ExecContext(t.Context(),
					"DROP TABLE IF EXISTS journal_schema, journal_event, journal_head, journal_key, journal_command, journal_effect, journal_draft, journal_base")
				return server, err
			}
			// It fails where the last run never came to make them.
			_, _ = db.ExecContext(t.Context(), `DELETE FROM journal_draft; DELETE FROM journal_event; DELETE FROM journal_head; DELETE FROM journal_key;
				DELETE FROM journal_command; DELETE FROM journal_effect`)
			return server, nil
		}, sabotage)
		total.add(one)
		if err != nil {
			failed = append(failed, fmt.Sprintf("seed %d: %v", seed, err))
		}
	}
	return total, failed
}

func (t *tally) add(one tally) {
	t.groups += one.groups
	t.operations += one.operations
	t.crashes += one.crashes
	t.powerFailures += one.powerFailures
	t.acknowledged += one.acknowledged
	t.repeated += one.repeated
	t.executed += one.executed
	maps.Copy(t.points, one.points)
}

// emptyStore returns a file with the tables of a store.
func emptyStore(t *testing.T) []byte {
	t.Helper()
	file := newFile(t)
	db, err := sql.Open("sqlite", "file:"+file)
	require.NoError(t, err)
	store, err := journal.Open(t.Context(), db, journal.SQLite, journal.Options{})
	require.NoError(t, err)
	require.NoError(t, store.Close())
	require.NoError(t, db.Close())
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	return content
}
