// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"bytes"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/oidc"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/oidc/simulator"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/payment"
)

// wahl is the kit with a provider of OpenID Connect, and a browser before them.
type wahl struct {
	url     string
	idp     *simulator.Service
	plan    *simulator.Plan
	browser *http.Client
	at      *url.URL // where the browser is
	page    string
	status  int
}

func newWahl(t *testing.T, noLogout bool) *wahl {
	t.Helper()
	serve := func() (*httptest.Server, *http.Handler) {
		var h http.Handler
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.ServeHTTP(w, r) }))
		t.Cleanup(server.Close)
		return server, &h
	}
	kit, kitHandler := serve()
	provider, idpHandler := serve()
	person := func(subject, given string) simulator.Person {
		return simulator.Person{Subject: subject, Shown: given, Levels: []string{"STORK-QAA-Level-1", "STORK-QAA-Level-3"}, Claims: map[string]any{"given_name": given}}
	}
	w := &wahl{url: kit.URL, plan: &simulator.Plan{}}
	var err error
	w.idp, err = simulator.New(provider.URL, simulator.Config{
		Plan: w.plan, NoLogout: noLogout, Persons: []simulator.Person{person("erika", "Erika"), person("max", "Max")},
		Clients: []simulator.Client{{ID: "dienst", Secret: "geheim", Return: []string{kit.URL + "/login/zurueck", kit.URL + "/"}}},
	})
	require.NoError(t, err)
	*idpHandler = w.idp
	konto, err := oidc.New("land", provider.URL, oidc.Client{ID: "dienst", Secret: "geheim", Key: bytes.Repeat([]byte{2}, 32)}, oidc.Abbildung{
		Mittel: "Nutzerkonto", Niveaus: map[string]recht.Niveau{"STORK-QAA-Level-3": recht.NiveauSubstantiell}, Merkmale: []oidc.Claim{{Merkmal: nutzerkonto.Vornamen, Claim: "given_name"}},
	}, oidc.Config{Simulator: true})
	require.NoError(t, err)
	store := bausteine.NewMemory(bausteine.Config{})
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	reg, err := antrag.NewRegistratur(store, antrag.Config{Aufbewahrung: einenMonat()})
	require.NoError(t, err)
	server, err := od.New(store, reg, konto, zustaendigkeit.NewIndex(), od.Config{URL: kit.URL, Schluessel: bytes.Repeat([]byte{1}, 32), Kasse: &payment.Service{}}, parken().With(jena(t)))
	require.NoError(t, err)
	mux := http.NewServeMux()
	mux.Handle("POST /login/abgemeldet", konto)
	mux.Handle("/", server)
	*kitHandler = mux
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	w.browser = &http.Client{Jar: jar}
	return w
}

// goTo opens an address, or sends a form to it, and follows where it leads.
func (w *wahl) goTo(t *testing.T, address string, form url.Values) {
	t.Helper()
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(t.Context(), method, address, body)
	require.NoError(t, err)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	response, err := w.browser.Do(r)
	require.NoError(t, err)
	content, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	w.at, w.page, w.status = response.Request.URL, string(content), response.StatusCode
}

// login goes to the service by way of the account.
func (w *wahl) login(t *testing.T, person, level string) {
	t.Helper()
	w.goTo(t, w.url+"/login?ziel=/parken/", nil)
	require.Contains(t, w.page, "erfunden", "the page of the provider")
	w.goTo(t, w.at.Scheme+"://"+w.at.Host+"/login", url.Values{"request": {w.at.RawQuery}, "person": {person + "\n" + level}})
}

func (w *wahl) field(t *testing.T, pattern string) string {
	t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(w.page)
	require.Len(t, found, 2, w.page)
	return html.UnescapeString(found[1])
}

func (w *wahl) logout(t *testing.T) {
	t.Helper()
	w.goTo(t, w.url+"/parken/", nil)
	w.goTo(t, w.url+"/logout", url.Values{"token": {w.field(t, `action="/logout"><input type="hidden" name="token" value="([^"]+)"`)}})
}

func TestLogin_ByOpenIDConnect(t *testing.T) {
	w := newWahl(t, false)
	w.login(t, "erika", "STORK-QAA-Level-1")
	require.Equal(t, http.StatusUnauthorized, w.status, "below the level of the service")
	for _, fault := range simulator.Faults() {
		if fault == simulator.Endless {
			continue // slow, and tried with the adapter
		}
		w.plan.Next(fault)
		w.login(t, "erika", "STORK-QAA-Level-3")
		require.GreaterOrEqual(t, w.status, 400, fault)
		require.NotContains(t, w.page, "Erika", fault)
	}
	w.login(t, "erika", "STORK-QAA-Level-3")
	require.Equal(t, http.StatusOK, w.status)
	require.Contains(t, w.page, "Erika")
}

func TestStepUp_OfAnotherPersonChangesNothing(t *testing.T) {
	w := newWahl(t, false)
	w.login(t, "erika", "STORK-QAA-Level-3")
	w.login(t, "max", "STORK-QAA-Level-3")
	require.Equal(t, http.StatusUnauthorized, w.status)
	require.Contains(t, w.page, "anderen Person")
	require.NotContains(t, w.page, "Max")
	w.goTo(t, w.url+"/parken/", nil)
	require.Contains(t, w.page, "Erika")
	w.login(t, "erika", "STORK-QAA-Level-3")
	require.Equal(t, http.StatusOK, w.status)
}

func TestLogout_EndsTheSessionHereAndThenAtTheAccount(t *testing.T) {
	w := newWahl(t, false)
	w.login(t, "erika", "STORK-QAA-Level-3")
	w.logout(t)
	require.Contains(t, w.page, "Hier sind Sie ausgeloggt")
	require.NotContains(t, w.page, "Erika")
	account := w.field(t, `class="knopf" href="([^"]+)"`)
	require.Contains(t, account, "id_token_hint=")
	w.goTo(t, account, nil)
	require.Equal(t, w.url+"/", w.at.String(), "and back")
	require.NotContains(t, w.page, "Erika")

	w = newWahl(t, true)
	w.login(t, "erika", "STORK-QAA-Level-3")
	w.logout(t)
	require.Contains(t, w.page, "wissen wir nicht", "an account that offers no logout")
}

func TestSession_EndsWhenTheAccountSaysSo(t *testing.T) {
	w := newWahl(t, false)
	w.login(t, "erika", "STORK-QAA-Level-3")
	token, err := w.idp.LogoutToken("dienst", "erika", "", nil)
	require.NoError(t, err)
	other := newWahl(t, false)
	other.goTo(t, w.url+"/login/abgemeldet", url.Values{"logout_token": {token}})
	require.Equal(t, http.StatusOK, other.status)
	w.goTo(t, w.url+"/parken/", nil)
	require.NotContains(t, w.page, "Erika")
	w.goTo(t, w.url+"/parken/", url.Values{"token": {"x"}})
	require.GreaterOrEqual(t, w.status, 400)
}
