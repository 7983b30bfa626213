// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// maxTries is how often a change is tried that somebody else was faster with.
const maxTries = 5

// anfrage is one request.
type anfrage struct {
	akteur

	w       http.ResponseWriter
	r       *http.Request
	gueltig bool // the session is
	spaet   bool // it ended a while ago
	einfach bool // the page is there in Einfache Sprache, too

	dateien []sendung    // the files of the form
	bringt  func() error // refuses files at the desk
	danach  []func()     // what is given back when the request is answered
}

// close gives back what the request took.
func (a *anfrage) close() {
	for _, back := range a.danach {
		back()
	}
}

type handler func(*anfrage) error

// statusError is a page with a status instead of the one asked for.
type statusError int

func (e statusError) Error() string { return http.StatusText(int(e)) }

const (
	errNotFound statusError = http.StatusNotFound
	errForbid   statusError = http.StatusForbidden
	errLogin    statusError = http.StatusUnauthorized
	errTooMany  statusError = http.StatusTooManyRequests
	errTooLarge statusError = http.StatusRequestEntityTooLarge
)

func (s *Server) handle(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := &anfrage{akteur: akteur{Server: s, sprache: s.language(w, r)}, w: w, r: r}
		if s.getCookie(r, "sitzung", &a.sitz) {
			a.gueltig, a.spaet = a.sitz.state(s.now())
		}
		err := a.within() //nolint:contextcheck // the request carries it
		if err == nil {
			err = a.goesOn()
		}
		if err == nil {
			err = a.run(h) //nolint:contextcheck // the request carries it
		}
		if err != nil {
			a.fail(err) //nolint:contextcheck // the request carries it
		}
	})
}

// within holds a session and its account to their bounds.
func (a *anfrage) within() error {
	if !a.gueltig && !a.spaet {
		return nil
	}
	of := ""
	switch now := a.now(); {
	case !a.pforte.sitzungen.allow(a.sitz.ID, now):
		of = "session"
	case !a.pforte.konten.allow(a.sitz.Konto, now):
		of = "account"
	default:
		return nil
	}
	a.notice(a.r.Context(), eventLimit, "of", of)
	return errTooMany
}

// goesOn ends a session that was ended. What it sends then is kept for nobody: whoever
// ended it did not want it to go on.
func (a *anfrage) goesOn() error {
	if !a.gueltig && !a.spaet {
		return nil
	}
	open, err := a.still(a.r, &a.sitz)
	a.gueltig, a.spaet = a.gueltig && open, a.spaet && open
	return err
}

// run checks who it is before the form is read, and moves the idle time on.
func (a *anfrage) run(h handler) error {
	if a.fremd.Check(a.r) != nil {
		a.notice(a.r.Context(), eventCross, "page", a.r.Pattern)
		return errForbid // another site sends it, whatever secret it has
	}
	defer a.close()
	if a.r.Method == http.MethodPost {
		if err := a.form(); err != nil {
			return err
		}
	}
	if a.gueltig {
		a.sitz.Zuletzt = a.now()
		if err := a.setCookie(a.w, "sitzung", a.sitz); err != nil {
			return err
		}
	}
	return h(a)
}

// control reports whether no keyboard types a character.
func control(r rune) bool {
	return (r < ' ' && r != '\n' && r != '\r' && r != '\t') || r == 0x7f || r == utf8.RuneError
}

// token is the secret of the forms of a session.
func (a *anfrage) token() string { return a.siegel.sign("token", a.sitz.ID) }

// language is what the person chose, or else what the browser prefers: German where that
// is Einfache Sprache, which few pages have, see [anfrage.simply].
func (s *Server) language(w http.ResponseWriter, r *http.Request) string {
	if l := r.URL.Query().Get("lang"); knownLanguage(l) {
		s.cookie(w, "sprache", l, 365*24*3600)
		return base(l)
	}
	if c, err := r.Cookie(s.cookieName("sprache")); err == nil && knownLanguage(c.Value) {
		return base(c.Value)
	}
	for part := range strings.SplitSeq(r.Header.Get("Accept-Language"), ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(part), ";")
		if tag, _, _ = strings.Cut(tag, "-"); knownLanguage(tag) {
			return tag
		}
	}
	return recht.Deutsch
}

func (a *akteur) say(key string, args ...any) string { return say(a.sprache, key, args...) }

// dienstOf is the service of the address.
func (a *anfrage) dienstOf() (dienst, error) {
	d, ok := a.dienste[a.r.PathValue("dienst")]
	if !ok {
		return nil, errNotFound
	}
	return d, nil
}

// member is the person, logged in at the level that the service asks for.
func (a *anfrage) member() (dienst, error) {
	d, err := a.dienstOf()
	if err != nil {
		return nil, err
	}
	if !a.gueltig || !a.enough(d) {
		if a.gueltig {
			a.notice(a.r.Context(), eventAccess, "page", a.r.Pattern)
		}
		return nil, errLogin
	}
	return d, nil
}

// enough reports whether the login is of the level that the service asks for; one that
// identifies nobody asks for none.
func (a *akteur) enough(d dienst) bool {
	return !d.kopf().Niveau.IsValid() || a.sitz.Niveau.Reicht(d.kopf().Niveau)
}

// draft loads the draft of the address; a case that was handed in leads to its
// status.
func (a *anfrage) draft() (*fall, error) {
	f, err := a.load()
	if err != nil {
		return nil, err
	}
	if f.v.status != antrag.StatusEntwurf {
		return nil, redirect(f.url(""))
	}
	if f.bei.Zahlung != nil {
		return nil, redirect(f.url("zahlung"))
	}
	return f, a.read(f)
}

func (a *anfrage) load() (*fall, error) {
	d, err := a.member()
	if err != nil {
		return nil, err
	}
	id, err := uuid.Parse(a.r.PathValue("id"))
	if err != nil {
		return nil, errNotFound
	}
	f, err := a.open(a.r.Context(), d, id)
	if errors.Is(err, antrag.ErrNotFound) {
		a.notice(a.r.Context(), eventAccess, "page", a.r.Pattern)
		return nil, errNotFound
	}
	return f, err
}

// url is the address of a page of the case.
func (f *fall) url(page string) string {
	u := f.basis + "/" + f.dienst.kopf().Name + "/" + f.v.id.String()
	if page != "" {
		u += "/" + page
	}
	return u
}

// change is save for a page: once the case was handed in it leads to its status.
func (a *anfrage) change(f *fall, change func(*formular.Entwurf) error, along ...func(context.Context) error) error {
	err := a.save(a.r.Context(), f, change, along...)
	if errors.Is(err, ErrKeinEntwurf) {
		return redirect(f.url(""))
	}
	return err
}

// redirect is the answer that leads elsewhere.
type redirect string

func (r redirect) Error() string { return "redirect" }

// fail answers with the page of an error. Only faults are logged, and nothing of a
// person.
func (a *anfrage) fail(err error) {
	if to, ok := errors.AsType[redirect](err); ok {
		http.Redirect(a.w, a.r, string(to), http.StatusSeeOther)
		return
	}
	status, ok := errors.AsType[statusError](err)
	if !ok {
		a.log.ErrorContext(a.r.Context(), "onlinedienst", "page", a.r.Pattern, "error", err)
		status = http.StatusInternalServerError
		if bausteine.Temporary(err) || errors.Is(err, onceonly.ErrBusy) || errors.Is(err, onceonly.ErrUncertain) {
			status = http.StatusServiceUnavailable
			a.w.Header().Set("Retry-After", "10")
		}
	}
	if status == errLogin {
		a.askLogin()
		return
	}
	if status == errTooMany || status == http.StatusServiceUnavailable && ok {
		a.w.Header().Set("Retry-After", "5")
	}
	key := map[statusError]string{404: "404", 403: "403", 405: "405", 413: "413", 415: "415", 400: "415", 429: "429", 503: "503"}[status]
	if key == "" {
		key = "500"
	}
	_ = a.render(int(status), "fehler", rahmen{Titel: a.say(key + ".title")}, fehlerseite{Text: a.say(key)})
}

// fehlerseite is what the page of an error says.
type fehlerseite struct {
	Text, Login, Anmelden string
	Zurueck               string // where the person was, who is still logged in
}

// askLogin is the page for somebody who is not logged in, or not at the level.
func (a *anfrage) askLogin() {
	if a.r.Pattern == certifyPattern { // whoever has a link has no login
		http.Redirect(a.w, a.r, a.r.URL.Path+"?wieder=1", http.StatusSeeOther)
		return
	}
	page := fehlerseite{Text: a.say("login"), Anmelden: a.say("signin")}
	title := a.say("login.title")
	target := a.r.URL.Path
	if a.spaet {
		title, page.Text = a.say("expired.title"), a.say("expired")
	}
	level := recht.NiveauUntergeordnet
	if d, err := a.dienstOf(); err == nil && d.kopf().Niveau.IsValid() {
		level = d.kopf().Niveau
	}
	if a.gueltig {
		page.Text = a.say("login.level", a.level(level))
	}
	page.Login = "/login?" + url.Values{"ziel": {target}}.Encode()
	_ = a.render(http.StatusUnauthorized, "fehler", rahmen{Titel: title}, page)
}

func (a *akteur) level(n recht.Niveau) string {
	if a.sprache == recht.Englisch {
		return n.English()
	}
	if a.sprache == recht.EinfacheSprache {
		return einfacheStufe(n)
	}
	return n.String()
}

// zumLogin sends the browser to the account service.
func (a *anfrage) zumLogin() error {
	l := login{Zustand: rand.Text(), Ziel: local(a.r.URL.Query().Get("ziel")), Niveau: recht.NiveauUntergeordnet, Zeit: a.now()}
	name, _, _ := strings.Cut(strings.TrimPrefix(l.Ziel, "/"), "/")
	if d, ok := a.dienste[name]; ok && d.kopf().Niveau.IsValid() {
		l.Niveau = d.kopf().Niveau
	}
	if more, err := recht.ParseNiveau(a.r.URL.Query().Get("niveau")); err == nil {
		l.Niveau = max(l.Niveau, more)
	}
	if a.gueltig && !a.sitz.guest() {
		l.Person = a.sitz.Konto // more is asked of the same person
	}
	to, err := a.konto.Begin(a.r.Context(), a.request(l))
	if errors.Is(err, nutzerkonto.ErrNiveau) {
		return a.keinLogin(l, "login.none")
	}
	if err != nil {
		return err
	}
	if err := a.setCookie(a.w, "login", l); err != nil {
		return err
	}
	return redirect(to)
}

// stepUp leads to a login of a level, and back to a page.
func (a *akteur) stepUp(target string, n recht.Niveau) verweis {
	return verweis{Titel: a.say("stepup", a.level(n)), URL: "/login?ziel=" + url.QueryEscape(target) + "&niveau=" + url.QueryEscape(n.String())}
}

func (a *anfrage) request(l login) nutzerkonto.Anfrage {
	return nutzerkonto.Anfrage{Zustand: l.Zustand, Niveau: l.Niveau, Person: l.Person, Zurueck: a.config.URL + "/login/zurueck"}
}

// vomLogin begins the session of who came back.
func (a *anfrage) vomLogin() error {
	var l login
	key := "login.again"
	if a.getCookie(a.r, "login", &l) && l.fresh(a.now()) {
		k, err := a.konto.Complete(a.r.Context(), a.request(l), a.r.URL.Query())
		switch {
		case err == nil:
			a.dropCookie(a.w, "login")
			a.notice(a.r.Context(), eventLogin, "means", k.Mittel, "level", k.Niveau.String())
			next, before := newSitzung(k, a.now()), ""
			if a.gueltig && a.sitz.Konto == k.Kennung {
				before = a.sitz.ID
			}
			if err := a.sitzungen.begin(a.r.Context(), &next, before); err != nil {
				return err
			}
			if err := a.setCookie(a.w, "sitzung", next); err != nil {
				return err
			}
			return redirect(l.Ziel)
		case errors.Is(err, nutzerkonto.ErrAbgebrochen):
			key = "login.given"
			a.notice(a.r.Context(), eventRefused, "why", "given up")
		case errors.Is(err, nutzerkonto.ErrPerson):
			key = "login.other"
			a.notice(a.r.Context(), eventRefused, "why", "another person")
		case errors.Is(err, nutzerkonto.ErrNiveau):
			a.notice(a.r.Context(), eventRefused, "why", "level")
		case !errors.Is(err, nutzerkonto.ErrAntwort):
			return err
		}
	}
	if key == "login.again" {
		a.notice(a.r.Context(), eventRefused, "why", "no answer to a login of this browser")
	}
	return a.keinLogin(l, key)
}

// keinLogin says why nobody is logged in, and leads on.
func (a *anfrage) keinLogin(l login, key string) error {
	text := a.say(key)
	if (key == "login.again" || key == "login.none") && l.Niveau.IsValid() {
		text += " " + a.say("login.level", a.level(l.Niveau))
	}
	page := fehlerseite{Text: text}
	if key != "login.none" { // once more would end here again
		page.Anmelden, page.Login = a.say("signin"), a.stepUp(l.Ziel, l.Niveau).URL
	}
	title := a.say("login.title")
	if key == "login.other" {
		title, page.Zurueck = a.say("login.other.title"), l.Ziel
	}
	return a.render(http.StatusUnauthorized, "fehler", rahmen{Titel: title}, page)
}

// logout ends the session here first. To the account the person follows a link: the
// form of a page leads to no other site.
func (a *anfrage) logout() error {
	konto, was := a.sitz.account(), a.gueltig
	a.dropCookie(a.w, "sitzung")
	a.w.Header().Set("Clear-Site-Data", `"cache", "cookies", "storage"`)
	if was {
		a.notice(a.r.Context(), eventLogout)
		if err := a.sitzungen.end(a.r.Context(), &a.sitz); err != nil {
			return err // it is not ended, and nobody is told so
		}
	}
	if a.abmelder == nil || !was {
		return redirect("/")
	}
	a.sitz, a.gueltig = sitzung{}, false
	page := fehlerseite{Text: a.say("signedout"), Anmelden: a.say("signedout.account")}
	to, err := a.abmelder.Logout(a.r.Context(), konto, a.config.URL+"/")
	if page.Login = to; err != nil || to == "" {
		page.Login, page.Text = "", a.say("signedout.maybe")
	}
	return a.render(http.StatusOK, "fehler", rahmen{Titel: a.say("signedout.title")}, page)
}

// local is the path of an address of our own, "/" of every other.
func local(target string) string {
	u, err := url.Parse(target)
	if err != nil || u.Host != "" || u.Scheme != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.Contains(u.Path, "\\") {
		return "/"
	}
	return u.EscapedPath()
}
