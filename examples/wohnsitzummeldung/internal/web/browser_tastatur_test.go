// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

func TestBrowser_TheWholeWayWithTheKeyboardAndWithoutJavaScript(t *testing.T) {
	b := newHaus(t).browser()
	b.NoScripts()
	b.Open("/")
	b.Run(chromedp.KeyEvent(kb.Tab))
	var first string
	b.Run(chromedp.Evaluate(`document.activeElement.textContent`, &first))
	require.Equal(t, "Zum Inhalt springen", first, "the first stop skips to the content")
	b.TabTo(`a.knopf[href="/anmelden"]`)
	b.Key(kb.Enter)
	b.At("/anmelden")
	b.TabTo(`main form button`)
	b.Key(kb.Enter)
	b.At("/konto")
	b.TabTo(`main button.knopf`)
	b.Key(kb.Enter)
	b.At("/gemeinde")
	b.TabTo(`#f-suche`)
	b.Key("Teistungen" + kb.Enter)
	b.At("suche=Teistungen")
	b.TabTo(`.treffer button`)
	b.Key(kb.Enter)
	b.At("/anschrift")
	for _, eingabe := range [][2]string{{"anschrift.strasse", "Hauptstraße"}, {"anschrift.hausnummer", "1"}, {"einzug", "9.11.2026"}} {
		b.TabTo(`[name="` + eingabe[0] + `"]`)
		b.Key(eingabe[1])
	}
	b.Key(kb.Enter)
	b.At("/zustaendig")
	b.TabTo(`a.knopf`)
	b.Key(kb.Enter)
	b.At("/daten")
	b.TabTo(`[name="weg"]`)
	b.Key(" ")
	b.TabTo(`main button.knopf`)
	b.Key(kb.Enter)
	b.At("/vorschau")
	b.TabTo(`button[value="uebernehmen"]`)
	b.Key(kb.Enter)
	b.At("/person")
	b.TabTo(`main button.knopf`)
	b.Key(kb.Enter)
	b.At("/wohnung")
	b.TabTo(`[name="wohnung.art"]`)
	b.Key(" ")
	b.TabTo(`main .knoepfe button.knopf`)
	b.Key(kb.Enter)
	b.At("/familie")
	b.TabTo(`[value="/kinder/0"]`)
	b.Key(" ")
	b.TabTo(`[name="familie.gleicheWohnung"]`)
	b.Key(" ")
	b.TabTo(`[name="familie.versicherung"]`)
	b.Key(" ")
	b.TabTo(`main .knoepfe button.knopf`)
	b.Key(kb.Enter)
	b.At("/wohnungsgeber")
	b.TabTo(`[name="wohnungsgeber.weg"]`)
	b.Key(kb.ArrowDown + kb.ArrowDown)
	b.TabTo(`main button.knopf`)
	b.Key(kb.Enter)
	b.At("/nachweis")
	b.TabTo(`[name="wohnungsgeber.erklaerung"]`)
	b.Key(" ")
	b.TabTo(`main button.knopf`)
	b.Key(kb.Enter)
	b.At("/pruefen")
	b.TabTo(`form[action$="/absenden"] button`)
	b.Key(kb.Enter)
	b.At("/eingang")
	b.Done()
}
