// SPDX-License-Identifier: Apache-2.0

// Package crash is a database/sql driver that ends a simulated process, or the whole
// simulated machine, between any two statements, and can break the promises of a store on
// purpose. Around SQLite the simulated machine has a file of its own; around PostgreSQL
// there is a server that outlives the processes, and no power failure.
package crash

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

	_ "github.com/jackc/pgx/v5/stdlib" // the drivers under this one
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite" // the other driver
)

// ErrDead says that the process died and its statement was not carried out.
var ErrDead = errors.New("the simulated process is dead")

// Fate is what becomes of a statement in a store that was broken on purpose.
type Fate int

// Fates of a statement.
const (
	Happens Fate = iota
	Never        // it is acknowledged and forgotten
	Later        // it is acknowledged, and carried out before the next transaction
)

// Sabotage is a way of breaking a store. The zero value breaks nothing.
type Sabotage struct {
	// Fate says what becomes of a statement of a connection that writes.
	Fate func(query string) Fate
	// Before gives statements that are carried out before one of a connection that writes.
	Before func(query string) []string
	// Unsynced: commits are acknowledged before they are on the disk.
	Unsynced bool
}

// Moment says when a crash happens, relative to a statement.
type Moment int

// The moments of a crash.
const (
	Before Moment = iota
	After
	Torn // during the commit: what was being written is cut off or spoilt anywhere
)

// Machine is a simulated computer with one disk. Processes on it share a file,
// or a server.
type Machine struct {
	server string // data source name of a PostgreSQL; then there is no file
	folder string
	file   string
	boots  int
	synced int64 // how much of the write-ahead log is safe from a power failure
}

// NewMachine returns a machine with a SQLite file in a folder of its own, empty or with the
// content of another one.
func NewMachine(template []byte, folder string) (*Machine, error) {
	m := &Machine{folder: folder, file: filepath.Join(folder, "boot0.db")}
	if len(template) == 0 {
		return m, nil
	}
	return m, os.WriteFile(m.file, template, 0o600)
}

// NewServer returns a machine with the PostgreSQL of a data source name.
func NewServer(dsn string) *Machine { return &Machine{server: dsn} }

// Server returns the data source name of the PostgreSQL, or nothing for a file.
func (m *Machine) Server() string { return m.server }

// File is the file that the next process opens; it changes with each crash.
func (m *Machine) File() string { return m.file }

// Settle says that all that was written is on the disk: no process is running any more.
func (m *Machine) Settle() {
	if m.server == "" {
		m.synced = m.logSize()
	}
}

func (m *Machine) logSize() int64 {
	info, err := os.Stat(m.file + "-wal")
	if err != nil {
		return 0
	}
	return info.Size()
}

// fail keeps what the files hold now, before SQLite can tidy them up. After a
// power failure that is what was synced; of the rest a random part arrived, and
// perhaps spoilt.
func (m *Machine) fail(random *rand.Rand, power bool) error {
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
	content, err := os.ReadFile(from) //nolint:gosec // a file of the simulated machine
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if change != nil {
		content = change(content)
	}
	return os.WriteFile(to, content, 0o600) //nolint:gosec // a file of the simulated machine
}

// Process is a simulated process: a driver.Connector whose connections all die
// together.
type Process struct {
	machine  *Machine
	random   *rand.Rand
	sabotage Sabotage

	life     context.Context //nolint:containedctx // it is that of the process
	end      context.CancelFunc
	mu       sync.Mutex
	dead     bool
	calls    int // until the crash; 0: none is planned
	moment   Moment
	power    bool   // it is a power failure
	alone    bool   // no other process is running
	point    string // where it crashed
	inTx     int    // statements since the last BEGIN
	gate     chan struct{}
	atGate   chan struct{}
	deferred []func() error // by sabotage
	broken   error          // the simulation itself failed
}

// NewProcess returns a process on a machine. alone: no other one is running there.
func NewProcess(m *Machine, random *rand.Rand, sabotage Sabotage, alone bool) *Process {
	p := &Process{machine: m, random: random, sabotage: sabotage, alone: alone}
	p.life, p.end = context.WithCancel(context.Background())
	return p
}

// Life ends with the process.
func (p *Process) Life() context.Context { return p.life }

// Driver implements driver.Connector.
func (p *Process) Driver() driver.Driver { return nil }

// Connect implements driver.Connector.
func (p *Process) Connect(context.Context) (driver.Conn, error) {
	if p.Dead() {
		return nil, ErrDead
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

// Kill ends the process now.
func (p *Process) Kill() {
	p.end()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.dead = true
}

// Power reports whether the crash is one of the whole machine.
func (p *Process) Power() bool { return p.power }

// Point says where the process crashed.
func (p *Process) Point() string { return p.point }

// Broken is an error of the simulation itself.
func (p *Process) Broken() error { return p.broken }

// Dead reports whether the process has died.
func (p *Process) Dead() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.dead
}

// PlanCrash lets the process die at its n-th statement from now.
func (p *Process) PlanCrash(n int, when Moment, power bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls, p.moment, p.power = n, when, power || when == Torn
	if p.machine.server != "" {
		p.moment, p.power = min(when, After), false
	}
}

// CloseGate holds back the next write transaction of the process.
func (p *Process) CloseGate() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.gate, p.atGate = make(chan struct{}), make(chan struct{})
}

// AtGate is closed when a write transaction waits at the gate.
func (p *Process) AtGate() <-chan struct{} { return p.atGate }

// OpenGate lets it go on.
func (p *Process) OpenGate() {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.gate)
	p.gate = nil
}

func (p *Process) waitAtGate() {
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
func (p *Process) run(query string, statement func() error) error {
	if strings.HasPrefix(query, "BEGIN") {
		p.waitAtGate()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.dead {
		return ErrDead
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
	if crash && p.moment == Before {
		return p.die(query, "before")
	}
	err := p.sabotaged(query, statement)
	tearing := crash && p.moment == Torn
	if query == "COMMIT" && err == nil && !tearing && !p.sabotage.Unsynced && p.machine.server == "" {
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
func (p *Process) die(query, when string) error {
	p.dead = true
	p.end()
	p.point = when + " " + strconv.Itoa(p.inTx) + " " + query[:min(len(query), 40)]
	if p.machine.server == "" && (p.power || p.alone) {
		p.broken = p.machine.fail(p.random, p.power)
	}
	return ErrDead
}

// sabotaged carries out a statement, or not, or later.
func (p *Process) sabotaged(query string, statement func() error) error {
	fate := Happens
	if p.sabotage.Fate != nil {
		fate = p.sabotage.Fate(query)
	}
	if strings.HasPrefix(query, "BEGIN") {
		for _, late := range p.deferred {
			if err := late(); err != nil {
				return err
			}
		}
		p.deferred = nil
	}
	switch fate {
	case Later:
		p.deferred = append(p.deferred, statement)
		return nil
	case Never:
		return nil
	default:
		return statement()
	}
}

// crashConn is a connection of a process.
type crashConn struct {
	process *Process
	raw     driver.Conn
	writes  bool // a write transaction was begun on it
}

func (c *crashConn) run(ctx context.Context, query string, statement func() error) error {
	if strings.HasPrefix(query, "BEGIN") {
		c.writes = true
	}
	if c.writes {
		if c.process.sabotage.Before != nil {
			for _, extra := range c.process.sabotage.Before(query) {
				if _, err := c.raw.(driver.ExecerContext).ExecContext(ctx, extra, nil); err != nil {
					return err
				}
			}
		}
		return c.process.run(query, statement)
	}
	if c.process.Dead() {
		return ErrDead
	}
	return statement()
}

func (c *crashConn) Prepare(query string) (driver.Stmt, error) {
	return c.PrepareContext(context.Background(), query)
}

func (c *crashConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	if c.process.Dead() {
		return nil, ErrDead
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
	err := c.run(ctx, query, func() (err error) {
		result, err = c.raw.(driver.ExecerContext).ExecContext(ctx, query, args)
		return err
	})
	return result, err
}

func (c *crashConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	var rows driver.Rows = noRows{}
	err := c.run(ctx, query, func() (err error) {
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
	err := s.conn.run(ctx, s.query, func() (err error) {
		result, err = s.raw.(driver.StmtExecContext).ExecContext(ctx, args)
		return err
	})
	return result, err
}

func (s *crashStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	var rows driver.Rows = noRows{}
	err := s.conn.run(ctx, s.query, func() (err error) {
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

// Folder returns a folder in memory if the machine has one: a simulation
// decides itself what a power failure leaves.
func Folder(tb testing.TB) string {
	tb.Helper()
	folder, err := os.MkdirTemp("/dev/shm", "crash") //nolint:usetesting // in memory
	if err != nil {
		return tb.TempDir()
	}
	tb.Cleanup(func() { require.NoError(tb, os.RemoveAll(folder)) })
	return folder
}
