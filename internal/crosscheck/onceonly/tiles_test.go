// SPDX-License-Identifier: Apache-2.0

package onceonly_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"flag"
	mathrand "math/rand/v2"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// The whole measurement is -entries 10000000; its result is committed in RESULT.md.
var (
	entryCount = flag.Int("entries", 100_000, "entries of the log that is opened and proven")
	entryFile  = flag.String("entryfile", "", "database of the log, to be kept and used again; empty: a temporary one")
)

func tileSigner(t *testing.T) *auditlog.Signer {
	t.Helper()
	signer, err := auditlog.NewSigner("tiles.example", ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
	require.NoError(t, err)
	return signer
}

func tileEntry(i int) uuid.UUID {
	id := uuid.UUID{6: 0x70, 8: 0x80}
	binary.BigEndian.PutUint32(id[:], uint32(i))
	return id
}

func tileDatabase(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	require.NoError(t, err)
	return db
}

// openTiles opens the log on the store in a file, and says how long that took and how much
// memory it holds then.
func openTiles(t *testing.T, path string, keeper auditlog.Keeper) (log *auditlog.Log, took time.Duration, heap int64, end func()) {
	t.Helper()
	db := tileDatabase(t, path)
	store, err := bausteine.OpenSQLite(t.Context(), db, bausteine.Config{Now: start.UTC})
	require.NoError(t, err)
	before := heapInUse()
	began := time.Now()
	log, err = auditlog.Open(t.Context(), store, auditlog.Config{Origin: "tiles.example", Signer: tileSigner(t), Keepers: []auditlog.Keeper{keeper}})
	took = time.Since(began)
	require.NoError(t, err)
	return log, took, heapInUse() - before, func() {
		require.NoError(t, store.Close())
		require.NoError(t, db.Close())
	}
}

func heapInUse() int64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return int64(stats.HeapAlloc)
}

func writeTiles(t *testing.T, path string, keeper auditlog.Keeper, n int) {
	t.Helper()
	log, _, _, end := openTiles(t, path, keeper)
	defer end()
	content := []byte(`{"action":"evidence-delivered","norm":"§ 23a BMG","provider":"Stadt Weimar","requester":"Stadt Mühlhausen"}`)
	began, records := time.Now(), make([]auditlog.Record, 0, 1000)
	for i := int(log.Head().Head().Size); i < n; i++ {
		record, err := auditlog.NewRecord(tileEntry(i), "", start.AddDate(2, 0, 0), content, rand.Reader)
		require.NoError(t, err)
		records = append(records, record)
		last := n-i <= 255 // at the very end a head for every entry: the most that is to be read at the edge
		if len(records) == cap(records) || last {
			require.NoError(t, log.Append(t.Context(), records...))
			records = records[:0]
		}
		if last || i%50_000 == 49_999 {
			_, err := log.Publish(t.Context())
			require.NoError(t, err)
		}
	}
	t.Logf("written and signed: %d entries in %v", n, time.Since(began).Round(time.Second))
}

// TestTiles_OpenAndProveWithoutTheWholeTree opens a log of many entries and proves some of
// them. What the machine decides is told, what it does not is required.
func TestTiles_OpenAndProveWithoutTheWholeTree(t *testing.T) {
	path := *entryFile
	if path == "" {
		path = filepath.Join(t.TempDir(), "log.db")
	}
	keeper := auditlog.HeadFile(path + ".head")
	n := *entryCount
	writeTiles(t, path, keeper, n)
	var opened []time.Duration
	for range 4 {
		_, took, _, end := openTiles(t, path, keeper)
		opened = append(opened, took)
		end()
	}
	log, took, heap, end := openTiles(t, path, keeper)
	defer end()
	head := log.Head().Head()
	require.Equal(t, uint64(n), head.Size)
	t.Logf("opened in %v; then %v, with %.1f MB of heap", opened, took, float64(heap)/1e6)
	require.Less(t, heap, int64(20e6))

	random := mathrand.New(mathrand.NewPCG(1, 2))
	chosen := make([]int, min(500, n/400))
	for i := range chosen {
		chosen[i] = i*(n/len(chosen)) + random.IntN(n/len(chosen))
	}
	slices.SortFunc(chosen, func(a, b int) int { return a%97 - b%97 })
	for _, from := range []string{"store", "cache"} {
		proofs, receipts := make([]time.Duration, 0, len(chosen)), make([]time.Duration, 0, len(chosen))
		for _, i := range chosen {
			began := time.Now()
			_, err := log.Growth(t.Context(), uint64(i), head.Size)
			proofs = append(proofs, time.Since(began))
			require.NoError(t, err)
			began = time.Now()
			receipt, err := log.Receipt(t.Context(), tileEntry(i))
			receipts = append(receipts, time.Since(began))
			require.NoError(t, err)
			require.Equal(t, uint64(i), receipt.Index)
			_, err = receipt.Verify(log.Verifier())
			require.NoError(t, err)
		}
		slices.Sort(proofs)
		slices.Sort(receipts)
		t.Logf("from the %s: a proof of growth in %v (median), %v (95 %%); a receipt with its entry in %v, %v", from,
			proofs[len(proofs)/2], proofs[len(proofs)*95/100], receipts[len(receipts)/2], receipts[len(receipts)*95/100])
	}
	// Every tile of the lowest level was asked for, or as many as the cache takes.
	for i := 0; i < n; i += max(256, n/4000) {
		_, err := log.Growth(t.Context(), uint64(i), head.Size)
		require.NoError(t, err)
	}
	full := heapInUse()
	t.Logf("with a full cache: %.1f MB of heap", float64(full)/1e6)
	require.Less(t, full, int64(64e6))
}
