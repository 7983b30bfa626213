// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Memory is a Store that forgets everything with the process: for tests, and as
// the model the other stores are compared with. The zero value is ready.
type Memory struct {
	mu          sync.RWMutex
	stored      []Stored // the record at position n is at n-1
	positions   map[uuid.UUID]uint64
	checkpoints []Checkpoint
	tiles       map[TileName][][]byte
}

var _ Store = (*Memory)(nil)

// Clone is a backup.
func (m *Memory) Clone() *Memory {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return &Memory{stored: slices.Clone(m.stored), positions: maps.Clone(m.positions), checkpoints: slices.Clone(m.checkpoints), tiles: maps.Clone(m.tiles)}
}

// Append writes records, all of them or none. An id that is already there is ErrConflict.
func (m *Memory) Append(records ...Record) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, r := range records {
		same := func(other Record) bool { return other.ID == r.ID }
		if m.positions[r.ID] != 0 || slices.ContainsFunc(records[:i], same) {
			return fmt.Errorf("%w: entry exists", ErrConflict)
		}
	}
	if m.positions == nil {
		m.positions = make(map[uuid.UUID]uint64)
	}
	for _, r := range records {
		position := uint64(len(m.stored) + 1)
		m.stored = append(m.stored, Stored{Leaf{position, r.Commitment()}, &r})
		m.positions[r.ID] = position
	}
	return nil
}

// AppendErased writes what is left of records that were erased.
func (m *Memory) AppendErased(commitments ...Hash) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, commitment := range commitments {
		m.stored = append(m.stored, Stored{Leaf{uint64(len(m.stored) + 1), commitment}, nil})
	}
}

// Len returns how many records were written.
func (m *Memory) Len() int { return len(m.stored) }

// Rewrite changes what is left of the record at a position.
func (m *Memory) Rewrite(position uint64, commitment Hash) {
	m.stored[position-1].Commitment = commitment
}

// Tiles gives the tiles to a test that changes them.
func (m *Memory) Tiles() map[TileName][][]byte { return m.tiles }

// Read implements Store.
func (m *Memory) Read(_ context.Context, after uint64, limit int) (found []Stored, searched uint64, err error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	end := min(after+uint64(limit), uint64(len(m.stored)))
	if after >= end {
		return nil, after, nil
	}
	return slices.Clone(m.stored[after:end]), end, nil
}

// Record implements Store.
func (m *Memory) Record(_ context.Context, id uuid.UUID) (Record, uint64, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	position := m.positions[id]
	if position == 0 || m.stored[position-1].Record == nil {
		return Record{}, 0, ErrNotFound
	}
	return *m.stored[position-1].Record, position, nil
}

// Of implements Store.
func (m *Memory) Of(_ context.Context, subject string, before uuid.UUID) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		m.mu.RLock()
		end := uint64(len(m.stored) + 1)
		if before != uuid.Nil {
			end = m.positions[before]
		}
		snapshot := slices.Clone(m.stored[:max(end, 1)-1])
		m.mu.RUnlock()
		for _, stored := range slices.Backward(snapshot) {
			if stored.Record != nil && stored.Record.Subject == subject && !yield(*stored.Record, nil) {
				return
			}
		}
	}
}

// Checkpoint implements Store.
func (m *Memory) Checkpoint(_ context.Context, number uint64) (Checkpoint, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	if number >= uint64(len(m.checkpoints)) {
		return Checkpoint{}, ErrNotFound
	}
	return m.checkpoints[number], nil
}

// SaveCheckpoint implements Store.
func (m *Memory) SaveCheckpoint(_ context.Context, number uint64, checkpoint Checkpoint) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if number != uint64(len(m.checkpoints)) {
		return ErrConflict
	}
	if err := m.grow(checkpoint.Tiles); err != nil {
		return err
	}
	m.checkpoints = append(m.checkpoints, Checkpoint{Head: checkpoint.Head, Leaves: slices.Clone(checkpoint.Leaves)})
	return nil
}

// Tile implements Store.
func (m *Memory) Tile(_ context.Context, name TileName) ([][]byte, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.tiles[name], nil
}

// SaveTiles implements Store.
func (m *Memory) SaveTiles(_ context.Context, tiles []Growth) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.grow(tiles)
}

func (m *Memory) grow(tiles []Growth) error {
	for _, tile := range tiles {
		if uint64(len(m.tiles[tile.TileName])) != tile.Has {
			return ErrConflict
		}
	}
	if m.tiles == nil {
		m.tiles = map[TileName][][]byte{}
	}
	for _, tile := range tiles {
		m.tiles[tile.TileName] = append(slices.Clip(m.tiles[tile.TileName]), tile.Adds...)
	}
	return nil
}

// EraseUntil implements Store.
func (m *Memory) EraseUntil(_ context.Context, now time.Time) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	erased := 0
	for i, stored := range m.stored {
		if stored.Record != nil && !stored.Record.EraseAt.After(now) {
			m.stored[i].Record = nil
			erased++
		}
	}
	return erased, nil
}
