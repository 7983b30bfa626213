// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	"fmt"
	"html"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
)

const (
	ehemann   = "tk-4711-02"
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

// begin opens a draft and returns its path.
func (b *besucher) begin() string {
	b.t.Helper()
	a := b.send("/anmeldung/", nil)
	require.Equal(b.t, http.StatusOK, a.status, a.kurz())
	require.Regexp(b.t, `^/anmeldung/[0-9a-f-]{36}$`, a.pfad)
	return a.pfad
}

// next sends a form that can be saved and returns the page that follows.
func (b *besucher) next(pfad string, werte url.Values, folgt string) antwort {
	b.t.Helper()
	a := b.send(pfad, werte)
	require.Equal(b.t, http.StatusOK, a.status, "%s: %s", pfad, a.kurz())
	require.True(b.t, strings.HasSuffix(a.pfad, folgt), "%s leads to %s, not to %s", pfad, a.pfad, folgt)
	return a
}

// choose picks a municipality.
func (b *besucher) choose(pfad, gemeinde string) {
	b.t.Helper()
	b.next(pfad+"/gemeinde", url.Values{"/gemeinde": {gemeinde}}, "/wohnung")
}

// decide decides about the record.
func (b *besucher) decide(pfad, wahl, folgt string) antwort {
	b.t.Helper()
	return b.next(pfad+"/nachweis/meldedaten", url.Values{"wahl": {wahl}, "andere": {"ja"}}, folgt)
}

var marken = regexp.MustCompile(`<[^>]*>|\s+`)

// kurz is the text of the page, for messages of a test.
func (a antwort) kurz() string {
	_, haupt, _ := strings.Cut(a.text, "<main")
	haupt, _, _ = strings.Cut(haupt, "</main>")
	return strings.Join(strings.Fields(html.UnescapeString(marken.ReplaceAllString(haupt, " "))), " ")
}

var wohnung = url.Values{
	"/anschrift/strasse": {"Am Neubau"}, "/anschrift/hausnummer": {"5"}, "/anschrift/plz": {"07743"}, "/einzug/tag": {"9.11.2026"},
}

var person = url.Values{
	"/person/familienname": {"Mustermann"}, "/person/geburtsname": {"Gabler"}, "/person/vornamen": {"Erika Maria"}, "/person/rufname": {"Erika"},
	"/person/geburtsdatum": {"12.8.1984"}, "/person/geburtsort": {"Eisenach"}, "/person/staatsangehoerigkeit": {"deutsch"},
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
	b.next(pfad+"/wohnung", wohnung, "/zustaendig")
	b.decide(pfad, "selbst", "/person")
	b.next(pfad+"/person", person, "/bisher")
	b.rest(pfad)
	return pfad
}

// rest goes on from the page after the person.
func (b *besucher) rest(pfad string) {
	b.t.Helper()
	b.next(pfad+"/bisher", nil, "/art")
	b.next(pfad+"/art", url.Values{"/art": {"alleinige"}}, "/familie")
	b.next(pfad+"/familie", url.Values{"noch": {"nein"}}, "/wohnungsgeber")
	b.next(pfad+"/wohnungsgeber", url.Values{"/wohnungsgeber/weg": {"eigentum"}, "/wohnungsgeber/erklaerung": {"ja"}}, "/widerspruch")
	b.next(pfad+"/widerspruch", url.Values{"/widerspruch/parteien": {"ja"}}, "/pruefen")
}

// submit sends the application and returns the receipt.
func (b *besucher) submit(pfad string) antwort {
	b.t.Helper()
	a := b.post(pfad+"/absenden", with(b.get(pfad+"/pruefen").token(b.t), "richtig", "ja"))
	require.Equal(b.t, http.StatusOK, a.status, a.kurz())
	require.Equal(b.t, pfad, a.pfad)
	require.Contains(b.t, a.kurz(), "Ihr Antrag ist angekommen")
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
	a := b.amtslogin("/amt/", behoerde+"/1")
	require.Equal(h.t, "/amt/", a.pfad, a.kurz())
	return b
}

// amtslogin logs an official in and goes on to a page of the desk.
func (b *besucher) amtslogin(ziel, konto string) antwort {
	b.t.Helper()
	werte := b.get("/amt/login?ziel=" + url.QueryEscape(ziel)).token(b.t)
	werte.Set("konto", konto)
	return b.post("/amt/testkonto", werte)
}

// akt does something with a case at the desk; what is decided is confirmed.
func (b *besucher) akt(fall, name string, werte url.Values) antwort {
	b.t.Helper()
	form := b.get(fall)
	if !strings.Contains(form.text, `action="`+fall+"/"+name+`"`) {
		form = b.get(fall + "/" + name)
	}
	alle := form.token(b.t)
	for name, v := range werte {
		alle[name] = v
	}
	a := b.post(fall+"/"+name, alle)
	if strings.Contains(a.text, `name="bestaetigt"`) {
		a = b.post(fall+"/"+name, a.token(b.t))
	}
	return a
}

func fallOf(antrag string) string { return strings.Replace(antrag, "/anmeldung/", "/amt/faelle/", 1) }

func TestMove_OfAFamilyFromLoginToTheConfirmation(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	pfad := b.begin()

	found := b.send(pfad+"/gemeinde", url.Values{"/gemeinde": {"muhlhausen"}})
	require.Contains(t, found.text, "Mühlhausen/Thüringen (Unstrut-Hainich-Kreis, Thüringen)")
	b.choose(pfad, jena)
	zustaendig := b.next(pfad+"/wohnung", wohnung, "/zustaendig")
	require.Contains(t, zustaendig.text, "Stadt Jena")
	require.Contains(t, zustaendig.text, "Montag, 23. November 2026", "two weeks after 9 November")

	daten := b.get(pfad + "/person")
	require.Equal(t, pfad+"/nachweis/meldedaten", daten.pfad)
	require.Contains(t, daten.text, "Stadt Mühlhausen/Thüringen")
	require.Contains(t, daten.text, "Familienstand")
	require.NotContains(t, daten.text, " checked", "nothing that decides is chosen beforehand")
	vorschau := b.decide(pfad, "abrufen", "/meldedaten")
	require.Contains(t, vorschau.text, "Gabler")
	require.Contains(t, vorschau.text, "Mia Sophie")
	sha := vorschau.token(t).Get("sha256")
	person := b.decide(pfad, "uebernehmen", "/person")
	require.Contains(t, person.text, `value="Gabler"`)

	b.next(pfad+"/person", url.Values{
		"/person/familienname": {"Mustermann"}, "/person/geburtsname": {"Gabler"}, "/person/vornamen": {"Erika Maria"}, "/person/rufname": {"Erika"}, "/person/doktorgrad": {"Dr."},
		"/person/geburtsdatum": {"12.08.1984"}, "/person/geburtsort": {"Eisenach"}, "/person/staatsangehoerigkeit": {"deutsch"},
	}, "/bisher")
	b.next(pfad+"/bisher", nil, "/art")
	b.next(pfad+"/art", url.Values{"/art": {"alleinige"}}, "/familie")
	for row, name := range []string{"Max", "Mia Sophie"} {
		at := fmt.Sprintf("/familie/%d", row)
		page := b.get(pfad + at)
		require.Contains(t, page.text, `value="`+name+`"`)
		b.next(pfad+at, url.Values{
			at + "/verhaeltnis": {[]string{"ehegatte", "kind"}[row]}, at + "/familienname": {"Mustermann"}, at + "/vornamen": {name}, at + "/rufname": {""},
			at + "/geburtsdatum": {[]string{"4.3.1982", "3.4.2017"}[row]}, at + "/mit": {"ja"}, at + "/wohnung": {"alleinige"},
		}, "/familie")
	}
	b.next(pfad+"/familie", url.Values{"noch": {"nein"}}, "/versicherung")
	b.next(pfad+"/versicherung", url.Values{"/versicherung": {"ja"}}, "/wohnungsgeber")
	b.next(pfad+"/wohnungsgeber", url.Values{
		"/wohnungsgeber/weg": {"merkmal"}, "/wohnungsgeber/merkmal": {"JE-4711-08"}, "/wohnungsgeber/name": {"Wohnbau Beispiel GmbH"},
		"/wohnungsgeber/anschrift": {"Hauptstraße 1, 07743 Jena"}, "/wohnungsgeber/einzug": {"9.11.2026"},
	}, "/widerspruch")
	pruefen := b.next(pfad+"/widerspruch", nil, "/pruefen")
	require.Contains(t, pruefen.text, "Wohnbau Beispiel GmbH")
	require.Contains(t, pruefen.kurz(), "abgerufen bei: Stadt Mühlhausen/Thüringen")

	eingang := b.submit(pfad)
	require.Regexp(t, `[A-Z2-7]{4}-[A-Z2-7]{4}`, eingang.text)
	b.waitFor(pfad, "Beim Amt eingegangen")

	clerk := h.clerk(amtJena)
	require.Contains(t, clerk.get("/amt/").text, fallOf(pfad))
	require.NotContains(t, clerk.get("/amt/").text, "Mustermann", "a list names nobody")
	fall := clerk.get(fallOf(pfad))
	require.Contains(t, fall.text, "unverändert, wie die Person sie sah")
	require.Contains(t, fall.text, sha)
	require.Contains(t, fall.kurz(), "Doktorgrad Dr.")
	require.Contains(t, fall.kurz(), "Einzug laut Bestätigung")
	clerk.akt(fallOf(pfad), "uebernommen", nil)
	clerk.akt(fallOf(pfad), "stattgeben", nil)

	entschieden := b.waitFor(pfad, "Ihre Urkunden")
	require.Equal(t, 3, strings.Count(entschieden.text, pfad+"/urkunden/"), "one for each person")
	anyone := h.besucher()

	paper := b.get(pfad + "/urkunden/1.pdf")
	require.Empty(t, pdftest.Inspect([]byte(paper.text)))
	lines, err := pdftest.Text([]byte(paper.text))
	require.NoError(t, err)
	for _, line := range []string{"Erika Maria (Rufname: Erika)", "Dr.", "Am Neubau 5, 07743 Jena"} {
		require.Contains(t, lines, pdftest.Line{Tag: "LBody", Text: line})
	}
	require.Equal(t, paper.text, b.get(pfad+"/urkunden/1.pdf").text, "the same file each time")
	lines, err = pdftest.Text([]byte(b.get(pfad + "/urkunden/3.pdf").text))
	require.NoError(t, err)
	require.Contains(t, lines, pdftest.Line{Tag: "LBody", Text: "Mia Sophie"})
	require.Equal(t, http.StatusNotFound, b.get(pfad+"/urkunden/4.pdf").status)
	require.Equal(t, http.StatusNotFound, b.get(pfad+"/urkunden/x.pdf").status)
	require.Contains(t, anyone.get("/urkunden/schluessel.txt").text, "160530000 2020-01-01 2099-12-31 ")
	require.Contains(t, anyone.post("/urkunden/", url.Values{"code": {"DS1:ABC"}}).text, "Nicht bestätigt")

	protokoll := b.get("/einsicht/abrufe")
	require.Contains(t, html.UnescapeString(protokoll.text), "Onlinedienst Wohnsitz ummelden hat Ihre Daten von Stadt Mühlhausen/Thüringen erhalten.")
	beweis := html.UnescapeString(regexp.MustCompile(`href="(/einsicht/abrufe/beweis[^"]*)"`).FindStringSubmatch(protokoll.text)[1])
	require.Contains(t, b.get(beweis).text, "Der Eintrag steht unverändert im Protokoll")
	require.Contains(t, b.get(strings.Replace(beweis, "/beweis?", "/beleg.json?", 1)).text, `"proof"`)
}

func TestSubmit_SentManyTimesAtOnceIsOneApplication(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	pfad := b.fill(jena)
	werte := with(b.get(pfad+"/pruefen").token(t), "richtig", "ja")
	var group sync.WaitGroup
	antworten := make([]antwort, 8)
	for i := range antworten {
		group.Go(func() { antworten[i] = b.post(pfad+"/absenden", werte) })
	}
	group.Wait()
	for _, a := range antworten {
		require.Equal(t, http.StatusOK, a.status)
		require.Equal(t, pfad, a.pfad)
		require.Contains(t, a.kurz(), "Ihr Antrag ist angekommen", "each click leads to the receipt")
	}
	b.waitFor(pfad, "Beim Amt eingegangen")
	require.Equal(t, 1, strings.Count(h.clerk(amtJena).get("/amt/").text, "/amt/faelle/"))
	require.Contains(t, b.post(pfad+"/absenden", werte).kurz(), "Ihr Antrag ist angekommen", "and again after the delivery")
}

func TestSubmit_AnOldStateIsShownAgainAndNotSent(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(erika)
	pfad := b.fill(jena)
	old := with(b.get(pfad+"/pruefen").token(t), "richtig", "ja")
	b.next(pfad+"/wohnung", with(wohnung, "/anschrift/hausnummer", "6"), "/zustaendig")
	a := b.post(pfad+"/absenden", old)
	require.NotContains(t, a.kurz(), "Ihr Antrag ist angekommen")
	b.submit(pfad)
}

func TestBackButton_AfterSubmittingShowsWhatIsTrueNow(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(erika)
	pfad := b.fill(jena)
	form := b.get(pfad + "/person").token(t)
	b.submit(pfad)
	for _, seite := range []string{"/gemeinde", "/wohnung", "/person", "/pruefen", "/nachweis/meldedaten", "/absenden"} {
		a := b.get(pfad + seite)
		require.Equal(t, http.StatusOK, a.status)
		require.Equal(t, pfad, a.pfad, seite)
	}
	require.Equal(t, pfad, b.post(pfad+"/person", with(form, "/person/familienname", "Andersmann")).pfad, "a form from before changes nothing")
	require.NotContains(t, b.get(pfad).text, "Andersmann")
}

func TestShortStay_IsToldAndTheOfficeIsNot(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	pfad := b.fill(jena)
	a := b.next(pfad+"/wohnung", with(wohnung, "/einzug/auszug", "9.5.2027"), "/zustaendig")
	require.Contains(t, a.kurz(), "Vielleicht müssen Sie sich gar nicht anmelden")
	require.Contains(t, b.get(pfad+"/pruefen").kurz(), "Sie bleiben höchstens sechs Monate")
	b.submit(pfad)
	b.waitFor(pfad, "Beim Amt eingegangen")
	require.NotContains(t, h.clerk(amtJena).get(fallOf(pfad)).text, "9. Mai 2027", "the office is not told")
}

func TestApplication_OfSomebodyElseIsNotFound(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	pfad := b.fill(jena)
	b.submit(pfad)
	other := h.besucher()
	other.login(ehemann)
	for _, seite := range []string{pfad, pfad + "/urkunden/1.pdf"} {
		require.Equal(t, http.StatusNotFound, other.get(seite).status, seite)
	}
	require.Equal(t, http.StatusNotFound, other.get("/anmeldung/keine-nummer").status)
}

func TestFile_ReachesTheDeskAsAFile(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	pfad := b.fill(jena)
	const pdf = "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for feld, werte := range with(b.get(pfad+"/wohnungsgeber").token(t), "/wohnungsgeber/weg", "datei", "/wohnungsgeber/name", "Wohnbau Beispiel GmbH", "/wohnungsgeber/anschrift", "Hauptstraße 1, Jena", "/wohnungsgeber/einzug", "9.11.2026") {
		require.NoError(t, form.WriteField(feld, werte[0]))
	}
	file, err := form.CreateFormFile("/wohnungsgeber/dateien", `C:\Scans\Bestätigung "neu".pdf`)
	require.NoError(t, err)
	_, err = file.Write([]byte(pdf))
	require.NoError(t, err)
	require.NoError(t, form.Close())
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.url+pfad+"/wohnungsgeber", &body)
	require.NoError(t, err)
	req.Header.Set("Content-Type", form.FormDataContentType())
	a := b.do(req)
	require.Equal(t, pfad+"/widerspruch", a.pfad, a.kurz())
	a = b.next(pfad+"/widerspruch", nil, "/pruefen")
	require.Contains(t, a.kurz(), `Bestätigung "neu".pdf`)
	b.submit(pfad)
	b.waitFor(pfad, "Beim Amt eingegangen")

	clerk := h.clerk(amtJena)
	link := regexp.MustCompile(`href="(/amt/faelle/[^"]+/anlagen/[^"]+)"`).FindStringSubmatch(clerk.get(fallOf(pfad)).text)
	require.NotNil(t, link)
	got := clerk.get(link[1])
	require.Equal(t, pdf, got.text)
	require.Equal(t, "application/pdf", got.header.Get("Content-Type"))
	require.Contains(t, got.header.Get("Content-Disposition"), "attachment")
	require.Contains(t, got.header.Get("Content-Security-Policy"), "sandbox")
	require.Equal(t, http.StatusNotFound, h.clerk(amtRuhla).get(link[1]).status)
}
