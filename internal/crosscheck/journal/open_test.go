// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"context"
	"database/sql"
	"errors"
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

func TestOpen_RefusesADatabaseThatForgets(t *testing.T) {
	_, err := journal.Open(t.Context(), openDB(t, "sqlite", ":memory:"), journal.SQLite, journal.Options{})
	require.ErrorIs(t, err, journal.ErrUnsafe, "in memory there is no write-ahead log")
}

func TestOpen_MakesTheWritingConnectionDurableWhateverTheCallerSet(t *testing.T) {
	file := newFile(t)
	db := openDB(t, "sqlite", "file:"+file+"?_pragma=synchronous(OFF)&_pragma=journal_mode(DELETE)")
	openStore(t, db, journal.SQLite, journal.Options{}) // it reads the settings back
	var mode string
	require.NoError(t, openDB(t, "sqlite", "file:"+file).QueryRowContext(t.Context(), "PRAGMA journal_mode").Scan(&mode))
	require.Equal(t, "wal", mode)
}

func TestOpen_RefusesAPostgreSQLThatDoesNotSync(t *testing.T) {
	cluster := pgtest.Start(t)
	db := openPostgres(t, cluster.DSN())
	_, err := db.ExecContext(t.Context(), "ALTER SYSTEM SET full_page_writes = off")
	require.NoError(t, err)
	_, err = db.ExecContext(t.Context(), "SELECT pg_reload_conf()")
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		store, err := journal.Open(t.Context(), db, journal.PostgreSQL, journal.Options{Namespace: namespace()})
		if err == nil {
			require.NoError(t, store.Close()) // the server has not read its settings yet
			return false
		}
		require.ErrorIs(t, err, journal.ErrUnsafe)
		return true
	}, 20*time.Second, 50*time.Millisecond)
}

func TestOpen_RefusesWhatCannotWork(t *testing.T) {
	db := openSQLite(t, newFile(t))
	for _, options := range []journal.Options{
		{Namespace: "Upper"}, {Namespace: "a;b"}, {Namespace: strings.Repeat("x", 31)}, {Batch: -1}, {Queue: -1},
	} {
		_, err := journal.Open(t.Context(), db, journal.SQLite, options)
		require.ErrorIs(t, err, journal.ErrInvalid)
	}
	_, err := journal.Open(t.Context(), db, journal.Dialect(0), journal.Options{})
	require.Error(t, err)
	single := openSQLite(t, newFile(t))
	single.SetMaxOpenConns(1)
	_, err = journal.Open(t.Context(), single, journal.SQLite, journal.Options{})
	require.ErrorIs(t, err, journal.ErrInvalid)
}

func TestOpen_RefusesTablesOfALaterVersion(t *testing.T) {
	db := openSQLite(t, newFile(t))
	require.NoError(t, openStore(t, db, journal.SQLite, journal.Options{}).Close())
	_, err := db.ExecContext(t.Context(), "INSERT INTO journal_schema (version) VALUES (99)")
	require.NoError(t, err)
	_, err = journal.Open(t.Context(), db, journal.SQLite, journal.Options{})
	require.ErrorContains(t, err, "schema 99")
	require.ErrorIs(t, err, journal.ErrOutdated)
}

// A program that was running when a newer one changed the tables writes nothing
// any more.
func TestSQL_WritesNothingIntoTablesOfALaterVersion(t *testing.T) {
	for _, at := range []struct {
		dialect journal.Dialect
		db      *sql.DB
	}{{journal.SQLite, openSQLite(t, newFile(t))}, {journal.PostgreSQL, openPostgres(t, pgtest.DSN(t))}} {
		t.Run(at.dialect.String(), func(t *testing.T) {
			ns := namespace()
			store := openStore(t, at.db, at.dialect, journal.Options{Namespace: ns})
			stream := uuid.Must(uuid.NewV7())
			first := journal.Commit{Kind: "antrag", Stream: stream, State: "entwurf", Events: []journal.Event{{Type: "begonnen"}}}
			_, err := store.Append(t.Context(), journal.Command{}, first)
			require.NoError(t, err)
			_, err = at.db.ExecContext(t.Context(), "INSERT INTO "+ns+"_schema (version) VALUES (99)")
			require.NoError(t, err)
			second := journal.Commit{Kind: "antrag", Stream: stream, Expected: 1, State: "entwurf", Events: []journal.Event{{Type: "geaendert"}}}
			_, err = store.Append(t.Context(), journal.Command{}, second)
			require.ErrorIs(t, err, journal.ErrOutdated)
			require.ErrorIs(t, store.Erase(t.Context(), "antrag", stream), journal.ErrOutdated)
			_, err = store.Lease(t.Context(), journal.LeaseRequest{Effects: journal.EffectNames("antrag", "zustellen"), For: time.Minute, Limit: 1})
			require.ErrorIs(t, err, journal.ErrOutdated)
			head, _, err := store.Load(t.Context(), "antrag", stream, 0)
			require.NoError(t, err, "reading is not writing")
			require.Equal(t, uint64(1), head.Version)
		})
	}
}

// The first schema found the events of a stream by an index, the second one
// chains them.
func TestOpen_MigratesTheTablesOfTheFirstSchema(t *testing.T) {
	for _, at := range []struct {
		dialect journal.Dialect
		db      *sql.DB
		column  string
	}{
		{journal.SQLite, openSQLite(t, newFile(t)), "INTEGER"},
		{journal.PostgreSQL, openPostgres(t, pgtest.DSN(t)), "bigint"},
	} {
		t.Run(at.dialect.String(), func(t *testing.T) {
			ns := namespace()
			open := func() *journal.SQL {
				store, err := journal.Open(t.Context(), at.db, at.dialect, journal.Options{Namespace: ns})
				require.NoError(t, err)
				return store
			}
			store := open()
			streams := []uuid.UUID{uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())}
			write := func(version uint64) {
				for _, stream := range streams {
					commit := journal.Commit{Kind: "antrag", Stream: stream, Expected: version, State: "entwurf"}
					for range version/2 + 1 {
						commit.Events = append(commit.Events, journal.Event{Type: "geaendert", Data: stream[:], Personal: []byte("Erika Mustermann")})
					}
					_, err := store.Append(t.Context(), journal.Command{}, commit)
					require.NoError(t, err)
				}
			}
			write(0)
			write(1)
			write(2)
			before := histories(t, store, streams)
			require.NoError(t, store.Close())

			for _, back := range []string{
				"ALTER TABLE {ns}_event DROP COLUMN previous", "ALTER TABLE {ns}_head DROP COLUMN last",
				"CREATE UNIQUE INDEX {ns}_event_version ON {ns}_event (no, version)",
				"DROP TABLE {ns}_draft", "DROP INDEX {ns}_head_due", "DROP INDEX {ns}_head_kind",
				"ALTER TABLE {ns}_head DROP COLUMN due", "ALTER TABLE {ns}_event DROP COLUMN sum",
				"ALTER TABLE {ns}_command DROP COLUMN receipts",
				"DROP TABLE IF EXISTS {ns}_base", // of PostgreSQL alone
				"DELETE FROM {ns}_schema WHERE version > 1",
			} {
				_, err := at.db.ExecContext(t.Context(), strings.ReplaceAll(back, "{ns}", ns))
				require.NoError(t, err)
			}
			store = open()
			require.Equal(t, before, histories(t, store, streams))
			write(4)
			require.NoError(t, store.Erase(t.Context(), "antrag", streams[0]))
			for _, event := range histories(t, store, streams)[0] {
				require.True(t, event.Erased, "of events before and after the migration")
			}
			require.NoError(t, store.Close())
		})
	}
}

func histories(t *testing.T, store journal.Store, streams []uuid.UUID) (all [][]journal.Recorded) {
	t.Helper()
	for _, stream := range streams {
		_, events, err := store.Load(t.Context(), "antrag", stream, 0)
		require.NoError(t, err)
		all = append(all, events)
	}
	return all
}

// Whoever changes the tables by hand is found out when a stream is read.
func TestSQL_LoadRefusesEventsThatDoNotFollowOneAnother(t *testing.T) {
	for name, damage := range map[string]string{
		"an event is missing":         `DELETE FROM journal_event WHERE position = 2`,
		"an event of another version": `UPDATE journal_event SET version = 7 WHERE position = 2`,
		"a chain cut short":           `UPDATE journal_event SET previous = 0 WHERE position = 3`,
	} {
		t.Run(name, func(t *testing.T) {
			db := openSQLite(t, newFile(t))
			store := openStore(t, db, journal.SQLite, journal.Options{})
			stream := uuid.Must(uuid.NewV7())
			events := make([]journal.Event, 4)
			for i := range events {
				events[i].Type = "geaendert"
			}
			_, err := store.Append(t.Context(), journal.Command{}, journal.Commit{Kind: "antrag", Stream: stream, State: "entwurf", Events: events})
			require.NoError(t, err)
			_, err = db.ExecContext(t.Context(), damage)
			require.NoError(t, err)
			_, _, err = store.Load(t.Context(), "antrag", stream, 0)
			require.ErrorIs(t, err, journal.ErrDamaged)
		})
	}
}

func TestOpen_ManyProcessesMayStartAtOnce(t *testing.T) {
	file, dsn := newFile(t), pgtest.DSN(t)
	shared := namespace()
	var group sync.WaitGroup
	for range 6 {
		group.Go(func() {
			for _, open := range []func() (*journal.SQL, *sql.DB, error){
				func() (*journal.SQL, *sql.DB, error) {
					db, err := sql.Open("sqlite", "file:"+file+"?_pragma=busy_timeout(10000)")
					if err != nil {
						return nil, nil, err
					}
					store, err := journal.Open(context.Background(), db, journal.SQLite, journal.Options{})
					return store, db, err
				},
				func() (*journal.SQL, *sql.DB, error) {
					db, err := sql.Open("pgx", dsn)
					if err != nil {
						return nil, nil, err
					}
					store, err := journal.Open(context.Background(), db, journal.PostgreSQL, journal.Options{Namespace: shared})
					return store, db, err
				},
			} {
				store, db, err := open()
				if err != nil {
					t.Errorf("open: %v", err)
					return
				}
				if err := store.Close(); err != nil {
					t.Errorf("close: %v", err)
				}
				if err := db.Close(); err != nil {
					t.Errorf("close: %v", err)
				}
			}
		})
	}
	group.Wait()
}

func TestSQL_NamespacesOfOneDatabaseDoNotSeeOneAnother(t *testing.T) {
	db := openSQLite(t, newFile(t))
	one := openStore(t, db, journal.SQLite, journal.Options{Namespace: "one"})
	two := openStore(t, db, journal.SQLite, journal.Options{Namespace: "two"})
	_, err := one.Append(t.Context(), killedCommand("k"), killedCommit("k"))
	require.NoError(t, err)
	events, err := two.Read(t.Context(), 0, 10)
	require.NoError(t, err)
	require.Empty(t, events)
	_, err = two.Append(t.Context(), killedCommand("k"), killedCommit("k"))
	require.NoError(t, err)
}

// A commit that the database itself refuses fails alone: a trigger stands for
// whatever a database may object to.
func TestSQL_OneBadCommitFailsAloneInItsGroup(t *testing.T) {
	for name, open := range map[string]func(*testing.T) *journal.SQL{
		"SQLite": func(t *testing.T) *journal.SQL {
			db := openSQLite(t, newFile(t))
			store := openStore(t, db, journal.SQLite, journal.Options{})
			_, err := db.ExecContext(t.Context(), `CREATE TRIGGER refuse BEFORE INSERT ON journal_event WHEN NEW.type = 'bad'
				BEGIN SELECT RAISE(ABORT, 'refused'); END`)
			require.NoError(t, err)
			return store
		},
		"PostgreSQL": func(t *testing.T) *journal.SQL {
			db := openPostgres(t, pgtest.DSN(t))
			ns := namespace()
			store := openStore(t, db, journal.PostgreSQL, journal.Options{Namespace: ns})
			_, err := db.ExecContext(t.Context(), `ALTER TABLE `+ns+`_event ADD CHECK (type <> 'bad')`)
			require.NoError(t, err)
			return store
		},
	} {
		t.Run(name, func(t *testing.T) {
			store := open(t)
			const rounds, writers = 10, 24
			var good, bad atomic.Int32
			for range rounds {
				var group sync.WaitGroup
				for writer := range writers {
					group.Go(func() {
						key := uuid.NewString()
						commit := killedCommit(key)
						spoilt := writer%8 == 3
						if spoilt {
							commit.Events[1].Type = "bad"
						}
						_, err := store.Append(t.Context(), killedCommand(key), commit)
						switch {
						case spoilt && err == nil:
							t.Error("a bad commit was accepted")
						case spoilt:
							bad.Add(1)
						case err != nil:
							t.Errorf("a good commit failed with its neighbour: %v", err)
						default:
							good.Add(1)
						}
					})
				}
				group.Wait()
			}
			require.EqualValues(t, rounds*writers/8, bad.Load())
			_, torn, total := account(t, store, nil)
			require.Zero(t, torn)
			require.EqualValues(t, good.Load(), total)
		})
	}
}

func TestSQL_MoreWaitingThanAllowedIsBusyAndNothingIsWritten(t *testing.T) {
	store := openStore(t, openSQLite(t, newFile(t)), journal.SQLite, journal.Options{Queue: 4, Batch: 2})
	const writers = 200
	var accepted, busy atomic.Int32
	var group sync.WaitGroup
	for writer := range writers {
		group.Go(func() {
			key := strconv.Itoa(writer)
			_, err := store.Append(t.Context(), killedCommand(key), killedCommit(key))
			if err == nil {
				accepted.Add(1)
				return
			}
			if !errors.Is(err, journal.ErrBusy) {
				t.Errorf("only busy is expected: %v", err)
			}
			busy.Add(1)
		})
	}
	group.Wait()
	require.NotZero(t, busy.Load())
	_, torn, total := account(t, store, nil)
	require.Zero(t, torn)
	require.EqualValues(t, accepted.Load(), total)
}
