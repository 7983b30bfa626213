// SPDX-License-Identifier: Apache-2.0

package xbezahldienste_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"math/big"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste/simulator"
)

func TestOAuth2_OneTokenServesAllAndARefusedOneIsReplacedOnce(t *testing.T) {
	service := newSimulator(t, simulator.Config{ClientID: "kasse", ClientSecret: "geheim"})
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
			BaseURL: service.BaseURL(), OriginatorID: "o", EndPointID: "e", InsecureAllowPlainHTTP: true, InsecureAllowSimulator: true,
			HTTP: &http.Client{Transport: oauth2(t, clientcredentials.Config{
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

func TestOAuth2_WaitsNoLongerThanTheRequest(t *testing.T) {
	release := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select { // an authorization server that hangs
		case <-release:
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(release) })
	client, err := xbezahldienste.New(xbezahldienste.Config{
		BaseURL: server.URL, OriginatorID: "o", EndPointID: "e", InsecureAllowPlainHTTP: true, InsecureAllowSimulator: true,
		HTTP: &http.Client{Transport: oauth2(t, clientcredentials.Config{ClientID: "c", ClientSecret: "s", TokenURL: server.URL}, nil)},
	})
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	errs := make(chan error)
	for range 3 { // one asks, two wait for it
		go func() { errs <- client.Ping(ctx) }()
	}
	time.AfterFunc(20*time.Millisecond, cancel)
	for range 3 {
		select {
		case err := <-errs:
			require.ErrorIs(t, err, context.Canceled)
		case <-time.After(10 * time.Second):
			t.Fatal("a request outlives its context")
		}
	}
}

// A secret must not travel in the clear because one address was copied wrongly.
func TestOAuth2_SendsNoSecretInTheClear(t *testing.T) {
	asked := false
	transport := answering(func(*http.Request) (*http.Response, error) {
		asked = true
		return nil, io.ErrUnexpectedEOF
	})
	client, err := xbezahldienste.New(xbezahldienste.Config{
		BaseURL: "https://pay.example", OriginatorID: "o", EndPointID: "e",
		HTTP: &http.Client{Transport: oauth2(t, clientcredentials.Config{ClientID: "c", ClientSecret: "geheim", TokenURL: "http://pay.example/token"}, transport)},
	})
	require.NoError(t, err)
	err = client.Ping(t.Context())
	require.ErrorContains(t, err, "not https")
	require.NotContains(t, err.Error(), "geheim")
	require.False(t, asked)
}

// newCertificate returns a certificate that signs itself, and the pool that
// trusts it.
func newCertificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	require.NoError(t, err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	require.NoError(t, err)
	parsed, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

func rootsOf(server *httptest.Server) *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(server.Certificate())
	return pool
}

func TestMutualTLS_ShowsTheCertificateAndTrustsTheRootsAlone(t *testing.T) {
	certificate, trusted := newCertificate(t)
	stranger, _ := newCertificate(t)
	server := httptest.NewUnstartedServer(newSimulator(t, simulator.Config{NeedsCertificate: true}))
	server.TLS = &tls.Config{ClientAuth: tls.VerifyClientCertIfGiven, ClientCAs: trusted, MinVersion: tls.VersionTLS12}
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // the refused handshakes
	server.StartTLS()
	t.Cleanup(server.Close)
	over := func(transport http.RoundTripper) error {
		t.Cleanup(transport.(*http.Transport).CloseIdleConnections)
		client, err := xbezahldienste.New(xbezahldienste.Config{BaseURL: server.URL + "/api", OriginatorID: "o", EndPointID: "e", InsecureAllowSimulator: true, HTTP: &http.Client{Transport: transport}})
		require.NoError(t, err)
		return client.Ping(t.Context())
	}
	ping := func(certificate tls.Certificate, roots *x509.CertPool) error {
		transport, err := xbezahldienste.MutualTLS(certificate, roots)
		require.NoError(t, err)
		return over(transport)
	}
	require.NoError(t, ping(certificate, rootsOf(server)))
	for _, empty := range []tls.Certificate{{}, {Certificate: certificate.Certificate}, {PrivateKey: certificate.PrivateKey}, {Certificate: [][]byte{{}}, PrivateKey: certificate.PrivateKey}} {
		_, err := xbezahldienste.MutualTLS(empty, rootsOf(server))
		require.ErrorIs(t, err, recht.ErrInvalid, "who has no certificate learns it at the start")
	}
	err := over(&http.Transport{TLSClientConfig: &tls.Config{RootCAs: rootsOf(server), MinVersion: tls.VersionTLS12}})
	p, ok := errors.AsType[*xbezahldienste.ProblemError](err)
	require.True(t, ok, "%v", err)
	require.Equal(t, http.StatusUnauthorized, p.Status)
	require.Error(t, ping(stranger, rootsOf(server)), "a certificate that the service does not know")
	require.ErrorContains(t, ping(certificate, nil), "certificate", "a service that nobody vouches for")
}
