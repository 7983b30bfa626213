// SPDX-License-Identifier: Apache-2.0

package remote_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/remote"
)

// certificate makes one over a key of its own; in its place: that of the authority.
func certificate(b byte, serial int64) tls.Certificate {
	private := key(b)
	template := &x509.Certificate{SerialNumber: big.NewInt(serial), NotBefore: start, NotAfter: start.AddDate(1, 0, 0)}
	der, err := x509.CreateCertificate(nil, template, template, private.Public(), private)
	if err != nil {
		panic(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		panic(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: private, Leaf: leaf}
}

// empty is a register that knows nobody.
type empty struct{}

func (empty) Fetch(context.Context, onceonly.Query) (onceonly.Answer, error) {
	return onceonly.Answer{}, nil
}

// Nobody is asked without TLS, and none of the calls waits for ever.
func ExampleNewRegister() {
	own, roots := certificate(1, 1), x509.NewCertPool()
	_, err := remote.NewRegister("http://weimar.example/evidence", remote.ClientTLS(own, roots), remote.Config{})
	fmt.Println(err)
	_, err = remote.NewRegister("https://weimar.example/evidence", nil, remote.Config{})
	fmt.Println(err)
	_, err = remote.NewRegister("https://weimar.example/evidence", remote.ClientTLS(own, roots), remote.Config{Timeout: 5 * time.Second})
	fmt.Println(err)
	// Output:
	// remote: a register has an https address and an identity
	// remote: a register has an https address and an identity
	// <nil>
}

// The handler of a register stands behind a server that demands certificates;
// without one, nobody learns whether there is anything.
func ExampleNewHandler() {
	requester := certificate(1, 1)
	handler, err := remote.NewHandler(empty{}, remote.Pinned(map[string]onceonly.PartyID{
		remote.Fingerprint(requester.Leaf): muehlhausen.ID,
	}), remote.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	server := remote.NewServer("localhost:8443", handler, remote.ServerTLS(certificate(2, 1), x509.NewCertPool()))
	fmt.Println(server.TLSConfig.ClientAuth == tls.RequireAndVerifyClientCert, server.ReadTimeout > 0)
	// server.ListenAndServeTLS("", "") serves until it is shut down.

	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/evidence", strings.NewReader("{}")))
	fmt.Println(w.Code)
	// Output:
	// true true
	// 403
}

// A certificate that is renewed over the same key stays known; another key does
// not.
func ExampleFingerprint() {
	parties := remote.Pinned(map[string]onceonly.PartyID{remote.Fingerprint(certificate(1, 1).Leaf): muehlhausen.ID})
	party, ok := parties(certificate(1, 2).Leaf) // renewed
	fmt.Println(party, ok)
	_, ok = parties(certificate(3, 1).Leaf)
	fmt.Println(ok)
	// Output:
	// de.th.muehlhausen true
	// false
}
