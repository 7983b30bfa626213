// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"context"
	"errors"
	"fmt"
	"iter"

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
	_, err = l.agrees(ctx, record, position)
	return record, err
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

// agrees checks a record against the leaf of the tree at its position, and returns the
// index of that leaf.
func (l *Log) agrees(ctx context.Context, record Record, position uint64) (uint64, error) {
	for position > l.searched {
		before := l.searched
		if err := l.readMore(ctx); err != nil {
			return 0, err
		}
		if l.searched == before {
			break
		}
	}
	index, found, err := l.tree.find(ctx, position)
	if err != nil {
		return 0, err
	}
	if !found {
		return 0, fmt.Errorf("%w: the entry is not in the order of the log", ErrProof)
	}
	leaf, err := l.tree.nodes(ctx)(0, index)
	if err != nil {
		return 0, err
	}
	commitment := record.Commitment()
	if HashLeaf(commitment[:]) != leaf {
		return 0, fmt.Errorf("%w: the entry is not the one that was logged", ErrProof)
	}
	return index, nil
}
