// SPDX-License-Identifier: Apache-2.0

package auditlog_test

// The tree of a log lies in the store as tiles. They are derived from the entries, and
// the signed head says whether they are right.

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

func commitments(from, to int) []auditlog.Hash {
	all := make([]auditlog.Hash, 0, to-from)
	for i := from; i < to; i++ {
		all = append(all, auditlog.HashLeaf(binary.BigEndian.AppendUint64(nil, uint64(i))))
	}
	return all
}

// requireSameAsTree holds a log against the tree in memory over the same leaves: roots,
// and proofs between sizes and to leaves at and beside the borders of tiles.
func requireSameAsTree(t *testing.T, log *auditlog.Log, tree *auditlog.Tree, random *rand.Rand) {
	t.Helper()
	size := tree.Size()
	require.Equal(t, size, log.Head().Head().Size)
	require.Equal(t, tree.Root(), log.Head().Head().Root)
	sizes := []uint64{0, 1, size}
	for _, border := range []uint64{256, 512, 65_536, 65_792, size &^ 255} {
		sizes = append(sizes, border-1, border, border+1)
	}
	for range 20 {
		sizes = append(sizes, random.Uint64N(size+1))
	}
	for _, old := range sizes {
		if old > size {
			continue
		}
		want, err := tree.ProveConsistency(old, size)
		require.NoError(t, err)
		got, err := log.Growth(t.Context(), old, size)
		require.NoError(t, err)
		require.Equal(t, want, got, "from %d to %d", old, size)
		if old == size {
			continue
		}
		want, err = tree.ProveInclusion(old, size)
		require.NoError(t, err)
		leaf, err := tree.Leaf(old)
		require.NoError(t, err)
		got, index, err := log.Prove(t.Context(), old+1)
		require.NoError(t, err)
		require.Equal(t, old, index, "an entry is found by its position")
		require.Equal(t, want, got)
		require.NoError(t, auditlog.VerifyInclusion(tree.Root(), size, index, leaf, got))
	}
}

func reopen(t *testing.T, store auditlog.Store, keeper auditlog.Keeper) (*auditlog.Log, error) {
	t.Helper()
	return openWith(t, store, keeper)
}

func TestTiles_GiveWhatTheTreeInMemoryGives(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(9, 13))
	store, keeper := &auditlog.Memory{}, &auditlog.HeadMemory{}
	log, err := reopen(t, store, keeper)
	require.NoError(t, err)
	var tree auditlog.Tree
	for _, size := range []int{1, 255, 256, 257, 511, 700, 1024, 1025, 65_535, 65_536, 65_537, 66_100} {
		for _, commitment := range commitments(int(tree.Size()), size) {
			tree.Append(auditlog.HashLeaf(commitment[:]))
			store.AppendErased(commitment)
		}
		_, err := log.Publish(t.Context())
		require.NoError(t, err)
		requireSameAsTree(t, log, &tree, random)
		log, err = reopen(t, store, keeper)
		require.NoError(t, err, "opened at %d", size)
		requireSameAsTree(t, log, &tree, random)
	}
}

func TestTiles_ALogThatGrowsEntryByEntryHasTheSameOnes(t *testing.T) {
	t.Parallel()
	slow, fast := &auditlog.Memory{}, &auditlog.Memory{}
	log, err := reopen(t, slow, &auditlog.HeadMemory{})
	require.NoError(t, err)
	for i := range 600 {
		slow.AppendErased(commitments(i, i+1)...)
		_, err := log.Publish(t.Context())
		require.NoError(t, err)
	}
	fast.AppendErased(commitments(0, 600)...)
	published(t, fast, &auditlog.HeadMemory{})
	requireSameTiles(t, fast, slow)
	require.Len(t, slow.Tiles(), 3, "two full ones, and the one above them")
	reopened, err := reopen(t, slow, &auditlog.HeadMemory{})
	require.NoError(t, err)
	require.Equal(t, log.Head(), reopened.Head())
}

func TestTiles_OneThatWasChangedIsNoticed(t *testing.T) {
	t.Parallel()
	original := &auditlog.Memory{}
	original.AppendErased(commitments(0, 66_000)...)
	published(t, original, &auditlog.HeadMemory{})
	for name, parts := range original.Tiles() {
		if name.Level == 0 && name.Index%100 != 3 && name.Index != 256 {
			continue
		}
		for _, at := range []int{0, 32 * 17, 32*255 + 31} {
			attacked := original.Clone()
			part := slices.Clone(parts[len(parts)-1])
			at %= len(part) - 8 // a hash, in a full tile and in one that grows
			part[at] ^= 1
			attacked.Tiles()[name] = append(slices.Clone(parts[:len(parts)-1]), part)
			log, err := reopen(t, attacked, &auditlog.HeadMemory{})
			if err == nil {
				_, _, err = log.Prove(t.Context(), min(1+name.Index<<(8*(name.Level+1)), 66_000))
			}
			require.ErrorIs(t, err, auditlog.ErrProof, "%v at %d", name, at)
		}
	}
}

func TestTiles_APlaceThatWasChangedIsNoticed(t *testing.T) {
	t.Parallel()
	// No hash covers where an entry stands in the store.
	store, keeper := &auditlog.Memory{}, &auditlog.HeadMemory{}
	for i := range 256 {
		require.NoError(t, store.Append(record(t, i, start.AddDate(2, 0, 0))))
	}
	published(t, store, keeper)
	for name, change := range map[string]func(positions []byte){
		"an entry is passed over":        func(p []byte) { binary.BigEndian.PutUint64(p[8*255:], 1000) },
		"an entry is read a second time": func(p []byte) { binary.BigEndian.PutUint64(p[8*255:], 255) },
		"two are swapped": func(p []byte) {
			binary.BigEndian.PutUint64(p[8*7:], 9)
			binary.BigEndian.PutUint64(p[8*8:], 8)
		},
	} {
		attacked := store.Clone()
		part := slices.Clone(store.Tiles()[auditlog.TileName{}][0])
		change(part[256*32:])
		attacked.Tiles()[auditlog.TileName{}] = [][]byte{part}
		require.NoError(t, attacked.Append(record(t, 900, start.AddDate(2, 0, 0))))
		log, err := reopen(t, attacked, keeper)
		if err == nil {
			_, err = log.Receipt(t.Context(), entryID(7))
		}
		require.ErrorIs(t, err, auditlog.ErrProof, name)
	}
}

func TestTiles_OneThatIsMissingIsDerivedFromTheEntries(t *testing.T) {
	t.Parallel()
	store, keeper := &auditlog.Memory{}, &auditlog.HeadMemory{}
	store.AppendErased(commitments(0, 66_000)...)
	published(t, store, keeper)
	var tree auditlog.Tree
	for _, commitment := range commitments(0, 66_000) {
		tree.Append(auditlog.HashLeaf(commitment[:]))
	}
	for _, name := range []auditlog.TileName{{Index: 0}, {Index: 100}, {Level: 1}} {
		attacked := store.Clone()
		delete(attacked.Tiles(), name)
		log, err := reopen(t, attacked, keeper)
		require.NoError(t, err)
		requireSameAsTree(t, log, &tree, rand.New(rand.NewPCG(1, 2)))
	}
	gone := store.Clone()
	delete(gone.Tiles(), auditlog.TileName{Index: 5})
	delete(gone.Tiles(), auditlog.TileName{Level: 1})
	log, err := reopen(t, gone, keeper)
	require.NoError(t, err)
	_, _, err = log.Prove(t.Context(), 1)
	require.ErrorIs(t, err, auditlog.ErrProof, "not found is said of an entry alone")
	// Derived from entries that were rewritten, it is another one.
	rewritten := store.Clone()
	delete(rewritten.Tiles(), auditlog.TileName{})
	rewritten.Rewrite(17, commitments(99, 100)[0])
	log, err = reopen(t, rewritten, keeper)
	require.NoError(t, err)
	_, _, err = log.Prove(t.Context(), 3)
	require.ErrorIs(t, err, auditlog.ErrProof)
}

// withoutTiles is a store as it was before there were tiles.
type withoutTiles struct{ *auditlog.Memory }

func (s withoutTiles) SaveCheckpoint(ctx context.Context, number uint64, c auditlog.Checkpoint) error {
	c.Tiles = nil
	return s.Memory.SaveCheckpoint(ctx, number, c)
}

// stopping loses power when it has stored tiles some times.
type stopping struct {
	*auditlog.Memory

	left int
}

var errPower = errors.New("no power")

func (s *stopping) SaveTiles(ctx context.Context, tiles []auditlog.Growth) error {
	if s.left--; s.left < 0 {
		return errPower
	}
	return s.Memory.SaveTiles(ctx, tiles)
}

func TestTiles_OfALogFromBeforeAreMadeWhenItIsOpened(t *testing.T) {
	t.Parallel()
	const entries = 70_000
	keeper := &auditlog.HeadMemory{}
	old, with := &auditlog.Memory{}, &auditlog.Memory{}
	log, err := reopen(t, withoutTiles{old}, keeper)
	require.NoError(t, err)
	for _, end := range []int{100, 30_000, entries} {
		old.AppendErased(commitments(old.Len(), end)...)
		_, err := log.Publish(t.Context())
		require.NoError(t, err)
	}
	require.Empty(t, slices.Collect(maps.Keys(old.Tiles())))
	with.AppendErased(commitments(0, entries)...)
	published(t, with, &auditlog.HeadMemory{})
	_, err = reopen(t, &stopping{old, 1}, keeper)
	require.ErrorIs(t, err, errPower)
	require.Less(t, len(old.Tiles()), len(with.Tiles()))
	require.NotEmpty(t, slices.Collect(maps.Keys(old.Tiles())))
	log, err = reopen(t, old, keeper)
	require.NoError(t, err, "it goes on where it stopped")
	requireSameTiles(t, with, old)
	require.Equal(t, uint64(entries), log.Head().Head().Size)
}

func requireSameTiles(t *testing.T, want, got *auditlog.Memory) {
	t.Helper()
	require.True(t, maps.EqualFunc(want.Tiles(), got.Tiles(), func(a, b [][]byte) bool {
		return slices.EqualFunc(a, b, bytes.Equal)
	}))
}

func TestTiles_WithoutTheCheckpointThatCoversThemAreRefused(t *testing.T) {
	t.Parallel()
	store := &auditlog.Memory{}
	store.AppendErased(commitments(0, 300)...)
	published(t, store, &auditlog.HeadMemory{})
	cut := &auditlog.Memory{}
	cut.AppendErased(commitments(0, 300)...)
	require.NoError(t, cut.SaveTiles(t.Context(), []auditlog.Growth{{Adds: store.Tiles()[auditlog.TileName{}]}}))
	log, err := reopen(t, cut, &auditlog.HeadMemory{})
	require.NoError(t, err)
	_, err = log.Publish(t.Context())
	require.ErrorIs(t, err, auditlog.ErrProof)
	require.ErrorContains(t, err, "tiles that no checkpoint covers")
}

func TestTiles_ACrashBetweenEntryAndTileIsHarmless(t *testing.T) {
	t.Parallel()
	// Tiles are written in one step with the checkpoint that covers them, or not at all:
	// the store is copied after each entry, as if power was lost there.
	store, keeper := &auditlog.Memory{}, &auditlog.HeadMemory{}
	log, err := reopen(t, store, keeper)
	require.NoError(t, err)
	for i := range 520 {
		store.AppendErased(commitments(i, i+1)...)
		if i%3 == 0 {
			_, err := log.Publish(t.Context())
			require.NoError(t, err)
		}
		if i > 250 && i < 260 || i > 508 {
			last, err := keeper.Last(t.Context())
			require.NoError(t, err)
			outside := &auditlog.HeadMemory{}
			require.NoError(t, outside.Keep(t.Context(), last))
			again, err := reopen(t, store.Clone(), outside)
			require.NoError(t, err)
			head, err := again.Publish(t.Context())
			require.NoError(t, err)
			require.Equal(t, uint64(i+1), head.Head().Size)
			var tree auditlog.Tree
			for _, commitment := range commitments(0, i+1) {
				tree.Append(auditlog.HashLeaf(commitment[:]))
			}
			require.Equal(t, tree.Root(), head.Head().Root)
		}
	}
}

func TestTiles_TwoProcessesMakeThemOnce(t *testing.T) {
	t.Parallel()
	store := &auditlog.Memory{}
	var processes sync.WaitGroup
	for p := range 2 {
		log, err := auditlog.OpenStore(t.Context(), auditlog.StoreConfig{
			Origin: origin, Signer: signer(t), Store: store, Now: func() time.Time { return start },
			Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}},
		})
		require.NoError(t, err)
		processes.Go(func() {
			for i := range 300 {
				if store.Append(record(t, 1000*p+i, start.AddDate(2, 0, 0))) != nil {
					t.Error("append")
				}
				if _, err := log.Receipt(t.Context(), entryID(1000*p+i)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	processes.Wait()
	require.ElementsMatch(t, []auditlog.TileName{{}, {Index: 1}, {Level: 1}}, slices.Collect(maps.Keys(store.Tiles())))
	log, err := reopen(t, store, &auditlog.HeadMemory{})
	require.NoError(t, err)
	for i := range 600 {
		id := entryID(1000*(i%2) + i/2)
		receipt, err := log.Receipt(t.Context(), id)
		require.NoError(t, err)
		_, err = receipt.Verify(log.Verifier())
		require.NoError(t, err)
	}
	for record, err := range log.Of(t.Context(), "subject-1", uuid.Nil) {
		require.NoError(t, err, fmt.Sprint(record.ID))
	}
}
