// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/frist"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
)

// AmtConfig is what a desk needs besides the services.
type AmtConfig struct {
	// URL is where officials reach the desk, which may be another host than that of
	// the pages for people; "" is the same.
	URL string
	// Konto logs officials in, as nutzerkonto/oidc does. Who comes back is an official
	// if Personen knows the account.
	Konto    nutzerkonto.Anbieter
	Personen Amtspersonen
	// Niveau is the least of a login; zero is recht.NiveauSubstantiell.
	Niveau recht.Niveau
	// Behoerden are the authorities at the desk, by their keys: those that the directory
	// calls them by (zustaendigkeit.Stelle.ID) and that Amtsperson.Behoerde names.
	Behoerden map[string]Amtskopf
	// Bescheide says how notices reach people; nil writes none.
	Bescheide *Bescheide
	// Kalender gives the public holidays of a place, by which the last day to object to a
	// notice is counted; nil is [frist.InGemeinde]. In much of Bayern only one with the
	// official list ([frist.ReadMariaeHimmelfahrt]) knows about 15 August.
	Kalender func(kommune.AGS) frist.Kalender
}

// Amt is the desk for the cases of all services of a [Server]: the officials of each
// authority see those that have arrived at it, and no others.
//
// It is served under "/amt/". A case that another official has is opened with a
// reason, and each reading is logged. Its forms carry a key: what is sent twice
// happens once, and a decision is taken on what was looked at or not at all.
type Amt struct {
	counter  *Server // that of the desk, with the pages for people
	server   *Server // with the address, the pages and the login of the desk
	citizens *Server // whose address links to pages for people have
	config   AmtConfig
	notizen  *notizen
	handler  http.Handler
}

// Amt makes the desk; once, before anything is served and before the store runs.
func (s *Server) Amt(config AmtConfig) (*Amt, error) {
	if config.Konto == nil || config.Personen == nil {
		return nil, errors.New("onlinedienst: a desk needs a login and its officials")
	}
	if officials, is := config.Personen.(Amtsliste); is && len(config.Behoerden) > 0 {
		for _, p := range officials {
			if _, here := config.Behoerden[p.Behoerde]; !here {
				return nil, fmt.Errorf("onlinedienst: the list of officials names the authority %q, which is none of the desk", p.Behoerde)
			}
		}
	}
	if config.Niveau == 0 {
		config.Niveau = recht.NiveauSubstantiell
	}
	if config.URL == "" {
		config.URL = s.config.URL
	}
	u, err := url.Parse(config.URL)
	if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || strings.TrimSuffix(u.Path, "/") != "" {
		return nil, errors.New("onlinedienst: the URL of the desk is none of a host alone")
	}
	desk := *s
	desk.config.URL, desk.https, desk.konto = u.Scheme+"://"+u.Host, u.Scheme == "https", config.Konto
	desk.abmelder, _ = config.Konto.(nutzerkonto.Abmelder)
	desk.sitzungen = s.sitzungen.apart("amt")
	s.pforte.hosts = append(s.pforte.hosts, hostname(u.Host))
	if desk.vorlagen, err = amtsvorlagen(); err != nil {
		return nil, err
	}
	// It is apart from the pages of citizens: a flood there leaves the officials working.
	desk.pforte = newPforte(u, desk.config)
	a := &Amt{server: &desk, citizens: s, config: config}
	if b := config.Bescheide; b != nil && (b.Bote == nil || b.Empfang == nil) {
		return nil, errors.New("onlinedienst: notices need somebody who tells of them")
	}
	if a.notizen, err = newNotizen(s.store, a.effects(), a.remind); err != nil {
		return nil, err
	}
	s.notizen, s.amt = a.notizen, a
	if config.Bescheide != nil {
		if err := a.tells(); err != nil {
			return nil, err
		}
	}
	if err := a.counterServer(); err != nil {
		return nil, err
	}
	a.routes()
	return a, nil
}

func (m *Amt) routes() {
	mux := http.NewServeMux()
	m.handler = m.server.Guard(mux)
	page := func(pattern string, h func(*amtsanfrage) error) { mux.Handle(pattern, m.handle(h)) }
	mux.HandleFunc("GET /amt/stil.css", m.server.stil)
	page("GET /amt/{$}", (*amtsanfrage).liste)
	page("GET /amt/login", (*amtsanfrage).zumLogin)
	page("GET /amt/login/zurueck", (*amtsanfrage).vomLogin)
	page("POST /amt/logout", (*amtsanfrage).logout)
	page("GET /amt/stoerungen", (*amtsanfrage).stoerungen)
	page("POST /amt/stoerungen", (*amtsanfrage).nochmal)
	page("GET /amt/faelle/{id}", (*amtsanfrage).zeigeFall)
	page("POST /amt/faelle/{id}", (*amtsanfrage).oeffne)
	page("GET /amt/faelle/{id}/export", (*amtsanfrage).exportiere)
	page("GET /amt/faelle/{id}/anlagen/{datei}", (*amtsanfrage).anlage)
	page("GET /amt/faelle/{id}/"+rechnungsWeg+"/{datei}", (*amtsanfrage).xrechnung)
	if m.server.config.Siegel != nil {
		page("GET /amt/faelle/{id}/urkunden/{nr}", (*amtsanfrage).urkunde)
	}
	page("GET /amt/faelle/{id}/blatt", (*amtsanfrage).blatt)
	page("GET /amt/faelle/{id}/bescheid.pdf", (*amtsanfrage).bescheid)
	page("GET /amt/faelle/{id}/{tat}", (*amtsanfrage).zeigeTat)
	page("POST /amt/faelle/{id}/{tat}", (*amtsanfrage).tue)
	m.counterRoutes(page)
	page("/", func(*amtsanfrage) error { return errNotFound })
}

// ServeHTTP shows a page of the desk.
func (m *Amt) ServeHTTP(w http.ResponseWriter, r *http.Request) { m.handler.ServeHTTP(w, r) }

// keeper is who keeps the cases of a service.
func (m *Amt) keeper(d dienst) akten { return m.server.keeper(d) }

func (s *Server) keeper(d dienst) akten {
	all := s.akten()
	if d.ordnung() != nil {
		return all[len(all)-1]
	}
	return all[0]
}

// dienstFor is the service of a case, nil where it is none of this desk.
func (m *Amt) dienstFor(l leistung.Schluessel) dienst { return m.server.dienstFor(l) }

// kopf is the authority of a key as people call it.
func (m *Amt) behoerde(key string) string {
	if k, ok := m.config.Behoerden[key]; ok && k.Behoerde.Name != "" {
		if k.Behoerde.Amt != "" {
			return k.Behoerde.Name + ", " + k.Behoerde.Amt
		}
		return k.Behoerde.Name
	}
	return key
}

// amtsanfrage is a request to the desk.
type amtsanfrage struct {
	*anfrage

	amt *Amt
	wer Amtsperson
}

// cookieAmt seals the session of an official, which is none of a person.
const cookieAmt = "amt"

func (m *Amt) handle(h func(*amtsanfrage) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := &amtsanfrage{anfrage: &anfrage{akteur: akteur{Server: m.server, sprache: m.server.language(w, r)}, w: w, r: r}, amt: m}
		if m.server.getCookie(r, cookieAmt, &a.sitz) {
			a.gueltig, a.spaet = a.sitz.state(m.server.now())
		}
		err := a.within() //nolint:contextcheck // the request carries it
		if err == nil {
			err = a.serve(r.Context(), h)
		}
		if errors.Is(err, errLogin) {
			err = a.askLogin()
		}
		if err != nil {
			a.fail(err) //nolint:contextcheck // the request carries it
		}
	})
}

// serve finds out who it is, before the form is read.
func (a *amtsanfrage) serve(ctx context.Context, h func(*amtsanfrage) error) error {
	defer a.close()
	if a.fremd.Check(a.r) != nil {
		a.notice(ctx, eventCross, "page", a.r.Pattern)
		return errForbid
	}
	if err := a.goesOn(); err != nil {
		return err
	}
	if a.gueltig {
		var err error
		if a.wer, a.gueltig, err = a.amt.config.Personen.Find(ctx, a.sitz.Konto); err != nil {
			return err
		}
	}
	if a.r.Method == http.MethodPost {
		a.bringt = a.mayBring
		if err := a.form(); err != nil { //nolint:contextcheck // the request carries it
			return err
		}
	}
	if a.spaet {
		if err := a.keepTyped(ctx); err != nil {
			return err
		}
	}
	if a.gueltig {
		a.sitz.Zuletzt = a.now()
		if err := a.setCookie(a.w, cookieAmt, a.sitz); err != nil {
			return err
		}
	}
	return h(a)
}

// keepTyped keeps what an official wrote whose session has ended, for them alone, with
// the case that they have.
func (a *amtsanfrage) keepTyped(ctx context.Context) error {
	text := clean(a.r.PostForm.Get("text"))
	rest, ours := strings.CutPrefix(a.r.URL.Path, "/amt/faelle/")
	wer, known, err := a.amt.config.Personen.Find(ctx, a.sitz.Konto)
	id, act, _ := strings.Cut(rest, "/")
	fall, parseErr := uuid.Parse(id)
	if err != nil || !known || !ours || parseErr != nil || text == "" || len(text) > maxWorte || !short(act) {
		return err
	}
	row, err := a.amt.server.akten().row(ctx, fall)
	if errors.Is(err, antrag.ErrNotFound) || err == nil && row.behoerde != wer.Behoerde {
		return nil
	}
	if err != nil {
		return err
	}
	return a.amt.notizen.note(ctx, fall, row.behoerde, func(n notiz) []vermerk {
		if !wer.fuer(n.bei) {
			return nil
		}
		return []vermerk{{Art: vermerkGetippt, Wer: wer.Kennung, Name: act, Grund: text}}
	})
}

// official is who asks; nobody else gets on.
func (a *amtsanfrage) official() error {
	if !a.gueltig {
		return errLogin
	}
	return nil
}

func (a *amtsanfrage) askLogin() error {
	return a.draw(http.StatusUnauthorized, "fehler", a.say("amt.login.title"), fehlerseite{
		Text: a.say("amt.login"), Anmelden: a.say("signin"), Login: "/amt/login?" + url.Values{"ziel": {a.r.URL.Path}}.Encode(),
	})
}

func (a *amtsanfrage) zumLogin() error {
	l := login{Zustand: rand.Text(), Ziel: local(a.r.URL.Query().Get("ziel")), Niveau: a.amt.config.Niveau, Zeit: a.now()}
	if !strings.HasPrefix(l.Ziel, "/amt/") {
		l.Ziel = "/amt/"
	}
	to, err := a.konto.Begin(a.r.Context(), a.request(l))
	if err != nil {
		return err
	}
	if err := a.setCookie(a.w, "amtslogin", l); err != nil {
		return err
	}
	return redirect(to)
}

func (a *amtsanfrage) request(l login) nutzerkonto.Anfrage {
	return nutzerkonto.Anfrage{Zustand: l.Zustand, Niveau: l.Niveau, Zurueck: a.config.URL + "/amt/login/zurueck"}
}

// vomLogin begins the session of an official; an account that is none of one has no
// business here.
func (a *amtsanfrage) vomLogin() error {
	var l login
	key := "login.again"
	if a.getCookie(a.r, "amtslogin", &l) && l.fresh(a.now()) {
		k, err := a.konto.Complete(a.r.Context(), a.request(l), a.r.URL.Query())
		if err == nil {
			wer, known, err := a.amt.config.Personen.Find(a.r.Context(), k.Kennung)
			if err != nil {
				return err
			}
			if known {
				a.dropCookie(a.w, "amtslogin")
				sitz := newSitzung(k, a.now())
				sitz.Name, sitz.Merkmale = wer.Name, nil
				if err := a.sitzungen.begin(a.r.Context(), &sitz, a.sitz.ID); err != nil {
					return err
				}
				a.notice(a.r.Context(), eventLogin, "of", "desk", "means", k.Mittel, "level", k.Niveau.String())
				if err := a.setCookie(a.w, cookieAmt, sitz); err != nil {
					return err
				}
				return redirect(l.Ziel)
			}
			key = "amt.login.none"
		} else if !errors.Is(err, nutzerkonto.ErrAbgebrochen) && !errors.Is(err, nutzerkonto.ErrPerson) && !errors.Is(err, nutzerkonto.ErrAntwort) && !errors.Is(err, nutzerkonto.ErrNiveau) {
			return err
		}
	}
	a.notice(a.r.Context(), eventRefused, "of", "desk")
	return a.draw(http.StatusUnauthorized, "fehler", a.say("amt.login.title"), fehlerseite{Text: a.say(key), Anmelden: a.say("signin"), Login: "/amt/login"})
}

func (a *amtsanfrage) logout() error {
	if err := a.official(); err != nil {
		return err
	}
	a.dropCookie(a.w, cookieAmt)
	a.w.Header().Set("Clear-Site-Data", `"cache"`)
	a.notice(a.r.Context(), eventLogout, "of", "desk")
	if err := a.sitzungen.end(a.r.Context(), &a.sitz); err != nil {
		return err
	}
	return redirect("/amt/")
}

// amtsrahmen is what the frame of the desk shows besides that of all pages.
type amtsrahmen struct {
	Behoerde, Hier    string
	Betrieb, Schalter bool
}

// frame is what the frame of the desk shows this official.
func (a *amtsanfrage) frame() amtsrahmen {
	return amtsrahmen{Behoerde: a.amt.behoerde(a.wer.Behoerde), Hier: a.r.URL.Path, Betrieb: a.wer.hat(AmtsrolleBetrieb), Schalter: a.wer.nimmtAn()}
}

// draw writes a page of the desk.
func (a *amtsanfrage) draw(status int, name, title string, content any) error {
	r := rahmen{Titel: title, Fehler: status == http.StatusUnprocessableEntity}
	if a.gueltig {
		r.Amt = a.frame()
	}
	return a.render(status, name, r, content)
}

// conflict reports whether somebody else has changed the case since it was looked at,
// or the form was sent before with other words.
func conflict(err error) bool {
	return errors.Is(err, antrag.ErrConflict) || errors.Is(err, antrag.ErrUebergang) || errors.Is(err, antrag.ErrCommandReused)
}
