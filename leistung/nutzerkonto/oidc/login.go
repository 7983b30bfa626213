// SPDX-License-Identifier: Apache-2.0

package oidc

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
)

// Begin implements [nutzerkonto.Anbieter].
func (a *Anbieter) Begin(ctx context.Context, anfrage nutzerkonto.Anfrage) (string, error) {
	if err := anfrage.Check(); err != nil {
		return "", err
	}
	p, err := a.discover(ctx)
	if err != nil {
		return "", err
	}
	state := a.newState(anfrage)
	options := []oauth2.AuthCodeOption{oauth2.SetAuthURLParam("nonce", a.derive("nonce", state)), oauth2.S256ChallengeOption(a.derive("pkce", state))}
	if words := a.abbildung.asked(anfrage.Niveau); len(words) > 0 {
		options = append(options, oauth2.SetAuthURLParam("acr_values", strings.Join(words, " ")))
	}
	if anfrage.Frisch {
		options = append(options, oauth2.SetAuthURLParam("prompt", "login"), oauth2.SetAuthURLParam("max_age", "0"))
	}
	for name, value := range a.config.Parameter {
		options = append(options, oauth2.SetAuthURLParam(name, value))
	}
	return a.oauth(p, anfrage.Zurueck).AuthCodeURL(state, options...), nil
}

// Complete implements [nutzerkonto.Anbieter].
func (a *Anbieter) Complete(ctx context.Context, anfrage nutzerkonto.Anfrage, values url.Values) (nutzerkonto.Konto, error) {
	konto, err := a.complete(ctx, anfrage, values)
	if err != nil {
		return nutzerkonto.Konto{}, err
	}
	return konto, nil
}

func (a *Anbieter) complete(ctx context.Context, anfrage nutzerkonto.Anfrage, values url.Values) (nutzerkonto.Konto, error) {
	var none nutzerkonto.Konto
	state := values.Get("state")
	begun, ok := a.begun(anfrage, state)
	if !ok {
		return none, refused("state")
	}
	p, err := a.discover(ctx)
	if err != nil {
		return none, err
	}
	if iss, said := values["iss"]; (said || p.SaysIss) && (len(iss) != 1 || iss[0] != a.issuer) {
		return none, refused("iss")
	}
	first, err := a.config.Speicher.Put(ctx, "state:"+state, nil, begun.Add(dauer+2*a.config.Skew))
	switch {
	case err != nil:
		return none, err
	case !first:
		return none, refused("state used before")
	}
	switch said := values.Get("error"); said {
	case "":
	case "access_denied":
		return none, nutzerkonto.ErrAbgebrochen
	case "unmet_authentication_requirements":
		return none, nutzerkonto.ErrNiveau
	case "login_required", "interaction_required", "account_selection_required", "consent_required":
		return none, refused("a login that was not made")
	default:
		return none, errors.New("oidc: the provider answers with an error")
	}
	code := values.Get("code")
	if code == "" {
		return none, refused("code")
	}
	token, err := a.oauth(p, anfrage.Zurueck).Exchange(context.WithValue(ctx, oauth2.HTTPClient, a.http), code, oauth2.VerifierOption(a.derive("pkce", state)))
	if err != nil {
		if said, ok := errors.AsType[*oauth2.RetrieveError](err); ok && said.ErrorCode == "invalid_grant" {
			return none, refused("code")
		}
		if ctx.Err() != nil {
			return none, ctx.Err()
		}
		return none, errToken // the message of the library quotes the answer
	}
	return a.identity(ctx, p, anfrage, token, a.derive("nonce", state), begun)
}

var errToken = errors.New("oidc: no token from the provider")

// refused is an answer that is none to this login.
func refused(what string) error { return fmt.Errorf("%w: %s", nutzerkonto.ErrAntwort, what) }

// A state is the time of the login, 16 random bytes, and a seal over them and all of
// the request. So it needs no memory until it comes back.
const (
	stateRandom = 16
	stateHead   = 8 + stateRandom
)

func (a *Anbieter) newState(anfrage nutzerkonto.Anfrage) string {
	head := binary.BigEndian.AppendUint64(nil, uint64(a.config.Now().Unix()))
	head = append(head, make([]byte, stateRandom)...)
	_, _ = rand.Read(head[8:]) // crypto/rand.Read never returns an error
	return base64.RawURLEncoding.EncodeToString(append(head, a.seal(anfrage, head)...))
}

// begun returns when the login of the state began, where it is one of this request
// and not too long ago.
func (a *Anbieter) begun(anfrage nutzerkonto.Anfrage, state string) (time.Time, bool) {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(state)
	if err != nil || len(raw) != stateHead+sha256.Size || anfrage.Check() != nil || !hmac.Equal(raw[stateHead:], a.seal(anfrage, raw[:stateHead])) {
		return time.Time{}, false
	}
	begun := time.Unix(int64(binary.BigEndian.Uint64(raw)), 0)
	age := a.config.Now().Sub(begun)
	return begun, age >= -a.config.Skew && age <= dauer
}

func (a *Anbieter) seal(r nutzerkonto.Anfrage, head []byte) []byte {
	return a.mac("state", a.issuer, a.client.ID, r.Zustand, r.Niveau.String(), r.Zurueck, r.Person, strconv.FormatBool(r.Frisch), string(head))
}

// derive makes a further secret of a login.
func (a *Anbieter) derive(what, state string) string {
	return base64.RawURLEncoding.EncodeToString(a.mac(what, state))
}

// mac is over the parts, none of which runs into the next.
func (a *Anbieter) mac(parts ...string) []byte {
	h := hmac.New(sha256.New, a.client.Key)
	for _, p := range parts {
		sum := sha256.Sum256([]byte(p))
		_, _ = h.Write(sum[:]) // a hash never fails
	}
	return h.Sum(nil)
}
