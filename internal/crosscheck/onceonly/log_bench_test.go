// SPDX-License-Identifier: Apache-2.0

package onceonly_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/binary"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
	"github.com/transparency-dev/merkle/compact"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

func leafData(i int) []byte { return binary.BigEndian.AppendUint64(nil, uint64(i)) }

// hashes keeps the stored hashes of tlog in memory.
type hashes []tlog.Hash

func (h *hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		found[i] = (*h)[index]
	}
	return found, nil
}

// BenchmarkAppend hashes a leaf and puts it into a tree from which proofs can
// be made.
func BenchmarkAppend(b *testing.B) {
	b.Run("bausteine", func(b *testing.B) {
		var tree auditlog.Tree
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			tree.Append(auditlog.HashLeaf(leafData(i)))
		}
	})
	b.Run("bausteine, salted commitment", func(b *testing.B) {
		var tree auditlog.Tree
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			commitment := auditlog.Commit(auditlog.Salt{byte(i)}, leafData(i))
			tree.Append(auditlog.HashLeaf(commitment[:]))
		}
	})
	b.Run("tlog", func(b *testing.B) {
		var stored hashes
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			next, err := tlog.StoredHashes(int64(i), leafData(i), &stored)
			if err != nil {
				b.Fatal(err)
			}
			stored = append(stored, next...)
		}
	})
	b.Run("merkle", func(b *testing.B) {
		nodes := map[compact.NodeID][]byte{}
		factory := compact.RangeFactory{Hash: rfc6962.DefaultHasher.HashChildren}
		tree := factory.NewEmptyRange(0)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			err := tree.Append(rfc6962.DefaultHasher.HashLeaf(leafData(i)), func(id compact.NodeID, hash []byte) { nodes[id] = hash })
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkAppendDurable writes records from many goroutines to SQLite and
// signs heads over them: when the clock stops, every record is on disk and can
// be proven.
func BenchmarkAppendDurable(b *testing.B) {
	store, err := bausteine.OpenSQLite(b.Context(), openSQLite(b), bausteine.Config{Now: start.UTC})
	require.NoError(b, err)
	defer func() { require.NoError(b, store.Close()) }()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(b, err)
	signer, err := auditlog.NewSigner("bench", key)
	require.NoError(b, err)
	log, err := auditlog.Open(b.Context(), store, auditlog.Config{Origin: "bench", Signer: signer, Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}}})
	require.NoError(b, err)
	content := []byte(`{"action":"evidence-delivered","norm":"§ 23a BMG","provider":"Stadt Weimar","requester":"Stadt Mühlhausen"}`)
	b.SetParallelism(256)
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			record, err := auditlog.NewRecord(uuid.Must(uuid.NewV7()), "subject", start.AddDate(2, 0, 0), content, rand.Reader)
			if err != nil {
				b.Error(err)
				return
			}
			if err := log.Append(b.Context(), record); err != nil {
				b.Error(err)
				return
			}
		}
	})
	head, err := log.Publish(b.Context())
	require.NoError(b, err)
	b.StopTimer()
	require.Equal(b, uint64(b.N), head.Head().Size)
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "records/s")
}

// BenchmarkInclusionProof proves one entry of ten million.
func BenchmarkInclusionProof(b *testing.B) {
	const size = 10_000_000
	var tree auditlog.Tree
	for i := range size {
		tree.Append(auditlog.HashLeaf(leafData(i)))
	}
	root := tree.Root()
	b.ReportAllocs()
	for i := uint64(0); b.Loop(); i = (i + 7_654_321) % size {
		if _, err := tree.ProveInclusion(i, size); err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	path, err := tree.ProveInclusion(size/3, size)
	require.NoError(b, err)
	require.NoError(b, auditlog.VerifyInclusion(root, size, size/3, auditlog.HashLeaf(leafData(size/3)), path))
}

// Peers agree on every root and proof of every small tree, and can check what
// this module writes.
func TestPeers_AgreeOnTreesAndProofs(t *testing.T) {
	var tree auditlog.Tree
	var stored hashes
	for n := range 100 {
		tree.Append(auditlog.HashLeaf(leafData(n)))
		next, err := tlog.StoredHashes(int64(n), leafData(n), &stored)
		require.NoError(t, err)
		stored = append(stored, next...)
		size := uint64(n + 1)
		root, err := tlog.TreeHash(int64(size), &stored)
		require.NoError(t, err)
		require.Equal(t, [32]byte(root), [32]byte(tree.Root()))
		for i := range size {
			ours, err := tree.ProveInclusion(i, size)
			require.NoError(t, err)
			theirs, err := tlog.ProveRecord(int64(size), int64(i), &stored)
			require.NoError(t, err)
			require.Len(t, ours, len(theirs))
			slices := make([][]byte, len(ours))
			for k := range ours {
				require.Equal(t, [32]byte(theirs[k]), [32]byte(ours[k]))
				slices[k] = ours[k][:]
			}
			leaf, err := tree.Leaf(i)
			require.NoError(t, err)
			require.NoError(t, proof.VerifyInclusion(rfc6962.DefaultHasher, i, size, leaf[:], slices, root[:]))
			growth, err := tree.ProveConsistency(i+1, size)
			require.NoError(t, err)
			slices = slices[:0]
			for k := range growth {
				slices = append(slices, growth[k][:])
			}
			old, err := tree.RootAt(i + 1)
			require.NoError(t, err)
			require.NoError(t, proof.VerifyConsistency(rfc6962.DefaultHasher, i+1, size, slices, old[:], root[:]))
		}
	}
}

// A signed head opens with the note package of the Go project.
func TestPeers_OpenOurSignedHeads(t *testing.T) {
	public, key, err := ed25519.GenerateKey(rand.Reader)
	require.NoError(t, err)
	signer, err := auditlog.NewSigner("muehlhausen.example", key)
	require.NoError(t, err)
	signed, err := signer.Sign(auditlog.Head{Origin: "muehlhausen.example/onceonly", Size: 3, Root: auditlog.EmptyRoot(), Time: start})
	require.NoError(t, err)
	encoded, err := note.NewEd25519VerifierKey("muehlhausen.example", public)
	require.NoError(t, err)
	require.Equal(t, encoded, signer.Verifier().String())
	verifier, err := note.NewVerifier(signer.Verifier().String())
	require.NoError(t, err)
	n, err := note.Open([]byte(signed.Text()), note.VerifierList(verifier))
	require.NoError(t, err)
	require.Equal(t, signed.Head().Text(), n.Text)
}
