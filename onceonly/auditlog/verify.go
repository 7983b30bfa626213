// SPDX-License-Identifier: Apache-2.0

package auditlog

import "fmt"

// VerifyInclusion checks that the leaf with the given hash stands at index in
// the tree of size leaves with the given root (RFC 9162, section 2.1.3.2).
// The leaf is the leaf's hash, see HashLeaf. The error wraps ErrProof.
func VerifyInclusion(root Hash, size, index uint64, leaf Hash, proof []Hash) error {
	if index >= size {
		return fmt.Errorf("%w: leaf %d is not in a tree of %d", ErrProof, index, size)
	}
	node, last := index, size-1
	hash := leaf
	for _, sibling := range proof {
		if last == 0 {
			return fmt.Errorf("%w: inclusion path too long", ErrProof)
		}
		if node%2 == 1 || node == last {
			hash = HashNode(sibling, hash)
			for node%2 == 0 && node != 0 {
				node, last = node>>1, last>>1
			}
		} else {
			hash = HashNode(hash, sibling)
		}
		node, last = node>>1, last>>1
	}
	if last != 0 {
		return fmt.Errorf("%w: inclusion path too short", ErrProof)
	}
	if hash != root {
		return fmt.Errorf("%w: inclusion path leads to another root", ErrProof)
	}
	return nil
}

// VerifyConsistency checks that the tree of size2 leaves with root2 begins with
// the very leaves of the tree of size1 leaves with root1: that nothing was
// changed, removed, inserted or reordered in between (RFC 9162, section 2.1.4.2).
// The error wraps ErrProof.
func VerifyConsistency(size1, size2 uint64, root1, root2 Hash, proof []Hash) error {
	switch {
	case size1 > size2:
		return fmt.Errorf("%w: a log of %d cannot grow to %d", ErrProof, size1, size2)
	case size1 == 0 && root1 != EmptyRoot():
		return fmt.Errorf("%w: the empty log has one root", ErrProof)
	case size1 == size2:
		if len(proof) != 0 {
			return fmt.Errorf("%w: equal sizes need no consistency path", ErrProof)
		}
		if root1 != root2 {
			return fmt.Errorf("%w: two roots for one size", ErrProof)
		}
		return nil
	case size1 == 0:
		if len(proof) != 0 { // every log continues the empty one
			return fmt.Errorf("%w: the empty log needs no consistency path", ErrProof)
		}
		return nil
	}

	node, last := size1-1, size2-1
	for node%2 == 1 {
		node, last = node>>1, last>>1
	}
	// If size1 is a power of two the old root is itself the first node of the path.
	first, rest := root1, proof
	if node != 0 {
		if len(proof) == 0 {
			return fmt.Errorf("%w: consistency path too short", ErrProof)
		}
		first, rest = proof[0], proof[1:]
	}
	old, grown := first, first
	for _, sibling := range rest {
		if last == 0 {
			return fmt.Errorf("%w: consistency path too long", ErrProof)
		}
		if node%2 == 1 || node == last {
			old, grown = HashNode(sibling, old), HashNode(sibling, grown)
			for node%2 == 0 && node != 0 {
				node, last = node>>1, last>>1
			}
		} else {
			grown = HashNode(grown, sibling)
		}
		node, last = node>>1, last>>1
	}
	switch {
	case last != 0:
		return fmt.Errorf("%w: consistency path too short", ErrProof)
	case old != root1:
		return fmt.Errorf("%w: consistency path does not lead to the old root", ErrProof)
	case grown != root2:
		return fmt.Errorf("%w: consistency path does not lead to the new root", ErrProof)
	}
	return nil
}
