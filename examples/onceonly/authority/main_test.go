// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
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

// The authority is killed while it asks: on its way to the register, and while a person
// looks at what came. It goes on each time, and what it had shown stands proven in its log.
func TestTwoPrograms_GoOnAfterTheAuthorityWasKilled(t *testing.T) {
	dir := t.TempDir()
	programs := t.TempDir()
	for _, name := range []string{"register", "authority"} {
		build, err := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(programs, name), "../"+name).CombinedOutput()
		require.NoError(t, err, string(build))
	}
	address := free(t)
	defer start(t, filepath.Join(programs, "register"), dir, address)()

	shown := 0
	killAfter := func(d time.Duration) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		command := exec.CommandContext(ctx, filepath.Join(programs, "authority"), "-dir", dir, "-register", "https://"+address)
		wait, err := command.StdinPipe() // nobody answers
		require.NoError(t, err)
		defer func() { _ = wait.Close() }()
		out, err := command.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, command.Start())
		if d > 0 {
			time.Sleep(d)
		} else {
			line, err := bufio.NewReader(out).ReadString('?')
			require.NoError(t, err, line)
			shown++
		}
		cancel() // SIGKILL
		_ = command.Wait()
	}
	for i := range 6 {
		killAfter(time.Duration(20+40*i) * time.Millisecond)
		killAfter(0)
	}
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), dir, "https://"+address, strings.NewReader("j\n"), &out))
	text := out.String()
	require.Contains(t, text, "handed over: true")
	require.NotContains(t, text, "proven: false")
	own, _, found := strings.Cut(text, "Max, without an account")
	require.True(t, found)
	require.GreaterOrEqual(t, strings.Count(own, "hat Daten geliefert"), shown+1, "what was shown had been logged before")
	require.Equal(t, 1, strings.Count(own, "hat Ihre Daten von Stadt Weimar erhalten"), "of what was shown to nobody else, nothing was handed over")
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
