// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
)

const (
	max       = "tk-4711-02"
	otto      = "tk-4711-03"
	jonas     = "tk-4711-04"
	greta     = "tk-4711-05"
	langeName = "tk-4711-06"
	selma     = "tk-4711-07"
	nils      = "tk-4711-08"

	jena       = "16053000"
	teistungen = "16061114"
	seebach    = "16063071"
	berlin     = "11000000"

	amtJena       = "160530000"
	amtLindenberg = "160615001"
	amtRuhla      = "160635057"
)

var auftrag = regexp.MustCompile(`name="auftrag" value="([^"]+)"`)

// begin opens a draft and returns its path.
func (b *besucher) begin() string {
	b.t.Helper()
	konto := b.get("/konto")
	werte := konto.token(b.t)
	werte.Set("auftrag", auftrag.FindStringSubmatch(konto.text)[1])
	a := b.post("/antrag", werte)
	require.Equal(b.t, http.StatusOK, a.status, a.kurz())
	require.Regexp(b.t, `^/antrag/[0-9a-f-]{36}/gemeinde$`, a.pfad)
	return strings.TrimSuffix(a.pfad, "/gemeinde")
}

// next sends a form that can be saved and returns the page that follows.
func (b *besucher) next(pfad string, werte url.Values, folgt string) antwort {
	b.t.Helper()
	a := b.send(pfad, werte)
	require.Equal(b.t, http.StatusOK, a.status, "%s: %s", pfad, a.kurz())
	require.True(b.t, strings.HasSuffix(a.pfad, folgt), "%s leads to %s, not to %s", pfad, a.pfad, folgt)
	return a
}

// choose picks a municipality from the hits of a search.
func (b *besucher) choose(pfad, gemeinde string) {
	b.t.Helper()
	werte := b.get(pfad + "/gemeinde?suche=Jena").token(b.t)
	werte.Set("gemeinde", gemeinde)
	a := b.post(pfad+"/gemeinde", werte)
	require.Equal(b.t, pfad+"/anschrift", a.pfad, a.kurz())
}

var marken = regexp.MustCompile(`<[^>]*>|\s+`)

// kurz is the text of the page, for messages of a test.
func (a antwort) kurz() string {
	_, haupt, _ := strings.Cut(a.text, "<main")
	haupt, _, _ = strings.Cut(haupt, "</main>")
	return strings.Join(strings.Fields(html.UnescapeString(marken.ReplaceAllString(haupt, " "))), " ")
}

var anschrift = url.Values{
	"anschrift.strasse": {"Am Neubau"}, "anschrift.hausnummer": {"5"}, "anschrift.plz": {"07743"}, "einzug": {"9.11.2026"},
}

var person = url.Values{
	"person.familienname": {"Mustermann"}, "person.geburtsname": {"Gabler"}, "person.vornamen": {"Erika Maria"}, "person.rufname": {"Erika"},
	"person.geburtsdatum": {"12.8.1984"}, "person.geburtsort": {"Eisenach"}, "person.staatsangehoerigkeit": {"deutsch"},
}

func with(werte url.Values, more ...string) url.Values {
	out := url.Values{}
	for name, v := range werte {
		out[name] = v
	}
	for i := 0; i < len(more); i += 2 {
		out.Set(more[i], more[i+1])
	}
	return out
}

// fill goes the whole way of the form, with typed data, up to the last page.
func (b *besucher) fill(gemeinde string) string {
	b.t.Helper()
	pfad := b.begin()
	b.choose(pfad, gemeinde)
	b.next(pfad+"/anschrift", anschrift, "/zustaendig")
	b.next(pfad+"/daten", url.Values{"weg": {"hand"}}, "/person")
	b.next(pfad+"/person", person, "/wohnung")
	b.next(pfad+"/wohnung", url.Values{"wohnung.art": {"alleinige"}}, "/familie")
	b.next(pfad+"/familie", nil, "/wohnungsgeber")
	b.next(pfad+"/wohnungsgeber", url.Values{"wohnungsgeber.weg": {"eigentum"}}, "/nachweis")
	b.next(pfad+"/nachweis", url.Values{"wohnungsgeber.erklaerung": {"ja"}}, "/pruefen")
	return pfad
}

// submit sends the application and returns the receipt.
func (b *besucher) submit(pfad string) antwort {
	b.t.Helper()
	a := b.post(pfad+"/absenden", b.get(pfad+"/pruefen").token(b.t))
	require.Equal(b.t, http.StatusOK, a.status, a.kurz())
	require.Equal(b.t, pfad+"/eingang", a.pfad)
	return a
}

// waitFor asks for the page until it says what is expected.
func (b *besucher) waitFor(pfad, text string) antwort {
	b.t.Helper()
	var a antwort
	require.Eventually(b.t, func() bool {
		a = b.get(pfad)
		return a.status == http.StatusOK && strings.Contains(a.text, text)
	}, 20*time.Second, 20*time.Millisecond, "%s never says %q", pfad, text)
	return a
}

// clerk logs in for an authority.
func (h *haus) clerk(behoerde string) *besucher {
	b := h.besucher()
	a := b.send("/amt/anmelden", url.Values{"behoerde": {behoerde}})
	require.Equal(h.t, "/amt", a.pfad, a.kurz())
	return b
}

func fallOf(antrag string) string { return strings.Replace(antrag, "/antrag/", "/amt/faelle/", 1) }

func TestMove_OfAFamilyFromLoginToTheConfirmation(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	pfad := b.begin()

	found := b.get(pfad + "/gemeinde?suche=" + url.QueryEscape("muhlhausen"))
	require.Contains(t, found.text, "Mühlhausen/Thüringen")
	b.choose(pfad, jena)
	zustaendig := b.next(pfad+"/anschrift", anschrift, "/zustaendig")
	require.Contains(t, zustaendig.text, "Stadt Jena")
	require.Contains(t, zustaendig.text, "Montag, 23. November 2026", "two weeks after 9 November")

	daten := b.get(pfad + "/daten")
	require.Contains(t, daten.text, "Stadt Mühlhausen/Thüringen")
	require.Contains(t, daten.text, "Familienstand")
	vorschau := b.next(pfad+"/daten", url.Values{"weg": {"abruf"}, "familie": {"ja"}}, "/vorschau")
	require.Contains(t, vorschau.text, "Gabler")
	require.Contains(t, vorschau.text, "Mia Sophie Mustermann")
	require.NotContains(t, vorschau.text, "Ben", "a child under a block leaves no trace")
	require.NotContains(t, vorschau.text, "Auskunftssperre")
	sha := regexp.MustCompile(`name="sha256" value="([0-9a-f]{64})"`).FindStringSubmatch(vorschau.text)[1]
	person := b.next(pfad+"/vorschau", url.Values{"wahl": {"uebernehmen"}, "sha256": {sha}}, "/person")
	require.Contains(t, person.text, `value="Gabler"`)

	b.next(pfad+"/person", with(url.Values{
		"person.familienname": {"Mustermann"}, "person.geburtsname": {"Gabler"}, "person.vornamen": {"Erika Maria"}, "person.rufname": {"Erika"},
		"person.geburtsdatum": {"12.08.1984"}, "person.geburtsort": {"Eisenach"}, "person.staatsangehoerigkeit": {"deutsch"},
	}, "person.doktorgrad", "Dr."), "/wohnung")
	require.Contains(t, b.get(pfad+"/person").text, "im Register:")
	b.next(pfad+"/wohnung", url.Values{"wohnung.art": {"alleinige"}}, "/familie")
	b.next(pfad+"/familie", url.Values{"familie.register": {"/ehegatte", "/kinder/0"}, "familie.gleicheWohnung": {"ja"}, "familie.versicherung": {"ja"}}, "/wohnungsgeber")
	b.next(pfad+"/wohnungsgeber", url.Values{"wohnungsgeber.weg": {"merkmal"}}, "/nachweis")
	pruefen := b.next(pfad+"/nachweis", url.Values{
		"wohnungsgeber.merkmal": {"JE-4711-08"}, "wohnungsgeber.name": {"Wohnbau Beispiel GmbH"},
		"wohnungsgeber.anschrift": {"Hauptstraße 1, 07743 Jena"}, "wohnungsgeber.einzug": {"9.11.2026"},
	}, "/pruefen")
	require.Contains(t, pruefen.text, "Wohnbau Beispiel GmbH")
	require.Contains(t, pruefen.text, "Im Register: keine Angabe")

	eingang := b.submit(pfad)
	require.Regexp(t, `WSM-[A-Z2-7]{4}-[A-Z2-7]{4}`, eingang.text)
	b.waitFor(pfad, "Bei der Meldebehörde eingegangen")

	clerk := h.clerk(amtJena)
	require.Contains(t, clerk.get("/amt").text, "Mustermann, Erika Maria")
	fall := clerk.get(fallOf(pfad))
	require.Contains(t, fall.text, "der Datensatz ist unverändert")
	require.Contains(t, fall.text, sha)
	clerk.next(fallOf(pfad), url.Values{"akt": {"uebernehmen"}}, fallOf(pfad))
	clerk.next(fallOf(pfad), url.Values{"akt": {"annehmen"}}, fallOf(pfad))

	b.waitFor(pfad, "Sie sind angemeldet")
	urkunde := b.waitFor(pfad+"/meldebestaetigung", "Meldebestätigung")
	require.Equal(t, 3, strings.Count(urkunde.text, `<article class="urkunde"`), "one for each person")
	text := b.get(pfad + "/meldebestaetigung/1").text
	require.Contains(t, text, "Doktorgrad: Dr.\n")
	require.Contains(t, text, "Vornamen: Erika Maria (Rufname: Erika)\n")
	require.Contains(t, text, "Anschrift: Am Neubau 5, 07743 Jena\n")
	require.Contains(t, b.get(pfad+"/meldebestaetigung/3").text, "Vornamen: Mia Sophie\n")

	anyone := h.besucher()
	echt := anyone.send("/bestaetigung-pruefen", url.Values{"text": {text}})
	require.Contains(t, echt.text, "Echt und unverändert")
	falsch := anyone.send("/bestaetigung-pruefen", url.Values{"text": {strings.Replace(text, "Erika", "Erica", 1)}})
	require.Contains(t, falsch.text, "Nicht bestätigt")
	require.Contains(t, anyone.get("/schluessel/"+amtJena+".pem").text, "BEGIN PUBLIC KEY")

	paper := b.get(pfad + "/meldebestaetigung/1.pdf")
	require.Empty(t, pdftest.Inspect([]byte(paper.text)))
	lines, err := pdftest.Text([]byte(paper.text))
	require.NoError(t, err)
	require.Contains(t, lines, pdftest.Line{Tag: "LBody", Text: "Erika Maria (Rufname: Erika)"})
	require.Equal(t, paper.text, b.get(pfad+"/meldebestaetigung/1.pdf").text, "the same file each time")
	require.Equal(t, http.StatusNotFound, b.get(pfad+"/meldebestaetigung/4.pdf").status)
	require.Equal(t, http.StatusNotFound, b.get(pfad+"/meldebestaetigung/x.pdf").status)
	require.Contains(t, anyone.get("/schluessel/siegel.txt").text, "160530000 2020-01-01 2099-12-31 ")
	require.Contains(t, anyone.send("/bestaetigung-pruefen", url.Values{"text": {"DS1:ABC"}}).text, "Nicht bestätigt")

	protokoll := b.get("/abrufe")
	require.Contains(t, html.UnescapeString(protokoll.text), "Onlinedienst Wohnsitz ummelden hat Ihre Daten von Stadt Mühlhausen/Thüringen erhalten.")
	beleg := b.get(regexp.MustCompile(`href="(/abrufe/[0-9a-f-]{36})"`).FindStringSubmatch(protokoll.text)[1])
	require.Contains(t, beleg.text, "Der Eintrag steht unverändert im Protokoll")
	require.Contains(t, b.get(beleg.pfad+"/beleg").text, `"proof"`)
}
