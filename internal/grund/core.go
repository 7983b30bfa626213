// SPDX-License-Identifier: Apache-2.0

package grund

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// Core is the store of a process as its blocks see it. What it does not declare
// itself is the journal's.
type Core struct {
	journal.Store

	now func() time.Time

	erasing  sync.Mutex // orders the lines of erasures
	erasures io.Writer

	mu     sync.RWMutex
	blocks []Block
	kinds  map[string]*Kind
	wake   func(...journal.EffectName)
	follow map[string][]Follower // by kind
}

// New returns the core over a journal.
func New(store journal.Store, now func() time.Time) *Core {
	return &Core{Store: store, now: now, kinds: map[string]*Kind{}, follow: map[string][]Follower{}}
}

// Now is the clock of the store, and of all its blocks.
func (c *Core) Now() time.Time { return c.now() }

// key is what a store is asked for its core with; nobody else can make one.
type key struct{}

// holder is a *bausteine.Store.
type holder interface{ Value(key any) any }

// Of returns the core of a *bausteine.Store.
func Of(store holder) (*Core, error) {
	if core, ok := store.Value(key{}).(*Core); ok && core != nil {
		return core, nil
	}
	return nil, ErrNoStore
}

// IsKey reports whether a store is asked for its core.
func IsKey(k any) bool { return k == key{} }

// ErrNoStore says that a block was made without a store.
var ErrNoStore = errors.New("bausteine: no store: open one with OpenSQLite, OpenPostgreSQL or NewMemory")

// Append writes commits as journal.Store does, with their deadlines, and wakes
// the worker for their effects. Under [Core.Together] they are written when its
// function ends.
func (c *Core) Append(ctx context.Context, command journal.Command, commits ...journal.Commit) (journal.Outcome, error) {
	commits, err := c.scheduled(commits)
	if err != nil {
		return journal.Outcome{}, err
	}
	if t := under(ctx); t != nil {
		return t.append(ctx, c, command, commits)
	}
	outcome, err := c.Store.Append(ctx, command, commits...)
	if err == nil && !outcome.Replayed {
		c.written(commits, outcome.Receipts)
	}
	return outcome, err
}

// Load returns a stream as journal.Store does; under [Core.Together] with what
// was appended before.
func (c *Core) Load(ctx context.Context, kind string, stream uuid.UUID, after uint64) (journal.Head, []journal.Recorded, error) {
	if t := under(ctx); t != nil {
		head, events, err := t.load(ctx, c, kind, stream, after)
		return t.overlay(kind, stream, head, events, after, err)
	}
	return c.Store.Load(ctx, kind, stream, after)
}

// Answer returns the outcome of a command as journal.Store does; under
// [Core.Together] also of one that was given before.
func (c *Core) Answer(ctx context.Context, kind, key string) (journal.Outcome, error) {
	if t := under(ctx); t != nil {
		if outcome, found := t.answered(kind, key); found {
			return outcome, nil
		}
	}
	return c.Store.Answer(ctx, kind, key)
}

// Erase destroys what is personal in a stream, also in the values kept of it, and
// before that in the streams that go with it: interrupted, it is called again. It
// cannot be part of a larger step.
func (c *Core) Erase(ctx context.Context, kind string, stream uuid.UUID) error {
	if under(ctx) != nil {
		return errNotTogether
	}
	for _, other := range c.with(kind) {
		if err := c.Erase(ctx, other, stream); err != nil && !errors.Is(err, journal.ErrNotFound) {
			return err
		}
	}
	err := c.Store.Erase(ctx, kind, stream)
	if err == nil {
		err = c.note(kind, stream)
	}
	for _, follower := range c.followers(kind) {
		follower.Forget(stream)
	}
	return err
}

// NoteErasures has a line written for everything that is erased.
func (c *Core) NoteErasures(w io.Writer) { c.erasures = w }

func (c *Core) note(kind string, stream uuid.UUID) error {
	if c.erasures == nil {
		return nil
	}
	c.erasing.Lock()
	defer c.erasing.Unlock()
	if _, err := io.WriteString(c.erasures, kind+" "+stream.String()+"\n"); err != nil {
		return fmt.Errorf("bausteine: note an erasure: %w", err)
	}
	return nil
}

var errNotTogether = errors.New("bausteine: erasing is a step of its own")

// Wake has the worker look for effects now.
func (c *Core) Wake(names ...journal.EffectName) {
	c.mu.RLock()
	wake := c.wake
	c.mu.RUnlock()
	if wake != nil {
		wake(names...)
	}
}

// written tells those who want to know what this process wrote.
func (c *Core) written(commits []journal.Commit, receipts []journal.Receipt) {
	for i := range commits {
		for _, follower := range c.followers(commits[i].Kind) {
			follower.Wrote(&commits[i], receipts[i])
		}
	}
	c.woken(commits)
}

// woken wakes the worker for the effects of commits.
func (c *Core) woken(commits []journal.Commit) {
	var names []journal.EffectName
	for i := range commits {
		for j := range commits[i].Effects {
			names = append(names, journal.EffectName{Stream: commits[i].Kind, Effect: commits[i].Effects[j].Kind})
		}
	}
	if len(names) > 0 {
		c.Wake(names...)
	}
}

// SetWake says who is to be woken when there is something to do.
func (c *Core) SetWake(wake func(...journal.EffectName)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wake = wake
}
