// SPDX-License-Identifier: Apache-2.0

package main

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/cockpit"
)

// A service is backed up while it runs, and its data come back elsewhere.
func TestBackup_OfTheRunningServiceComesBack(t *testing.T) {
	folder := t.TempDir()
	data, copied, elsewhere := filepath.Join(folder, "a.db"), filepath.Join(folder, "a.backup"), filepath.Join(folder, "b.db")
	b := start(t, data, "")
	u := move(t, b)
	before, err := u.p.Urkunden(t.Context(), u.id)
	require.NoError(t, err)
	var out strings.Builder
	require.NoError(t, run(t.Context(), []string{"-data", data, "-backup", copied}, &out))
	require.Contains(t, out.String(), "Backup: ")
	require.Error(t, run(t.Context(), []string{"-data", data, "-backup", copied}, io.Discard), "no file is written over")
	require.ErrorIs(t, run(t.Context(), []string{"-data", data, "-restore", copied}, io.Discard), bausteine.ErrNotEmpty)
	b.ende()

	require.ErrorIs(t, run(t.Context(), []string{"-data", elsewhere, "-restore", copied}, &out), bausteine.ErrNotFound, "there are no keys")
	keys := []string{"-keys", data + ".schluessel"}
	require.NoError(t, run(t.Context(), append(keys, "-data", elsewhere, "-restore", copied), &out))
	b = start(t, elsewhere, keys[1])
	require.Len(t, antraege(t, b.Anlage, u.konto.Kennung), 1)
	again := newUmzug(b.Anlage, u.konto, io.Discard)
	again.id = u.id
	urkunden, err := again.p.Urkunden(t.Context(), u.id)
	require.NoError(t, err)
	require.NotEmpty(t, urkunden)
	require.Equal(t, before, urkunden, "sealed with the same keys")
	require.NotEmpty(t, entries(t, again))
	b.ende()
}

// laufend is a program with its worker.
type laufend struct {
	*od.Anlage

	ende func()
}

func start(t *testing.T, data, keys string) laufend {
	t.Helper()
	a := anlage(t, time.Now, data, keys, "http://localhost")
	return laufend{a, arbeite(t, a)}
}

// refused is why the program does not start.
func refused(t *testing.T, data string) error {
	t.Helper()
	p, err := programm(time.Now)
	require.NoError(t, err)
	_, err = p.Start(t.Context(), data, "", "http://localhost")
	return err
}

func move(t *testing.T, l laufend) *umzug {
	t.Helper()
	u := newUmzug(l.Anlage, testkonto.Konten()[0].Konto, io.Discard)
	require.NoError(t, u.move(t.Context()))
	return u
}

func entries(t *testing.T, u *umzug) []cockpit.Item {
	t.Helper()
	items, err := u.p.Abrufe(t.Context(), cockpit.Page{})
	require.NoError(t, err)
	return items
}

func receipt(t *testing.T, u *umzug, id uuid.UUID) auditlog.Receipt {
	t.Helper()
	r, err := u.p.Beleg(t.Context(), id)
	require.NoError(t, err)
	return r
}

// No private key lies in a file of the data or of a backup, and both come up with the
// keys of the folder alone.
func TestBackup_HoldsNoKey(t *testing.T) {
	folder := t.TempDir()
	data, copied := filepath.Join(folder, "a.db"), filepath.Join(folder, "a.backup")
	b := start(t, data, "")
	move(t, b)
	require.NoError(t, run(t.Context(), []string{"-data", data, "-backup", copied}, io.Discard))
	files, err := os.ReadDir(data + ".schluessel")
	require.NoError(t, err)
	require.Greater(t, len(files), 10)
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(data+".schluessel", file.Name()))
		require.NoError(t, err)
		block, _ := pem.Decode(text)
		require.NotNil(t, block, file.Name())
		key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		require.NoError(t, err)
		seed := key.(ed25519.PrivateKey).Seed()
		for _, kept := range []string{data, data + "-wal", copied} {
			raw, err := os.ReadFile(kept)
			require.NoError(t, err)
			for _, form := range [][]byte{seed, []byte(base64.StdEncoding.EncodeToString(seed)), []byte(hex.EncodeToString(seed))} {
				require.NotContains(t, string(raw), string(form), "%s lies in %s", file.Name(), filepath.Base(kept))
			}
		}
	}
	b.ende()
}

// After a restore that lost entries the start is refused until the act is signed; then
// the log says where and why, and receipts of before still hold.
func TestEpoch_OneCommandLetsARestoredServiceGoOn(t *testing.T) {
	folder := t.TempDir()
	data, copied := filepath.Join(folder, "a.db"), filepath.Join(folder, "a.backup")
	b := start(t, data, "")
	move(t, b)
	require.NoError(t, run(t.Context(), []string{"-data", data, "-backup", copied}, io.Discard))
	u := move(t, b)
	var before []auditlog.Receipt
	for _, e := range entries(t, u) {
		before = append(before, receipt(t, u, e.ID))
	}
	b.ende()

	// The disk failed: what lies apart from it is still there.
	for _, file := range []string{data, data + "-wal", data + "-shm"} {
		if err := os.Remove(file); !errors.Is(err, fs.ErrNotExist) {
			require.NoError(t, err)
		}
	}
	require.NoError(t, run(t.Context(), []string{"-data", data, "-restore", copied}, io.Discard))
	err := refused(t, data)
	require.ErrorIs(t, err, auditlog.ErrRolledBack)
	require.ErrorContains(t, err, "-epoch")
	const reason = "Sicherung von gestern eingespielt, weil die Platte defekt war"
	var out strings.Builder
	require.NoError(t, run(t.Context(), []string{"-data", data, "-epoch", reason}, &out))
	require.Contains(t, out.String(), "Epoch 2 of the log since ")
	require.ErrorIs(t, run(t.Context(), []string{"-data", data, "-epoch", reason}, &out), auditlog.ErrNothingLost)

	b = start(t, data, "")
	u = move(t, b)
	key := b.Abrufe.Protokoll.Verifier()
	now, err := receipt(t, u, entries(t, u)[0].ID).Verify(key)
	require.NoError(t, err)
	require.Equal(t, reason, now.Epochs.All()[0].Reason, "each new receipt says it")
	lost := 0
	for _, old := range before {
		head, err := old.Verify(key)
		require.NoError(t, err)
		common, err := auditlog.Common(head, now)
		require.NoError(t, err)
		if old.Index >= common.Size {
			lost++
		}
	}
	require.Positive(t, lost, "the second move is not in the backup")
	require.Less(t, lost, len(before))
	b.ende()
}

// The key of the log is changed by one command, also one that was stopped half-way; old
// receipts go on being checked.
func TestRotate_ChangesTheKeyOfTheLog(t *testing.T) {
	data := filepath.Join(t.TempDir(), "a.db")
	b := start(t, data, "")
	u := move(t, b)
	entry := entries(t, u)[0].ID
	old, oldKey := receipt(t, u, entry), b.Abrufe.Protokoll.Verifier()
	b.ende()

	// It dies before the files are changed: they are put back as they were then.
	folder := data + ".schluessel"
	_, err := bausteine.NewKeyFolder(folder).Next(t.Context(), "protokoll")
	require.NoError(t, err)
	then := t.TempDir()
	require.NoError(t, os.CopyFS(then, os.DirFS(folder)))
	require.NoError(t, run(t.Context(), []string{"-data", data, "-rotate", "planmäßiger Wechsel"}, io.Discard))
	require.NoError(t, os.RemoveAll(folder))
	require.NoError(t, os.CopyFS(folder, os.DirFS(then)))
	files, err := os.ReadDir(folder)
	require.NoError(t, err)
	for _, f := range files {
		require.NoError(t, os.Chmod(filepath.Join(folder, f.Name()), 0o600))
	}
	require.ErrorIs(t, refused(t, data), auditlog.ErrKey)
	require.NoError(t, run(t.Context(), []string{"-data", data, "-rotate", "planmäßiger Wechsel"}, io.Discard))

	b = start(t, data, "")
	again := newUmzug(b.Anlage, u.konto, io.Discard)
	now, nowKey := receipt(t, again, entry), b.Abrufe.Protokoll.Verifier()
	require.NotEqual(t, oldKey.String(), nowKey.String())
	_, err = now.Verify(nowKey)
	require.NoError(t, err)
	_, err = now.Verify(oldKey)
	require.NoError(t, err, "whoever has the old key follows the act")
	_, err = old.Verify(oldKey)
	require.NoError(t, err)
	b.ende()
}
