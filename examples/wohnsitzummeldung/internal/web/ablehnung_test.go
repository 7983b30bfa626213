// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/sitzung"
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

func TestSubmit_ReachesTheAuthorityThatActsForTheMunicipality(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(max)
	for gemeinde, behoerde := range map[string]string{teistungen: amtLindenberg, seebach: amtRuhla} {
		pfad := b.fill(gemeinde)
		b.submit(pfad)
		b.waitFor(pfad, "Bei der Meldebehörde eingegangen")
		require.Equal(t, http.StatusOK, h.clerk(behoerde).get(fallOf(pfad)).status)
		require.Equal(t, http.StatusNotFound, h.clerk(amtJena).get(fallOf(pfad)).status, "another authority does not see it")
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
			a := b.next(pfad+"/daten", url.Values{"weg": {"abruf"}}, "/vorschau")
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
	b.next(pfad+"/daten", url.Values{"weg": {"abruf"}}, "/vorschau")
	a := b.next(pfad+"/vorschau", url.Values{"wahl": {"nochmal"}}, "/vorschau")
	require.Contains(t, a.kurz(), "antwortet gerade nicht")
	require.Equal(t, 1, strings.Count(b.get("/abrufe").text, "<b>Sie haben dem Abruf"), "one choice, however often it is tried")
}

func TestRetrieval_DiscardedDataAreNotUsed(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(otto)
	pfad := b.begin()
	b.choose(pfad, jena)
	b.next(pfad+"/daten", url.Values{"weg": {"abruf"}}, "/vorschau")
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
	a := b.next(pfad+"/daten", url.Values{"weg": {"abruf"}}, "/vorschau")
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

func TestForm_ShowsAllFaultsAtOnceAndLosesNothing(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(erika)
	pfad := b.begin()
	b.choose(pfad, jena)
	a := b.send(pfad+"/anschrift", url.Values{"anschrift.strasse": {"Am <Neubau> & \"Tor\""}, "anschrift.plz": {"773"}, "einzug": {"31.2.2026"}})
	require.Equal(t, http.StatusUnprocessableEntity, a.status)
	require.Contains(t, a.text, "<title>Fehler: ")
	require.Contains(t, a.text, "3 Angaben fehlen noch")
	require.Contains(t, a.text, `href="#f-anschrift.hausnummer"`)
	require.Contains(t, a.text, `href="#f-anschrift.plz"`)
	require.Contains(t, a.text, `href="#f-einzug"`)
	require.Contains(t, a.text, `aria-invalid="true"`)
	require.Contains(t, a.text, `value="Am &lt;Neubau&gt; &amp; &#34;Tor&#34;"`)
	require.Contains(t, a.text, `value="31.2.2026"`)

	again := b.get(pfad + "/anschrift")
	require.Contains(t, again.text, `value="31.2.2026"`, "the language switch and a reload lose nothing either")
	require.Contains(t, again.kurz(), "Das hatten Sie zuletzt eingegeben")
}

func TestForm_RefusesToRegisterBeforeMovingIn(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(erika)
	pfad := b.begin()
	b.choose(pfad, jena)
	a := b.send(pfad+"/anschrift", with(anschrift, "einzug", "21.11.2026"))
	require.Equal(t, http.StatusUnprocessableEntity, a.status)
	require.Contains(t, a.kurz(), "Der Einzug liegt in der Zukunft")
	b.next(pfad+"/anschrift", with(anschrift, "einzug", "20.11.2026"), "/zustaendig")
}

func TestForm_HugeInvalidAndForeignInput(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(erika)
	pfad := b.begin()
	b.choose(pfad, jena)
	werte := b.get(pfad + "/anschrift").token(t)
	for _, tt := range []struct {
		name   string
		werte  url.Values
		status int
	}{
		{"10 MB field", with(werte, "anschrift.strasse", strings.Repeat("a", 10<<20)), http.StatusRequestEntityTooLarge},
		{"long field", with(werte, "anschrift.strasse", strings.Repeat("a", 5000)), http.StatusUnprocessableEntity},
		{"wrong UTF-8", with(werte, "anschrift.strasse", "M\xfchlhausen"), http.StatusBadRequest},
		{"missing token", with(anschrift, "version", werte.Get("version")), http.StatusForbidden},
		{"missing version", url.Values{"formular": werte["formular"]}, http.StatusBadRequest},
		{"version that is no number", with(werte, "version", "-1"), http.StatusBadRequest},
	} {
		t.Run(tt.name, func(t *testing.T) {
			require.Equal(t, tt.status, b.post(pfad+"/anschrift", tt.werte).status)
		})
	}
	require.Contains(t, b.get(pfad+"/gemeinde").kurz(), "Gewählt ist: Jena", "the draft is as it was")
}

func TestDraft_OfSomebodyElseIsNotFound(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	pfad := b.begin()
	other := h.besucher()
	other.login(max)
	for _, seite := range []string{"", "/gemeinde", "/person", "/pruefen", "/eingang", "/meldebestaetigung", "/meldebestaetigung/1"} {
		require.Equal(t, http.StatusNotFound, other.get(pfad+seite).status, seite)
	}
	werte := other.get("/konto").token(t)
	werte.Set("version", "1")
	require.Equal(t, http.StatusNotFound, other.post(pfad+"/absenden", werte).status)
	require.Equal(t, http.StatusNotFound, other.get("/antrag/keine-nummer").status)
}

func TestBegin_SentTwiceOpensOneDraft(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(erika)
	konto := b.get("/konto")
	werte := konto.token(t)
	werte.Set("auftrag", auftrag.FindStringSubmatch(konto.text)[1])
	first := b.post("/antrag", werte)
	require.Equal(t, first.pfad, b.post("/antrag", werte).pfad)
	require.Equal(t, 1, strings.Count(b.get("/konto").text, "Weiter ausfüllen"))
}

func TestSubmit_SentManyTimesAtOnceIsOneApplication(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	pfad := b.fill(jena)
	werte := b.get(pfad + "/pruefen").token(t)
	var group sync.WaitGroup
	antworten := make([]antwort, 8)
	for i := range antworten {
		group.Go(func() { antworten[i] = b.post(pfad+"/absenden", werte) })
	}
	group.Wait()
	for _, a := range antworten {
		require.Equal(t, http.StatusOK, a.status)
		require.Equal(t, pfad+"/eingang", a.pfad)
	}
	b.waitFor(pfad, "Bei der Meldebehörde eingegangen")
	require.Equal(t, 1, strings.Count(h.clerk(amtJena).get("/amt").text, "/amt/faelle/"))
	require.Equal(t, pfad+"/eingang", b.post(pfad+"/absenden", werte).pfad, "and again after the delivery")
}

func TestBackButton_AfterSubmittingShowsWhatIsTrueNow(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(erika)
	pfad := b.fill(jena)
	form := b.get(pfad + "/person").token(t)
	b.submit(pfad)
	for _, seite := range []string{"/gemeinde", "/anschrift", "/person", "/pruefen", "/daten", "/absenden"} {
		a := b.get(pfad + seite)
		require.Equal(t, http.StatusOK, a.status)
		require.Equal(t, pfad, a.pfad, seite)
	}
	require.Equal(t, pfad, b.post(pfad+"/person", with(form, "person.familienname", "Andersmann")).pfad, "a form from before changes nothing")
	require.NotContains(t, b.get(pfad).text, "Andersmann")
}

func TestTwoTabs_TheSlowerOneIsToldAndLosesNothing(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(erika)
	pfad := b.begin()
	b.choose(pfad, jena)
	first := b.get(pfad + "/anschrift").token(t)
	second := b.get(pfad + "/anschrift").token(t)
	send := func(werte url.Values, strasse string) antwort {
		for name, v := range with(anschrift, "anschrift.strasse", strasse) {
			werte[name] = v
		}
		return b.post(pfad+"/anschrift", werte)
	}
	require.Equal(t, http.StatusOK, send(first, "Erster Weg").status)
	a := send(second, "Zweiter Weg")
	require.Equal(t, http.StatusConflict, a.status)
	require.Contains(t, a.kurz(), "in einem anderen Fenster geändert")
	require.Contains(t, a.text, `value="Zweiter Weg"`)
	require.Equal(t, http.StatusOK, send(a.token(t), "Zweiter Weg").status, "sent again, it counts")
	require.Contains(t, b.get(pfad+"/anschrift").text, `value="Zweiter Weg"`)
	require.Equal(t, http.StatusOK, send(first, "Zweiter Weg").status, "an old form that says the same is no conflict")
}

func TestTwoTabs_SubmittingAnOldStateIsRefused(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(erika)
	pfad := b.fill(jena)
	old := b.get(pfad + "/pruefen").token(t)
	b.next(pfad+"/anschrift", with(anschrift, "anschrift.hausnummer", "6"), "/zustaendig")
	a := b.post(pfad+"/absenden", old)
	require.Equal(t, http.StatusConflict, a.status)
	require.Contains(t, a.kurz(), "Am Neubau 6")
	b.submit(pfad)
}

func TestSessionThatRanOut_WhileTypingLosesNothing(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	pfad := b.begin()
	b.choose(pfad, jena)
	werte := b.get(pfad + "/anschrift").token(t)
	h.uhr.dreh(sitzung.Leerlauf + time.Minute)
	a := b.post(pfad+"/anschrift", with(werte, "anschrift.strasse", "Spätes Tor", "anschrift.hausnummer", "1", "anschrift.plz", "07743", "einzug", "9.11.2026"))
	require.Equal(t, http.StatusUnauthorized, a.status)
	require.Contains(t, a.kurz(), "Ihre Sitzung ist abgelaufen")

	other := h.besucher()
	other.login(max)
	require.Equal(t, http.StatusNotFound, other.get(pfad+"/anschrift").status)

	form := b.get("/anmelden?weiter=" + url.QueryEscape(pfad+"/anschrift")).token(t)
	form.Set("konto", erika)
	form.Set("weiter", pfad+"/anschrift")
	back := b.post("/anmelden", form)
	require.Equal(t, pfad+"/anschrift", back.pfad)
	require.Contains(t, back.text, `value="Spätes Tor"`)
	require.Contains(t, back.kurz(), "Das hatten Sie zuletzt eingegeben")
}

func TestClerk_AsksInvitesAndRefusesWithReasons(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	pfad := b.fill(jena)
	b.submit(pfad)
	b.waitFor(pfad, "Bei der Meldebehörde eingegangen")
	clerk, fall := h.clerk(amtJena), fallOf(pfad)
	clerk.next(fall, url.Values{"akt": {"uebernehmen"}}, fall)

	a := clerk.send(fall, url.Values{"akt": {"fragen"}, "text": {" "}})
	require.Equal(t, http.StatusUnprocessableEntity, a.status, "a question needs words")
	clerk.next(fall, url.Values{"akt": {"fragen"}, "text": {"In welchem Stock wohnen Sie?"}}, fall)
	require.Contains(t, b.get(pfad).kurz(), "In welchem Stock wohnen Sie?")
	require.Equal(t, http.StatusUnprocessableEntity, b.post(pfad+"/antwort", with(b.get(pfad).token(t), "text", "")).status)
	answered := b.post(pfad+"/antwort", with(b.get(pfad).token(t), "text", "Im zweiten."))
	require.Equal(t, pfad, answered.pfad)
	require.Contains(t, clerk.get(fall).kurz(), "Im zweiten.")

	clerk.next(fall, url.Values{"akt": {"einladen"}, "text": {"Bitte kommen Sie am Dienstag mit Ihrem Ausweis."}}, fall)
	require.Contains(t, b.get(pfad).kurz(), "Bitte kommen Sie am Dienstag")
	clerk.next(fall, url.Values{"akt": {"vorgesprochen"}}, fall)

	stale := clerk.get(fall).token(t)
	require.Equal(t, http.StatusUnprocessableEntity, clerk.send(fall, url.Values{"akt": {"ablehnen"}}).status, "a refusal needs a reason")
	clerk.next(fall, url.Values{"akt": {"ablehnen"}, "text": {"Sie wohnen dort nicht."}}, fall)
	require.Contains(t, b.get(pfad).kurz(), "Sie wohnen dort nicht.")
	require.Equal(t, http.StatusNotFound, b.get(pfad+"/meldebestaetigung").status)
	require.Equal(t, http.StatusConflict, clerk.post(fall, with(stale, "akt", "annehmen")).status, "two clerks: the slower one is told")
}

func TestClerk_CannotActForAnotherAuthority(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	pfad := b.fill(jena)
	b.submit(pfad)
	b.waitFor(pfad, "Bei der Meldebehörde eingegangen")
	fremd := h.clerk(amtRuhla)
	werte := fremd.get("/amt").token(t)
	require.Equal(t, http.StatusNotFound, fremd.post(fallOf(pfad), with(werte, "akt", "uebernehmen", "version", "2")).status)
	require.Equal(t, "/amt/anmelden", b.get("/amt").pfad, "a citizen is no clerk")
}

func TestWithdraw_EndsTheApplicationBeforeTheDecision(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(erika)
	pfad := b.fill(jena)
	b.submit(pfad)
	b.waitFor(pfad, "Bei der Meldebehörde eingegangen")
	a := b.post(pfad+"/zuruecknehmen", b.get(pfad).token(t))
	require.Contains(t, a.kurz(), "Zurückgenommen")
}

// upload sends the page for the landlord's confirmation with a file.
func (b *besucher) upload(pfad, name string, inhalt []byte, felder url.Values) antwort {
	b.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for feld, werte := range b.get(pfad).token(b.t) {
		require.NoError(b.t, form.WriteField(feld, werte[0]))
	}
	for feld, werte := range felder {
		require.NoError(b.t, form.WriteField(feld, werte[0]))
	}
	file, err := form.CreateFormFile("wohnungsgeber.datei", name)
	require.NoError(b.t, err)
	_, err = file.Write(inhalt)
	require.NoError(b.t, err)
	require.NoError(b.t, form.Close())
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.haus.url+pfad, &body)
	require.NoError(b.t, err)
	req.Header.Set("Content-Type", form.FormDataContentType())
	return b.do(req)
}

func TestUpload_TakesTheConfirmationAndNothingElse(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	pfad := b.fill(jena)
	b.next(pfad+"/wohnungsgeber", url.Values{"wohnungsgeber.weg": {"datei"}}, "/nachweis")
	felder := url.Values{"wohnungsgeber.name": {"Wohnbau Beispiel GmbH"}, "wohnungsgeber.anschrift": {"Hauptstraße 1, Jena"}, "wohnungsgeber.einzug": {"9.11.2026"}}
	pdf := []byte("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")

	require.Equal(t, http.StatusUnprocessableEntity, b.upload(pfad+"/nachweis", "b.pdf", []byte("<script>alert(1)</script>"), felder).status, "the content decides, not the name")
	require.Equal(t, http.StatusUnprocessableEntity, b.upload(pfad+"/nachweis", "b.pdf", append(pdf, make([]byte, 5<<20)...), felder).status)
	require.Equal(t, http.StatusRequestEntityTooLarge, b.upload(pfad+"/nachweis", "b.pdf", make([]byte, 10<<20), felder).status)

	a := b.upload(pfad+"/nachweis", `C:\Scans\Bestätigung "neu".pdf`, pdf, url.Values{"wohnungsgeber.name": {"Wohnbau Beispiel GmbH"}})
	require.Equal(t, http.StatusUnprocessableEntity, a.status, "the address of the landlord is missing")
	a = b.upload(pfad+"/nachweis", `C:\Scans\Bestätigung "neu".pdf`, pdf, felder)
	require.Equal(t, pfad+"/pruefen", a.pfad, a.kurz())
	require.Contains(t, a.kurz(), `Bestätigung "neu".pdf`)
	b.submit(pfad)
	b.waitFor(pfad, "Bei der Meldebehörde eingegangen")

	file := h.clerk(amtJena).get(fallOf(pfad) + "/anlage")
	require.Equal(t, string(pdf), file.text)
	require.Equal(t, "application/pdf", file.header.Get("Content-Type"))
	require.Contains(t, file.header.Get("Content-Disposition"), "attachment")
	require.Contains(t, file.header.Get("Content-Security-Policy"), "sandbox")
}

func TestLandlordRefuses_IsAWayThatLeadsOn(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(erika)
	pfad := b.fill(jena)
	b.next(pfad+"/wohnungsgeber", url.Values{"wohnungsgeber.weg": {"verweigert"}}, "/nachweis")
	b.next(pfad+"/nachweis", url.Values{
		"wohnungsgeber.name": {"Wohnbau Beispiel GmbH"}, "wohnungsgeber.anschrift": {"Hauptstraße 1, Jena"}, "wohnungsgeber.grund": {"Der Vermieter antwortet nicht."},
	}, "/pruefen")
	b.submit(pfad)
}

func TestFamily_TypedInNeedsTheAssurance(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(erika)
	pfad := b.fill(jena)
	more := b.send(pfad+"/familie", url.Values{"aktion": {"mehr"}, "reihen": {"0"}})
	require.Equal(t, http.StatusOK, more.status)
	require.Contains(t, more.text, `name="familie.hand.0.vornamen"`)
	a := b.send(pfad+"/familie", url.Values{"reihen": {"1"}, "familie.hand.0.vornamen": {"Mia"}})
	require.Equal(t, http.StatusUnprocessableEntity, a.status)
	for _, feld := range []string{"familie.hand.0.familienname", "familie.hand.0.geburtsdatum", "familie.hand.0.verhaeltnis", "familie.versicherung"} {
		require.Contains(t, a.text, `href="#f-`+feld+`"`)
	}
	b.next(pfad+"/familie", url.Values{
		"familie.hand.0.vornamen": {"Mia"}, "familie.hand.0.familienname": {"Mustermann"}, "familie.hand.0.geburtsdatum": {"3.4.2017"},
		"familie.hand.0.verhaeltnis": {"kind"}, "familie.versicherung": {"ja"},
	}, "/wohnungsgeber")
}

func TestOtherHomes_MustBeNamed(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(erika)
	pfad := b.fill(jena)
	a := b.send(pfad+"/wohnung", url.Values{"wohnung.art": {"neben"}})
	require.Equal(t, http.StatusUnprocessableEntity, a.status)
	require.Contains(t, a.kurz(), "Nennen Sie Ihre weiteren Wohnungen")
	b.next(pfad+"/wohnung", url.Values{
		"wohnung.art": {"neben"}, "wohnung.weitere.0.strasse": {"Musterstraße 12"}, "wohnung.weitere.0.plz": {"99974"}, "wohnung.weitere.0.ort": {"Mühlhausen"},
	}, "/familie")
}
