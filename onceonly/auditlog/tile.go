// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// The tree is stored in tiles, as those of the C2SP (tlog-tiles) cut it: each is eight
// levels high and 256 nodes wide, so that a proof over ten million entries reads two.
const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
)

// tileName says where a tile stands: its lowest nodes are those of the tree's level
// tileHeight*level, from tileWidth*index on.
type tileName struct {
	level int
	index uint64
}

// tile is a part of the tree. Beside each of its lowest nodes stands the position of the
// first leaf below, by which an entry is found; positions are no part of any hash, and
// one that was changed leads to a leaf that is not that of the entry.
type tile struct {
	n         int // how many of its lowest nodes there are
	positions [tileWidth]uint64
	hashes    [2*tileWidth - 1]Hash // row by row, the lowest first
}

// row is where the nodes of a height begin.
func row(height int) int { return 2*tileWidth - 2*tileWidth>>height }

func (t *tile) append(node Hash, position uint64) {
	i := t.n
	t.positions[i], t.hashes[i] = position, node
	for height := 0; i%2 == 1; height++ {
		node = HashNode(t.hashes[row(height)+i-1], node)
		i /= 2
		t.hashes[row(height+1)+i] = node
	}
	t.n++
}

func (t *tile) full() bool { return t.n == tileWidth }

// root is the node above a full tile.
func (t *tile) root() Hash { return t.hashes[row(tileHeight)] }

// behind returns the last of the lowest nodes that begins at a position or before, or -1.
func (t *tile) behind(position uint64) int {
	i, found := slices.BinarySearch(t.positions[:t.n], position)
	if found {
		return i
	}
	return i - 1
}

// nodeSize is that of a node with its position, stored.
const nodeSize = len(Hash{}) + 8

// stored returns a full tile as it lies in the store: its lowest nodes, as in a tile of the
// C2SP, and then their positions.
func (t *tile) stored() []byte {
	b := make([]byte, 0, tileWidth*nodeSize)
	for i := range tileWidth {
		b = append(b, t.hashes[i][:]...)
	}
	for _, position := range t.positions {
		b = binary.BigEndian.AppendUint64(b, position)
	}
	return b
}

// storedNode returns one node as it lies in the store while its tile is not full.
func (t *tile) storedNode(i int) []byte {
	return binary.BigEndian.AppendUint64(t.hashes[i][:len(Hash{}):len(Hash{})], t.positions[i])
}

// parseTile reads what the store has of a tile: nodes one by one, or the full tile, which
// goes before them. It takes n nodes.
func parseTile(parts [][]byte, n int) (*tile, error) {
	t := new(tile)
	broken := fmt.Errorf("%w: a stored tile", ErrSyntax)
	if len(parts) > 0 && len(parts[len(parts)-1]) == tileWidth*nodeSize {
		full := parts[len(parts)-1]
		positions := full[tileWidth*len(Hash{}):]
		for i := range n {
			t.append(Hash(full[i*len(Hash{}):][:len(Hash{})]), binary.BigEndian.Uint64(positions[8*i:]))
		}
		return t, nil
	}
	if len(parts) < n {
		return nil, broken
	}
	for _, part := range parts[:n] {
		if len(part) != nodeSize {
			return nil, broken
		}
		t.append(Hash(part[:len(Hash{})]), binary.BigEndian.Uint64(part[len(Hash{}):]))
	}
	return t, nil
}
