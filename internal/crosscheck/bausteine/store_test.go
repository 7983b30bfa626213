// SPDX-License-Identifier: Apache-2.0

package bausteine_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund/grundtest"
)

func TestSQLite_KeepsThePromises(t *testing.T) { grundtest.TestStore(t, onSQLite) }

func TestPostgreSQL_KeepsThePromises(t *testing.T) {
	grundtest.TestStore(t, grundtest.Open(onPostgreSQL(t)))
}

// While the store runs, the files hold nothing of what was erased or replaced a
// moment after, and a damaged row keeps no other from going.
func TestRun_LeavesNothingErasedInTheFilesAndPassesOverDamage(t *testing.T) {
	file := filepath.Join(t.TempDir(), "store.db")
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=busy_timeout(5000)")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	now := time.Now()
	var moved atomic.Int64
	var log bytes.Buffer
	store, err := bausteine.OpenSQLite(t.Context(), db, bausteine.Config{
		Now:        func() time.Time { return now.Add(time.Duration(moved.Load())) },
		Log:        slog.New(slog.NewTextHandler(&log, nil)),
		SweepEvery: 50 * time.Millisecond,
	})
	require.NoError(t, err)
	block, err := grundtest.NewBox(store)
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- store.Run(ctx) }()

	var ids []uuid.UUID
	for i := range 20 {
		id, err := block.Put(t.Context(), fmt.Sprintf("MARK-%04d-OLD", i))
		require.NoError(t, err)
		require.NoError(t, block.Replace(t.Context(), id, fmt.Sprintf("MARK-%04d-NEW", i)))
		ids = append(ids, id)
	}
	left := func(mark string) (n int) {
		for _, suffix := range []string{"", "-wal", "-journal"} {
			content, err := os.ReadFile(file + suffix)
			if os.IsNotExist(err) {
				continue
			}
			require.NoError(t, err)
			n += bytes.Count(content, []byte(mark))
		}
		return n
	}
	require.Eventually(t, func() bool { return left("-OLD") == 0 && left("-NEW") == len(ids) }, 10*time.Second, 20*time.Millisecond)

	_, err = db.ExecContext(t.Context(), `UPDATE bausteine_head SET keys = '{' WHERE id = ?`, ids[3][:])
	require.NoError(t, err)
	moved.Store(int64(31 * 24 * time.Hour))
	require.Eventually(t, func() bool { return left("MARK-") == 0 }, 10*time.Second, 20*time.Millisecond)
	require.NoError(t, store.Health(t.Context()).Err)
	stop()
	require.NoError(t, <-done)
	require.NotContains(t, log.String(), "MARK")
}

// BenchmarkSweep erases states with a draft that are due.
func BenchmarkSweep(b *testing.B) {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "store.db")+"?_pragma=busy_timeout(5000)")
	require.NoError(b, err)
	defer db.Close()
	db.SetMaxIdleConns(8)
	var moved atomic.Int64
	now := time.Now()
	store, err := bausteine.OpenSQLite(b.Context(), db, bausteine.Config{Now: func() time.Time { return now.Add(time.Duration(moved.Load())) }})
	require.NoError(b, err)
	defer store.Close()
	block, err := grundtest.NewBox(store)
	require.NoError(b, err)
	var group sync.WaitGroup
	for range 64 {
		group.Go(func() {
			for range (b.N + 63) / 64 {
				if _, err := block.Put(b.Context(), strings.Repeat("Musterweg 1 ", 80)); err != nil {
					b.Error(err)
				}
			}
		})
	}
	group.Wait()
	moved.Store(int64(31 * 24 * time.Hour))
	b.ResetTimer()
	swept, err := store.Sweep(b.Context())
	require.NoError(b, err)
	b.ReportMetric(float64(swept)/b.Elapsed().Seconds(), "erased/s")
}
