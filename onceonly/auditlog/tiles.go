// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"context"
	"errors"
	"fmt"
)

// cachedTiles bounds the full tiles that are held in memory: 38 MB.
const cachedTiles = 2048

// tiles is the tree of a log. What stands at its right edge lies in memory, all else in
// the store; a tile that is read from there must have the root that the one above it
// says, and the edge is held against the signed head when the log is opened.
//
// A tiles is not safe for concurrent use; Log is.
type tiles struct {
	source source
	size   uint64
	edge   []*tile            // the last tile of each level, never full
	fresh  map[tileName]*tile // full, and perhaps not in the store yet
	cache  map[tileName]*tile // full, and read from the store
}

func newTiles(source source) tiles {
	return tiles{source: source, fresh: map[tileName]*tile{}, cache: map[tileName]*tile{}}
}

// complete returns how many nodes of the lowest row of a level's tiles there are, for a
// number of leaves.
func complete(level int, leaves uint64) uint64 { return leaves >> (tileHeight * level) }

// append adds a leaf.
func (t *tiles) append(l leaf) {
	node, position := HashLeaf(l.commitment[:]), l.position
	t.size++
	for level := 0; ; level++ {
		if level == len(t.edge) {
			t.edge = append(t.edge, new(tile))
		}
		edge := t.edge[level]
		edge.append(node, position)
		if !edge.full() {
			return
		}
		t.fresh[tileName{level, complete(level+1, t.size) - 1}] = edge
		t.edge[level] = new(tile)
		node, position = edge.root(), edge.positions[0]
	}
}

// nodes reads the tree.
func (t *tiles) nodes(ctx context.Context) nodes {
	return func(level int, index uint64) (Hash, error) {
		height := level % tileHeight
		within := tileHeight - height // so many bits of the index say where in its tile a node stands
		tile, err := t.tile(ctx, tileName{level / tileHeight, index >> within})
		if err != nil {
			return Hash{}, err
		}
		return tile.hashes[row(height)+int(index&(1<<within-1))], nil
	}
}

// tile returns a tile that the tree has.
func (t *tiles) tile(ctx context.Context, name tileName) (*tile, error) {
	if name.index == complete(name.level+1, t.size) {
		return t.edge[name.level], nil
	}
	if known := t.fresh[name]; known != nil {
		return known, nil
	}
	if known := t.cache[name]; known != nil {
		return known, nil
	}
	above, err := t.tile(ctx, tileName{name.level + 1, name.index / tileWidth})
	if err != nil {
		return nil, err
	}
	i := int(name.index % tileWidth)
	read, err := t.source.tile(ctx, name, tileWidth)
	if errors.Is(err, ErrNotFound) {
		read, err = t.derive(ctx, name, above.positions[i])
	}
	if err != nil {
		return nil, fmt.Errorf("auditlog: read tile %d of level %d: %w", name.index, name.level, err)
	}
	if !read.full() || read.root() != above.hashes[i] {
		return nil, fmt.Errorf("%w: tile %d of level %d is not the one that was signed", ErrProof, name.index, name.level)
	}
	t.keep(name, read)
	return read, nil
}

var errTilesLost = fmt.Errorf("%w: the store lost tiles of two levels", ErrProof)

// derive makes a tile that the store lost of what stands below it: of the entries, from
// the position of the first on, or of smaller tiles.
func (t *tiles) derive(ctx context.Context, name tileName, first uint64) (*tile, error) {
	made := new(tile)
	if name.level > 0 {
		for i := range uint64(tileWidth) {
			child, err := t.source.tile(ctx, tileName{name.level - 1, name.index*tileWidth + i}, tileWidth)
			if errors.Is(err, ErrNotFound) {
				err = errTilesLost
			}
			if err != nil {
				return nil, err
			}
			made.append(child.root(), child.positions[0])
		}
		return made, nil
	}
	for after := first - 1; !made.full(); {
		found, searched, err := t.source.read(ctx, after, tileWidth-made.n)
		if err != nil {
			return nil, err
		}
		if searched == after {
			return nil, fmt.Errorf("%w: the store lost records", ErrProof)
		}
		for _, one := range found {
			made.append(HashLeaf(one.commitment[:]), one.position)
		}
		after = searched
	}
	return made, nil
}

// keep holds a tile in memory, in place of any other when there are too many.
func (t *tiles) keep(name tileName, read *tile) {
	for other := range t.cache {
		if len(t.cache) < cachedTiles {
			break
		}
		delete(t.cache, other)
	}
	t.cache[name] = read
}

// find returns the index of the leaf at a position.
func (t *tiles) find(ctx context.Context, position uint64) (index uint64, found bool, err error) {
	// What the edge of one level covers comes before what that of the level below does.
	for level, edge := range t.edge {
		at, i := edge, edge.behind(position)
		if i < 0 {
			continue
		}
		index = complete(level+1, t.size)*tileWidth + uint64(i)
		for ; level > 0; level-- {
			if at, err = t.tile(ctx, tileName{level - 1, index}); err != nil {
				return 0, false, err
			}
			if i = at.behind(position); i < 0 {
				return 0, false, nil
			}
			index = index*tileWidth + uint64(i)
		}
		return index, at.positions[i] == position, nil
	}
	return 0, false, nil
}

// proveConsistency is that of a Tree.
func (t *tiles) proveConsistency(ctx context.Context, size1, size2 uint64) ([]Hash, error) {
	if size2 > t.size || size1 > size2 {
		return nil, fmt.Errorf("%w: from %d to %d of %d", ErrRange, size1, size2, t.size)
	}
	return t.nodes(ctx).proveConsistency(size1, size2)
}

// rootAt returns the root that the tree had when it was size leaves long.
func (t *tiles) rootAt(ctx context.Context, size uint64) (Hash, error) {
	if size > t.size {
		return Hash{}, fmt.Errorf("%w: size %d of %d", ErrRange, size, t.size)
	}
	return t.nodes(ctx).root(0, size)
}

// growth is what a tile gains in the store: events behind those that it has.
type growth struct {
	tileName

	has  uint64
	adds [][]byte
}

// growths returns what the store lacks of a tree of to leaves, if it has all of one of
// from leaves. Of the lowest level it holds full tiles alone, since the checkpoints have
// the rest; those above gain a node with each tile below them, and stand there as a
// whole as soon as they are full.
func (t *tiles) growths(ctx context.Context, from, to uint64) (all []growth, err error) {
	for level := 0; complete(level, to) > 0; level++ {
		for had, has := complete(level, from), complete(level, to); had < has; {
			name := tileName{level, had / tileWidth}
			end := min(has, (name.index+1)*tileWidth)
			tile, err := t.tile(ctx, name)
			if err != nil {
				return nil, err
			}
			grown := growth{tileName: name}
			if level > 0 {
				grown.has = had % tileWidth
				for ; had < end && had%tileWidth < tileWidth-1; had++ {
					grown.adds = append(grown.adds, tile.storedNode(int(had%tileWidth)))
				}
			}
			if end == (name.index+1)*tileWidth {
				grown.adds = append(grown.adds, tile.stored())
			}
			if had = end; len(grown.adds) > 0 {
				all = append(all, grown)
			}
		}
	}
	return all, nil
}

// stored says that the store has the full tiles of the first leaves.
func (t *tiles) stored(leaves uint64) {
	for name, full := range t.fresh {
		if name.index < complete(name.level+1, leaves) {
			delete(t.fresh, name)
			t.keep(name, full)
		}
	}
}

// open makes the tree of the full tiles that the store has of the first leaves, and reads
// what stands above them.
func (t *tiles) open(ctx context.Context, leaves uint64) error {
	count, err := t.storedTiles(ctx, complete(1, leaves))
	if err != nil || count == 0 {
		return err
	}
	t.edge = []*tile{new(tile)}
	for level, nodes := 1, count; nodes > 0; level, nodes = level+1, nodes/tileWidth {
		edge := new(tile)
		if n := int(nodes % tileWidth); n > 0 {
			if edge, err = t.source.tile(ctx, tileName{level, nodes / tileWidth}, n); err != nil {
				return fmt.Errorf("auditlog: read the last tile of level %d: %w", level, err)
			}
		}
		t.edge = append(t.edge, edge)
	}
	t.size = count * tileWidth
	return nil
}

// storedTiles returns how many of the first tiles of the lowest level the store has: all
// of them, unless it was written when there were none, or making them stopped.
func (t *tiles) storedTiles(ctx context.Context, all uint64) (uint64, error) {
	has := func(index uint64) (bool, error) {
		_, err := t.source.tile(ctx, tileName{0, index}, tileWidth)
		if errors.Is(err, ErrNotFound) {
			return false, nil
		}
		return err == nil, err
	}
	low, high := uint64(0), all // the store has the first low, and high is the most it can have
	for probe := all; low < high; probe = low + (high-low+1)/2 {
		found, err := has(probe - 1)
		switch {
		case err != nil:
			return 0, err
		case found:
			low = probe
		default:
			high = probe - 1
		}
	}
	return low, nil
}
