// SPDX-License-Identifier: Apache-2.0

package simulator

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// Client is a service that asks for logins.
type Client struct {
	ID, Secret string
	// Return are the addresses to which a browser may be sent back, after login and
	// after logout.
	Return []string
	// Logout is where the client takes logout tokens; "" is nowhere.
	Logout string
}

// Person is somebody invented who can log in.
type Person struct {
	Subject string
	// Shown is how the page calls them.
	Shown string
	// Levels are the acr values that they can log in with, the lowest first.
	Levels []string
	// Claims go into the ID token.
	Claims map[string]any
}

// Config says who there is and what goes wrong.
type Config struct {
	Clients []Client
	Persons []Person
	// Plan says what goes wrong; nil is nothing.
	Plan *Plan
	// Clock is the clock of the provider; nil is [time.Now].
	Clock func() time.Time
	// NoLogout leaves out the logout that a client starts.
	NoLogout bool
	// Transport carries logout tokens; nil is [http.DefaultTransport].
	Transport http.RoundTripper
}

// header stands in every answer, so that no client for real persons takes it.
const header = "Bausteine-Simulator"

// The bounds of what it remembers and reads.
const (
	maxBody   = 64 << 10
	maxLogins = 10_000
	lifetime  = 5 * time.Minute
)

// Service is the provider, an [http.Handler] for its address.
type Service struct {
	issuer string
	config Config
	mux    *http.ServeMux
	client *http.Client

	mu    sync.Mutex
	key   jose.JSONWebKey
	codes map[string]*login
	last  *login          // the login before, whose parts hostile answers use
	raw   string          // its ID token
	ended map[string]bool // sessions
}

// login is one that was made, until its code is redeemed.
type login struct {
	client, redirect, nonce, challenge string
	code, subject, acr, session        string
	claims                             map[string]any
	at                                 time.Time
	fault                              Fault
}

// New makes a provider whose issuer and address is issuer.
func New(issuer string, config Config) (*Service, error) {
	u, err := url.Parse(issuer)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || strings.HasSuffix(issuer, "/") {
		return nil, errors.New("simulator: the issuer is no address without a slash at the end")
	}
	ids := map[string]bool{}
	for _, c := range config.Clients {
		if c.ID == "" || c.Secret == "" || len(c.Return) == 0 || ids[c.ID] {
			return nil, errors.New("simulator: a client needs an id of its own, a secret and a way back")
		}
		ids[c.ID] = true
	}
	people := map[string]bool{}
	for _, p := range config.Persons {
		if p.Subject == "" || len(p.Levels) == 0 || people[p.Subject] {
			return nil, errors.New("simulator: a person needs a subject of their own and a level")
		}
		people[p.Subject] = true
	}
	if config.Clock == nil {
		config.Clock = time.Now
	}
	s := &Service{
		issuer: issuer, config: config, mux: http.NewServeMux(), codes: map[string]*login{}, ended: map[string]bool{},
		client: &http.Client{Transport: config.Transport, Timeout: 10 * time.Second},
	}
	if err := s.RotateKey(); err != nil {
		return nil, err
	}
	s.mux.HandleFunc("GET "+u.Path+"/.well-known/openid-configuration", s.discovery)
	s.mux.HandleFunc("GET "+u.Path+"/keys", s.keys)
	s.mux.HandleFunc("GET "+u.Path+"/login", s.page)
	s.mux.HandleFunc("POST "+u.Path+"/login", s.choose)
	s.mux.HandleFunc("POST "+u.Path+"/token", s.token)
	s.mux.HandleFunc("GET "+u.Path+"/logout", s.logout)
	return s, nil
}

// ServeHTTP implements [http.Handler].
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set(header, "oidc")
	w.Header().Set("Cache-Control", "no-store")
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	s.mux.ServeHTTP(w, r)
}

// RotateKey replaces the key that tokens are signed with.
func (s *Service) RotateKey() error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.key = jose.JSONWebKey{Key: key, KeyID: rand.Text(), Algorithm: string(jose.ES256), Use: "sig"}
	return nil
}

func (s *Service) discovery(w http.ResponseWriter, _ *http.Request) {
	document := map[string]any{
		"issuer": s.issuer, "authorization_endpoint": s.issuer + "/login", "token_endpoint": s.issuer + "/token", "jwks_uri": s.issuer + "/keys",
		"response_types_supported": []string{"code"}, "subject_types_supported": []string{"pairwise"},
		"id_token_signing_alg_values_supported": []string{"ES256", "HS256", "none"}, // it would like to
		"code_challenge_methods_supported":      []string{"S256"}, "authorization_response_iss_parameter_supported": true,
		"token_endpoint_auth_methods_supported": []string{"client_secret_basic", "client_secret_post"},
		"backchannel_logout_supported":          true, "backchannel_logout_session_supported": true,
	}
	if !s.config.NoLogout {
		document["end_session_endpoint"] = s.issuer + "/logout"
	}
	writeJSON(w, http.StatusOK, document)
}

func (s *Service) keys(w http.ResponseWriter, _ *http.Request) {
	s.mu.Lock()
	set := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{s.key.Public()}}
	s.mu.Unlock()
	writeJSON(w, http.StatusOK, set)
}

func (s *Service) findClient(id string) (Client, bool) {
	for _, c := range s.config.Clients {
		if c.ID == id {
			return c, true
		}
	}
	return Client{}, false
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	encoded, err := json.Marshal(body)
	if err != nil {
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(encoded)
}

func refuse(w http.ResponseWriter, status int, code string) {
	writeJSON(w, status, map[string]string{"error": code})
}
