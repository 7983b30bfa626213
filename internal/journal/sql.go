// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Options of a SQL store. The zero value is the safe choice.
type Options struct {
	// Namespace is the prefix of all tables, so that several stores share a
	// database: lower-case letters, digits and _, at most 30. Default: journal.
	Namespace string

	// Now is the clock. Default: the clock of the system.
	Now func() time.Time

	// Batch is how many writes share a transaction at most. Default: 512.
	Batch int

	// Queue is how many writes wait at most; more get ErrBusy. Default: 4096.
	Queue int

	// Count is told what the database is asked for: "store.loads", "store.lists",
	// "store.steps" and the "store.transactions" that they share. Default: nobody.
	Count func(name string, n int64)
}

// SQL is a Store in a database. Writes of many goroutines share transactions
// (group commit); each is acknowledged only after its transaction is durable.
type SQL struct {
	db         *sql.DB
	engine     engine
	namespace  string
	now        func() time.Time
	count      func(name string, n int64)
	batch      int
	statements *statements
	batcher    batcher
	texts      *readTexts
	reads      reads
	brief      bool         // to watch for the end of a context costs more than reading a stream
	schema     int          // of the tables
	cut        atomic.Bool  // something was destroyed, see Forget
	known      atomic.Int64 // the last position that this process knows of

	line   line
	writer writer
	once   sync.Once // for closing the writer
}

var _ Store = (*SQL)(nil)

var namespacePattern = regexp.MustCompile(`^[a-z][a-z0-9_]{0,29}$`)

// Open opens the store in a database, creating or migrating its tables. The
// *sql.DB stays the caller's: close it after the store. The store keeps one of
// its connections for writing as long as it is open.
//
// ErrUnsafe is returned where the database does not keep what it acknowledges:
// a SQLite database in memory, a PostgreSQL with fsync off.
func Open(ctx context.Context, db *sql.DB, dialect Dialect, options Options) (*SQL, error) {
	engine, err := dialect.engine()
	if err != nil {
		return nil, err
	}
	if options.Namespace == "" {
		options.Namespace = "journal"
	}
	if !namespacePattern.MatchString(options.Namespace) {
		return nil, invalid("the namespace is not a short lower-case word")
	}
	if options.Batch < 0 || options.Queue < 0 {
		return nil, invalid("a negative batch or queue")
	}
	if limit := db.Stats().MaxOpenConnections; limit == 1 {
		return nil, invalid("a pool of one connection: the store keeps one for writing and needs another to read")
	}
	s := &SQL{
		db:         db,
		engine:     engine,
		namespace:  options.Namespace,
		now:        options.Now,
		count:      options.Count,
		batch:      options.Batch,
		statements: newStatements(options.Namespace, engine),
		batcher:    engine.batcher(options.Namespace),
		texts:      newReadTexts(options.Namespace, engine),
		reads:      reads{db: db},
		brief:      dialect == SQLite,
		schema:     len(engine.schema()),
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.count == nil {
		s.count = func(string, int64) {}
	}
	if s.batch == 0 {
		s.batch = 512
	}
	if options.Queue == 0 {
		options.Queue = 4096
	}
	s.line.limit, s.line.idle = options.Queue, make(chan struct{})

	session, err := openSession(ctx, db, engine)
	if err != nil {
		return nil, err
	}
	if err := s.migrate(ctx, session); err != nil {
		session.discard()
		return nil, err
	}
	s.cut.Store(true) // whoever was here before may have left something
	s.writer = writer{store: s, session: session}
	return s, nil
}

// Close implements Store.
func (s *SQL) Close() error {
	s.line.close()
	var err error
	s.once.Do(func() {
		s.reads.close()
		if s.writer.session != nil {
			err = s.writer.session.close()
		}
	})
	return err
}

// open reports whether the store may be used.
func (s *SQL) open(ctx context.Context) error {
	s.line.mu.Lock()
	defer s.line.mu.Unlock()
	if s.line.closed {
		return ErrClosed
	}
	return ctx.Err()
}

// migrate brings the tables to the present schema. All of it happens in one
// transaction under the lock for writing, so that processes that start at the
// same time do not disturb one another.
func (s *SQL) migrate(ctx context.Context, session *session) error {
	if err := s.engine.begin(ctx, session, s.namespace, nil); err != nil {
		return fmt.Errorf("journal: migrate: %w", err)
	}
	if err := s.migrateTo(ctx, session.conn, s.engine.schema()); err != nil {
		_ = s.engine.control(ctx, session, &s.statements.rollback)
		return err
	}
	if err := s.engine.control(ctx, session, &s.statements.commit); err != nil {
		return fmt.Errorf("journal: migrate: %w", err)
	}
	return nil
}

func (s *SQL) migrateTo(ctx context.Context, conn *sql.Conn, schema [][]string) error {
	table := s.namespace + "_schema"
	steps := []string{`CREATE TABLE IF NOT EXISTS ` + table + ` (version INTEGER NOT NULL)`}
	if _, err := conn.ExecContext(ctx, steps[0]); err != nil {
		return fmt.Errorf("journal: migrate: %w", err)
	}
	var present int
	if err := conn.QueryRowContext(ctx, `SELECT coalesce(max(version), 0) FROM `+table).Scan(&present); err != nil {
		return fmt.Errorf("journal: migrate: %w", err)
	}
	if present > len(schema) {
		return fmt.Errorf("%w: they have schema %d, this program knows up to %d", ErrOutdated, present, len(schema))
	}
	steps = steps[:0]
	for version := present; version < len(schema); version++ {
		steps = append(steps, schema[version]...)
		steps = append(steps, `INSERT INTO `+table+` (version) VALUES (`+strconv.Itoa(version+1)+`)`)
	}
	for _, step := range steps {
		if _, err := conn.ExecContext(ctx, strings.ReplaceAll(step, "{ns}", s.namespace)); err != nil {
			return fmt.Errorf("journal: migrate: %w", err)
		}
	}
	if text := s.statements.renumber.head; text != "" {
		if _, err := conn.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("journal: migrate: %w", err)
		}
	}
	return nil
}
