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

	"github.com/deutschland-stack/bausteine/payment/paymenttest/faultplan"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste/simulator"
)

// start serves a simulator over real HTTP and returns it with a client.
func start(t *testing.T, config simulator.Config) (*simulator.Service, *xbezahldienste.Client) {
	t.Helper()
	service := simulator.New(config)
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
		authorized = xbezahldienste.Basic(config.User, config.Password, transport)
	case config.ClientID != "":
		authorized = xbezahldienste.OAuth2(clientcredentials.Config{
			ClientID: config.ClientID, ClientSecret: config.ClientSecret, TokenURL: server.URL + "/auth/token",
		}, transport)
	}
	client, err := xbezahldienste.New(xbezahldienste.Config{
		BaseURL: service.BaseURL(), OriginatorID: "wohnsitz", EndPointID: "160615001114", InsecureAllowPlainHTTP: true,
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
