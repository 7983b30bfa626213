// SPDX-License-Identifier: Apache-2.0

package main

import (
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/betrieb"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/testkonto"
)

// A service is backed up while it runs, and its data come back elsewhere.
func TestBackup_OfTheRunningServiceComesBack(t *testing.T) {
	folder := t.TempDir()
	data, copied, elsewhere := filepath.Join(folder, "a.db"), filepath.Join(folder, "a.backup"), filepath.Join(folder, "b.db")
	b, err := betrieb.Start(t.Context(), betrieb.Config{Daten: data, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	u := &umzug{d: b.Dienst, out: io.Discard, start: time.Now(), konto: testkonto.Konten()[0]}
	require.NoError(t, u.move(t.Context()))
	var out strings.Builder
	require.NoError(t, run(t.Context(), []string{"-data", data, "-backup", copied}, &out, io.Discard))
	require.Contains(t, out.String(), "Backup: ")
	require.Error(t, run(t.Context(), []string{"-data", data, "-backup", copied}, io.Discard, io.Discard), "no file is written over")
	require.ErrorIs(t, run(t.Context(), []string{"-data", data, "-restore", copied}, io.Discard, io.Discard), bausteine.ErrNotEmpty)
	require.NoError(t, b.Close())

	require.NoError(t, run(t.Context(), []string{"-data", elsewhere, "-restore", copied}, &out, io.Discard))
	b, err = betrieb.Start(t.Context(), betrieb.Config{Daten: elsewhere, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	heads, err := b.Dienst.List(t.Context(), u.konto)
	require.NoError(t, err)
	require.Len(t, heads, 1)
	urkunden, err := b.Dienst.Urkunden(t.Context(), u.konto, u.v.ID())
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
