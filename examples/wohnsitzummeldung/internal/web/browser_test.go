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
	"github.com/chromedp/chromedp/kb"
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
		chromedp.ExecPath(path), chromedp.UserDataDir(h.t.TempDir()), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.WindowSize(1280, 900),
	)
	h.t.Cleanup(cancelAllocator)
	ctx, cancel := chromedp.NewContext(allocator)
	h.t.Cleanup(cancel)
	ctx, cancelTime := context.WithTimeout(ctx, 9*time.Minute)
	h.t.Cleanup(cancelTime)
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

func TestBrowser_EveryPageIsAccessibleReflowsAndAsksNobodyElse(t *testing.T) {
	axe := axeQuelle(t)
	h := newHaus(t)
	b := h.browser(axe)
	for name, pfad := range map[string]string{
		"start": "/", "start-en": "/?sprache=en", "hilfe": "/hilfe?sprache=de", "datenschutz": "/datenschutz", "impressum": "/impressum", "barrierefreiheit": "/barrierefreiheit",
		"anmelden": "/anmelden", "amt-anmelden": "/amt/anmelden", "pruefung": "/bestaetigung-pruefen", "nicht-gefunden": "/gibt-es-nicht",
	} {
		b.seite(name, pfad)
	}
	b.open("/?sprache=de")
	b.besucheForm()
	b.besucheAbrufe()
	b.besucheEnde()
	b.besucheStaende()
	require.Empty(t, b.befunde)
	require.Empty(t, b.foreign(), "no request leaves the service")
}

// besucheForm looks at the pages of the form, with and without faults.
func (b *browser) besucheForm() {
	erika1 := b.haus.besucher()
	erika1.login(erika)
	b.as(erika1)
	b.seite("konto-leer", "/konto")
	b.seite("abrufe-leer", "/abrufe")
	pfad := erika1.begin()
	b.seite("gemeinde", pfad+"/gemeinde")
	b.seite("gemeinde-treffer", pfad+"/gemeinde?suche=neuenkirchen")
	b.seite("gemeinde-nichts", pfad+"/gemeinde?suche=Entenhausen")
	b.open(pfad + "/daten")
	b.check("daten-ohne-gemeinde")
	erika1.choose(pfad, teistungen)
	b.seite("anschrift", pfad+"/anschrift")
	b.press(absenden)
	b.check("anschrift-fehler")
	erika1.next(pfad+"/anschrift", anschrift, "/zustaendig")
	b.seite("zustaendig-vg", pfad+"/zustaendig")
	b.seite("daten", pfad+"/daten")
	b.press(absenden)
	b.check("daten-fehler")
	b.seite("pruefen-fehler", pfad+"/pruefen")
	erika1.next(pfad+"/daten", url.Values{"weg": {"abruf"}}, "/vorschau")
	b.seite("vorschau", pfad+"/vorschau")
	b.press(`button[value="uebernehmen"]`)
	b.check("person-abgerufen")
	erika1.next(pfad+"/person", with(person, "person.doktorgrad", "Dr.", "person.geburtsname", ""), "/wohnung")
	b.seite("person-geaendert", pfad+"/person")
	b.seite("wohnung", pfad+"/wohnung")
	b.run(chromedp.Click("#art-neben", chromedp.ByQuery))
	b.press(absenden)
	b.check("wohnung-fehler")
	erika1.next(pfad+"/wohnung", url.Values{"wohnung.art": {"alleinige"}}, "/familie")
	b.seite("familie", pfad+"/familie")
	b.press(`button[value="mehr"]`)
	b.run(chromedp.SendKeys(`[name="familie.hand.0.vornamen"]`, "Mia", chromedp.ByQuery))
	b.press(absenden)
	b.check("familie-fehler")
	erika1.next(pfad+"/familie", url.Values{"familie.register": {"/ehegatte", "/kinder/0"}, "familie.versicherung": {"ja"}}, "/wohnungsgeber")
	b.seite("wohnungsgeber", pfad+"/wohnungsgeber")
	b.press(absenden)
	b.check("wohnungsgeber-fehler")
	for _, weg := range []string{"merkmal", "verweigert", "eigentum", "datei"} {
		erika1.next(pfad+"/wohnungsgeber", url.Values{"wohnungsgeber.weg": {weg}}, "/nachweis")
		b.seite("nachweis-"+weg, pfad+"/nachweis")
		b.press(absenden)
		b.check("nachweis-" + weg + "-fehler")
	}
	b.seite("konto-entwurf", "/konto")
}

// besucheAbrufe looks at retrievals that end otherwise, at administrations that
// are not connected, and at accounts of a lower level.
func (b *browser) besucheAbrufe() {
	for name, konto := range map[string]string{"vorschau-nicht-eindeutig": jonas, "vorschau-gestoert": greta, "vorschau-langer-name": langeName} {
		wer := b.haus.besucher()
		wer.login(konto)
		pfad := wer.begin()
		wer.choose(pfad, seebach)
		wer.next(pfad+"/daten", url.Values{"weg": {"abruf"}}, "/vorschau")
		b.as(wer)
		b.seite(name, pfad+"/vorschau")
		if konto == greta {
			b.seite("zustaendig-erfuellende", pfad+"/zustaendig")
		}
	}
	wer := b.haus.besucher()
	wer.login(nils)
	b.as(wer)
	b.seite("konto-niedrig", "/konto")
	b.seite("abrufe-niedrig", "/abrufe")
	pfad := wer.fill(jena)
	b.seite("pruefen-niedrig", pfad+"/pruefen")
	b.seite("daten-niedrig", pfad+"/daten")
	wer.choose(pfad, berlin)
	b.seite("zustaendig-nicht-angebunden", pfad+"/zustaendig")
}

// besucheEnde looks at submitting, the clerk's desk and the Meldebestätigung.
func (b *browser) besucheEnde() {
	wer := b.haus.besucher()
	wer.login(max)
	pfad := wer.fill(jena)
	b.as(wer)
	b.seite("pruefen", pfad+"/pruefen")
	b.press(absenden)
	b.check("eingang")
	wer.waitFor(pfad, "Bei der Meldebehörde eingegangen")
	b.seite("status", pfad)
	clerk, fall := b.haus.clerk(amtJena), fallOf(pfad)
	b.as(clerk)
	b.seite("amt-faelle", "/amt")
	b.seite("amt-fall-neu", fall)
	b.press(absenden)
	b.check("amt-fall")
	b.press(absenden)
	b.check("amt-fall-fehler")
	clerk.next(fall, url.Values{"akt": {"annehmen"}}, fall)
	b.seite("amt-fall-fertig", fall)
	b.as(b.haus.clerk(amtRuhla))
	b.seite("amt-faelle-leer", "/amt")
	b.as(wer)
	wer.waitFor(pfad, "Sie sind angemeldet")
	b.seite("status-angemeldet", pfad)
	wer.waitFor(pfad+"/meldebestaetigung", "Familienname")
	b.seite("meldebestaetigung", pfad+"/meldebestaetigung")
	text := wer.get(pfad + "/meldebestaetigung/1").text
	for name, s := range map[string]string{"pruefung-echt": text, "pruefung-falsch": strings.Replace(text, "Erika", "Erica", 1)} {
		b.open("/bestaetigung-pruefen")
		b.run(chromedp.SetValue("#f-text", s, chromedp.ByQuery))
		b.press(absenden)
		b.check(name)
	}
	b.open("/bestaetigung-pruefen")
	b.press(absenden)
	b.check("pruefung-fehler")
}

// besucheStaende looks at a question, an invitation, a refusal, the log, and
// the pages for two tabs and for a session that ran out.
func (b *browser) besucheStaende() {
	wer := b.haus.besucher()
	wer.login(otto)
	pfad := wer.begin()
	wer.choose(pfad, jena)
	vorschau := wer.next(pfad+"/daten", url.Values{"weg": {"abruf"}}, "/vorschau")
	wer.next(pfad+"/vorschau", with(shaOf(vorschau), "wahl", "uebernehmen"), "/person")
	wer.next(pfad+"/anschrift", anschrift, "/zustaendig")
	wer.next(pfad+"/person", with(person, "person.familienname", "Normalverbraucher"), "/wohnung")
	b.as(wer)
	b.open(pfad + "/wohnung")
	wer.next(pfad+"/wohnung", url.Values{"wohnung.art": {"alleinige"}}, "/familie")
	b.press(absenden)
	b.run(chromedp.Click("#art-haupt", chromedp.ByQuery))
	b.run(chromedp.SetValue(`[name="wohnung.weitere.0.strasse"]`, "Am Beispielanger 3a", chromedp.ByQuery), chromedp.SetValue(`[name="wohnung.weitere.0.plz"]`, "37339", chromedp.ByQuery),
		chromedp.SetValue(`[name="wohnung.weitere.0.ort"]`, "Teistungen", chromedp.ByQuery))
	wer.next(pfad+"/anschrift", with(anschrift, "anschrift.hausnummer", "7"), "/zustaendig")
	b.press(absenden)
	b.check("anderes-fenster")
	wer.next(pfad+"/familie", nil, "/wohnungsgeber")
	wer.next(pfad+"/wohnungsgeber", url.Values{"wohnungsgeber.weg": {"eigentum"}}, "/nachweis")
	wer.next(pfad+"/nachweis", url.Values{"wohnungsgeber.erklaerung": {"ja"}}, "/pruefen")
	wer.submit(pfad)
	wer.waitFor(pfad, "Bei der Meldebehörde eingegangen")
	clerk, fall := b.haus.clerk(amtJena), fallOf(pfad)
	clerk.next(fall, url.Values{"akt": {"uebernehmen"}}, fall)
	clerk.next(fall, url.Values{"akt": {"fragen"}, "text": {"In welchem Stock wohnen Sie?"}}, fall)
	b.seite("status-rueckfrage", pfad)
	b.press(absenden)
	b.check("status-rueckfrage-fehler")
	wer.post(pfad+"/antwort", with(wer.get(pfad).token(b.t), "text", "Im zweiten."))
	clerk.next(fall, url.Values{"akt": {"einladen"}, "text": {"Bitte kommen Sie am Dienstag um 10 Uhr\nmit Ihrem Ausweis."}}, fall)
	b.seite("status-vorsprache", pfad)
	clerk.next(fall, url.Values{"akt": {"ablehnen"}, "text": {"Die Wohnung gibt es nicht."}}, fall)
	b.seite("status-abgelehnt", pfad)
	b.seite("abrufe", "/abrufe")
	b.press(`a[href^="/abrufe/"]`)
	b.check("beleg")
	b.seite("konto", "/konto")
	b.open("/konto")
	b.run(chromedp.Evaluate(`document.querySelector("main form input[name=formular]").value = "falsch"; 0`, nil))
	b.press(absenden)
	b.check("falsches-formular")
	b.haus.uhr.dreh(time.Hour)
	b.seite("abgelaufen", pfad)
}

func shaOf(vorschau antwort) url.Values {
	_, rest, _ := strings.Cut(vorschau.text, `name="sha256" value="`)
	sha, _, _ := strings.Cut(rest, `"`)
	return url.Values{"sha256": {sha}}
}

// tabTo presses Tab until an element has the focus that is seen.
func (b *browser) tabTo(selector string) {
	b.t.Helper()
	for range 120 {
		b.run(chromedp.KeyEvent(kb.Tab))
		var here, seen bool
		b.run(
			chromedp.Evaluate(fmt.Sprintf(`document.activeElement.matches(%q)`, selector), &here),
			chromedp.Evaluate(`document.activeElement === document.body || getComputedStyle(document.activeElement).outlineStyle !== "none"`, &seen),
		)
		require.True(b.t, seen, "the focus can be seen")
		if here {
			return
		}
	}
	b.t.Fatalf("the keyboard does not reach %s", selector)
}

// key presses keys on what has the focus and waits for the page.
func (b *browser) key(keys string) {
	b.run(chromedp.KeyEvent(keys), chromedp.Sleep(150*time.Millisecond), chromedp.WaitReady("footer", chromedp.ByQuery))
}

func (b *browser) at(pfad string) {
	b.t.Helper()
	require.Eventually(b.t, func() bool {
		var here string
		return chromedp.Run(b.ctx, chromedp.Location(&here)) == nil && strings.Contains(here, pfad)
	}, 10*time.Second, 50*time.Millisecond, "the browser is at %s", pfad)
	b.run(chromedp.WaitReady("footer", chromedp.ByQuery))
}

func TestBrowser_TheWholeWayWithTheKeyboardAndWithoutJavaScript(t *testing.T) {
	b := newHaus(t).browser("")
	b.run(emulation.SetScriptExecutionDisabled(true))
	b.open("/")
	b.run(chromedp.KeyEvent(kb.Tab))
	var first string
	b.run(chromedp.Evaluate(`document.activeElement.textContent`, &first))
	require.Equal(t, "Zum Inhalt springen", first, "the first stop skips to the content")
	b.tabTo(`a.knopf[href="/anmelden"]`)
	b.key(kb.Enter)
	b.at("/anmelden")
	b.tabTo(`main form button`)
	b.key(kb.Enter)
	b.at("/konto")
	b.tabTo(`main button.knopf`)
	b.key(kb.Enter)
	b.at("/gemeinde")
	b.tabTo(`#f-suche`)
	b.key("Teistungen" + kb.Enter)
	b.at("suche=Teistungen")
	b.tabTo(`.treffer button`)
	b.key(kb.Enter)
	b.at("/anschrift")
	for _, eingabe := range [][2]string{{"anschrift.strasse", "Hauptstraße"}, {"anschrift.hausnummer", "1"}, {"einzug", "9.11.2026"}} {
		b.tabTo(`[name="` + eingabe[0] + `"]`)
		b.key(eingabe[1])
	}
	b.key(kb.Enter)
	b.at("/zustaendig")
	b.tabTo(`a.knopf`)
	b.key(kb.Enter)
	b.at("/daten")
	b.tabTo(`[name="weg"]`)
	b.key(" ")
	b.tabTo(`main button.knopf`)
	b.key(kb.Enter)
	b.at("/vorschau")
	b.tabTo(`button[value="uebernehmen"]`)
	b.key(kb.Enter)
	b.at("/person")
	b.tabTo(`main button.knopf`)
	b.key(kb.Enter)
	b.at("/wohnung")
	b.tabTo(`[name="wohnung.art"]`)
	b.key(" ")
	b.tabTo(`main .knoepfe button.knopf`)
	b.key(kb.Enter)
	b.at("/familie")
	b.tabTo(`[value="/kinder/0"]`)
	b.key(" ")
	b.tabTo(`[name="familie.versicherung"]`)
	b.key(" ")
	b.tabTo(`main .knoepfe button.knopf`)
	b.key(kb.Enter)
	b.at("/wohnungsgeber")
	b.tabTo(`[name="wohnungsgeber.weg"]`)
	b.key(kb.ArrowDown + kb.ArrowDown)
	b.tabTo(`main button.knopf`)
	b.key(kb.Enter)
	b.at("/nachweis")
	b.tabTo(`[name="wohnungsgeber.erklaerung"]`)
	b.key(" ")
	b.tabTo(`main button.knopf`)
	b.key(kb.Enter)
	b.at("/pruefen")
	b.tabTo(`form[action$="/absenden"] button`)
	b.key(kb.Enter)
	b.at("/eingang")
	require.Empty(t, b.foreign(), "no request leaves the service")
}
