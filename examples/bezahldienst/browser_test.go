// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/internal/browsertest"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste"
)

// kasse is a service that has its payments made at the running simulator.
type kasse struct {
	t       *testing.T
	seiten  string // address of the simulator
	zurueck string // address of the service, where the payer comes back
	service *payment.Service
}

func newKasse(t *testing.T) *kasse {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- run(ctx, []string{"-addr", "127.0.0.1:0"}, writer)
		_ = writer.Close()
	}()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-ended)
	})
	says := map[string]string{}
	for lines := bufio.NewScanner(reader); len(says) < 2 && lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		says[name] = value
	}
	back := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, "<!doctype html><html lang=de><title>Zurück</title><main><h1>Zurück beim Dienst</h1></main></html>")
	}))
	t.Cleanup(back.Close)
	client, err := xbezahldienste.New(xbezahldienste.Config{
		BaseURL: says["base URL"], OriginatorID: "wohnsitz", EndPointID: "160615001114", InsecureAllowPlainHTTP: true, InsecureAllowSimulator: true,
	})
	require.NoError(t, err)
	k := &kasse{t: t, seiten: strings.TrimSuffix(says["payments"], "/"), zurueck: back.URL}
	k.service, err = payment.NewService(bausteine.NewMemory(bausteine.Config{}), client, payment.Config{})
	require.NoError(t, err)
	return k
}

// seite begins a payment and returns the path of its pay page.
func (k *kasse) seite() string {
	k.t.Helper()
	order := paymenttest.Order()
	order.ReturnURL = k.zurueck + "/zahlung"
	tx, err := k.service.Start(k.t.Context(), order, "")
	require.NoError(k.t, err)
	path, ok := strings.CutPrefix(tx.RedirectURL(), k.seiten)
	require.True(k.t, ok, tx.RedirectURL())
	return path
}

func (k *kasse) browser() *browsertest.Browser {
	k.t.Helper()
	b := browsertest.New(k.t, k.seiten, filepath.Join(os.TempDir(), "bezahldienst-bilder"))
	b.Allow(k.zurueck)
	return b
}

func TestBrowser_ThePayPageIsAccessibleAndReflows(t *testing.T) {
	k := newKasse(t)
	b := k.browser()
	b.Page("zahlungen-keine", "/")
	seite := k.seite()
	b.Page("bezahlen", seite)
	b.Press(`button[value="pay"]`)
	b.Check("bezahlen-fehler")
	b.Run(chromedp.Click(`input[value="card"]`, chromedp.ByQuery))
	b.Press(`button[value="pay"]`)
	b.At("/zahlung")
	b.Page("bezahlt", seite)
	abgebrochen := k.seite()
	b.Open(abgebrochen)
	b.Press(`button[value="cancel"]`)
	b.At("/zahlung")
	b.Page("abgebrochen", abgebrochen)
	b.Page("unbekannt", "/pay/gibt-es-nicht")
	b.Page("zahlungen", "/")
	b.Done()
}

func TestBrowser_PayingWithTheKeyboardAndWithoutScripts(t *testing.T) {
	k := newKasse(t)
	b := k.browser()
	b.NoScripts()
	b.Open(k.seite())
	b.TabTo(`input[name="method"]`)
	b.Key(kb.ArrowDown)
	var gewaehlt string
	b.Run(chromedp.Evaluate(`document.querySelector("input[name=method]:checked").value`, &gewaehlt))
	require.Equal(t, "transfer", gewaehlt, "the arrow keys choose")
	b.TabTo(`button[value="pay"]`)
	b.Key(kb.Enter)
	b.At("/zahlung")
	b.Done()
}
