// SPDX-License-Identifier: Apache-2.0

package antrag

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

type (
	// Worker carries effects out: it leases them, calls their handler, stores
	// the result, tries again with growing pauses, and gives up in the end.
	// Several may run at once, also in several processes.
	Worker = journal.Worker
	// WorkerOptions say which effects a Worker carries out and how.
	WorkerOptions = journal.WorkerOptions
	// Handler carries one effect out. It may be called more than once for the
	// same effect: effect.Ref.ID() is the idempotency key for the receiver, and
	// effect.Ref.Stream the id of the Antrag.
	Handler = journal.Handler
)

// Permanent marks an error of a handler that trying again cannot mend.
func Permanent(err error) error { return journal.Permanent(err) }

// NewWorker returns a worker for the effects of this registry's Antraege. It
// does nothing until its Run method is called. The registry wakes it as soon as
// a command of the same process has effects; those of other processes it finds
// at its next poll. options.Kind is ignored; options.Now is the registry's clock
// unless set.
func (r *Registratur) NewWorker(options WorkerOptions) (*Worker, error) {
	options.Kind = EffectStreams
	if options.Now == nil {
		options.Now = r.config.Clock
	}
	worker, err := journal.NewWorker(r.store, options)
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
