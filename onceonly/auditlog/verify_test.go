// SPDX-License-Identifier: Apache-2.0

package auditlog_test

import (
	"encoding/json"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// probe is a file of transparency-dev/merkle (Apache-2.0): valid and tampered proofs.
type probe struct {
	LeafIdx  uint64
	TreeSize uint64
	Root     []byte
	LeafHash []byte
	Size1    uint64
	Size2    uint64
	Root1    []byte
	Root2    []byte
	Proof    [][]byte
	WantErr  bool
}

func TestVerify_AgreesWithTheMerkleProbes(t *testing.T) {
	t.Parallel()
	seen := map[string]int{}
	for _, kind := range []string{"inclusion", "consistency"} {
		root := shareddata.Path(t, "onceonly/merkle/"+kind)
		require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			require.NoError(t, err)
			if entry.IsDir() {
				return nil
			}
			document, err := os.ReadFile(path)
			require.NoError(t, err)
			var p probe
			require.NoError(t, json.Unmarshal(document, &p))
			seen[kind]++
			require.Equal(t, p.WantErr, p.verify(kind) != nil, path)
			return nil
		}))
	}
	require.Equal(t, 96, seen["inclusion"]+seen["consistency"])
}

// verify treats a hash of a wrong length as refused: the type cannot hold it.
func (p probe) verify(kind string) error {
	proof := make([]auditlog.Hash, len(p.Proof))
	for i, node := range p.Proof {
		if len(node) != len(proof[i]) {
			return auditlog.ErrSyntax
		}
		proof[i] = auditlog.Hash(node)
	}
	if kind == "inclusion" {
		if len(p.Root) != 32 || len(p.LeafHash) != 32 {
			return auditlog.ErrSyntax
		}
		return auditlog.VerifyInclusion(auditlog.Hash(p.Root), p.TreeSize, p.LeafIdx, auditlog.Hash(p.LeafHash), proof)
	}
	if len(p.Root1) != 32 || len(p.Root2) != 32 {
		return auditlog.ErrSyntax
	}
	return auditlog.VerifyConsistency(p.Size1, p.Size2, auditlog.Hash(p.Root1), auditlog.Hash(p.Root2), proof)
}

// What somebody would try who has no proof.
func TestVerify_RefusesTheEdges(t *testing.T) {
	t.Parallel()
	const most = math.MaxUint64
	tree := referenceTree(t)
	root, leaf := tree.Root(), auditlog.HashLeaf(nil)
	long := make([]auditlog.Hash, 200)
	for _, c := range []struct {
		size, index uint64
		root        auditlog.Hash
		proof       []auditlog.Hash
	}{
		{0, 0, auditlog.EmptyRoot(), nil},
		{0, 0, leaf, nil},
		{0, most, leaf, nil},
		{1, 1, leaf, nil},
		{1, most, leaf, nil},
		{1, 0, leaf, long[:1]},
		{8, 8, root, long[:3]},
		{most, most, root, long},
		{most, most - 1, root, long},
		{most, most - 1, root, long[:64]},
		{most, 0, root, long[:63]},
		{1 << 63, 0, root, long[:62]},
		{1 << 63, 1<<63 - 1, root, long[:64]},
	} {
		err := auditlog.VerifyInclusion(c.root, c.size, c.index, leaf, c.proof)
		require.ErrorIs(t, err, auditlog.ErrProof, "leaf %d of %d with %d nodes", c.index, c.size, len(c.proof))
	}
	require.NoError(t, auditlog.VerifyInclusion(leaf, 1, 0, leaf, nil), "the only leaf is the root")

	empty := auditlog.EmptyRoot()
	for _, c := range []struct {
		size1, size2 uint64
		root1, root2 auditlog.Hash
		proof        []auditlog.Hash
	}{
		{0, 0, root, root, nil},
		{0, 0, empty, root, nil},
		{0, 0, empty, empty, long[:1]},
		{0, 8, root, root, nil},
		{0, 8, empty, root, long[:1]},
		{8, 8, root, leaf, nil},
		{8, 8, root, root, []auditlog.Hash{root}},
		{8, 7, root, root, nil},
		{8, 0, root, empty, nil},
		{most, 1, root, root, long},
		{1, most, leaf, root, nil},
		{1, most, leaf, root, long},
		{most - 1, most, root, root, long},
		{most - 1, most, root, root, nil},
		{1 << 63, most, root, root, long[:63]},
		{1<<63 - 1, 1 << 63, root, root, long[:64]},
	} {
		err := auditlog.VerifyConsistency(c.size1, c.size2, c.root1, c.root2, c.proof)
		require.ErrorIs(t, err, auditlog.ErrProof, "from %d to %d with %d nodes", c.size1, c.size2, len(c.proof))
	}
	require.NoError(t, auditlog.VerifyConsistency(0, 0, empty, empty, nil))
	require.NoError(t, auditlog.VerifyConsistency(0, most, empty, root, nil), "every log continues the empty one")
	require.NoError(t, auditlog.VerifyConsistency(8, 8, root, root, []auditlog.Hash{}))
}

func FuzzVerify(f *testing.F) {
	tree := referenceTree(f)
	f.Add(uint64(8), uint64(3), uint64(5), []byte{})
	f.Fuzz(func(t *testing.T, size, index, other uint64, path []byte) {
		var proof []auditlog.Hash
		for len(path) >= 32 {
			proof, path = append(proof, auditlog.Hash(path[:32])), path[32:]
		}
		leaf := auditlog.HashLeaf([]byte("never logged"))
		require.Error(t, auditlog.VerifyInclusion(tree.Root(), size, index, leaf, proof))
		if other > 0 && size != other {
			require.Error(t, auditlog.VerifyConsistency(other, size, leaf, tree.Root(), proof))
		}
	})
}
