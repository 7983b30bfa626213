// SPDX-License-Identifier: Apache-2.0

//go:build unix

package main

import (
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"
)

// BenchmarkSeiten has visitors go the whole way of the form over HTTP, page by page, from
// the start page to the receipt, each form fetched and sent, and each answer read: the mix
// of one move. Service and visitors share the processors. An account has so many sessions
// and no more, which bounds the visitors.
//
//	go test ./examples/wohnsitzummeldung -run xxx -bench Seiten -benchtime 500x
func BenchmarkSeiten(b *testing.B) {
	for _, parallel := range []int{1, 4, 16} {
		b.Run(fmt.Sprintf("parallel=%d", parallel), func(b *testing.B) { benchmarkSeiten(b, parallel) })
	}
}

// uhrwerk notes how long each request took.
type uhrwerk struct {
	http.RoundTripper

	mu   sync.Mutex
	took []time.Duration
}

func (u *uhrwerk) RoundTrip(r *http.Request) (*http.Response, error) {
	begin := time.Now()
	res, err := u.RoundTripper.RoundTrip(r)
	u.mu.Lock()
	u.took = append(u.took, time.Since(begin))
	u.mu.Unlock()
	return res, err
}

func benchmarkSeiten(b *testing.B, parallel int) {
	h := newHausMit(b, filepath.Join(b.TempDir(), "seiten.db"), false)
	transport := &http.Transport{MaxIdleConnsPerHost: parallel}
	watch := &uhrwerk{RoundTripper: transport}
	visitors := make([]*besucher, parallel)
	for i := range visitors {
		visitors[i] = h.besucher()
		visitors[i].client.Transport = watch
		visitors[i].login(erika)
	}
	watch.took = nil
	left := make(chan struct{}, b.N)
	for range b.N {
		left <- struct{}{}
	}
	close(left)
	cpu := cpuTime(b)
	b.ResetTimer()
	var group sync.WaitGroup
	for _, v := range visitors {
		group.Go(func() {
			for range left {
				v.submit(v.fill(jena))
			}
		})
	}
	group.Wait()
	b.StopTimer()
	pages := float64(len(watch.took))
	slices.Sort(watch.took)
	at := func(n int) float64 { return float64(watch.took[len(watch.took)*n/100].Microseconds()) / 1000 }
	b.ReportMetric(pages/b.Elapsed().Seconds(), "pages/s")
	b.ReportMetric(pages/float64(b.N), "pages/move")
	b.ReportMetric((cpuTime(b)-cpu).Seconds()*1e6/pages, "cpu-us/page")
	b.ReportMetric(at(50), "p50-ms")
	b.ReportMetric(at(99), "p99-ms")
	transport.CloseIdleConnections()
}
