// SPDX-License-Identifier: Apache-2.0

package grund

import (
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// Follower is told what this process does to the streams of a kind, once it is
// durable. Other processes do things, too.
type Follower interface {
	Wrote(commit *journal.Commit, receipt journal.Receipt)
	Forget(stream uuid.UUID) // it was erased
}

// Follow has a follower told of the streams of a kind.
func (c *Core) Follow(kind string, follower Follower) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.follow[kind] = append(c.follow[kind], follower)
}

func (c *Core) followers(kind string) []Follower {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.follow[kind]
}

// Events returns the events of a commit as they will be read from the store.
func Events(commit *journal.Commit, receipt journal.Receipt) []journal.Recorded {
	events := make([]journal.Recorded, len(commit.Events))
	for i, event := range commit.Events {
		event.Time = event.Time.Truncate(time.Microsecond).UTC()
		if len(event.Data) == 0 {
			event.Data = nil
		}
		if len(event.Personal) == 0 {
			event.Personal = nil
		}
		events[i] = journal.Recorded{
			Event: event, Kind: commit.Kind, Stream: commit.Stream, Version: commit.Expected + uint64(i) + 1,
			Position: receipt.Position - journal.Position(len(events)-1-i),
		}
	}
	return events
}
