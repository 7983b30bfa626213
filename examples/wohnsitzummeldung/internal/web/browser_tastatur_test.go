// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

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
	b.tabTo(`[name="familie.gleicheWohnung"]`)
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
