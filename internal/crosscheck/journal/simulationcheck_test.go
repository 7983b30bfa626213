// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/crosscheck/crash"
	"github.com/deutschland-stack/bausteine/internal/journal"
)

// finish heals everything: processes run on without crashes, what was sent is
// repeated until it is answered, effects are executed until none is left.
func (s *simulation) finish() error {
	p, err := s.running(0, false)
	if err != nil {
		return err
	}
	p.PlanCrash(0, crash.Before, false)
	for _, op := range s.sent {
		again := *op
		again.cancelled = false
		g := &group{operations: []*operation{&again}, now: s.now}
		s.write(p, g)
		if err := s.compareAnswers(g); err != nil {
			return fmt.Errorf("repeated at the end: %w", err)
		}
	}
	if err := s.drain(p.store); err != nil {
		return err
	}
	got, err := s.dump(p.store)
	if err != nil {
		return err
	}
	want, err := s.dump(s.model)
	if err != nil {
		return err
	}
	if got != want {
		return fmt.Errorf("at the end the database holds\n%s\nthe model\n%s", got, want)
	}
	return s.account(p.store)
}

// drain has workers execute what is left, on the store and on the model, and
// resumes what is dead.
func (s *simulation) drain(store journal.Store) error {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	executed := 0
	options := journal.WorkerOptions{Now: s.clock, Handlers: map[journal.EffectName]journal.Handler{}}
	for _, name := range journal.EffectNames("antrag", effectKinds...) {
		options.Handlers[name] = func(_ context.Context, effect journal.Leased) ([]byte, error) {
			if executed++; executed > 1000 {
				cancel() // a broken store gives the same effects for ever
			}
			return []byte(effect.Ref.ID().String()), nil
		}
	}
	s.now = s.now.Add(time.Hour) // whatever was leased or put off is due now
	for _, store := range []journal.Store{store, s.model} {
		for record, err := range store.Effects(ctx, journal.EffectQuery{Kind: "antrag", State: journal.EffectDead}) {
			if err != nil {
				return err
			}
			if err := store.Resume(ctx, record.Ref); err != nil {
				return fmt.Errorf("resume: %w", err)
			}
		}
		worker, err := journal.NewWorker(store, options)
		if err != nil {
			return err
		}
		if _, err := worker.Drain(ctx); err != nil {
			return fmt.Errorf("drain: %w", err)
		}
	}
	return nil
}

// account counts: every command that was sent has its events exactly once, and
// nothing happened outside that has no effect in the store.
func (s *simulation) account(store journal.Store) error {
	events, err := store.Read(context.Background(), 0, 1<<20)
	if err != nil {
		return err
	}
	found := map[string]int{}
	var last journal.Position
	for _, event := range events {
		if event.Position <= last {
			return fmt.Errorf("position %d follows upon %d", event.Position, last)
		}
		last = event.Position
		found[string(event.Data)]++
	}
	for _, op := range s.sent {
		if op.outcome.Receipts != nil && found[op.command.Key] != op.events() {
			return fmt.Errorf("a command has %d events instead of %d", found[op.command.Key], op.events())
		}
	}
	known := map[uuid.UUID]bool{}
	for record, err := range store.Effects(context.Background(), journal.EffectQuery{Kind: "antrag"}) {
		if err != nil {
			return err
		}
		known[record.Ref.ID()] = true
		if record.State == journal.EffectOpen || record.State == journal.EffectDead {
			return errors.New("an effect was never executed")
		}
	}
	for id := range maps.Keys(s.done) {
		if !known[id] {
			return errors.New("an effect happened that the store knows nothing of")
		}
	}
	return nil
}

// dump returns all a store holds.
func (s *simulation) dump(store journal.Store) (string, error) {
	ctx := context.Background()
	var b strings.Builder
	// Who has seen a stream finds its events when reading all.
	for head, err := range store.List(ctx, journal.Query{Kind: "antrag"}) {
		if err != nil {
			return "", err
		}
		if _, _, err := store.Load(ctx, "antrag", head.Stream, 0); err != nil {
			return "", err
		}
	}
	events, err := store.Read(ctx, 0, 1<<20)
	if err != nil {
		return "", err
	}
	place := map[journal.Position]journal.Position{} // their order is the same everywhere, their numbers are not
	for i, event := range events {
		place[event.Position] = journal.Position(i + 1)
		event.Position = journal.Position(i + 1)
		fmt.Fprintf(&b, "%+v\n", event)
	}
	for _, query := range []journal.Query{{}, {State: "eingereicht"}, {Key: simulatedKeys[0]}} {
		query.Kind = "antrag"
		for head, err := range store.List(ctx, query) {
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&b, "%+v\n", head)
			loaded, history, err := store.Load(ctx, "antrag", head.Stream, 0)
			if err != nil {
				return "", err
			}
			fmt.Fprintf(&b, " %s\n", loaded.Draft)
			for _, event := range history {
				fmt.Fprintf(&b, " %d at %d", event.Version, place[event.Position])
			}
		}
	}
	for head, err := range store.Due(ctx, s.now) {
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "due %+v\n", head)
	}
	for record, err := range store.Effects(ctx, journal.EffectQuery{Kind: "antrag"}) {
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, "%+v\n", record)
	}
	for _, op := range s.sent {
		outcome, err := store.Answer(ctx, op.command.Kind, op.command.Key)
		if err != nil && !errors.Is(err, journal.ErrNotFound) {
			return "", err
		}
		for i := range outcome.Receipts {
			outcome.Receipts[i].Position = place[outcome.Receipts[i].Position]
		}
		fmt.Fprintf(&b, "%s: %+v\n", op.command.Key, outcome)
	}
	return b.String(), nil
}
