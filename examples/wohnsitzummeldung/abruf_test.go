// SPDX-License-Identifier: Apache-2.0

package main

import (
	"encoding/base64"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRetrieval_EndsThatLeadToTyping(t *testing.T) {
	for _, tt := range []struct{ name, konto, says string }{
		{"two persons fit", jonas, "Das Register konnte Sie nicht eindeutig zuordnen"},
		{"register out of order", greta, "Das Register antwortet gerade nicht"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newHaus(t).besucher()
			b.login(tt.konto)
			pfad := b.begin()
			b.choose(pfad, teistungen)
			a := b.decide(pfad, "abrufen", "/meldedaten")
			require.Contains(t, a.kurz(), tt.says)
			require.NotContains(t, a.text, "Apolda", "of the other person nothing is told")
			b.decide(pfad, "selbst", "/person")
			require.Contains(t, b.get("/einsicht/abrufe").text, "angefragt")
		})
	}
}

func TestRetrieval_CanBeTriedAgainWhenTheRegisterGaveNoAnswer(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(greta)
	pfad := b.begin()
	b.choose(pfad, jena)
	b.decide(pfad, "abrufen", "/meldedaten")
	a := b.decide(pfad, "nochmal", "/meldedaten")
	require.Contains(t, a.kurz(), "antwortet gerade nicht")
	require.Equal(t, 1, strings.Count(b.get("/einsicht/abrufe").text, ">Sie haben gewählt, dass"), "one choice, however often it is tried")
}

func TestRetrieval_DiscardedDataAreNotUsed(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(otto)
	pfad := b.begin()
	b.choose(pfad, jena)
	b.decide(pfad, "abrufen", "/meldedaten")
	a := b.decide(pfad, "selbst", "/person")
	require.NotContains(t, a.text, "Heilbad Heiligenstadt")
	require.Contains(t, a.text, `value="Normalverbraucher"`, "what the account knows may stand there")
	require.Contains(t, b.get("/einsicht/abrufe").text, "nicht zu verwenden")
}

func TestRetrieval_KeepsLettersOfDIN91379(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(langeName)
	pfad := b.begin()
	b.choose(pfad, jena)
	a := b.decide(pfad, "abrufen", "/meldedaten")
	require.Contains(t, a.kurz(), "Þórðardóttir-Wiśniewska von und zu Musterhausen")
	require.Contains(t, a.kurz(), "Aðalbjörg K͟hadīja Łucja-Žofie")
}

func TestRetrieval_ForAnotherAuthorityIsAskedForAgain(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(otto)
	pfad := b.begin()
	b.choose(pfad, jena)
	b.decide(pfad, "abrufen", "/meldedaten")
	b.choose(pfad, "16055000")
	a := b.get(pfad + "/person")
	require.Equal(t, pfad+"/nachweis/meldedaten", a.pfad)
	require.Contains(t, a.kurz(), "Sie hatten dem Abruf für eine andere Behörde zugestimmt")
	require.Contains(t, b.get(pfad+"/pruefen").kurz(), "Wählen Sie, woher Ihre Daten kommen sollen")
	require.Contains(t, b.get("/einsicht/abrufe").text, "nicht zu verwenden")
}

func TestTrustLevel_BelowHighPreparesAndCannotSend(t *testing.T) {
	for _, konto := range []string{selma, nils} {
		h := newHaus(t)
		b := h.besucher()
		b.login(konto)
		pfad := b.fill(jena)
		pruefen := b.get(pfad + "/pruefen")
		require.Contains(t, pruefen.kurz(), "Drucken Sie diese Seite aus und geben Sie sie im Amt ab")
		require.NotContains(t, pruefen.text, "Antrag absenden")
		require.Contains(t, pruefen.text, "niveau=hoch", "or a login that is enough")
		require.NotContains(t, pruefen.text, "So können Sie noch nicht absenden", "the level is no fault of the answers")
		a := b.post(pfad+"/absenden", with(b.get("/einsicht/").token(t), "richtig", "ja"))
		require.NotContains(t, a.kurz(), "angekommen", "the server decides, not the page")
		require.Contains(t, b.get(pfad+"/nachweis/meldedaten").kurz(), "Vertrauensniveau „hoch“")
		require.Contains(t, b.get("/einsicht/abrufe").kurz(), "Vertrauensniveau „hoch“")
	}
}

// fetched goes the whole way with the record of the register, and sends; the family in
// it, by their dates of birth, stays where it is.
func (b *besucher) fetched(family ...string) string {
	b.t.Helper()
	pfad := b.begin()
	b.choose(pfad, jena)
	b.next(pfad+"/wohnung", wohnung, "/zustaendig")
	b.decide(pfad, "abrufen", "/meldedaten")
	seite := b.decide(pfad, "uebernehmen", "/person")
	werte := url.Values{}
	for _, m := range regexp.MustCompile(`name="(/person/[a-zA-Z]+)" value="([^"]*)"`).FindAllStringSubmatch(seite.text, -1) {
		werte.Set(m[1], html.UnescapeString(m[2]))
	}
	b.next(pfad+"/person", werte, "/bisher")
	b.next(pfad+"/bisher", nil, "/art")
	b.next(pfad+"/art", url.Values{"/art": {"alleinige"}}, "/familie")
	for row, born := range family {
		at := fmt.Sprintf("/familie/%d", row)
		b.next(pfad+at, url.Values{
			at + "/verhaeltnis": {[]string{"ehegatte", "kind"}[row]}, at + "/familienname": {"Mustermann"}, at + "/vornamen": {[]string{"Max", "Mia Sophie"}[row]},
			at + "/rufname": {""}, at + "/geburtsdatum": {born}, at + "/mit": {"nein"},
		}, "/familie")
	}
	b.next(pfad+"/familie", url.Values{"noch": {"nein"}}, "/wohnungsgeber")
	b.next(pfad+"/wohnungsgeber", url.Values{"/wohnungsgeber/weg": {"eigentum"}, "/wohnungsgeber/erklaerung": {"ja"}}, "/widerspruch")
	b.next(pfad+"/widerspruch", url.Values{"/widerspruch/parteien": {"ja"}}, "/pruefen")
	b.submit(pfad)
	b.waitFor(pfad, "Beim Amt eingegangen")
	return pfad
}

func TestBlock_IsSeenByThePersonAndAtTheDeskAndByNobodyElse(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(langeName)
	pfad := b.begin()
	b.choose(pfad, jena)
	b.next(pfad+"/wohnung", wohnung, "/zustaendig")
	require.Contains(t, b.decide(pfad, "abrufen", "/meldedaten").kurz(), "ist eine Auskunftssperre eingetragen")

	b = h.besucher()
	b.login(langeName)
	pfad = b.fetched()
	clerk := h.clerk(amtJena)
	require.NotContains(t, clerk.get("/amt/").text, "sperre", "a list of all cases shows no block")
	require.Contains(t, clerk.get(fallOf(pfad)).kurz(), "ist eine Auskunftssperre eingetragen")
	require.Contains(t, clerk.get(fallOf(pfad)).kurz(), "§ 51 Abs. 1, § 33 Abs. 4 BMG")
	require.Equal(t, http.StatusOK, clerk.get(fallOf(pfad)).status)
}

// plain is a text with what stands in it as base64, as evidence does, in clear beside it.
func plain(text string) string {
	for _, m := range regexp.MustCompile(`"[A-Za-z0-9+/]{40,}={0,2}"`).FindAllString(text, -1) {
		if clear, err := base64.StdEncoding.DecodeString(strings.Trim(m, `"`)); err == nil {
			text += string(clear)
		}
	}
	return text
}

// What leaves as a file tells of blocks what the pages tell: to the office and to the
// person the own one, which the new register stores with the data; of a relative's not
// even that there is somebody.
func TestBlock_ExportsTellWhatThePagesTell(t *testing.T) {
	h := newHaus(t)
	files := func(konto string, family ...string) map[string]string {
		b := h.besucher()
		b.login(konto)
		pfad := b.fetched(family...)
		export := h.clerk(amtJena).get(fallOf(pfad) + "/export")
		require.Equal(t, http.StatusOK, export.status)
		own := b.get("/einsicht/meine-daten.json")
		require.Equal(t, http.StatusOK, own.status)
		return map[string]string{"desk": export.text, "own data": own.text, "log": b.get("/einsicht/abrufe").text}
	}
	all := files(langeName)
	require.Contains(t, all["own data"], `"sperren": "auskunftssperre"`)
	require.Contains(t, all["desk"], "ANMELDUNG-SPERRE")
	require.Contains(t, all["desk"], "ist eine Auskunftssperre eingetragen")
	require.NotContains(t, all["log"], "sperre", "who fetched what tells no content")

	all = files(erika, "4.3.1982", "3.4.2017")
	for where, text := range all {
		text = plain(text)
		require.NotContains(t, text, "ANMELDUNG-SPERRE", where)
		require.NotContains(t, text, "auskunftssperre", where)
		require.NotContains(t, text, "Ben\"", where)
		require.NotContains(t, text, "2014-06-05", where)
		if where != "log" {
			require.Contains(t, text, "Mia Sophie", "%s: the sister is there", where)
		}
	}
}
