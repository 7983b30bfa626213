// SPDX-License-Identifier: Apache-2.0

package auditlog

import "fmt"

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
func (t *Tree) Root() Hash {
	root, _ := t.RootAt(t.Size()) // what it has can be read
	return root
}

// RootAt returns the root that the tree had when it was size leaves long.
func (t *Tree) RootAt(size uint64) (Hash, error) {
	if size > t.Size() {
		return Hash{}, fmt.Errorf("%w: size %d of %d", ErrRange, size, t.Size())
	}
	return t.nodes().root(0, size)
}

// ProveInclusion returns the path from the leaf at index to the root of the
// first size leaves. VerifyInclusion checks it.
func (t *Tree) ProveInclusion(index, size uint64) ([]Hash, error) {
	if size > t.Size() || index >= size {
		return nil, fmt.Errorf("%w: leaf %d of the first %d of %d", ErrRange, index, size, t.Size())
	}
	return t.nodes().proveInclusion(index, size)
}

// ProveConsistency returns the nodes that show that the tree of size2 leaves
// continues the tree of size1 leaves. VerifyConsistency checks them.
func (t *Tree) ProveConsistency(size1, size2 uint64) ([]Hash, error) {
	if size2 > t.Size() || size1 > size2 {
		return nil, fmt.Errorf("%w: from %d to %d of %d", ErrRange, size1, size2, t.Size())
	}
	return t.nodes().proveConsistency(size1, size2)
}

func (t *Tree) nodes() nodes {
	return func(level int, index uint64) (Hash, error) { return t.levels[level][index], nil }
}
