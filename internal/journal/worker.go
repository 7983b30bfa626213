// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// Handler executes one effect and returns a result to be stored. It may be
// called more than once for the same effect, so it hands effect.Ref.ID() to
// the receiver as idempotency key. Its context ends when the worker stops or
// the lease is lost. The text of its error is stored as the reason and must not
// hold personal data. An error made by Permanent is not tried again.
type Handler func(ctx context.Context, effect Leased) (result []byte, err error)

// WorkerOptions of a Worker. Kind and Handlers are required; the zero value of
// the others is a good choice.
type WorkerOptions struct {
	Kind     string             // of the streams whose effects are executed
	Handlers map[string]Handler // by kind of effect; others are left alone

	Parallel int           // effects executed at the same time; default 4
	Lease    time.Duration // a dead worker's effects are taken over after it; default 1 minute
	Poll     time.Duration // how often to look for due effects; default 1 second
	Attempts int           // failures until an effect is given up; default 10

	Backoff func(failures int, random float64) time.Duration // default Backoff(1 s, 1 h)
	Now     func() time.Time                                 // default the system's clock
	Random  func() float64                                   // default math/rand/v2

	// Trouble is told of failed attempts and of errors of the outbox, which the
	// worker survives. Default: nobody is told; failures are in the store.
	Trouble func(error)
}

// Worker executes the effects of one kind of streams. Several may run against
// the same store, also in several processes.
type Worker struct {
	outbox  Outbox
	options WorkerOptions
	kinds   []string
	wake    chan struct{}
}

// NewWorker returns a worker, which does nothing until Run.
func NewWorker(outbox Outbox, options WorkerOptions) (*Worker, error) {
	if options.Kind == "" || len(options.Handlers) == 0 {
		return nil, invalid("a worker without kind or handlers")
	}
	if options.Parallel < 0 || options.Lease < 0 || options.Poll < 0 || options.Attempts < 0 {
		return nil, invalid("a negative option of a worker")
	}
	w := &Worker{outbox: outbox, options: options, wake: make(chan struct{}, 1)}
	o := &w.options
	setDefault(&o.Parallel, 4)
	setDefault(&o.Lease, time.Minute)
	setDefault(&o.Poll, time.Second)
	setDefault(&o.Attempts, 10)
	if o.Backoff == nil {
		o.Backoff = Backoff(time.Second, time.Hour)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Float64
	}
	if o.Trouble == nil {
		o.Trouble = func(error) {}
	}
	for kind := range o.Handlers {
		w.kinds = append(w.kinds, kind)
	}
	slices.Sort(w.kinds)
	return w, nil
}

func setDefault[T comparable](value *T, standard T) {
	var zero T
	if *value == zero {
		*value = standard
	}
}

// Wake lets the worker look for due effects now instead of at the next poll.
func (w *Worker) Wake() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// Run executes effects until the context ends, waits for the handlers that are
// running, and returns nil. It ends with ErrClosed if the store is closed.
func (w *Worker) Run(ctx context.Context) error {
	var running sync.WaitGroup
	defer running.Wait()
	slots := make(chan struct{}, w.options.Parallel)
	poll := time.NewTimer(0)
	defer poll.Stop()
	for turn := 0; ; turn++ {
		select { // one slot must be free to begin with
		case slots <- struct{}{}:
		case <-ctx.Done():
			return nil
		}
		free := 1
		for free < w.options.Parallel {
			select {
			case slots <- struct{}{}:
				free++
				continue
			default:
			}
			break
		}
		leased, err := w.outbox.Lease(ctx, LeaseRequest{
			Kind: w.options.Kind, Effects: w.turned(turn), For: w.options.Lease, Limit: free,
		})
		if errors.Is(err, ErrClosed) {
			return err
		}
		if err != nil && ctx.Err() == nil {
			w.options.Trouble(err)
		}
		for range free - len(leased) {
			<-slots
		}
		for _, effect := range leased {
			running.Go(func() {
				w.execute(ctx, effect)
				<-slots
			})
		}
		if len(leased) == free {
			continue // there may be more
		}
		poll.Reset(w.options.Poll)
		select {
		case <-poll.C:
		case <-w.wake:
		case <-ctx.Done():
			return nil
		}
	}
}

// turned returns the kinds of effects beginning with another one each turn, so
// that many effects of one kind do not keep those of another waiting.
func (w *Worker) turned(turn int) []string {
	first := turn % len(w.kinds)
	return append(slices.Clone(w.kinds[first:]), w.kinds[:first]...)
}

// execute executes one effect and reports its outcome.
func (w *Worker) execute(ctx context.Context, effect Leased) {
	if effect.Failures >= w.options.Attempts {
		// Whoever had it before never came back to say so.
		w.report(ctx, func(ctx context.Context) error {
			return w.outbox.Fail(ctx, effect.Lease, "given up: the lease ran out too often", time.Time{})
		})
		return
	}
	handling, cancel := context.WithCancelCause(ctx)
	var renewing sync.WaitGroup
	renewing.Go(func() { w.renew(handling, cancel, effect.Lease) })
	result, err := handle(handling, w.options.Handlers[effect.Effect], effect)
	lost := errors.Is(context.Cause(handling), ErrLeaseLost)
	cancel(nil)
	renewing.Wait()

	if lost {
		return // somebody else has it and will report
	}
	if err == nil {
		w.report(ctx, func(ctx context.Context) error { return w.outbox.Complete(ctx, effect.Lease, result) })
		return
	}
	w.options.Trouble(err)
	failures := effect.Failures + 1
	again := w.options.Now().Add(w.options.Backoff(failures, w.options.Random()))
	switch _, permanent := errors.AsType[*permanentError](err); {
	case ctx.Err() != nil:
		again = w.options.Now() // stopped, not failed: the next worker goes on at once
	case permanent, failures >= w.options.Attempts:
		again = time.Time{}
	}
	w.report(ctx, func(ctx context.Context) error { return w.outbox.Fail(ctx, effect.Lease, err.Error(), again) })
}

// handle calls the handler. A panic is a failure; what it says may be anything
// and is not kept.
func handle(ctx context.Context, handler Handler, effect Leased) (result []byte, err error) {
	defer func() {
		if recover() != nil {
			result, err = nil, errHandlerPanic
		}
	}()
	return handler(ctx, effect)
}

var errHandlerPanic = errors.New("journal: the handler panicked")

// renew keeps the lease while the handler runs. Once it is lost, the handler is
// told to stop.
func (w *Worker) renew(ctx context.Context, cancel context.CancelCauseFunc, lease Lease) {
	ticker := time.NewTicker(w.options.Lease / 3)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		err := w.outbox.Renew(ctx, lease, w.options.Now().Add(w.options.Lease))
		switch {
		case errors.Is(err, ErrLeaseLost), errors.Is(err, ErrNotFound), errors.Is(err, ErrClosed):
			cancel(err)
			return
		case err != nil && ctx.Err() == nil:
			w.options.Trouble(err)
		}
	}
}

// reportTries is how often the outcome of an effect is reported until the
// worker leaves it to the end of the lease.
const reportTries = 5

// report tells the outbox the outcome of an effect, also when the worker is
// being stopped.
func (w *Worker) report(ctx context.Context, tell func(context.Context) error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), w.options.Lease)
	defer cancel()
	for try := 1; ; try++ {
		err := tell(ctx)
		if err == nil || errors.Is(err, ErrLeaseLost) {
			return // done, or done by somebody else
		}
		w.options.Trouble(err)
		if try == reportTries || errors.Is(err, ErrNotFound) || errors.Is(err, ErrClosed) || errors.Is(err, ErrInvalid) {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(Backoff(100*time.Millisecond, time.Second)(try, w.options.Random())):
		}
	}
}

// Permanent marks the error of a handler as one that trying again will not
// cure: the effect is dead at once.
func Permanent(err error) error {
	if err == nil {
		return nil
	}
	return &permanentError{err}
}

type permanentError struct{ err error }

func (e *permanentError) Error() string { return e.err.Error() }

func (e *permanentError) Unwrap() error { return e.err }
