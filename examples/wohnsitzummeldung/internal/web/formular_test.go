// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/sitzung"
)

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

func TestForm_SaysThatAShortStayNeedsNoRegistration(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	pfad := b.fill(jena)
	require.NotContains(t, b.get(pfad+"/zustaendig").kurz(), "gar nicht anmelden")
	a := b.send(pfad+"/anschrift", with(anschrift, "auszugGeplant", "8.11.2026"))
	require.Equal(t, http.StatusUnprocessableEntity, a.status)
	require.Contains(t, a.text, `href="#f-auszugGeplant"`)
	a = b.next(pfad+"/anschrift", with(anschrift, "auszugGeplant", "9.5.2027"), "/zustaendig")
	require.Contains(t, a.kurz(), "Vielleicht müssen Sie sich gar nicht anmelden")
	require.Contains(t, a.kurz(), "müssen Sie sich hier nicht anmelden")
	require.NotContains(t, a.kurz(), "Zeit haben Sie bis")
	require.Contains(t, b.get(pfad+"/pruefen").kurz(), "Sie bleiben höchstens sechs Monate")
	b.submit(pfad)
	b.waitFor(pfad, "Bei der Meldebehörde eingegangen")
	require.NotContains(t, h.clerk(amtJena).get(fallOf(pfad)).text, "9.5.2027", "the office is not told")
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

func TestTwoTabs_APageWithFaultsSaysThatAnotherTabWasFaster(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	pfad := b.fill(jena)
	falsch := with(anschrift, "anschrift.plz", "773", "anschrift.strasse", "Zweiter Weg")
	for seite, werte := range map[string]url.Values{
		"/anschrift": falsch, "/person": {"person.familienname": {""}}, "/gemeinde": {"gemeinde": {"00000000"}}, "/daten": {"weg": {"quatsch"}},
	} {
		alt := b.get(pfad + seite + "?suche=Jena").token(t)
		b.next(pfad+"/anschrift", with(anschrift, "anschrift.hausnummer", "1"+strings.Trim(seite, "/")[:1]), "/zustaendig") // the other tab
		for name, v := range werte {
			alt[name] = v
		}
		a := b.post(pfad+seite, alt)
		require.Equal(t, http.StatusConflict, a.status, seite)
		require.Contains(t, a.kurz(), "in einem anderen Fenster geändert", seite)
		require.Regexp(t, `(fehlt|fehlen) noch oder (passt|passen) nicht`, a.kurz(), seite)
		if seite == "/anschrift" {
			again := with(anschrift, "formular", a.token(t).Get("formular"), "version", a.token(t).Get("version"), "anschrift.strasse", "Zweiter Weg")
			require.Equal(t, http.StatusOK, b.post(pfad+seite, again).status, "once told, it counts")
		}
	}
	require.Equal(t, http.StatusUnprocessableEntity, b.send(pfad+"/anschrift", falsch).status, "nobody was faster")
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
