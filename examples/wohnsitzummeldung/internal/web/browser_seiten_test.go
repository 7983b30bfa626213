// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

func TestBrowser_EveryPageIsAccessibleReflowsAndAsksNobodyElse(t *testing.T) {
	h := newHaus(t)
	b := h.browser()
	for name, pfad := range map[string]string{
		"start": "/", "start-en": "/?sprache=en", "hilfe": "/hilfe?sprache=de", "datenschutz": "/datenschutz", "impressum": "/impressum", "barrierefreiheit": "/barrierefreiheit",
		"anmelden": "/anmelden", "amt-anmelden": "/amt/anmelden", "pruefung": "/bestaetigung-pruefen", "nicht-gefunden": "/gibt-es-nicht",
	} {
		b.Page(name, pfad)
	}
	b.Open("/?sprache=de")
	b.besucheForm()
	b.besucheAbrufe()
	b.besucheEnde()
	b.besucheStaende()
	b.Done()
}

func TestBrowser_WhatWentWrongIsAccessibleToo(t *testing.T) {
	h := newHandbetrieb(t)
	ohneZustellung, ohneUrkunde := h.gestoert()
	b := h.browser()
	b.as(h.clerk(amtJena))
	b.Page("amt-faelle-gestoert", "/amt")
	b.Page("amt-fall-gestoert", fallOf(ohneUrkunde))
	wer := h.besucher()
	wer.login(max)
	b.as(wer)
	b.Page("status-gestoert", ohneZustellung)
	b.Page("status-bestaetigung-gestoert", ohneUrkunde)
	b.Done()
}

// besucheForm looks at the pages of the form, with and without faults.
func (b *browser) besucheForm() {
	erika1 := b.haus.besucher()
	erika1.login(erika)
	b.as(erika1)
	b.Page("konto-leer", "/konto")
	b.Page("abrufe-leer", "/abrufe")
	pfad := erika1.begin()
	b.Page("gemeinde", pfad+"/gemeinde")
	b.Page("gemeinde-treffer", pfad+"/gemeinde?suche=neuenkirchen")
	b.Page("gemeinde-nichts", pfad+"/gemeinde?suche=Entenhausen")
	b.Page("gemeinde-fehler", pfad+"/gemeinde?suche=")
	b.Page("daten-ohne-gemeinde", pfad+"/daten")
	erika1.choose(pfad, teistungen)
	b.Page("anschrift", pfad+"/anschrift")
	b.Press(absenden)
	b.Check("anschrift-fehler")
	b.Run(chromedp.Evaluate(`document.querySelector("[name='anschrift.strasse']").value = "a".repeat(10 << 20); 0`, nil))
	b.Press(absenden)
	b.Run(chromedp.WaitVisible(`//h1[contains(., "Das ist zu groß")]`))
	b.Check("zu-gross")
	erika1.next(pfad+"/anschrift", with(anschrift, "auszugGeplant", "1.3.2027"), "/zustaendig")
	b.Page("zustaendig-befreit", pfad+"/zustaendig")
	erika1.next(pfad+"/anschrift", anschrift, "/zustaendig")
	b.Page("zustaendig-vg", pfad+"/zustaendig")
	b.Page("daten", pfad+"/daten")
	b.Press(absenden)
	b.Check("daten-fehler")
	b.Page("pruefen-fehler", pfad+"/pruefen")
	erika1.next(pfad+"/daten", url.Values{"weg": {"abruf"}, "familie": {"ja"}}, "/vorschau")
	b.Page("vorschau", pfad+"/vorschau")
	b.Press(`button[value="uebernehmen"]`)
	b.Check("person-abgerufen")
	erika1.next(pfad+"/person", with(person, "person.doktorgrad", "Dr.", "person.geburtsname", ""), "/wohnung")
	b.Page("person-geaendert", pfad+"/person")
	b.Page("wohnung", pfad+"/wohnung")
	b.Run(chromedp.Click("#art-neben", chromedp.ByQuery))
	b.Press(absenden)
	b.Check("wohnung-fehler")
	erika1.next(pfad+"/wohnung", url.Values{"wohnung.art": {"alleinige"}}, "/familie")
	b.Page("familie", pfad+"/familie")
	b.Press(`button[value="mehr"]`)
	b.Run(chromedp.SendKeys(`[name="familie.hand.0.vornamen"]`, "Mia", chromedp.ByQuery))
	b.Press(absenden)
	b.Check("familie-fehler")
	b.Open(pfad + "/familie")
	b.Run(chromedp.Click("#register-0", chromedp.ByQuery), chromedp.Click("#gleich-nein", chromedp.ByQuery), chromedp.Click(`[name="familie.versicherung"]`, chromedp.ByQuery))
	b.Press(absenden)
	b.Run(chromedp.WaitReady("select", chromedp.ByQuery))
	b.Check("familie-einzeln-fehler")
	b.Run(chromedp.SetValue("select", "neben", chromedp.ByQuery))
	b.Press(absenden)
	b.Page("familie-einzeln", pfad+"/familie")
	erika1.next(pfad+"/familie", url.Values{"familie.register": {"/ehegatte", "/kinder/0"}, "familie.gleicheWohnung": {"ja"}, "familie.versicherung": {"ja"}}, "/wohnungsgeber")
	b.Page("wohnungsgeber", pfad+"/wohnungsgeber")
	b.Press(absenden)
	b.Check("wohnungsgeber-fehler")
	for _, weg := range []string{"merkmal", "verweigert", "eigentum", "datei"} {
		erika1.next(pfad+"/wohnungsgeber", url.Values{"wohnungsgeber.weg": {weg}}, "/nachweis")
		b.Page("nachweis-"+weg, pfad+"/nachweis")
		b.Press(absenden)
		b.Check("nachweis-" + weg + "-fehler")
	}
	b.Page("konto-entwurf", "/konto")
}

// besucheAbrufe looks at retrievals that end otherwise, at administrations that
// are not connected, and at accounts of a lower level.
func (b *browser) besucheAbrufe() {
	for name, konto := range map[string]string{"vorschau-nicht-eindeutig": jonas, "vorschau-gestoert": greta, "vorschau-langer-name": langeName} {
		wer := b.haus.besucher()
		wer.login(konto)
		pfad := wer.begin()
		wer.choose(pfad, seebach)
		wer.next(pfad+"/daten", url.Values{"weg": {"abruf"}, "familie": {"ja"}}, "/vorschau")
		b.as(wer)
		b.Page(name, pfad+"/vorschau")
		if konto == greta {
			b.Page("zustaendig-erfuellende", pfad+"/zustaendig")
		}
	}
	wer := b.haus.besucher()
	wer.login(nils)
	b.as(wer)
	b.Page("konto-niedrig", "/konto")
	b.Page("abrufe-niedrig", "/abrufe")
	pfad := wer.fill(jena)
	b.Page("pruefen-niedrig", pfad+"/pruefen")
	b.Page("daten-niedrig", pfad+"/daten")
	wer.choose(pfad, berlin)
	b.Page("zustaendig-nicht-angebunden", pfad+"/zustaendig")
}

// besucheEnde looks at submitting, the clerk's desk and the Meldebestätigung.
func (b *browser) besucheEnde() {
	wer := b.haus.besucher()
	wer.login(max)
	pfad := wer.fill(jena)
	wer.next(pfad+"/anschrift", with(anschrift, "auszugGeplant", "1.3.2027"), "/zustaendig")
	wer.next(pfad+"/familie", url.Values{
		"reihen": {"1"}, "familie.hand.0.vornamen": {"Mia"}, "familie.hand.0.familienname": {"Mustermann"}, "familie.hand.0.geburtsdatum": {"3.4.2017"},
		"familie.hand.0.verhaeltnis": {"kind"}, "familie.gleicheWohnung": {"nein"}, "familie.hand.0.wohnung": {"neben"}, "familie.versicherung": {"ja"},
	}, "/wohnungsgeber")
	b.as(wer)
	b.Page("pruefen", pfad+"/pruefen")
	b.Press(absenden)
	b.Check("eingang")
	wer.waitFor(pfad, "Bei der Meldebehörde eingegangen")
	b.Page("status", pfad)
	clerk, fall := b.haus.clerk(amtJena), fallOf(pfad)
	b.as(clerk)
	b.Page("amt-faelle", "/amt")
	b.Page("amt-fall-neu", fall)
	b.Press(absenden)
	b.Check("amt-fall")
	b.Press(absenden)
	b.Check("amt-fall-fehler")
	clerk.next(fall, url.Values{"akt": {"annehmen"}}, fall)
	b.Page("amt-fall-fertig", fall)
	b.as(b.haus.clerk(amtRuhla))
	b.Page("amt-faelle-leer", "/amt")
	b.as(wer)
	wer.waitFor(pfad, "Sie sind angemeldet")
	b.Page("status-angemeldet", pfad)
	wer.waitFor(pfad+"/meldebestaetigung", "Nebenwohnung")
	b.Page("meldebestaetigung", pfad+"/meldebestaetigung")
	b.printed("meldebestaetigung")
	text := wer.get(pfad + "/meldebestaetigung/1").text
	for name, s := range map[string]string{"pruefung-echt": text, "pruefung-falsch": strings.Replace(text, "Erika", "Erica", 1)} {
		b.Open("/bestaetigung-pruefen")
		b.Run(chromedp.SetValue("#f-text", s, chromedp.ByQuery))
		b.Press(absenden)
		b.Check(name)
	}
	b.Open("/bestaetigung-pruefen")
	b.Press(absenden)
	b.Check("pruefung-fehler")
}

// printed looks at the page as it goes to paper: the document, and nothing of
// the frame around it.
func (b *browser) printed(name string) {
	b.haus.t.Helper()
	b.Run(emulation.SetEmulatedMedia().WithMedia("print"))
	var text string
	b.Run(chromedp.Evaluate(`document.body.innerText`, &text))
	require.Contains(b.haus.t, text, "Familienname")
	require.Contains(b.haus.t, text, "Testbetrieb", "nobody takes it for a real one")
	for _, rahmen := range []string{"Abmelden", "Impressum", "herunterladen"} {
		require.NotContains(b.haus.t, text, rahmen)
	}
	b.Picture(name, "papier")
	b.Scheme("light")
}

// besucheStaende looks at a question, an invitation, a refusal, the log, and
// the pages for two tabs and for a session that ran out.
func (b *browser) besucheStaende() {
	wer := b.haus.besucher()
	wer.login(otto)
	pfad := wer.begin()
	wer.choose(pfad, jena)
	vorschau := wer.next(pfad+"/daten", url.Values{"weg": {"abruf"}, "familie": {"ja"}}, "/vorschau")
	wer.next(pfad+"/vorschau", with(shaOf(vorschau), "wahl", "uebernehmen"), "/person")
	wer.next(pfad+"/anschrift", anschrift, "/zustaendig")
	wer.next(pfad+"/person", with(person, "person.familienname", "Normalverbraucher"), "/wohnung")
	b.as(wer)
	b.Open(pfad + "/wohnung")
	wer.next(pfad+"/wohnung", url.Values{"wohnung.art": {"alleinige"}}, "/familie")
	b.Press(absenden)
	b.Run(chromedp.Click("#art-haupt", chromedp.ByQuery))
	b.Run(chromedp.SetValue(`[name="wohnung.weitere.0.strasse"]`, "Am Beispielanger 3a", chromedp.ByQuery), chromedp.SetValue(`[name="wohnung.weitere.0.plz"]`, "37339", chromedp.ByQuery),
		chromedp.SetValue(`[name="wohnung.weitere.0.ort"]`, "Teistungen", chromedp.ByQuery))
	wer.next(pfad+"/anschrift", with(anschrift, "anschrift.hausnummer", "7"), "/zustaendig")
	b.Press(absenden)
	b.Check("anderes-fenster")
	wer.next(pfad+"/familie", nil, "/wohnungsgeber")
	wer.next(pfad+"/wohnungsgeber", url.Values{"wohnungsgeber.weg": {"eigentum"}}, "/nachweis")
	wer.next(pfad+"/nachweis", url.Values{"wohnungsgeber.erklaerung": {"ja"}}, "/pruefen")
	wer.submit(pfad)
	wer.waitFor(pfad, "Bei der Meldebehörde eingegangen")
	clerk, fall := b.haus.clerk(amtJena), fallOf(pfad)
	clerk.next(fall, url.Values{"akt": {"uebernehmen"}}, fall)
	clerk.next(fall, url.Values{"akt": {"fragen"}, "text": {"In welchem Stock wohnen Sie?"}}, fall)
	b.Page("status-rueckfrage", pfad)
	b.Press(absenden)
	b.Check("status-rueckfrage-fehler")
	wer.post(pfad+"/antwort", with(wer.get(pfad).token(b.haus.t), "text", "Im zweiten."))
	clerk.next(fall, url.Values{"akt": {"einladen"}, "text": {"Bitte kommen Sie am Dienstag um 10 Uhr\nmit Ihrem Ausweis."}}, fall)
	b.Page("status-vorsprache", pfad)
	clerk.next(fall, url.Values{"akt": {"ablehnen"}, "text": {"Die Wohnung gibt es nicht."}}, fall)
	b.Page("status-abgelehnt", pfad)
	b.Page("abrufe", "/abrufe")
	b.Press(`a[href^="/abrufe/"]`)
	b.Check("beleg")
	b.Page("konto", "/konto")
	b.Open("/konto")
	b.Run(chromedp.Evaluate(`document.querySelector("main form input[name=formular]").value = "falsch"; 0`, nil))
	b.Press(absenden)
	b.Check("falsches-formular")
	b.haus.uhr.dreh(time.Hour)
	b.Page("abgelaufen", pfad)
}

func shaOf(vorschau antwort) url.Values {
	_, rest, _ := strings.Cut(vorschau.text, `name="sha256" value="`)
	sha, _, _ := strings.Cut(rest, `"`)
	return url.Values{"sha256": {sha}}
}
