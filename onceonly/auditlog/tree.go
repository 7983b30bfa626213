// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"fmt"
	"math/bits"
	"slices"
)

// Tree is the Merkle tree of RFC 6962 over leaf hashes, kept in memory with all
// its complete subtrees, so that a proof is a walk over stored nodes.
// It needs 64 bytes for each leaf. The zero value is the empty tree.
// A Tree is not safe for concurrent use; Log is.
type Tree struct {
	// levels[k][i] is the root of the complete subtree over the leaves
	// i*2^k .. (i+1)*2^k-1.
	levels [][]Hash
}

// Size returns the number of leaves.
func (t *Tree) Size() uint64 {
	if len(t.levels) == 0 {
		return 0
	}
	return uint64(len(t.levels[0]))
}

// Append adds a leaf, given as its hash, and returns its index.
func (t *Tree) Append(leaf Hash) uint64 {
	index := t.Size()
	node := leaf
	for level := 0; ; level++ {
		if level == len(t.levels) {
			t.levels = append(t.levels, nil)
		}
		t.levels[level] = append(t.levels[level], node)
		n := len(t.levels[level])
		if n%2 == 1 {
			return index
		}
		node = HashNode(t.levels[level][n-2], node)
	}
}

// Leaf returns the hash of the leaf at index.
func (t *Tree) Leaf(index uint64) (Hash, error) {
	if index >= t.Size() {
		return Hash{}, fmt.Errorf("%w: leaf %d of %d", ErrRange, index, t.Size())
	}
	return t.levels[0][index], nil
}

// Root returns the root of the whole tree.
func (t *Tree) Root() Hash { return t.root(0, t.Size()) }

// RootAt returns the root that the tree had when it was size leaves long.
func (t *Tree) RootAt(size uint64) (Hash, error) {
	if size > t.Size() {
		return Hash{}, fmt.Errorf("%w: size %d of %d", ErrRange, size, t.Size())
	}
	return t.root(0, size), nil
}

// ProveInclusion returns the path from the leaf at index to the root of the
// first size leaves. VerifyInclusion checks it.
func (t *Tree) ProveInclusion(index, size uint64) ([]Hash, error) {
	if size > t.Size() || index >= size {
		return nil, fmt.Errorf("%w: leaf %d of the first %d of %d", ErrRange, index, size, t.Size())
	}
	// From the root downwards, so the path comes out in reverse.
	path := make([]Hash, 0, bits.Len64(size-1))
	low, high := uint64(0), size
	for high-low > 1 {
		middle := low + split(high-low)
		if index < middle {
			path = append(path, t.root(middle, high))
			high = middle
		} else {
			path = append(path, t.root(low, middle))
			low = middle
		}
	}
	slices.Reverse(path)
	return path, nil
}

// ProveConsistency returns the nodes that show that the tree of size2 leaves
// continues the tree of size1 leaves. VerifyConsistency checks them.
func (t *Tree) ProveConsistency(size1, size2 uint64) ([]Hash, error) {
	if size2 > t.Size() || size1 > size2 {
		return nil, fmt.Errorf("%w: from %d to %d of %d", ErrRange, size1, size2, t.Size())
	}
	if size1 == 0 || size1 == size2 {
		return nil, nil
	}
	var path []Hash
	low, high := uint64(0), size2
	known := true // the verifier knows the old root, which is this subtree as long as we never went right
	for size1 != high {
		middle := low + split(high-low)
		if size1 <= middle {
			path = append(path, t.root(middle, high))
			high = middle
		} else {
			path = append(path, t.root(low, middle))
			low = middle
			known = false
		}
	}
	if !known {
		path = append(path, t.root(low, high))
	}
	slices.Reverse(path)
	return path, nil
}

// root returns the hash over the leaves low..high-1. low is a multiple of the
// smallest power of two that is not below high-low, as all ranges of RFC 6962 are.
func (t *Tree) root(low, high uint64) Hash {
	n := high - low
	if n == 0 {
		return EmptyRoot()
	}
	if level := bits.TrailingZeros64(n); n == 1<<level {
		return t.levels[level][low>>level]
	}
	middle := low + split(n)
	return HashNode(t.root(low, middle), t.root(middle, high))
}

// split returns the largest power of two below n; n is at least 2.
func split(n uint64) uint64 { return 1 << (bits.Len64(n-1) - 1) }
