// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// simulation drives up to two processes on one SQLite file from a seed: groups
// of appends, repeated deliveries, leases, outcomes and erasures, with crashes
// between any two statements. After each crash, and at the end, the file must
// hold exactly what a simple model in memory holds: either that from before the
// transaction that was interrupted or that from after it, and that from after
// it if anything of it was acknowledged.
type simulation struct {
	random    *rand.Rand
	machine   *machine
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
	*process

	db    *sql.DB
	store *journal.SQL
}

// group is what is waiting when the writer begins a transaction.
type group struct {
	operations []*operation
	now        time.Time
}

// simulate runs one seed. An error tells how the store lost, doubled or bent
// something.
func simulate(seed uint64, folder string, template []byte, sabotage sabotage) (tally, error) {
	s := &simulation{
		random:   rand.New(rand.NewPCG(seed, 0)),
		sabotage: sabotage,
		now:      time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC),
		done:     map[uuid.UUID]int{},
		tally:    tally{points: map[string]bool{}},
	}
	s.model = journal.NewMemory(s.clock)
	if s.random.IntN(20) == 0 {
		template = nil // the tables are yet to be made, and that may be interrupted too
	}
	var err error
	if s.machine, err = newMachine(template, folder); err != nil {
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
		p.planCrash(1+s.random.IntN(16), moment(s.random.IntN(3)), s.random.IntN(2) == 0)
	}
	g := s.newGroup()
	s.tally.groups++
	s.tally.operations += len(g.operations)
	s.write(p, g)
	if !p.isDead() {
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
	p := &simulatedProcess{process: &process{machine: s.machine, random: s.random, sabotage: s.sabotage, alone: len(s.processes) == 1}}
	if mayCrash && s.random.IntN(8) == 0 {
		p.planCrash(1+s.random.IntN(20), moment(s.random.IntN(3)), s.random.IntN(2) == 0)
	}
	p.db = sql.OpenDB(p.process)
	var err error
	p.store, err = journal.Open(context.Background(), p.db, journal.SQLite, journal.Options{Now: s.clock})
	s.processes[number] = p
	if err == nil {
		return p, nil
	}
	if !p.isDead() {
		return nil, fmt.Errorf("open: %w", err)
	}
	s.noteCrash(p)
	s.bury(p)
	return nil, p.broken
}

func (s *simulation) noteCrash(p *simulatedProcess) {
	s.tally.crashes++
	if p.power {
		s.tally.powerFailures++
	}
	s.tally.points[p.point] = true
}

// bury closes what is left of a dead process, and of all of them after a power
// failure.
func (s *simulation) bury(dead *simulatedProcess) {
	for i, p := range s.processes {
		if p == nil || (p != dead && !dead.power) {
			continue
		}
		p.mu.Lock()
		p.dead = true
		p.mu.Unlock()
		if p.store != nil {
			_ = p.store.Close()
		}
		_ = p.db.Close()
		s.processes[i] = nil
	}
	s.machine.synced = s.machine.logSize()
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
	p.closeGate()
	// The first to come occupies the writer while the others queue up.
	first := make(chan struct{})
	group.Go(func() {
		_ = p.store.Resume(context.Background(), journal.EffectRef{Kind: "none", Stream: uuid.UUID{1}})
		close(first)
	})
	select {
	case <-p.atGate:
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
	p.openGate()
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
		case op.kind == opAppend:
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

// afterCrash decides which of the two possible states the file is in.
func (s *simulation) afterCrash(p *simulatedProcess, g *group) error {
	if p.broken != nil {
		return p.broken
	}
	s.noteCrash(p)
	s.bury(p)
	survivor, err := s.running(s.random.IntN(len(s.processes)), false)
	if err != nil {
		return fmt.Errorf("after a crash %s: %w", p.point, err)
	}
	got, err := s.dump(survivor.store)
	if err != nil {
		return fmt.Errorf("after a crash %s: %w", p.point, err)
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
		return fmt.Errorf("after a crash %s the file holds\n%s\nbefore it was\n%s\nor it should be\n%s", p.point, got, earlier, later)
	}
	return nil
}

// finish heals everything: processes run on without crashes, what was sent is
// repeated until it is answered, effects are executed until none is left.
func (s *simulation) finish() error {
	p, err := s.running(0, false)
	if err != nil {
		return err
	}
	p.planCrash(0, before, false)
	for _, op := range s.sent {
		again := *op
		again.cancelled = false
		g := &group{operations: []*operation{&again}, now: s.now}
		s.write(p, g)
		if err := s.compareAnswers(g); err != nil {
			return fmt.Errorf("repeated at the end: %w", err)
		}
	}
	if err := s.drain(p.store); err != nil {
		return err
	}
	got, err := s.dump(p.store)
	if err != nil {
		return err
	}
	want, err := s.dump(s.model)
	if err != nil {
		return err
	}
	if got != want {
		return fmt.Errorf("at the end the file holds\n%s\nthe model\n%s", got, want)
	}
	return s.account(p.store)
}

// drain has workers execute what is left, on the store and on the model, and
// resumes what is dead.
func (s *simulation) drain(store journal.Store) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	executed := 0
	options := journal.WorkerOptions{Kind: "antrag", Now: s.clock, Handlers: map[string]journal.Handler{}}
	for _, kind := range effectKinds {
		options.Handlers[kind] = func(_ context.Context, effect journal.Leased) ([]byte, error) {
			if executed++; executed > 1000 {
				cancel() // a broken store gives the same effects for ever
			}
			return []byte(effect.Ref.ID().String()), nil
		}
	}
	s.now = s.now.Add(time.Hour) // whatever was leased or put off is due now
	for _, store := range []journal.Store{store, s.model} {
		for record, err := range store.Effects(ctx, journal.EffectQuery{Kind: "antrag", State: journal.EffectDead}) {
			if err != nil {
				return err
			}
			if err := store.Resume(ctx, record.Ref); err != nil {
				return fmt.Errorf("resume: %w", err)
			}
		}
		worker, err := journal.NewWorker(store, options)
		if err != nil {
			return err
		}
		if _, err := worker.Drain(ctx); err != nil {
			return fmt.Errorf("drain: %w", err)
		}
	}
	return nil
}

// account counts: every command that was sent has its events exactly once, and
// nothing happened outside that has no effect in the store.
func (s *simulation) account(store journal.Store) error {
	events, err := store.Read(context.Background(), 0, 1<<20)
	if err != nil {
		return err
	}
	found := map[string]int{}
	for i, event := range events {
		if event.Position != journal.Position(i+1) {
			return fmt.Errorf("position %d stands at place %d", event.Position, i+1)
		}
		found[string(event.Data)]++
	}
	for _, op := range s.sent {
		if op.outcome.Receipts != nil && found[op.command.Key] != op.events() {
			return fmt.Errorf("a command has %d events instead of %d", found[op.command.Key], op.events())
		}
	}
	known := map[uuid.UUID]bool{}
	for record, err := range store.Effects(context.Background(), journal.EffectQuery{Kind: "antrag"}) {
		if err != nil {
			return err
		}
		known[record.Ref.ID()] = true
		if record.State == journal.EffectOpen || record.State == journal.EffectDead {
			return errors.New("an effect was never executed")
		}
	}
	for id := range maps.Keys(s.done) {
		if !known[id] {
			return errors.New("an effect happened that the store knows nothing of")
		}
	}
	return nil
}

// dump returns all a store holds.
func (s *simulation) dump(store journal.Store) (string, error) {
	ctx := context.Background()
	var b strings.Builder
	events, err := store.Read(ctx, 0, 1<<20)
	if err != nil {
		return "", err
	}
	for _, event := range events {
		fmt.Fprintf(&b, "%+v\n", event)
	}
	for _, query := range []journal.Query{{}, {State: "eingereicht"}, {Key: simulatedKeys[0]}} {
		query.Kind = "antrag"
		for head, err := range store.List(ctx, query) {
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&b, "%+v\n", head)
		}
	}
	for record, err := range store.Effects(ctx, journal.EffectQuery{Kind: "antrag"}) {
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%+v\n", record)
	}
	for _, op := range s.sent {
		outcome, err := store.Answer(ctx, op.command.Kind, op.command.Key)
		if err != nil && !errors.Is(err, journal.ErrNotFound) {
			return "", err
		}
		fmt.Fprintf(&b, "%s: %+v\n", op.command.Key, outcome)
	}
	return b.String(), nil
}

// TestSimulation crashes the store between any two statements and compares it
// with the model. It prints what it tried.
func TestSimulation(t *testing.T) {
	runs := uint64(10_000)
	if testing.Short() {
		runs = 500
	}
	total, failed := runSimulations(t, 1, runs, honest, 3)
	for _, failure := range failed {
		t.Error(failure)
	}
	t.Logf("%d runs: %d groups of %d operations, %d crashes (%d power failures) at %d distinct points",
		runs, total.groups, total.operations, total.crashes, total.powerFailures, len(total.points))
	t.Logf("%d appends acknowledged, %d of them repeated deliveries, %d effects executed; %d runs lost, doubled or bent something",
		total.acknowledged, total.repeated, total.executed, len(failed))
	require.Greater(t, len(total.points), 30, "a simulation that does not reach the crash points proves nothing")
	require.Greater(t, total.crashes, int(runs)/2)
}

// TestSimulation_CatchesABrokenStore is the test of the test: a store that is
// broken on purpose is found out.
func TestSimulation_CatchesABrokenStore(t *testing.T) {
	for name, sabotage := range map[string]sabotage{
		"a commit acknowledged early":                commitTooEarly,
		"an outbox written outside the transaction":  outboxOutside,
		"an answer written outside the transaction":  answersOutside,
		"a lease granted and not stored":             leaseForgotten,
		"a commit acknowledged before it was synced": syncForgotten,
	} {
		t.Run(name, func(t *testing.T) {
			_, failed := runSimulations(t, 1, 400, sabotage, 1)
			require.NotEmpty(t, failed)
		})
	}
}

// runSimulations runs seeds on all processors until enough of them failed.
func runSimulations(t *testing.T, first, count uint64, sabotage sabotage, enough int) (total tally, failed []string) {
	t.Helper()
	template := emptyStore(t)
	folder := fastFolder(t)
	total.points = map[string]bool{}
	var next atomic.Uint64
	next.Store(first - 1)
	var mu sync.Mutex
	var group sync.WaitGroup
	for worker := range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for {
				seed := next.Add(1)
				if seed >= first+count {
					return
				}
				own := filepath.Join(folder, strconv.Itoa(worker))
				if err := os.MkdirAll(own, 0o700); err != nil {
					t.Error(err)
					return
				}
				one, err := simulate(seed, own, template, sabotage)
				if err := os.RemoveAll(own); err != nil {
					t.Error(err)
				}
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

func (t *tally) add(one tally) {
	t.groups += one.groups
	t.operations += one.operations
	t.crashes += one.crashes
	t.powerFailures += one.powerFailures
	t.acknowledged += one.acknowledged
	t.repeated += one.repeated
	t.executed += one.executed
	maps.Copy(t.points, one.points)
}

// emptyStore returns a file with the tables of a store.
func emptyStore(t *testing.T) []byte {
	t.Helper()
	file := newFile(t)
	db, err := sql.Open("sqlite", "file:"+file)
	require.NoError(t, err)
	store, err := journal.Open(t.Context(), db, journal.SQLite, journal.Options{})
	require.NoError(t, err)
	require.NoError(t, store.Close())
	require.NoError(t, db.Close())
	content, err := os.ReadFile(file)
	require.NoError(t, err)
	return content
}
