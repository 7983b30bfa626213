// SPDX-License-Identifier: Apache-2.0

package xbezahldienste

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Basic adds a user and a password, as ePay21 asks for. base is what sends the
// request; nil is [http.DefaultTransport]. The error is a [*recht.BefundError]
// where one of the two is empty or of blanks.
func Basic(user, password string, base http.RoundTripper) (http.RoundTripper, error) {
	if err := required(map[string]string{"/user": user, "/password": password}); err != nil {
		return nil, err
	}
	return roundTripper(func(request *http.Request) (*http.Response, error) {
		request = request.Clone(request.Context())
		request.SetBasicAuth(user, password)
		return transport(base).RoundTrip(request)
	}), nil
}

// required refuses credentials that are empty or of blanks.
func required(credentials map[string]string) error {
	var f recht.Befunde
	for _, pointer := range slices.Sorted(maps.Keys(credentials)) {
		if strings.TrimSpace(credentials[pointer]) == "" {
			f.Add("XBD-CREDENTIAL-01", pointer, "required")
		}
	}
	return f.Err()
}

// MutualTLS identifies the caller by certificate, as ePayBL asks for. roots are
// the authorities whose certificate the service may have; nil are those of the
// system. It keeps the other settings of [http.DefaultTransport]. The error is a
// [*recht.BefundError] for a certificate without content or without its key.
func MutualTLS(certificate tls.Certificate, roots *x509.CertPool) (http.RoundTripper, error) {
	var f recht.Befunde
	if len(certificate.Certificate) == 0 || len(certificate.Certificate[0]) == 0 {
		f.Add("XBD-CREDENTIAL-02", "/certificate", "required")
	}
	if certificate.PrivateKey == nil {
		f.Add("XBD-CREDENTIAL-02", "/certificate/privateKey", "required")
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	standard, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return nil, errors.New("xbezahldienste: http.DefaultTransport was replaced")
	}
	own := standard.Clone()
	own.TLSClientConfig = &tls.Config{Certificates: []tls.Certificate{certificate}, RootCAs: roots, MinVersion: tls.VersionTLS12}
	return own, nil
}

// OAuth2 asks for a token with client credentials, as pmPayment and GiroCheckout
// ask for, and adds it as bearer. One token serves all requests until shortly
// before its end; many requests at once ask for one token. A token that is
// refused is replaced once. Token requests go through base too, and end with the
// request that needs the token. The error is a [*recht.BefundError] where
// client or secret are empty or of blanks, or the address is none.
func OAuth2(config clientcredentials.Config, base http.RoundTripper) (http.RoundTripper, error) {
	if err := required(map[string]string{"/clientId": config.ClientID, "/clientSecret": config.ClientSecret, "/tokenUrl": config.TokenURL}); err != nil {
		return nil, err
	}
	if u, err := url.Parse(config.TokenURL); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		var f recht.Befunde
		f.Add("XBD-CREDENTIAL-03", "/tokenUrl", "not an absolute URL")
		return nil, f.Err()
	}
	return &bearer{config: config, base: transport(base), turn: make(chan struct{}, 1)}, nil
}

type bearer struct {
	config clientcredentials.Config
	base   http.RoundTripper

	turn    chan struct{} // holds one while somebody looks at the token
	present *oauth2.Token
}

// token returns the present token, or a new one if the present one is refused or
// about to end.
func (b *bearer) token(ctx context.Context, refused string) (*oauth2.Token, error) {
	select {
	case b.turn <- struct{}{}:
		defer func() { <-b.turn }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if b.present.Valid() && b.present.AccessToken != refused {
		return b.present, nil
	}
	token, err := b.config.Token(context.WithValue(ctx, oauth2.HTTPClient, &http.Client{Transport: b.base}))
	switch {
	case err != nil && ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, errToken // the message of the library may quote the answer
	}
	b.present = token
	return token, nil
}

// RoundTrip implements [http.RoundTripper].
func (b *bearer) RoundTrip(request *http.Request) (*http.Response, error) {
	if request.URL.Scheme == "https" && !strings.HasPrefix(b.config.TokenURL, "https:") {
		closeBody(request)
		return nil, errPlainToken
	}
	refused := ""
	for {
		token, err := b.token(request.Context(), refused)
		if err != nil {
			closeBody(request)
			return nil, err
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

// closeBody does what a RoundTripper owes a request that it does not send.
func closeBody(request *http.Request) {
	if request.Body != nil {
		_ = request.Body.Close()
	}
}

var (
	errToken      = errors.New("xbezahldienste: no token from the authorization server")
	errPlainToken = errors.New("xbezahldienste: the address for tokens is not https, but the service is")
)

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func transport(base http.RoundTripper) http.RoundTripper {
	if base == nil {
		return http.DefaultTransport
	}
	return base
}
