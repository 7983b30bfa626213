// SPDX-License-Identifier: Apache-2.0

package grund

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/deutschland-stack/bausteine/internal/journal"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Block is what one block brings to the store.
type Block struct {
	Name  string // "payment"; two of one name are refused
	Kinds []Kind

	// Tick is work that comes round, such as the heads of logs; nil: none. It is
	// called again some seconds after it returned, and once when the store is
	// stopped.
	Tick func(ctx context.Context) error
}

// Kind is one kind of streams.
type Kind struct {
	Name string
	// With are the kinds that this one goes with: when a stream of one of them is
	// erased, the stream of this kind with the same id is erased before.
	With []string

	// States are all that a stream of this kind can be in. Each needs its row in
	// Keep.
	States []string
	Keep   []Keep

	// Effects says who does what its commits ask for, by the effect's kind.
	Effects map[string]Effect

	// Due is what happens when a stream is due. It must change that: erase it,
	// or move its deadline. Nil: it is erased.
	Due func(ctx context.Context, head journal.Head) error

	// Deadline returns when a stream is due whose commits name the day
	// themselves, for the case that the periods were changed. Nil: its state and
	// last change say it.
	Deadline func(head journal.Head) time.Time

	// Index names the keys by which its streams are found; Reindex gives one that was
	// stored under another name those of now. It is called once for each such stream,
	// and again where it was interrupted; several processes may call it side by side.
	Index   string
	Reindex func(ctx context.Context, head journal.Head) error
}

// Keep says how long what is personal in a state is kept, and why so long.
type Keep struct {
	State string // "": any state that has no row of its own
	What  string // what it is, for the privacy notice: "drafts", "logged retrievals"
	For   Period
	Norm  recht.Norm

	// Nothing says that nothing personal is left in the state: it needs no
	// period.
	Nothing bool
}

// Effect is what a block does because of an event.
type Effect struct {
	Do journal.Handler
	// GivenUp is called before the effect is given up, so that the block can
	// note it down; it may be called again. Nil: nothing.
	GivenUp func(ctx context.Context, effect journal.Leased, reason string) error
}

// Period is a length of time by the calendar or the clock. The zero Period is
// none at all.
type Period struct {
	Years, Months, Days int
	Time                time.Duration
	// ThenYear carries the end on to the close of its calendar year.
	ThenYear bool
}

// Years returns a period of calendar years.
func Years(n int) Period { return Period{Years: n} }

// Months returns a period of calendar months.
func Months(n int) Period { return Period{Months: n} }

// Days returns a period of calendar days.
// Days returns a period of calendar days.
func Days(n int) Period { return Period{Days: n} }

// Lasting returns a period by the clock.
func Lasting(d time.Duration) Period { return Period{Time: d} }

// IsZero reports whether no period is set.
func (p Period) IsZero() bool { return p == Period{} }

// positive reports whether the period leads into the future.
func (p Period) positive() bool {
	return !p.IsZero() && p.Years >= 0 && p.Months >= 0 && p.Days >= 0 && p.Time >= 0
}

// End returns when a period that begins now is over.
func (p Period) End(from time.Time) time.Time {
	end := from.AddDate(p.Years, p.Months, p.Days).Add(p.Time)
	if p.ThenYear {
		end = time.Date(end.Year()+1, 1, 1, 0, 0, 0, 0, end.Location())
	}
	return end
}

// Register makes a block known. It refuses a name or a kind that another block
// has, and a state without a period: that would be kept for ever.
func (c *Core) Register(block Block) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, other := range c.blocks {
		if other.Name == block.Name {
			return fmt.Errorf("bausteine: two blocks are called %q", block.Name)
		}
	}
	for i := range block.Kinds {
		kind := &block.Kinds[i]
		if c.kinds[kind.Name] != nil {
			return fmt.Errorf("bausteine: %s: another block keeps %q already", block.Name, kind.Name)
		}
		for _, keep := range kind.Keep {
			if keep.Nothing == keep.For.positive() {
				return fmt.Errorf("bausteine: %s: no period for %q in state %q", block.Name, kind.Name, keep.State)
			}
		}
		if len(kind.States) == 0 {
			return fmt.Errorf("bausteine: %s: %q has no states", block.Name, kind.Name)
		}
		for _, state := range kind.States {
			if _, found := kind.keep(state); !found {
				return fmt.Errorf("bausteine: %s: nothing says how long %q is kept in state %q", block.Name, kind.Name, state)
			}
		}
	}
	for i := range block.Kinds {
		c.kinds[block.Kinds[i].Name] = &block.Kinds[i]
	}
	c.blocks = append(c.blocks, block)
	return nil
}

// Registered reports whether a block of that name was registered.
func (c *Core) Registered(name string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.ContainsFunc(c.blocks, func(b Block) bool { return b.Name == name })
}

// keep returns the row for a state.
func (k *Kind) keep(state string) (Keep, bool) {
	i := slices.IndexFunc(k.Keep, func(row Keep) bool { return row.State == state })
	if i < 0 {
		i = slices.IndexFunc(k.Keep, func(row Keep) bool { return row.State == "" })
	}
	if i < 0 {
		return Keep{}, false
	}
	return k.Keep[i], true
}

// deadline returns when a stream is due as it stands; zero: not any more.
func (k *Kind) deadline(head journal.Head) time.Time {
	if !head.Erased.IsZero() && !head.Erased.Before(head.Changed) {
		return time.Time{}
	}
	if k.Deadline != nil {
		return k.Deadline(head)
	}
	keep, found := k.keep(head.State)
	if !found || keep.Nothing {
		return time.Time{}
	}
	// To the microsecond, as it is stored.
	return keep.For.End(head.Changed).Truncate(time.Microsecond)
}

// Blocks returns those registered.
func (c *Core) Blocks() []Block {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return slices.Clone(c.blocks)
}

// with returns the kinds that go with one.
func (c *Core) with(kind string) (names []string) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	for name, k := range c.kinds {
		if slices.Contains(k.With, kind) {
			names = append(names, name)
		}
	}
	return names
}

// Kind returns a kind that a block registered, or nil.
func (c *Core) Kind(name string) *Kind {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.kinds[name]
}

// scheduled returns commits with their times and deadlines.
func (c *Core) scheduled(commits []journal.Commit) ([]journal.Commit, error) {
	commits = slices.Clone(commits)
	for i := range commits {
		commit := &commits[i]
		kind := c.Kind(commit.Kind)
		if kind == nil {
			return nil, fmt.Errorf("bausteine: no block keeps %q", commit.Kind)
		}
		keep, found := kind.keep(commit.State)
		if !found || !slices.Contains(kind.States, commit.State) {
			return nil, fmt.Errorf("bausteine: nothing says how long %q is kept in state %q", commit.Kind, commit.State)
		}
		now := c.now()
		if commit.Due.IsZero() && !keep.Nothing {
			commit.Due = keep.For.End(now)
		}
		commit.Events = slices.Clone(commit.Events)
		for j := range commit.Events {
			if commit.Events[j].Time.IsZero() {
				commit.Events[j].Time = now
			}
		}
	}
	return commits, nil
}
