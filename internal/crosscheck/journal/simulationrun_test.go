// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/crosscheck/crash"
	"github.com/deutschland-stack/bausteine/internal/journal"
)

// simulation drives up to two processes on one database from a seed: groups
// of appends, repeated deliveries, leases, outcomes and erasures, with crashes
// between any two statements. After each crash, and at the end, the database must
// hold exactly what a simple model in memory holds: either that from before the
// transaction that was interrupted or that from after it, and that from after
// it if anything of it was acknowledged.
type simulation struct {
	random    *rand.Rand
	machine   *crash.Machine
	sabotage  sabotage
	processes []*simulatedProcess
	now       time.Time

	history []*group        // what the store holds, in order
	model   *journal.Memory // the same
	sent    []*operation    // appends with a command, for repetition
	leases  []journal.Lease // ever granted
	done    map[uuid.UUID]int

	tally tally
}

// tally counts what was tried.
type tally struct {
	groups, operations, crashes, powerFailures int
	acknowledged, repeated, executed           int
	points                                     map[string]bool
}

type simulatedProcess struct {
	*crash.Process

	db    *sql.DB
	store *journal.SQL
}

// sabotage names a way of breaking the store, for the tests of the simulation.
type sabotage int

const (
	honest         sabotage = iota
	commitTooEarly          // a commit is acknowledged, and carried out later
	outboxOutside           // effects are written after the commit
	answersOutside          // idempotency keys are written after the commit
	leaseForgotten          // a lease is granted and not stored
	leaseUndone             // the same where it is one statement
	syncForgotten           // a commit is acknowledged before it is on the disk
)

// of turns it into the words of the driver.
func (s sabotage) of() crash.Sabotage {
	var before func(string) []string
	if s == leaseUndone {
		before = func(query string) []string {
			if query != "COMMIT" {
				return nil
			}
			return []string{"UPDATE journal_effect SET leased = 0, attempts = attempts - 1, due = 0 WHERE leased = 1"}
		}
	}
	return crash.Sabotage{Unsynced: s == syncForgotten, Before: before, Fate: func(query string) crash.Fate {
		is := func(prefix string) bool { return strings.HasPrefix(query, prefix) }
		switch {
		case s == commitTooEarly && is("COMMIT"),
			s == outboxOutside && is("INSERT OR FAIL INTO journal_effect"),
			s == answersOutside && is("INSERT OR FAIL INTO journal_command"):
			return crash.Later
		case s == leaseForgotten && is("UPDATE journal_effect SET attempts"):
			return crash.Never
		default:
			return crash.Happens
		}
	}}
}

func dialect(m *crash.Machine) journal.Dialect {
	if m.Server() != "" {
		return journal.PostgreSQL
	}
	return journal.SQLite
}

// group is what is waiting when the writer begins a transaction.
type group struct {
	operations []*operation
	now        time.Time
}

// simulate runs one seed. An error tells how the store lost, doubled or bent
// something. fresh makes the machine, with empty tables or without any.
func simulate(seed uint64, fresh func(tables bool) (*crash.Machine, error), sabotage sabotage) (tally, error) {
	s := &simulation{
		random:   rand.New(rand.NewPCG(seed, 0)),
		sabotage: sabotage,
		now:      time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC),
		done:     map[uuid.UUID]int{},
		tally:    tally{points: map[string]bool{}},
	}
	s.model = journal.NewMemory(s.clock)
	var err error
	// Where the tables are yet to be made, that may be interrupted too.
	if s.machine, err = fresh(s.random.IntN(20) > 0); err != nil {
		return s.tally, err
	}
	s.processes = make([]*simulatedProcess, 1+s.random.IntN(2))
	if sabotage == commitTooEarly {
		s.processes = s.processes[:1] // another one would wait for the lock that is kept
	}
	defer s.stop()
	for range 3 + s.random.IntN(5) {
		if err := s.step(); err != nil {
			return s.tally, err
		}
	}
	return s.tally, s.finish()
}

func (s *simulation) clock() time.Time { return s.now }

// step has one process write one group, perhaps crashing.
func (s *simulation) step() error {
	s.now = s.now.Add(time.Duration(s.random.IntN(90)-20) * time.Second) // clocks also go back
	p, err := s.running(s.random.IntN(len(s.processes)), true)
	if err != nil || p == nil {
		return err
	}
	if s.random.IntN(2) == 0 {
		p.PlanCrash(1+s.random.IntN(16), crash.Moment(s.random.IntN(3)), s.random.IntN(2) == 0)
	}
	g := s.newGroup()
	s.tally.groups++
	s.tally.operations += len(g.operations)
	s.write(p, g)
	if !p.Dead() {
		return s.compareAnswers(g)
	}
	return s.afterCrash(p, g)
}

// running returns the process of that number, starting it if it is not there.
// The start may be interrupted too: then there is no process and no error.
func (s *simulation) running(number int, mayCrash bool) (*simulatedProcess, error) {
	if s.processes[number] != nil {
		return s.processes[number], nil
	}
	p := &simulatedProcess{Process: crash.NewProcess(s.machine, s.random, s.sabotage.of(), len(s.processes) == 1)}
	if mayCrash && s.random.IntN(8) == 0 {
		p.PlanCrash(1+s.random.IntN(20), crash.Moment(s.random.IntN(3)), s.random.IntN(2) == 0)
	}
	p.db = sql.OpenDB(p.Process)
	var err error
	p.store, err = journal.Open(context.Background(), p.db, dialect(s.machine), journal.Options{Now: s.clock})
	s.processes[number] = p
	if err == nil {
		return p, nil
	}
	if !p.Dead() {
		return nil, fmt.Errorf("open: %w", err)
	}
	s.noteCrash(p)
	s.bury(p)
	return nil, p.Broken()
}

func (s *simulation) noteCrash(p *simulatedProcess) {
	s.tally.crashes++
	if p.Power() {
		s.tally.powerFailures++
	}
	s.tally.points[p.Point()] = true
}

// bury closes what is left of a dead process, and of all of them after a power
// failure.
func (s *simulation) bury(dead *simulatedProcess) {
	for i, p := range s.processes {
		if p == nil || (p != dead && !dead.Power()) {
			continue
		}
		p.Kill()
		if p.store != nil {
			_ = p.store.Close()
		}
		_ = p.db.Close()
		s.processes[i] = nil
	}
	s.machine.Settle()
}

func (s *simulation) stop() {
	for _, p := range s.processes {
		if p == nil {
			continue
		}
		if p.store != nil {
			_ = p.store.Close()
		}
		_ = p.db.Close()
	}
}

// write submits the operations of a group so that they wait for the same
// transaction, in their order.
func (s *simulation) write(p *simulatedProcess, g *group) {
	var group sync.WaitGroup
	p.CloseGate()
	// The first to come occupies the writer while the others queue up.
	first := make(chan struct{})
	group.Go(func() {
		_ = p.store.Resume(context.Background(), journal.EffectRef{Kind: "none", Stream: uuid.UUID{1}})
		close(first)
	})
	select {
	case <-p.AtGate():
	case <-first: // it could not even begin; the answers will tell
	}
	for _, op := range g.operations {
		ctx, cancel := context.WithCancel(context.Background())
		waiting := &waitingContext{Context: ctx, waiting: make(chan struct{})}
		returned := make(chan struct{})
		group.Go(func() {
			op.run(waiting, p.store)
			close(returned)
		})
		select {
		case <-waiting.waiting:
		case <-returned:
		}
		if op.cancelled {
			cancel()
			<-returned
		}
		defer cancel()
	}
	p.OpenGate()
	group.Wait()
}

// waitingContext tells when somebody begins to wait for it: then the operation
// is in the queue.
type waitingContext struct {
	context.Context

	once    sync.Once
	waiting chan struct{}
}

func (c *waitingContext) Done() <-chan struct{} {
	c.once.Do(func() { close(c.waiting) })
	return c.Context.Done()
}

// compareAnswers lets the model do the same and compares what both answered.
func (s *simulation) compareAnswers(g *group) error {
	for _, pair := range s.apply(g) {
		got, want := pair[0], pair[1]
		if got != want {
			return fmt.Errorf("answered\n%s\nthe model\n%s", got, want)
		}
	}
	return nil
}

// apply has the model do what the group asks for, in the order of the writer,
// and returns the answers of store and model in pairs.
func (s *simulation) apply(g *group) (answers [][2]string) {
	s.history = append(s.history, g)
	for _, op := range inOrder(g) {
		got := op.answer()
		expected := *op
		expected.run(context.Background(), s.model)
		answers = append(answers, [2]string{got, expected.answer()})
		op.leased, op.outcome = expected.leased, expected.outcome
		s.learn(op)
	}
	return answers
}

// inOrder returns the operations that are not cancelled as the writer takes
// them: appends first.
func inOrder(g *group) []*operation {
	var appends, others []*operation
	for _, op := range g.operations {
		switch {
		case op.cancelled:
		case op.kind == opAppend, op.kind == opTogether:
			appends = append(appends, op)
		default:
			others = append(others, op)
		}
	}
	return append(appends, others...)
}

// learn notes what the outside world knows after an operation.
func (s *simulation) learn(op *operation) {
	if op.kind == opAppend && op.err == nil {
		s.tally.acknowledged++
		if op.outcome.Replayed {
			s.tally.repeated++
		}
	}
	for _, leased := range op.leased {
		s.leases = append(s.leases, leased.Lease)
		s.done[leased.Ref.ID()]++ // the receiver gets it, whatever becomes of the process
		s.tally.executed++
	}
}

// afterCrash decides which of the two possible states the database is in.
func (s *simulation) afterCrash(p *simulatedProcess, g *group) error {
	if p.Broken() != nil {
		return p.Broken()
	}
	s.noteCrash(p)
	s.bury(p)
	survivor, err := s.running(s.random.IntN(len(s.processes)), false)
	if err != nil {
		return fmt.Errorf("after a crash %s: %w", p.Point(), err)
	}
	got, err := s.dump(survivor.store)
	if err != nil {
		return fmt.Errorf("after a crash %s: %w", p.Point(), err)
	}
	earlier, err := s.dump(s.model)
	if err != nil {
		return err
	}
	acknowledged := slices.ContainsFunc(inOrder(g), func(op *operation) bool { return op.err == nil })
	if got == earlier && !acknowledged {
		return nil // what was interrupted did not happen; a client may repeat it
	}
	s.apply(g)
	later, err := s.dump(s.model)
	if err != nil {
		return err
	}
	if got != later {
		return fmt.Errorf("after a crash %s the database holds\n%s\nbefore it was\n%s\nor it should be\n%s", p.Point(), got, earlier, later)
	}
	return nil
}
