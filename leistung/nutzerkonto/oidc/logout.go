// SPDX-License-Identifier: Apache-2.0

package oidc

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"net/http"
	"net/url"
	"time"

	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
)

// An Anmeldung is the time of the login, marks of the person and of the session at
// the provider, by which logout tokens speak of it, and a random part.
const (
	markSize  = 16
	loginSize = 8 + 3*markSize
	maxHint   = 8 << 10 // bytes of an ID token that is kept
)

// remember keeps what a logout needs and returns its name.
func (a *Anbieter) remember(ctx context.Context, idToken, subject, session string) (string, error) {
	now := a.config.Now()
	login := binary.BigEndian.AppendUint64(nil, uint64(now.Unix()))
	login = append(login, a.mac("sub", subject)[:markSize]...)
	login = append(login, a.mac("sid", session)[:markSize]...)
	login = append(login, make([]byte, markSize)...)
	_, _ = rand.Read(login[len(login)-markSize:]) // crypto/rand.Read never returns an error
	name := base64.RawURLEncoding.EncodeToString(login)
	if len(idToken) > maxHint {
		return name, nil // the logout goes without it
	}
	_, err := a.config.Speicher.Put(ctx, "login:"+name, []byte(idToken), now.Add(a.config.Sitzung))
	return name, err
}

// Logout implements [nutzerkonto.Abmelder]: the logout that the client starts.
func (a *Anbieter) Logout(ctx context.Context, konto nutzerkonto.Konto, zurueck string) (string, error) {
	p, err := a.discover(ctx)
	if err != nil || p.EndSession == "" {
		return "", err
	}
	u, err := url.Parse(p.EndSession)
	if err != nil {
		return "", errEndpoint
	}
	q := u.Query()
	q.Set("client_id", a.client.ID)
	q.Set("post_logout_redirect_uri", zurueck)
	idToken, ok, err := a.config.Speicher.Get(ctx, "login:"+konto.Anmeldung)
	if err != nil {
		return "", err
	}
	if ok {
		q.Set("id_token_hint", string(idToken))
	}
	u.RawQuery = q.Encode()
	return u.String(), nil
}

// Ended implements [nutzerkonto.Abmelder]: whether the provider has told that this
// login, or every login of the person up to then, is over.
func (a *Anbieter) Ended(ctx context.Context, konto nutzerkonto.Konto) (bool, error) {
	login, err := base64.RawURLEncoding.Strict().DecodeString(konto.Anmeldung)
	if err != nil || len(login) != loginSize {
		return true, nil // not one of our logins
	}
	begun := binary.BigEndian.Uint64(login)
	for _, kind := range []struct {
		name string
		mark []byte
	}{{"sub", login[8 : 8+markSize]}, {"sid", login[8+markSize : 8+2*markSize]}} {
		told, ok, err := a.config.Speicher.Get(ctx, endedKey(kind.name, kind.mark))
		if err != nil {
			return false, err
		}
		if ok && len(told) == 8 && begun <= binary.BigEndian.Uint64(told) {
			return true, nil
		}
	}
	return false, nil
}

func endedKey(kind string, mark []byte) string {
	return "ended:" + kind + ":" + base64.RawURLEncoding.EncodeToString(mark)
}

// ServeHTTP takes a logout token (OpenID Connect Back-Channel Logout 1.0). It
// answers 200 once the end is remembered, 400 for what is no such token or was used
// before, and 503 where it cannot say.
func (a *Anbieter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	r.Body = http.MaxBytesReader(w, r.Body, maxRequest)
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, "POST", http.StatusMethodNotAllowed)
		return
	}
	err := r.ParseForm()
	if err == nil {
		err = a.end(r.Context(), r.PostForm.Get("logout_token"))
	} else {
		err = refused("form")
	}
	switch {
	case err == nil:
		w.WriteHeader(http.StatusOK)
	case errors.Is(err, nutzerkonto.ErrAntwort):
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		_, _ = w.Write([]byte(`{"error":"invalid_request"}`))
	default:
		http.Error(w, "try again later", http.StatusServiceUnavailable)
	}
}

// end remembers what a logout token says.
func (a *Anbieter) end(ctx context.Context, raw string) error {
	p, err := a.discover(ctx)
	if err != nil {
		return err
	}
	var fault error
	token, err := a.verifier(p, &fault).VerifyLogout(ctx, raw)
	switch {
	case fault != nil:
		return fault
	case err != nil:
		return refused("logout token")
	}
	var c claims
	now, skew := a.config.Now(), a.config.Skew
	if token.Claims(&c) != nil {
		return refused("claims")
	}
	issued, said := c.time("iat")
	expires, ends := c.time("exp")
	if !said || !ends || issued.After(now.Add(skew)) || !now.Before(expires.Add(skew)) {
		return refused("times of the logout token")
	}
	switch _, used, err := a.config.Speicher.Get(ctx, jtiKey(token.TokenID)); {
	case err != nil:
		return err
	case used:
		return refused("jti used before")
	}
	if token.SessionID != "" {
		err = a.setEnded(ctx, "sid", token.SessionID, issued)
	} else {
		err = a.setEnded(ctx, "sub", token.Subject, issued)
	}
	if err != nil {
		return err
	}
	until := now.Add(a.config.Sitzung)
	if expires.Before(until) {
		until = expires.Add(skew)
	}
	_, err = a.config.Speicher.Put(ctx, jtiKey(token.TokenID), nil, until)
	return err
}

// jtiKey is of one size, whatever the provider calls its tokens.
func jtiKey(id string) string {
	sum := sha256.Sum256([]byte(id))
	return "jti:" + base64.RawURLEncoding.EncodeToString(sum[:])
}

// setEnded keeps the latest end for as long as a session may last. The seconds of
// two clocks decide about logins around that moment, in favour of the end.
func (a *Anbieter) setEnded(ctx context.Context, kind, of string, at time.Time) error {
	key := endedKey(kind, a.mac(kind, of)[:markSize])
	told, ok, err := a.config.Speicher.Get(ctx, key)
	if err != nil {
		return err
	}
	seconds := uint64(at.Unix())
	if ok && len(told) == 8 {
		seconds = max(seconds, binary.BigEndian.Uint64(told))
	}
	return a.config.Speicher.Set(ctx, key, binary.BigEndian.AppendUint64(nil, seconds), a.config.Now().Add(a.config.Sitzung))
}
