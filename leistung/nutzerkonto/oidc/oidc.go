// SPDX-License-Identifier: Apache-2.0

package oidc

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
)

// Client is what the service is known by at the provider.
type Client struct {
	ID, Secret string
	// Key is a secret of the service alone, at least 32 bytes, the same in each of
	// its processes.
	Key []byte
}

// Config holds what has a default.
type Config struct {
	// Speicher remembers which answers were used and which logins ended; nil is the
	// memory of this process. Several processes need one that they share.
	Speicher nutzerkonto.Speicher
	// Skew is how far the clocks of service and provider may differ; 0 is a minute,
	// five are the most.
	Skew time.Duration
	// Scopes are asked for beside openid.
	Scopes []string
	// Parameter go with the request: which account a broker is to offer.
	Parameter map[string]string
	// Sitzung is how long a session of the service may last; 0 is eight hours.
	Sitzung time.Duration
	// Transport carries requests to the provider; nil is [http.DefaultTransport].
	Transport http.RoundTripper
	// Simulator allows a simulated provider, and http to reach it.
	Simulator bool
	// Now is the clock; nil is [time.Now].
	Now func() time.Time
}

const (
	dauer      = 10 * time.Minute // of a login
	maxSkew    = 5 * time.Minute
	minKey     = 32
	timeout    = 10 * time.Second // of a request to the provider
	maxAnswer  = 1 << 20          // bytes of its answer
	keysPause  = 10 * time.Second // between two questions for keys
	downPause  = 2 * time.Second  // before a provider that is down is asked again
	maxRequest = 64 << 10         // bytes of what a provider sends by itself
)

// Anbieter is the account service. It is a [nutzerkonto.Abmelder], and as a handler
// it takes the logout tokens of the provider. It may be used from any number of
// goroutines.
type Anbieter struct {
	name, issuer string
	client       Client
	abbildung    Abbildung
	config       Config
	http         *http.Client

	turn    chan struct{} // holds one while somebody looks at what follows
	known   *provider
	failure error // of the last try to find out, and when it was
	failed  time.Time
}

var _ nutzerkonto.Abmelder = (*Anbieter)(nil)

// provider is what discovery told.
type provider struct {
	endpoint   oauth2.Endpoint
	keys       oidc.KeySet
	EndSession string   `json:"end_session_endpoint"`
	Methods    []string `json:"token_endpoint_auth_methods_supported"`
	JWKS       string   `json:"jwks_uri"`
	SaysIss    bool     `json:"authorization_response_iss_parameter_supported"`
}

// New makes an account service. name goes into the keys of its accounts, see
// [nutzerkonto.NewSchluessel], and stays for ever. It asks nobody yet. The error is a
// [*recht.BefundError].
//
//	KTO-OIDC-01  /name                 not of small letters, digits and hyphens
//	KTO-OIDC-02  /issuer               not the https address of a provider
//	KTO-OIDC-03  /client               id or secret is missing, or the key is too short
//	KTO-OIDC-04  /abbildung/merkmale/N a claim without a name, or two for one attribute
//	KTO-OIDC-05  /abbildung/niveaus    no level, or none of the four
//	KTO-OIDC-06  /config/skew          negative or above five minutes
//	KTO-OIDC-07  /config/parameter     one that the login itself sets
func New(name, issuer string, client Client, abbildung Abbildung, config Config) (*Anbieter, error) {
	var f recht.Befunde
	if _, err := nutzerkonto.NewSchluessel(name, "x"); err != nil {
		f.Add("KTO-OIDC-01", "/name", "must be of small letters, digits and hyphens")
	}
	if !address(issuer, config.Simulator) || strings.ContainsAny(issuer, "?#") {
		f.Add("KTO-OIDC-02", "/issuer", "must be the https address of a provider")
	}
	if client.ID == "" || client.Secret == "" || len(client.Key) < minKey {
		f.Add("KTO-OIDC-03", "/client", "id, secret and a key of %d bytes are needed", minKey)
	}
	abbildung.check(&f)
	if config.Skew < 0 || config.Skew > maxSkew {
		f.Add("KTO-OIDC-06", "/config/skew", "must be between 0 and %v", maxSkew)
	}
	for _, p := range slices.Sorted(maps.Keys(config.Parameter)) {
		if slices.Contains(own[:], p) {
			f.Add("KTO-OIDC-07", "/config/parameter", "is set by the login itself")
		}
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.Skew == 0 {
		config.Skew = time.Minute
	}
	if config.Sitzung <= 0 {
		config.Sitzung = 8 * time.Hour
	}
	if config.Speicher == nil {
		config.Speicher = nutzerkonto.NewMemory(config.Now)
	}
	client.Key = slices.Clone(client.Key)
	a := &Anbieter{name: name, issuer: issuer, client: client, abbildung: abbildung, config: config, turn: make(chan struct{}, 1)}
	a.http = &http.Client{Transport: carrier{config.Transport, config.Simulator}, Timeout: timeout, CheckRedirect: noRedirect}
	return a, nil
}

// own are the parameters of the request that the login itself sets.
var own = [...]string{"response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge", "code_challenge_method", "acr_values", "max_age", "prompt", "response_mode", "request", "request_uri", "claims"}

// address reports whether the browser or the service may be sent there.
func address(text string, simulator bool) bool {
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && u.User == nil && (u.Scheme == "https" || simulator && u.Scheme == "http")
}

var (
	errDiscovery = errors.New("oidc: the provider shows no discovery document, or none of the configured issuer")
	errEndpoint  = errors.New("oidc: the provider names an endpoint that is no https address")
	errSimulator = errors.New("oidc: the provider is a simulator, and none is allowed")
)

// discover returns what the provider tells about itself, asked once.
func (a *Anbieter) discover(ctx context.Context) (*provider, error) {
	select {
	case a.turn <- struct{}{}:
		defer func() { <-a.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if age := a.config.Now().Sub(a.failed); a.known == nil && (a.failure == nil || age < 0 || age >= downPause) {
		found, err := a.ask(ctx)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		a.known, a.failure, a.failed = found, err, a.config.Now()
	}
	return a.known, a.failure
}

// ask fetches what the provider tells about itself.
func (a *Anbieter) ask(ctx context.Context) (*provider, error) {
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, a.http), a.issuer)
	switch {
	case errors.Is(err, errSimulator):
		return nil, errSimulator
	case err != nil:
		return nil, errDiscovery // the message of the library quotes the answer
	}
	p := &provider{endpoint: found.Endpoint()}
	if err := found.Claims(p); err != nil {
		return nil, errDiscovery
	}
	// Not by trying: a code is sent once.
	p.endpoint.AuthStyle = oauth2.AuthStyleInHeader
	if len(p.Methods) > 0 && !slices.Contains(p.Methods, "client_secret_basic") {
		p.endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	for _, endpoint := range []string{p.endpoint.AuthURL, p.endpoint.TokenURL, p.JWKS} {
		if !address(endpoint, a.config.Simulator) {
			return nil, errEndpoint
		}
	}
	if p.EndSession != "" && !address(p.EndSession, a.config.Simulator) {
		return nil, errEndpoint
	}
	gate := &http.Client{Transport: &keyGate{base: a.http.Transport, now: a.config.Now}, Timeout: timeout, CheckRedirect: noRedirect}
	p.keys = oidc.NewRemoteKeySet(oidc.ClientContext(context.WithoutCancel(ctx), gate), p.JWKS)
	return p, nil
}

// oauth is the client of the code flow.
func (a *Anbieter) oauth(p *provider, zurueck string) *oauth2.Config {
	return &oauth2.Config{ClientID: a.client.ID, ClientSecret: a.client.Secret, Endpoint: p.endpoint, RedirectURL: zurueck, Scopes: append([]string{oidc.ScopeOpenID}, a.config.Scopes...)}
}
