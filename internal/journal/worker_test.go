// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// outbox returns a store with a number of effects due now.
func outbox(t *testing.T, effects int) *journal.Memory {
	t.Helper()
	store := journal.NewMemory(nil)
	for range effects {
		_, err := store.Append(t.Context(), journal.Command{}, journal.Commit{
			Kind: "antrag", Stream: uuid.New(), State: "eingereicht",
			Events:  []journal.Event{{Type: "eingereicht"}},
			Effects: []journal.Effect{{Kind: "zustellen", Payload: []byte("p")}},
		})
		require.NoError(t, err)
	}
	return store
}

// work runs a worker until stop is called.
func work(t *testing.T, store journal.Outbox, options journal.WorkerOptions) (w *journal.Worker, stop func()) {
	t.Helper()
	w, err := journal.NewWorker(store, options)
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	var group sync.WaitGroup
	group.Go(func() {
		if err := w.Run(ctx); err != nil {
			t.Errorf("run: %v", err)
		}
	})
	return w, func() { cancel(); group.Wait() }
}

func zustellen(handler journal.Handler) map[journal.EffectName]journal.Handler {
	return map[journal.EffectName]journal.Handler{{Stream: "antrag", Effect: "zustellen"}: handler}
}

func theEffect(t *testing.T, store journal.Store) journal.EffectRecord {
	t.Helper()
	for record, err := range store.Effects(t.Context(), journal.EffectQuery{Kind: "antrag"}) {
		require.NoError(t, err)
		return record
	}
	require.FailNow(t, "no effect")
	return journal.EffectRecord{}
}

func TestWorker_ExecutesEffectsAndStoresTheirResults(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := outbox(t, 25)
		var executed atomic.Int32
		_, stop := work(t, store, journal.WorkerOptions{Handlers: zustellen(func(_ context.Context, effect journal.Leased) ([]byte, error) {
			executed.Add(1)
			return append([]byte("Quittung "), effect.Payload...), nil
		})})
		defer stop()
		synctest.Wait()
		require.EqualValues(t, 25, executed.Load(), "without waiting for a poll between them")
		for record, err := range store.Effects(t.Context(), journal.EffectQuery{Kind: "antrag"}) {
			require.NoError(t, err)
			require.Equal(t, journal.EffectDone, record.State)
			require.Equal(t, "Quittung p", string(record.Result))
		}
	})
}

func TestWorker_ExecutesAtMostAsManyAtOnceAsAllowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := outbox(t, 20)
		var now, most atomic.Int32
		_, stop := work(t, store, journal.WorkerOptions{Parallel: 3, Handlers: zustellen(func(context.Context, journal.Leased) ([]byte, error) {
			most.Store(max(most.Load(), now.Add(1)))
			time.Sleep(time.Second)
			now.Add(-1)
			return nil, nil
		})})
		defer stop()
		time.Sleep(time.Minute)
		require.EqualValues(t, 3, most.Load())
		require.Equal(t, journal.EffectDone, theEffect(t, store).State)
	})
}

func TestWorker_TriesAgainEverLaterAndGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := outbox(t, 1)
		start := time.Now()
		var at []time.Duration
		healed := false
		w, stop := work(t, store, journal.WorkerOptions{
			Attempts: 4, Poll: time.Millisecond, Random: func() float64 { return 0.5 },
			Backoff: journal.Backoff(time.Second, 3*time.Second),
			Handlers: zustellen(func(context.Context, journal.Leased) ([]byte, error) {
				at = append(at, time.Since(start))
				if healed {
					return nil, nil
				}
				return nil, errors.New("not reachable")
			}),
		})
		defer stop()
		time.Sleep(10 * time.Second)
		synctest.Wait()
		// three quarters of 1 s, 2 s, 3 s
		require.Equal(t, []time.Duration{0, 750 * time.Millisecond, 2250 * time.Millisecond, 4500 * time.Millisecond}, at)
		dead := theEffect(t, store)
		require.Equal(t, journal.EffectDead, dead.State)
		require.Equal(t, "not reachable", dead.Reason)
		require.Equal(t, 4, dead.Failures)

		healed = true
		require.NoError(t, store.Resume(t.Context(), dead.Ref))
		w.Wake()
		synctest.Wait()
		require.Equal(t, journal.EffectDone, theEffect(t, store).State)
	})
}

func TestBackoff_StaysWithinItsBounds(t *testing.T) {
	backoff := journal.Backoff(time.Second, time.Minute)
	for failures, most := range map[int]time.Duration{1: time.Second, 2: 2 * time.Second, 5: 16 * time.Second, 7: time.Minute, 1 << 30: time.Minute} {
		require.Equal(t, most/2, backoff(failures, 0))
		require.Less(t, backoff(failures, 0.999), most)
		require.Greater(t, backoff(failures, 0.999), most*9/10)
	}
}

func TestWorker_DoesNotTryAgainWhatIsPermanent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := outbox(t, 1)
		refused := errors.New("refused")
		_, stop := work(t, store, journal.WorkerOptions{Handlers: zustellen(func(context.Context, journal.Leased) ([]byte, error) {
			return nil, journal.Permanent(refused)
		})})
		defer stop()
		synctest.Wait()
		require.Equal(t, journal.EffectDead, theEffect(t, store).State)
		require.ErrorIs(t, journal.Permanent(refused), refused)
		require.NoError(t, journal.Permanent(nil))
	})
}

func TestWorker_SurvivesAPanicAndKeepsNothingOfIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := outbox(t, 1)
		var told []error
		_, stop := work(t, store, journal.WorkerOptions{
			Attempts: 1, Trouble: func(err error) { told = append(told, err) },
			Handlers: zustellen(func(context.Context, journal.Leased) ([]byte, error) { panic("Erika Mustermann") }),
		})
		synctest.Wait()
		stop()
		require.Equal(t, journal.EffectDead, theEffect(t, store).State)
		require.NotContains(t, theEffect(t, store).Reason, "Erika")
		require.Len(t, told, 1)
		require.NotContains(t, told[0].Error(), "Erika")
	})
}

func TestWorker_KeepsTheLeaseOfASlowHandler(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := outbox(t, 1)
		var executed atomic.Int32
		options := journal.WorkerOptions{Lease: 30 * time.Second, Handlers: zustellen(func(context.Context, journal.Leased) ([]byte, error) {
			executed.Add(1)
			time.Sleep(10 * time.Minute)
			return nil, nil
		})}
		_, stopOne := work(t, store, options)
		defer stopOne()
		_, stopTwo := work(t, store, options)
		defer stopTwo()
		time.Sleep(time.Hour)
		require.EqualValues(t, 1, executed.Load())
		require.Equal(t, journal.EffectDone, theEffect(t, store).State)
	})
}

// deaf is an outbox that cannot be told to renew.
type deaf struct{ journal.Outbox }

func (deaf) Renew(context.Context, journal.Lease, time.Time) error { return journal.ErrLeaseLost }

func TestWorker_StopsAHandlerThatLostItsLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := outbox(t, 1)
		var cause error
		_, stop := work(t, deaf{store}, journal.WorkerOptions{Lease: 30 * time.Second, Handlers: zustellen(func(ctx context.Context, _ journal.Leased) ([]byte, error) {
			<-ctx.Done()
			cause = context.Cause(ctx)
			return nil, ctx.Err()
		})})
		time.Sleep(15 * time.Second)
		stop()
		require.ErrorIs(t, cause, journal.ErrLeaseLost)
	})
}

func TestWorker_TakesOverFromADeadOneAndGivesUpWhatKillsWorkers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := outbox(t, 1)
		for range 3 { // leased, and never heard of again
			leased, err := store.Lease(t.Context(), journal.LeaseRequest{Effects: journal.EffectNames("antrag", "zustellen"), For: time.Minute, Limit: 1})
			require.NoError(t, err)
			require.Len(t, leased, 1)
			time.Sleep(time.Minute)
		}
		executed := 0
		_, stop := work(t, store, journal.WorkerOptions{Attempts: 3, Handlers: zustellen(func(context.Context, journal.Leased) ([]byte, error) {
			executed++
			return nil, nil
		})})
		time.Sleep(time.Minute)
		stop()
		require.Zero(t, executed)
		require.Equal(t, journal.EffectDead, theEffect(t, store).State)
	})
}

func TestWorker_WaitsForItsHandlersAndGivesBackWhatTheyLeft(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := outbox(t, 1)
		ended := false
		_, stop := work(t, store, journal.WorkerOptions{Attempts: 2, Grace: time.Minute, Handlers: zustellen(func(ctx context.Context, _ journal.Leased) ([]byte, error) {
			<-ctx.Done()
			time.Sleep(time.Second)
			ended = true
			return nil, ctx.Err()
		})})
		synctest.Wait()
		start := time.Now()
		stop()
		require.True(t, ended)
		require.Equal(t, time.Minute+time.Second, time.Since(start))
		record := theEffect(t, store)
		require.Equal(t, journal.EffectOpen, record.State, "stopping is no reason to give up")
		require.False(t, record.Due.After(time.Now()))
	})
}

func TestWorker_LetsAHandlerFinishWhenItIsToldToStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := outbox(t, 1)
		_, stop := work(t, store, journal.WorkerOptions{Handlers: zustellen(func(ctx context.Context, _ journal.Leased) ([]byte, error) {
			time.Sleep(10 * time.Second)
			return []byte("Quittung"), ctx.Err()
		})})
		synctest.Wait()
		stop()
		require.Equal(t, journal.EffectDone, theEffect(t, store).State)
	})
}

func TestWorker_SaysThatItGivesUpBeforeItDoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := outbox(t, 1)
		var told []string
		worker, err := journal.NewWorker(store, journal.WorkerOptions{
			Attempts: 2,
			Handlers: zustellen(func(context.Context, journal.Leased) ([]byte, error) { return nil, errors.New("not reachable") }),
			GivenUp: func(_ context.Context, effect journal.Leased, reason string) error {
				require.Equal(t, journal.EffectOpen, theEffect(t, store).State) //nolint:contextcheck // the test's own
				require.Equal(t, "zustellen", effect.Effect)
				told = append(told, reason)
				if len(told) == 1 {
					return errors.New("the event could not be written")
				}
				return nil
			},
		})
		require.NoError(t, err)
		for range 5 {
			_, err := worker.Drain(t.Context())
			require.NoError(t, err)
			time.Sleep(time.Hour)
		}
		require.Equal(t, []string{"not reachable", "failed too often"}, told, "again, because the first time it failed")
		require.Equal(t, journal.EffectDead, theEffect(t, store).State)
	})
}

func TestWorker_DrainExecutesWhatIsDueInOrder(t *testing.T) {
	store := outbox(t, 3)
	var executed []journal.EffectRef
	worker, err := journal.NewWorker(store, journal.WorkerOptions{
		Handlers: zustellen(func(_ context.Context, effect journal.Leased) ([]byte, error) {
			executed = append(executed, effect.Ref)
			if len(executed) == 1 {
				return nil, errors.New("not reachable")
			}
			return nil, nil
		}),
	})
	require.NoError(t, err)
	count, err := worker.Drain(t.Context())
	require.NoError(t, err)
	require.Equal(t, 3, count)
	var refs []journal.EffectRef
	for record, err := range store.Effects(t.Context(), journal.EffectQuery{Kind: "antrag"}) {
		require.NoError(t, err)
		refs = append(refs, record.Ref)
	}
	require.Equal(t, refs, executed)
	require.Equal(t, journal.EffectOpen, theEffect(t, store).State, "due again later")
	require.NoError(t, store.Close())
	_, err = worker.Drain(t.Context())
	require.ErrorIs(t, err, journal.ErrClosed)
}

// shaky is an outbox that fails a number of times.
type shaky struct {
	journal.Outbox

	failures *atomic.Int32
}

func (s shaky) Lease(ctx context.Context, request journal.LeaseRequest) ([]journal.Leased, error) {
	if s.failures.Add(-1) >= 0 {
		return nil, journal.ErrBusy
	}
	return s.Outbox.Lease(ctx, request)
}

func (s shaky) Complete(ctx context.Context, lease journal.Lease, result []byte) error {
	if s.failures.Add(2) < 4 {
		return journal.ErrBusy
	}
	return s.Outbox.Complete(ctx, lease, result)
}

func TestWorker_OutlivesTroubleOfTheStore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := outbox(t, 1)
		var failures, executed atomic.Int32
		failures.Store(2)
		_, stop := work(t, shaky{store, &failures}, journal.WorkerOptions{Handlers: zustellen(func(context.Context, journal.Leased) ([]byte, error) {
			executed.Add(1)
			return nil, nil
		})})
		time.Sleep(30 * time.Second)
		stop()
		require.EqualValues(t, 1, executed.Load())
		require.Equal(t, journal.EffectDone, theEffect(t, store).State)
	})
}

func TestWorker_EndsWithTheStore(t *testing.T) {
	store := outbox(t, 0)
	w, err := journal.NewWorker(store, journal.WorkerOptions{Handlers: zustellen(nil)})
	require.NoError(t, err)
	require.NoError(t, store.Close())
	require.ErrorIs(t, w.Run(t.Context()), journal.ErrClosed)
}

func TestNewWorker_RefusesWhatCannotWork(t *testing.T) {
	for _, options := range []journal.WorkerOptions{
		{},
		{Handlers: zustellen(nil), Parallel: -1},
	} {
		_, err := journal.NewWorker(journal.NewMemory(nil), options)
		require.ErrorIs(t, err, journal.ErrInvalid)
	}
}
