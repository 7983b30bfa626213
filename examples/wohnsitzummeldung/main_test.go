// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/speichertest"
	"github.com/deutschland-stack/bausteine/internal/journal/pgtest"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// run is the program with these arguments.
func run(ctx context.Context, args []string, out io.Writer) error {
	p, err := programm(time.Now)
	if err != nil {
		return err
	}
	p.Config.Log = slog.New(slog.DiscardHandler)
	return p.Run(ctx, args, out)
}

func TestHeadless_TellsOneCompleteMove(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), []string{"-headless"}, &out))
	for _, line := range []string{
		"Erika Maria Mustermann loggt sich ein", "für Seebach ist zuständig: Stadt Ruhla", "Sie sieht genau diese Daten und übernimmt sie",
		"Abgesendet. Vorgangsnummer ", "genau einmal", "3 Meldebestätigungen mit Code; der erste geprüft: ausgestellt von Stadt Ruhla",
		"Art der Wohnung: alleinige Wohnung", "hat Ihre Daten von Stadt Mühlhausen/Thüringen erhalten. Beweis geprüft: true",
	} {
		require.Contains(t, out.String(), line)
	}
	require.NotContains(t, out.String(), "Beweis geprüft: false")
}

func TestHeadless_KeepsItsDataWhereItIsTold(t *testing.T) {
	file := filepath.Join(t.TempDir(), "neu", "umzug.db")
	for range 2 {
		require.NoError(t, run(t.Context(), []string{"-headless", "-data", file}, io.Discard))
	}
	require.FileExists(t, file)
}

func TestHeadless_WorksOnPostgreSQLToo(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a PostgreSQL")
	}
	data, keys := speichertest.Schema(t, pgtest.DSN(t)), t.TempDir()
	require.ErrorIs(t, run(t.Context(), []string{"-headless", "-data", data}, io.Discard), onlinedienst.ErrSchluessel)
	for range 2 {
		var out bytes.Buffer
		require.NoError(t, run(t.Context(), []string{"-headless", "-data", data, "-keys", keys}, &out))
		require.Contains(t, out.String(), "der erste geprüft: ausgestellt von Stadt Ruhla")
	}
}

func TestServe_TellsNobodyThePasswordOfTheDatabase(t *testing.T) {
	var out bytes.Buffer
	err := run(t.Context(), []string{"-addr", "127.0.0.1:0", "-data", "postgres://wsm:geheim@127.0.0.1:1/dienst?sslmode=disable", "-keys", t.TempDir()}, &out)
	require.ErrorContains(t, err, "open database")
	require.NotContains(t, err.Error()+out.String(), "geheim")
}

func TestServe_SaysWhereAndStopsCleanly(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	read, write := io.Pipe()
	file := filepath.Join(t.TempDir(), "dienst.db")
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"-addr", "127.0.0.1:0", "-data", file}, write)
		_ = write.Close()
	}()
	lines := bufio.NewScanner(read)
	require.True(t, lines.Scan())
	url, ok := strings.CutPrefix(lines.Text(), "wohnsitzummeldung: ")
	require.True(t, ok, lines.Text())
	require.True(t, lines.Scan())
	require.Equal(t, "Data: "+file, lines.Text())
	go func() { _, _ = io.Copy(io.Discard, read) }()

	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"health", http.NoBody)
	require.NoError(t, err)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.NoError(t, res.Body.Close())
	require.Equal(t, "ok\n", string(body))

	cancel()
	select {
	case err := <-ended:
		require.NoError(t, err)
	case <-time.After(30 * time.Second):
		t.Fatal("the service does not stop")
	}
}

func TestServe_SaysClearlyThatTheAddressIsTaken(t *testing.T) {
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	addr := listener.Addr().String()
	err = run(t.Context(), []string{"-addr", addr, "-data", filepath.Join(t.TempDir(), "d.db")}, io.Discard)
	require.ErrorContains(t, err, "the address "+addr+" is taken by another program")
}

func TestRun_RefusesWhatItDoesNotKnow(t *testing.T) {
	require.Error(t, run(t.Context(), []string{"-gibt-es-nicht"}, io.Discard))
	require.ErrorContains(t, run(t.Context(), []string{"headless"}, io.Discard), `unexpected argument "headless"`)
	require.ErrorIs(t, run(t.Context(), []string{"-h"}, io.Discard), flag.ErrHelp)
}
