// SPDX-License-Identifier: Apache-2.0

package fitconnect

import (
	"context"
	"net/http"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

// tokens gets tokens by client credentials, which go in the form. One token serves
// all requests until shortly before its end.
type tokens struct {
	config clientcredentials.Config
	http   *http.Client

	turn    chan struct{} // holds one while somebody looks at the token
	present *oauth2.Token
}

func newTokens(url, id, secret, agent string, client *http.Client) *tokens {
	named := *client
	named.Transport = userAgent{agent, client.Transport}
	return &tokens{
		config: clientcredentials.Config{TokenURL: url, ClientID: id, ClientSecret: secret, AuthStyle: oauth2.AuthStyleInParams},
		http:   &named, turn: make(chan struct{}, 1),
	}
}

// get returns a token that is not the refused one.
func (t *tokens) get(ctx context.Context, refused string) (string, error) {
	select {
	case t.turn <- struct{}{}:
		defer func() { <-t.turn }()
	case <-ctx.Done():
		return "", ctx.Err()
	}
	if t.present.Valid() && t.present.AccessToken != refused {
		return t.present.AccessToken, nil
	}
	token, err := t.config.Token(context.WithValue(ctx, oauth2.HTTPClient, t.http))
	switch {
	case err != nil && ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil:
		return "", ErrToken // what the library says quotes the answer
	}
	t.present = token
	return token.AccessToken, nil
}

// userAgent names the caller, which the library that asks for tokens does not.
type userAgent struct {
	name string
	base http.RoundTripper
}

// RoundTrip implements [http.RoundTripper].
func (u userAgent) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("User-Agent", u.name)
	if u.base == nil {
		return http.DefaultTransport.RoundTrip(r)
	}
	return u.base.RoundTrip(r)
}
