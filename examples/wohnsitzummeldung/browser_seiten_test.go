// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/url"
	"regexp"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

func TestBrowser_EveryPageIsAccessibleReflowsAndAsksNobodyElse(t *testing.T) {
	h := newHaus(t)
	b := h.browser()
	for name, pfad := range map[string]string{
		"start": "/", "start-en": "/?lang=en", "hilfe": "/hilfe?lang=de", "impressum": "/impressum", "barrierefreiheit": "/barrierefreiheit",
		"einfach": "/anmeldung/?lang=de-simple", "einfach-hilfe": "/anmeldung/hilfe?lang=de-simple",
		"anmeldung": "/anmeldung/?lang=de", "einloggen": "/login?ziel=/einsicht/", "amt-einloggen": "/amt/", "pruefung": "/urkunden/", "nicht-gefunden": "/gibt-es-nicht",
	} {
		b.Page(name, pfad)
	}
	b.Open("/?lang=de")
	b.besucheForm()
	b.besucheAbrufe()
	b.besucheEnde()
	b.besucheStaende()
	b.Done()
}

func TestBrowser_WhatWentWrongIsAccessibleToo(t *testing.T) {
	h := newHandbetrieb(t)
	ohneZustellung := h.gestoert()
	b := h.browser()
	b.as(h.clerk(amtJena))
	b.Page("amt-stoerungen", "/amt/stoerungen")
	b.Page("amt-fall-gestoert", fallOf(ohneZustellung))
	wer := h.besucher()
	wer.login(ehemann)
	b.as(wer)
	b.Page("status-gestoert", ohneZustellung)
	b.Done()
}

// besucheForm looks at the pages of the form, with and without faults.
func (b *browser) besucheForm() {
	erika1 := b.haus.besucher()
	erika1.login(erika)
	b.as(erika1)
	b.Page("konto-leer", "/einsicht/")
	b.Page("abrufe-leer", "/einsicht/abrufe")
	pfad := erika1.begin()
	b.Page("aufgaben", pfad)
	b.Page("gemeinde", pfad+"/gemeinde")
	b.Press(absenden)
	b.Check("gemeinde-fehler")
	for name, suche := range map[string]string{"gemeinde-treffer": "neuenkirchen", "gemeinde-nichts": "Entenhausen"} {
		erika1.send(pfad+"/gemeinde", url.Values{"/gemeinde": {suche}})
		b.Page(name, pfad+"/gemeinde")
	}
	erika1.choose(pfad, teistungen)
	b.Page("wohnung", pfad+"/wohnung")
	b.Press(absenden)
	b.Check("wohnung-fehler")
	erika1.next(pfad+"/wohnung", with(wohnung, "/einzug/auszug", "1.3.2027"), "/zustaendig")
	b.Page("zustaendig-befreit", pfad+"/zustaendig")
	erika1.next(pfad+"/wohnung", wohnung, "/zustaendig")
	b.Page("zustaendig-vg", pfad+"/zustaendig")
	b.Page("nachweis", pfad+"/nachweis/meldedaten")
	b.Press(absenden)
	b.Check("nachweis-fehler")
	b.Page("pruefen-fehler", pfad+"/pruefen")
	erika1.decide(pfad, "abrufen", "/meldedaten")
	b.Page("vorschau", pfad+"/nachweis/meldedaten")
	b.Press(`button[value="uebernehmen"]`)
	b.Check("person-abgerufen")
	erika1.next(pfad+"/person", with(person, "/person/doktorgrad", "Dr.", "/person/geburtsname", ""), "/bisher")
	b.Page("person-geaendert", pfad+"/person")
	b.Page("bisher", pfad+"/bisher")
	b.Page("art", pfad+"/art")
	b.Press(absenden)
	b.Check("art-fehler")
	erika1.next(pfad+"/art", url.Values{"/art": {"haupt"}}, "/weitere/0")
	b.Page("weitere", pfad+"/weitere")
	erika1.next(pfad+"/art", url.Values{"/art": {"alleinige"}}, "/familie")
	b.Page("familie", pfad+"/familie")
	b.Page("familie-zeile", pfad+"/familie/0")
	b.Press(absenden)
	b.Check("familie-fehler")
	b.Page("familie-entfernen", pfad+"/familie/0/entfernen")
	b.Page("wohnungsgeber", pfad+"/wohnungsgeber")
	b.Press(absenden)
	b.Check("wohnungsgeber-fehler")
	for _, weg := range []string{"merkmal", "verweigert", "eigentum", "datei"} {
		erika1.send(pfad+"/wohnungsgeber", url.Values{"/wohnungsgeber/weg": {weg}})
		b.Page("wohnungsgeber-"+weg, pfad+"/wohnungsgeber")
		b.Press(absenden)
		b.Check("wohnungsgeber-" + weg + "-fehler")
	}
	b.Page("widerspruch", pfad+"/widerspruch")
	for _, page := range []string{"datenschutz", "pflichten"} {
		b.Page("anmeldung-"+page, "/anmeldung/"+page)
	}
	b.Page("loeschen", pfad+"/loeschen")
	b.Page("konto-entwurf", "/einsicht/")
}

// besucheAbrufe looks at retrievals that end otherwise, at administrations that
// are not connected, and at accounts of a lower level.
func (b *browser) besucheAbrufe() {
	for name, konto := range map[string]string{"vorschau-nicht-eindeutig": jonas, "vorschau-gestoert": greta, "vorschau-langer-name": langeName} {
		wer := b.haus.besucher()
		wer.login(konto)
		pfad := wer.begin()
		wer.choose(pfad, seebach)
		wer.decide(pfad, "abrufen", "/meldedaten")
		b.as(wer)
		b.Page(name, pfad+"/nachweis/meldedaten")
		if konto == greta {
			wer.next(pfad+"/wohnung", wohnung, "/zustaendig")
			b.Page("zustaendig-erfuellende", pfad+"/zustaendig")
		}
	}
	wer := b.haus.besucher()
	wer.login(nils)
	b.as(wer)
	b.Page("konto-niedrig", "/einsicht/")
	b.Page("abrufe-niedrig", "/einsicht/abrufe")
	pfad := wer.fill(jena)
	b.Page("pruefen-niedrig", pfad+"/pruefen")
	b.Page("nachweis-niedrig", pfad+"/nachweis/meldedaten")
	wer.choose(pfad, berlin)
	b.Page("zustaendig-nicht-angebunden", pfad+"/zustaendig")
	b.Page("pruefen-nicht-angebunden", pfad+"/pruefen")
}

// besucheEnde looks at submitting, the clerk's desk and the Meldebestätigung.
func (b *browser) besucheEnde() {
	wer := b.haus.besucher()
	wer.login(ehemann)
	pfad := wer.fill(jena)
	wer.next(pfad+"/wohnung", with(wohnung, "/einzug/auszug", "1.3.2027"), "/zustaendig")
	wer.next(pfad+"/familie/0", url.Values{
		"/familie/0/verhaeltnis": {"kind"}, "/familie/0/familienname": {"Mustermann"}, "/familie/0/vornamen": {"Mia"}, "/familie/0/geburtsdatum": {"3.4.2017"},
		"/familie/0/mit": {"ja"}, "/familie/0/wohnung": {"neben"},
	}, "/familie")
	wer.next(pfad+"/familie/1", url.Values{
		"/familie/1/verhaeltnis": {"ehegatte"}, "/familie/1/familienname": {"Mustermann"}, "/familie/1/vornamen": {"Erika"}, "/familie/1/geburtsdatum": {"12.8.1984"},
		"/familie/1/mit": {"ja"}, "/familie/1/wohnung": {"alleinige"},
	}, "/familie")
	wer.next(pfad+"/versicherung", url.Values{"/versicherung": {"ja"}}, "/wohnungsgeber")
	b.as(wer)
	b.Page("pruefen", pfad+"/pruefen")
	b.Press(absenden)
	b.Check("pruefen-haken")
	b.Run(chromedp.Click("#richtig", chromedp.ByQuery))
	b.Press(absenden)
	b.Check("eingang")
	wer.waitFor(pfad, "Beim Amt eingegangen")
	b.Page("status", pfad)
	frau := b.besucheMit(wer, pfad)
	clerk, fall := b.haus.clerk(amtJena), fallOf(pfad)
	b.as(clerk)
	b.Page("amt-liste", "/amt/")
	b.Page("amt-liste-fehler", "/amt/?von=gestern")
	b.Page("amt-fall-neu", fall)
	b.Press(absenden)
	b.Check("amt-fall")
	b.Page("amt-fragen", fall+"/nachgefragt")
	b.Press(absenden)
	b.Check("amt-fragen-fehler")
	b.Page("amt-weitergeben", fall+"/weitergeben")
	b.Page("amt-ablehnen", fall+"/ablehnen")
	b.Page("amt-stattgeben", fall+"/stattgeben")
	zweiter := b.haus.besucher()
	zweiter.amtslogin("/amt/", amtJena+"/2")
	clerk.akt(fall, "weitergeben", url.Values{"an": {amtJena + "/2"}})
	b.Page("amt-lesegrund", fall)
	b.Press(absenden)
	b.Check("amt-lesegrund-fehler")
	require.Equal(b.haus.t, fall, zweiter.akt(fall, "stattgeben", nil).pfad)
	b.as(zweiter)
	b.Page("amt-fall-fertig", fall)
	b.as(b.haus.clerk(amtRuhla))
	b.Page("amt-liste-leer", "/amt/")
	b.as(wer)
	wer.waitFor(pfad, "Ihre Urkunden")
	b.Page("status-angemeldet", pfad)
	b.as(frau)
	b.Page("mit-angemeldet", pfad+"/mit")
	b.Open("/urkunden/")
	b.Run(chromedp.SetValue("#code", "DS1:ABC", chromedp.ByQuery))
	b.Press(absenden)
	b.Check("pruefung-falsch")
	b.Open("/urkunden/")
	b.Press(absenden)
	b.Check("pruefung-fehler")
}

// besucheMit looks at what somebody sees who was registered along by another.
func (b *browser) besucheMit(wer *besucher, pfad string) *besucher {
	link := regexp.MustCompile(pfad + `/mit/[A-Z2-7-]+`).FindString(wer.get(pfad).text)
	require.NotEmpty(b.haus.t, link)
	fremd, frau := b.haus.besucher(), b.haus.besucher()
	fremd.login(otto)
	b.as(fremd)
	b.Page("mit-fremd", link)
	frau.login(erika)
	b.as(frau)
	b.Page("mit-annehmen", link)
	b.Press(absenden)
	b.Check("mit")
	b.Page("konto-mit", "/einsicht/")
	return frau
}

// besucheStaende looks at a question, an invitation, a refusal, the log, and
// the pages for two tabs and for a session that ran out.
func (b *browser) besucheStaende() {
	wer := b.haus.besucher()
	wer.login(otto)
	pfad := wer.begin()
	wer.choose(pfad, jena)
	wer.decide(pfad, "abrufen", "/meldedaten")
	wer.decide(pfad, "uebernehmen", "/person")
	wer.next(pfad+"/wohnung", wohnung, "/zustaendig")
	b.as(wer)
	b.Open(pfad + "/wohnung")
	wer.next(pfad+"/wohnung", with(wohnung, "/anschrift/hausnummer", "7"), "/zustaendig")
	b.Run(chromedp.SetValue(`[name="/anschrift/hausnummer"]`, "9", chromedp.ByQuery))
	b.Press(absenden)
	b.Check("anderes-fenster")
	wer.next(pfad+"/person", with(person, "/person/familienname", "Normalverbraucher"), "/bisher")
	wer.rest(pfad)
	wer.submit(pfad)
	wer.waitFor(pfad, "Beim Amt eingegangen")
	clerk, fall := b.haus.clerk(amtJena), fallOf(pfad)
	clerk.akt(fall, "uebernommen", nil)
	clerk.akt(fall, "nachgefragt", url.Values{"text": {"In welchem Stock wohnen Sie?"}})
	b.Page("status-rueckfrage", pfad)
	b.Press(absenden)
	b.Check("status-rueckfrage-fehler")
	wer.post(pfad+"/antwort", with(wer.get(pfad).token(b.haus.t), "text", "Im zweiten."))
	clerk.akt(fall, "eingeladen", url.Values{"text": {"Bitte kommen Sie am Dienstag um 10 Uhr\nmit Ihrem Ausweis."}})
	b.Page("status-vorsprache", pfad)
	clerk.akt(fall, "ablehnen", url.Values{"/gruende": {"Die Wohnung gibt es nicht."}})
	b.Page("status-abgelehnt", pfad)
	b.Page("abrufe", "/einsicht/abrufe")
	b.Press(`main a[href^="/einsicht/abrufe/beweis"]`)
	b.Check("beleg")
	b.Page("konto", "/einsicht/")
	b.haus.uhr.dreh(time.Hour)
	b.Page("abgelaufen", pfad)
}
