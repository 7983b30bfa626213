// SPDX-License-Identifier: Apache-2.0

package grund

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// sweepers is how many streams are erased side by side, so that they share
// transactions.
const sweepers = 64

// Swept is what one sweep did.
type Swept struct {
	Done       int // streams that were due and are no more
	Failed     int // streams left as they are, such as damaged ones
	Unattended int // streams of kinds that no block of this process keeps
}

// Sweep looks for streams that are due and does what their kind says, or erases
// them. What fails is told and passed over; the next sweep tries it again.
func (c *Core) Sweep(ctx context.Context, trouble func(error)) (Swept, error) {
	var done, failed atomic.Int64
	unattended := 0
	heads := make(chan journal.Head)
	var group sync.WaitGroup
	for range sweepers {
		group.Go(func() {
			for head := range heads {
				if err := c.sweep(ctx, head); err != nil {
					failed.Add(1)
					trouble(fmt.Errorf("%s is due: %w", head.Kind, err))
				} else {
					done.Add(1)
				}
			}
		})
	}
	var stopped error
	for head, err := range c.Due(ctx, c.now()) {
		if err != nil && !errors.Is(err, journal.ErrDamaged) {
			stopped = err
			break
		}
		if c.Kind(head.Kind) == nil {
			unattended++
			continue
		}
		heads <- head
	}
	close(heads)
	group.Wait()
	return Swept{Done: int(done.Load()), Failed: int(failed.Load()), Unattended: unattended}, stopped
}

// sweep does what is due.
func (c *Core) sweep(ctx context.Context, head journal.Head) error {
	if due := c.Kind(head.Kind).Due; due != nil {
		return due(ctx, head)
	}
	return c.Erase(ctx, head.Kind, head.Stream)
}

// Reschedule goes through all streams and moves the deadlines that the present
// periods put on another day: after a change of the periods, and for streams
// from before there were deadlines. It returns how many it moved.
func (c *Core) Reschedule(ctx context.Context, progress func(done int)) (moved int, err error) {
	seen := 0
	for _, block := range c.Blocks() {
		for i := range block.Kinds {
			kind := &block.Kinds[i]
			for head, err := range c.List(ctx, journal.Query{Kind: kind.Name}) {
				if err != nil && !errors.Is(err, journal.ErrDamaged) {
					return moved, err
				}
				if seen++; seen%1000 == 0 {
					progress(seen)
				}
				due := kind.deadline(head)
				if due.IsZero() || due.Equal(head.Due) {
					continue
				}
				if err := c.SetDue(ctx, kind.Name, head.Stream, due); err != nil {
					return moved, err
				}
				moved++
			}
		}
	}
	return moved, nil
}
