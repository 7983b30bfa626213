// SPDX-License-Identifier: Apache-2.0

package auditlog

// The tests put stores under a log that lie, forget and race. Store is what such a one
// implements, and Memory the honest one.

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/google/uuid"
)

// Store keeps the records of one log in the order in which they were written,
// and the checkpoints over them. How records get into it is the business of
// whoever writes them, because an entry must be durable in one step with the
// deed that it reports.
//
// A record has a position: positions grow in the order of writing, and once a
// position was passed by Read, no record with a lower one appears later. The
// commitment to a record, once written, never changes and is never removed.
// All methods may be called concurrently and from several processes.
type Store interface {
	// Read returns records behind a position, in order, and how far it looked.
	// It is at the end when it looked no further than after.
	Read(ctx context.Context, after uint64, limit int) (found []Stored, searched uint64, err error)
	// Record returns a record with its position. ErrNotFound if there is none
	// or if it was erased.
	Record(ctx context.Context, id uuid.UUID) (Record, uint64, error)
	// Of returns the records of one subject, the newest first. With before set,
	// it goes on behind that record. Erased records are left out.
	Of(ctx context.Context, subject string, before uuid.UUID) iter.Seq2[Record, error]
	// Checkpoint returns the checkpoint with the number, counted from zero;
	// ErrNotFound if it was not yet made.
	Checkpoint(ctx context.Context, number uint64) (Checkpoint, error)
	// SaveCheckpoint stores the checkpoint under the next number; ErrConflict
	// if there is one already.
	SaveCheckpoint(ctx context.Context, number uint64, checkpoint Checkpoint) error
	// Tile returns what was added to a tile, in order; nothing if there is no such tile.
	Tile(ctx context.Context, name TileName) ([][]byte, error)
	// SaveTiles adds to tiles, all or none. ErrConflict if one has another length.
	SaveTiles(ctx context.Context, tiles []Growth) error
	// EraseUntil destroys all records whose EraseAt is not after now, with
	// their salts, and returns how many. The commitments stay.
	EraseUntil(ctx context.Context, now time.Time) (int, error)
}

// Leaf is what stays of a record for ever.
type Leaf struct {
	Position   uint64
	Commitment Hash
}

// Stored is a leaf with its record, or with nil if the record was erased.
type Stored struct {
	Leaf

	Record *Record
}

// Format shows the position alone.
func (s Stored) Format(f fmt.State, _ rune) {
	_, _ = fmt.Fprintf(f, "auditlog.Stored{%d}", s.Position)
}

// Checkpoint is a signed head, as text, with the leaves that the log has gained
// since the checkpoint before.
type Checkpoint struct {
	Head   string
	Leaves []Leaf
	Tiles  []Growth // of SaveCheckpoint alone
}

// TileName says where a tile stands, from the leaves upwards and from the left.
type TileName struct {
	Level int
	Index uint64
}

// Growth is what a tile gains.
type Growth struct {
	TileName

	Has  uint64
	Adds [][]byte
}

// StoreConfig opens a log over such a store.
type StoreConfig struct {
	Origin    string
	Signer    *Signer
	Former    []Verifier
	Store     Store
	Now       func() time.Time
	Keepers   []Keeper
	Witnesses []Witness
}

// OpenStore is Open over a store of the tests.
func OpenStore(ctx context.Context, config StoreConfig) (*Log, error) {
	l, err := config.log()
	if err != nil {
		return nil, err
	}
	return l, l.open(ctx)
}

// BeginEpochStore is BeginEpoch over a store of the tests.
func BeginEpochStore(ctx context.Context, config StoreConfig, act Act) (SignedHead, error) {
	l, err := config.log()
	if err != nil {
		return SignedHead{}, err
	}
	return l.beginEpoch(ctx, act)
}

func (config StoreConfig) log() (*Log, error) {
	return newLog(Config{
		Origin: config.Origin, Signer: config.Signer, Former: config.Former, Keepers: config.Keepers, Witnesses: config.Witnesses, Name: "log",
	}, adapted{config.Store}, config.Now)
}

// Tick does what the store of the process does every few seconds.
func (l *Log) Tick(ctx context.Context) error { return l.tick(ctx) }

// Prove returns the proof of the entry at a position, and its index.
func (l *Log) Prove(ctx context.Context, position uint64) ([]Hash, uint64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	index, found, err := l.tree.find(ctx, position)
	if err == nil && !found {
		err = ErrProof
	}
	if err != nil {
		return nil, 0, err
	}
	proof, err := l.tree.nodes(ctx).proveInclusion(index, l.head.Head().Size)
	return proof, index, err
}

// Erase destroys what is due, as the sweep of the store does.
func (l *Log) Erase(ctx context.Context) (int, error) {
	return l.source.(adapted).EraseUntil(ctx, l.now())
}

type adapted struct{ Store }

func (a adapted) read(ctx context.Context, after uint64, limit int) (found []stored, searched uint64, err error) {
	list, searched, err := a.Read(ctx, after, limit)
	for _, s := range list {
		found = append(found, stored{leaf{s.Position, s.Commitment}, s.Record})
	}
	return found, searched, err
}

func (a adapted) record(ctx context.Context, id uuid.UUID) (Record, uint64, error) {
	return a.Record(ctx, id)
}

func (a adapted) of(ctx context.Context, subject string, before uuid.UUID) iter.Seq2[uuid.UUID, error] {
	return func(yield func(uuid.UUID, error) bool) {
		for record, err := range a.Of(ctx, subject, before) {
			if !yield(record.ID, err) || err != nil {
				return
			}
		}
	}
}

func (a adapted) checkpoint(ctx context.Context, number uint64) (checkpoint, error) {
	c, err := a.Checkpoint(ctx, number)
	next := checkpoint{head: c.Head}
	for _, l := range c.Leaves {
		next.leaves = append(next.leaves, leaf{l.Position, l.Commitment})
	}
	return next, err
}

func (a adapted) checkpoints(ctx context.Context) (uint64, error) {
	for number := uint64(0); ; number++ {
		if _, err := a.Checkpoint(ctx, number); errors.Is(err, ErrNotFound) {
			return number, nil
		} else if err != nil {
			return 0, err
		}
	}
}

func (a adapted) saveCheckpoint(ctx context.Context, number uint64, c checkpoint, tiles []growth) error {
	next := Checkpoint{Head: c.head, Tiles: grownTiles(tiles)}
	for _, l := range c.leaves {
		next.Leaves = append(next.Leaves, Leaf{l.position, l.commitment})
	}
	return a.SaveCheckpoint(ctx, number, next)
}

func grownTiles(tiles []growth) []Growth {
	all := make([]Growth, len(tiles))
	for i, tile := range tiles {
		all[i] = Growth{TileName{tile.level, tile.index}, tile.has, tile.adds}
	}
	return all
}

func (a adapted) saveTiles(ctx context.Context, tiles []growth) error {
	return a.SaveTiles(ctx, grownTiles(tiles))
}

func (a adapted) tile(ctx context.Context, name tileName, n int) (*tile, error) {
	parts, err := a.Tile(ctx, TileName{name.level, name.index})
	if err == nil && len(parts) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return parseTile(parts, n)
}

func (a adapted) append(_ context.Context, records ...Record) error {
	return a.Store.(*Memory).Append(records...)
}
