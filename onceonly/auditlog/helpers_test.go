// SPDX-License-Identifier: Apache-2.0

package auditlog_test

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

const origin = "muehlhausen.example/onceonly"

var start = time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)

// random is a reproducible source for keys and salts.
func random(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

func signer(tb testing.TB) *auditlog.Signer {
	tb.Helper()
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	s, err := auditlog.NewSigner("muehlhausen.example", key)
	require.NoError(tb, err)
	return s
}

// entryID returns ids in the order of i, as UUIDs of version 7 are.
func entryID(i int) uuid.UUID {
	return uuid.MustParse(fmt.Sprintf("019ab000-0000-7000-8000-%012d", i))
}

func record(tb testing.TB, i int, eraseAt time.Time) auditlog.Record {
	tb.Helper()
	content := fmt.Appendf(nil, `{"time":"2026-11-22T09:30:00Z","who":"Meldebehörde %d","n":%d}`, i, i)
	r, err := auditlog.NewRecord(entryID(i), fmt.Sprintf("subject-%d", i%2), eraseAt, content, random(byte(i)))
	require.NoError(tb, err)
	return r
}

// logOf returns a log of n entries whose clock stands at now.
func logOf(tb testing.TB, n int, now *time.Time) (*auditlog.Log, *auditlog.Memory) {
	tb.Helper()
	store := &auditlog.Memory{}
	for i := range n {
		require.NoError(tb, store.Append(record(tb, i, start.AddDate(2, 0, i))))
	}
	log, err := auditlog.OpenStore(tb.Context(), auditlog.StoreConfig{
		Origin: origin, Signer: signer(tb), Store: store, Now: func() time.Time { return *now }, Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}},
	})
	require.NoError(tb, err)
	return log, store
}
