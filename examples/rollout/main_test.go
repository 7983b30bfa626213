// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
	"io"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/rollout/internal/simulation"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

// serve runs the program in memory until the test ends, and returns its address.
func serve(t *testing.T) string {
	t.Helper()
	return serveFile(t, "", nil)
}

func serveFile(t *testing.T, file string, stop *func()) string {
	t.Helper()
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	address, ended := make(chan string, 1), make(chan error, 1)
	go func() { ended <- run(ctx, "127.0.0.1:0", file, 1, func(a string) { address <- a }) }()
	end := func() {
		cancel()
		require.NoError(t, <-ended)
		ended <- nil
	}
	t.Cleanup(end)
	if stop != nil {
		*stop = end
	}
	select {
	case a := <-address:
		return "http://" + a
	case err := <-ended:
		ended <- nil
		require.NoError(t, err)
	case <-time.After(5 * time.Minute):
		t.Fatal("the program did not start")
	}
	return ""
}

func get(t *testing.T, url string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	response, err := http.DefaultClient.Do(request)
	require.NoError(t, err)
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, response.StatusCode)
	return string(body)
}

func TestRun_KeepsTheProgrammeInAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "rollout.db")
	var stop func()
	base := serveFile(t, file, &stop)
	response, err := http.Post(base+"/woche", "application/x-www-form-urlencoded", nil)
	require.NoError(t, err)
	_ = response.Body.Close()
	page, events := get(t, base+"/"), get(t, base+"/ereignisse.jsonl")
	require.NotContains(t, page, "120 von 189 Verwaltungen laufen")
	stop()
	base = serveFile(t, file, nil)
	require.Equal(t, page, get(t, base+"/"), "it goes on where it stood")
	require.Equal(t, events, get(t, base+"/ereignisse.jsonl"))
}

// What authorities set for a service is what the kit calls Kommunen.
var _ onlinedienst.Kommunen[simulation.Werte] = (*rollout.Einstellungen[simulation.Werte])(nil)
