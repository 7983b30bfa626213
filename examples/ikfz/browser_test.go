// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/arbeitsplatz"
	"github.com/deutschland-stack/bausteine/examples/internal/browsertest"
	"github.com/deutschland-stack/bausteine/examples/internal/kasse"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// ohneTelefon are authorities that forgot to say how they are called, until they do.
type ohneTelefon struct {
	od.Kommunen[Amt]

	vergessen *bool
}

func (o ohneTelefon) At(g kommune.AGS, day datum.Datum) (Amt, bool) {
	a, ok := o.Kommunen.At(g, day)
	if *o.vergessen {
		a.Kasse.Behoerde.Contact.Phone = ""
	}
	return a, ok
}

// The invoice on the page of the company and at the desk, and one that was stopped among
// the disturbances: axe-core in light and dark, on a desktop and on a phone.
func TestBrowser_TheInvoiceLiesOnTheCaseAndAStoppedOneAtTheDesk(t *testing.T) {
	provider, vergessen := kasse.New("/", nil), false
	p, err := programm(provider, ohneTelefon{aemter(t), &vergessen})
	require.NoError(t, err)
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	defer server.Close()
	a, err := p.Start(t.Context(), "", "", server.URL)
	require.NoError(t, err)
	defer func() { require.NoError(t, a.Close()) }()
	handler = a.Handler
	z := a.Server.Zugang(firma().Konto, "de")
	paid := func(key string) uuid.UUID {
		id, err := z.Begin(t.Context(), "fahrzeug-ummelden", key)
		require.NoError(t, err)
		_, err = z.Answer(t.Context(), id, map[string]any{"/fahrzeug/kennzeichen": "EF-XY 12", "/fahrzeug/fin": "1234", "/behalten": "ja", "/papiere/zb1": "abc1234", "/rechnung": "ja"})
		require.NoError(t, err)
		found, err := z.Submit(t.Context(), id)
		require.NoError(t, err)
		require.Empty(t, found)
		for _, pay := range provider.Payments() {
			_ = provider.Pay(pay.Ref) // one that is over stays so
		}
		require.NoError(t, z.Settle(t.Context(), id))
		_, err = a.Store.Drain(t.Context())
		require.NoError(t, err)
		return id
	}
	id := paid("ganz")
	vergessen = true
	stopped := paid("ohne Telefon")

	b := browsertest.New(t, server.URL, filepath.Join("testdata", "bilder"))
	b.Run(network.SetExtraHTTPHeaders(network.Headers{"Accept-Language": "de"}))
	login := func(page, account string) {
		b.Open(page)
		b.Run(chromedp.WaitReady("main", chromedp.ByQuery), chromedp.Click(`[name=konto][value="`+account+`"]`, chromedp.ByQuery), chromedp.Sleep(200*time.Millisecond))
		var here string
		if b.Run(chromedp.Location(&here)); len(here) > 0 && here != server.URL+page {
			b.Run(chromedp.Evaluate(`document.querySelector("main form button")?.click()`, nil), chromedp.Sleep(200*time.Millisecond))
		}
		b.Run(chromedp.WaitReady("main", chromedp.ByQuery))
	}
	var text string
	page := func(name, path string) string {
		t.Helper()
		b.Page(name, path)
		b.Phone(name)
		b.Run(chromedp.Text("main", &text, chromedp.ByQuery))
		return text
	}
	login("/login?ziel=/fahrzeug-ummelden/", firma().Kennung)
	require.Contains(t, page("rechnung", "/fahrzeug-ummelden/"+id.String()), "Elektronische Rechnung")
	require.NotContains(t, page("rechnung-fehlt", "/fahrzeug-ummelden/"+stopped.String()), "Elektronische Rechnung")
	login("/amt/login?ziel=/amt/", arbeitsplatz.Konto("kfz-16053000", 1))
	require.Contains(t, page("amt-rechnung", "/amt/faelle/"+id.String()), "Elektronische Rechnung")
	require.Contains(t, page("amt-stoerungen", "/amt/stoerungen"), od.Nummer(stopped))
	require.NotContains(t, text, od.Nummer(id))
	vergessen = false
	b.Press("form[action='/amt/stoerungen'] button")
	_, err = a.Store.Drain(t.Context())
	require.NoError(t, err)
	require.Contains(t, page("amt-stoerungen-behoben", "/amt/stoerungen"), "Es gibt keine Störungen")
	require.Contains(t, page("amt-rechnung-nachgeholt", "/amt/faelle/"+stopped.String()), "Elektronische Rechnung")
	b.Done()
}
