// SPDX-License-Identifier: Apache-2.0

package web

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/sitzung"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// How much a request may bring.
const (
	rumpfFormular = 64 << 10
	// rumpfVerworfen is what is read and thrown away of a request that is too
	// large, so that the page that says so arrives.
	rumpfVerworfen = 64 << 20
)

const feldToken = "formular"

// anfrage is one request on its way to an answer.
type anfrage struct {
	*Server
	w       http.ResponseWriter
	r       *http.Request
	route   route
	sprache Sprache
	// besuch is who looks, by the one login of the services; sitzung is that of a clerk,
	// and zero as long as none is logged in.
	besuch  onlinedienst.Besuch
	sitzung sitzung.Sitzung
	// geheim is the secret that the tokens of the forms are derived from: the
	// session's, or that of the visit before a login.
	geheim string
}

type handler func(*anfrage) error

// zugang says who may open a page.
type zugang int

const (
	fuerAlle zugang = iota
	fuerBuerger
	fuerAmt
)

func (z zugang) rolle() sitzung.Rolle {
	if z == fuerAmt {
		return sitzung.Amt
	}
	return sitzung.Buerger
}

type route struct {
	pfad      string
	wer       zugang
	get, post handler
	// rumpf is the limit for the body of a POST; zero means rumpfFormular.
	rumpf int64
	// amtlich puts an open page into the part of the authority, for its login.
	amtlich bool
}

func (rt route) seite() zugang {
	if rt.amtlich {
		return fuerAmt
	}
	return rt.wer
}

func (rt route) allow() string {
	methods := []string{http.MethodGet, http.MethodHead}
	if rt.get == nil {
		methods = nil
	}
	if rt.post != nil {
		methods = append(methods, http.MethodPost)
	}
	return strings.Join(methods, ", ")
}

// serve answers one request of a route; every fault becomes a page.
func (a *anfrage) serve() error {
	var handle handler
	switch a.r.Method {
	case http.MethodGet, http.MethodHead:
		handle = a.route.get
	case http.MethodPost:
		handle = a.route.post
	}
	if handle == nil {
		a.w.Header().Set("Allow", a.route.allow())
		return &seitenfehler{status: http.StatusMethodNotAllowed}
	}
	abgelaufen, err := a.identify()
	if err != nil {
		return err
	}
	if a.r.Method == http.MethodPost {
		if err := a.readForm(); err != nil {
			return err
		}
		// Of a session that is unknown by now, no token can be checked, and
		// nothing is done for it but to say so.
		pruefbar := !abgelaufen || a.geheim != ""
		if pruefbar && !sitzung.PruefeToken(a.geheim, a.r.PostForm.Get(feldToken)) {
			return &seitenfehler{status: http.StatusForbidden}
		}
	}
	if a.route.wer == fuerAlle {
		return handle(a)
	}
	if abgelaufen {
		return a.expired()
	}
	if a.wer() == "" {
		redirect(a.w, a.r, a.anmeldung())
		return nil
	}
	return handle(a)
}

// wer is the pseudonym of who is logged in, or whose session has ended.
func (a *anfrage) wer() string {
	if a.route.seite() == fuerAmt {
		return a.sitzung.Konto
	}
	return a.besuch.Konto.Kennung
}

// identify finds out who asks. abgelaufen says that a session was there and is over;
// its owner is then known, and it grants nothing.
func (a *anfrage) identify() (abgelaufen bool, err error) {
	if a.besuch, err = a.portal.Besuch(a.w, a.r); err != nil {
		return false, err
	}
	a.sprache = Sprache(a.besuch.Sprache)
	if a.route.seite() == fuerAmt {
		return a.identifyAmt()
	}
	if a.geheim = a.besuch.Token; a.geheim != "" {
		if a.besuch.Abgelaufen && a.route.wer == fuerAlle {
			a.besuch.Konto = nutzerkonto.Konto{}
		}
		return a.besuch.Abgelaufen, nil
	}
	a.visit()
	return false, nil
}

// identifyAmt reads the cookie of a clerk.
func (a *anfrage) identifyAmt() (abgelaufen bool, err error) {
	c, err := a.r.Cookie(cookieAmt)
	if err == nil {
		a.sitzung, err = a.sitzungen.Lookup(a.r.Context(), sitzung.Amt, c.Value)
		switch {
		case err == nil:
			a.geheim = c.Value
			return false, nil
		case errors.Is(err, sitzung.ErrAbgelaufen):
			a.geheim = c.Value
			if a.route.wer == fuerAlle {
				a.sitzung = sitzung.Sitzung{}
			}
			return true, nil
		case !errors.Is(err, sitzung.ErrUnbekannt):
			return false, err
		}
		// A cookie of a session that has been deleted.
		if a.route.wer != fuerAlle {
			return true, nil
		}
	}
	a.visit()
	return false, nil
}

// visit finds the secret of the forms before a login.
func (a *anfrage) visit() {
	if c, err := a.r.Cookie(cookieBesuch); err == nil {
		a.geheim = c.Value
	}
}

// cookieAmt carries the session of a clerk.
const cookieAmt = "amtssitzung"

// cookieBesuch carries the secret for forms before a login.
const cookieBesuch = "besuch"

// token is the value of the hidden field of every form on the page.
func (a *anfrage) token() string {
	if a.geheim == "" {
		a.visit() // a page for a fault is drawn before it is known who asks
	}
	if a.geheim == "" {
		a.geheim = sitzung.NewGeheimnis()
		http.SetCookie(a.w, a.newCookie(cookieBesuch, a.geheim, "/"))
	}
	return sitzung.FormularToken(a.geheim)
}

// expired keeps what was typed for its owner and explains.
func (a *anfrage) expired() error {
	if a.r.Method == http.MethodPost && a.wer() != "" && a.there() {
		if err := a.remember(); err != nil {
			return err
		}
	}
	a.w.Header().Set("WWW-Authenticate", `Sitzung realm="Wohnsitzummeldung"`)
	return &seitenfehler{status: http.StatusUnauthorized}
}

// there reports whether the case of the address is one of theirs: for no other is
// anything kept.
func (a *anfrage) there() bool {
	if a.r.PathValue("id") == "" {
		return true
	}
	var err error
	if a.route.wer == fuerAmt {
		_, _, err = a.fall()
	} else {
		_, err = a.vorgang()
	}
	return err == nil
}

// anmeldung is the login page that leads back here.
func (a *anfrage) anmeldung() string {
	if a.route.seite() == fuerAmt {
		return "/amt/anmelden?weiter=" + url.QueryEscape(a.r.URL.Path)
	}
	return a.besuch.Login(a.r.URL.Path)
}

// pfadHoechstens is longer than the path of any form, and short enough for a key
// in every database.
const pfadHoechstens = 200

// remember keeps what was typed. The path has not been looked at yet: one that
// no form has is not worth remembering.
func (a *anfrage) remember() error {
	pfad := a.r.URL.Path
	if len(pfad) > pfadHoechstens || !utf8.ValidString(pfad) || strings.ContainsFunc(pfad, steuerzeichen) {
		return nil
	}
	werte := url.Values{}
	for name, v := range a.r.PostForm {
		if name != feldToken && name != feldVersion {
			werte[name] = v
		}
	}
	return a.sitzungen.Remember(a.r.Context(), a.route.seite().rolle(), a.wer(), pfad, werte)
}

// recall returns what was typed at a path and could not be saved, or nothing.
func (a *anfrage) recall(pfad string) (url.Values, error) {
	return a.sitzungen.Recall(a.r.Context(), a.route.seite().rolle(), a.wer(), pfad)
}

// forget drops what recall would return: it is saved now.
func (a *anfrage) forget(pfad string) error {
	return a.sitzungen.Forget(a.r.Context(), a.route.seite().rolle(), a.wer(), pfad)
}

// readForm reads the body within its limit. What is not UTF-8, or holds
// control characters that no keyboard types, is refused as a whole.
func (a *anfrage) readForm() error {
	limit := a.route.rumpf
	if limit == 0 {
		limit = rumpfFormular
	}
	body := a.r.Body
	a.r.Body = http.MaxBytesReader(a.w, body, limit)
	mediaType, params, err := mime.ParseMediaType(a.r.Header.Get("Content-Type"))
	if charset := params["charset"]; err != nil || (charset != "" && !strings.EqualFold(charset, "utf-8")) {
		return &seitenfehler{status: http.StatusUnsupportedMediaType}
	}
	switch mediaType {
	case "application/x-www-form-urlencoded":
		err = a.r.ParseForm()
	case "multipart/form-data":
		err = a.r.ParseMultipartForm(limit)
		if err == nil {
			a.r.PostForm = url.Values(a.r.MultipartForm.Value)
		}
	default:
		return &seitenfehler{status: http.StatusUnsupportedMediaType}
	}
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		// A browser reads the answer only after it has sent everything.
		_, _ = io.CopyN(io.Discard, body, rumpfVerworfen)
		return &seitenfehler{status: http.StatusRequestEntityTooLarge, limit: tooLarge.Limit}
	}
	if err != nil {
		return &seitenfehler{status: http.StatusBadRequest}
	}
	for name, werte := range a.r.PostForm {
		for _, s := range append([]string{name}, werte...) {
			if !utf8.ValidString(s) || strings.ContainsFunc(s, steuerzeichen) {
				return &seitenfehler{status: http.StatusBadRequest}
			}
		}
	}
	return nil
}

func steuerzeichen(r rune) bool {
	return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f || r == utf8.RuneError
}
