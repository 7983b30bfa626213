// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The register is a program of its own here: it is built, run, killed and run again.
func TestTwoPrograms_TalkToEachOtherAndGoOnAfterOneWasKilled(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(t.TempDir(), "register")
	build, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "../register").CombinedOutput()
	require.NoError(t, err, string(build))
	address := free(t)
	ask := func() (string, error) {
		var out bytes.Buffer
		err := run(t.Context(), dir, "https://"+address, strings.NewReader("j\n"), &out)
		return out.String(), err
	}
	_, err = ask()
	require.ErrorContains(t, err, "does not answer")

	kill := start(t, program, dir, address)
	text, err := ask()
	require.NoError(t, err)
	require.Contains(t, text, `{"familienname":"Mustermann","vornamen":"Erika","geburtsdatum":"1964-08-12","ehegatte":{`)
	require.NotContains(t, text, "religion")
	require.Contains(t, text, "handed over: true")
	require.Contains(t, text, "Stadt Mühlhausen verwendet Daten über Sie von Stadt Weimar.", "Max reads it")
	require.NotContains(t, text, "proven: false")

	kill()
	_, err = ask()
	require.ErrorContains(t, err, "does not answer")
	kill = start(t, program, dir, address)
	defer kill()
	text, err = ask()
	require.NoError(t, err)
	require.Contains(t, text, "handed over: true")
	require.NotContains(t, text, "proven: false")
	head, err := os.ReadFile(filepath.Join(dir, "authority.head"))
	require.NoError(t, err)
	require.Contains(t, string(head), "muehlhausen.example/onceonly\n", "the head is remembered outside of the database")
}

// start runs the register and waits until it listens; the function kills it.
func start(t *testing.T, program, dir, address string) (kill func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	command := exec.CommandContext(ctx, program, "-dir", dir, "-addr", address)
	command.Stderr = os.Stderr
	require.NoError(t, command.Start())
	require.Eventually(t, func() bool {
		connection, err := (&net.Dialer{Timeout: time.Second}).DialContext(ctx, "tcp", address)
		if err == nil {
			_ = connection.Close()
		}
		return err == nil
	}, 20*time.Second, 20*time.Millisecond)
	return func() {
		cancel() // SIGKILL
		_ = command.Wait()
	}
}

func free(t *testing.T) string {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}
