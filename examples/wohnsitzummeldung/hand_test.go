// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/internal/speicher"
	"github.com/deutschland-stack/bausteine/examples/internal/speichertest"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// handbetrieb is a house whose worker works when the test says so.
type handbetrieb struct {
	*haus

	db    *speicher.Datenbank
	store *bausteine.Store
	reg   *antrag.Registratur
}

// newHandbetrieb starts a service.
func newHandbetrieb(t *testing.T) *handbetrieb {
	t.Helper()
	h := &handbetrieb{haus: &haus{t: t, uhr: &uhr{}, daten: speichertest.Ziel(t)}}
	h.db = speichertest.Open(t, h.daten)
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	h.url = server.URL
	a := anlage(t, h.uhr.now, h.daten, t.TempDir(), server.URL)
	t.Cleanup(func() { require.NoError(t, a.Close()) })
	h.store, h.reg, handler = a.Store, a.Registratur, a.Handler
	return h
}

func (h *handbetrieb) drain() {
	h.t.Helper()
	_, err := h.store.Drain(h.t.Context())
	require.NoError(h.t, err)
}

// stoere lets the worker fail until it gives up. Setting up the fault gives the function
// that ends it.
func (h *handbetrieb) stoere(fault func() (end func())) {
	h.t.Helper()
	end := fault()
	for range 12 {
		h.drain()
		h.uhr.dreh(2 * time.Hour)
	}
	end()
}

// keinRaum is a store that takes no documents.
func (h *handbetrieb) keinRaum() func() {
	return speichertest.Sperre(h.t, h.db, "antrag/unterlage")
}

// gestoert sends an application whose delivery fails until it is given up.
func (h *handbetrieb) gestoert() (ohneZustellung string) {
	h.t.Helper()
	b := h.besucher()
	b.login(ehemann)
	ohneZustellung = b.fill(jena)
	b.submit(ohneZustellung)
	h.stoere(h.keinRaum)
	return ohneZustellung
}

func TestStoerung_IsSeenOnTheClerksPagesAndResumedThere(t *testing.T) {
	h := newHandbetrieb(t)
	ohneZustellung := h.gestoert()
	b, clerk := h.besucher(), h.clerk(amtJena)
	b.login(ehemann)
	require.Contains(t, b.get(ohneZustellung).kurz(), "Die Zustellung an das Amt verzögert sich")
	const stoerungen = "/amt/stoerungen"
	liste := clerk.get(stoerungen)
	require.Contains(t, liste.text, `data-kopf="Was fehlt">zustellen`, "what was given up")
	require.Contains(t, h.clerk(amtRuhla).get(stoerungen).kurz(), "Es gibt keine Störungen", "each authority sees its own")

	wieder := func(antrag string, form url.Values) url.Values {
		return with(form, "fall", antrag[len("/anmeldung/"):])
	}
	fremd := h.clerk(amtRuhla)
	fremd.post(stoerungen, wieder(ohneZustellung, fremd.get("/amt/").token(t)))
	require.Contains(t, clerk.get(stoerungen).text, "zustellen", "and sets nothing going of another")
	require.Equal(t, http.StatusUnauthorized, b.get(stoerungen).status, "a citizen is no clerk")
	require.Equal(t, http.StatusNotFound, clerk.post(stoerungen, with(liste.token(t), "fall", "keine-nummer")).status)

	for range 2 { // and the second click does no harm
		require.Equal(t, stoerungen, clerk.post(stoerungen, wieder(ohneZustellung, liste.token(t))).pfad)
	}
	require.Contains(t, clerk.get(stoerungen).kurz(), "Es gibt keine Störungen")
	h.drain()
	require.Contains(t, b.get(ohneZustellung).kurz(), "Beim Amt eingegangen")
	require.Equal(t, http.StatusOK, clerk.get(fallOf(ohneZustellung)).status)
}
