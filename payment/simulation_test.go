// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/internal/drain"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
	"github.com/deutschland-stack/bausteine/payment/paymenttest/faultplan"
)

const (
	simulationSeed = 20260302
	someOffices    = 4     // authorities; see the flag
	perAuthority   = 2_000 // payments in one store
	fewPayments    = 500   // under the race detector, which makes each ten times as slow
)

// authorities is how many stores live through the simulation. CI runs 50, which are
// 100,000 payments.
var authorities = flag.Int("authorities", someOffices, "stores in the simulation, an even number")

// TestSimulation sends payments through a service that goes wrong in every way
// the fault plan knows, from authorities whose two workers each crash between
// any two writes. Afterwards three books that know nothing of each other (the
// service's, ours, the bank's) must agree to the cent. Run with -v it prints
// them.
func TestSimulation(t *testing.T) {
	authorities, payments := *authorities, perAuthority
	if raceDetector || testing.Short() {
		authorities, payments = 2, fewPayments
	}
	sum := &totals{states: map[payment.State]int{}, flags: map[payment.Flag]int{}}
	for n := 0; n < authorities; n += 2 {
		var (
			pair [2]*authority
			wg   sync.WaitGroup
		)
		for i := range pair {
			wg.Go(func() { pair[i] = simulate(uint64(n+i), payments, nil) })
		}
		wg.Wait()
		for _, a := range pair {
			a.audit(sum)
			require.Empty(t, a.problems)
		}
	}
	sum.print(t)
	require.Equal(t, authorities*payments, sum.payments)
	require.Equal(t, sum.serviceTaken, sum.ourPaid, "what the service took is what we hold as paid")
	require.Equal(t, sum.serviceRefunded, sum.ourRefunded)
	require.Equal(t, sum.bankIn-sum.bankReturned, sum.ourReceived)
	require.Positive(t, sum.bankReturned)
	require.Equal(t, sum.bankIn-sum.bankOut, sum.serviceTaken-sum.serviceRefunded)
	require.Positive(t, sum.crashes)
	require.Positive(t, sum.states[payment.StateLate]+sum.states[payment.StateSettled])
	require.NotZero(t, sum.flags[payment.FlagLate])
	require.NotZero(t, sum.flags[payment.FlagMismatch])
	require.NotZero(t, sum.flags[payment.FlagOrphan])
}

// totals are the books of all authorities, in cents.
type totals struct {
	payments, attempts, crashes, notices, listed int

	serviceTaken, serviceRefunded, ourPaid, ourRefunded, ourReceived, bankIn, bankOut, bankReturned int64

	states map[payment.State]int
	flags  map[payment.Flag]int
}

func (s *totals) print(t *testing.T) {
	t.Helper()
	t.Logf("seed %d: %d payments in %d attempts at the service, %d crashes", simulationSeed, s.payments, s.attempts, s.crashes)
	t.Logf("service: taken %s, sent back %s", payment.Cents(s.serviceTaken), payment.Cents(s.serviceRefunded))
	t.Logf("ours:    paid  %s, sent back %s, received %s", payment.Cents(s.ourPaid), payment.Cents(s.ourRefunded), payment.Cents(s.ourReceived))
	t.Logf("bank:    in    %s, refunds out %s, return debits out %s", payment.Cents(s.bankIn), payment.Cents(s.bankOut), payment.Cents(s.bankReturned))
	t.Logf("states:  %v", s.states)
	t.Logf("notices: %d; on the list of the cash office: %d %v", s.notices, s.listed, s.flags)
}

// authority is one office with its store, its two workers and its citizens.
type authority struct {
	*payment.Service

	clock    *paymenttest.Clock
	memory   *paymenttest.Memory
	core     *grund.Core
	store    *crashing
	ids      []uuid.UUID
	mu       sync.Mutex
	problems []string
	notices  map[uuid.UUID]map[uuid.UUID]bool // by payment: the ids of its notices
	late     map[uuid.UUID]bool               // payers who come back after days

	returned map[uuid.UUID]int64 // cents of return debits
}

// problem notes what must not be, up to a number that a reader can take in.
func (a *authority) problem(format string, args ...any) {
	const enough = 20
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.problems) < enough {
		a.problems = append(a.problems, fmt.Sprintf(format, args...))
	}
}

var errCrash = errors.New("simulated crash")

// crashing is a journal whose process dies before or after a write.
type crashing struct {
	journal.Store

	mu     sync.Mutex
	random *rand.Rand
	count  int
}

func (c *crashing) dies() (before, after bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch c.random.IntN(200) {
	case 0:
		c.count++
		return true, false
	case 1:
		c.count++
		return false, true
	}
	return false, false
}

func (c *crashing) Append(ctx context.Context, command journal.Command, commits ...journal.Commit) (journal.Outcome, error) {
	before, after := c.dies()
	if before {
		return journal.Outcome{}, errCrash
	}
	outcome, err := c.Store.Append(ctx, command, commits...)
	if after && err == nil {
		return journal.Outcome{}, errCrash
	}
	return outcome, err
}

// Complete is where a worker dies that has done its work: whoever takes over when
// the lease has run out does it once more.
func (c *crashing) Complete(ctx context.Context, lease journal.Lease, result []byte) error {
	before, after := c.dies()
	if before {
		return journal.ErrLeaseLost
	}
	if err := c.Store.Complete(ctx, lease, result); err != nil || !after {
		return err
	}
	return journal.ErrLeaseLost
}

// parts are what a service is built of; a test of the simulation breaks one.
type parts struct {
	provider payment.Provider
	store    journal.Store
}

// simulate lets one authority live through its payments. What must not be is in
// its problems afterwards. breaking, if not nil, spoils the service first.
func simulate(number uint64, payments int, breaking func(*parts)) *authority {
	random := rand.New(rand.NewPCG(simulationSeed, number))
	a := &authority{clock: paymenttest.NewClock(), notices: map[uuid.UUID]map[uuid.UUID]bool{}, late: map[uuid.UUID]bool{}, returned: map[uuid.UUID]int64{}}
	a.memory = paymenttest.NewMemory(a.clock.Now)
	a.memory.RepeatIsError = number%2 == 1
	a.memory.Plan.Randomly(simulationSeed+number, 0.15, faultplan.All()...)
	a.store = &crashing{Store: journal.NewMemory(a.clock.Now), random: rand.New(rand.NewPCG(number, simulationSeed))}
	p := parts{provider: a.memory, store: a.store}
	if number%4 == 1 { // a service that finds nothing by request id
		p.provider = noFinder{a.memory, a.memory}
	}
	if breaking != nil {
		breaking(&p)
	}
	a.core = grund.New(p.store, a.clock.Now)
	service, err := payment.NewServiceOn(a.core, p.provider, payment.Config{OnPaid: a.release})
	if err != nil {
		a.problem("%v", err)
		return a
	}
	a.Service = service

	ids := make([]uuid.UUID, payments)
	var starts sync.WaitGroup
	for half := range 2 {
		seed := random.Uint64()
		starts.Go(func() {
			own := rand.New(rand.NewPCG(seed, seed))
			for i := half; i < len(ids); i += 2 {
				ids[i] = a.citizen(own, fmt.Sprintf("form-%d", i))
			}
		})
	}
	starts.Wait()
	for _, step := range []time.Duration{
		time.Minute, 4 * time.Minute, 10 * time.Minute, 50 * time.Minute, 5 * time.Hour, 18 * time.Hour, 2 * time.Hour,
	} {
		a.work(step)
		a.comeBack(random, ids)
	}
	a.payLate()
	for range 16 { // the rest of the schedule, day by day
		a.work(24 * time.Hour)
	}
	a.refunds(random, ids)
	a.memory.Plan = nil // the service has been repaired
	for range 10 {
		a.work(24 * time.Hour)
	}
	a.ids = ids
	statement := a.writeStatement()
	a.readStatement(statement)
	a.readStatement(statement) // the same file once more
	return a
}

// noFinder hides that the service can find payments.
type noFinder struct {
	payment.Provider
	payment.Refunder
}

// release is what the application does on paid.
func (a *authority) release(_ context.Context, n payment.Notice) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	id := n.Transaction.ID()
	if a.notices[id] == nil {
		a.notices[id] = map[uuid.UUID]bool{}
	}
	a.notices[id][n.ID] = true
	return nil
}

// patiently repeats what a crash interrupted, as a restarted process or a
// person who presses the button again does.
func patiently[T any](a *authority, do func() (T, error)) T {
	for {
		result, err := do()
		if err == nil {
			return result
		}
		if !errors.Is(err, errCrash) {
			a.problem("%v", err)
			return result
		}
	}
}

func (a *authority) citizen(random *rand.Rand, form string) uuid.UUID {
	order := paymenttest.Order()
	cents := payment.Cents(1 + random.Int64N(20_000))
	order.Amount, order.Items[0].Net, order.Items[0].SingleNet = cents, cents, cents
	tx := patiently(a, func() (payment.Transaction, error) { return a.Start(context.Background(), order, form) })
	a.act(random, tx)
	if random.IntN(2) == 0 { // the browser comes back, sometimes twice
		for range 1 + random.IntN(2) {
			patiently(a, func() (payment.Transaction, error) { return a.Refresh(context.Background(), tx.ID()) })
		}
	}
	return tx.ID()
}

// act is what a payer does in front of the page, if there is one.
func (a *authority) act(random *rand.Rand, tx payment.Transaction) {
	if tx.RedirectURL() == "" {
		return
	}
	var err error
	switch n := random.IntN(100); {
	case n < 70:
		err = a.memory.Pay(tx.Ref())
	case n < 80:
		err = a.memory.GiveUp(tx.Ref(), payment.StatusCanceled)
	case n < 85:
		err = a.memory.GiveUp(tx.Ref(), payment.StatusFailed)
	case n < 90:
		a.mu.Lock()
		a.late[tx.ID()] = true
		a.mu.Unlock()
	}
	if err != nil {
		a.problem("payer: %v", err)
	}
}

// comeBack lets some of those act who saw no page or did nothing.
func (a *authority) comeBack(random *rand.Rand, ids []uuid.UUID) {
	for _, id := range ids {
		if random.IntN(8) > 0 || a.late[id] {
			continue
		}
		tx := patiently(a, func() (payment.Transaction, error) { return a.Load(context.Background(), id) })
		a.act(random, tx)
	}
}

func (a *authority) payLate() {
	for id := range a.late {
		tx := patiently(a, func() (payment.Transaction, error) { return a.Load(context.Background(), id) })
		if err := a.memory.Pay(tx.Ref()); err != nil {
			a.problem("late payer: %v", err)
		}
	}
}

// work moves the clock and lets two workers do what is due. What a crash left is
// done a little later, when the lease has run out.
func (a *authority) work(step time.Duration) {
	a.workAfter(step)
	a.workAfter(2 * time.Minute)
}

func (a *authority) workAfter(step time.Duration) {
	a.clock.Advance(step)
	var workers sync.WaitGroup
	for range 2 {
		workers.Go(func() {
			if _, err := drain.Due(context.Background(), a.core); err != nil {
				a.problem("worker: %v", err)
			}
		})
	}
	workers.Wait()
}

func (a *authority) refunds(random *rand.Rand, ids []uuid.UUID) {
	for i, id := range ids {
		tx := patiently(a, func() (payment.Transaction, error) { return a.Load(context.Background(), id) })
		if random.IntN(20) > 0 || tx.Refundable().Sign() == 0 {
			continue
		}
		part := payment.Cents(1 + random.Int64N(tx.Refundable().Minor()))
		patiently(a, func() (payment.Refund, error) {
			return a.Refund(context.Background(), id, payment.RefundOrder{Amount: part, Available: tx.Refundable(), Key: fmt.Sprintf("refund-%d", i)})
		})
	}
}
