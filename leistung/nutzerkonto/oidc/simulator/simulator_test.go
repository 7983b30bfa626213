// SPDX-License-Identifier: Apache-2.0

package simulator_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/oidc/simulator"
)

const (
	issuer   = "http://idp.example/realm"
	back     = "https://dienst.example/zurueck"
	verifier = "0123456789012345678901234567890123456789abc"
)

func newIDP(t *testing.T, logout string) *simulator.Service {
	t.Helper()
	s, err := simulator.New(issuer, simulator.Config{
		Clients: []simulator.Client{{ID: "c", Secret: "s", Return: []string{back}, Logout: logout}, {ID: "d", Secret: "s", Return: []string{back}}},
		Persons: []simulator.Person{{Subject: "erika", Shown: "Erika Mustermann", Levels: []string{"low", "high"}}},
	})
	require.NoError(t, err)
	return s
}

func do(s http.Handler, method, path string, form url.Values) *httptest.ResponseRecorder {
	var r *http.Request
	if method == http.MethodPost {
		r = httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	} else {
		r = httptest.NewRequest(method, path+"?"+form.Encode(), nil)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func question() url.Values {
	sum := sha256.Sum256([]byte(verifier))
	return url.Values{
		"client_id": {"c"}, "redirect_uri": {back}, "response_type": {"code"}, "scope": {"openid"}, "state": {"st"}, "nonce": {"n"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}, "code_challenge_method": {"S256"},
	}
}

func code(t *testing.T, s *simulator.Service) string {
	t.Helper()
	w := do(s, http.MethodPost, "/realm/login", url.Values{"request": {question().Encode()}, "person": {"erika\nhigh"}})
	u, err := url.Parse(w.Header().Get("Location"))
	require.NoError(t, err)
	require.Equal(t, "st", u.Query().Get("state"))
	require.Equal(t, issuer, u.Query().Get("iss"))
	return u.Query().Get("code")
}

func redeem(s *simulator.Service, code string, change func(url.Values)) *httptest.ResponseRecorder {
	form := url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {back}, "client_id": {"c"}, "client_secret": {"s"}, "code_verifier": {verifier}}
	if change != nil {
		change(form)
	}
	return do(s, http.MethodPost, "/realm/token", form)
}

func TestSimulator_SaysWhatItIs(t *testing.T) {
	s := newIDP(t, "")
	for _, path := range []string{"/realm/.well-known/openid-configuration", "/realm/keys", "/realm/login", "/nothing"} {
		require.Equal(t, "oidc", do(s, http.MethodGet, path, nil).Header().Get("Bausteine-Simulator"), path)
	}
	page := do(s, http.MethodGet, "/realm/login", question())
	require.Contains(t, page.Body.String(), "erfunden")
	require.Contains(t, page.Body.String(), "Erika Mustermann, high")
	require.NotContains(t, do(s, http.MethodGet, "/realm/keys", nil).Body.String(), `"d"`, "no private key")
}

func TestSimulator_SendsNobodyToAnAddressThatNoClientNamed(t *testing.T) {
	s := newIDP(t, "")
	for name, value := range map[string]string{"client_id": "x", "redirect_uri": "https://evil.example"} {
		q := question()
		q.Set(name, value)
		require.Equal(t, http.StatusBadRequest, do(s, http.MethodGet, "/realm/login", q).Code)
		require.Equal(t, http.StatusBadRequest, do(s, http.MethodPost, "/realm/login", url.Values{"request": {q.Encode()}, "person": {"erika\nhigh"}}).Code)
	}
	require.Equal(t, http.StatusBadRequest, do(s, http.MethodGet, "/realm/logout", url.Values{"client_id": {"c"}, "post_logout_redirect_uri": {"https://evil.example"}}).Code)
	for name, value := range map[string]string{"response_type": "token", "scope": "email", "code_challenge_method": "plain", "code_challenge": ""} {
		q := question()
		q.Set(name, value)
		require.Contains(t, do(s, http.MethodGet, "/realm/login", q).Header().Get("Location"), "error=invalid_request", name)
	}
	q := question()
	q.Set("prompt", "none")
	require.Contains(t, do(s, http.MethodGet, "/realm/login", q).Header().Get("Location"), "error=login_required")
}

// It is strict where nothing is asked of it, so that a service that works with it
// works with others.
func TestSimulator_RedeemsACodeOnceForItsClientAndVerifier(t *testing.T) {
	s := newIDP(t, "")
	for name, value := range map[string]string{"client_id": "d", "client_secret": "x", "redirect_uri": back + "2", "code_verifier": verifier + "x", "grant_type": "password"} {
		require.NotEqual(t, http.StatusOK, redeem(s, code(t, s), func(v url.Values) { v.Set(name, value) }).Code, name)
	}
	once := code(t, s)
	require.Equal(t, http.StatusOK, redeem(s, once, nil).Code)
	require.Equal(t, http.StatusBadRequest, redeem(s, once, nil).Code)
}

func TestSimulator_TellsItsClientThatALoginEnded(t *testing.T) {
	told := make(chan string, 1)
	client := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { told <- r.FormValue("logout_token") }))
	t.Cleanup(client.Close)
	s := newIDP(t, client.URL)
	var answer struct {
		IDToken string `json:"id_token"`
	}
	require.NoError(t, json.Unmarshal(redeem(s, code(t, s), nil).Body.Bytes(), &answer))
	w := do(s, http.MethodGet, "/realm/logout", url.Values{"client_id": {"c"}, "post_logout_redirect_uri": {back}, "id_token_hint": {answer.IDToken}})
	require.Equal(t, back, w.Header().Get("Location"))
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(<-told, ".")[1])
	require.NoError(t, err)
	var claims map[string]any
	require.NoError(t, json.Unmarshal(payload, &claims))
	require.Equal(t, "erika", claims["sub"])
	session, _ := claims["sid"].(string)
	require.True(t, s.Ended(session))
	require.False(t, s.Ended("other"))
}

func TestNew_RefusesWhatCannotBe(t *testing.T) {
	for name, c := range map[string]simulator.Config{
		"client": {Clients: []simulator.Client{{ID: "c"}}}, "client twice": {Clients: []simulator.Client{{ID: "c", Secret: "s", Return: []string{back}}, {ID: "c", Secret: "s", Return: []string{back}}}},
		"person": {Persons: []simulator.Person{{Subject: "x"}}},
	} {
		_, err := simulator.New(issuer, c)
		require.Error(t, err, name)
	}
	for _, address := range []string{"", "idp.example", issuer + "/"} {
		_, err := simulator.New(address, simulator.Config{})
		require.Error(t, err)
	}
}
