// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste"
)

func TestRun_ServesUntilItIsStopped(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	reader, writer := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"-addr", "localhost:0"}, writer)
		_ = writer.Close()
	}()
	base := ""
	for lines := bufio.NewScanner(reader); base == "" && lines.Scan(); {
		base, _ = strings.CutPrefix(lines.Text(), "base URL: ")
		if base == lines.Text() {
			base = ""
		}
	}
	require.NotEmpty(t, base)
	client, err := xbezahldienste.New(xbezahldienste.Config{BaseURL: base, OriginatorID: "wohnsitz", EndPointID: "160615001114", InsecureAllowPlainHTTP: true, InsecureAllowSimulator: true})
	require.NoError(t, err)
	service, err := payment.NewService(bausteine.NewMemory(bausteine.Config{}), client, payment.Config{})
	require.NoError(t, err)
	tx, err := service.Start(t.Context(), paymenttest.Order(), "")
	require.NoError(t, err)
	require.Equal(t, payment.StateInitial, tx.State())
	require.Contains(t, tx.RedirectURL(), "/pay/")

	stop()
	select {
	case err := <-ended:
		require.NoError(t, err)
	case <-time.After(10 * time.Second):
		t.Fatal("it did not stop")
	}
}

func TestRun_RefusesWhatItDoesNotUnderstand(t *testing.T) {
	require.Error(t, run(t.Context(), []string{"-faults", "2"}, io.Discard))
	require.Error(t, run(t.Context(), []string{"-addr", "nowhere:port"}, io.Discard))
	require.Error(t, run(t.Context(), []string{"-unknown"}, io.Discard))
}
