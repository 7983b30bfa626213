// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// This file holds a database/sql driver that ends a simulated process, or the
// whole simulated machine, between any two statements, and can break the store's
// promises on purpose. Around SQLite the simulated machine has a file of its
// own; around PostgreSQL there is a server that outlives the processes, and no
// power failure.

var errDead = errors.New("the simulated process is dead")

// sabotage names a way of breaking the store, for the tests of the simulation.
type sabotage int

const (
	honest         sabotage = iota
	commitTooEarly          // a commit is acknowledged, and carried out later
	outboxOutside           // effects are written after the commit
	answersOutside          // idempotency keys are written after the commit
	leaseForgotten          // a lease is granted and not stored
	syncForgotten           // a commit is acknowledged before it is on the disk
)

// moment says when a crash happens, relative to a statement.
type moment int

const (
	before moment = iota
	after
	torn // during the commit: what was being written is cut off or spoilt anywhere
)

// machine is a simulated computer with one disk. Processes on it share a file,
// or a server.
type machine struct {
	server string // data source name of a PostgreSQL; then there is no file
	folder string
	file   string
	boots  int
	synced int64 // how much of the write-ahead log is safe from a power failure
}

func newMachine(template []byte, folder string) (*machine, error) {
	m := &machine{folder: folder, file: filepath.Join(folder, "boot0.db")}
	if len(template) == 0 {
		return m, nil
	}
	return m, os.WriteFile(m.file, template, 0o600)
}

func (m *machine) dialect() journal.Dialect {
	if m.server != "" {
		return journal.PostgreSQL
	}
	return journal.SQLite
}

func (m *machine) logSize() int64 {
	info, err := os.Stat(m.file + "-wal")
	if err != nil {
		return 0
	}
	return info.Size()
}

// fail keeps what the files hold now, before SQLite can tidy them up. After a
// power failure that is what was synced; of the rest a random part arrived, and
// perhaps spoilt.
func (m *machine) fail(random *rand.Rand, power bool) error {
	m.boots++
	next := filepath.Join(m.folder, "boot"+strconv.Itoa(m.boots)+".db")
	if err := copyFile(m.file, next, nil); err != nil {
		return err
	}
	err := copyFile(m.file+"-wal", next+"-wal", func(log []byte) []byte {
		if !power || int64(len(log)) <= m.synced {
			return log
		}
		log = log[:m.synced+random.Int64N(int64(len(log))-m.synced+1)]
		if unsynced := log[m.synced:]; len(unsynced) > 0 && random.IntN(2) == 0 {
			for range 1 + random.IntN(3) {
				unsynced[random.IntN(len(unsynced))] ^= byte(1 + random.IntN(255))
			}
		}
		return log
	})
	m.file = next
	return err
}

func copyFile(from, to string, change func([]byte) []byte) error {
	content, err := os.ReadFile(from)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if change != nil {
		content = change(content)
	}
	return os.WriteFile(to, content, 0o600)
}

// process is a simulated process: a driver.Connector whose connections all die
// together.
type process struct {
	machine  *machine
	random   *rand.Rand
	sabotage sabotage

	mu       sync.Mutex
	dead     bool
	calls    int // until the crash; 0: none is planned
	moment   moment
	power    bool   // it is a power failure
	alone    bool   // no other process is running
	point    string // where it crashed
	inTx     int    // statements since the last BEGIN
	gate     chan struct{}
	atGate   chan struct{}
	deferred []func() error // by sabotage
	broken   error          // the simulation itself failed
}

func (p *process) Driver() driver.Driver { return nil }

func (p *process) Connect(context.Context) (driver.Conn, error) {
	if p.isDead() {
		return nil, errDead
	}
	name, source := "sqlite", "file:"+p.machine.file
	if p.machine.server != "" {
		name, source = "pgx", p.machine.server
	}
	probe, err := sql.Open(name, "")
	if err != nil {
		return nil, err
	}
	defer probe.Close()
	raw, err := probe.Driver().Open(source)
	if err != nil {
		return nil, err
	}
	return &crashConn{process: p, raw: raw}, nil
}

func (p *process) isDead() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.dead
}

// planCrash lets the process die at its n-th statement from now.
func (p *process) planCrash(n int, when moment, power bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls, p.moment, p.power = n, when, power || when == torn
	if p.machine.server != "" {
		p.moment, p.power = min(when, after), false
	}
}

// closeGate holds back the next write transaction of the process.
func (p *process) closeGate() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.gate, p.atGate = make(chan struct{}), make(chan struct{})
}

func (p *process) openGate() {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.gate)
	p.gate = nil
}

func (p *process) waitAtGate() {
	p.mu.Lock()
	gate, atGate := p.gate, p.atGate
	p.mu.Unlock()
	if gate != nil {
		close(atGate)
		<-gate
	}
}

// run carries out a statement of the connection that writes, unless the process
// dies before it; it may die after it.
func (p *process) run(query string, statement func() error) error {
	if strings.HasPrefix(query, "BEGIN") {
		p.waitAtGate()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.dead {
		return errDead
	}
	if strings.HasPrefix(query, "BEGIN") {
		p.inTx = 0
	}
	p.inTx++
	crash := false
	if p.calls > 0 {
		p.calls--
		crash = p.calls == 0
	}
	if crash && p.moment == before {
		return p.die(query, "before")
	}
	err := p.sabotaged(query, statement)
	tearing := crash && p.moment == torn
	if query == "COMMIT" && err == nil && !tearing && p.sabotage != syncForgotten && p.machine.server == "" {
		p.machine.synced = p.machine.logSize()
	}
	if query == "COMMIT" && tearing {
		return p.die(query, "torn in")
	}
	if crash {
		return p.die(query, "after")
	}
	return err
}

// die ends the process. The caller holds the lock.
func (p *process) die(query, when string) error {
	p.dead = true
	p.point = when + " " + strconv.Itoa(p.inTx) + " " + query[:min(len(query), 40)]
	if p.machine.server == "" && (p.power || p.alone) {
		p.broken = p.machine.fail(p.random, p.power)
	}
	return errDead
}

// sabotaged carries out a statement, or not, or later.
func (p *process) sabotaged(query string, statement func() error) error {
	is := func(prefix string) bool { return strings.HasPrefix(query, prefix) }
	switch {
	case p.sabotage == commitTooEarly && is("COMMIT"),
		p.sabotage == outboxOutside && is("INSERT OR FAIL INTO journal_effect"),
		p.sabotage == answersOutside && is("INSERT OR FAIL INTO journal_command"):
		p.deferred = append(p.deferred, statement)
		return nil
	case p.sabotage == leaseForgotten && is("UPDATE journal_effect SET attempts"):
		return nil
	case is("BEGIN"):
		for _, late := range p.deferred {
			if err := late(); err != nil {
				return err
			}
		}
		p.deferred = nil
	}
	return statement()
}

// crashConn is a connection of a process.
type crashConn struct {
	process *process
	raw     driver.Conn
	writes  bool // a write transaction was begun on it
}

func (c *crashConn) run(query string, statement func() error) error {
	if strings.HasPrefix(query, "BEGIN") {
		c.writes = true
	}
	if c.writes {
		return c.process.run(query, statement)
	}
	if c.process.isDead() {
		return errDead
	}
	return statement()
}

func (c *crashConn) Prepare(query string) (driver.Stmt, error) {
	return c.PrepareContext(context.Background(), query)
}

func (c *crashConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if c.process.isDead() {
		return nil, errDead
	}
	raw, err := c.raw.(driver.ConnPrepareContext).PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	return &crashStmt{conn: c, raw: raw, query: query}, nil
}

func (c *crashConn) Close() error { return c.raw.Close() }

func (c *crashConn) Begin() (driver.Tx, error) { return nil, errors.New("the store begins by itself") }

func (c *crashConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	var result driver.Result = driver.RowsAffected(0)
	err := c.run(query, func() (err error) {
		result, err = c.raw.(driver.ExecerContext).ExecContext(ctx, query, args)
		return err
	})
	return result, err
}

func (c *crashConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	var rows driver.Rows = noRows{}
	err := c.run(query, func() (err error) {
		rows, err = c.raw.(driver.QueryerContext).QueryContext(ctx, query, args)
		return err
	})
	return closedIf(err, rows)
}

type crashStmt struct {
	conn  *crashConn
	raw   driver.Stmt
	query string
}

func (s *crashStmt) Close() error { return s.raw.Close() }

func (s *crashStmt) NumInput() int { return s.raw.NumInput() }

func (s *crashStmt) Exec([]driver.Value) (driver.Result, error) {
	return nil, errors.New("not without a context")
}

func (s *crashStmt) Query([]driver.Value) (driver.Rows, error) {
	return nil, errors.New("not without a context")
}

func (s *crashStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	var result driver.Result = driver.RowsAffected(1)
	err := s.conn.run(s.query, func() (err error) {
		result, err = s.raw.(driver.StmtExecContext).ExecContext(ctx, args)
		return err
	})
	return result, err
}

func (s *crashStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	var rows driver.Rows = noRows{}
	err := s.conn.run(s.query, func() (err error) {
		rows, err = s.raw.(driver.StmtQueryContext).QueryContext(ctx, args)
		return err
	})
	return closedIf(err, rows)
}

// closedIf releases the rows that a process did not live to see.
func closedIf(err error, rows driver.Rows) (driver.Rows, error) {
	if err != nil && rows != nil {
		_ = rows.Close()
		return nil, err
	}
	return rows, err
}

type noRows struct{}

func (noRows) Columns() []string         { return nil }
func (noRows) Close() error              { return nil }
func (noRows) Next([]driver.Value) error { return io.EOF }

// fastFolder returns a folder in memory if the machine has one: a simulation
// decides itself what a power failure leaves.
func fastFolder(tb testing.TB) string {
	tb.Helper()
	folder, err := os.MkdirTemp("/dev/shm", "journal") //nolint:usetesting // in memory
	if err != nil {
		return tb.TempDir()
	}
	tb.Cleanup(func() { require.NoError(tb, os.RemoveAll(folder)) })
	return folder
}
