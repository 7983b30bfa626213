// SPDX-License-Identifier: Apache-2.0

package oidc_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/internal/shareddata"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/nutzerkontotest"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/oidc"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/oidc/simulator"
)

const (
	back      = "https://dienst.example/login/zurueck"
	low       = "STORK-QAA-Level-1"
	sub       = "STORK-QAA-Level-3"
	high      = "STORK-QAA-Level-4"
	clientID  = "dienst-1"
	ownSecret = "a secret & with +signs"
)

// abbildung is the claim map of a broker in front of an account of citizens.
func abbildung() oidc.Abbildung {
	return oidc.Abbildung{
		Niveaus: map[string]recht.Niveau{low: recht.NiveauUntergeordnet, sub: recht.NiveauSubstantiell, high: recht.NiveauHoch},
		Mittel:  "BundID",
		Merkmale: []oidc.Claim{
			{Merkmal: nutzerkonto.Vornamen, Claim: "bund_given_name", Niveau: "bund_given_name_level"},
			{Merkmal: nutzerkonto.Familienname, Claim: "bund_surname", Niveau: "bund_surname_level"},
			{Merkmal: nutzerkonto.EMail, Claim: "bund_email"},
		},
	}
}

func person(subject, given string, levels ...string) simulator.Person {
	return simulator.Person{Subject: subject, Shown: given + " Mustermann", Levels: levels, Claims: map[string]any{
		"bund_given_name": given, "bund_given_name_level": "SUBSTANTIELL", "bund_surname": "Mustermann", "bund_surname_level": "SUBSTANTIELL", "bund_email": "familie@mustermann.example",
	}}
}

// stand is a provider and a service, each with a clock in the test's hand.
type stand struct {
	idp       *simulator.Service
	plan      *simulator.Plan
	konto     *oidc.Anbieter
	issuer    string
	own, idps time.Time // the clocks
	browser   *http.Client
	asked     map[string]int                                // requests to the provider, by path
	before    func(http.ResponseWriter, *http.Request) bool // answers instead of the provider
}

func newStand(t *testing.T) *stand {
	t.Helper()
	start := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	s := &stand{plan: &simulator.Plan{}, own: start, idps: start, asked: map[string]int{}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.asked[r.URL.Path]++
		if s.before != nil && s.before(w, r) {
			return
		}
		s.idp.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	s.issuer = server.URL
	s.browser = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	var err error
	s.idp, err = simulator.New(s.issuer, simulator.Config{
		Plan: s.plan, Clock: func() time.Time { return s.idps },
		Clients: []simulator.Client{{ID: clientID, Secret: ownSecret, Return: []string{back}}},
		Persons: []simulator.Person{person("p-erika", "Erika", low, sub, high), person("p-max", "Max", low, sub, high)},
	})
	require.NoError(t, err)
	s.konto = s.service(t, "bundid", nutzerkonto.NewMemory(s.clock))
	return s
}

func (s *stand) clock() time.Time { return s.own }

func (s *stand) service(t *testing.T, name string, memory nutzerkonto.Speicher) *oidc.Anbieter {
	t.Helper()
	a, err := oidc.New(name, s.issuer, oidc.Client{ID: clientID, Secret: ownSecret, Key: []byte(strings.Repeat("k", 32))}, abbildung(), oidc.Config{Simulator: true, Now: s.clock, Speicher: memory})
	require.NoError(t, err)
	return a
}

// request is a login that is asked for from one browser.
func request(level recht.Niveau) nutzerkonto.Anfrage {
	return nutzerkonto.Anfrage{Zustand: "the-secret-of-one-browser", Niveau: level, Zurueck: back}
}

// begin returns the address to which the browser goes.
func (s *stand) begin(t *testing.T, anfrage nutzerkonto.Anfrage) string {
	t.Helper()
	address, err := s.konto.Begin(t.Context(), anfrage)
	require.NoError(t, err)
	return address
}

// choose chooses a person and a level at the provider, or nobody, and returns the
// address to which it sends the browser back.
func (s *stand) choose(t *testing.T, address, subject, level string) string {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	require.NoError(t, err)
	status, _ := s.send(t, r)
	require.Equal(t, http.StatusOK, status)
	form := url.Values{"request": {u.RawQuery}, "person": {subject + "\r\n" + level}}
	r, err = http.NewRequestWithContext(t.Context(), http.MethodPost, s.issuer+"/login", strings.NewReader(form.Encode()))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	status, header := s.send(t, r)
	require.Equal(t, http.StatusSeeOther, status)
	return header.Get("Location")
}

// send is a request of the browser.
func (s *stand) send(t *testing.T, r *http.Request) (int, http.Header) {
	t.Helper()
	response, err := s.browser.Do(r)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	require.NotEmpty(t, response.Header.Get(oidc.SimulatorHeader), "it says that it is one")
	return response.StatusCode, response.Header
}

// login logs a person in and returns the values with which the browser comes back.
func (s *stand) login(t *testing.T, anfrage nutzerkonto.Anfrage, subject, level string) url.Values {
	t.Helper()
	returned, err := url.Parse(s.choose(t, s.begin(t, anfrage), subject, level))
	require.NoError(t, err)
	return returned.Query()
}

// complete logs Erika in, with a fault of the provider.
func (s *stand) complete(t *testing.T, fault simulator.Fault, anfrage nutzerkonto.Anfrage, level string) (nutzerkonto.Konto, error) {
	t.Helper()
	s.plan.Next(fault)
	return s.konto.Complete(t.Context(), anfrage, s.login(t, anfrage, "p-erika", level))
}

func TestOIDC_IsAnAnbieter(t *testing.T) {
	nutzerkontotest.TestAnbieter(t, func(t *testing.T) nutzerkontotest.Pruefling {
		t.Helper()
		s := newStand(t)
		return nutzerkontotest.Pruefling{
			Anbieter: s.konto, Niveau: recht.NiveauSubstantiell, Name: "Erika Mustermann",
			Login:  func(t *testing.T, address string) string { t.Helper(); return s.choose(t, address, "p-erika", sub) },
			Cancel: func(t *testing.T, address string) string { t.Helper(); return s.choose(t, address, "", "") },
		}
	})
}

func TestHostileProvider_LogsNobodyInByAnyFault(t *testing.T) {
	for _, fault := range simulator.Faults() {
		t.Run(string(fault), func(t *testing.T) {
			s := newStand(t)
			anfrage := request(recht.NiveauSubstantiell)
			for range 2 { // what a hostile provider knows from before
				_, err := s.complete(t, simulator.None, anfrage, sub)
				require.NoError(t, err)
			}
			other := anfrage
			other.Zustand = "the-secret-of-another-one"
			s.login(t, other, "p-max", sub) // and a login that another browser has not finished
			konto, err := s.complete(t, fault, anfrage, sub)
			require.Error(t, err)
			require.Zero(t, konto)
			require.NotContains(t, err.Error(), "Mustermann")
			konto, err = s.complete(t, simulator.None, anfrage, sub)
			require.NoError(t, err, "and the next login works")
			require.Equal(t, "Erika Mustermann", konto.Name())
		})
	}
}

func TestOIDC_TakesAnyPseudonymUpToItsBound(t *testing.T) {
	for _, subject := range []string{"ä€😀 \\\"<>%00/:", strings.Repeat("ß", 127), strings.Repeat("x", 255), "\u200b", "null"} {
		s := newStand(t)
		idp, err := simulator.New(s.issuer, simulator.Config{
			Clock: s.clock, Clients: []simulator.Client{{ID: clientID, Secret: ownSecret, Return: []string{back}}}, Persons: []simulator.Person{person(subject, "Erika", sub)},
		})
		require.NoError(t, err)
		s.idp = idp
		anfrage := request(recht.NiveauSubstantiell)
		konto, err := s.konto.Complete(t.Context(), anfrage, s.login(t, anfrage, subject, sub))
		require.NoError(t, err)
		key, err := nutzerkonto.ParseSchluessel(konto.Kennung)
		require.NoError(t, err)
		require.Equal(t, subject, key.Pseudonym())
		require.Equal(t, "bundid", key.Anbieter())
	}
}

func TestOIDC_BoundsWhatAttributesSay(t *testing.T) {
	for _, fault := range []simulator.Fault{simulator.HugeAttributes, simulator.ListAttributes} {
		s := newStand(t)
		konto, err := s.complete(t, fault, request(recht.NiveauSubstantiell), sub)
		require.NoError(t, err, "the person is who they are")
		require.Empty(t, konto.Merkmale, "and no such attribute is taken")
		if fault == simulator.HugeAttributes {
			address, err := s.konto.Logout(t.Context(), konto, back)
			require.NoError(t, err)
			require.NotContains(t, address, "id_token_hint", "so large a token is not kept")
		}
	}
}

func TestOIDC_GoesOnWhenTheProviderHasANewKey(t *testing.T) {
	s := newStand(t)
	anfrage := request(recht.NiveauSubstantiell)
	_, err := s.complete(t, simulator.None, anfrage, sub)
	require.NoError(t, err)
	s.own, s.idps = s.own.Add(time.Minute), s.idps.Add(time.Minute)
	_, err = s.complete(t, simulator.RotatedKey, anfrage, sub)
	require.NoError(t, err)
}

func TestOIDC_AsksForKeysSeldomWhateverTokensCome(t *testing.T) {
	s := newStand(t)
	_, err := s.complete(t, simulator.None, request(recht.NiveauSubstantiell), sub)
	require.NoError(t, err)
	before := s.asked["/keys"]
	for range 50 {
		token, err := s.idp.Sign(map[string]any{"iss": s.issuer}, simulator.UnknownKey)
		require.NoError(t, err)
		require.Equal(t, http.StatusBadRequest, s.tell(t, token))
	}
	require.LessOrEqual(t, s.asked["/keys"]-before, 1)
}

func TestOIDC_StartsWhileItsProviderIsDown(t *testing.T) {
	s := newStand(t)
	working := s.idp
	down, err := simulator.New(s.issuer+"/elsewhere", simulator.Config{})
	require.NoError(t, err)
	s.idp = down
	_, err = s.konto.Begin(t.Context(), request(recht.NiveauNormal))
	require.Error(t, err)
	require.NotErrorIs(t, err, nutzerkonto.ErrAntwort, "a fault, not the person's")
	s.idp = working
	asked := s.asked["/.well-known/openid-configuration"]
	_, err = s.konto.Begin(t.Context(), request(recht.NiveauNormal))
	require.Error(t, err, "it is not asked by everybody who waits")
	require.Equal(t, asked, s.asked["/.well-known/openid-configuration"])
	s.own = s.own.Add(2 * time.Second)
	_, err = s.konto.Begin(t.Context(), request(recht.NiveauNormal))
	require.NoError(t, err)
}

// A provider that takes secrets in the form alone is asked so, and no code is sent
// twice to find out.
func TestOIDC_SendsACodeOnce(t *testing.T) {
	for _, methods := range []string{`["client_secret_post"]`, `["client_secret_basic","client_secret_post"]`} {
		s, inHeader := newStand(t), false
		s.before = func(w http.ResponseWriter, r *http.Request) bool {
			switch _, _, basic := r.BasicAuth(); {
			case r.URL.Path == "/token":
				inHeader = inHeader || basic
				return false
			case !strings.HasPrefix(r.URL.Path, "/.well-known"):
				return false
			}
			recorder := httptest.NewRecorder()
			s.idp.ServeHTTP(recorder, r)
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, strings.Replace(recorder.Body.String(), `["client_secret_basic","client_secret_post"]`, methods, 1))
			return true
		}
		anfrage := request(recht.NiveauSubstantiell)
		values := s.login(t, anfrage, "p-erika", sub)
		values.Set("code", "wrong")
		_, err := s.konto.Complete(t.Context(), anfrage, values)
		require.ErrorIs(t, err, nutzerkonto.ErrAntwort)
		require.Equal(t, 1, s.asked["/token"])
		require.Equal(t, strings.Contains(methods, "basic"), inHeader)
		_, err = s.complete(t, simulator.None, anfrage, sub)
		require.NoError(t, err)
	}
}

func TestOIDC_ReadsNoEndlessDiscovery(t *testing.T) {
	written := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for range 256 {
			n, err := w.Write(make([]byte, 1<<16))
			if written += n; err != nil {
				return
			}
		}
	}))
	a, err := oidc.New("bundid", server.URL, oidc.Client{ID: clientID, Secret: "s", Key: make([]byte, 32)}, abbildung(), oidc.Config{Simulator: true})
	require.NoError(t, err)
	_, err = a.Begin(t.Context(), request(recht.NiveauNormal))
	require.Error(t, err)
	server.Close()
	require.Less(t, written, 16<<20)
}

func TestOIDC_SendsItsSecretNowhereElse(t *testing.T) {
	s := newStand(t)
	told := false
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { told = true }))
	t.Cleanup(elsewhere.Close)
	anfrage := request(recht.NiveauSubstantiell)
	values := s.login(t, anfrage, "p-erika", sub)
	s.before = func(w http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/token" {
			http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
		}
		return r.URL.Path == "/token"
	}
	_, err := s.konto.Complete(t.Context(), anfrage, values)
	require.Error(t, err)
	require.False(t, told)
}

func TestOIDC_RefusesASimulatorUnlessItIsAllowed(t *testing.T) {
	s := newStand(t)
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.idp.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	var err error
	s.idp, err = simulator.New(server.URL, simulator.Config{})
	require.NoError(t, err)
	a, err := oidc.New("bundid", server.URL, oidc.Client{ID: clientID, Secret: "s", Key: make([]byte, 32)}, abbildung(), oidc.Config{Transport: server.Client().Transport})
	require.NoError(t, err)
	_, err = a.Begin(t.Context(), request(recht.NiveauNormal))
	require.ErrorContains(t, err, "simulator")
}

func TestUnternehmenskonto_TellsFirmAndActingPersonApart(t *testing.T) {
	s := newStand(t)
	claims := map[string]any{
		"preferred_username": "1000000042", "trust_level_identification": "SUBSTANZIELL", "trust_level_authentication": "SUBSTANZIELL", "elster_identitaetstyp": "NNatPers",
		"given_name": "Erika", "family_name": "Mustermann", "date_of_birth": "1964-08-12",
		"org_company_name": "Muster GmbH", "org_legal_form_code": "350", "org_register_type": "HRB", "org_register_number": "123", "org_register_court": "Jena", "org_zip_code": "99084",
	}
	var err error
	s.idp, err = simulator.New(s.issuer, simulator.Config{
		Clock: s.clock, Clients: []simulator.Client{{ID: clientID, Secret: ownSecret, Return: []string{back}}}, Persons: []simulator.Person{{Subject: "of-the-broker", Levels: []string{"x"}, Claims: claims}},
	})
	require.NoError(t, err)
	s.konto, err = oidc.New("muk", s.issuer, oidc.Client{ID: clientID, Secret: ownSecret, Key: make([]byte, 32)}, oidc.Unternehmenskonto(), oidc.Config{
		Simulator: true, Now: s.clock, Parameter: map[string]string{"kc_idp_hint": "muk"},
	})
	require.NoError(t, err)
	anfrage := request(recht.NiveauSubstantiell)
	require.Contains(t, s.begin(t, anfrage), "kc_idp_hint=muk")
	konto, err := s.konto.Complete(t.Context(), anfrage, s.login(t, anfrage, "of-the-broker", "x"))
	require.NoError(t, err)
	key, err := nutzerkonto.ParseSchluessel(konto.Kennung)
	require.NoError(t, err)
	require.Equal(t, "1000000042", key.Pseudonym(), "the account, which is that of one certificate")
	require.True(t, konto.IsOrganisation())
	require.Equal(t, "Erika Mustermann", konto.Name())
	require.Equal(t, nutzerkonto.Merkmal{Name: nutzerkonto.Firma, Wert: "Muster GmbH", Niveau: recht.NiveauSubstantiell}, konto.Organisation[0])
	require.Zero(t, konto.Merkmal(nutzerkonto.Firma), "no attribute of the person")
	anfrage.Niveau = recht.NiveauHoch
	_, err = s.konto.Complete(t.Context(), anfrage, s.login(t, anfrage, "of-the-broker", "x"))
	require.ErrorIs(t, err, nutzerkonto.ErrNiveau, "it is never high")
}

// The claims of the preset are those that a platform was seen to map.
func TestUnternehmenskonto_UsesClaimsThatThereAre(t *testing.T) {
	content, err := os.ReadFile(filepath.Join(shareddata.Path(t, "konto-dokument"), "recht", "muk-claims.json"))
	require.NoError(t, err)
	a := oidc.Unternehmenskonto()
	for _, c := range append(append([]oidc.Claim{{Claim: a.Pseudonym, Niveau: a.Niveau}}, a.Merkmale...), a.Organisation...) {
		require.Contains(t, string(content), `"claim": "`+c.Claim+`"`)
		require.Contains(t, string(content), `"claim": "`+c.Niveau+`"`)
	}
}

func TestNew_FindsAllThatIsWrongAtOnce(t *testing.T) {
	_, err := oidc.New("Bund ID", "http://konto.example", oidc.Client{ID: "x", Secret: "y", Key: make([]byte, 31)}, oidc.Abbildung{
		Merkmale: []oidc.Claim{{Merkmal: "a", Claim: "b"}, {Merkmal: "a", Claim: "c"}, {}}, Niveaus: map[string]recht.Niveau{"x": 9},
	}, oidc.Config{Skew: time.Hour, Parameter: map[string]string{"nonce": "1"}})
	require.ErrorIs(t, err, recht.ErrInvalid)
	for _, code := range []string{"KTO-OIDC-01", "KTO-OIDC-02", "KTO-OIDC-03", "KTO-OIDC-04", "KTO-OIDC-05", "KTO-OIDC-06", "KTO-OIDC-07"} {
		var found *recht.BefundError
		require.ErrorAs(t, err, &found)
		require.True(t, found.Befunde.Has(code), code)
	}
	for _, issuer := range []string{"", "konto.example", "ftp://konto.example", "https://u:p@konto.example", "https://konto.example?x=1"} {
		_, err := oidc.New("bundid", issuer, oidc.Client{ID: "x", Secret: "y", Key: make([]byte, 32)}, abbildung(), oidc.Config{})
		require.Error(t, err, issuer)
	}
}
