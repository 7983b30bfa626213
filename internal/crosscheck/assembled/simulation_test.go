// SPDX-License-Identifier: Apache-2.0

package assembled_test

import (
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/crosscheck/crash"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// runs is a hundredth of what result.txt tells of:
//
//	GOWORK=off go -C internal/crosscheck test ./assembled -run TestSimulation_OfTheAssembledBlocks -runs 10000 -timeout 3h -v
var runs = flag.Uint64("runs", 100, "how many seeds the simulation runs")

// TestSimulation_OfTheAssembledBlocks crashes a service of application, evidence with
// provider and log, and payment on one store between any two statements, and the machine
// under it. Nothing that was acknowledged is lost, nothing happens twice, paid and
// submitted are one commit, evidence accepted and in the draft are one, and after the
// deadlines no byte of the person is left in the files.
func TestSimulation_OfTheAssembledBlocks(t *testing.T) {
	total, failed := simulateAll(t, *runs, honest, 3)
	for _, failure := range failed {
		t.Error(failure)
	}
	t.Logf("%d runs: %d steps sent, %d crashes (%d power failures) at %d distinct points, %d steps answered with an error and sent again; %d runs lost, doubled, tore apart or kept something",
		*runs, total.steps, total.crashes, total.powerFailures, len(total.points), total.unanswered, len(failed))
	require.Greater(t, total.crashes, int(*runs), "a simulation that does not crash proves nothing")
	require.Greater(t, len(total.points), 30)
}

// TestSimulation_CatchesBlocksPutTogetherWrongly is the test of the test.
func TestSimulation_CatchesBlocksPutTogetherWrongly(t *testing.T) {
	for name, f := range map[string]fault{
		"a commit acknowledged early":                     commitTooEarly,
		"a commit acknowledged before it was synced":      unsynced,
		"a replaced answer kept":                          replacedKept,
		"a state that never ends":                         noDeadline,
		"a head not published":                            headNotPublished,
		"evidence accepted and taken over in two commits": acceptedApart,
		"paid and submitted in two commits":               paidApart,
	} {
		t.Run(name, func(t *testing.T) {
			_, failed := simulateAll(t, 100, f, 1)
			require.NotEmpty(t, failed)
			t.Log(failed[0])
		})
	}
	// A state without any period is not even started with.
	store := bausteine.NewMemory(bausteine.Config{})
	table := (&world{}).periods()
	delete(table, antrag.StatusStattgegeben)
	_, err := antrag.NewRegistratur(store, antrag.Config{Aufbewahrung: table})
	require.ErrorIs(t, err, antrag.ErrInvalid)
	require.NoError(t, store.Close())
}

// simulateAll runs the seeds on all processors until enough of them failed.
func simulateAll(t *testing.T, count uint64, f fault, enough int) (total tally, failed []string) {
	t.Helper()
	folder, template := crash.Folder(t), tables(t)
	total.points = map[string]bool{}
	var next atomic.Uint64
	var mu sync.Mutex
	var group sync.WaitGroup
	for worker := range 8 * runtime.GOMAXPROCS(0) { // most of them wait, as a worker does before it tries again
		group.Go(func() {
			own := filepath.Join(folder, strconv.Itoa(worker))
			for seed := next.Add(1); seed <= count; seed = next.Add(1) {
				if err := os.MkdirAll(own, 0o700); err != nil {
					t.Error(err)
					return
				}
				one, err := simulate(seed, f, func() (*crash.Machine, error) { return crash.NewMachine(template, own) })
				err = errors.Join(err, os.RemoveAll(own))
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

// tables returns a file with the tables of a store.
func tables(t *testing.T) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "empty.db")
	db, err := sql.Open("sqlite", "file:"+file)
	require.NoError(t, err)
	store, err := bausteine.OpenSQLite(t.Context(), db, bausteine.Config{})
	require.NoError(t, err)
	require.NoError(t, errors.Join(store.Close(), db.Close()))
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	return content
}
