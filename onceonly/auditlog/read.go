// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/google/uuid"
)

// Record returns an entry. It is held against the tree first: one that was changed in
// the store, or that never stood in the log, is ErrProof. ErrNotFound after erasure.
func (l *Log) Record(ctx context.Context, id uuid.UUID) (Record, error) {
	record, position, err := l.source.record(ctx, id)
	if err != nil {
		return Record{}, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return record, l.agrees(ctx, record, position)
}

// Of returns the entries under a key, the newest first; see Record. With before set,
// it goes on behind that one. An entry that was changed ends the list with ErrProof.
func (l *Log) Of(ctx context.Context, subject string, before uuid.UUID) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		for id, err := range l.source.of(ctx, subject, before) {
			var record Record
			if err == nil {
				record, err = l.Record(ctx, id)
			}
			if errors.Is(err, ErrNotFound) {
				continue // erased between the two reads, or due
			}
			if !yield(record, err) || err != nil {
				return
			}
		}
	}
}

// agrees checks a record against the leaf of the tree at its position.
func (l *Log) agrees(ctx context.Context, record Record, position uint64) error {
	for position > l.searched {
		before := l.searched
		if err := l.readMore(ctx); err != nil {
			return err
		}
		if l.searched == before {
			break
		}
	}
	index, found := slices.BinarySearch(l.positions, position)
	if !found {
		return fmt.Errorf("%w: the entry is not in the order of the log", ErrProof)
	}
	leaf, err := l.tree.Leaf(uint64(index))
	if err != nil {
		return err
	}
	commitment := record.Commitment()
	if HashLeaf(commitment[:]) != leaf {
		return fmt.Errorf("%w: the entry is not the one that was logged", ErrProof)
	}
	return nil
}
