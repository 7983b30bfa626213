// SPDX-License-Identifier: Apache-2.0

package main

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/require"
)

func TestBrowser_TheWholeWayWithTheKeyboardAndWithoutJavaScript(t *testing.T) {
	b := newHaus(t).browser()
	b.NoScripts()
	b.Open("/?lang=de")
	b.Run(chromedp.KeyEvent(kb.Tab))
	var first string
	b.Run(chromedp.Evaluate(`document.activeElement.textContent`, &first))
	require.Equal(t, "Zum Inhalt springen", first, "the first stop skips to the content")
	weiter := func(seite string) {
		b.TabTo(`main button.knopf`)
		b.Key(kb.Enter)
		b.At(seite)
	}
	b.TabTo(`main a[href="/anmeldung/"]`)
	b.Key(kb.Enter)
	b.At("/anmeldung/")
	b.TabTo(`a.knopf.gross`)
	b.Key(kb.Enter)
	b.At("/testkonto")
	b.TabTo(`[name="konto"]`)
	b.Key(" ")
	weiter("/anmeldung/")
	b.TabTo(`main button.knopf`)
	b.Key(kb.Enter)
	b.TabTo(`.knoepfe a.knopf`)
	b.Key(kb.Enter)
	b.At("/gemeinde")
	b.TabTo(`[name="/gemeinde"]`)
	b.Key("Teistung" + kb.Enter) // the whole name alone would do
	b.TabTo(`[name="/gemeinde~treffer"]`)
	b.Key(" ")
	weiter("/wohnung")
	for _, eingabe := range [][2]string{{"strasse", "Hauptstraße"}, {"hausnummer", "1"}, {"plz", "37339"}} {
		b.TabTo(`[name="/anschrift/` + eingabe[0] + `"]`)
		b.Key(eingabe[1])
	}
	b.TabTo(`[name="/einzug/tag"]`)
	b.Key("9.11.2026" + kb.Enter)
	b.At("/zustaendig")
	b.TabTo(`.knoepfe a.knopf`)
	b.Key(kb.Enter)
	b.At("/nachweis/meldedaten")
	b.TabTo(`[name="wahl"]`)
	b.Key(" ")
	b.TabTo(`main button.knopf`)
	b.Key(kb.Enter)
	b.TabTo(`button[value="uebernehmen"]`)
	b.Key(kb.Enter)
	b.At("/person")
	weiter("/bisher")
	weiter("/art")
	b.TabTo(`[name="/art"]`)
	b.Key(" ")
	weiter("/familie")
	b.TabTo(`[name="noch"]`)
	b.Key(kb.ArrowDown)
	weiter("/wohnungsgeber")
	b.TabTo(`[name="/wohnungsgeber/weg"]`)
	b.Key(kb.ArrowDown + kb.ArrowDown)
	weiter("/wohnungsgeber")
	b.TabTo(`[name="/wohnungsgeber/erklaerung"]`)
	b.Key(" ")
	weiter("/widerspruch")
	b.TabTo(`[name="/widerspruch/jubilaeen"]`)
	b.Key(" ")
	weiter("/pruefen")
	b.TabTo(`[name="richtig"]`)
	b.Key(" ")
	weiter("neu=1")
	b.Done()
}

func TestBrowser_EinfacheSpracheWithTheKeyboardAndWithoutJavaScript(t *testing.T) {
	b := newHaus(t).browser()
	b.NoScripts()
	b.Open("/anmeldung/?lang=de")
	b.TabTo(`nav a[hreflang="de-simple"]`)
	b.Key(kb.Enter)
	b.At("/anmeldung/")
	var language, title string
	b.Run(chromedp.Evaluate(`document.querySelector("main").lang`, &language), chromedp.Evaluate(`document.querySelector("h1").textContent`, &title))
	require.Equal(t, "de-simple", language)
	require.Equal(t, "Wohnung anmelden", title)
	b.TabTo(`footer a[href="/anmeldung/hilfe"]`)
	b.Key(kb.Enter)
	b.At("/hilfe")
	b.Run(chromedp.Evaluate(`document.querySelector("main").lang`, &language))
	require.Equal(t, "de-simple", language, "the choice goes along")
	b.TabTo(`a.zurueck`)
	b.Key(kb.Enter)
	b.At("/anmeldung/")
	b.TabTo(`a.knopf.gross`)
	b.Key(kb.Enter)
	b.At("/testkonto") // and on in German
	b.Open("/anmeldung/datenschutz")
	b.Run(chromedp.Evaluate(`document.documentElement.lang + document.querySelector("main").lang`, &language))
	require.Equal(t, "de", language)
	b.Done()
}
