// SPDX-License-Identifier: Apache-2.0

//go:build unix

package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/internal/journal/pgtest"
)

// BenchmarkUmzug makes whole moves as -headless does, from the login to the
// receipt, each with an application of its own: register, provider, log and
// application durable on one file (SQLite with synchronous FULL) or one
// PostgreSQL on the same machine.
func BenchmarkUmzug(b *testing.B) {
	keys := b.TempDir()
	for name, daten := range map[string]func(b *testing.B) string{
		"sqlite":     func(b *testing.B) string { return filepath.Join(b.TempDir(), "umzug.db") },
		"postgresql": func(b *testing.B) string { return pgtest.DSN(b) },
	} {
		for _, parallel := range []int{1, 8, 64} {
			b.Run(fmt.Sprintf("%s/parallel=%d", name, parallel), func(b *testing.B) { benchmarkUmzug(b, daten(b), keys, parallel) })
		}
	}
}

// counts are what the store was asked for.
type counts struct{ n [len(counted)]atomic.Int64 }

var counted = [...]string{"loads", "lists", "steps", "transactions"}

func (c *counts) now() (n [len(counted)]int64) {
	for i := range n {
		n[i] = c.n[i].Load()
	}
	return n
}

func (c *counts) Count(name string, n int64) {
	if i := slices.Index(counted[:], strings.TrimPrefix(name, "store.")); i >= 0 {
		c.n[i].Add(n)
	}
}
func (*counts) Gauge(string, float64)      {}
func (*counts) Took(string, time.Duration) {}

// cpuTime is what the process has used so far, service and benchmark.
func cpuTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	require.NoError(b, syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

func benchmarkUmzug(b *testing.B, daten, keys string, parallel int) {
	var counts counts
	p, err := programm(time.Now)
	require.NoError(b, err)
	p.Config.Log = slog.New(slog.DiscardHandler)
	open := p.Open
	p.Open = func(ctx context.Context, data string, config bausteine.Config) (*bausteine.Store, io.Closer, error) {
		config.Watch = &counts
		return open(ctx, data, config)
	}
	service, err := p.Start(b.Context(), daten, keys, "http://localhost")
	require.NoError(b, err)
	work, stop := context.WithCancel(context.WithoutCancel(b.Context()))
	worked := make(chan error, 1)
	go func() { worked <- service.Work(work) }()
	defer func() {
		stop()
		require.NoError(b, <-worked)
		require.NoError(b, service.Close())
	}()
	move := func() time.Duration {
		begin := time.Now()
		u := newUmzug(service, testkonto.Konten()[0].Konto, io.Discard)
		if err := u.move(b.Context()); err != nil {
			b.Error(err)
		}
		return time.Since(begin)
	}
	move() // the first one opens what is opened at first use
	var mu sync.Mutex
	var took []time.Duration
	var group sync.WaitGroup
	left := make(chan struct{}, b.N)
	for range b.N {
		left <- struct{}{}
	}
	close(left)
	before := counts.now()
	cpu := cpuTime(b)
	b.ResetTimer()
	for range parallel {
		group.Go(func() {
			for range left {
				one := move()
				mu.Lock()
				took = append(took, one)
				mu.Unlock()
			}
		})
	}
	group.Wait()
	b.StopTimer()
	for i, n := range counts.now() {
		b.ReportMetric(float64(n-before[i])/float64(b.N), counted[i]+"/move")
	}
	b.ReportMetric((cpuTime(b)-cpu).Seconds()*1000/float64(b.N), "cpu-ms/move")
	slices.Sort(took)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "moves/s")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}
