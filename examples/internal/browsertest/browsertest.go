// SPDX-License-Identifier: Apache-2.0

// Package browsertest looks at pages in a headless Chromium: axe-core finds
// nothing, light and dark; at 320 pixels nobody scrolls sideways; the keyboard
// reaches everything; no request goes to a third party.
//
// Where Chromium or axe-core are missing, tests skip with the reason; with CI in
// the environment they fail instead. AXE_JS may name the file axe.min.js. With
// BILDER in the environment pictures are taken of every page that is checked.
package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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

// axe is the text of axe-core: from AXE_JS, or from node_modules in a folder above.
func axe(t *testing.T) string {
	t.Helper()
	places := []string{os.Getenv("AXE_JS")}
	for up := "."; len(up) < 20; up = filepath.Join("..", up) {
		places = append(places, filepath.Join(up, "node_modules", "axe-core", "axe.min.js"))
	}
	for _, place := range places {
		if source, err := os.ReadFile(place); err == nil { //nolint:gosec // a file of the machine that runs the test
			return string(source)
		}
	}
	missing(t, "axe-core (environment variable AXE_JS, or node_modules)")
	return ""
}

// Browser is a headless Chromium with one tab.
type Browser struct {
	t       *testing.T
	ctx     context.Context
	base    string // address of the pages, without a slash at the end
	other   []string
	bilder  string
	axe     string   // read at the first check
	befunde []string // of all pages, reported together

	mu       sync.Mutex
	anfragen []string
}

// New starts a browser for the pages at base. Pictures go to the folder bilder.
func New(t *testing.T, base, bilder string) *Browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if path, err = exec.LookPath("google-chrome"); err != nil {
			missing(t, "Chromium")
		}
	}
	allocator, cancelAllocator := chromedp.NewExecAllocator(t.Context(),
		chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.WindowSize(1280, 900),
	)
	t.Cleanup(cancelAllocator)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	ctx, cancelTime := context.WithTimeout(ctx, 9*time.Minute)
	t.Cleanup(cancelTime)
	// The browser has a fresh profile of its own and removes it when it has ended.
	t.Cleanup(func() { _ = chromedp.Cancel(ctx) })
	b := &Browser{t: t, ctx: ctx, base: base, bilder: bilder}
	chromedp.ListenTarget(ctx, func(event any) {
		if sent, ok := event.(*network.EventRequestWillBeSent); ok {
			b.mu.Lock()
			b.anfragen = append(b.anfragen, sent.Request.URL)
			b.mu.Unlock()
		}
	})
	b.Run(network.Enable())
	b.Scheme("light")
	return b
}

// Allow names another site to which the pages may lead.
func (b *Browser) Allow(base string) { b.other = append(b.other, base) }

// Run carries actions out.
func (b *Browser) Run(actions ...chromedp.Action) {
	b.t.Helper()
	require.NoError(b.t, chromedp.Run(b.ctx, actions...))
}

// As gives the browser the cookies that a jar holds for these parts of the site,
// and no others.
func (b *Browser) As(jar http.CookieJar, paths ...string) {
	b.t.Helper()
	b.Run(network.ClearBrowserCookies())
	for _, path := range paths {
		u, err := url.Parse(b.base + path)
		require.NoError(b.t, err)
		for _, c := range jar.Cookies(u) {
			b.Run(network.SetCookie(c.Name, c.Value).WithURL(b.base + path).WithPath(path))
		}
	}
}

// Open opens a page of the site.
func (b *Browser) Open(path string) {
	b.t.Helper()
	b.Run(chromedp.Navigate(b.base + path))
}

// Press presses a button or follows a link, and waits for the page; an input is chosen.
func (b *Browser) Press(selector string) {
	b.t.Helper()
	var leads bool
	b.Run(chromedp.WaitReady(selector, chromedp.ByQuery), chromedp.Evaluate(fmt.Sprintf(`document.querySelector(%q).matches("button, a")`, selector), &leads))
	if !leads {
		b.Run(chromedp.Click(selector, chromedp.ByQuery))
		return
	}
	b.Leave(chromedp.Click(selector, chromedp.ByQuery))
}

// Leave carries out actions that lead to another page, and waits until that is there. Where
// none comes, as for a file that is handed out, it goes on after a while.
func (b *Browser) Leave(actions ...chromedp.Action) {
	b.t.Helper()
	b.Run(append([]chromedp.Action{chromedp.Evaluate(`window.before = true`, nil)}, actions...)...)
	for range 300 {
		var there bool
		// In between there is no document, or one that is on its way out.
		if chromedp.Run(b.ctx, chromedp.Evaluate(`!window.before && document.readyState === "complete" && document.body !== null`, &there)) == nil && there {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// Scheme sets light or dark, and no motion: colours in transition have no contrast.
func (b *Browser) Scheme(name string) {
	b.Run(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: name}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}))
}

func (b *Browser) width(pixel int64) {
	b.Run(emulation.SetDeviceMetricsOverride(pixel, 900, 1, pixel < 500))
}

// violations runs axe-core over the page. Text in the very colour of its ground
// is no violation for axe, which takes it for hidden on purpose; here it is one.
func (b *Browser) violations() string {
	b.t.Helper()
	if b.axe == "" {
		b.axe = axe(b.t)
	}
	var result string
	await := func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }
	b.Run(
		chromedp.Evaluate(b.axe+";0", nil),
		chromedp.Evaluate(`axe.run(document, {resultTypes: ["violations", "incomplete"]}).then(r => {
			const list = (v, nodes) => ({id: v.id, help: v.help, nodes: nodes.map(n => n.html + " | " + n.failureSummary)});
			const unseen = n => n.any.some(c => c.data && c.data.messageKey === "equalRatio");
			return JSON.stringify([
				...r.violations.map(v => list(v, v.nodes)),
				...r.incomplete.filter(v => v.id === "color-contrast").map(v => list(v, v.nodes.filter(unseen))).filter(v => v.nodes.length > 0),
			]);
		})`, &result, await),
	)
	var found []any
	require.NoError(b.t, json.Unmarshal([]byte(result), &found))
	if len(found) == 0 {
		return ""
	}
	return result
}

// Check looks at the page that is open: axe-core finds nothing, light and dark;
// at 320 pixels nobody scrolls sideways; targets are large enough; there is one
// main heading. What it finds is reported by Done.
func (b *Browser) Check(name string) {
	b.t.Helper()
	found := func(holds bool, what string) {
		if !holds {
			b.befunde = append(b.befunde, name+": "+what)
		}
	}
	b.width(1280)
	hell := b.violations()
	found(hell == "", hell)
	b.Picture(name, "desktop")
	b.Scheme("dark")
	dunkel := b.violations()
	found(dunkel == "", "dark: "+dunkel)
	b.Scheme("light")
	b.width(320)
	var scroll, small, headings int
	b.Run(
		chromedp.Evaluate(`document.documentElement.scrollWidth`, &scroll),
		chromedp.Evaluate(`document.querySelectorAll("h1").length`, &headings),
		chromedp.Evaluate(`[...document.querySelectorAll("button:not([aria-hidden]), input:not([type=hidden]), select, textarea, summary, nav a, a.knopf")]
			.filter(e => { const r = e.getBoundingClientRect(); return r.width > 0 && (r.width < 24 || r.height < 24) }).length`, &small),
	)
	found(scroll <= 320, fmt.Sprintf("%d pixels wide at 320", scroll))
	found(headings == 1, fmt.Sprintf("%d main headings", headings))
	found(small == 0, fmt.Sprintf("%d targets below 24 pixels", small))
	b.width(375)
	b.Picture(name, "telefon")
	b.width(1280)
}

// Phone looks at the page that is open as a phone of 390 pixels shows it: nobody scrolls
// sideways. A picture is taken, if pictures are wanted.
func (b *Browser) Phone(name string) {
	b.t.Helper()
	const phone = 390
	b.width(phone)
	var scroll int
	b.Run(chromedp.Evaluate(`document.documentElement.scrollWidth`, &scroll))
	if scroll > phone {
		b.befunde = append(b.befunde, fmt.Sprintf("%s: %d pixels wide at %d", name, scroll, phone))
	}
	b.Picture(name, "390")
	b.width(1280)
}

// Printed takes a picture of the page that is open as it is printed on A4, if pictures are
// wanted.
func (b *Browser) Printed(name string) {
	b.t.Helper()
	const a4 = 794
	b.width(a4)
	b.Run(emulation.SetEmulatedMedia().WithMedia("print"))
	b.Picture(name, "papier")
	b.Run(emulation.SetEmulatedMedia().WithMedia("screen"))
	b.Scheme("light")
	b.width(1280)
}

// Page opens a page and checks it.
func (b *Browser) Page(name, path string) {
	b.t.Helper()
	b.Open(path)
	b.Check(name)
}

// Picture takes a picture of the page, if pictures are wanted.
func (b *Browser) Picture(name, art string) {
	if os.Getenv("BILDER") == "" {
		return
	}
	require.NoError(b.t, os.MkdirAll(b.bilder, 0o750))
	var png []byte
	b.Run(chromedp.FullScreenshot(&png, 100))
	require.NoError(b.t, os.WriteFile(filepath.Join(b.bilder, name+"-"+art+".png"), png, 0o600))
}

// Done ends the test if a check found something, or a request left the site.
func (b *Browser) Done() {
	b.t.Helper()
	require.Empty(b.t, b.befunde)
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, u := range b.anfragen {
		if strings.HasPrefix(u, "data:") {
			continue // in the page itself, or a sign that the browser draws in a field
		}
		known := slices.ContainsFunc(append([]string{b.base}, b.other...), func(base string) bool { return strings.HasPrefix(u, base+"/") })
		require.True(b.t, known, "a request leaves the site: %s", u)
	}
	require.NotEmpty(b.t, b.anfragen)
}
