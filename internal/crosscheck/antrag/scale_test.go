// SPDX-License-Identifier: Apache-2.0

package antrag_test

import (
	"encoding/json"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// fill makes applications that were handed in, half of them decided, each with a number
// of documents of 2 kB.
func fill(tb testing.TB, r *antrag.Registratur, total, documents int, decided bool) {
	tb.Helper()
	key := leistung.MustParseSchluessel("99115005104001")
	content := []byte(strings.Repeat("Musterweg 7, 99974 Mühlhausen ", 66))
	var group sync.WaitGroup
	for worker := range 64 {
		group.Go(func() {
			for i := worker; i < total; i += 64 {
				events := []antrag.Ereignis{
					{Art: antrag.ArtBegonnen, Akteur: antrag.AkteurAntragsteller, Leistung: key, Konto: "konto-" + strconv.Itoa(i), Angaben: json.RawMessage(`{"strasse":"Musterweg"}`)},
					{Art: antrag.ArtEingereicht, Akteur: antrag.AkteurAntragsteller, Behoerde: "16052000"},
					{Art: antrag.ArtZugestellt, Akteur: antrag.AkteurSystem},
				}
				if decided || i%2 == 0 {
					events = append(events, antrag.Ereignis{Art: antrag.ArtUebernommen, Akteur: antrag.AkteurBehoerde},
						antrag.Ereignis{Art: antrag.ArtStattgegeben, Akteur: antrag.AkteurBehoerde})
				}
				a, err := r.Do(tb.Context(), antrag.Command{Ereignisse: events})
				for range documents {
					if err == nil {
						_, err = r.Attach(tb.Context(), antrag.Unterlage{Antrag: a.ID(), Art: "anlage", Name: "vertrag.pdf", Medientyp: "application/pdf", Inhalt: content})
					}
				}
				if err != nil {
					tb.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
}

// BenchmarkSweep erases applications that were decided, each with two documents, when
// they are due: data, documents, keys, and what the files still hold of them.
func BenchmarkSweep(b *testing.B) {
	var moved atomic.Int64
	now := time.Now()
	store, r, closed := openStore(b, filepath.Join(b.TempDir(), "antrag.db"), bausteine.Config{
		Now: func() time.Time { return now.Add(time.Duration(moved.Load())) },
	})
	defer closed()
	fill(b, r, b.N, 2, true)
	moved.Store(int64(29*24*time.Hour + 23*time.Hour))
	swept, err := store.Sweep(b.Context())
	require.NoError(b, err)
	require.Zero(b, swept, "nothing is due yet")
	moved.Store(int64(30*24*time.Hour + time.Hour))
	b.ResetTimer()
	_, err = store.Sweep(b.Context())
	require.NoError(b, err)
	b.StopTimer()
	n, err := r.Count(b.Context(), antrag.Query{Status: []antrag.Status{antrag.StatusGeloescht}})
	require.NoError(b, err)
	require.EqualValues(b, b.N, n)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "cases/s")
}

// asked counts what a store is asked for.
type asked struct{ loads, lists atomic.Int64 }

func (a *asked) Count(name string, n int64) {
	switch name {
	case "store.loads":
		a.loads.Add(n)
	case "store.lists":
		a.lists.Add(n)
	}
}
func (*asked) Gauge(string, float64)      {}
func (*asked) Took(string, time.Duration) {}

// begin opens a file with its applications and does the first work of a process: a
// sweep, and a page of 50.
func begin(tb testing.TB, file string, watch bausteine.Watch) {
	tb.Helper()
	store, r, closed := openStore(tb, file, bausteine.Config{Watch: watch})
	defer closed()
	_, err := store.Sweep(tb.Context())
	require.NoError(tb, err)
	page, err := r.ListPage(tb.Context(), antrag.Query{Behoerde: "16052000"}, 50)
	require.NoError(tb, err)
	require.Len(tb, page.Rows, 50)
}

// A process starts in the same few reads however many applications there are.
func TestStart_ReadsNoMoreThanWithFew(t *testing.T) {
	for _, total := range []int{100, 10_000} {
		if testing.Short() && total > 1000 {
			t.Skip("10,000 applications")
		}
		file := filepath.Join(t.TempDir(), "antrag.db")
		_, r, closed := openStore(t, file, bausteine.Config{})
		fill(t, r, total, 0, false)
		closed()
		var counts asked
		begin(t, file, &counts)
		require.LessOrEqual(t, counts.loads.Load(), int64(2), total)
		require.LessOrEqual(t, counts.lists.Load(), int64(4), total)
	}
}

// BenchmarkStart opens a file with BAUSTEINE_CASES applications (1,000 without).
func BenchmarkStart(b *testing.B) {
	file := filepath.Join(b.TempDir(), "antrag.db")
	_, r, closed := openStore(b, file, bausteine.Config{})
	fill(b, r, cases(b), 0, false)
	closed()
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for b.Loop() {
		begin(b, file, nil)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(int64(after.HeapAlloc)-int64(before.HeapAlloc))/(1<<20), "MB-kept")
}
