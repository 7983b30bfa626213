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

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// TestSimulation crashes the store between any two statements and compares it
// with the model. It prints what it tried. It runs on SQLite, whose file it can
// tear as a power failure would; PostgreSQL is killed for real in kill_test.go.
func TestSimulation(t *testing.T) {
	runs := uint64(10_000)
	if testing.Short() {
		runs = 500
	}
	total, failed := runSimulations(t, 1, runs, honest, 3)
	for _, failure := range failed {
		t.Error(failure)
	}
	t.Logf("%d runs: %d groups of %d operations, %d crashes (%d power failures) at %d distinct points",
		runs, total.groups, total.operations, total.crashes, total.powerFailures, len(total.points))
	t.Logf("%d appends acknowledged, %d of them repeated deliveries, %d effects executed; %d runs lost, doubled or bent something",
		total.acknowledged, total.repeated, total.executed, len(failed))
	require.Greater(t, len(total.points), 30, "a simulation that does not reach the crash points proves nothing")
	require.Greater(t, total.crashes, int(runs)/2)
}

// TestSimulation_CatchesABrokenStore is the test of the test: a store that is
// broken on purpose is found out.
func TestSimulation_CatchesABrokenStore(t *testing.T) {
	for name, sabotage := range map[string]sabotage{
		"a commit acknowledged early":                commitTooEarly,
		"an outbox written outside the transaction":  outboxOutside,
		"an answer written outside the transaction":  answersOutside,
		"a lease granted and not stored":             leaseForgotten,
		"a commit acknowledged before it was synced": syncForgotten,
	} {
		t.Run(name, func(t *testing.T) {
			_, failed := runSimulations(t, 1, 400, sabotage, 1)
			require.NotEmpty(t, failed)
		})
	}
}

// runSimulations runs seeds on all processors until enough of them failed.
func runSimulations(t *testing.T, first, count uint64, sabotage sabotage, enough int) (total tally, failed []string) {
	t.Helper()
	template := emptyStore(t)
	folder := fastFolder(t)
	total.points = map[string]bool{}
	var next atomic.Uint64
	next.Store(first - 1)
	var mu sync.Mutex
	var group sync.WaitGroup
	for worker := range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for {
				seed := next.Add(1)
				if seed >= first+count {
					return
				}
				own := filepath.Join(folder, strconv.Itoa(worker))
				if err := os.MkdirAll(own, 0o700); err != nil {
					t.Error(err)
					return
				}
				one, err := simulate(seed, own, template, sabotage)
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
