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
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/betrieb"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// A service is backed up while it runs, and its data come back elsewhere.
func TestBackup_OfTheRunningServiceComesBack(t *testing.T) {
	folder := t.TempDir()
	data, copied, elsewhere := filepath.Join(folder, "a.db"), filepath.Join(folder, "a.backup"), filepath.Join(folder, "b.db")
	b := start(t, betrieb.Config{Daten: data})
	u := move(t, b)
	var out strings.Builder
	require.NoError(t, run(t.Context(), []string{"-data", data, "-backup", copied}, &out, io.Discard))
	require.Contains(t, out.String(), "Backup: ")
	require.Error(t, run(t.Context(), []string{"-data", data, "-backup", copied}, io.Discard, io.Discard), "no file is written over")
	require.ErrorIs(t, run(t.Context(), []string{"-data", data, "-restore", copied}, io.Discard, io.Discard), bausteine.ErrNotEmpty)
	require.NoError(t, b.Close())

	require.ErrorIs(t, run(t.Context(), []string{"-data", elsewhere, "-restore", copied}, &out, io.Discard), bausteine.ErrNotFound, "there are no keys")
	keys := []string{"-keys", betrieb.Schluesselordner(data)}
	require.NoError(t, run(t.Context(), append(keys, "-data", elsewhere, "-restore", copied), &out, io.Discard))
	b = start(t, betrieb.Config{Daten: elsewhere, Schluessel: bausteine.NewKeyFolder(keys[1])})
	heads, err := b.Dienst.List(t.Context(), u.konto)
	require.NoError(t, err)
	require.Len(t, heads, 1)
	urkunden, err := b.Dienst.Urkunden(t.Context(), u.konto, u.id)
	require.NoError(t, err)
	require.NotEmpty(t, urkunden)
	pruefung, err := b.Dienst.Verify(t.Context(), urkunden[0].Text)
	require.NoError(t, err)
	require.True(t, pruefung.Echt, "signed with the same keys")
	eintraege, err := b.Dienst.Protokoll(t.Context(), u.konto, uuid.Nil)
	require.NoError(t, err)
	require.NotEmpty(t, eintraege)
	require.NoError(t, b.Close())
}

func start(t *testing.T, cfg betrieb.Config) *betrieb.Betrieb {
	t.Helper()
	cfg.Now, cfg.Log = time.Now, slog.New(slog.DiscardHandler)
	b, err := betrieb.Start(t.Context(), cfg)
	require.NoError(t, err)
	return b
}

func move(t *testing.T, b *betrieb.Betrieb) *umzug {
	t.Helper()
	u := newUmzug(b, testkonto.Konten()[0].Konto, io.Discard)
	require.NoError(t, u.move(t.Context()))
	return u
}

// No private key lies in a file of the data or of a backup, and both come up with the
// keys of the folder alone.
func TestBackup_HoldsNoKey(t *testing.T) {
	folder := t.TempDir()
	data, copied := filepath.Join(folder, "a.db"), filepath.Join(folder, "a.backup")
	b := start(t, betrieb.Config{Daten: data})
	move(t, b)
	require.NoError(t, run(t.Context(), []string{"-data", data, "-backup", copied}, io.Discard, io.Discard))
	files, err := os.ReadDir(betrieb.Schluesselordner(data))
	require.NoError(t, err)
	require.Greater(t, len(files), 10)
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(betrieb.Schluesselordner(data), file.Name()))
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
	require.NoError(t, b.Close())
}

// After a restore that lost entries the start is refused until the act is signed; then
// the log says where and why, and receipts of before still hold.
func TestEpoch_OneCommandLetsARestoredServiceGoOn(t *testing.T) {
	folder := t.TempDir()
	data, copied := filepath.Join(folder, "a.db"), filepath.Join(folder, "a.backup")
	b := start(t, betrieb.Config{Daten: data})
	move(t, b)
	require.NoError(t, run(t.Context(), []string{"-data", data, "-backup", copied}, io.Discard, io.Discard))
	u := move(t, b)
	var before []dienst.Beleg
	eintraege, err := b.Dienst.Protokoll(t.Context(), u.konto, uuid.Nil)
	require.NoError(t, err)
	for _, eintrag := range eintraege {
		beleg, err := b.Dienst.Beleg(t.Context(), u.konto, eintrag.ID)
		require.NoError(t, err)
		before = append(before, beleg)
	}
	require.NoError(t, b.Close())

	// The disk failed: what lies apart from it is still there.
	for _, file := range []string{data, data + "-wal", data + "-shm"} {
		if err := os.Remove(file); !errors.Is(err, fs.ErrNotExist) {
			require.NoError(t, err)
		}
	}
	require.NoError(t, run(t.Context(), []string{"-data", data, "-restore", copied}, io.Discard, io.Discard))
	_, err = betrieb.Start(t.Context(), betrieb.Config{Daten: data, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	require.ErrorIs(t, err, auditlog.ErrRolledBack)
	require.ErrorContains(t, err, "-epoch")
	const reason = "Sicherung von gestern eingespielt, weil die Platte defekt war"
	var out strings.Builder
	require.NoError(t, run(t.Context(), []string{"-data", data, "-epoch", reason}, &out, io.Discard))
	require.Contains(t, out.String(), "Epoch 2 of the log since ")
	require.ErrorIs(t, run(t.Context(), []string{"-data", data, "-epoch", reason}, &out, io.Discard), auditlog.ErrNothingLost)

	b = start(t, betrieb.Config{Daten: data})
	u = move(t, b)
	eintraege, err = b.Dienst.Protokoll(t.Context(), u.konto, uuid.Nil)
	require.NoError(t, err)
	beleg, err := b.Dienst.Beleg(t.Context(), u.konto, eintraege[0].ID)
	require.NoError(t, err)
	require.True(t, beleg.Geprueft)
	require.Equal(t, reason, beleg.Kopf.Epochs.All()[0].Reason, "each new receipt says it")
	key, err := auditlog.ParseVerifier(beleg.Schluessel)
	require.NoError(t, err)
	lost := 0
	for _, old := range before {
		receipt, err := auditlog.ParseReceipt(old.Datei)
		require.NoError(t, err)
		head, err := receipt.Verify(key)
		require.NoError(t, err)
		common, err := auditlog.Common(head, beleg.Kopf)
		require.NoError(t, err)
		if old.Index >= common.Size {
			lost++
		}
	}
	require.Positive(t, lost, "the second move is not in the backup")
	require.Less(t, lost, len(before))
	require.NoError(t, b.Close())
}

// The key of the log is changed by one command, also one that was stopped half-way; old
// receipts go on being checked.
func TestRotate_ChangesTheKeyOfTheLog(t *testing.T) {
	data := filepath.Join(t.TempDir(), "a.db")
	b := start(t, betrieb.Config{Daten: data})
	u := move(t, b)
	eintraege, err := b.Dienst.Protokoll(t.Context(), u.konto, uuid.Nil)
	require.NoError(t, err)
	alt, err := b.Dienst.Beleg(t.Context(), u.konto, eintraege[0].ID)
	require.NoError(t, err)
	require.NoError(t, b.Close())

	cfg := betrieb.Config{Daten: data, Now: time.Now}
	require.NoError(t, withStore(t.Context(), cfg, func(_ *bausteine.Store, stand dienst.Config) error {
		next, err := stand.Schluessel.(bausteine.KeyFolder).Next(t.Context(), dienst.Protokollschluessel)
		require.NoError(t, err)
		_, err = dienst.BeginEpoch(t.Context(), stand, "planmäßiger Wechsel", next)
		return err // and dies before the files are changed
	}))
	cfg.Log = slog.New(slog.DiscardHandler)
	_, err = betrieb.Start(t.Context(), cfg)
	require.ErrorIs(t, err, auditlog.ErrKey)
	require.NoError(t, run(t.Context(), []string{"-data", data, "-rotate", "planmäßiger Wechsel"}, io.Discard, io.Discard))
	b = start(t, betrieb.Config{Daten: data})
	neu, err := b.Dienst.Beleg(t.Context(), u.konto, eintraege[0].ID)
	require.NoError(t, err)
	require.True(t, neu.Geprueft)
	require.NotEqual(t, alt.Schluessel, neu.Schluessel)
	oldKey, err := auditlog.ParseVerifier(alt.Schluessel)
	require.NoError(t, err)
	receipt, err := auditlog.ParseReceipt(neu.Datei)
	require.NoError(t, err)
	_, err = receipt.Verify(oldKey)
	require.NoError(t, err, "whoever has the old key follows the act")
	receipt, err = auditlog.ParseReceipt(alt.Datei)
	require.NoError(t, err)
	_, err = receipt.Verify(oldKey)
	require.NoError(t, err)
	require.NoError(t, b.Close())
}
