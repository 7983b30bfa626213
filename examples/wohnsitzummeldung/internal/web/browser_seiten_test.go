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
	b.seite("gemeinde-fehler", pfad+"/gemeinde?suche=")
	b.seite("daten-ohne-gemeinde", pfad+"/daten")
	erika1.choose(pfad, teistungen)
	b.seite("anschrift", pfad+"/anschrift")
	b.press(absenden)
	b.check("anschrift-fehler")
	b.run(chromedp.Evaluate(`document.querySelector("[name='anschrift.strasse']").value = "a".repeat(10 << 20); 0`, nil))
	b.press(absenden)
	b.run(chromedp.WaitVisible(`//h1[contains(., "Das ist zu groß")]`))
	b.check("zu-gross")
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
	erika1.next(pfad+"/familie", url.Values{"familie.register": {"/ehegatte", "/kinder/0"}, "familie.gleicheWohnung": {"ja"}, "familie.versicherung": {"ja"}}, "/wohnungsgeber")
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
	b.printed("meldebestaetigung")
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

// printed looks at the page as it goes to paper: the document, and nothing of
// the frame around it.
func (b *browser) printed(name string) {
	b.t.Helper()
	b.run(emulation.SetEmulatedMedia().WithMedia("print"))
	var text string
	b.run(chromedp.Evaluate(`document.body.innerText`, &text))
	require.Contains(b.t, text, "Familienname")
	require.Contains(b.t, text, "Testbetrieb", "nobody takes it for a real one")
	for _, rahmen := range []string{"Abmelden", "Impressum", "herunterladen"} {
		require.NotContains(b.t, text, rahmen)
	}
	b.picture(name, "papier")
	b.scheme("light")
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
