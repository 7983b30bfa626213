// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/payment"
)

// anbieter is an invented operator.
func anbieter() od.Anbieter {
	return od.Anbieter{
		Name: "Musterstadt", Anschrift: "Rathausplatz 1", Vertreten: "Bürgermeisterin", Mail: "a@b.example", Telefon: "1", Zeiten: od.T("vormittags", "mornings"),
		Beauftragter: "Zimmer 3", Aufsicht: "Musterland", Hilfe: od.T("Rufen Sie an.", "Call us."),
		Barrierefreiheit: od.Barrierefreiheit{
			Stand: datum.MustParse("2026-11-30"), Bewertet: od.T("selbst", "by ourselves"), Schlichtung: od.Verweis{Titel: od.T("Schlichtung", "Conciliation"), URL: "https://schlichtung.example"},
		},
	}
}

func TestNew_RefusesWhatCannotRun(t *testing.T) {
	konto, err := testkonto.New("/testkonto", nil, nil)
	require.NoError(t, err)
	store := bausteine.NewMemory(bausteine.Config{})
	defer func() { require.NoError(t, store.Close()) }()
	reg, err := antrag.NewRegistratur(store, antrag.Config{Aufbewahrung: einenMonat()})
	require.NoError(t, err)
	kasse := &payment.Service{} // it is there; nobody pays in this test
	index := zustaendigkeit.NewIndex()
	good := od.Config{URL: "https://dienst.example", Schluessel: bytes.Repeat([]byte{1}, 32), Kasse: kasse}
	free := good
	free.Kasse = nil
	broken := parken()
	broken.Niveau = 0
	for name, start := range map[string]func() error{
		"no store":    func() error { _, err := od.New(nil, reg, konto, index, good, parken().With(jena(t))); return err },
		"no registry": func() error { _, err := od.New(store, nil, konto, index, good, parken().With(jena(t))); return err },
		"no accounts": func() error { _, err := od.New(store, reg, nil, index, good, parken().With(jena(t))); return err },
		"nobody":      func() error { _, err := od.New(store, reg, konto, nil, good, parken().With(jena(t))); return err },
		"no service":  func() error { _, err := od.New(store, reg, konto, index, good); return err },
		"no Kommunen": func() error { _, err := od.New(store, reg, konto, index, good, parken().With(nil)); return err },
		"twice": func() error {
			_, err := od.New(store, reg, konto, index, good, parken().With(jena(t)), parken().With(jena(t)))
			return err
		},
		"contradicted":               func() error { _, err := od.New(store, reg, konto, index, good, broken.With(jena(t))); return err },
		"a fee, and nobody takes it": func() error { _, err := od.New(store, reg, konto, index, free, parken().With(jena(t))); return err },
		"short key": func() error {
			_, err := od.New(store, reg, konto, index, od.Config{URL: good.URL, Schluessel: make([]byte, 31), Kasse: kasse}, parken().With(jena(t)))
			return err
		},
		"drafts kept otherwise": func() error {
			longer := parken()
			longer.Entwurf.Tage++
			_, err := od.New(store, reg, konto, index, good, longer.With(jena(t)))
			return err
		},
		"no URL": func() error {
			_, err := od.New(store, reg, konto, index, od.Config{Schluessel: good.Schluessel, Kasse: kasse}, parken().With(jena(t)))
			return err
		},
		"URL of a page": func() error {
			_, err := od.New(store, reg, konto, index, od.Config{URL: "https://dienst.example/x", Schluessel: good.Schluessel, Kasse: kasse}, parken().With(jena(t)))
			return err
		},
	} {
		require.Error(t, start(), name)
	}
	server, err := od.New(store, reg, konto, index, good, parken().With(jena(t)))
	require.NoError(t, err)
	real := good
	real.Echt, real.Anbieter = true, anbieter()
	_, err = od.New(store, reg, konto, index, real, parken().With(jena(t)))
	require.NoError(t, err)
	for lacks, forget := range map[string]func(*od.Anbieter){
		"Name": func(a *od.Anbieter) { a.Name = "" }, "Anschrift": func(a *od.Anbieter) { a.Anschrift = "" }, "Vertreten": func(a *od.Anbieter) { a.Vertreten = "" },
		"Mail": func(a *od.Anbieter) { a.Mail = "" }, "Telefon": func(a *od.Anbieter) { a.Telefon = "" }, "Zeiten": func(a *od.Anbieter) { a.Zeiten = recht.Text{} },
		"Beauftragter": func(a *od.Anbieter) { a.Beauftragter = "" }, "Aufsicht": func(a *od.Anbieter) { a.Aufsicht = "" }, "Hilfe": func(a *od.Anbieter) { a.Hilfe = recht.Text{} },
		"Barrierefreiheit.Stand":       func(a *od.Anbieter) { a.Barrierefreiheit.Stand = datum.Datum{} },
		"Barrierefreiheit.Bewertet":    func(a *od.Anbieter) { a.Barrierefreiheit.Bewertet = recht.Text{} },
		"Barrierefreiheit.Schlichtung": func(a *od.Anbieter) { a.Barrierefreiheit.Schlichtung.URL = "" },
	} {
		without := real
		forget(&without.Anbieter)
		_, err := od.New(store, reg, konto, index, without, parken().With(jena(t)))
		require.ErrorContains(t, err, lacks, "what is no test says who answers for it")
		without.Echt = false
		_, err = od.New(store, reg, konto, index, without, parken().With(jena(t)))
		require.NoError(t, err, "a test need not")
	}
	w := httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "https://dienst.example/", nil))
	require.Equal(t, http.StatusOK, w.Code)
	require.Contains(t, w.Body.String(), "/parken/")
	require.NotEmpty(t, w.Header().Get("Strict-Transport-Security"))
	require.Contains(t, w.Header().Get("Content-Security-Policy"), "default-src 'none'")
	w = httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "https://dienst.example/stil.css", nil))
	require.Contains(t, w.Header().Get("Content-Type"), "text/css")
	w = httptest.NewRecorder()
	server.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "https://dienst.example/login?ziel=/parken/", nil))
	require.Equal(t, http.StatusSeeOther, w.Code)
	for _, c := range w.Result().Cookies() {
		require.True(t, c.Secure && c.HttpOnly, c.Name)
		require.Contains(t, c.Name, "__Host-")
	}
}
