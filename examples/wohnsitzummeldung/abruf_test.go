// SPDX-License-Identifier: Apache-2.0

package main

import (
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
		require.NotContains(t, pruefen.text, "So können Sie noch nicht absenden", "the level is no fault of the answers")
		a := b.post(pfad+"/absenden", with(b.get("/einsicht/").token(t), "richtig", "ja"))
		require.NotContains(t, a.kurz(), "angekommen", "the server decides, not the page")
		require.Contains(t, b.get(pfad+"/nachweis/meldedaten").kurz(), "Vertrauensniveau „hoch“")
		require.Contains(t, b.get("/einsicht/abrufe").kurz(), "Vertrauensniveau „hoch“")
	}
}

func TestBlock_IsSeenByThePersonAndAtTheDeskAndByNobodyElse(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(langeName)
	pfad := b.begin()
	b.choose(pfad, jena)
	b.next(pfad+"/wohnung", wohnung, "/zustaendig")
	a := b.decide(pfad, "abrufen", "/meldedaten")
	require.Contains(t, a.kurz(), "ist eine Auskunftssperre eingetragen")
	seite := b.decide(pfad, "uebernehmen", "/person")
	werte := url.Values{}
	for _, m := range regexp.MustCompile(`name="(/person/[a-zA-Z]+)" value="([^"]*)"`).FindAllStringSubmatch(seite.text, -1) {
		werte.Set(m[1], html.UnescapeString(m[2]))
	}
	b.next(pfad+"/person", werte, "/bisher")
	b.rest(pfad)
	b.submit(pfad)
	b.waitFor(pfad, "Beim Amt eingegangen")
	clerk := h.clerk(amtJena)
	require.NotContains(t, clerk.get("/amt/").text, "sperre", "a list of all cases shows no block")
	require.Contains(t, clerk.get(fallOf(pfad)).kurz(), "ist eine Auskunftssperre eingetragen")
	require.Contains(t, clerk.get(fallOf(pfad)).kurz(), "§ 51 Abs. 1, § 33 Abs. 4 BMG")
	require.Equal(t, http.StatusOK, clerk.get(fallOf(pfad)).status)
}
