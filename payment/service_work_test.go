// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/memstore"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

// The leases of all effects of the first batch would end long before the last
// of them was done, if there were a batch.
const manyEffects = 20

func TestWork_AHangingServiceIsAskedOnceHoweverManyWorkersWait(t *testing.T) {
	for name, late := range map[string]time.Duration{
		"a quick store":                    0,
		"a store that hands over too late": 170 * time.Second, // of a lease of 180
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				store := &slowLeases{Store: memstore.New(nil)}
				provider := &hanging{Provider: paymenttest.NewMemory(nil), asked: map[string]int{}}
				config := payment.Config{Schedule: askOnce()}
				first, second := newWorkers(t, provider, store, config)
				for range manyEffects {
					_, err := first.Start(t.Context(), paymenttest.Order(), "")
					require.NoError(t, err)
				}
				time.Sleep(time.Minute)
				store.late = late
				workFor(t, 2*time.Hour, first, second)
				require.Len(t, provider.asked, manyEffects)
				for ref, times := range provider.asked {
					require.Equal(t, 1, times, ref)
				}
				require.Zero(t, store.failures, "no lease ran out")
			})
		})
	}
}

func TestWork_ASlowApplicationGetsEachNoticeOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &slowLeases{Store: memstore.New(nil)}
		told := map[uuid.UUID]int{}
		var mu sync.Mutex
		config := payment.Config{Schedule: askOnce(), OnPaid: func(_ context.Context, n payment.Notice) error {
			mu.Lock()
			told[n.ID]++
			mu.Unlock()
			time.Sleep(time.Minute)
			return nil
		}}
		first, second := startPaid(t, store, config, manyEffects)
		workFor(t, time.Hour, first, second)
		require.Len(t, told, manyEffects)
		for id, times := range told {
			require.Equal(t, 1, times, id)
		}
		require.Zero(t, store.failures, "no lease ran out")
	})
}

func TestWork_ANoticeThatHangsEndsBeforeAnotherWorkerGetsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var (
			mu          sync.Mutex
			inside, got int
			ids         = map[uuid.UUID]bool{}
		)
		config := payment.Config{Schedule: askOnce(), OnPaid: func(ctx context.Context, n payment.Notice) error {
			mu.Lock()
			got++
			inside++
			ids[n.ID] = true
			if inside > 1 {
				t.Errorf("two workers hold one notice")
			}
			hang := got < 3
			mu.Unlock()
			defer func() { mu.Lock(); inside--; mu.Unlock() }()
			if !hang {
				return nil
			}
			<-ctx.Done()
			return ctx.Err()
		}}
		first, second := startPaid(t, memstore.New(nil), config, 1)
		workFor(t, time.Hour, first, second)
		require.Equal(t, 3, got, "given again until it is taken")
		require.Len(t, ids, 1, "under one id")
	})
}

func TestWork_ANoticeThatIsNeverTakenStandsOnTheListAndCanBeGivenAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		told, takes := map[uuid.UUID]int{}, false
		config := payment.Config{Schedule: askOnce(), OnPaid: func(_ context.Context, n payment.Notice) error {
			told[n.ID]++
			if takes {
				return nil
			}
			return errors.New("the application is down")
		}}
		service, _ := startPaid(t, memstore.New(nil), config, 1)
		listed := func() []payment.Head {
			var heads []payment.Head
			for head, err := range service.CashOffice(t.Context()) {
				require.NoError(t, err)
				heads = append(heads, head)
			}
			return heads
		}
		work := func(days int) {
			for range 24 * days {
				time.Sleep(time.Hour)
				_, err := service.Work(t.Context())
				require.NoError(t, err)
			}
		}
		work(1)
		require.Empty(t, listed(), "it is tried again first")
		work(9)
		require.Len(t, listed(), 1)
		require.Len(t, told, 1, "always under one id")
		tx, err := service.Load(t.Context(), listed()[0].Payment)
		require.NoError(t, err)
		require.Equal(t, []payment.Flag{payment.FlagNotTold}, tx.Flags())
		times := 0
		for _, n := range told {
			times = n
		}
		require.Greater(t, times, 20)
		work(2)
		require.Equal(t, map[uuid.UUID]int{firstKey(told): times}, told, "nobody is bothered any more")

		takes = true
		tx, err = service.Resume(t.Context(), tx.ID())
		require.NoError(t, err)
		require.Empty(t, tx.Flags())
		work(1)
		require.Equal(t, map[uuid.UUID]int{firstKey(told): times + 1}, told)
		require.Empty(t, listed())
	})
}

func firstKey(m map[uuid.UUID]int) uuid.UUID {
	for key := range m {
		return key
	}
	return uuid.Nil
}

// askOnce asks after a payment once on the day of these tests.
func askOnce() payment.Schedule {
	s := payment.DefaultSchedule()
	s.Open = []time.Duration{time.Minute, 24 * time.Hour}
	return s
}

func newWorkers(t *testing.T, provider payment.Provider, store payment.Store, config payment.Config) (first, second *payment.Service) {
	t.Helper()
	first, err := payment.NewService(provider, store, config)
	require.NoError(t, err)
	second, err = payment.NewService(provider, store, config)
	require.NoError(t, err)
	return first, second
}

// startPaid returns two workers with paid payments nobody was told of.
func startPaid(t *testing.T, store payment.Store, config payment.Config, many int) (first, second *payment.Service) {
	t.Helper()
	memory := paymenttest.NewMemory(nil)
	first, second = newWorkers(t, memory, store, config)
	for range many {
		tx, err := first.Start(t.Context(), paymenttest.Order(), "")
		require.NoError(t, err)
		require.NoError(t, memory.Pay(tx.Ref()))
		tx, err = first.Refresh(t.Context(), tx.ID())
		require.NoError(t, err)
		require.Equal(t, payment.StatePaid, tx.State())
	}
	return first, second
}

// workFor lets the workers look for work every second.
func workFor(t *testing.T, d time.Duration, workers ...*payment.Service) {
	t.Helper()
	end := time.Now().Add(d)
	var wg sync.WaitGroup
	for _, worker := range workers {
		wg.Go(func() {
			for time.Now().Before(end) {
				if _, err := worker.Work(t.Context()); err != nil {
					t.Errorf("work: %v", err)
				}
				time.Sleep(time.Second)
			}
		})
	}
	wg.Wait()
}

// hanging takes payments and then answers no question after them.
type hanging struct {
	payment.Provider

	mu    sync.Mutex
	asked map[string]int
}

func (h *hanging) Status(ctx context.Context, ref string) (payment.Report, error) {
	h.mu.Lock()
	h.asked[ref]++
	h.mu.Unlock()
	<-ctx.Done()
	return payment.Report{}, ctx.Err()
}

// slowLeases hands over late, and counts the leases that ran out.
type slowLeases struct {
	payment.Store

	late     time.Duration
	mu       sync.Mutex
	failures int
}

func (s *slowLeases) Lease(ctx context.Context, request payment.LeaseRequest) ([]payment.Leased, error) {
	leased, err := s.Store.Lease(ctx, request)
	s.mu.Lock()
	for _, l := range leased {
		s.failures += l.Failures
	}
	s.mu.Unlock()
	if len(leased) > 0 {
		time.Sleep(s.late)
	}
	return leased, err
}
