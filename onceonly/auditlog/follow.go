// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"context"
	"errors"
	"fmt"
)

// readTail takes in records that no checkpoint covers yet.
func (l *Log) readTail(ctx context.Context) error {
	for len(l.pending) < leavesAtOnce {
		before := l.searched
		if err := l.readMore(ctx); err != nil {
			return err
		}
		if l.searched == before {
			return nil
		}
	}
	return nil
}

func (l *Log) readMore(ctx context.Context) error {
	found, searched, err := l.source.read(ctx, l.searched, readAtOnce)
	if err != nil {
		return fmt.Errorf("auditlog: read records: %w", err)
	}
	for _, stored := range found {
		if stored.record != nil && stored.record.Commitment() != stored.commitment {
			return fmt.Errorf("%w: an entry is not the one that was logged", ErrProof)
		}
		l.append(stored.leaf)
		l.pending = append(l.pending, stored.leaf)
	}
	l.searched = max(l.searched, searched)
	return nil
}

func (l *Log) append(leaf leaf) {
	l.tree.append(leaf)
	l.searched = max(l.searched, leaf.position)
}

// follow takes in the checkpoints that other processes made.
func (l *Log) follow(ctx context.Context) error {
	for {
		err := l.takeNext(ctx)
		if errors.Is(err, ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		l.keepsTiles(l.head.Head().Size)
	}
}

// takeNext takes in the next checkpoint; ErrNotFound if there is none.
func (l *Log) takeNext(ctx context.Context) error {
	next, err := l.source.checkpoint(ctx, l.checkpoints)
	if err != nil {
		return fmt.Errorf("auditlog: read checkpoint: %w", err)
	}
	if err := l.take(ctx, next); err != nil {
		return err
	}
	l.checkpoints++
	return nil
}

var errNotContinued = fmt.Errorf("%w: the checkpoint does not continue this log", ErrProof)

// take adds the leaves of a checkpoint and makes it the head.
func (l *Log) take(ctx context.Context, next checkpoint) error {
	index := l.head.Head().Size
	size := index + uint64(len(next.leaves))
	for _, leaf := range next.leaves {
		switch unsigned := l.tree.size - uint64(len(l.pending)); {
		case index < unsigned: // it stands in a tile, and the root says whether it is the one
		case index == l.tree.size:
			l.append(leaf)
		case l.pending[0] != leaf:
			return fmt.Errorf("%w: the checkpoint has other leaves than the store", ErrProof)
		default:
			l.pending = l.pending[1:]
		}
		index++
	}
	return l.becomes(ctx, next.head, size)
}

// becomes makes a signed head over size leaves the one of the log, if the tree agrees.
func (l *Log) becomes(ctx context.Context, note string, size uint64) error {
	signed, err := l.openHead(note)
	if err != nil {
		return err
	}
	head, last := signed.Head(), l.head.Head()
	if head.Origin != l.config.Origin || head.Size != size {
		return errNotContinued
	}
	if !head.Epochs.continues(last.Epochs) {
		return fmt.Errorf("%w: the checkpoint leaves its epoch", ErrProof)
	}
	held := []State{{head.Size, head.Root}}
	if act, any := head.Epochs.last(); any && head.Epochs != last.Epochs {
		held = append(held, act.Kept)
	}
	for _, state := range held {
		root, err := l.tree.rootAt(ctx, state.Size)
		if err != nil && !errors.Is(err, ErrRange) {
			return err
		}
		if err != nil || root != state.Root {
			return fmt.Errorf("%w: the store does not hold the log that was signed", ErrProof)
		}
	}
	l.head = signed
	return nil
}
