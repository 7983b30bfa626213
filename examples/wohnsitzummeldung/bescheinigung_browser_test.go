// SPDX-License-Identifier: Apache-2.0

package main

import (
	"path/filepath"
	"testing"

	"github.com/deutschland-stack/bausteine/examples/internal/browsertest"
)

// Every kind of page of the kit: axe-core in light and dark, 320 pixels.
func TestBrowser_PagesOfTheCertificate(t *testing.T) {
	b, _ := newKunde(t)
	chromium := browsertest.New(t, b.base, filepath.Join("testdata", "bilder"))
	chromium.As(b.http.Jar, "/")
	chromium.Page("bescheinigung-start", "/bescheinigung/")
	draft := b.answer()
	for name, page := range map[string]string{"aufgaben": "", "person": "/person", "wohnung": "/wohnung", "inhalt": "/inhalt", "weg": "/weg", "pruefen": "/pruefen", "loeschen": "/loeschen"} {
		chromium.Page("bescheinigung-"+name, draft+page)
	}
	chromium.Open(draft + "/pruefen")
	chromium.Press("main .knoepfe button.knopf")
	chromium.Check("bescheinigung-fehler")
	b.get(draft + "/pruefen")
	b.post(draft+"/absenden", b.hidden("richtig", "ja"))
	chromium.Page("bescheinigung-zahlung", draft+"/zahlung")
	chromium.Done()
}
