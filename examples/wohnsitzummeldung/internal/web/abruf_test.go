// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestResponsible_AdministrationIsFoundAndExplained(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(erika)
	for _, tt := range []struct{ name, gemeinde, says, connected string }{
		{"member of a Verwaltungsgemeinschaft", teistungen, "Teistungen gehört zur Verwaltungsgemeinschaft Lindenberg/Eichsfeld.", "Sie können sich online anmelden"},
		{"erfüllende Gemeinde", seebach, "Für Seebach arbeitet die Stadt Ruhla als erfüllende Gemeinde", "Sie können sich online anmelden"},
		{"administers itself", jena, "Jena hat eine eigene Meldebehörde.", "Sie können sich online anmelden"},
		{"not connected", berlin, "Berlin hat eine eigene Meldebehörde.", "Noch nicht angebunden"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			pfad := b.begin()
			b.choose(pfad, tt.gemeinde)
			a := b.next(pfad+"/anschrift", anschrift, "/zustaendig")
			require.Contains(t, a.kurz(), tt.says)
			require.Contains(t, a.kurz(), tt.connected)
		})
	}
}

func TestRetrieval_EndsThatLeadToTyping(t *testing.T) {
	for _, tt := range []struct{ name, konto, says string }{
		{"two persons fit", jonas, "Das Register konnte Sie nicht eindeutig zuordnen"},
		{"register out of order", greta, "Das Melderegister antwortet gerade nicht"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := newHaus(t).besucher()
			b.login(tt.konto)
			pfad := b.begin()
			b.choose(pfad, teistungen)
			a := b.next(pfad+"/daten", url.Values{"weg": {"abruf"}, "familie": {"ja"}}, "/vorschau")
			require.Contains(t, a.kurz(), tt.says)
			require.NotContains(t, a.text, "Apolda", "of the other person nothing is told")
			b.next(pfad+"/vorschau", url.Values{"wahl": {"verwerfen"}}, "/person")
			require.Contains(t, b.get("/abrufe").text, "angefragt")
		})
	}
}

func TestRetrieval_CanBeTriedAgainWhenTheRegisterGaveNoAnswer(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(greta)
	pfad := b.begin()
	b.choose(pfad, jena)
	b.next(pfad+"/daten", url.Values{"weg": {"abruf"}, "familie": {"ja"}}, "/vorschau")
	a := b.next(pfad+"/vorschau", url.Values{"wahl": {"nochmal"}}, "/vorschau")
	require.Contains(t, a.kurz(), "antwortet gerade nicht")
	require.Equal(t, 1, strings.Count(b.get("/abrufe").text, "<b>Sie haben gewählt, dass"), "one choice, however often it is tried")
}

func TestRetrieval_DiscardedDataAreNotUsed(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(otto)
	pfad := b.begin()
	b.choose(pfad, jena)
	b.next(pfad+"/daten", url.Values{"weg": {"abruf"}, "familie": {"ja"}}, "/vorschau")
	a := b.next(pfad+"/vorschau", url.Values{"wahl": {"verwerfen"}}, "/person")
	require.NotContains(t, a.text, "Heilbad Heiligenstadt")
	require.Contains(t, a.text, `value="Normalverbraucher"`, "what the account knows may stand there")
	require.Contains(t, b.get("/abrufe").text, "nicht zu verwenden")
}

func TestRetrieval_KeepsLettersOfDIN91379(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(langeName)
	pfad := b.begin()
	b.choose(pfad, jena)
	a := b.next(pfad+"/daten", url.Values{"weg": {"abruf"}, "familie": {"ja"}}, "/vorschau")
	require.Contains(t, a.kurz(), "Þórðardóttir-Wiśniewska von und zu Musterhausen")
	require.Contains(t, a.kurz(), "Aðalbjörg K͟hadīja Łucja-Žofie")
}

func TestTrustLevel_BelowHighPreparesAndCannotSend(t *testing.T) {
	for _, konto := range []string{selma, nils} {
		h := newHaus(t)
		b := h.besucher()
		b.login(konto)
		require.Contains(t, b.get("/konto").kurz(), "reicht zum Vorbereiten")
		pfad := b.fill(jena)
		pruefen := b.get(pfad + "/pruefen")
		require.Contains(t, pruefen.kurz(), "Ausdrucken und ins Amt mitnehmen")
		require.NotContains(t, pruefen.text, "Anmeldung absenden")
		require.NotContains(t, pruefen.text, "Angaben fehlen", "the level is no fault of the answers")
		werte := b.get("/konto").token(t)
		werte.Set("version", "8")
		require.NotEqual(t, http.StatusOK, b.post(pfad+"/absenden", werte).status, "the server decides, not the page")
		require.Contains(t, b.get(pfad+"/daten").kurz(), "Online-Ausweis")
		require.Contains(t, b.get("/abrufe").kurz(), "Vertrauensniveau „hoch“")
	}
}

func TestRetrieval_ForAnotherAuthorityIsAskedForAgain(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(otto)
	pfad := b.begin()
	b.choose(pfad, jena)
	b.next(pfad+"/anschrift", anschrift, "/zustaendig")
	b.next(pfad+"/daten", url.Values{"weg": {"abruf"}, "familie": {"ja"}}, "/vorschau")
	b.choose(pfad, "16055000")
	for _, seite := range []string{"/zustaendig?von=pruefen", "/daten"} {
		a := b.get(pfad + seite)
		require.Contains(t, a.kurz(), "Bitte wählen Sie noch einmal, woher Ihre Daten kommen sollen")
	}
	require.Contains(t, b.get(pfad+"/zustaendig?von=pruefen").text, `href="`+pfad+`/daten"`)
	require.Contains(t, b.get("/abrufe").text, "nicht zu verwenden")
}

func TestBlock_IsSeenByThePersonAndAtTheDeskAndByNobodyElse(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(langeName)
	pfad := b.begin()
	b.choose(pfad, jena)
	b.next(pfad+"/anschrift", anschrift, "/zustaendig")
	a := b.next(pfad+"/daten", url.Values{"weg": {"abruf"}}, "/vorschau")
	require.Contains(t, a.kurz(), "ist eine Auskunftssperre eingetragen")
	sha := regexp.MustCompile(`name="sha256" value="([0-9a-f]{64})"`).FindStringSubmatch(a.text)[1]
	seite := b.next(pfad+"/vorschau", url.Values{"wahl": {"uebernehmen"}, "sha256": {sha}}, "/person")
	werte := url.Values{}
	for _, m := range regexp.MustCompile(`name="(person\.[a-zA-Z]+)" value="([^"]*)"`).FindAllStringSubmatch(seite.text, -1) {
		werte.Set(m[1], html.UnescapeString(m[2]))
	}
	for _, m := range regexp.MustCompile(`<input[^>]*name="(person\.[a-zA-Z]+)"[^>]*value="([^"]*)"`).FindAllStringSubmatch(seite.text, -1) {
		werte.Set(m[1], html.UnescapeString(m[2]))
	}
	b.next(pfad+"/person", werte, "/wohnung")
	b.next(pfad+"/wohnung", url.Values{"wohnung.art": {"alleinige"}}, "/familie")
	b.next(pfad+"/familie", nil, "/wohnungsgeber")
	b.next(pfad+"/wohnungsgeber", url.Values{"wohnungsgeber.weg": {"eigentum"}}, "/nachweis")
	b.next(pfad+"/nachweis", url.Values{"wohnungsgeber.erklaerung": {"ja"}}, "/pruefen")
	b.submit(pfad)
	b.waitFor(pfad, "Bei der Meldebehörde eingegangen")
	clerk := h.clerk(amtJena)
	require.NotContains(t, clerk.get("/amt").text, "sperre", "a list of all cases shows no block")
	require.Contains(t, clerk.get(fallOf(pfad)).kurz(), "ist eine Auskunftssperre eingetragen")
	require.Contains(t, clerk.get(fallOf(pfad)).kurz(), "§ 51 Abs. 1, § 33 Abs. 4 BMG")
}
