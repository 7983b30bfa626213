// SPDX-License-Identifier: Apache-2.0

package antrag

import (
	"context"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// nachsehen is how often somebody who waits looks for what another process wrote.
const nachsehen = time.Second

// warteliste is who waits for which Antrag.
type warteliste struct {
	mu  sync.Mutex
	wer map[uuid.UUID][]chan struct{}
}

// Wrote tells those who wait for an Antrag that it is another one now.
func (w *warteliste) Wrote(commit *journal.Commit, _ journal.Receipt) { w.Forget(commit.Stream) }

// Forget is Wrote for an Antrag that was erased.
func (w *warteliste) Forget(id uuid.UUID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, waits := range w.wer[id] {
		close(waits)
	}
	delete(w.wer, id)
}

// next returns a channel that is closed with the next change of an Antrag.
func (w *warteliste) next(id uuid.UUID) chan struct{} {
	w.mu.Lock()
	defer w.mu.Unlock()
	waits := make(chan struct{})
	w.wer[id] = append(w.wer[id], waits)
	return waits
}

// leave takes somebody off the list who waits no longer.
func (w *warteliste) leave(id uuid.UUID, waits chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	rest := w.wer[id][:0]
	for _, other := range w.wer[id] {
		if other != waits {
			rest = append(rest, other)
		}
	}
	if len(rest) == 0 {
		delete(w.wer, id)
		return
	}
	w.wer[id] = rest
}

// Await returns an Antrag as soon as done says so, [ErrNotFound] where there is none or
// it was erased, and the error of the context where that ends first. What this process
// writes it learns of at once, what another writes within a second.
func (r *Registratur) Await(ctx context.Context, id uuid.UUID, done func(Antrag) bool) (Antrag, error) {
	for {
		changed := r.wartende.next(id) // before the look, so that nothing is missed between
		a, err := r.Load(ctx, id)
		if err == nil && !done(a) && a.Status() == StatusGeloescht {
			err = ErrNotFound // it becomes nothing else
		}
		if err != nil || done(a) {
			r.wartende.leave(id, changed)
			return a, err
		}
		look := time.NewTimer(nachsehen)
		select {
		case <-changed:
		case <-look.C:
		case <-ctx.Done():
			err = ctx.Err()
		}
		look.Stop()
		r.wartende.leave(id, changed)
		if err != nil {
			return Antrag{}, err
		}
	}
}
