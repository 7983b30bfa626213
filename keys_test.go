// SPDX-License-Identifier: Apache-2.0

package bausteine_test

import (
	"crypto"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
)

// public is what the key in force signs with.
func public(t *testing.T, keys bausteine.Keys, name string) ed25519.PublicKey {
	t.Helper()
	signer, err := keys.Signer(t.Context(), name)
	require.NoError(t, err)
	key := signer.Public().(ed25519.PublicKey)
	signature, err := signer.Sign(nil, []byte("x"), crypto.Hash(0))
	require.NoError(t, err)
	require.True(t, ed25519.Verify(key, []byte("x"), signature))
	return key
}

func TestKeyFolder_KeepsAndRotates(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "keys")
	keys := bausteine.NewKeyFolder(path)
	_, err := keys.Signer(t.Context(), "log")
	require.ErrorIs(t, err, bausteine.ErrNotFound)
	require.ErrorIs(t, keys.Rotate(t.Context(), "log"), bausteine.ErrNotFound)

	var group sync.WaitGroup
	made := make([]ed25519.PublicKey, 8)
	for i := range made { // as several processes
		group.Go(func() {
			signer, err := bausteine.NewKeyFolder(path).Create(t.Context(), "log")
			if err == nil {
				made[i] = signer.Public().(ed25519.PublicKey)
			}
		})
	}
	group.Wait()
	first := public(t, keys, "log")
	for _, key := range made {
		require.Equal(t, first, key, "one of them made it")
	}
	require.ErrorIs(t, keys.Rotate(t.Context(), "log"), bausteine.ErrNotFound, "there is no next one")

	next, err := keys.Next(t.Context(), "log")
	require.NoError(t, err)
	require.Equal(t, first, public(t, keys, "log"), "not in force yet")
	require.NoError(t, keys.Rotate(t.Context(), "log"))
	second := public(t, keys, "log")
	require.Equal(t, next.Public(), second)
	_, err = keys.Next(t.Context(), "log")
	require.NoError(t, err)
	require.NoError(t, keys.Rotate(t.Context(), "log"))
	former, err := keys.Former(t.Context(), "log")
	require.NoError(t, err)
	require.Equal(t, []crypto.PublicKey{second, first}, former)

	entries, err := os.ReadDir(path)
	require.NoError(t, err)
	require.Len(t, entries, 2, "nothing is left over, no private half either")
	for _, entry := range entries {
		info, err := entry.Info()
		require.NoError(t, err)
		require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	}

	another := bausteine.NewKeyFolder(path) // of another process
	fourth, err := another.Next(t.Context(), "log")
	require.NoError(t, err)
	require.NoError(t, another.Rotate(t.Context(), "log"))
	require.Equal(t, fourth.Public(), public(t, keys, "log"), "what is known is looked at again")
}

func TestKeyFolder_RefusesWhatOthersMayReadAndWhatIsNoKey(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("files have no modes there")
	}
	path := t.TempDir()
	keys := bausteine.NewKeyFolder(path)
	_, err := keys.Create(t.Context(), "log")
	require.NoError(t, err)
	file := filepath.Join(path, "log.key")
	for _, mode := range []os.FileMode{0o640, 0o604, 0o620} {
		require.NoError(t, os.Chmod(file, mode))
		_, err = keys.Signer(t.Context(), "log")
		require.ErrorIs(t, err, bausteine.ErrKeyFile)
		require.ErrorContains(t, err, "chmod 600")
		_, err = keys.Create(t.Context(), "log")
		require.ErrorIs(t, err, bausteine.ErrKeyFile, "and makes no other one")
	}
	require.NoError(t, os.Chmod(file, 0o600))
	require.NoError(t, os.WriteFile(file, []byte("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n"), 0o600))
	_, err = keys.Signer(t.Context(), "log")
	require.ErrorIs(t, err, bausteine.ErrKeyFile)
	require.NotContains(t, err.Error(), "secret")
	require.NotContains(t, err.Error(), "c2VjcmV0")
	require.NoError(t, os.WriteFile(filepath.Join(path, "log.former.pem"), pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: []byte("x")}), 0o600))
	_, err = keys.Former(t.Context(), "log")
	require.ErrorIs(t, err, bausteine.ErrKeyFile)
	for _, name := range []string{"", "../log", "Log", "a/b", "a.b", "a b"} {
		_, err = keys.Create(t.Context(), name)
		require.ErrorIs(t, err, bausteine.ErrKeyFile, name)
	}
}

func TestKeyEnvironment_ReadsVariables(t *testing.T) {
	t.Parallel()
	folder := bausteine.NewKeyFolder(t.TempDir())
	made, err := folder.Create(t.Context(), "x")
	require.NoError(t, err)
	old, err := folder.Create(t.Context(), "y")
	require.NoError(t, err)
	der, err := x509.MarshalPKCS8PrivateKey(made)
	require.NoError(t, err)
	former, err := x509.MarshalPKIXPublicKey(old.Public())
	require.NoError(t, err)
	variables := map[string]string{
		"AMT_REGISTER_16":        base64.StdEncoding.EncodeToString(der),
		"AMT_REGISTER_16_FORMER": base64.StdEncoding.EncodeToString(former),
		"AMT_BAD":                "c2VjcmV0", "AMT_WORSE": "no base64!", "AMT_BAD_FORMER": "c2VjcmV0",
	}
	keys := bausteine.KeyEnvironment("AMT_", func(name string) (string, bool) { v, set := variables[name]; return v, set })
	require.Equal(t, made.Public(), public(t, keys, "register-16"))
	list, err := keys.Former(t.Context(), "register-16")
	require.NoError(t, err)
	require.Equal(t, []crypto.PublicKey{old.Public()}, list)
	_, err = keys.Signer(t.Context(), "log")
	require.ErrorIs(t, err, bausteine.ErrNotFound)
	require.ErrorContains(t, err, "AMT_LOG is not set")
	for _, name := range []string{"bad", "worse", "BAD"} {
		_, err = keys.Signer(t.Context(), name)
		require.ErrorIs(t, err, bausteine.ErrKeyFile)
		require.NotContains(t, err.Error(), "c2VjcmV0")
	}
	_, err = keys.Former(t.Context(), "bad")
	require.ErrorIs(t, err, bausteine.ErrKeyFile)
}
