// SPDX-License-Identifier: Apache-2.0

package auditlog

import (
	"math/bits"
	"slices"
)

// nodes gives the roots of complete subtrees, wherever they lie: the one of a level and an
// index stands over the leaves index*2^level .. (index+1)*2^level-1.
type nodes func(level int, index uint64) (Hash, error)

// proveInclusion returns the path from a leaf to the root of the first size leaves.
func (n nodes) proveInclusion(index, size uint64) ([]Hash, error) {
	// From the root downwards, so the path comes out in reverse.
	path := make([]Hash, 0, bits.Len64(size-1))
	low, high := uint64(0), size
	for high-low > 1 {
		middle := low + split(high-low)
		from, to := low, middle
		if index < middle {
			from, to, high = middle, high, middle
		} else {
			low = middle
		}
		sibling, err := n.root(from, to)
		if err != nil {
			return nil, err
		}
		path = append(path, sibling)
	}
	slices.Reverse(path)
	return path, nil
}

// proveConsistency returns the nodes that show that size2 leaves continue size1 leaves.
func (n nodes) proveConsistency(size1, size2 uint64) ([]Hash, error) {
	if size1 == 0 || size1 == size2 {
		return nil, nil
	}
	var path []Hash
	low, high := uint64(0), size2
	known := true // the verifier knows the old root, which is this subtree as long as we never went right
	for size1 != high {
		middle := low + split(high-low)
		from, to := low, middle
		if size1 <= middle {
			from, to, high = middle, high, middle
		} else {
			low, known = middle, false
		}
		sibling, err := n.root(from, to)
		if err != nil {
			return nil, err
		}
		path = append(path, sibling)
	}
	if !known {
		root, err := n.root(low, high)
		if err != nil {
			return nil, err
		}
		path = append(path, root)
	}
	slices.Reverse(path)
	return path, nil
}

// root returns the hash over the leaves low..high-1. low is a multiple of the
// smallest power of two that is not below high-low, as all ranges of RFC 6962 are.
func (n nodes) root(low, high uint64) (Hash, error) {
	size := high - low
	if size == 0 {
		return EmptyRoot(), nil
	}
	if level := bits.TrailingZeros64(size); size == 1<<level {
		return n(level, low>>level)
	}
	middle := low + split(size)
	left, err := n.root(low, middle)
	if err != nil {
		return Hash{}, err
	}
	right, err := n.root(middle, high)
	if err != nil {
		return Hash{}, err
	}
	return HashNode(left, right), nil
}

// split returns the largest power of two below n; n is at least 2.
func split(n uint64) uint64 { return 1 << (bits.Len64(n-1) - 1) }
