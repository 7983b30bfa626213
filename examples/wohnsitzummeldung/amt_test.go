// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/bescheid/pdf/pdftest"
)

func TestSubmit_ReachesTheAuthorityThatActsForTheMunicipality(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(ehemann)
	for gemeinde, behoerde := range map[string]string{teistungen: amtLindenberg, seebach: amtRuhla} {
		pfad := b.fill(gemeinde)
		b.submit(pfad)
		b.waitFor(pfad, "Beim Amt eingegangen")
		require.Equal(t, http.StatusOK, h.clerk(behoerde).get(fallOf(pfad)).status)
		require.Equal(t, http.StatusNotFound, h.clerk(amtJena).get(fallOf(pfad)).status, "another authority does not see it")
	}
}

func TestClerk_AsksInvitesAndRefusesWithReasons(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	pfad := b.fill(jena)
	b.submit(pfad)
	b.waitFor(pfad, "Beim Amt eingegangen")
	clerk, fall := h.clerk(amtJena), fallOf(pfad)
	clerk.akt(fall, "uebernommen", nil)

	require.Equal(t, http.StatusUnprocessableEntity, clerk.akt(fall, "nachgefragt", url.Values{"text": {" "}}).status, "a question needs words")
	require.Equal(t, fall, clerk.akt(fall, "nachgefragt", url.Values{"text": {"In welchem Stock wohnen Sie?"}}).pfad)
	require.Contains(t, b.get(pfad).kurz(), "In welchem Stock wohnen Sie?")
	require.Equal(t, http.StatusUnprocessableEntity, b.post(pfad+"/antwort", with(b.get(pfad).token(t), "text", "")).status)
	answered := b.post(pfad+"/antwort", with(b.get(pfad).token(t), "text", "Im zweiten."))
	require.Equal(t, pfad, answered.pfad)
	require.Contains(t, clerk.get(fall).kurz(), "Im zweiten.")

	require.Equal(t, fall, clerk.akt(fall, "eingeladen", url.Values{"text": {"Bitte kommen Sie am Dienstag mit Ihrem Ausweis."}}).pfad)
	require.Contains(t, b.get(pfad).kurz(), "Bitte kommen Sie am Dienstag")
	clerk.akt(fall, "vorgesprochen", nil)

	stale := clerk.get(fall + "/stattgeben").token(t)
	require.Equal(t, http.StatusConflict, clerk.post(fall+"/ablehnen", with(stale, "version", "1")).status, "and a fault does not hide that another clerk was faster")
	require.Equal(t, http.StatusUnprocessableEntity, clerk.akt(fall, "ablehnen", nil).status, "a refusal needs a reason")
	require.Equal(t, fall, clerk.akt(fall, "ablehnen", url.Values{"/gruende": {"Sie wohnen dort nicht."}}).pfad)
	require.Contains(t, b.get(pfad).kurz(), "Sie wohnen dort nicht.")
	require.Equal(t, http.StatusNotFound, b.get(pfad+"/urkunden/1.pdf").status)
	require.Equal(t, http.StatusConflict, clerk.post(fall+"/stattgeben", stale).status, "two clerks: the slower one is told")

	// The notice: who answers for it, why, and what the person can do until when.
	b.waitFor("/postfach/", "Bescheid: Anmeldung einer Wohnung")
	notice := clerk.get(fall + "/bescheid.pdf")
	require.Equal(t, http.StatusOK, notice.status)
	require.Empty(t, pdftest.Inspect([]byte(notice.text)))
	clerk.waitFor(fall, "Letzter Tag für einen Rechtsbehelf, wie ihn die Person liest: ")
	require.Contains(t, b.get(pfad).kurz(), "Postfach")
	fremd := h.besucher()
	fremd.login(otto)
	require.NotContains(t, fremd.get("/postfach/").kurz(), "Bescheid: ")
}

func TestClerk_CannotActForAnotherAuthority(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	pfad := b.fill(jena)
	b.submit(pfad)
	b.waitFor(pfad, "Beim Amt eingegangen")
	fremd := h.clerk(amtRuhla)
	werte := fremd.get("/amt/").token(t)
	require.Equal(t, http.StatusNotFound, fremd.post(fallOf(pfad)+"/uebernommen", with(werte, "version", "2")).status)
	require.Equal(t, http.StatusUnauthorized, b.get("/amt/").status, "a citizen is no clerk")
}

func TestWithdraw_EndsTheApplicationBeforeTheDecision(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(erika)
	pfad := b.fill(jena)
	b.submit(pfad)
	b.waitFor(pfad, "Beim Amt eingegangen")
	a := b.post(pfad+"/zurueckziehen", with(b.get(pfad).token(t), "sicher", "ja"))
	require.Contains(t, a.kurz(), "Zurückgezogen")
}

func TestClerk_WhoseSessionRanOutKeepsTheWords(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	pfad := b.fill(jena)
	b.submit(pfad)
	b.waitFor(pfad, "Beim Amt eingegangen")
	clerk, fall := h.clerk(amtJena), fallOf(pfad)
	clerk.akt(fall, "uebernommen", nil)
	werte := clerk.get(fall + "/nachgefragt").token(t)
	h.uhr.dreh(31 * time.Minute)
	a := clerk.post(fall+"/nachgefragt", with(werte, "text", "In welchem Stock wohnen Sie?"))
	require.Equal(t, http.StatusUnauthorized, a.status)
	require.Contains(t, a.text, `href="/amt/login?ziel=`)
	clerk.amtslogin(fall, amtJena+"/1")
	require.Contains(t, clerk.get(fall+"/nachgefragt").kurz(), "In welchem Stock wohnen Sie?")
	require.NotContains(t, h.clerk(amtRuhla).get("/amt/").text, "In welchem Stock")
}

// The certificate is another service, and its cases lie on the same desk.
func TestDesk_ShowsTheCasesOfAllServices(t *testing.T) {
	page := newHaus(t).clerk(amtJena).get("/amt/")
	require.Contains(t, page.text, `<option value="anmeldung">`)
	require.Contains(t, page.text, `<option value="bescheinigung">`)
}
