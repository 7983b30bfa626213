// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// begonnen is a registration that an official has begun for somebody who is there, filled
// in up to the check page.
func (b *besucher) begonnen() (pfad string) {
	b.t.Helper()
	a := b.send("/amt/schalter/anmeldung/", url.Values{"ausweis": {"reisepass"}, "familienname": {"Mustermann"}, "vornamen": {"Erika Maria"}, "geburtsdatum": {"12.8.1984"}})
	require.Regexp(b.t, `^/amt/schalter/anmeldung/[0-9a-f-]{36}$`, a.pfad, a.kurz())
	pfad = a.pfad
	b.choose(pfad, jena)
	b.next(pfad+"/wohnung", wohnung, "/zustaendig")
	b.next(pfad+"/person", person, "/bisher")
	b.rest(pfad)
	return pfad
}

func TestCounter_TheOfficeRegistersSomebodyWhoHasNoAccount(t *testing.T) {
	h := newHaus(t)
	amt := h.clerk(amtJena)
	pfad := amt.begonnen()
	require.NotContains(t, amt.get(pfad).text, "/nachweis/", "no record is fetched on a yes that nobody gave by a login")
	blatt := amt.get(pfad + "/unterschrift")
	require.Contains(t, blatt.text, "Am Neubau")
	require.Contains(t, blatt.kurz(), "Aufgenommen von "+amtJena+"/1")
	require.NotContains(t, blatt.kurz(), "Nummer des Ausweises")
	require.Equal(t, http.StatusNotFound, h.clerk(amtRuhla).get(pfad).status, "another authority has no such draft")
	a := amt.post(pfad+"/absenden", with(amt.get(pfad+"/pruefen").token(t), "richtig", "ja"))
	require.Contains(t, a.kurz(), "Eingereicht", a.kurz())
	fall := "/amt/faelle/" + pfad[len("/amt/schalter/anmeldung/"):]
	akte := amt.waitFor(fall, "Am Schalter aufgenommen von "+amtJena+"/1")
	require.Contains(t, akte.kurz(), "Reisepass")
	require.Contains(t, akte.kurz(), "geht per Brief")
	amt.akt(fall, "uebernommen", nil)
	require.Equal(t, fall, amt.akt(fall, "stattgeben", nil).pfad)
}

func TestBrowser_TheCounterIsAccessible(t *testing.T) {
	h := newHaus(t)
	b := h.browser()
	amt := h.clerk(amtJena)
	b.as(amt)
	b.Page("schalter", "/amt/schalter/")
	b.Page("schalter-beginn", "/amt/schalter/anmeldung/")
	b.Press(absenden)
	b.Check("schalter-beginn-fehler")
	pfad := amt.begonnen()
	b.Page("schalter-aufgaben", pfad)
	b.Page("schalter-frage", pfad+"/person")
	b.Page("schalter-pruefen", pfad+"/pruefen")
	b.Page("schalter-blatt", pfad+"/unterschrift")
	b.Printed("schalter-blatt")
	b.Open(pfad + "/pruefen")
	b.Press(absenden)
	b.Check("schalter-pruefen-fehler")
	b.Page("schalter-offen", "/amt/schalter/")
	b.Open(pfad + "/pruefen")
	b.Run(chromedp.Click("#richtig", chromedp.ByQuery))
	b.Press(absenden)
	b.Check("schalter-eingereicht")
	fall := "/amt/faelle/" + pfad[len("/amt/schalter/anmeldung/"):]
	amt.waitFor(fall, "Am Schalter aufgenommen")
	b.Page("schalter-fall", fall)
	b.Done()
}
