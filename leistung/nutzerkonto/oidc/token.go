// SPDX-License-Identifier: Apache-2.0

package oidc

import (
	"context"
	"crypto/hmac"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
)

// algorithms are those by which a token may be signed: asymmetric ones alone, so
// that no public key is taken for a secret.
var algorithms = [...]string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA}

var (
	errKeys  = errors.New("oidc: the provider does not show its keys")
	errClaim = errors.New("oidc: the provider sends no pseudonym under the configured claim")
)

// keySet tells the fault of not having keys from a wrong signature.
type keySet struct {
	oidc.KeySet
	fault *error
}

func (k keySet) VerifySignature(ctx context.Context, jwt string) ([]byte, error) {
	payload, err := k.KeySet.VerifySignature(ctx, jwt)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		*k.fault = ctx.Err()
	case strings.HasPrefix(err.Error(), "fetching keys"):
		*k.fault = errKeys
	}
	return payload, err
}

// verifier checks signature, issuer and audience; times are checked with the skew of
// this service, which the library does not know.
func (a *Anbieter) verifier(p *provider, fault *error) *oidc.IDTokenVerifier {
	return oidc.NewVerifier(a.issuer, keySet{p.keys, fault}, &oidc.Config{ClientID: a.client.ID, SupportedSigningAlgs: algorithms[:], SkipExpiryCheck: true})
}

// identity reads who logged in from the answer of the provider.
func (a *Anbieter) identity(ctx context.Context, p *provider, anfrage nutzerkonto.Anfrage, answer *oauth2.Token, nonce string, begun time.Time) (nutzerkonto.Konto, error) {
	var none nutzerkonto.Konto
	raw, _ := answer.Extra("id_token").(string)
	var fault error
	token, err := a.verifier(p, &fault).Verify(ctx, raw)
	switch {
	case fault != nil:
		return none, fault
	case err != nil:
		return none, refused("signature, issuer or audience")
	}
	var c claims
	if token.Claims(&c) != nil {
		return none, refused("claims")
	}
	if err := a.fits(c, token, nonce); err != nil {
		return none, err
	}
	if token.AccessTokenHash != "" && token.VerifyAccessToken(answer.AccessToken) != nil {
		return none, refused("at_hash")
	}
	proved, err := a.timely(c, begun, anfrage.Frisch)
	if err != nil {
		return none, err
	}
	key, err := a.key(c)
	if err != nil {
		return none, err
	}
	level := a.abbildung.level(c, orElse(a.abbildung.Niveau, "acr"))
	konto := nutzerkonto.Konto{
		Kennung: key.Kennung(), Niveau: level, Mittel: a.abbildung.Mittel, Zeit: proved,
		Merkmale: a.abbildung.merkmale(c, a.abbildung.Merkmale, level), Organisation: a.abbildung.merkmale(c, a.abbildung.Organisation, level),
	}
	if err := anfrage.Accepts(konto); err != nil {
		return none, err
	}
	konto.Anmeldung, err = a.remember(ctx, raw, token.Subject, c.text("sid"))
	return konto, err
}

// fits reports whether the token is for this login of this client.
func (a *Anbieter) fits(c claims, token *oidc.IDToken, nonce string) error {
	if !hmac.Equal([]byte(token.Nonce), []byte(nonce)) {
		return refused("nonce")
	}
	if azp, said := c["azp"]; said {
		var party string
		if json.Unmarshal(azp, &party) != nil || party != a.client.ID {
			return refused("azp")
		}
	} else if len(token.Audience) > 1 {
		return refused("several audiences without azp")
	}
	return nil
}

// timely checks the times of a token and returns when the person proved who they are.
func (a *Anbieter) timely(c claims, begun time.Time, fresh bool) (time.Time, error) {
	now, skew := a.config.Now(), a.config.Skew
	issued, said := c.time("iat")
	switch {
	case !said:
		return time.Time{}, refused("iat")
	case issued.After(now.Add(skew)), issued.Before(begun.Add(-skew)):
		// The nonce is of this login, so the token was made just now.
		return time.Time{}, nutzerkonto.ErrUhr
	}
	expires, said := c.time("exp")
	if !said || !now.Before(expires.Add(skew)) {
		return time.Time{}, refused("exp")
	}
	if from, said := c.time("nbf"); said && from.After(now.Add(skew)) || !said && c["nbf"] != nil {
		return time.Time{}, refused("nbf")
	}
	proved, said := c.time("auth_time")
	if fresh && (!said || proved.Before(begun.Add(-skew)) || proved.After(now.Add(skew))) {
		return time.Time{}, fmt.Errorf("%w: not proved anew", nutzerkonto.ErrNiveau)
	}
	return proved, nil
}

// time returns a claim that is a number of seconds since 1970.
func (c claims) time(name string) (time.Time, bool) {
	var seconds float64
	if c[name] == nil || json.Unmarshal(c[name], &seconds) != nil || seconds <= 0 || seconds > math.MaxInt32*100 {
		return time.Time{}, false
	}
	return time.Unix(int64(seconds), 0), true
}

// key is what the account is known by.
func (a *Anbieter) key(c claims) (nutzerkonto.Schluessel, error) {
	var pseudonym string
	if json.Unmarshal(c[orElse(a.abbildung.Pseudonym, "sub")], &pseudonym) != nil {
		return nutzerkonto.Schluessel{}, errClaim
	}
	key, err := nutzerkonto.NewSchluessel(a.name, pseudonym)
	if err != nil {
		return nutzerkonto.Schluessel{}, errClaim
	}
	return key, nil
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
