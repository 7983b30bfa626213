// SPDX-License-Identifier: Apache-2.0

package auditlog_test

import (
	"encoding/hex"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// The leaves and roots are the reference tree of Certificate Transparency
// (RFC 6962); the roots were recomputed.
var (
	referenceLeaves = []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}
	referenceRoots  = []string{
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	}
)

func referenceTree(tb testing.TB) *auditlog.Tree {
	tb.Helper()
	var tree auditlog.Tree
	for _, leaf := range referenceLeaves {
		content, err := hex.DecodeString(leaf)
		require.NoError(tb, err)
		tree.Append(auditlog.HashLeaf(content))
	}
	return &tree
}

func TestTree_RootsAreThoseOfRFC6962(t *testing.T) {
	t.Parallel()
	tree := referenceTree(t)
	for size, want := range referenceRoots {
		root, err := tree.RootAt(uint64(size))
		require.NoError(t, err)
		require.Equal(t, want, root.String(), "size %d", size)
	}
	require.Equal(t, referenceRoots[8], tree.Root().String())
	require.Equal(t, referenceRoots[0], auditlog.EmptyRoot().String())
}

// naiveRoot is the recursive definition of RFC 6962, section 2.1.
func naiveRoot(leaves []auditlog.Hash) auditlog.Hash {
	switch n := len(leaves); n {
	case 0:
		return auditlog.EmptyRoot()
	case 1:
		return leaves[0]
	default:
		k := 1
		for k*2 < n {
			k *= 2
		}
		return auditlog.HashNode(naiveRoot(leaves[:k]), naiveRoot(leaves[k:]))
	}
}

func TestTree_EveryProofOfEverySmallTreeHolds(t *testing.T) {
	t.Parallel()
	const largest = 40
	var tree auditlog.Tree
	var leaves, roots []auditlog.Hash
	roots = append(roots, auditlog.EmptyRoot())
	for i := range largest {
		leaf := auditlog.HashLeaf([]byte{byte(i)})
		require.Equal(t, uint64(i), tree.Append(leaf))
		leaves = append(leaves, leaf)
		roots = append(roots, naiveRoot(leaves))
		require.Equal(t, roots[i+1], tree.Root())
	}
	for size := uint64(1); size <= largest; size++ {
		for index := range size {
			proof, err := tree.ProveInclusion(index, size)
			require.NoError(t, err)
			require.NoError(t, auditlog.VerifyInclusion(roots[size], size, index, leaves[index], proof))
			requireOnlyThisInclusionHolds(t, roots, size, index, leaves[index], proof)
		}
		for old := range size + 1 {
			proof, err := tree.ProveConsistency(old, size)
			require.NoError(t, err)
			require.NoError(t, auditlog.VerifyConsistency(old, size, roots[old], roots[size], proof), "%d to %d", old, size)
			requireOnlyThisConsistencyHolds(t, roots, old, size, proof)
		}
	}
}

func requireOnlyThisInclusionHolds(t *testing.T, roots []auditlog.Hash, size, index uint64, leaf auditlog.Hash, proof []auditlog.Hash) {
	t.Helper()
	refused := func(size, index uint64, leaf auditlog.Hash, proof []auditlog.Hash) {
		t.Helper()
		require.ErrorIs(t, auditlog.VerifyInclusion(roots[size], size, index, leaf, proof), auditlog.ErrProof)
	}
	for other := range size {
		if other != index {
			refused(size, other, leaf, proof)
		}
	}
	refused(size-1, index, leaf, proof)
	refused(size, size, leaf, proof)
	refused(size, index, flip(leaf), proof)
	refused(size, index, leaf, append(proof[:len(proof):len(proof)], leaf))
	for i := range proof {
		refused(size, index, leaf, proof[:i])
		changed := append([]auditlog.Hash(nil), proof...)
		changed[i] = flip(changed[i])
		refused(size, index, leaf, changed)
	}
}

func requireOnlyThisConsistencyHolds(t *testing.T, roots []auditlog.Hash, old, size uint64, proof []auditlog.Hash) {
	t.Helper()
	refused := func(old, size uint64, root1, root2 auditlog.Hash, proof []auditlog.Hash) {
		t.Helper()
		require.ErrorIs(t, auditlog.VerifyConsistency(old, size, root1, root2, proof), auditlog.ErrProof)
	}
	refused(old, size, flip(roots[old]), roots[size], proof)
	if old > 0 { // every log continues the empty one
		refused(old, size, roots[old], flip(roots[size]), proof)
	}
	refused(old, size, roots[old], roots[size], append(proof[:len(proof):len(proof)], roots[1]))
	if old < size {
		refused(size, old, roots[size], roots[old], proof)
	}
	for i := range proof {
		refused(old, size, roots[old], roots[size], proof[:i])
		changed := append([]auditlog.Hash(nil), proof...)
		changed[i] = flip(changed[i])
		refused(old, size, roots[old], roots[size], changed)
	}
}

func flip(h auditlog.Hash) auditlog.Hash {
	h[17] ^= 4
	return h
}

func TestTree_RefusesWhatItDoesNotHave(t *testing.T) {
	t.Parallel()
	tree := referenceTree(t)
	_, err := tree.Leaf(8)
	require.ErrorIs(t, err, auditlog.ErrRange)
	_, err = tree.RootAt(9)
	require.ErrorIs(t, err, auditlog.ErrRange)
	_, err = tree.ProveInclusion(8, 8)
	require.ErrorIs(t, err, auditlog.ErrRange)
	_, err = tree.ProveInclusion(0, 9)
	require.ErrorIs(t, err, auditlog.ErrRange)
	_, err = tree.ProveConsistency(5, 4)
	require.ErrorIs(t, err, auditlog.ErrRange)
	_, err = tree.ProveConsistency(5, 9)
	require.ErrorIs(t, err, auditlog.ErrRange)
}
