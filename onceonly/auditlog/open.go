// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"context"
	"fmt"
	"time"
)

func (l *Log) open(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.catchUp(ctx); err != nil {
		return err
	}
	return l.remember(ctx)
}

// catchUp makes the tree of the tiles, and takes in the checkpoints that these do not
// cover whole: those of the last 255 entries, or all of a log from before there were tiles.
// The last head says whether it is the tree that was signed.
func (l *Log) catchUp(ctx context.Context) error {
	count, err := l.source.checkpoints(ctx)
	if err != nil || count == 0 {
		return err
	}
	last, err := l.source.checkpoint(ctx, count-1)
	if err != nil {
		return fmt.Errorf("auditlog: read checkpoint: %w", err)
	}
	signed, err := l.openHead(last.head)
	if err != nil {
		return err
	}
	if err := l.tree.open(ctx, signed.Head().Size); err != nil {
		return err
	}
	l.stored = l.tree.size
	if err := l.takeFrom(ctx, count, signed.Head().Size); err != nil {
		return err
	}
	l.checkpoints = count
	if err := l.becomes(ctx, last.head, l.tree.size); err != nil {
		return err
	}
	if err := l.storeTiles(ctx); err != nil {
		return err
	}
	return l.findLast(ctx)
}

// takeFrom goes back to the checkpoint with which the tree ends, and adds the leaves of
// those behind it. size is that of the last one.
func (l *Log) takeFrom(ctx context.Context, count, size uint64) error {
	recent := make([]checkpoint, 0, tileWidth) // the last one first
	first := count
	for ; first > 0 && size > l.tree.size; first-- {
		before, err := l.source.checkpoint(ctx, first-1)
		if err != nil {
			return fmt.Errorf("auditlog: read checkpoint: %w", err)
		}
		if uint64(len(before.leaves)) > size {
			return errNotContinued
		}
		size -= uint64(len(before.leaves))
		if len(recent) < cap(recent) {
			recent = append(recent, before)
		}
	}
	if size > l.tree.size {
		return errNotContinued
	}
	if first > 0 {
		before, err := l.source.checkpoint(ctx, first-1)
		if err != nil {
			return fmt.Errorf("auditlog: read checkpoint: %w", err)
		}
		if err := l.becomes(ctx, before.head, size); err != nil {
			return err
		}
	}
	for number := first; number < count; number++ {
		var next checkpoint
		if at := count - 1 - number; at < uint64(len(recent)) {
			next = recent[at]
		} else {
			var err error
			if next, err = l.source.checkpoint(ctx, number); err != nil {
				return fmt.Errorf("auditlog: read checkpoint: %w", err)
			}
		}
		l.add(next.leaves[min(uint64(len(next.leaves)), l.tree.size-size):])
		if size += uint64(len(next.leaves)); l.tree.size-l.stored < leavesAtOnce {
			continue
		}
		if err := l.becomes(ctx, next.head, size); err != nil {
			return err
		}
		if err := l.storeTiles(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (l *Log) add(leaves []leaf) {
	for _, leaf := range leaves {
		l.append(leaf)
	}
}

// storeTiles writes the tiles of a log from before there were any.
func (l *Log) storeTiles(ctx context.Context) error {
	for size := l.head.Head().Size; l.stored < size; {
		to := min(size, l.stored+leavesAtOnce)
		grown, err := l.tree.growths(ctx, l.stored, to)
		if err == nil && len(grown) > 0 {
			err = l.source.saveTiles(ctx, grown)
		}
		if err != nil {
			return fmt.Errorf("auditlog: store the tree: %w", err)
		}
		l.keepsTiles(to)
	}
	return nil
}

// keepsTiles says that the store has the tiles of the first leaves.
func (l *Log) keepsTiles(leaves uint64) {
	l.stored = leaves
	l.tree.stored(leaves)
}

// findLast finds the entry of the last leaf, behind which the store has what is new. No
// hash covers where it stands, so that the entry itself has to stand there.
func (l *Log) findLast(ctx context.Context) error {
	if l.tree.size == 0 {
		return nil
	}
	index := l.tree.size - 1
	tile, err := l.tree.tile(ctx, tileName{0, index / tileWidth})
	if err != nil {
		return err
	}
	l.searched = tile.positions[index%tileWidth]
	found, _, err := l.source.read(ctx, l.searched-1, 1)
	if err != nil {
		return fmt.Errorf("auditlog: read records: %w", err)
	}
	if len(found) != 1 || found[0].position != l.searched || HashLeaf(found[0].commitment[:]) != tile.hashes[index%tileWidth] {
		return fmt.Errorf("%w: the last entry that was signed is not where it was", ErrProof)
	}
	return nil
}

// remember holds the store against what the keepers have seen, and tells those that
// have seen less.
func (l *Log) remember(ctx context.Context) error {
	if err := l.readTail(ctx); err != nil {
		return err
	}
	heads := make([]Head, len(l.config.Keepers))
	for i, keeper := range l.config.Keepers {
		note, err := keeper.Last(ctx)
		if err != nil {
			return err
		}
		if note == "" {
			continue
		}
		signed, err := l.openHead(note)
		if err != nil {
			return fmt.Errorf("auditlog: the head that was kept outside of the store: %w", err)
		}
		heads[i] = signed.Head()
		if err := l.continues(ctx, heads[i]); err != nil {
			return err
		}
		if l.kept.IsZero() || younger(signed, l.kept) {
			l.kept = signed
		}
	}
	if err := l.signsOn(); err != nil {
		return err
	}
	for i, keeper := range l.config.Keepers {
		if l.head.IsZero() || heads[i].Origin != "" && heads[i].Epochs == l.head.Head().Epochs && heads[i].Size >= l.head.Head().Size {
			continue
		}
		if err := keeper.Keep(ctx, l.head.Text()); err != nil {
			return err
		}
	}
	return nil
}

// openHead reads a head of this log, also one from before a change of keys.
func (l *Log) openHead(note string) (SignedHead, error) {
	return OpenHead(note, append([]Verifier{l.Verifier()}, l.config.Former...)...)
}

// younger reports whether one head comes after the other.
func younger(one, other SignedHead) bool {
	a, b := one.Head(), other.Head()
	return a.Epochs.Len() > b.Epochs.Len() || a.Epochs == b.Epochs && a.Size > b.Size
}

// signsOn checks that the key of the log is the one that signed last.
func (l *Log) signsOn() error {
	last := l.head
	if !l.kept.IsZero() && (last.IsZero() || younger(l.kept, last)) {
		last = l.kept
	}
	if !last.IsZero() && last.key != l.Verifier() {
		return fmt.Errorf("%w: the last head was signed with another one", ErrKey)
	}
	return nil
}

// continues checks that the store holds what a head has covered, or what the act of a
// later epoch says was kept of it.
func (l *Log) continues(ctx context.Context, head Head) error {
	now := l.head.Head()
	now.Origin = l.config.Origin // also where there is no head yet
	common, err := Common(head, now)
	if err != nil {
		return err
	}
	for l.tree.size < common.Size {
		before := l.tree.size
		if err := l.readMore(ctx); err != nil {
			return err
		}
		if l.tree.size == before {
			return fmt.Errorf("%w: %d entries, and %s was signed over %d on %s", ErrRolledBack,
				before, head.Origin, head.Size, head.Time.Format(time.RFC3339))
		}
	}
	root, err := l.tree.rootAt(ctx, common.Size)
	if err != nil {
		return err
	}
	if root != common.Root {
		return fmt.Errorf("%w: %s over %d entries, signed on %s", ErrForked, head.Origin, head.Size, head.Time.Format(time.RFC3339))
	}
	return nil
}
