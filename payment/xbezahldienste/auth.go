// SPDX-License-Identifier: Apache-2.0

package xbezahldienste

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net/http"
	"sync"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// Basic adds a user and a password, as ePay21 asks for. base is what sends the
// request; nil is [http.DefaultTransport].
func Basic(user, password string, base http.RoundTripper) http.RoundTripper {
	return roundTripper(func(request *http.Request) (*http.Response, error) {
		request = request.Clone(request.Context())
		request.SetBasicAuth(user, password)
		return transport(base).RoundTrip(request)
	})
}

// MutualTLS identifies the caller by certificate, as ePayBL asks for. It keeps
// the other settings of [http.DefaultTransport].
func MutualTLS(certificate tls.Certificate) (http.RoundTripper, error) {
	standard, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return nil, errors.New("xbezahldienste: http.DefaultTransport was replaced")
	}
	own := standard.Clone()
	own.TLSClientConfig = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	return own, nil
}

// OAuth2 asks for a token with client credentials, as pmPayment and GiroCheckout
// ask for, and adds it as bearer. One token serves all requests until shortly
// before its end; many requests at once ask for one token. A token that is
// refused is replaced once.
//
// The context belongs to the token requests for as long as the transport lives;
// it may carry an HTTP client under [oauth2.HTTPClient].
func OAuth2(ctx context.Context, config clientcredentials.Config, base http.RoundTripper) http.RoundTripper {
	return &bearer{fresh: func() oauth2.TokenSource { return config.TokenSource(ctx) }, base: transport(base)}
}

type bearer struct {
	fresh func() oauth2.TokenSource
	base  http.RoundTripper

	mu     sync.Mutex
	source oauth2.TokenSource
}

// token returns the present token, or a new one if the present one is refused.
func (b *bearer) token(refused string) (*oauth2.Token, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.source == nil {
		b.source = b.fresh()
	}
	token, err := b.source.Token()
	if err == nil && token.AccessToken == refused {
		b.source = b.fresh()
		token, err = b.source.Token()
	}
	return token, err
}

// RoundTrip implements [http.RoundTripper].
func (b *bearer) RoundTrip(request *http.Request) (*http.Response, error) {
	refused := ""
	for {
		token, err := b.token(refused)
		if err != nil {
			return nil, errToken // the message of the library may quote the answer
		}
		try := request.Clone(request.Context())
		if refused != "" && request.GetBody != nil {
			if try.Body, err = request.GetBody(); err != nil {
				return nil, err
			}
		}
		token.SetAuthHeader(try)
		response, err := b.base.RoundTrip(try)
		if err != nil || response.StatusCode != http.StatusUnauthorized || refused != "" {
			return response, err
		}
		_, _ = io.CopyN(io.Discard, response.Body, maxAnswer)
		_ = response.Body.Close()
		refused = token.AccessToken
	}
}

var errToken = errors.New("xbezahldienste: no token from the authorization server")

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func transport(base http.RoundTripper) http.RoundTripper {
	if base == nil {
		return http.DefaultTransport
	}
	return base
}
