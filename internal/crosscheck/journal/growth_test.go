// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"context"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/internal/journal/pgtest"
)

// growthVariable says how many events BenchmarkGrowth writes, such as 10000000.
// It takes minutes and gigabytes, so it is measured by hand.
const growthVariable = "BAUSTEINE_GROWTH"

// BenchmarkGrowth fills a store with steps as BenchmarkAppend takes them, and
// reports the rate on the empty store beside that at the end, and what the
// process holds in memory while it streams the heads of all streams.
func BenchmarkGrowth(b *testing.B) {
	events, err := strconv.Atoi(os.Getenv(growthVariable))
	if err != nil {
		b.Skipf("measured by hand: %s says how many events", growthVariable)
	}
	for name, open := range map[string]func(b *testing.B) *journal.SQL{
		"sqlite": func(b *testing.B) *journal.SQL {
			b.Helper()
			return openStore(b, openSQLite(b, newFile(b)), journal.SQLite, journal.Options{})
		},
		"postgres": func(b *testing.B) *journal.SQL {
			b.Helper()
			return openStore(b, openPostgres(b, pgtest.Start(b).DSN()), journal.PostgreSQL, journal.Options{})
		},
	} {
		b.Run(name, func(b *testing.B) {
			store := open(b)
			window := min(events/5, 500_000)
			b.ResetTimer()
			first, firstCPU := fill(b, store, window)
			fill(b, store, events-2*window)
			last, lastCPU := fill(b, store, window)
			streams, memory := stream(b, store)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(first, "steps/s-empty")
			b.ReportMetric(last, "steps/s-full")
			b.ReportMetric(firstCPU, "cpu-us/step-empty")
			b.ReportMetric(lastCPU, "cpu-us/step-full")
			b.ReportMetric(float64(streams), "streams")
			b.ReportMetric(float64(memory)/(1<<20), "MB-streaming")
		})
	}
}

// fill takes steps with 512 writers and returns their rate, and the processor
// time that one took in this process, which does not depend on what else the
// machine is doing.
func fill(b *testing.B, store journal.Store, steps int) (rate, cpu float64) {
	b.Helper()
	do := stepTo(store)
	payload := make([]byte, 400)
	var left atomic.Int64
	left.Store(int64(steps))
	var group sync.WaitGroup
	start, busy := time.Now(), processorTime(b)
	for range 512 {
		group.Go(func() {
			var stream uuid.UUID
			for n := 0; left.Add(-1) >= 0; n++ {
				if n%stepsPerStream == 0 {
					stream = uuid.Must(uuid.NewV7())
				}
				one := step{stream, uint64(n % stepsPerStream), uuid.Must(uuid.NewV7()).String(), payload, n%4 == 0}
				if err := do(&one); err != nil {
					b.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	busy = processorTime(b) - busy
	return float64(steps) / time.Since(start).Seconds(), float64(busy.Microseconds()) / float64(steps)
}

func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var usage syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// stream lists all heads and returns their number and the most memory that the
// heap held meanwhile.
func stream(b *testing.B, store journal.Store) (streams int, memory uint64) {
	b.Helper()
	runtime.GC()
	var now runtime.MemStats
	for _, err := range store.List(context.Background(), journal.Query{Kind: "antrag"}) {
		require.NoError(b, err)
		if streams++; streams%10_000 == 0 {
			runtime.ReadMemStats(&now)
			memory = max(memory, now.HeapAlloc)
		}
	}
	return streams, memory
}
