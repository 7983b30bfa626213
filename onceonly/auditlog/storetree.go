// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// checkpointSpace makes the ids of checkpoints and tiles from the name of the log and the
// number, so that two processes cannot make the same one.
var checkpointSpace = uuid.MustParse("6f5f1b0e-6a3c-5f0e-9d43-0c1a5b7e2d90")

func (s *logStore) checkpointStream(number uint64) uuid.UUID {
	return uuid.NewSHA1(checkpointSpace, []byte(s.name+"/"+strconv.FormatUint(number, 10)))
}

func (s *logStore) checkpoint(ctx context.Context, number uint64) (checkpoint, error) {
	_, events, err := s.core.Load(ctx, s.checkpointKind(), s.checkpointStream(number), 0)
	if errors.Is(err, journal.ErrNotFound) || err == nil && len(events) == 0 {
		return checkpoint{}, ErrNotFound
	}
	if err != nil {
		return checkpoint{}, err
	}
	return parseCheckpoint(events[0].Data)
}

// checkpoints looks for the last one: their numbers have no gaps. Only heads of streams
// are read for it, since the checkpoints themselves may be long.
func (s *logStore) checkpoints(ctx context.Context) (uint64, error) {
	has := func(number uint64) (bool, error) {
		_, _, err := s.core.Load(ctx, s.checkpointKind(), s.checkpointStream(number), math.MaxInt64)
		if errors.Is(err, journal.ErrNotFound) {
			return false, nil
		}
		return err == nil, err
	}
	low, high := uint64(0), uint64(1) // there are low at least, and fewer than high at last
	for {
		found, err := has(high - 1)
		if err != nil {
			return 0, err
		}
		if !found {
			break
		}
		low, high = high, 2*high
	}
	for low+1 < high {
		middle := low + (high-low)/2
		found, err := has(middle - 1)
		switch {
		case err != nil:
			return 0, err
		case found:
			low = middle
		default:
			high = middle
		}
	}
	return low, nil
}

func (s *logStore) saveCheckpoint(ctx context.Context, number uint64, c checkpoint, tiles []growth) error {
	_, err := s.core.Append(ctx, journal.Command{}, append(s.tileCommits(tiles), journal.Commit{
		Kind: s.checkpointKind(), Stream: s.checkpointStream(number), State: stateSigned,
		Events: []journal.Event{{Type: "signed", Data: appendCheckpoint(nil, c)}},
	})...)
	return err
}

func (s *logStore) saveTiles(ctx context.Context, tiles []growth) error {
	_, err := s.core.Append(ctx, journal.Command{}, s.tileCommits(tiles)...)
	return err
}

func (s *logStore) tileCommits(tiles []growth) []journal.Commit {
	commits := make([]journal.Commit, 0, len(tiles)+1)
	for _, tile := range tiles {
		commit := journal.Commit{Kind: s.tileKind(), Stream: s.tileStream(tile.tileName), Expected: tile.has, State: stateSigned}
		for _, data := range tile.adds {
			commit.Events = append(commit.Events, journal.Event{Type: "grown", Data: data})
		}
		commits = append(commits, commit)
	}
	return commits
}

func (s *logStore) tile(ctx context.Context, name tileName, n int) (*tile, error) {
	after := uint64(0)
	if n == tileWidth && name.level > 0 {
		after = tileWidth - 1 // the last event has all nodes
	}
	_, events, err := s.core.Load(ctx, s.tileKind(), s.tileStream(name), after)
	if errors.Is(err, journal.ErrNotFound) || err == nil && len(events) == 0 {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	parts := make([][]byte, len(events))
	for i := range events {
		parts[i] = events[i].Data
	}
	return parseTile(parts, n)
}

func (s *logStore) tileStream(name tileName) uuid.UUID {
	return uuid.NewSHA1(checkpointSpace, fmt.Appendf(nil, "%s/tile/%d/%d", s.name, name.level, name.index))
}

// A stored checkpoint is the length of the head in four bytes, the head, and for
// each leaf its position in eight bytes and its commitment.
const leafSize = 8 + len(Hash{})

func appendCheckpoint(b []byte, c checkpoint) []byte {
	b = binary.BigEndian.AppendUint32(b, uint32(len(c.head)))
	b = append(b, c.head...)
	for _, leaf := range c.leaves {
		b = binary.BigEndian.AppendUint64(b, leaf.position)
		b = append(b, leaf.commitment[:]...)
	}
	return b
}

func parseCheckpoint(b []byte) (checkpoint, error) {
	broken := fmt.Errorf("%w: a stored checkpoint", ErrSyntax)
	if len(b) < 4 {
		return checkpoint{}, broken
	}
	size, rest := uint64(binary.BigEndian.Uint32(b)), b[4:]
	if size > uint64(len(rest)) || (uint64(len(rest))-size)%uint64(leafSize) != 0 {
		return checkpoint{}, broken
	}
	c := checkpoint{head: string(rest[:size])}
	for rest = rest[size:]; len(rest) > 0; rest = rest[leafSize:] {
		c.leaves = append(c.leaves, leaf{binary.BigEndian.Uint64(rest), Hash(rest[8:leafSize])})
	}
	return c, nil
}
