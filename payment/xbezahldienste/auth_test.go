// SPDX-License-Identifier: Apache-2.0

package xbezahldienste_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/deutschland-stack/bausteine/payment/xbezahldienste"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste/simulator"
)

func TestOAuth2_OneTokenServesAllAndARefusedOneIsReplacedOnce(t *testing.T) {
	service := simulator.New(simulator.Config{ClientID: "kasse", ClientSecret: "geheim"})
	var tokens atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/auth/token" {
			tokens.Add(1)
		}
		service.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	service.SetPublicURL(server.URL)
	newClient := func(secret string) *xbezahldienste.Client {
		client, err := xbezahldienste.New(xbezahldienste.Config{
			BaseURL: service.BaseURL(), OriginatorID: "o", EndPointID: "e", InsecureAllowPlainHTTP: true,
			HTTP: &http.Client{Transport: xbezahldienste.OAuth2(t.Context(), clientcredentials.Config{
				ClientID: "kasse", ClientSecret: secret, TokenURL: server.URL + "/auth/token",
			}, nil)},
		})
		require.NoError(t, err)
		return client
	}
	client := newClient("geheim")
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if err := client.Ping(context.WithoutCancel(t.Context())); err != nil {
				t.Errorf("ping: %v", err)
			}
		})
	}
	wg.Wait()
	require.Equal(t, int64(1), tokens.Load())
	service.RevokeTokens()
	_, err := client.Create(t.Context(), order())
	require.NoError(t, err, "the body is sent again with the new token")
	require.Equal(t, int64(2), tokens.Load())

	err = newClient("falsch").Ping(t.Context())
	require.ErrorContains(t, err, "no token")
	require.NotContains(t, err.Error(), "falsch")
}

func TestMutualTLS_ShowsTheCertificate(t *testing.T) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	transport, err := xbezahldienste.MutualTLS(tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key})
	require.NoError(t, err)

	server := httptest.NewUnstartedServer(simulator.New(simulator.Config{}))
	server.TLS = &tls.Config{ClientAuth: tls.RequireAnyClientCert, MinVersion: tls.VersionTLS12}
	server.StartTLS()
	t.Cleanup(server.Close)
	own := transport.(*http.Transport)
	t.Cleanup(own.CloseIdleConnections)
	own.TLSClientConfig.RootCAs = x509.NewCertPool()
	own.TLSClientConfig.RootCAs.AddCert(server.Certificate())
	ping := func(certificates []tls.Certificate) error {
		own.TLSClientConfig.Certificates = certificates
		client, err := xbezahldienste.New(xbezahldienste.Config{BaseURL: server.URL + "/api", OriginatorID: "o", EndPointID: "e", HTTP: &http.Client{Transport: own}})
		require.NoError(t, err)
		return client.Ping(t.Context())
	}
	require.Error(t, ping(nil))
	own.CloseIdleConnections()
	require.NoError(t, ping([]tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}))
}
