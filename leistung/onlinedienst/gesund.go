// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/deutschland-stack/bausteine"
)

// gesund tells who watches the program whether it works. It is asked by its address, so
// it stands before the hosts of the pages; to find out the store is written to, and so
// nobody makes it do that more often than once in a while.
type gesund struct {
	store *bausteine.Store
	log   *slog.Logger

	mu   sync.Mutex
	at   time.Time // guarded by mu
	last error     // guarded by mu
}

// gesundFuer is how long an answer holds, by the clock of the machine.
const gesundFuer = time.Second

func (g *gesund) answer(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if now := time.Now(); g.at.IsZero() || now.Sub(g.at) >= gesundFuer {
		if g.last = g.store.Health(r.Context()).Err; g.last != nil {
			g.log.ErrorContext(r.Context(), "health", "error", g.last)
		}
		g.at = now
	}
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	if g.last != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = w.Write([]byte("unavailable\n"))
		return
	}
	_, _ = w.Write([]byte("ok\n"))
}
