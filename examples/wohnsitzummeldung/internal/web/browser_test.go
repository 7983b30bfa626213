// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// missing skips a test for want of a tool, and fails it in CI, where every tool
// has to be there.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is missing", what)
	}
	t.Skipf("%s is missing", what)
}

// axeQuelle is the text of axe-core: from AXE_JS, or from node_modules.
func axeQuelle(t *testing.T) string {
	t.Helper()
	places := []string{os.Getenv("AXE_JS")}
	for _, up := range []string{"../../../", "../../../../"} {
		places = append(places, filepath.FromSlash(up+"node_modules/axe-core/axe.min.js"))
	}
	for _, place := range places {
		if source, err := os.ReadFile(place); err == nil {
			return string(source)
		}
	}
	missing(t, "axe-core (environment variable AXE_JS, or node_modules)")
	return ""
}

// browser is a headless Chromium with one tab.
type browser struct {
	t    *testing.T
	ctx  context.Context
	haus *haus
	axe  string

	befunde []string // of all pages, reported together

	mu       sync.Mutex
	anfragen []string
}

func (h *haus) browser(axe string) *browser {
	h.t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if path, err = exec.LookPath("google-chrome"); err != nil {
			missing(h.t, "Chromium")
		}
	}
	allocator, cancelAllocator := chromedp.NewExecAllocator(h.t.Context(),
		chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.WindowSize(1280, 900),
	)
	h.t.Cleanup(cancelAllocator)
	ctx, cancel := chromedp.NewContext(allocator)
	h.t.Cleanup(cancel)
	ctx, cancelTime := context.WithTimeout(ctx, 9*time.Minute)
	h.t.Cleanup(cancelTime)
	// The browser has a fresh profile of its own and removes it when it has ended.
	h.t.Cleanup(func() { _ = chromedp.Cancel(ctx) })
	b := &browser{t: h.t, ctx: ctx, haus: h, axe: axe}
	chromedp.ListenTarget(ctx, func(event any) {
		if sent, ok := event.(*network.EventRequestWillBeSent); ok {
			b.mu.Lock()
			b.anfragen = append(b.anfragen, sent.Request.URL)
			b.mu.Unlock()
		}
	})
	b.run(network.Enable())
	b.scheme("light")
	return b
}

func (b *browser) run(actions ...chromedp.Action) {
	b.t.Helper()
	require.NoError(b.t, chromedp.Run(b.ctx, actions...))
}

// as gives the browser the cookies of somebody who is logged in.
func (b *browser) as(wer *besucher) {
	b.t.Helper()
	b.run(network.ClearBrowserCookies())
	for _, path := range []string{"/", "/amt"} {
		u, err := url.Parse(b.haus.url + path)
		require.NoError(b.t, err)
		for _, c := range wer.client.Jar.Cookies(u) {
			b.run(network.SetCookie(c.Name, c.Value).WithURL(b.haus.url + path).WithPath(path))
		}
	}
}

func (b *browser) open(pfad string) { b.run(chromedp.Navigate(b.haus.url + pfad)) }

// scheme sets light or dark, and no motion: colours in transition have no contrast.
func (b *browser) scheme(name string) {
	b.run(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: name}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}))
}

func (b *browser) width(pixel int64) {
	b.run(emulation.SetDeviceMetricsOverride(pixel, 900, 1, pixel < 500))
}

// violations runs axe-core over the page.
func (b *browser) violations() string {
	b.t.Helper()
	var result string
	await := func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }
	b.run(
		chromedp.Evaluate(b.axe+";0", nil),
		chromedp.Evaluate(`axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(
			r.violations.map(v => ({id: v.id, help: v.help, nodes: v.nodes.map(n => n.html + " | " + n.failureSummary)}))))`, &result, await),
	)
	var found []any
	require.NoError(b.t, json.Unmarshal([]byte(result), &found))
	if len(found) == 0 {
		return ""
	}
	return result
}

// check looks at the page that is open: axe-core finds nothing, light and dark;
// at 320 pixels nobody scrolls sideways; targets are large enough; there is one
// main heading. With BILDER set it takes pictures.
func (b *browser) check(name string) {
	b.t.Helper()
	found := func(holds bool, what string) {
		if !holds {
			b.befunde = append(b.befunde, name+": "+what)
		}
	}
	b.width(1280)
	hell := b.violations()
	found(hell == "", hell)
	b.picture(name, "desktop")
	b.scheme("dark")
	dunkel := b.violations()
	found(dunkel == "", "dark: "+dunkel)
	b.scheme("light")
	b.width(320)
	var scroll, small, headings int
	b.run(
		chromedp.Evaluate(`document.documentElement.scrollWidth`, &scroll),
		chromedp.Evaluate(`document.querySelectorAll("h1").length`, &headings),
		chromedp.Evaluate(`[...document.querySelectorAll("button:not([aria-hidden]), .knopf, input:not([type=hidden]), .kopflinks a, .fuss a, summary")]
			.filter(e => { const r = e.getBoundingClientRect(); return r.width > 0 && (r.width < 24 || r.height < 24) }).length`, &small),
	)
	found(scroll <= 320, fmt.Sprintf("%d pixels wide at 320", scroll))
	found(headings == 1, fmt.Sprintf("%d main headings", headings))
	found(small == 0, fmt.Sprintf("%d targets below 24 pixels", small))
	b.width(375)
	b.picture(name, "telefon")
	b.width(1280)
}

func (b *browser) picture(name, art string) {
	if os.Getenv("BILDER") == "" {
		return
	}
	dir := filepath.FromSlash("../../testdata/bilder")
	require.NoError(b.t, os.MkdirAll(dir, 0o750))
	var png []byte
	b.run(chromedp.FullScreenshot(&png, 100))
	require.NoError(b.t, os.WriteFile(filepath.Join(dir, name+"-"+art+".png"), png, 0o600))
}

// send presses the main button of the page.
func (b *browser) press(selector string) {
	b.t.Helper()
	b.run(chromedp.Click(selector, chromedp.ByQuery), chromedp.Sleep(50*time.Millisecond), chromedp.WaitReady("footer", chromedp.ByQuery))
}

// seite opens a page and checks it.
func (b *browser) seite(name, pfad string) {
	b.t.Helper()
	b.open(pfad)
	b.check(name)
}

// foreign are the requests that went anywhere but to the service.
func (b *browser) foreign() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []string
	for _, u := range b.anfragen {
		if !strings.HasPrefix(u, b.haus.url+"/") {
			out = append(out, u)
		}
	}
	return out
}

const absenden = `main .knoepfe button.knopf`
