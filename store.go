// SPDX-License-Identifier: Apache-2.0

package bausteine

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
)

// Config of a store. The zero Config is safe.
type Config struct {
	// Now is the clock of the store and of all blocks on it. Default: the
	// system's.
	Now func() time.Time
	// Log is told what went wrong in the background; it names no person. Default:
	// nobody is told.
	Log *slog.Logger
	// Watch counts what happens. Default: nothing is counted.
	Watch Watch
	// Erasures gets a line for everything that was erased, with its id and no
	// personal data, so that a backup of before can be brought up to date by
	// [Store.Restore]: a file opened for appending, beside the backups. Default:
	// none is kept.
	Erasures io.Writer
	// Workers is how many effects are carried out side by side. Default: 16.
	Workers int
	// Lease is after how long the work of a process that died is taken over.
	// Default: one minute.
	Lease time.Duration
	// SweepEvery is how often what is due is looked for. Default: one minute.
	SweepEvery time.Duration
}

// Watch is told what happens, by name and number and never by content: the hook
// for OpenTelemetry or Prometheus. Its methods are called by many goroutines.
type Watch interface {
	// Count adds to a counter: "effects.done", "effects.failed",
	// "effects.given_up", "sweep.done", "sweep.failed", and of a database
	// "store.loads", "store.lists", "store.steps", "store.transactions".
	Count(name string, n int64)
	// Gauge sets a value: "effects.open", "effects.dead",
	// "effects.oldest_seconds", "sweep.unattended", "forget.pending".
	Gauge(name string, value float64)
	// Took tells how long something took: "sweep".
	Took(name string, duration time.Duration)
}

// Store is the store of a process. All blocks that are to work together get the
// same one.
type Store struct {
	core    *grund.Core
	config  Config
	running atomic.Int32
	once    sync.Once

	mu        sync.Mutex
	lastSweep time.Time
	lastClean time.Time // since when nothing erased is left in the files
	failed    int       // streams that the last sweep could not handle
}

// OpenSQLite opens the store in a SQLite file (3.37 or newer), for one machine,
// and makes or migrates its tables. The database stays the caller's, who closes
// it after the store; let its pool keep as many idle connections as it may open,
// and give them a busy_timeout.
//
// Errors: [ErrUnsafe], [ErrOutdated], those of the database.
func OpenSQLite(ctx context.Context, db *sql.DB, config Config) (*Store, error) {
	return open(ctx, db, journal.SQLite, config)
}

// OpenPostgreSQL opens the store in PostgreSQL (13 or newer), where several
// processes may share it. See [OpenSQLite].
func OpenPostgreSQL(ctx context.Context, db *sql.DB, config Config) (*Store, error) {
	return open(ctx, db, journal.PostgreSQL, config)
}

// NewMemory returns a store that forgets everything with the process: for tests
// and examples.
func NewMemory(config Config) *Store {
	config = config.withDefaults()
	return newStore(journal.NewMemory(config.Now), config)
}

func open(ctx context.Context, db *sql.DB, dialect journal.Dialect, config Config) (*Store, error) {
	if db == nil {
		return nil, fmt.Errorf("bausteine: open %s: no database", dialect)
	}
	config = config.withDefaults()
	j, err := journal.Open(ctx, db, dialect, journal.Options{Namespace: "bausteine", Now: config.Now, Count: config.Watch.Count})
	if err != nil {
		return nil, fmt.Errorf("bausteine: open %s: %w", dialect, err)
	}
	return newStore(j, config), nil
}

func newStore(j journal.Store, config Config) *Store {
	s := &Store{core: grund.New(j, config.Now), config: config}
	if config.Erasures != nil {
		s.core.NoteErasures(config.Erasures)
	}
	return s
}

func (c Config) withDefaults() Config {
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Watch == nil {
		c.Watch = unwatched{}
	}
	if c.Workers <= 0 {
		c.Workers = 16
	}
	if c.SweepEvery <= 0 {
		c.SweepEvery = time.Minute
	}
	return c
}

type unwatched struct{}

func (unwatched) Count(string, int64)        {}
func (unwatched) Gauge(string, float64)      {}
func (unwatched) Took(string, time.Duration) {}

// Value is how the blocks of this module reach what the store is made of; to
// everybody else it returns nil.
func (s *Store) Value(key any) any {
	if s == nil || !grund.IsKey(key) {
		return nil
	}
	return s.core
}

// Together runs do, and all that blocks write under its context is one
// transaction: all of it or nothing. What they read under it sees what was
// written before. An error of do leaves nothing behind and is returned. Where
// somebody else was faster do runs again, so what it does outside of the store
// must be safe to repeat; calls of other services do not belong in it, they are
// effects. Lists do not show yet what is being written, and erasing is no part
// of it.
func (s *Store) Together(ctx context.Context, do func(ctx context.Context) error) error {
	return s.core.Together(ctx, do)
}

// Close waits for what is being written. Afterwards every call gives
// [ErrClosed]. End [Store.Run] first.
func (s *Store) Close() (err error) {
	s.once.Do(func() { err = s.core.Close() })
	return err
}
