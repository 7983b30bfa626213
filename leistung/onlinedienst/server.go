// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	_ "embed"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/onceonly/cockpit"
)

//go:embed stil.css
var stil []byte

// Config is what differs between a lecture hall and a data centre. Nothing of it is
// in a [Dienst].
type Config struct {
	// URL is where people reach the services, "https://dienste.example". With
	// http the cookies go unprotected, which is for one's own machine alone.
	URL string
	// Schluessel seals sessions and forms; 32 bytes at least, the same in every
	// process.
	Schluessel []byte
	// Kasse takes the fees; a service with one does not start without. Its OnPaid is
	// to call [Server.Paid].
	Kasse Kasse
	// Akten keeps the cases of services that have a procedure: made by [Akten].
	Akten *antragfall.Registratur
	// Abrufe says how evidence is fetched; without it nobody is offered any, and people
	// write everything themselves.
	Abrufe *Abrufe
	// Siegel is who certificates are sealed by; nil where no service issues any.
	Siegel *Siegel
	// Offline says what works for a service in a Gemeinde that is not live, and zero where
	// it knows nothing: the pages then tell that instead of nothing but that it is not so.
	// The text of rollout.Sicht.Auskunft is one.
	Offline func(dienst leistung.Schluessel, gemeinde kommune.AGS) recht.Text
	// Gebiete finds the area of a Gemeinde; nil is the register of all Gemeinden.
	Gebiete func(kommune.AGS) (kommune.ARS, bool)
	// Betreiber is who runs the services, below each page.
	Betreiber recht.Text
	// Anbieter is who answers for them, as imprint, privacy notice, help and
	// accessibility statement tell. A service that is no test does not start without.
	Anbieter Anbieter
	// Fuss are further pages that the foot of each page leads to, beside those that
	// the kit has: imprint, privacy, help, accessibility, duties.
	Fuss []Verweis
	// Echt tells that this is no test; until then every page says that it is.
	Echt bool
	// Virenscanner looks into files before they are kept; nil is none, and each file
	// is marked as not looked into.
	Virenscanner Virenscanner
	// AuchUngeprueft takes files, and marks them, while the scanner is down; without
	// it they are refused then.
	AuchUngeprueft bool
	// Hosts are further names under which the pages are asked for; every other host
	// than these and that of URL is refused.
	Hosts []string
	// Proxys are the networks of proxies in front: of a request from there the header
	// X-Forwarded-For names the address. Without them everybody behind a proxy counts
	// as one.
	Proxys []netip.Prefix
	// Grenzen bound what visitors may ask for.
	Grenzen Grenzen
	// Log takes faults, without personal data; nil is [slog.Default].
	Log *slog.Logger
	// Sicherheit takes what concerns security: logins, refusals, limits that were
	// reached. No line has personal data. Nil is Log.
	Sicherheit *slog.Logger
	// Now gives the time; nil is [time.Now].
	Now func() time.Time
}

// Verweis is a link.
type Verweis struct {
	Titel recht.Text
	URL   string
	// Statt is the page of the kit that this one stands for, "impressum": the foot then
	// leads here in its place.
	Statt string
}

// AnyDienst is a service with its Kommunen, of whatever answers and parameters; see
// [Dienst.With].
type AnyDienst interface {
	Check() recht.Befunde
	ready() (dienst, error)
}

// Server shows the pages of services.
type Server struct {
	config     Config
	store      *bausteine.Store
	registry   ablage
	konto      nutzerkonto.Anbieter
	zustaendig zustaendigkeit.Aufloeser
	dienste    map[string]dienst
	namen      []string
	siegel     *siegel
	vorlagen   vorlagen
	amt        *Amt             // the desk, where there is one
	notizen    *notizen         // of the desk
	bitten     *bitten          // for certificates; nil where no service has any
	cockpit    *cockpit.Cockpit // nil where there is no log of retrievals
	handler    http.Handler
	https      bool
	fremd      *http.CrossOriginProtection
	now        func() time.Time
	log        *slog.Logger
	sicherheit *slog.Logger
	pforte     *pforte
	sitzungen  *sitzungen
	abmelder   nutzerkonto.Abmelder // nil where the account has no logout
	erstattet  map[string]bool      // effects after which money may go back, by name
	mitgeteilt map[string]bool      // effects after which people are told, by name
}

// New makes a Server of the store and the registry on it that keeps the cases (nil
// where each service has a procedure, see [Config].Akten), the account service, who knows which authority is responsible, and the services. It
// refuses to start a service that contradicts itself.
func New(store *bausteine.Store, registratur *antrag.Registratur, konto nutzerkonto.Anbieter, zustaendig zustaendigkeit.Aufloeser, config Config, dienste ...AnyDienst) (*Server, error) {
	u, err := url.Parse(config.URL)
	switch {
	case store == nil || konto == nil || zustaendig == nil || len(dienste) == 0:
		return nil, errors.New("onlinedienst: store, account service, directory of authorities, or services are missing")
	case err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || strings.TrimSuffix(u.Path, "/") != "":
		return nil, errors.New("onlinedienst: the URL is none of a host alone")
	}
	s := &Server{
		config: config, store: store, registry: ablage{registratur}, konto: konto, zustaendig: zustaendig, dienste: map[string]dienst{}, erstattet: map[string]bool{}, mitgeteilt: map[string]bool{},
		https: u.Scheme == "https", now: config.Now, log: config.Log, fremd: http.NewCrossOriginProtection(),
	}
	s.config.URL = u.Scheme + "://" + u.Host
	if config.Abrufe != nil && (config.Abrufe.Broker == nil || config.Abrufe.Wege == nil) {
		return nil, errors.New("onlinedienst: evidence needs a broker and the ways")
	}
	if s.now == nil {
		s.now = time.Now
	}
	if config.Abrufe != nil && config.Abrufe.Protokoll != nil {
		if s.cockpit, err = cockpit.New(cockpit.Config{Log: config.Abrufe.Protokoll, Now: s.now}); err != nil {
			return nil, err
		}
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	if s.sicherheit = config.Sicherheit; s.sicherheit == nil {
		s.sicherheit = s.log
	}
	if s.config.Grenzen = config.Grenzen.orDefault(); !s.config.Grenzen.valid() {
		return nil, errors.New("onlinedienst: a bound that is below one lets nobody pass")
	}
	s.pforte = newPforte(u, s.config)
	if !s.https && !loopback(u.Host) {
		s.sicherheit.Warn("security", "event", eventPlain)
	}
	if s.config.Gebiete == nil {
		s.config.Gebiete = func(ags kommune.AGS) (kommune.ARS, bool) {
			g, err := kommune.Deutschland().Gemeinde(ags)
			return g.ARS, err == nil
		}
	}
	if s.siegel, err = newSiegel(config.Schluessel); err != nil {
		return nil, err
	}
	s.abmelder, _ = konto.(nutzerkonto.Abmelder)
	if s.sitzungen, err = newSitzungen(store, s.siegel, s.now); err != nil {
		return nil, err
	}
	if s.vorlagen, err = newVorlagen(); err != nil {
		return nil, err
	}
	if err := s.complete(); err != nil {
		return nil, err
	}
	for _, any := range dienste {
		if err := contradiction("a service", any.Check()); err != nil {
			return nil, err
		}
		d, err := any.ready()
		if err != nil {
			return nil, err
		}
		name := d.kopf().Name
		if _, twice := s.dienste[name]; twice || name == "login" || name == "sitzungen" || name == "amt" || name == "postfach" || name == "einsicht" || name == "urkunden" || name == "api" {
			return nil, fmt.Errorf("onlinedienst: two services, or the kit itself, are called %q", name)
		}
		if err := s.keeps(d, registratur); err != nil {
			return nil, err
		}
		if d.kopf().Gebuehr != nil && config.Kasse == nil {
			return nil, fmt.Errorf("onlinedienst: %q has a fee, and nobody takes it", name)
		}
		if d.kopf().Gebuehr != nil {
			if err := s.repays(d, registratur); err != nil {
				return nil, err
			}
		}
		if d.urkunden() != nil && (config.Siegel == nil || config.Siegel.Keys == nil || len(config.Siegel.Behoerden) == 0) {
			return nil, fmt.Errorf("onlinedienst: %q issues certificates, and nobody seals them", name)
		}
		if len(d.bescheinigungen()) > 0 && s.bitten == nil {
			if s.bitten, err = newBitten(s); err != nil {
				return nil, err
			}
		}
		s.dienste[name] = d
		s.namen = append(s.namen, name)
	}
	s.routes()
	return s, nil
}

// keeps checks that the cases of a service are kept, and as long as its pages say.
func (s *Server) keeps(d dienst, registratur *antrag.Registratur) error {
	name := d.kopf().Name
	if o := d.ordnung(); o != nil {
		if s.config.Akten == nil || s.config.Akten.Tabelle(name) == nil || s.config.Akten.Tabelle(name).Digest() != o.tabelle.Digest() {
			return fmt.Errorf("onlinedienst: %q has a procedure, and Config.Akten does not keep its cases under it", name)
		}
		return nil
	}
	if registratur == nil {
		return fmt.Errorf("onlinedienst: nobody keeps the cases of %q", name)
	}
	if kept, told := registratur.Frist(antrag.StatusEntwurf).Period, (bausteine.Period{Days: d.kopf().Entwurf.Tage}); kept != told {
		return fmt.Errorf("onlinedienst: the pages of %q promise to keep a draft for %d days, and the registry keeps it otherwise", name, told.Days)
	}
	if !d.kopf().Ablauf.kept(registratur.Frist(antrag.StatusStattgegeben), s.now()) {
		return fmt.Errorf("onlinedienst: %q reminds of what ends after %d months, and the registry has erased it by then", name, d.kopf().Ablauf.Laengstens)
	}
	return nil
}

func (s *Server) routes() {
	mux := http.NewServeMux()
	s.handler = s.Guard(mux)
	page := func(pattern string, h handler) { mux.Handle(pattern, s.handle(h)) }
	mux.HandleFunc("GET /stil.css", s.stil)
	mux.HandleFunc("GET /robots.txt", robots)
	page("GET /{$}", (*anfrage).uebersicht)
	page("GET /login", (*anfrage).zumLogin)
	page("GET /login/zurueck", (*anfrage).vomLogin)
	page("POST /logout", (*anfrage).logout)
	page("GET /sitzungen", (*anfrage).zeigeSitzungen)
	page("POST /sitzungen", (*anfrage).beendeSitzungen)
	page("GET /einsicht/{$}", (*anfrage).einsicht)
	page("GET /einsicht/meine-daten.json", (*anfrage).eigeneDaten)
	page("GET /einsicht/abrufe", (*anfrage).abrufeOf)
	page("GET /einsicht/abrufe/beweis", (*anfrage).beweis)
	page("GET /einsicht/abrufe/beleg.json", (*anfrage).beleg)
	if s.config.Siegel != nil {
		mux.HandleFunc("GET /urkunden/{$}", s.pruefeUrkunde)
		mux.HandleFunc("POST /urkunden/{$}", s.pruefeUrkunde)
		page("GET /urkunden/schluessel.txt", (*anfrage).schluesselDatei)
	}
	page("GET /{dienst}/{id}/"+rechnungsWeg+"/{datei}", (*anfrage).xrechnung)
	page("GET /{dienst}/{id}/urkunden/{nr}", (*anfrage).urkunde)
	page("GET /postfach/{$}", (*anfrage).postfach)
	page("GET /postfach/{fall}/{id}/nachricht/lesen", (*anfrage).nachricht)
	page("GET /postfach/{fall}/{id}/nachricht/bescheid.pdf", (*anfrage).anlageOf)
	page("GET /api/openapi.json", (*anfrage).openAPI)
	for _, w := range apiWege() {
		mux.Handle(w.methode+" /api"+w.pfad, s.api(w))
	}
	page("GET /{dienst}/{$}", (*anfrage).start)
	page("POST /{dienst}/{$}", (*anfrage).beginne)
	page("POST /{dienst}/angebot", (*anfrage).lehneAb)
	s.duties(page)
	page("GET /{dienst}/beschreibung", (*anfrage).beschreibe)
	page("GET /{dienst}/formular.schema.json", (*anfrage).schema)
	page("GET /{dienst}/formular.xdf3.xml", (*anfrage).xdatenfelder)
	page("GET /{dienst}/{id}", (*anfrage).vorgang)
	page("GET /{dienst}/{id}/antwort", (*anfrage).zumStand)
	page("POST /{dienst}/{id}/antwort", (*anfrage).beantworte)
	page("GET /{dienst}/{id}/zurueckziehen", (*anfrage).zumStand)
	page("POST /{dienst}/{id}/zurueckziehen", (*anfrage).zieheZurueck)
	page("GET /{dienst}/{id}/{seite}", (*anfrage).zeige)
	page("POST /{dienst}/{id}/{seite}", (*anfrage).sende)
	page("GET /{dienst}/{id}/einladen", (*anfrage).einladen)
	page("POST /{dienst}/{id}/einladen", (*anfrage).ladeEin)
	page("GET /{dienst}/{id}/beitreten/{code}", (*anfrage).zumBeitritt)
	page("POST /{dienst}/{id}/beitreten/{code}", (*anfrage).trittBei)
	page("GET /{dienst}/{id}/anfrage/{code}", (*anfrage).zeigeAnfrage)
	page("POST /{dienst}/{id}/anfrage/{code}", (*anfrage).nimmStellung)
	page("GET /{dienst}/{id}/mit", (*anfrage).zeigeMit)
	page("GET /{dienst}/{id}/mit/{code}", (*anfrage).zumMit)
	page("POST /{dienst}/{id}/mit/{code}", (*anfrage).nimmMitAn)
	if s.bitten != nil {
		page("GET /{dienst}/{id}/bescheinigungen", (*anfrage).zeigeBitten)
		page("POST /{dienst}/{id}/bescheinigungen", (*anfrage).bitte)
		page("GET /{dienst}/{id}/bescheinigung/{code}", (*anfrage).zeigeBitte)
		page(certifyPattern, (*anfrage).bescheinige)
	}
	page("POST /{dienst}/{id}/akt/{akt}", (*anfrage).tu)
	page("GET /{dienst}/{id}/anlage/{datei}", (*anfrage).eigeneAnlage)
	page("POST /{dienst}/{id}/zahlung", (*anfrage).zahle)
	page("GET /{dienst}/{id}/{seite}/{zeile}", (*anfrage).zeigeZeile)
	page("POST /{dienst}/{id}/{seite}/{zeile}", (*anfrage).sendeZeile)
	page("GET /{dienst}/{id}/{seite}/{zeile}/entfernen", (*anfrage).frageEntfernen)
	page("POST /{dienst}/{id}/{seite}/{zeile}/entfernen", (*anfrage).entferne)
	page("/", func(*anfrage) error { return errNotFound })
}

// ServeHTTP shows a page.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

func (s *Server) stil(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, _ = w.Write(stil)
}
