// SPDX-License-Identifier: Apache-2.0

package grund

import (
	"context"
	"errors"
	"slices"
	"sync"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// togetherTries is how often steps that found somebody faster are made again.
const togetherTries = 16

// Together runs do, and what is appended under its context is one transaction.
// The transaction travels in the context, so that no method of a block needs a
// second form.
func (c *Core) Together(ctx context.Context, do func(ctx context.Context) error) error {
	if under(ctx) != nil {
		return do(ctx) // part of the larger one
	}
	for range togetherTries {
		t := &together{}
		err := do(context.WithValue(ctx, togetherKey{}, t))
		steps, stale := t.end()
		if err == nil && !stale {
			if len(steps) == 0 {
				return nil
			}
			var outcomes []journal.Outcome
			if outcomes, err = c.AppendAll(ctx, steps...); err == nil {
				for i := range steps {
					c.written(steps[i].Commits, outcomes[i].Receipts)
				}
				return nil
			}
			stale = errors.Is(err, journal.ErrConflict)
		}
		if !stale {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return journal.ErrConflict
}

type togetherKey struct{}

// together are the steps of a transaction that is being put together.
type together struct {
	mu       sync.Mutex
	steps    []journal.Step
	outcomes []journal.Outcome
	loaded   map[streamName]loaded
	stale    bool // somebody else wrote meanwhile: begin again
	ended    bool
}

type streamName struct {
	kind   string
	stream uuid.UUID
}

// loaded is a stream as the transaction found it.
type loaded struct {
	after  uint64
	head   journal.Head
	events []journal.Recorded
	err    error // nil or journal.ErrNotFound
}

// load reads a stream once: a transaction sees it as it found it. Whether it is
// still so is found out when it is written.
func (t *together) load(ctx context.Context, c *Core, kind string, stream uuid.UUID, after uint64) (journal.Head, []journal.Recorded, error) {
	name := streamName{kind, stream}
	t.mu.Lock()
	before, known := t.loaded[name]
	begun := !known && t.begins(kind, stream)
	t.mu.Unlock()
	if begun {
		return journal.Head{}, nil, journal.ErrNotFound // where it is there all the same, the steps will not fit
	}
	found := before
	if !known || after < before.after {
		found = loaded{after: after}
		found.head, found.events, found.err = c.Store.Load(ctx, kind, stream, after)
		if found.err != nil && !errors.Is(found.err, journal.ErrNotFound) {
			return found.head, found.events, found.err
		}
		t.mu.Lock()
		defer t.mu.Unlock()
		if known {
			if !found.head.Erased.Equal(before.head.Erased) {
				t.stale = true
				return journal.Head{}, nil, journal.ErrConflict
			}
			found.head = before.head
			found.events = slices.DeleteFunc(found.events, func(e journal.Recorded) bool { return e.Version > found.head.Version })
		}
		if t.loaded == nil {
			t.loaded = map[streamName]loaded{}
		}
		t.loaded[name] = found
	}
	first := slices.IndexFunc(found.events, func(e journal.Recorded) bool { return e.Version > after })
	if first < 0 {
		first = len(found.events)
	}
	return found.head, slices.Clip(found.events[first:]), found.err
}

func under(ctx context.Context) *together {
	t, _ := ctx.Value(togetherKey{}).(*together)
	return t
}

// end closes the transaction: whoever kept its context has it no longer.
func (t *together) end() (steps []journal.Step, stale bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ended = true
	return t.steps, t.stale
}

var errEnded = errors.New("bausteine: the steps that belong together were written already")

// append notes a step down.
func (t *together) append(ctx context.Context, c *Core, command journal.Command, commits []journal.Commit) (journal.Outcome, error) {
	if !command.IsZero() {
		if outcome, found := t.answered(command.Kind, command.Key); found {
			return replayed(outcome, command)
		}
		outcome, err := c.Store.Answer(ctx, command.Kind, command.Key)
		if err == nil {
			return replayed(outcome, command)
		}
		if !errors.Is(err, journal.ErrNotFound) {
			return journal.Outcome{}, err
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ended {
		return journal.Outcome{}, errEnded
	}
	outcome := journal.Outcome{Answer: command.Answer, Fingerprint: command.Fingerprint}
	for i := range commits {
		commit := &commits[i]
		if version, found := t.version(commit.Kind, commit.Stream); found && version != commit.Expected {
			return journal.Outcome{}, journal.ErrConflict
		}
		outcome.Receipts = append(outcome.Receipts, journal.Receipt{Stream: commit.Stream, Version: commit.Version()})
	}
	t.steps = append(t.steps, journal.Step{Command: command, Commits: commits})
	t.outcomes = append(t.outcomes, outcome)
	return outcome, nil
}

// replayed gives the first answer to a command that comes again.
func replayed(outcome journal.Outcome, command journal.Command) (journal.Outcome, error) {
	if outcome.Fingerprint != command.Fingerprint {
		return journal.Outcome{}, journal.ErrCommandReused
	}
	outcome.Replayed = true
	return outcome, nil
}

// answered returns the outcome of a command among the steps.
func (t *together) answered(kind, key string) (journal.Outcome, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := range t.steps {
		if command := &t.steps[i].Command; command.Kind == kind && command.Key == key && !command.IsZero() {
			outcome := t.outcomes[i]
			outcome.Replayed = true
			return outcome, true
		}
	}
	return journal.Outcome{}, false
}

// version returns the version that the steps bring a stream to.
func (t *together) version(kind string, stream uuid.UUID) (version uint64, found bool) {
	for commit := range t.commits(kind, stream) {
		version, found = commit.Version(), true
	}
	return version, found
}

// begins reports whether the steps begin a stream.
func (t *together) begins(kind string, stream uuid.UUID) bool {
	for commit := range t.commits(kind, stream) {
		return commit.Expected == 0
	}
	return false
}

// commits yields those to a stream.
func (t *together) commits(kind string, stream uuid.UUID) func(yield func(*journal.Commit) bool) {
	return func(yield func(*journal.Commit) bool) {
		for i := range t.steps {
			for n := range t.steps[i].Commits {
				commit := &t.steps[i].Commits[n]
				if commit.Kind == kind && commit.Stream == stream && !yield(commit) {
					return
				}
			}
		}
	}
}

// overlay adds to what was loaded what the steps will write.
func (t *together) overlay(kind string, stream uuid.UUID, head journal.Head, events []journal.Recorded, after uint64, err error) (journal.Head, []journal.Recorded, error) {
	if err != nil && !errors.Is(err, journal.ErrNotFound) {
		return head, events, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, pending := t.version(kind, stream); !pending {
		return head, events, err
	}
	head.Kind, head.Stream = kind, stream
	for commit := range t.commits(kind, stream) {
		if commit.Expected != head.Version {
			t.stale = true
			return journal.Head{}, nil, journal.ErrConflict
		}
		for i := range commit.Events {
			head.Changed = commit.Events[i].Time
			if version := commit.Expected + uint64(i) + 1; version > after {
				events = append(events, journal.Recorded{Event: commit.Events[i], Kind: kind, Stream: stream, Version: version})
			}
		}
		head.Version, head.State, head.Keys, head.Due = commit.Version(), commit.State, commit.Keys, commit.Due
		if len(commit.Draft) > 0 || commit.DropDraft {
			head.Draft = commit.Draft
		}
	}
	return head, events, nil
}
