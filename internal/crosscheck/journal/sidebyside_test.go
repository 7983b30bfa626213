// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/internal/journal/pgtest"
)

// Several processes that write to one PostgreSQL side by side.

// sharedStreams is how many streams all processes fight over.
const sharedStreams = 24

// childShare appends to streams that others append to, under command keys that others
// use, too, and tells what was acknowledged.
func childShare(store journal.Store) error {
	const writers, keys = 12, 4000
	failed := make(chan error, writers)
	acknowledged := make(chan string, writers)
	for range writers {
		go func() {
			for {
				key := strconv.Itoa(rand.IntN(keys))
				if err := share(store, key); err != nil {
					failed <- err
					return
				}
				acknowledged <- key
			}
		}()
	}
	for {
		select {
		case key := <-acknowledged:
			if _, err := fmt.Println(key); err != nil {
				return err
			}
		case err := <-failed:
			return err
		}
	}
}

// share carries out a command in whatever stream, until it is answered.
func share(store journal.Store, key string) error {
	ctx := context.Background()
	for {
		// A stream that others write, and one of the command's own: both or neither.
		shared := uuid.UUID{0: 1, 15: byte(rand.IntN(sharedStreams))}
		commit := journal.Commit{Kind: "antrag", Stream: shared, Events: []journal.Event{{Type: "geaendert", Data: []byte(key)}}}
		head, _, err := store.Load(ctx, "antrag", shared, 0)
		if err != nil && !errors.Is(err, journal.ErrNotFound) {
			return err
		}
		commit.Expected = head.Version
		own := killedCommit(key)
		_, err = store.Append(ctx, killedCommand(key), commit, own)
		if errors.Is(err, journal.ErrConflict) || errors.Is(err, journal.ErrBusy) {
			continue
		}
		return err
	}
}

// TestPostgreSQL_ProcessesWriteSideBySide has processes fight over the same streams and
// the same commands, some of them killed, while a reader follows: it sees every event
// once and in the order in which it stands in the end, versions follow one another, and
// what was acknowledged is there once.
func TestPostgreSQL_ProcessesWriteSideBySide(t *testing.T) {
	rounds := 6
	if testing.Short() {
		rounds = 2
	}
	dsn := pgtest.Start(t).DSN()
	db := openPostgres(t, dsn)
	store := openStore(t, db, journal.PostgreSQL, journal.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()

	// One reader keeps to the contract; the other goes by the numbers alone.
	var followed []journal.Position
	var naive atomic.Int64
	var readers sync.WaitGroup
	readers.Go(func() {
		for last := journal.Position(0); ctx.Err() == nil; {
			page, err := store.Read(context.WithoutCancel(ctx), last, 50)
			if err != nil {
				t.Error(err)
				return
			}
			for _, event := range page {
				last = event.Position
				followed = append(followed, last)
			}
		}
	})
	readers.Go(func() {
		for last := int64(0); ctx.Err() == nil; {
			var n, highest int64
			err := db.QueryRow("SELECT count(*), coalesce(max(position), 0) FROM journal_event WHERE position > $1", last).Scan(&n, &highest)
			if err != nil {
				t.Error(err)
				return
			}
			naive.Add(n)
			last = max(last, highest)
		}
	})

	var mu sync.Mutex
	acknowledged := map[string]bool{}
	for range rounds {
		var group sync.WaitGroup
		for range 4 {
			process, output := start(t, "share", "pgx", dsn, "")
			life := 150 + rand.IntN(400)
			group.Go(func() {
				lines := bufio.NewScanner(output)
				for n := 0; lines.Scan(); n++ {
					mu.Lock()
					acknowledged[lines.Text()] = true
					mu.Unlock()
					if n == life {
						_ = process.Process.Kill()
					}
				}
				_ = process.Wait()
			})
		}
		group.Wait()
	}
	time.Sleep(300 * time.Millisecond) // the server notices that they are gone
	cancel()
	readers.Wait()

	versions, commands := map[uuid.UUID]uint64{}, map[string]int{}
	var all []journal.Position
	for last := journal.Position(0); ; {
		page, err := store.Read(t.Context(), last, 1000)
		require.NoError(t, err)
		if len(page) == 0 {
			break
		}
		for _, event := range page {
			require.Greater(t, event.Position, last)
			last = event.Position
			all = append(all, last)
			require.Equal(t, versions[event.Stream]+1, event.Version, "the order of all is the order of each stream")
			versions[event.Stream]++
			commands[string(event.Data)]++
		}
	}
	require.Equal(t, all[:len(followed)], followed, "the reader missed something, or saw it in another order")
	for key, n := range commands {
		require.Equal(t, 3, n, "a command has its three events once")
		outcome, err := store.Answer(t.Context(), "einreichen", key)
		require.NoError(t, err)
		require.Equal(t, key, string(outcome.Answer))
	}
	for key := range acknowledged {
		require.Contains(t, commands, key, "acknowledged and lost")
	}
	t.Logf("%d processes killed; %d commands acknowledged, %d events of %d commands; the reader followed %d of them, who goes by numbers alone missed %d",
		4*rounds, len(acknowledged), len(all), len(commands), len(followed), int64(len(all))-naive.Load())
}

// TestPostgreSQL_AReaderPassesNobodyWhoBeganEarlier has a transaction that took its
// number first commit last.
func TestPostgreSQL_AReaderPassesNobodyWhoBeganEarlier(t *testing.T) {
	db := openPostgres(t, pgtest.DSN(t))
	namespace := namespace()
	writer := openStore(t, db, journal.PostgreSQL, journal.Options{Namespace: namespace})
	_, err := writer.Append(t.Context(), journal.Command{}, killedCommit("one"))
	require.NoError(t, err)

	slow, err := db.Begin()
	require.NoError(t, err)
	defer slow.Rollback()
	var earlier int64
	require.NoError(t, slow.QueryRow("SELECT pg_current_xact_id()::text::bigint << 20").Scan(&earlier))
	outcome, err := writer.Append(t.Context(), journal.Command{}, killedCommit("two"))
	require.NoError(t, err)
	require.Greater(t, int64(outcome.Receipts[0].Position), earlier)

	// Another process does not see what may yet be preceded.
	other := openStore(t, db, journal.PostgreSQL, journal.Options{Namespace: namespace})
	page, err := other.Read(t.Context(), 0, 10)
	require.NoError(t, err)
	require.Len(t, page, 2, "the two events of the first")

	// Who knows of the second waits for it.
	done := make(chan []journal.Recorded)
	go func() {
		all, err := writer.Read(context.WithoutCancel(t.Context()), 0, 10)
		if err != nil {
			t.Error(err)
		}
		done <- all
	}()
	select {
	case <-done:
		t.Error("it went past a transaction that is still running")
	case <-time.After(100 * time.Millisecond):
	}
	require.NoError(t, slow.Commit())
	require.Len(t, <-done, 4)
}

// TestPostgreSQL_PositionsGoOnInAnotherServer: a backup comes back where transactions
// are counted from elsewhere.
func TestPostgreSQL_PositionsGoOnInAnotherServer(t *testing.T) {
	db := openPostgres(t, pgtest.DSN(t))
	namespace := namespace()
	store := openStore(t, db, journal.PostgreSQL, journal.Options{Namespace: namespace})
	_, err := store.Append(t.Context(), killedCommand("one"), killedCommit("one"))
	require.NoError(t, err)
	require.NoError(t, store.Close())
	// As if a server with many more transactions had written it.
	const ahead = int64(1) << 50
	for _, change := range []string{
		"UPDATE " + namespace + "_event SET position = position + $1, no = no + $1, previous = CASE previous WHEN 0 THEN 0 ELSE previous + $1 END",
		"UPDATE " + namespace + "_head SET no = no + $1, last = last + $1",
		"UPDATE " + namespace + "_command SET first = first + $1, last = last + $1",
	} {
		_, err := db.Exec(change, ahead)
		require.NoError(t, err)
	}
	store = openStore(t, db, journal.PostgreSQL, journal.Options{Namespace: namespace})
	outcome, err := store.Append(t.Context(), killedCommand("two"), killedCommit("two"))
	require.NoError(t, err)
	require.Greater(t, int64(outcome.Receipts[0].Position), ahead)
	all, err := store.Read(t.Context(), 0, 10)
	require.NoError(t, err)
	require.Len(t, all, 4)
	require.Equal(t, "two", string(all[3].Data))
}

// BenchmarkProcesses measures durable appends a second of several processes with 16
// writers each on one PostgreSQL.
func BenchmarkProcesses(b *testing.B) {
	for _, processes := range []int{1, 2, 4} {
		b.Run(fmt.Sprintf("processes=%d", processes), func(b *testing.B) {
			dsn := pgtest.Start(b).DSN()
			openStore(b, openPostgres(b, dsn), journal.PostgreSQL, journal.Options{})
			var left atomic.Int64
			left.Store(int64(b.N))
			var group sync.WaitGroup
			b.ResetTimer()
			for n := range processes {
				process, output := start(b, "write", "pgx", dsn, strconv.Itoa(n))
				group.Go(func() {
					lines := bufio.NewScanner(output)
					for lines.Scan() && left.Add(-1) > 0 {
					}
					_ = process.Process.Kill()
					_ = process.Wait()
				})
			}
			group.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "appends/s")
		})
	}
}
