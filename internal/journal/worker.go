// SPDX-License-Identifier: Apache-2.0

package journal

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// Handler executes one effect and returns a result to be stored. It may be
// called more than once for the same effect, so it hands effect.Ref.ID() to
// the receiver as idempotency key. Its context ends when the lease is lost, or
// some time after the worker was told to stop. The text of its error is stored
// as the reason and must not hold personal data. An error made by Permanent is
// not tried again.
type Handler func(ctx context.Context, effect Leased) (result []byte, err error)

// WorkerOptions of a Worker. Handlers are required; the zero value of the others
// is a good choice.
type WorkerOptions struct {
	Handlers map[EffectName]Handler // effects that are not named here are left alone

	Parallel int           // effects executed at the same time; default 4
	Lease    time.Duration // a dead worker's effects are taken over after it; default 1 minute
	Poll     time.Duration // how often to look for due effects; default 1 second
	Attempts int           // failures until an effect is given up; default 10
	Grace    time.Duration // for running handlers after the worker is told to stop; default 30 seconds

	Backoff func(failures int, random float64) time.Duration // default Backoff(1 s, 1 h)
	Now     func() time.Time                                 // default the system's clock
	Random  func() float64                                   // default math/rand/v2

	// GivenUp is called before an effect becomes dead, so that its aggregate can
	// record that. If it fails, or the process dies, it is called again later;
	// the id of the effect makes a good command key. Default: nothing.
	GivenUp func(ctx context.Context, effect Leased, reason string) error

	// Trouble is told of failed attempts and of errors of the outbox, which the
	// worker survives. Default: nobody is told; failures are in the store.
	Trouble func(error)
}

// Worker executes effects. Several may run against the same store, also in
// several processes.
type Worker struct {
	outbox  Outbox
	options WorkerOptions
	names   []EffectName
	wake    chan struct{}

	mu    sync.Mutex
	woken map[EffectName]bool // known to have something due, since the last look
}

// NewWorker returns a worker, which does nothing until Run.
func NewWorker(outbox Outbox, options WorkerOptions) (*Worker, error) {
	if len(options.Handlers) == 0 {
		return nil, invalid("a worker without handlers")
	}
	if options.Lease > 0 && options.Lease < time.Millisecond {
		return nil, invalid("a lease shorter than a millisecond")
	}
	if options.Parallel < 0 || options.Lease < 0 || options.Poll < 0 || options.Attempts < 0 || options.Grace < 0 {
		return nil, invalid("a negative option of a worker")
	}
	w := &Worker{outbox: outbox, options: options, wake: make(chan struct{}, 1), woken: map[EffectName]bool{}}
	o := &w.options
	setDefault(&o.Parallel, 4)
	setDefault(&o.Lease, time.Minute)
	setDefault(&o.Poll, time.Second)
	setDefault(&o.Attempts, 10)
	setDefault(&o.Grace, 30*time.Second)
	if o.Backoff == nil {
		o.Backoff = Backoff(time.Second, time.Hour)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Random == nil {
		o.Random = rand.Float64
	}
	if o.GivenUp == nil {
		o.GivenUp = func(context.Context, Leased, string) error { return nil }
	}
	if o.Trouble == nil {
		o.Trouble = func(error) {}
	}
	w.names = slices.SortedFunc(maps.Keys(o.Handlers), func(a, b EffectName) int {
		return cmp.Or(cmp.Compare(a.Stream, b.Stream), cmp.Compare(a.Effect, b.Effect))
	})
	return w, nil
}

func setDefault[T comparable](value *T, standard T) {
	var zero T
	if *value == zero {
		*value = standard
	}
}

// Wake lets the worker look for due effects now instead of at the next poll: for
// those named, or for all.
func (w *Worker) Wake(names ...EffectName) {
	if len(names) == 0 {
		names = w.names
	}
	w.mu.Lock()
	for _, name := range names {
		if w.options.Handlers[name] != nil {
			w.woken[name] = true
		}
	}
	w.mu.Unlock()
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
	poll := time.NewTimer(w.options.Poll)
	defer poll.Stop()
	names := w.names
	for turn := 0; ; turn++ {
		free := takeSlots(ctx, slots)
		if free == 0 {
			return nil
		}
		leased, err := w.lease(ctx, turned(names, turn), free)
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
		select {
		case <-poll.C:
			names = w.names
			poll.Reset(w.options.Poll)
		case <-w.wake:
			names = w.takeWoken()
		case <-ctx.Done():
			return nil
		}
	}
}

// takeSlots waits for a free slot and takes it with all others that are free.
// It returns 0 when the context ends.
func takeSlots(ctx context.Context, slots chan struct{}) int {
	select {
	case slots <- struct{}{}:
	case <-ctx.Done():
		return 0
	}
	for free := 1; ; free++ {
		select {
		case slots <- struct{}{}:
		default:
			return free
		}
	}
}

// Drain executes what is due now, one effect after the other, until nothing is
// due any more, and returns how many it executed: for tests, and for programs
// that run now and then. What failed and is due later is left to later.
func (w *Worker) Drain(ctx context.Context) (int, error) {
	for executed := 0; ; executed++ {
		leased, err := w.lease(ctx, w.names, 1)
		if err != nil || len(leased) == 0 {
			return executed, err
		}
		w.execute(ctx, leased[0])
	}
}

func (w *Worker) lease(ctx context.Context, names []EffectName, limit int) ([]Leased, error) {
	if len(names) == 0 {
		return nil, nil
	}
	return w.outbox.Lease(ctx, LeaseRequest{Effects: names, For: w.options.Lease, Limit: limit})
}

// takeWoken returns what the worker was woken for.
func (w *Worker) takeWoken() []EffectName {
	w.mu.Lock()
	defer w.mu.Unlock()
	names := slices.DeleteFunc(slices.Clone(w.names), func(name EffectName) bool { return !w.woken[name] })
	clear(w.woken)
	return names
}

// turned returns the names beginning with another one each turn, so that many
// effects of one kind do not keep those of another waiting.
func turned(names []EffectName, turn int) []EffectName {
	if len(names) == 0 {
		return nil
	}
	first := turn % len(names)
	return append(slices.Clone(names[first:]), names[:first]...)
}

// execute executes one effect and reports its outcome.
func (w *Worker) execute(ctx context.Context, effect Leased) {
	if effect.Failures >= w.options.Attempts {
		// The last one who had it never came back to say so.
		w.fail(ctx, effect, "failed too often", true)
		return
	}
	handling, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	stopGrace := context.AfterFunc(ctx, func() {
		select {
		case <-handling.Done():
		case <-time.After(w.options.Grace):
			cancel(context.Cause(ctx))
		}
	})
	var renewing sync.WaitGroup
	renewing.Go(func() { w.renew(handling, cancel, effect.Lease) })
	result, err := handle(handling, w.options.Handlers[effect.Name()], effect)
	lost := errors.Is(context.Cause(handling), ErrLeaseLost)
	cancel(nil)
	stopGrace()
	renewing.Wait()

	switch {
	case lost:
		// Somebody else has it and will report.
	case err == nil:
		w.report(ctx, func(ctx context.Context) error { return w.outbox.Complete(ctx, effect.Lease, result) })
	default:
		w.options.Trouble(err)
		_, permanent := errors.AsType[*permanentError](err)
		w.fail(ctx, effect, err.Error(), permanent || effect.Failures+1 >= w.options.Attempts)
	}
}

// fail gives an effect back, or up.
func (w *Worker) fail(ctx context.Context, effect Leased, reason string, forGood bool) {
	now := w.options.Now()
	again := now.Add(w.options.Backoff(effect.Failures+1, w.options.Random()))
	if forGood {
		err := w.options.GivenUp(context.WithoutCancel(ctx), effect, reason)
		if err == nil {
			again = time.Time{}
		} else {
			w.options.Trouble(err)
		}
	} else if ctx.Err() != nil {
		again = now // stopped rather than failed: the next worker goes on at once
	}
	w.report(ctx, func(ctx context.Context) error { return w.outbox.Fail(ctx, effect.Lease, reason, again) })
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
