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

func newTokens(url, id, secret string, client *http.Client) *tokens {
	return &tokens{
		config: clientcredentials.Config{TokenURL: url, ClientID: id, ClientSecret: secret, AuthStyle: oauth2.AuthStyleInParams},
		http:   client, turn: make(chan struct{}, 1),
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
