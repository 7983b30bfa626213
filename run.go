// SPDX-License-Identifier: Apache-2.0

package bausteine

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
)

// How often the store looks after what comes round.
const (
	forgetEvery = 500 * time.Millisecond
	tickEvery   = 5 * time.Second
)

// Run does what the blocks have to do, until the context ends: it carries out
// their effects, erases what is due, signs the heads of their logs, and destroys
// what the database still keeps of erased content. One call in a process is
// enough; several processes share the work. What had begun is brought to an end
// before Run returns nil. Blocks are made before it is called.
//
// Errors: [ErrClosed], where the store is closed first; that of a block or a
// database that fails at once.
func (s *Store) Run(ctx context.Context) error {
	s.running.Add(1)
	defer s.running.Add(-1)
	if err := s.reschedule(ctx); err != nil {
		if ctx.Err() != nil {
			return nil //nolint:nilerr // the next one goes on with it
		}
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var group sync.WaitGroup
	var worked error
	if worker := s.worker(); worker != nil {
		s.core.SetWake(worker.Wake)
		defer s.core.SetWake(nil)
		group.Go(func() {
			defer cancel() // the store is closed
			worked = worker.Run(ctx)
		})
	}
	group.Go(func() { s.trouble(s.reindex(ctx)) })
	group.Go(func() { s.every(ctx, s.config.SweepEvery, s.sweep) })
	group.Go(func() { s.every(ctx, forgetEvery, s.forget) })
	for _, block := range s.core.Blocks() {
		if block.Tick != nil {
			group.Go(func() {
				s.every(ctx, tickEvery, func(ctx context.Context) { s.trouble(block.Tick(ctx)) })
				last, stop := context.WithTimeout(context.WithoutCancel(ctx), tickEvery)
				defer stop()
				s.trouble(block.Tick(last))
			})
		}
	}
	group.Wait()
	return worked
}

// worker returns the worker for the effects of all blocks, nil where there are
// none.
func (s *Store) worker() *journal.Worker {
	handlers := map[journal.EffectName]journal.Handler{}
	for _, block := range s.core.Blocks() {
		for i := range block.Kinds {
			for name, effect := range block.Kinds[i].Effects {
				handlers[journal.EffectName{Stream: block.Kinds[i].Name, Effect: name}] = s.counted(effect.Do)
			}
		}
	}
	if len(handlers) == 0 {
		return nil
	}
	worker, err := journal.NewWorker(s.core, journal.WorkerOptions{
		Handlers: handlers, Parallel: s.config.Workers, Lease: max(s.config.Lease, 0), Now: s.config.Now, GivenUp: s.givenUp, Trouble: s.trouble,
	})
	if err != nil {
		panic(err) // every option was checked
	}
	return worker
}

// Drain carries out the effects that are due now, one after the other, until
// none is, and returns how many it tried: for tests, and for programs that work
// now and then instead of always. What failed is left to its next time.
func (s *Store) Drain(ctx context.Context) (int, error) {
	worker := s.worker()
	if worker == nil {
		return 0, nil
	}
	return worker.Drain(ctx)
}

func (s *Store) counted(do journal.Handler) journal.Handler {
	return func(ctx context.Context, effect journal.Leased) ([]byte, error) {
		result, err := do(ctx, effect)
		if err != nil {
			s.config.Watch.Count("effects.failed", 1)
		} else {
			s.config.Watch.Count("effects.done", 1)
		}
		return result, err
	}
}

func (s *Store) givenUp(ctx context.Context, effect journal.Leased, reason string) error {
	s.config.Watch.Count("effects.given_up", 1)
	if kind := s.core.Kind(effect.Ref.Kind); kind != nil && kind.Effects[effect.Effect].GivenUp != nil {
		return kind.Effects[effect.Effect].GivenUp(ctx, effect, reason)
	}
	return nil
}

// every calls do at once and then again and again, with a pause between.
func (s *Store) every(ctx context.Context, pause time.Duration, do func(context.Context)) {
	for ctx.Err() == nil {
		do(ctx)
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

// trouble tells what went wrong in the background.
func (s *Store) trouble(err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		s.config.Log.Warn("bausteine: work in the background", "error", err)
	}
}

func (s *Store) sweep(ctx context.Context) {
	if _, err := s.Sweep(ctx); err != nil {
		s.trouble(err)
	}
}

// Sweep erases what is due now, in all blocks, and returns how many states it
// ended. [Store.Run] does it by itself. What cannot be erased, such as a damaged
// row, is told to the log and passed over.
func (s *Store) Sweep(ctx context.Context) (int, error) {
	start := time.Now()
	swept, err := s.core.Sweep(ctx, s.trouble)
	s.mu.Lock()
	s.failed = swept.Failed
	if err == nil {
		s.lastSweep = s.config.Now()
	}
	s.mu.Unlock()
	s.config.Watch.Took("sweep", time.Since(start))
	s.config.Watch.Count("sweep.done", int64(swept.Done))
	s.config.Watch.Count("sweep.failed", int64(swept.Failed))
	s.config.Watch.Gauge("sweep.unattended", float64(swept.Unattended))
	return swept.Done, err
}

// forget destroys what the files still hold of erased content.
func (s *Store) forget(ctx context.Context) {
	clean, err := s.core.Forget(ctx)
	if err != nil {
		s.trouble(err)
		return
	}
	pending := 1.0
	if clean {
		pending = 0
		s.mu.Lock()
		s.lastClean = s.config.Now()
		s.mu.Unlock()
	}
	s.config.Watch.Gauge("forget.pending", pending)
}

// reschedule moves all deadlines after the periods were changed.
func (s *Store) reschedule(ctx context.Context) error {
	return grund.FollowPeriods(ctx, s.core, func(done int) {
		s.config.Log.Info("bausteine: the periods have changed, deadlines are counted again", "done", done)
	})
}

// reindex has all streams found by the keys of this program.
func (s *Store) reindex(ctx context.Context) error {
	return grund.FollowIndexes(ctx, s.core, func(kind string, done int) {
		s.config.Log.Info("bausteine: this program finds by other keys than the one before, an index is made anew", "of", kind, "done", done)
	}, s.trouble)
}
