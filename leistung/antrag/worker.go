// SPDX-License-Identifier: Apache-2.0

package antrag

import (
	"context"
	"fmt"
	"time"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

type (
	// Worker carries effects out: it leases them, calls their handler, stores
	// the result, tries again with growing pauses, and gives up in the end.
	// Several may run at once, also in several processes.
	Worker = journal.Worker
	// Handler carries one effect out. It may be called more than once for the
	// same effect: effect.Ref.ID() is the idempotency key for the receiver, and
	// effect.Ref.Stream the id of the Antrag.
	Handler = journal.Handler
)

// WorkerOptions say which effects a Worker carries out and how.
type WorkerOptions struct {
	Handlers map[string]Handler // by kind of effect; others are left alone

	Parallel int           // effects carried out at the same time; default 4
	Lease    time.Duration // a dead worker's effects are taken over after it; default 1 minute
	Poll     time.Duration // how often to look for due effects; default 1 second
	Attempts int           // failures until an effect is given up; default 10

	Backoff func(failures int, random float64) time.Duration // default: from 1 second to 1 hour
	Now     func() time.Time                                 // default: the registry's clock

	// GivenUp is called before an effect is given up, so that the Antrag can
	// record that; it may be called again. Default: nothing.
	GivenUp func(ctx context.Context, effect Leased, reason string) error
	// Trouble is told of failed attempts. Default: nobody is.
	Trouble func(error)
}

// Permanent marks an error of a handler that trying again cannot mend.
func Permanent(err error) error { return journal.Permanent(err) }

// NewWorker returns a worker for the effects of this registry's Antraege. It
// does nothing until its Run method is called. The registry wakes it as soon as
// a command of the same process has effects; those of other processes it finds
// at its next poll.
func (r *Registratur) NewWorker(options WorkerOptions) (*Worker, error) {
	if options.Now == nil {
		options.Now = r.config.Clock
	}
	handlers := map[journal.EffectName]Handler{}
	for kind, handler := range options.Handlers {
		handlers[journal.EffectName{Stream: EffectStreams, Effect: kind}] = handler
	}
	worker, err := journal.NewWorker(r.store, journal.WorkerOptions{
		Handlers: handlers, Parallel: options.Parallel, Lease: options.Lease, Poll: options.Poll,
		Attempts: options.Attempts, Backoff: options.Backoff, Now: options.Now, GivenUp: options.GivenUp, Trouble: options.Trouble,
	})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrInvalid, err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.workers = append(r.workers, worker)
	return worker, nil
}

// wake tells the workers of this process that there is something to do.
func (r *Registratur) wake() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, worker := range r.workers {
		worker.Wake()
	}
}
