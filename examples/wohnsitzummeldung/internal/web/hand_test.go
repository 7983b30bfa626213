// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/portal"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/sitzung"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speicher"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speichertest"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/web"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// handbetrieb is a house whose worker works when the test says so.
type handbetrieb struct {
	*haus

	db         *speicher.Datenbank
	store      *bausteine.Store
	schluessel string // the folder of the keys
}

// newHandbetrieb starts a service.
func newHandbetrieb(t *testing.T) *handbetrieb {
	t.Helper()
	h := &handbetrieb{haus: &haus{t: t, uhr: &uhr{}, daten: speichertest.Ziel(t)}}
	h.db, h.schluessel = speichertest.Open(t, h.daten), t.TempDir()
	var err error
	h.store, err = h.db.OpenStore(t.Context(), bausteine.Config{Now: h.uhr.now})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, h.store.Close()) })
	d, err := dienst.New(t.Context(), dienst.Config{
		Store: h.store, Now: h.uhr.now, Schluessel: bausteine.NewKeyFolder(h.schluessel),
	})
	require.NoError(t, err)
	sitzungen, err := sitzung.New(t.Context(), h.db, h.uhr.now)
	require.NoError(t, err)
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	h.url = server.URL
	p, err := portal.New(portal.Config{
		Store: h.store, Registratur: d.Registratur(), Gebiete: d.Gebiete(), Aemter: d.Aemter(), Geheimnis: make([]byte, 32), URL: server.URL, Now: h.uhr.now, Log: log,
		Abrufe: &onlinedienst.Abrufe{Broker: d.Broker(), Wege: d.Wege},
	})
	require.NoError(t, err)
	handler, err = web.New(web.Config{Dienst: d, Portal: p, Sitzungen: sitzungen, Log: log})
	require.NoError(t, err)
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

// keinSchluessel is an authority in Jena whose key is damaged.
func (h *handbetrieb) keinSchluessel() func() {
	file := filepath.Join(h.schluessel, "160530000.key")
	require.NoError(h.t, os.WriteFile(file, []byte("damaged"), 0o600))
	return func() { require.NoError(h.t, os.Remove(file)) }
}

// gestoert brings an application to its decision, and has everything that follows
// fail: the delivery of one, the confirmation of another.
func (h *handbetrieb) gestoert() (ohneZustellung, ohneUrkunde string) {
	h.t.Helper()
	b := h.besucher()
	b.login(max)
	ohneUrkunde = b.fill(jena)
	b.submit(ohneUrkunde)
	h.drain()
	clerk, fall := h.clerk(amtJena), fallOf(ohneUrkunde)
	for _, akt := range []string{"uebernommen", "stattgeben"} {
		require.Equal(h.t, fall, clerk.akt(fall, akt, nil).pfad)
	}
	require.Contains(h.t, b.get(ohneUrkunde).kurz(), "Ihre Meldebestätigung wird gerade ausgestellt.")
	require.NotContains(h.t, b.get(ohneUrkunde).text, "/meldebestaetigung")
	h.stoere(h.keinSchluessel)
	b.login(max)
	ohneZustellung = b.fill(jena)
	b.submit(ohneZustellung)
	h.stoere(h.keinRaum)
	return ohneZustellung, ohneUrkunde
}

func TestStoerung_IsSeenOnTheClerksPagesAndResumedThere(t *testing.T) {
	h := newHandbetrieb(t)
	ohneZustellung, ohneUrkunde := h.gestoert()
	b, clerk := h.besucher(), h.clerk(amtJena)
	b.login(max)
	require.Contains(t, b.get(ohneUrkunde).kurz(), "Ihre Meldebestätigung verzögert sich")
	const stoerungen = "/amt/stoerungen"
	liste := clerk.get(stoerungen)
	for _, effect := range []string{"zustellen", "bestaetigen"} {
		require.Contains(t, liste.text, `data-kopf="Was fehlt">`+effect, "what was given up")
	}
	require.Contains(t, h.clerk(amtRuhla).get(stoerungen).kurz(), "Es gibt keine Störungen", "each authority sees its own")

	wieder := func(antrag string, form url.Values) url.Values {
		return with(form, "fall", antrag[len("/anmeldung/"):])
	}
	fremd := h.clerk(amtRuhla)
	fremd.post(stoerungen, wieder(ohneUrkunde, fremd.get("/amt/").token(t)))
	require.Contains(t, clerk.get(stoerungen).text, "bestaetigen", "and sets nothing going of another")
	require.Equal(t, http.StatusUnauthorized, b.get(stoerungen).status, "a citizen is no clerk")
	require.Equal(t, http.StatusNotFound, clerk.post(stoerungen, with(liste.token(t), "fall", "keine-nummer")).status)

	for range 2 { // and the second click does no harm
		require.Equal(t, stoerungen, clerk.post(stoerungen, wieder(ohneUrkunde, liste.token(t))).pfad)
		require.Equal(t, stoerungen, clerk.post(stoerungen, wieder(ohneZustellung, liste.token(t))).pfad)
	}
	require.Contains(t, clerk.get(stoerungen).kurz(), "Es gibt keine Störungen")
	h.drain()
	require.Contains(t, b.get(standOf(ohneUrkunde)+"/meldebestaetigung").kurz(), "Familienname")
	require.Contains(t, b.get(ohneZustellung).kurz(), "Bei der Meldebehörde eingegangen")
	require.Equal(t, http.StatusOK, clerk.get(fallOf(ohneZustellung)).status)
}
