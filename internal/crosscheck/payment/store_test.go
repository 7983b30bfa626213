// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/journal/pgtest"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/kassenzeichen"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

// maxConns is how many connections a process holds here.
const maxConns = 16

func openDB(tb testing.TB, driver, dsn string) *sql.DB {
	tb.Helper()
	db, err := sql.Open(driver, dsn)
	require.NoError(tb, err)
	db.SetMaxOpenConns(maxConns)
	db.SetMaxIdleConns(maxConns)
	tb.Cleanup(func() { require.NoError(tb, db.Close()) })
	return db
}

func sqliteFile(tb testing.TB) string {
	tb.Helper()
	return filepath.Join(tb.TempDir(), "payment.db")
}

func openSQLite(tb testing.TB, file string, config bausteine.Config) *bausteine.Store {
	tb.Helper()
	store, err := bausteine.OpenSQLite(tb.Context(), openDB(tb, "sqlite", "file:"+file+"?_pragma=busy_timeout(10000)"), config)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, store.Close()) })
	return store
}

// eachDatabase runs a test with a function that opens another process's store on
// the same tables each time it is called.
func eachDatabase(t *testing.T, test func(t *testing.T, open func(bausteine.Config) *bausteine.Store)) {
	t.Run("sqlite", func(t *testing.T) {
		file := sqliteFile(t)
		test(t, func(config bausteine.Config) *bausteine.Store { return openSQLite(t, file, config) })
	})
	t.Run("postgres", func(t *testing.T) {
		dsn := pgtest.DSN(t)
		test(t, func(config bausteine.Config) *bausteine.Store {
			store, err := bausteine.OpenPostgreSQL(t.Context(), openDB(t, "pgx", dsn), config)
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, store.Close()) })
			return store
		})
	})
}

func feeOf(application string) payment.Order {
	order := paymenttest.Order()
	order.Application = application
	return order
}

// Two processes over one database: nobody pays twice, and an entry of the bank is
// booked once, whichever of them was asked.
func TestTwoProcesses_NobodyPaysTwice(t *testing.T) {
	eachDatabase(t, func(t *testing.T, open func(bausteine.Config) *bausteine.Store) {
		memory := paymenttest.NewMemory(nil)
		var services [2]*payment.Service
		for i := range services {
			service, err := payment.NewService(open(bausteine.Config{}), memory, payment.Config{})
			require.NoError(t, err)
			services[i] = service
		}
		application := uuid.NewString()
		var (
			wg  sync.WaitGroup
			mu  sync.Mutex
			ids = map[uuid.UUID]bool{}
		)
		for i := range 16 {
			wg.Go(func() {
				tx, err := services[i%2].Start(context.WithoutCancel(t.Context()), feeOf(application), fmt.Sprintf("%s/%d", application, i))
				if err != nil {
					t.Errorf("start: %v", err)
				}
				mu.Lock()
				ids[tx.ID()] = true
				mu.Unlock()
			})
		}
		wg.Wait()
		require.Len(t, ids, 1)
		require.Len(t, memory.Payments(), 1)

		second, err := services[0].StartSecond(t.Context(), feeOf(application), "")
		require.NoError(t, err)
		require.Equal(t, []payment.Flag{payment.FlagSecond}, second.Flags())
		both := []uuid.UUID{second.ID()}
		for id := range ids {
			both = append(both, id)
		}
		entry := uuid.NewString()
		for i := range 16 {
			wg.Go(func() {
				_, err := services[i%2].Settle(context.WithoutCancel(t.Context()), both[i/2%2], payment.Booking{Entry: entry, Amount: payment.Cents(750)})
				if err != nil && !errors.Is(err, bausteine.ErrCommandReused) {
					t.Errorf("settle: %v", err)
				}
			})
		}
		wg.Wait()
		received := int64(0)
		for _, id := range both {
			tx, err := services[1].Load(t.Context(), id)
			require.NoError(t, err)
			received += tx.Received().Minor()
		}
		require.Equal(t, int64(750), received)

		list, err := services[1].Day(t.Context(), datum.Of(time.Now()))
		require.NoError(t, err)
		require.Equal(t, payment.Cents(750), list.Sums[payment.DayReceived])
		require.Zero(t, list.Damaged)
	})
}

// Paid and therefore drawn: a step of two blocks is one transaction.
func TestTogether_APaymentAndADrawAreOneStep(t *testing.T) {
	eachDatabase(t, func(t *testing.T, open func(bausteine.Config) *bausteine.Store) {
		store := open(bausteine.Config{})
		memory := paymenttest.NewMemory(nil)
		service, err := payment.NewService(store, memory, payment.Config{})
		require.NoError(t, err)
		pool, err := kassenzeichen.NewPool(store, uuid.NewString(), kassenzeichen.Format{Start: 1, Max: 999, Length: 3}, kassenzeichen.Config{})
		require.NoError(t, err)
		tx, err := service.Start(t.Context(), paymenttest.Order(), "")
		require.NoError(t, err)
		stopped := errors.New("the other block")
		for _, fails := range []error{stopped, nil} {
			err := store.Together(t.Context(), func(ctx context.Context) error {
				if _, err := service.Settle(ctx, tx.ID(), payment.Booking{Entry: "e/" + tx.ID().String(), Amount: payment.Cents(750)}); err != nil {
					return err
				}
				if _, err := pool.Draw(ctx, tx.ID().String()); err != nil {
					return err
				}
				return fails
			})
			require.ErrorIs(t, err, fails)
			after, err := service.Load(t.Context(), tx.ID())
			require.NoError(t, err)
			require.Equal(t, fails == nil, after.State() == payment.StateSettled)
		}
		draw, err := pool.Draw(t.Context(), tx.ID().String())
		require.NoError(t, err)
		require.Equal(t, "001", draw.Kassenzeichen)
	})
}

// What was of a person is in no table and no free page after its deadline, while
// the service runs.
func TestSQLite_NothingOfAPersonIsLeftInTheFilesAfterTheDeadline(t *testing.T) {
	const mark = "ZZMARKEZZ"
	file := sqliteFile(t)
	clock := paymenttest.NewClock()
	store := openSQLite(t, file, bausteine.Config{Now: clock.Now})
	memory := paymenttest.NewMemory(clock.Now)
	service, err := payment.NewService(store, memory, payment.Config{})
	require.NoError(t, err)
	for i := range 50 {
		order := feeOf(fmt.Sprintf("antrag-%s-%d", mark, i))
		order.Description, order.Reference = mark+" Erika Mustermann", mark
		order.Payer = &payment.Payer{Name: mark, FirstName: "Erika"}
		order.ReturnURL += "?" + mark
		tx, err := service.Start(t.Context(), order, fmt.Sprint("form-", i))
		require.NoError(t, err)
		switch i % 3 {
		case 0:
			require.NoError(t, memory.Pay(tx.Ref()))
			_, err = service.Refresh(t.Context(), tx.ID())
		case 1:
			require.NoError(t, memory.GiveUp(tx.Ref(), payment.StatusCanceled))
			_, err = service.Refresh(t.Context(), tx.ID())
		}
		require.NoError(t, err)
	}
	require.Positive(t, marks(t, file, mark))
	for range 40 { // the schedule runs out, then 30 days, and what is open ends
		clock.Advance(24 * time.Hour)
		_, err = paymenttest.Work(t.Context(), store)
		require.NoError(t, err)
	}
	clock.Advance(7 * 366 * 24 * time.Hour)
	for range 3 {
		_, err = store.Sweep(t.Context())
		require.NoError(t, err)
		clock.Advance(40 * 24 * time.Hour)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- store.Run(ctx) }()
	require.Eventually(t, func() bool { return marks(t, file, mark) == 0 }, 30*time.Second, 50*time.Millisecond, "in the file or in its log")
	stop()
	require.NoError(t, <-ended)
}

// marks counts a text in all files of a database.
func marks(t *testing.T, file, mark string) int {
	t.Helper()
	files, err := filepath.Glob(file + "*")
	require.NoError(t, err)
	n := 0
	for _, name := range files {
		content, err := os.ReadFile(name)
		require.NoError(t, err)
		n += bytes.Count(content, []byte(mark))
	}
	return n
}

func TestPools_DrawEachCodeOnceFromADatabase(t *testing.T) {
	eachDatabase(t, func(t *testing.T, open func(bausteine.Config) *bausteine.Store) {
		format := kassenzeichen.Format{Prefix: "5125", Start: 1, Max: 9_999_999, Length: 12, Check: kassenzeichen.Modulus11}
		name := uuid.NewString()
		var pools [2]*kassenzeichen.Pool
		for i := range pools {
			pool, err := kassenzeichen.NewPool(open(bausteine.Config{}), name, format, kassenzeichen.Config{})
			require.NoError(t, err)
			pools[i] = pool
		}
		var (
			mu   sync.Mutex
			seen = map[string]bool{}
			wg   sync.WaitGroup
		)
		for worker := range 4 {
			wg.Go(func() {
				for i := range 10 {
					cause := fmt.Sprintf("%d/%d", worker, i)
					draw, err := pools[worker%2].Draw(context.WithoutCancel(t.Context()), cause)
					again, err2 := pools[(worker+1)%2].Draw(context.WithoutCancel(t.Context()), cause)
					mu.Lock()
					if err != nil || err2 != nil || draw != again || seen[draw.Kassenzeichen] {
						t.Errorf("draw %q: %v %v", draw.Kassenzeichen, err, err2)
					}
					seen[draw.Kassenzeichen] = true
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		require.Len(t, seen, 40)
	})
}

// BenchmarkPayments measures whole payments: intent, creation at a service in
// memory, outcome. Each has three durable writes, one behind the other.
func BenchmarkPayments(b *testing.B) {
	for _, store := range []struct {
		name string
		open func(b *testing.B) *bausteine.Store
	}{
		{"sqlite", func(b *testing.B) *bausteine.Store { return openSQLite(b, sqliteFile(b), bausteine.Config{}) }},
		{"postgres", func(b *testing.B) *bausteine.Store {
			store, err := bausteine.OpenPostgreSQL(b.Context(), openDB(b, "pgx", pgtest.DSN(b)), bausteine.Config{})
			require.NoError(b, err)
			b.Cleanup(func() { require.NoError(b, store.Close()) })
			return store
		}},
		{"memory", func(*testing.B) *bausteine.Store { return bausteine.NewMemory(bausteine.Config{}) }},
	} {
		for _, payers := range []int{1, 64} {
			b.Run(fmt.Sprintf("%s/payers=%d", store.name, payers), func(b *testing.B) {
				memory := paymenttest.NewMemory(nil)
				service, err := payment.NewService(store.open(b), memory, payment.Config{})
				require.NoError(b, err)
				var (
					left = atomic.Int64{}
					wg   sync.WaitGroup
				)
				left.Store(int64(b.N))
				b.ResetTimer()
				for range payers {
					wg.Go(func() {
						for left.Add(-1) >= 0 {
							if err := pay(service, memory); err != nil {
								b.Error(err)
								return
							}
						}
					})
				}
				wg.Wait()
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "payments/s")
			})
		}
	}
}

func pay(service *payment.Service, memory *paymenttest.Memory) error {
	ctx := context.Background()
	tx, err := service.Start(ctx, paymenttest.Order(), "")
	if err != nil {
		return err
	}
	if err := memory.Pay(tx.Ref()); err != nil {
		return err
	}
	_, err = service.Refresh(ctx, tx.ID())
	return err
}

// BenchmarkDay measures the list of a day of 1,000 payments with their money.
func BenchmarkDay(b *testing.B) {
	store := openSQLite(b, sqliteFile(b), bausteine.Config{})
	memory := paymenttest.NewMemory(nil)
	service, err := payment.NewService(store, memory, payment.Config{})
	require.NoError(b, err)
	for range 1_000 {
		require.NoError(b, pay(service, memory))
	}
	today := datum.Of(time.Now())
	for b.Loop() {
		list, err := service.Day(b.Context(), today)
		require.NoError(b, err)
		require.Len(b, list.Lines, 1_000)
	}
}
