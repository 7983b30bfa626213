// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/internal/journal/pgtest"
)

// Real processes that are killed: this test binary started again as a child.

const childVariable = "JOURNAL_TEST_CHILD"

func TestMain(m *testing.M) {
	if task := os.Getenv(childVariable); task != "" {
		if err := child(strings.Split(task, "|")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// child is the life of a process that will be killed: task, driver, data source
// name, and something more.
func child(task []string) error {
	db, err := sql.Open(task[1], task[2])
	if err != nil {
		return err
	}
	dialect := journal.PostgreSQL
	if task[1] == "sqlite" {
		dialect = journal.SQLite
	}
	store, err := journal.Open(context.Background(), db, dialect, journal.Options{})
	if err != nil {
		return err
	}
	switch task[0] {
	case "work":
		return childWork(store, task[3])
	case "share":
		return childShare(store)
	}
	return childWrite(store, task[3])
}

// childWrite appends for ever and tells what was acknowledged.
func childWrite(store journal.Store, round string) error {
	const writers = 16
	acknowledged := make(chan string, writers)
	failed := make(chan error, writers)
	for writer := range writers {
		go func() {
			for n := 0; ; n++ {
				key := round + "-" + strconv.Itoa(writer) + "-" + strconv.Itoa(n)
				if _, err := store.Append(context.Background(), killedCommand(key), killedCommit(key)); err != nil {
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

func killedCommand(key string) journal.Command {
	return journal.Command{Kind: "einreichen", Key: key, Answer: []byte(key)}
}

// killedCommit has two events and an effect: all of it must be there, or nothing.
func killedCommit(key string) journal.Commit {
	return journal.Commit{
		Kind: "antrag", Stream: uuid.NewSHA1(uuid.NameSpaceOID, []byte(key)), State: "eingereicht",
		Events:  []journal.Event{{Type: "angelegt", Data: []byte(key)}, {Type: "eingereicht", Data: []byte(key)}},
		Effects: []journal.Effect{{Kind: "zustellen", Payload: []byte(key)}},
	}
}

// childWork executes effects against a receiver until none is left.
func childWork(store journal.Store, receiver string) error {
	worker, err := journal.NewWorker(store, journal.WorkerOptions{
		Lease: 2 * time.Second, Poll: 50 * time.Millisecond, Parallel: 8,
		Backoff: journal.Backoff(10*time.Millisecond, 100*time.Millisecond),
		Handlers: map[journal.EffectName]journal.Handler{{Stream: "antrag", Effect: "zustellen"}: func(ctx context.Context, effect journal.Leased) ([]byte, error) {
			request, err := http.NewRequestWithContext(ctx, http.MethodPost, receiver, strings.NewReader(string(effect.Payload)))
			if err != nil {
				return nil, err
			}
			request.Header.Set("Idempotency-Key", effect.Ref.ID().String())
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				return nil, err
			}
			defer response.Body.Close()
			return io.ReadAll(response.Body)
		}},
	})
	if err != nil {
		return err
	}
	return worker.Run(context.Background())
}

// start starts a child. It is killed at the latest when the test ends.
func start(tb testing.TB, task ...string) (process *exec.Cmd, output io.Reader) {
	tb.Helper()
	process = exec.CommandContext(tb.Context(), os.Args[0])
	process.Env = append(os.Environ(), childVariable+"="+strings.Join(task, "|"))
	process.Stderr = os.Stderr
	output, err := process.StdoutPipe()
	require.NoError(tb, err)
	require.NoError(tb, process.Start())
	return process, output
}

func TestSQLite_KeepsWhatItAcknowledgedWhenTheProcessIsKilled(t *testing.T) {
	dsn := "file:" + newFile(t)
	killWriters(t, "sqlite", dsn, openDB(t, "sqlite", dsn), journal.SQLite)
}

func TestPostgreSQL_KeepsWhatItAcknowledgedWhenTheProcessIsKilled(t *testing.T) {
	dsn := pgtest.Start(t).DSN()
	killWriters(t, "pgx", dsn, openPostgres(t, dsn), journal.PostgreSQL)
}

func killWriters(t *testing.T, driver, dsn string, db *sql.DB, dialect journal.Dialect) {
	t.Helper()
	rounds := 5
	if testing.Short() {
		rounds = 2
	}
	acknowledged := map[string]bool{}
	for round := range rounds {
		process, output := start(t, "write", driver, dsn, strconv.Itoa(round))
		enough := 100 + 150*round
		lines := bufio.NewScanner(output)
		for n := 0; lines.Scan(); n++ {
			acknowledged[lines.Text()] = true
			if n == enough {
				require.NoError(t, process.Process.Kill())
			}
		}
		require.Error(t, process.Wait(), "it was killed")
	}
	store := openStore(t, db, dialect, journal.Options{})
	lost, torn, total := account(t, store, acknowledged)
	t.Logf("%d kills; %d commands acknowledged and %d stored: %d lost, %d torn", rounds, len(acknowledged), total, lost, torn)
	require.Zero(t, lost)
	require.Zero(t, torn)
	require.GreaterOrEqual(t, len(acknowledged), 100*rounds)
}

// account counts acknowledged commands that are not there, and commands of
// which not all is there exactly once.
func account(t *testing.T, store journal.Store, acknowledged map[string]bool) (lost, torn, total int) {
	t.Helper()
	events, effects := map[string]int{}, map[uuid.UUID]int{}
	var last journal.Position
	for {
		page, err := store.Read(t.Context(), last, 1000)
		require.NoError(t, err)
		if len(page) == 0 {
			break
		}
		for _, event := range page {
			require.Greater(t, event.Position, last)
			last = event.Position
			events[string(event.Data)]++
		}
	}
	for record, err := range store.Effects(t.Context(), journal.EffectQuery{Kind: "antrag"}) {
		require.NoError(t, err)
		effects[record.Ref.Stream]++
	}
	for key, n := range events {
		outcome, err := store.Answer(t.Context(), "einreichen", key)
		if n != 2 || err != nil || string(outcome.Answer) != key || effects[killedCommit(key).Stream] != 1 {
			torn++
		}
	}
	for key := range acknowledged {
		if events[key] == 0 {
			lost++
		}
	}
	require.Len(t, effects, len(events))
	return lost, torn, len(events)
}

func TestPostgreSQL_TwoProcessesExecuteEffectsOnceAlsoWhenOneIsKilled(t *testing.T) {
	const effects = 1000
	dsn := pgtest.Start(t).DSN()
	store := openStore(t, openPostgres(t, dsn), journal.PostgreSQL, journal.Options{})
	var group sync.WaitGroup
	for n := range effects {
		group.Go(func() {
			key := strconv.Itoa(n)
			if _, err := store.Append(t.Context(), killedCommand(key), killedCommit(key)); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()

	receiver := &receiver{seen: map[string]string{}, reached: make(chan struct{}), at: 300}
	server := httptest.NewServer(receiver)
	defer server.Close()
	one, _ := start(t, "work", "pgx", dsn, server.URL)
	two, _ := start(t, "work", "pgx", dsn, server.URL)
	<-receiver.reached
	require.NoError(t, one.Process.Kill())
	require.Error(t, one.Wait())

	require.Eventually(t, func() bool {
		open := 0
		for _, err := range store.Effects(t.Context(), journal.EffectQuery{Kind: "antrag", State: journal.EffectOpen}) {
			require.NoError(t, err)
			open++
		}
		return open == 0
	}, 2*time.Minute, 200*time.Millisecond)
	require.NoError(t, two.Process.Kill())
	require.Error(t, two.Wait())

	done, attempts := 0, 0
	for record, err := range store.Effects(t.Context(), journal.EffectQuery{Kind: "antrag"}) {
		require.NoError(t, err)
		require.Equal(t, journal.EffectDone, record.State)
		require.Equal(t, receiver.seen[record.Ref.ID().String()], string(record.Result), "the stored result is the receiver's")
		done++
		attempts += record.Attempts
	}
	t.Logf("%d effects done in %d attempts; the receiver did %d and recognised %d repetitions",
		done, attempts, len(receiver.seen), receiver.repeated)
	require.Equal(t, effects, done)
	require.Len(t, receiver.seen, effects)
}

// receiver does each thing once: it honours the idempotency key.
type receiver struct {
	mu       sync.Mutex
	seen     map[string]string // receipts by key
	repeated int
	at       int
	once     sync.Once
	reached  chan struct{}
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := request.Header.Get("Idempotency-Key")
	if _, repeated := r.seen[key]; repeated {
		r.repeated++
	} else {
		r.seen[key] = "receipt " + strconv.Itoa(len(r.seen))
	}
	if len(r.seen) == r.at {
		r.once.Do(func() { close(r.reached) })
	}
	_, _ = io.WriteString(w, r.seen[key])
}

func TestPostgreSQL_ItselfKilledUnderLoadLosesAndDoublesNothing(t *testing.T) {
	const writers, kills = 16, 3
	cluster := pgtest.Start(t)
	store := openStore(t, openPostgres(t, cluster.DSN()), journal.PostgreSQL, journal.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var mu sync.Mutex
	acknowledged := map[string]bool{}
	var progress, uncertain, refused, replayed atomic.Int64
	var group sync.WaitGroup
	for writer := range writers {
		group.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				key := strconv.Itoa(writer) + "-" + strconv.Itoa(n)
				for { // as any client would: again with the same key, until there is an answer
					outcome, err := store.Append(context.WithoutCancel(ctx), killedCommand(key), killedCommit(key))
					if err == nil {
						if outcome.Replayed {
							replayed.Add(1)
						}
						break
					}
					switch {
					case errors.Is(err, journal.ErrUncertain):
						uncertain.Add(1)
					case errors.Is(err, journal.ErrBusy):
						refused.Add(1)
					default:
						t.Errorf("only these two are expected: %v", err)
						return
					}
					time.Sleep(50 * time.Millisecond)
				}
				mu.Lock()
				acknowledged[key] = true
				mu.Unlock()
				progress.Add(1)
			}
		})
	}
	wait := func() {
		from := progress.Load()
		require.Eventually(t, func() bool { return progress.Load() > from+300 }, time.Minute, 5*time.Millisecond)
	}
	for range kills {
		wait()
		cluster.Kill(t)
		time.Sleep(100 * time.Millisecond)
		cluster.Restart(t)
	}
	wait()
	cancel()
	group.Wait()
	lost, torn, total := account(t, store, acknowledged)
	t.Logf("%d kills of the server under load; %d commands acknowledged, %d stored: %d lost, %d torn; %d refused, %d uncertain, %d of them had happened",
		kills, len(acknowledged), total, lost, torn, refused.Load(), uncertain.Load(), replayed.Load())
	require.Zero(t, lost)
	require.Zero(t, torn)
	require.Equal(t, len(acknowledged), total)
}
