// SPDX-License-Identifier: Apache-2.0

package auditlog_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

func TestHash_HasOneSpelling(t *testing.T) {
	t.Parallel()
	h := auditlog.HashLeaf([]byte("Erika Mustermann"))
	parsed, err := auditlog.ParseHash(h.String())
	require.NoError(t, err)
	require.Equal(t, h, parsed)
	require.False(t, h.IsZero())
	for _, wrong := range []string{"", "00", strings.ToUpper(h.String()), h.String() + "0", strings.Repeat("g", 64)} {
		_, err := auditlog.ParseHash(wrong)
		require.ErrorIs(t, err, auditlog.ErrSyntax, wrong)
	}
}

func TestCommit_IsHMAC(t *testing.T) {
	t.Parallel()
	for n := range 200 {
		salt, entry := auditlog.Salt{byte(n), 1}, bytes.Repeat([]byte{byte(n)}, n)
		mac := hmac.New(sha256.New, salt[:])
		mac.Write(entry)
		require.Equal(t, mac.Sum(nil), slices.Collect(values(auditlog.Commit(salt, entry))))
	}
}

func values(h auditlog.Hash) iter.Seq[byte] { return slices.Values(h[:]) }

func TestCommit_DependsOnEveryBitOfSaltAndEntry(t *testing.T) {
	t.Parallel()
	entry := []byte(`{"who":"Meldebehörde"}`)
	base := auditlog.Commit(auditlog.Salt{1}, entry)
	require.Equal(t, base, auditlog.Commit(auditlog.Salt{1}, entry))
	require.NotEqual(t, base, auditlog.Commit(auditlog.Salt{3}, entry))
	require.NotEqual(t, base, auditlog.Commit(auditlog.Salt{1}, entry[1:]))
}
