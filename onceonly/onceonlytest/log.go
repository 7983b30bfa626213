// SPDX-License-Identifier: Apache-2.0

package onceonlytest

import (
	"crypto/ed25519"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// NewLog opens a log on a store, for tests: with a key that everybody knows, and a keeper
// that forgets with the process.
func NewLog(tb testing.TB, store *bausteine.Store, name string) *auditlog.Log {
	tb.Helper()
	signer, err := auditlog.NewSigner("test.example/"+name, ed25519.NewKeyFromSeed([]byte("a key for tests, known to all...")))
	require.NoError(tb, err)
	log, err := auditlog.Open(tb.Context(), store, auditlog.Config{
		Name: name, Origin: "test.example/" + name, Signer: signer, Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}},
	})
	require.NoError(tb, err)
	return log
}
