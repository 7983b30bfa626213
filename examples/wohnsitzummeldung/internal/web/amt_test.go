// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/sitzung"
)

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
	require.Equal(t, http.StatusUnprocessableEntity, b.post(standOf(pfad)+"/antwort", with(b.get(pfad).token(t), "text", "")).status)
	answered := b.post(standOf(pfad)+"/antwort", with(b.get(pfad).token(t), "text", "Im zweiten."))
	require.Equal(t, standOf(pfad), answered.pfad)
	require.Contains(t, clerk.get(fall).kurz(), "Im zweiten.")

	clerk.next(fall, url.Values{"akt": {"einladen"}, "text": {"Bitte kommen Sie am Dienstag mit Ihrem Ausweis."}}, fall)
	require.Contains(t, b.get(pfad).kurz(), "Bitte kommen Sie am Dienstag")
	clerk.next(fall, url.Values{"akt": {"vorgesprochen"}}, fall)

	stale := clerk.get(fall).token(t)
	older := with(stale, "version", "1", "akt", "ablehnen")
	require.Equal(t, http.StatusConflict, clerk.post(fall, older).status, "and a fault does not hide that another clerk was faster")
	require.Equal(t, http.StatusUnprocessableEntity, clerk.send(fall, url.Values{"akt": {"ablehnen"}}).status, "a refusal needs a reason")
	clerk.next(fall, url.Values{"akt": {"ablehnen"}, "text": {"Sie wohnen dort nicht."}}, fall)
	require.Contains(t, b.get(pfad).kurz(), "Sie wohnen dort nicht.")
	require.Equal(t, http.StatusNotFound, b.get(standOf(pfad)+"/meldebestaetigung").status)
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
	a := b.post(standOf(pfad)+"/zuruecknehmen", b.get(pfad).token(t))
	require.Contains(t, a.kurz(), "Zurückgenommen")
}

func TestClerk_WhoseSessionRanOutKeepsTheWords(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	pfad := b.fill(jena)
	b.submit(pfad)
	b.waitFor(pfad, "Bei der Meldebehörde eingegangen")
	clerk, fall := h.clerk(amtJena), fallOf(pfad)
	clerk.next(fall, url.Values{"akt": {"uebernehmen"}}, fall)
	werte := clerk.get(fall).token(t)
	h.uhr.dreh(sitzung.Leerlauf + time.Minute)
	a := clerk.post(fall, with(werte, "akt", "fragen", "text", "In welchem Stock wohnen Sie?"))
	require.Equal(t, http.StatusUnauthorized, a.status)
	require.Contains(t, a.text, `href="/amt/anmelden?weiter=`)
	clerk.send("/amt/anmelden", url.Values{"behoerde": {amtJena}})
	require.Contains(t, clerk.get(fall).kurz(), "In welchem Stock wohnen Sie?")
	require.NotContains(t, h.clerk(amtRuhla).get("/amt").text, "In welchem Stock")
}
