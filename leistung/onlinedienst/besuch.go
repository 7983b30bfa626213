// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"crypto/hmac"
	"net/http"
	"net/url"

	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
)

// Besuch is who looks at a page beside those of the kit: the same session, the same
// language, forms with the same secret.
type Besuch struct {
	Konto   nutzerkonto.Konto // zero where nobody is logged in
	Sprache string
	Token   string // to be sent as "token" with each form; "" where nobody is logged in
	// Abgelaufen says that a session was there and has ended a while ago; Konto then
	// names its owner, and grants nothing.
	Abgelaufen bool
}

// Angemeldet reports whether somebody is logged in.
func (b Besuch) Angemeldet() bool { return b.Konto.Kennung != "" && !b.Abgelaufen }

// Login is the address that leads to the login and back.
func (b Besuch) Login(back string) string { return "/login?" + url.Values{"ziel": {back}}.Encode() }

// Besuch reads who asks for a page, and moves the session on.
func (s *Server) Besuch(w http.ResponseWriter, r *http.Request) (Besuch, error) {
	b := Besuch{Sprache: s.language(w, r)}
	var sitz sitzung
	if !s.getCookie(r, "sitzung", &sitz) {
		return b, nil
	}
	valid, late := sitz.state(s.now())
	if !valid && !late {
		return b, nil
	}
	if open, err := s.still(r, &sitz); !open || err != nil {
		return b, err
	}
	b.Konto, b.Token, b.Abgelaufen = sitz.account(), s.siegel.sign("token", sitz.ID), late
	if late {
		return b, nil
	}
	sitz.Zuletzt = s.now()
	return b, s.setCookie(w, "sitzung", sitz)
}

// CheckToken reports whether a form was made by a page of this session.
func (b Besuch) CheckToken(token string) bool {
	return b.Token != "" && hmac.Equal([]byte(b.Token), []byte(token))
}
