// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	_ "github.com/jackc/pgx/v5/stdlib"
	"github.com/stretchr/testify/require"
	_ "modernc.org/sqlite"

	"github.com/deutschland-stack/bausteine/internal/journal/pgtest"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/kassenzeichen"
	pools "github.com/deutschland-stack/bausteine/payment/kassenzeichen/sqlstore"
	"github.com/deutschland-stack/bausteine/payment/memstore"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
	"github.com/deutschland-stack/bausteine/payment/sqlstore"
)

func sqliteStore(tb testing.TB) payment.Store {
	tb.Helper()
	store, err := sqlstore.OpenSQLite(tb.Context(), sqliteDB(tb), sqlstore.Options{})
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, store.Close()) })
	return store
}

func postgresStore(tb testing.TB, db *sql.DB) payment.Store {
	tb.Helper()
	store, err := sqlstore.OpenPostgreSQL(tb.Context(), db, sqlstore.Options{Namespace: "t" + strings.ReplaceAll(uuid.NewString(), "-", "")[:20]})
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, store.Close()) })
	return store
}

func sqliteDB(tb testing.TB) *sql.DB {
	tb.Helper()
	return openDB(tb, "sqlite", "file:"+filepath.Join(tb.TempDir(), "payment.db")+"?_pragma=busy_timeout(10000)")
}

// maxConns is how many connections a process holds here.
const maxConns = 16

func openDB(tb testing.TB, driver, dsn string) *sql.DB {
	tb.Helper()
	db, err := sql.Open(driver, dsn)
	require.NoError(tb, err)
	db.SetMaxOpenConns(maxConns)
	db.SetMaxIdleConns(maxConns) // see the comment of package sqlstore
	tb.Cleanup(func() { require.NoError(tb, db.Close()) })
	return db
}

func TestSQLite_KeepsTheContract(t *testing.T) {
	paymenttest.TestStore(t, func(t *testing.T) payment.Store { return sqliteStore(t) })
}

func TestPostgreSQL_KeepsTheContract(t *testing.T) {
	db := openDB(t, "pgx", pgtest.DSN(t))
	paymenttest.TestStore(t, func(t *testing.T) payment.Store { return postgresStore(t, db) })
}

func TestPools_DrawEachCodeOnceFromADatabase(t *testing.T) {
	for name, open := range map[string]func(t *testing.T) (kassenzeichen.Store, func() error, error){
		"sqlite": func(t *testing.T) (kassenzeichen.Store, func() error, error) {
			return pools.OpenSQLite(t.Context(), sqliteDB(t))
		},
		"postgres": func(t *testing.T) (kassenzeichen.Store, func() error, error) {
			return pools.OpenPostgreSQL(t.Context(), openDB(t, "pgx", pgtest.DSN(t)))
		},
	} {
		t.Run(name, func(t *testing.T) {
			store, closing, err := open(t)
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, closing()) })
			format := kassenzeichen.Format{Prefix: "5125", Start: 1, Max: 9_999_999, Length: 12, Check: kassenzeichen.Modulus11}
			pool, err := kassenzeichen.NewPool(uuid.NewString(), format, 0, store)
			require.NoError(t, err)
			var (
				mu   sync.Mutex
				seen = map[string]bool{}
				wg   sync.WaitGroup
			)
			for worker := range 4 {
				wg.Go(func() {
					for i := range 10 {
						cause := fmt.Sprintf("%d/%d", worker, i)
						draw, err := pool.Draw(context.WithoutCancel(t.Context()), cause)
						again, err2 := pool.Draw(context.WithoutCancel(t.Context()), cause)
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
}

// BenchmarkPayments measures whole payments: intent, creation at a service in
// memory, outcome. Each has three durable writes, one behind the other.
func BenchmarkPayments(b *testing.B) {
	for _, store := range []struct {
		name string
		open func(b *testing.B) payment.Store
	}{
		{"sqlite", func(b *testing.B) payment.Store { return sqliteStore(b) }},
		{"postgres", func(b *testing.B) payment.Store { return postgresStore(b, openDB(b, "pgx", pgtest.DSN(b))) }},
		{"memory", func(*testing.B) payment.Store { return memstore.New(nil) }},
	} {
		for _, payers := range []int{1, 64} {
			b.Run(fmt.Sprintf("%s/payers=%d", store.name, payers), func(b *testing.B) {
				memory := paymenttest.NewMemory(nil)
				service, err := payment.NewService(memory, store.open(b), payment.Config{})
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
