// SPDX-License-Identifier: Apache-2.0

package simulator

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// token redeems a code.
func (s *Service) token(w http.ResponseWriter, r *http.Request) {
	id, secret, basic := r.BasicAuth()
	if err := r.ParseForm(); err != nil || r.PostForm.Get("grant_type") != "authorization_code" {
		refuse(w, http.StatusBadRequest, "unsupported_grant_type")
		return
	}
	if basic { // both are form-encoded in the header (RFC 6749, 2.3.1)
		id, _ = url.QueryUnescape(id)
		secret, _ = url.QueryUnescape(secret)
	} else {
		id, secret = r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	}
	c, known := s.findClient(id)
	if !known || !same(secret, c.Secret) {
		w.Header().Set("WWW-Authenticate", "Basic")
		refuse(w, http.StatusUnauthorized, "invalid_client")
		return
	}
	l := s.redeem(r.PostForm, c)
	if l == nil {
		refuse(w, http.StatusBadRequest, "invalid_grant")
		return
	}
	switch l.fault {
	case Unavailable:
		w.Header().Set("Retry-After", "1")
		refuse(w, http.StatusServiceUnavailable, "temporarily_unavailable")
		return
	case Garbage:
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<!doctype html><title>Wartung</title>")
		return
	case Endless:
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"access_token":"`)
		filler := strings.Repeat("A", 1<<16)
		for range 64 {
			if _, err := io.WriteString(w, filler); err != nil {
				return
			}
		}
		_, _ = io.WriteString(w, `"}`)
		return
	default:
	}
	access := rand.Text()
	idToken, err := s.idToken(l, c, access)
	if err != nil {
		refuse(w, http.StatusInternalServerError, "server_error")
		return
	}
	answer := map[string]any{"access_token": access, "token_type": "Bearer", "expires_in": 60, "id_token": idToken}
	if l.fault == NoIDToken {
		delete(answer, "id_token")
	}
	writeJSON(w, http.StatusOK, answer)
}

// redeem takes a code once, from its client, its way back and its verifier.
func (s *Service) redeem(form url.Values, c Client) *login {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.codes[form.Get("code")]
	if l == nil {
		return nil
	}
	delete(s.codes, l.code)
	sum := sha256.Sum256([]byte(form.Get("code_verifier")))
	proved := same(base64.RawURLEncoding.EncodeToString(sum[:]), l.challenge) || l.fault == SkipsPKCE
	if l.client != c.ID || l.redirect != form.Get("redirect_uri") || !proved || s.config.Clock().Sub(l.at) > lifetime {
		return nil
	}
	return l
}

// idToken writes the token of a login, with what its fault makes of it.
func (s *Service) idToken(l *login, c Client, access string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l.fault == Replayed && s.raw != "" {
		return s.raw, nil
	}
	if l.fault == RotatedKey {
		s.mu.Unlock()
		err := s.RotateKey()
		s.mu.Lock()
		if err != nil {
			return "", err
		}
	}
	now := s.config.Clock()
	half := sha256.Sum256([]byte(access))
	claims := map[string]any{}
	maps.Copy(claims, l.claims)
	maps.Copy(claims, map[string]any{
		"iss": s.issuer, "sub": l.subject, "aud": c.ID, "azp": c.ID, "nonce": l.nonce, "iat": now.Unix(), "exp": now.Add(lifetime).Unix(),
		"auth_time": l.at.Unix(), "acr": l.acr, "sid": l.session, "at_hash": base64.RawURLEncoding.EncodeToString(half[:16]),
	})
	if spoil := spoiled[l.fault]; spoil != nil {
		spoil(claims, now)
	}
	if l.fault == ForeignNonce && s.last != nil {
		claims["nonce"] = s.last.nonce
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	raw, err := s.sign(payload, l.fault, c)
	if l.fault == None {
		s.raw = raw
	}
	return raw, err
}

// spoiled is what faults do to the claims.
var spoiled = map[Fault]func(claims map[string]any, now time.Time){
	TokenOfOther: func(c map[string]any, _ time.Time) { c["iss"] = "https://other.example" },
	ForeignAud:   func(c map[string]any, _ time.Time) { c["aud"] = "other-client" },
	SeveralAud:   func(c map[string]any, _ time.Time) { c["aud"] = []any{"other-client", c["aud"]}; delete(c, "azp") },
	ForeignAzp:   func(c map[string]any, _ time.Time) { c["azp"] = "other-client" },
	NoNonce:      func(c map[string]any, _ time.Time) { delete(c, "nonce") },
	OtherNonce:   func(c map[string]any, _ time.Time) { c["nonce"] = rand.Text() },
	ForeignHash: func(c map[string]any, _ time.Time) {
		c["at_hash"] = base64.RawURLEncoding.EncodeToString(make([]byte, 16))
	},
	Expired:        func(c map[string]any, now time.Time) { c["exp"] = now.Add(-time.Hour).Unix() },
	NoExpiry:       func(c map[string]any, _ time.Time) { delete(c, "exp") },
	NotYet:         func(c map[string]any, now time.Time) { c["nbf"] = now.Add(time.Hour).Unix() },
	FastClock:      func(c map[string]any, now time.Time) { shift(c, now, time.Hour) },
	SlowClock:      func(c map[string]any, now time.Time) { shift(c, now, -time.Hour) },
	LowerLevel:     func(c map[string]any, _ time.Time) { c["acr"] = "STORK-QAA-Level-1" },
	NoLevel:        func(c map[string]any, _ time.Time) { delete(c, "acr") },
	StrangeLevel:   func(c map[string]any, _ time.Time) { c["acr"] = "urn:example:very-high" },
	StaleLogin:     func(c map[string]any, now time.Time) { c["auth_time"] = now.Add(-time.Hour).Unix() },
	NoLoginTime:    func(c map[string]any, _ time.Time) { delete(c, "auth_time") },
	NoSubject:      func(c map[string]any, _ time.Time) { delete(c, "sub") },
	LongSubject:    func(c map[string]any, _ time.Time) { c["sub"] = strings.Repeat("s", 256) },
	NumberSubject:  func(c map[string]any, _ time.Time) { c["sub"] = 42 },
	HugeAttributes: func(c map[string]any, _ time.Time) { each(c, func(string) any { return strings.Repeat("x", 40_000) }) },
	ListAttributes: func(c map[string]any, _ time.Time) {
		each(c, func(v string) any { return []any{v, map[string]any{"x": v}} })
	},
	RaisedAttribute: func(c map[string]any, _ time.Time) {
		for name := range c {
			if strings.HasSuffix(name, "_level") {
				c[name] = "HOCH"
			}
		}
	},
}

func shift(c map[string]any, now time.Time, by time.Duration) {
	c["iat"], c["exp"], c["auth_time"] = now.Add(by).Unix(), now.Add(by+lifetime).Unix(), now.Add(by).Unix()
}

// each changes the attributes and leaves what the protocol needs.
func each(c map[string]any, change func(string) any) {
	for name, v := range c {
		switch name {
		case "iss", "sub", "aud", "azp", "nonce", "iat", "exp", "auth_time", "acr", "sid", "at_hash":
		default:
			if text, ok := v.(string); ok {
				c[name] = change(text)
			}
		}
	}
}

// sign signs a payload, or pretends to.
func (s *Service) sign(payload []byte, fault Fault, c Client) (string, error) {
	compact := func(header string, signature []byte) string {
		encode := base64.RawURLEncoding.EncodeToString
		return encode([]byte(header)) + "." + encode(payload) + "." + encode(signature)
	}
	key, algorithm := s.key, jose.ES256
	switch fault {
	case Unsigned:
		return compact(`{"alg":"ES256","kid":"`+s.key.KeyID+`"}`, nil), nil
	case AlgNone:
		return compact(`{"alg":"none"}`, nil), nil
	case HMACByPublicKey:
		public, err := x509.MarshalPKIXPublicKey(s.key.Public().Key)
		if err != nil {
			return "", err
		}
		key, algorithm = jose.JSONWebKey{Key: public, KeyID: s.key.KeyID}, jose.HS256
	case HMACBySecret:
		sum := sha256.Sum256([]byte(c.Secret))
		key, algorithm = jose.JSONWebKey{Key: sum[:], KeyID: s.key.KeyID}, jose.HS256
	case ForeignKey, UnknownKey:
		own, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			return "", err
		}
		key = jose.JSONWebKey{Key: own, KeyID: s.key.KeyID}
		if fault == UnknownKey {
			key.KeyID = rand.Text()
		}
	default:
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, nil)
	if err != nil {
		return "", err
	}
	signed, err := signer.Sign(payload)
	if err != nil {
		return "", err
	}
	raw, err := signed.CompactSerialize()
	if err == nil && fault == TamperedClaims {
		parts := strings.Split(raw, ".")
		payload = []byte(strings.Replace(string(payload), `"sub":"`, `"sub":"x`, 1))
		raw = parts[0] + "." + base64.RawURLEncoding.EncodeToString(payload) + "." + parts[2]
	}
	return raw, err
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
