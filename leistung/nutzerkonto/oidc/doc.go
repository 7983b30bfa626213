// SPDX-License-Identifier: Apache-2.0

// Package oidc is the login by OpenID Connect: a [nutzerkonto.Anbieter] for BundID
// or another account of citizens behind a broker, and for the organisation account.
// No source shows an OpenID Connect endpoint of BundID itself; it speaks SAML, so a
// broker stands between, and its claims are read by an [Abbildung].
//
//	konto, err := oidc.New("bundid", "https://broker.example/realms/land", client, abbildung, oidc.Config{})
//	mux.Handle("POST /login/abgemeldet", konto) // where the provider tells that a login ended
//
// # What is checked
//
// The code flow with PKCE (S256), always. The state is bound to the secret of the
// browser, to this provider and to every field of the request; it works once and for
// ten minutes. Code verifier and nonce come from the state, so a code or a token of
// another login does not fit. The iss parameter of RFC 9207 is compared, and demanded
// where the provider announces it. Of the ID token: signature by an asymmetric
// algorithm, iss, aud, azp, nonce, exp, nbf, iat, at_hash, and auth_time where a
// fresh proof was asked for, with a [Config].Skew of 60 seconds.
//
// The level of a login is what the [Abbildung] of the service says about the acr
// that came back, whatever was asked for. None, and one that it does not know, is the
// lowest level. No attribute is above the level of the login.
//
// Discovery happens at the first login and is tried again where it failed, so a
// service starts while its account is down. A provider that says that it is a
// simulator is refused unless [Config].Simulator is set.
//
// Errors are those of [nutzerkonto]; no answer of the provider and nothing about a
// person stands in one.
package oidc
