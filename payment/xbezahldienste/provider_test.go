// SPDX-License-Identifier: Apache-2.0

package xbezahldienste_test

import (
	"crypto/tls"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
	"github.com/deutschland-stack/bausteine/payment/paymenttest/faultplan"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste/simulator"
)

func newSimulator(t *testing.T, config simulator.Config) *simulator.Service {
	t.Helper()
	service, err := simulator.New(config)
	require.NoError(t, err)
	return service
}

func oauth2(t *testing.T, config clientcredentials.Config, base http.RoundTripper) http.RoundTripper {
	t.Helper()
	transport, err := xbezahldienste.OAuth2(config, base)
	require.NoError(t, err)
	return transport
}

// start serves a simulator over real HTTP and returns it with a client.
func start(t *testing.T, config simulator.Config) (*simulator.Service, *xbezahldienste.Client) {
	t.Helper()
	service := newSimulator(t, config)
	server := httptest.NewUnstartedServer(service)
	t.Cleanup(server.Close)

	transport := http.DefaultTransport.(*http.Transport).Clone()
	t.Cleanup(transport.CloseIdleConnections)
	var authorized http.RoundTripper = transport
	if config.NeedsCertificate {
		certificate, roots := newCertificate(t)
		server.TLS = &tls.Config{ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: roots, MinVersion: tls.VersionTLS12}
		server.StartTLS()
		var err error
		authorized, err = xbezahldienste.MutualTLS(certificate, rootsOf(server))
		require.NoError(t, err)
		t.Cleanup(authorized.(*http.Transport).CloseIdleConnections)
	} else {
		server.Start()
	}
	service.SetPublicURL(server.URL)
	switch {
	case config.User != "":
		var err error
		authorized, err = xbezahldienste.Basic(config.User, config.Password, transport)
		require.NoError(t, err)
	case config.ClientID != "":
		authorized = oauth2(t, clientcredentials.Config{
			ClientID: config.ClientID, ClientSecret: config.ClientSecret, TokenURL: server.URL + "/auth/token",
		}, transport)
	}
	client, err := xbezahldienste.New(xbezahldienste.Config{
		BaseURL: service.BaseURL(), OriginatorID: "wohnsitz", EndPointID: "160615001114", InsecureAllowPlainHTTP: true, InsecureAllowSimulator: true,
		HTTP: &http.Client{Transport: authorized, Timeout: 10 * time.Second},
	})
	require.NoError(t, err)
	return service, client
}

func TestProvider_OverHTTPAgainstTheSimulator(t *testing.T) {
	for name, config := range map[string]simulator.Config{
		"open, a repeated request gives the transaction":        {},
		"Basic, a repeated request is an error":                 {User: "kasse", Password: "geheim", RepeatIsError: true, EarlyReference: true},
		"mutual TLS, a repeated request is an error":            {NeedsCertificate: true, RepeatIsError: true},
		"OAuth2, a repeated request is an error that hides all": {ClientID: "kasse", ClientSecret: "geheim", RepeatIsError: true, HidesRequestID: true},
	} {
		t.Run(name, func(t *testing.T) {
			paymenttest.TestProvider(t, func(t *testing.T) paymenttest.Harness {
				own := config
				own.Plan = &faultplan.Plan{}
				service, client := start(t, own)
				return paymenttest.Harness{
					Provider: client, Plan: own.Plan, Pay: service.Pay, GiveUp: service.GiveUp, Forget: service.Forget, Charges: service.Charges,
				}
			})
		})
	}
}

// Nobody notices for weeks that an authority takes pretended money. A simulator
// says what it is in every answer, and a client that is not configured for one
// takes none of them.
func TestClient_ASimulatorIsRefusedByALiveConfiguration(t *testing.T) {
	service := newSimulator(t, simulator.Config{})
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	service.SetPublicURL(server.URL)
	config := xbezahldienste.Config{BaseURL: service.BaseURL(), OriginatorID: "o", EndPointID: "e", InsecureAllowPlainHTTP: true}
	live, err := xbezahldienste.New(config)
	require.NoError(t, err)
	require.ErrorIs(t, live.Ping(t.Context()), xbezahldienste.ErrSimulator)
	_, err = live.Create(t.Context(), order())
	require.ErrorIs(t, err, xbezahldienste.ErrSimulator)
	require.NotErrorIs(t, err, payment.ErrRefused)
	for _, ref := range []string{"T-00000001", "T-9"} { // one that there is, one that there is not
		_, err = live.Status(t.Context(), ref)
		require.ErrorIs(t, err, xbezahldienste.ErrSimulator)
	}
	for _, path := range []string{"/", "/pay/x", "/pay.css", "/api/status/o/e", "/api/nothing", "/auth/token"} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+path, http.NoBody)
		require.NoError(t, err)
		answer, err := server.Client().Do(request)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.NotEmpty(t, answer.Header.Get(xbezahldienste.SimulatorHeader), path)
	}
	config.InsecureAllowSimulator = true
	trial, err := xbezahldienste.New(config)
	require.NoError(t, err)
	require.NoError(t, trial.Ping(t.Context()))
}

func TestCredentials_AreNeverEmpty(t *testing.T) {
	for _, pair := range [][2]string{{"", ""}, {"kasse", ""}, {"", "geheim"}, {"kasse", "  "}, {"\t", "geheim"}} {
		_, err := xbezahldienste.Basic(pair[0], pair[1], nil)
		require.ErrorIs(t, err, recht.ErrInvalid)
		_, err = xbezahldienste.OAuth2(clientcredentials.Config{ClientID: pair[0], ClientSecret: pair[1], TokenURL: "https://pay.example"}, nil)
		require.ErrorIs(t, err, recht.ErrInvalid)
	}
	for _, address := range []string{"", " ", "pay.example/token", "https://", "ftp://pay.example", "https://pay.example:port"} {
		_, err := xbezahldienste.OAuth2(clientcredentials.Config{ClientID: "kasse", ClientSecret: "geheim", TokenURL: address}, nil)
		require.ErrorIs(t, err, recht.ErrInvalid, address)
	}
	for _, config := range []simulator.Config{{User: "kasse"}, {Password: "geheim"}, {ClientID: "kasse"}, {ClientSecret: "geheim"}} {
		_, err := simulator.New(config)
		require.ErrorIs(t, err, recht.ErrInvalid)
	}
}
