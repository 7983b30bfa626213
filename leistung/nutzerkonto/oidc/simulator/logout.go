// SPDX-License-Identifier: Apache-2.0

package simulator

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// event is what makes a token one of logout.
const event = "http://schemas.openid.net/event/backchannel-logout"

// logout is the logout that a client starts. It ends the session that the hint
// names, and tells the client.
func (s *Service) logout(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	c, known := s.findClient(q.Get("client_id"))
	back := q.Get("post_logout_redirect_uri")
	if s.config.NoLogout || !known || !slices.Contains(c.Return, back) {
		http.Error(w, "Unbekannter Dienst oder Rückweg. Unknown client or way back.", http.StatusBadRequest)
		return
	}
	if subject, session, ok := s.hint(q.Get("id_token_hint")); ok {
		s.mu.Lock()
		if len(s.ended) < maxLogins {
			s.ended[session] = true
		}
		s.mu.Unlock()
		if c.Logout != "" {
			token, err := s.LogoutToken(c.ID, subject, session, nil)
			if err == nil {
				_ = s.Send(c.ID, token)
			}
		}
	}
	http.Redirect(w, r, back, http.StatusSeeOther) //nolint:gosec // one of the addresses that the client registered
}

// hint reads one of its own tokens, also one that has expired.
func (s *Service) hint(raw string) (subject, session string, ok bool) {
	signed, err := jose.ParseSignedCompact(raw, []jose.SignatureAlgorithm{jose.ES256})
	if err != nil {
		return "", "", false
	}
	s.mu.Lock()
	public := s.key.Public()
	s.mu.Unlock()
	payload, err := signed.Verify(public)
	var c struct {
		Subject string `json:"sub"`
		Session string `json:"sid"`
	}
	if err != nil || json.Unmarshal(payload, &c) != nil {
		return "", "", false
	}
	return c.Subject, c.Session, true
}

// Ended reports whether a session has ended here.
func (s *Service) Ended(session string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ended[session]
}

// LogoutToken writes a token that tells the client that a session, or where that is
// "" every login of the subject, is over. change may spoil its claims.
func (s *Service) LogoutToken(client, subject, session string, change func(claims map[string]any)) (string, error) {
	now := s.config.Clock()
	claims := map[string]any{
		"iss": s.issuer, "aud": client, "iat": now.Unix(), "exp": now.Add(2 * time.Minute).Unix(), "jti": rand.Text(),
		"sub": subject, "events": map[string]any{event: map[string]any{}},
	}
	if session != "" {
		claims["sid"] = session
	}
	if change != nil {
		change(claims)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	c, _ := s.findClient(client)
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sign(payload, None, c)
}

// Sign signs any claims as this provider does, with the fault.
func (s *Service) Sign(claims map[string]any, fault Fault) (string, error) {
	payload, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.sign(payload, fault, Client{Secret: "none"})
}

// Send brings a logout token to the client.
func (s *Service) Send(client, token string) error {
	c, known := s.findClient(client)
	if !known || c.Logout == "" {
		return errors.New("simulator: the client takes no logout tokens")
	}
	response, err := s.client.Post(c.Logout, "application/x-www-form-urlencoded", strings.NewReader(url.Values{"logout_token": {token}}.Encode())) //nolint:noctx // the client has a timeout
	if err != nil {
		return errors.New("simulator: the client does not answer")
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return errors.New("simulator: the client refuses the logout token")
	}
	return nil
}
