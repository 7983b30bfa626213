// SPDX-License-Identifier: Apache-2.0

package grund

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// The store remembers by which keys the streams of a kind are found.
const indexKind = "bausteine/index"

// FollowIndexes gives all streams the keys of now whose kind was indexed otherwise: by a
// program from before this one. What fails is told and passed over.
func FollowIndexes(ctx context.Context, c *Core, progress func(kind string, done int), trouble func(error)) error {
	for _, block := range c.Blocks() {
		for i := range block.Kinds {
			if kind := &block.Kinds[i]; kind.Index != "" {
				if err := c.followIndex(ctx, kind, progress, trouble); err != nil {
					return fmt.Errorf("bausteine: index %s: %w", kind.Name, err)
				}
			}
		}
	}
	return nil
}

func (c *Core) followIndex(ctx context.Context, kind *Kind, progress func(string, int), trouble func(error)) error {
	stream := uuid.NewSHA1(uuid.NameSpaceOID, []byte(indexKind+"/"+kind.Name))
	index, _, err := c.Store.Load(ctx, indexKind, stream, 0)
	if err != nil && !errors.Is(err, journal.ErrNotFound) {
		return err
	}
	if index.State == kind.Index {
		return nil
	}
	if err := c.reindex(ctx, kind, progress, trouble); err != nil {
		return err
	}
	_, err = c.Store.Append(ctx, journal.Command{}, journal.Commit{
		Kind: indexKind, Stream: stream, Expected: index.Version, State: kind.Index,
		Events: []journal.Event{{Type: "indexed"}},
	})
	if errors.Is(err, journal.ErrConflict) {
		return nil // another process did the same
	}
	return err
}

// reindex goes through all streams of a kind, several side by side so that they share
// transactions.
func (c *Core) reindex(ctx context.Context, kind *Kind, progress func(string, int), trouble func(error)) error {
	heads := make(chan journal.Head)
	var group sync.WaitGroup
	var done atomic.Int64
	for range sweepers {
		group.Go(func() {
			for head := range heads {
				if err := kind.Reindex(ctx, head); err != nil {
					trouble(fmt.Errorf("index %s anew: %w", kind.Name, err))
				}
				if n := done.Add(1); n%1000 == 0 {
					progress(kind.Name, int(n))
				}
			}
		})
	}
	var stopped error
	for head, err := range c.List(ctx, journal.Query{Kind: kind.Name}) {
		if err != nil && !errors.Is(err, journal.ErrDamaged) {
			stopped = err
			break
		}
		if err == nil && head.Erased.IsZero() {
			heads <- head
		}
	}
	close(heads)
	group.Wait()
	if stopped == nil {
		stopped = ctx.Err() // what was not looked at is looked at the next time
	}
	return stopped
}
