// SPDX-License-Identifier: Apache-2.0

// Package grundtest proves what package bausteine and internal/grund promise,
// on any database.
package grundtest

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/grund"
	"github.com/deutschland-stack/bausteine/internal/journal"
)

// Open returns an empty store and closes it when the test ends.
type Open func(t *testing.T, config bausteine.Config) *bausteine.Store

// TestStore runs the suite. Every test opens a store of its own.
func TestStore(t *testing.T, open Open) {
	t.Helper()
	for name, test := range map[string]func(*testing.T, Open){
		"StepsOfTwoBlocksAreOneTransaction":         testTogether,
		"StepsTogetherAreMadeAgainAfterAConflict":   testTogetherAgain,
		"ManyWhoStepTogetherLoseNothing":            testTogetherConcurrently,
		"ACommandAmongStepsHappensOnce":             testTogetherCommand,
		"AStaleVersionAmongStepsIsAConflict":        testTogetherStale,
		"ABlockWithAGapInItsPeriodsDoesNotStart":    testRegister,
		"WhatNoBlockKeepsIsNotWritten":              testUnknown,
		"WhatIsDueIsErasedWithItsDraftAndValues":    testSweep,
		"ADeadlineOfItsOwnGoesBeforeThePeriod":      testOwnDeadline,
		"DeadlinesFollowAChangeOfPeriods":           testPeriods,
		"EffectsAreCarriedOutByRunAndGivenUp":       testRun,
		"WhoForgetsRunIsTold":                       testForgotten,
		"ValuesThatAreKeptAreNeverOlderThanWritten": testAggregate,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open)
		})
	}
}

// clock is moved by hand.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(days int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.AddDate(0, 0, days)
}

func testTogether(t *testing.T, open Open) {
	store := open(t, bausteine.Config{})
	till, err := newTill(store, grund.Years(10))
	require.NoError(t, err)
	counter, err := newCounter(store)
	require.NoError(t, err)
	id, err := till.open(t.Context(), 1250, "")
	require.NoError(t, err)
	number := uuid.Must(uuid.NewV7())

	refused := errors.New("refused")
	err = store.Together(t.Context(), func(ctx context.Context) error {
		require.NoError(t, till.settle(ctx, id))
		p, head, err := till.payments.Load(ctx, id)
		require.NoError(t, err)
		require.Equal(t, payment{Cent: 1250, State: paid}, p, "what was written before is seen")
		require.Equal(t, uint64(2), head.Version)
		require.NoError(t, till.settle(ctx, id), "and so nothing more happens")
		require.NoError(t, counter.count(ctx, number, 0))
		require.NoError(t, counter.count(ctx, number, 1))
		return refused
	})
	require.ErrorIs(t, err, refused)
	p, _, err := till.payments.Load(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, payment{Cent: 1250, Note: "a note", State: "open"}, p)

	var leaked context.Context
	require.NoError(t, store.Together(t.Context(), func(ctx context.Context) error {
		leaked = ctx
		require.NoError(t, till.settle(ctx, id))
		return store.Together(ctx, func(ctx context.Context) error { // part of the larger one
			require.NoError(t, counter.count(ctx, number, 0))
			return counter.count(ctx, number, 1)
		})
	}))
	p, _, err = till.payments.Load(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, payment{Cent: 1250, State: paid}, p)
	version, err := counter.version(t.Context(), number)
	require.NoError(t, err)
	require.Equal(t, uint64(2), version)
	require.Error(t, counter.count(leaked, number, 2), "the steps were written already")
	require.NoError(t, store.Together(t.Context(), func(context.Context) error { return nil }))
}

func testTogetherAgain(t *testing.T, open Open) {
	store := open(t, bausteine.Config{})
	counter, err := newCounter(store)
	require.NoError(t, err)
	number, tries := uuid.Must(uuid.NewV7()), 0
	require.NoError(t, store.Together(t.Context(), func(ctx context.Context) error {
		version, err := counter.version(ctx, number)
		require.NoError(t, err)
		if tries++; tries == 1 { // somebody else is faster
			require.NoError(t, counter.count(t.Context(), number, version)) //nolint:contextcheck // somebody outside of the steps
		}
		return counter.count(ctx, number, version)
	}))
	require.Equal(t, 2, tries)
	version, err := counter.version(t.Context(), number)
	require.NoError(t, err)
	require.Equal(t, uint64(2), version)

	// Faster between two looks of the same steps.
	tries = 0
	require.NoError(t, store.Together(t.Context(), func(ctx context.Context) error {
		version, err := counter.version(ctx, number)
		require.NoError(t, err)
		if err := counter.count(ctx, number, version); err != nil {
			return err
		}
		if tries++; tries == 1 {
			require.NoError(t, counter.count(t.Context(), number, version)) //nolint:contextcheck // somebody outside of the steps
		}
		_, err = counter.version(ctx, number)
		return err
	}))
	require.Equal(t, 2, tries)
}

func testTogetherConcurrently(t *testing.T, open Open) {
	store := open(t, bausteine.Config{})
	counter, err := newCounter(store)
	require.NoError(t, err)
	one, two := uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())
	const writers, each = 4, 5
	var group sync.WaitGroup
	for range writers {
		group.Go(func() {
			for range each {
				for {
					err := store.Together(t.Context(), func(ctx context.Context) error {
						for _, id := range []uuid.UUID{one, two} {
							version, err := counter.version(ctx, id)
							if err == nil {
								err = counter.count(ctx, id, version)
							}
							if err != nil {
								return err
							}
						}
						return nil
					})
					if !errors.Is(err, bausteine.ErrConflict) {
						if err != nil {
							t.Errorf("together: %v", err)
						}
						break
					}
				}
			}
		})
	}
	group.Wait()
	for _, id := range []uuid.UUID{one, two} {
		version, err := counter.version(t.Context(), id)
		require.NoError(t, err)
		require.Equal(t, uint64(writers*each), version)
	}
}

func testTogetherCommand(t *testing.T, open Open) {
	store := open(t, bausteine.Config{})
	till, err := newTill(store, grund.Years(10))
	require.NoError(t, err)
	var first, second uuid.UUID
	require.NoError(t, store.Together(t.Context(), func(ctx context.Context) (err error) {
		if first, err = till.open(ctx, 10, "form-1"); err != nil {
			return err
		}
		if second, err = till.open(ctx, 10, "form-1"); err != nil {
			return err
		}
		_, err = till.open(ctx, 20, "form-2") // several commands fit into one
		return err
	}))
	require.Equal(t, first, second, "also among the same steps")
	require.NoError(t, store.Together(t.Context(), func(ctx context.Context) (err error) {
		second, err = till.open(ctx, 10, "form-1")
		return err
	}))
	require.Equal(t, first, second)
	err = store.Together(t.Context(), func(ctx context.Context) error {
		_, err := till.open(ctx, 11, "form-1")
		return err
	})
	require.ErrorIs(t, err, bausteine.ErrCommandReused)
}

func testTogetherStale(t *testing.T, open Open) {
	store := open(t, bausteine.Config{})
	counter, err := newCounter(store)
	require.NoError(t, err)
	number, tries := uuid.Must(uuid.NewV7()), 0
	err = store.Together(t.Context(), func(ctx context.Context) error {
		tries++
		if err := counter.count(ctx, number, 0); err != nil {
			return err
		}
		return counter.count(ctx, number, 7)
	})
	require.ErrorIs(t, err, bausteine.ErrConflict)
	require.Equal(t, 1, tries, "it would be stale again")
}

func testRegister(t *testing.T, open Open) {
	store := open(t, bausteine.Config{})
	_, err := newTill(store, grund.Years(10))
	require.NoError(t, err)
	_, err = newTill(store, grund.Years(10))
	require.ErrorContains(t, err, "two blocks")
	core, err := grund.Of(store)
	require.NoError(t, err)
	for what, block := range map[string]grund.Block{
		"another block": {Name: "a", Kinds: []grund.Kind{{Name: "till/payment", States: []string{"x"}, Keep: []grund.Keep{{For: grund.Days(1)}}}}},
		"no states":     {Name: "b", Kinds: []grund.Kind{{Name: "b"}}},
		"how long":      {Name: "c", Kinds: []grund.Kind{{Name: "c", States: []string{"x", "y"}, Keep: []grund.Keep{{State: "x", For: grund.Days(1)}}}}},
		"no period":     {Name: "d", Kinds: []grund.Kind{{Name: "d", States: []string{"x"}, Keep: []grund.Keep{{State: "x"}}}}},
	} {
		require.ErrorContains(t, core.Register(block), what)
	}
	_, err = newTill(open(t, bausteine.Config{}), grund.Period{})
	require.ErrorContains(t, err, "no period")
	_, err = newTill(nil, grund.Years(1))
	require.ErrorIs(t, err, bausteine.ErrNoStore)
	require.Nil(t, store.Value("core"), "nobody else gets at it")
	require.Len(t, store.Retention(), 2)
	require.Equal(t, "10 years", store.Retention()[1].Period.String())
}

func testUnknown(t *testing.T, open Open) {
	core, err := grund.Of(open(t, bausteine.Config{}))
	require.NoError(t, err)
	commit := journal.Commit{Kind: "till/payment", Stream: uuid.New(), State: "open", Events: []journal.Event{{Type: "opened"}}}
	_, err = core.Append(t.Context(), journal.Command{}, commit)
	require.ErrorContains(t, err, "no block keeps")
	store := open(t, bausteine.Config{})
	till, err := newTill(store, grund.Years(1))
	require.NoError(t, err)
	commit.State = "lost"
	_, err = till.core.Append(t.Context(), journal.Command{}, commit)
	require.ErrorContains(t, err, "how long")
}

func testSweep(t *testing.T, open Open) {
	clock := newClock()
	store := open(t, bausteine.Config{Now: clock.Now})
	till, err := newTill(store, grund.Years(1))
	require.NoError(t, err)
	var ids []uuid.UUID
	for range 300 {
		id, err := till.open(t.Context(), 5, "")
		require.NoError(t, err)
		ids = append(ids, id)
	}
	require.NoError(t, till.settle(t.Context(), ids[0]))
	for _, id := range ids {
		_, _, err := till.payments.Load(t.Context(), id) // kept from now on
		require.NoError(t, err)
	}
	n, err := store.Sweep(t.Context())
	require.NoError(t, err)
	require.Zero(t, n)
	clock.pass(31)
	require.NoError(t, till.note(t.Context(), ids[1], "worked on"))
	n, err = store.Sweep(t.Context())
	require.NoError(t, err)
	require.Equal(t, 298, n)
	for i, id := range ids {
		p, _, err := till.payments.Load(t.Context(), id)
		require.NoError(t, err)
		switch i {
		case 0:
			require.Equal(t, payment{Cent: 5, State: paid}, p)
		case 1:
			require.Equal(t, payment{Cent: 5, Note: "worked on", State: "open"}, p)
		default:
			require.Equal(t, payment{State: "open"}, p)
		}
	}
	clock.pass(400)
	n, err = store.Sweep(t.Context())
	require.NoError(t, err)
	require.Equal(t, 2, n)
	n, err = store.Sweep(t.Context())
	require.NoError(t, err)
	require.Zero(t, n)
	require.Equal(t, clock.Now(), store.Health(t.Context()).Sweep)
}

func testOwnDeadline(t *testing.T, open Open) {
	clock := newClock()
	store := open(t, bausteine.Config{Now: clock.Now})
	counter, err := newCounter(store)
	require.NoError(t, err)
	counter.ends = clock.Now().AddDate(0, 0, 2)
	number := uuid.Must(uuid.NewV7())
	require.NoError(t, counter.count(t.Context(), number, 0))
	for _, due := range []int{0, 0, 1, 1} { // moved by a day each time
		n, err := store.Sweep(t.Context())
		require.NoError(t, err)
		require.Equal(t, due, n)
		clock.pass(1)
	}
	require.Equal(t, number, <-counter.due)
}

func testPeriods(t *testing.T, open Open) {
	clock := newClock()
	store := open(t, bausteine.Config{Now: clock.Now})
	till, err := newTill(store, grund.Years(10))
	require.NoError(t, err)
	id, err := till.open(t.Context(), 5, "")
	require.NoError(t, err)
	require.NoError(t, till.settle(t.Context(), id))
	require.NoError(t, grund.FollowPeriods(t.Context(), till.core, func(int) {}))

	// Another program on the same tables, by a law that keeps less.
	shorter := grund.New(till.core.Store, clock.Now)
	kinds := []grund.Kind{{
		Name: "till/payment", States: []string{"open", paid},
		Keep: []grund.Keep{{State: "open", For: grund.Days(30)}, {State: paid, For: grund.Years(6)}},
	}}
	require.NoError(t, shorter.Register(grund.Block{Name: "till", Kinds: kinds}))
	require.NoError(t, grund.FollowPeriods(t.Context(), shorter, func(int) {}))
	head, _, err := shorter.Load(t.Context(), "till/payment", id, 0)
	require.NoError(t, err)
	require.Equal(t, clock.Now().AddDate(6, 0, 0), head.Due)

	// Once only: a day that was set by hand stays until the periods change again.
	require.NoError(t, shorter.SetDue(t.Context(), "till/payment", id, clock.Now()))
	require.NoError(t, grund.FollowPeriods(t.Context(), shorter, func(int) {}))
	head, _, err = shorter.Load(t.Context(), "till/payment", id, 0)
	require.NoError(t, err)
	require.Equal(t, clock.Now(), head.Due)
}

func testRun(t *testing.T, open Open) {
	store := open(t, bausteine.Config{})
	till, err := newTill(store, grund.Years(1))
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- store.Run(ctx) }()
	id, err := till.open(t.Context(), 5, "")
	require.NoError(t, err)
	require.NoError(t, store.Together(t.Context(), func(ctx context.Context) error { return till.settle(ctx, id) }))
	require.Equal(t, id, <-till.told)
	stop()
	require.NoError(t, <-done)

	till.refuse = errors.New("not at home")
	id, err = till.open(t.Context(), 5, "")
	require.NoError(t, err)
	require.NoError(t, till.settle(t.Context(), id))
	ctx, stop = context.WithCancel(t.Context())
	go func() { done <- store.Run(ctx) }()
	_, more := <-till.told
	require.False(t, more, "given up")
	require.Eventually(t, func() bool {
		dead, err := store.Effects(t.Context(), bausteine.EffectDead, 10)
		return err == nil && len(dead) == 1
	}, 10*time.Second, 5*time.Millisecond)
	stop()
	require.NoError(t, <-done)

	dead, err := store.Effects(t.Context(), bausteine.EffectDead, 10)
	require.NoError(t, err)
	require.Equal(t, "not at home", dead[0].Reason)
	require.Equal(t, 1, store.Health(t.Context()).Dead)
	till.refuse, till.told = nil, make(chan uuid.UUID, 1)
	require.NoError(t, store.Resume(t.Context(), dead[0]))
	require.ErrorIs(t, store.Resume(t.Context(), dead[0]), bausteine.ErrNotFound)
	ctx, stop = context.WithCancel(t.Context())
	go func() { done <- store.Run(ctx) }()
	require.Equal(t, id, <-till.told)
	stop()
	require.NoError(t, <-done)
	require.NoError(t, store.Close())
	require.ErrorIs(t, store.Run(t.Context()), bausteine.ErrClosed)
}

func testForgotten(t *testing.T, open Open) {
	clock := newClock()
	store := open(t, bausteine.Config{Now: clock.Now})
	till, err := newTill(store, grund.Years(1))
	require.NoError(t, err)
	id, err := till.open(t.Context(), 5, "")
	require.NoError(t, err)
	require.NoError(t, till.settle(t.Context(), id))
	health := store.Health(t.Context())
	require.NoError(t, health.Err)
	require.Equal(t, 1, health.Open)
	clock.pass(1)
	health = store.Health(t.Context())
	require.ErrorIs(t, health.Err, bausteine.ErrNotRunning)
	require.NoError(t, store.Close())
	require.ErrorIs(t, store.Health(t.Context()).Err, bausteine.ErrClosed)
}
