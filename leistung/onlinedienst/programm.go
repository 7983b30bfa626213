// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
	"github.com/deutschland-stack/bausteine/leistung/frist"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/postfach"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/lokal"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// Programm is a program that serves services: what [Main] needs besides them. Who has
// more to put together calls [New].
type Programm struct {
	Name    string // of the program, in what it prints
	Dienste []AnyDienst
	// Open opens the store at the place that the flag -data names, and says how to
	// close what lies below it. Without that flag everything is kept in memory.
	Open func(ctx context.Context, data string, config bausteine.Config) (store *bausteine.Store, below io.Closer, err error)
	// Konto logs people in. One that is a handler, too, as a pretended account
	// service is, is served under "/testkonto".
	Konto nutzerkonto.Anbieter
	// Konten puts account services together that need the store, the address of the
	// pages or a secret that stays; it takes the place of Konto. A handler beside them is
	// served under "/konto".
	Konten     func(store *bausteine.Store, url string, secret []byte) (nutzerkonto.Anbieter, http.Handler, error)
	Zustaendig zustaendigkeit.Aufloeser
	// Danach is how long a case is kept in each state once it was handed in; how long
	// a draft is kept is declared by the service. The state of an open case is told to
	// its authority after that time and never erased, see [antrag.Aufbewahrung]. So it is
	// also how long one may lie before the desk calls it late.
	Danach antrag.Frist
	// Kalender is that of the authority's place, by which the periods of services with a
	// procedure are counted.
	Kalender frist.Kalender
	// Zusteller takes what was handed in to its authority; ctx ends with the program. One
	// that hears of a rejection later tells [Zurueckgewiesen]. Nil, or one that is nil: an
	// inbox beside the cases. It is not asked for where each service has a procedure.
	Zusteller func(ctx context.Context, store *bausteine.Store, data string, registry *antrag.Registratur) (zustellung.Zusteller, error)
	// Kasse takes fees; nil where no service has one. A handler beside it is served
	// under "/bezahlen/".
	Kasse func(store *bausteine.Store, server func() *Server) (Kasse, http.Handler, error)
	// Amt is the desk for all services, served under "/amt/"; nil is none. A login that
	// is a handler, too, is served under "/amt/testkonto".
	Amt *AmtConfig
	// Postfach takes the notices of the desk where that is not the postbox of the kit: that
	// of the account, as postfach/bundid is. eigenes is the kit's, for accounts that have no
	// other. Nil: the kit's for all.
	Postfach func(ctx context.Context, store *bausteine.Store, registry *antrag.Registratur, eigenes postfach.Postfach) (postfach.Postfach, error)
	// Abrufe puts the exchange together by which evidence is fetched; nil where no service
	// fetches any.
	Abrufe func(ctx context.Context, g *Grundlage) (*Abrufe, error)
	// Keys holds the Ed25519 keys: of sessions, under the name "sitzungen", of what accounts
	// rest on, "konten", of the log, "protokoll", and of authorities that issue
	// certificates, by their keys. Nil is a folder beside the file of -data, which the flag
	// -keys may name, too; without -data keys end with the process.
	Keys func(data string) (bausteine.Keys, error)
	// Flags names further flags; nil: none.
	Flags func(flags *flag.FlagSet)
	// Headless plays a case without pages and tells about it, with the flag -headless; nil:
	// there is no such flag.
	Headless func(ctx context.Context, a *Anlage, out io.Writer) error
	// Config is what else the pages take. URL and Schluessel are set by Main.
	Config Config
}

// Main serves until the process is interrupted, and ends the process. Flags: -addr,
// where it listens; -data, where it keeps everything; -keys, where the keys lie; -url, how
// browsers reach it; -backup, -restore and -export, which do so and end; -headless, where
// the program can; of a program with a log -heads, -epoch and -rotate. -h tells them all.
func Main(p Programm) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := p.Run(ctx, os.Args[1:], os.Stdout)
	stop()
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, p.Name+":", err)
		os.Exit(1)
	}
}

// Run is Main without the process: it serves until ctx ends.
func (p Programm) Run(ctx context.Context, args []string, out io.Writer) (err error) {
	flags := flag.NewFlagSet(p.Name, flag.ContinueOnError)
	flags.SetOutput(out)
	addr := flags.String("addr", "127.0.0.1:8080", "`address` to listen on")
	var o ort
	var acts betriebsakte
	o.flags(flags, p.Abrufe != nil)
	acts.flags(flags, p.Abrufe != nil)
	address := flags.String("url", "", "`address` at which browsers reach the services (default: the one it listens on)")
	var headless bool
	if p.Headless != nil {
		flags.BoolVar(&headless, "headless", false, "play a case without pages, and tell about it")
	}
	if p.Flags != nil {
		p.Flags(flags)
	}
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		return fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if acts.any() {
		return p.operate(ctx, &o, &acts, out)
	}
	if headless {
		return p.play(ctx, &o, out)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", *addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("the address %s is taken by another program: choose another with -addr", *addr)
	}
	if err != nil {
		return err
	}
	behind := *address != ""
	if !behind {
		*address = "http://" + listener.Addr().String()
	}
	fmt.Fprintf(out, "%s: %s/\n", p.Name, *address)
	if behind {
		fmt.Fprintf(out, "Listens on http://%s/\n", listener.Addr())
	}
	a, err := p.start(ctx, &o, *address)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if o.data == "" {
		fmt.Fprintln(out, "Everything is kept in memory: -data keeps it.")
	} else {
		fmt.Fprintln(out, "Data: "+o.shown())
	}
	fmt.Fprintln(out, "Stop with Ctrl-C.")
	return a.serve(ctx, listener)
}

// play plays a case, in memory where no place is named.
func (p Programm) play(ctx context.Context, o *ort, out io.Writer) (err error) {
	a, err := p.start(ctx, o, "http://localhost")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return p.Headless(ctx, a, out)
}

// Anlage is a program that is put together: what [Main] serves, and what tests and other
// programs drive. What is due is carried out by Work.
type Anlage struct {
	Server      *Server
	Store       *bausteine.Store
	Registratur *antrag.Registratur // nil where each service has a procedure
	Abrufe      *Abrufe             // nil where no evidence is fetched
	Handler     http.Handler        // all pages
	amt         *Amt                // nil without a desk
	below       io.Closer
	log         *slog.Logger
}

// Close closes the store. Who runs it stops that first.
func (a *Anlage) Close() error {
	err := a.Store.Close()
	if a.below != nil {
		err = errors.Join(err, a.below.Close())
	}
	return err
}

// Work carries out what is due until ctx ends, which is no error.
func (a *Anlage) Work(ctx context.Context) error {
	err := a.Store.Run(ctx)
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return nil
	}
	return err
}

// Start puts the program together over the data at a place, "" for memory, with pages at
// the address url. Keys lie in a folder, "" for that of [Programm].Keys.
// It is the program of the process, and has garbage collected less often than Go does by
// itself, unless GOGC or GOMEMLIMIT say otherwise.
func (p Programm) Start(ctx context.Context, data, keys, url string) (*Anlage, error) {
	return p.start(ctx, &ort{data: data, keys: keys}, url)
}

// sitzungsschluessel is the name of the key that sessions rest on.
const sitzungsschluessel = "sitzungen"

func (p Programm) start(ctx context.Context, o *ort, address string) (*Anlage, error) {
	sammeltSeltener()
	config := p.Config
	config.URL = address
	if config.Log == nil {
		config.Log = slog.Default()
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	if o.data != "" && p.Open == nil {
		return nil, errors.New("this program keeps everything in memory: start it without -data")
	}
	keys, err := p.keysAt(o)
	if err != nil {
		return nil, err
	}
	g := &Grundlage{Now: config.Now, name: p.Name, keys: keys, heads: o.headsAt()}
	if config.Schluessel, err = g.secret(ctx, sitzungsschluessel, "onlinedienst: what seals the sessions"); err != nil {
		return nil, err
	}
	a := &Anlage{log: config.Log}
	if a.Store, a.below, err = p.open(ctx, o, bausteine.Config{Now: config.Now, Log: config.Log}); err != nil {
		return nil, err
	}
	g.Store = a.Store
	err = p.build(ctx, a, g, o.data, config)
	if errors.Is(err, auditlog.ErrRolledBack) {
		err = fmt.Errorf("%w; if a backup was restored, start once with -epoch and the reason", err)
	}
	if err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// build puts the pages together over the store.
func (p Programm) build(ctx context.Context, a *Anlage, g *Grundlage, data string, config Config) (err error) {
	if a.Registratur, err = p.registratur(ctx, a.Store, data); err != nil {
		return err
	}
	if config.Akten, err = p.akten(ctx, a.Store); err != nil {
		return err
	}
	if p.Abrufe != nil {
		if config.Abrufe, err = p.Abrufe(ctx, g); err != nil {
			return err
		}
	}
	a.Abrufe = config.Abrufe
	issuing, err := p.with(func(d dienst) bool { return d.urkunden() != nil })
	if err != nil {
		return err
	}
	if p.Amt != nil && len(issuing) > 0 {
		config.Siegel = &Siegel{Behoerden: map[string]bescheid.Behoerde{}, Keys: g.keys}
		for key, head := range p.Amt.Behoerden {
			config.Siegel.Behoerden[key] = head.Behoerde
		}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", (&gesund{store: a.Store, log: a.log}).answer)
	var server *Server
	if p.Kasse != nil {
		var pay http.Handler
		if config.Kasse, pay, err = p.Kasse(a.Store, func() *Server { return server }); err != nil {
			return err
		}
		if pay != nil {
			mux.Handle("/bezahlen/", pay)
		}
	}
	konto, err := p.konto(ctx, g, config.URL, mux)
	if err != nil {
		return err
	}
	share(konto, config.Schluessel)
	if server, err = New(a.Store, a.Registratur, konto, p.Zustaendig, config, p.Dienste...); err != nil {
		return err
	}
	if p.Amt != nil {
		amt := *p.Amt
		if p.Postfach != nil && amt.Bescheide != nil {
			b := *amt.Bescheide
			if b.Postfach, err = p.Postfach(ctx, a.Store, a.Registratur, box{server.akten()}); err != nil {
				return err
			}
			amt.Bescheide = &b
		}
		desk, err := server.Amt(amt) //nolint:contextcheck // each request carries its own
		if err != nil {
			return err
		}
		share(p.Amt.Konto, config.Schluessel)
		if pretended, ok := p.Amt.Konto.(http.Handler); ok {
			mux.Handle("/amt/testkonto", pretended)
		}
		mux.Handle("/amt/", desk)
		a.amt = desk
	}
	mux.Handle("/", server)
	a.Handler, a.Server = mux, server
	return nil
}

// share gives a pretended account service the secret that all processes have: each then
// goes on with the login that another one began.
func share(konto any, secret []byte) {
	if pretended, ok := konto.(interface{ Share(secret []byte) }); ok {
		pretended.Share(secret)
	}
}

// akten keeps the cases of services with a procedure; nil where there is none.
func (p Programm) akten(ctx context.Context, store *bausteine.Store) (*antragfall.Registratur, error) {
	with, err := p.with(func(d dienst) bool { return d.ordnung() != nil })
	if err != nil || len(with) == 0 {
		return nil, err
	}
	return Akten(ctx, store, p.Kalender, antragfall.Config{}, with...)
}

// with are the services of which something holds.
func (p Programm) with(holds func(dienst) bool) (out []AnyDienst, err error) {
	for _, any := range p.Dienste {
		d, err := any.ready()
		if err != nil {
			return nil, errors.Join(contradiction("a service", any.Check()), err)
		}
		if holds(d) {
			out = append(out, any)
		}
	}
	return out, nil
}

// registratur keeps the cases of services without a procedure; nil where each has one.
// What was given up is set going again: a start is the moment at which the cause may be
// gone.
func (p Programm) registratur(ctx context.Context, store *bausteine.Store, data string) (*antrag.Registratur, error) {
	without, err := p.with(func(d dienst) bool { return d.ordnung() == nil })
	if err != nil || len(without) == 0 {
		return nil, err
	}
	keep, err := p.aufbewahrung(without)
	if err != nil {
		return nil, err
	}
	var registry *antrag.Registratur
	var zusteller zustellung.Zusteller
	deliver := func(ctx context.Context, auftrag antrag.Auftrag) error {
		return Zustellen(ctx, registry, zusteller, auftrag)
	}
	follows := []antrag.Wirkung{{
		Name: zustellen,
		Do: func(ctx context.Context, auftrag antrag.Auftrag) error {
			if _, here := zusteller.(*lokal.Posteingang); here { // in the same store: arrived and noted, or neither
				return store.Together(ctx, func(ctx context.Context) error { return deliver(ctx, auftrag) })
			}
			return deliver(ctx, auftrag)
		},
		GivenUp: func(ctx context.Context, auftrag antrag.Auftrag) error { return notDelivered(ctx, registry, auftrag) },
	}}
	registry, err = antrag.NewRegistratur(store, antrag.Config{Aufbewahrung: keep, Nummer: Nummer, Wirkungen: map[antrag.Art][]antrag.Wirkung{
		antrag.ArtEingereicht: follows, antrag.ArtZustellungWiederholt: follows,
	}})
	if err != nil {
		return nil, err
	}
	if p.Zusteller != nil {
		zusteller, err = p.Zusteller(ctx, store, data, registry)
	}
	if err == nil && zusteller == nil {
		zusteller, err = lokal.New(registry)
	}
	if err != nil {
		return nil, err
	}
	return registry, resumeGivenUp(ctx, registry)
}

// konto is the account service, with its pages on the mux.
func (p Programm) konto(ctx context.Context, g *Grundlage, url string, mux *http.ServeMux) (nutzerkonto.Anbieter, error) {
	if p.Konten == nil {
		if pretended, ok := p.Konto.(http.Handler); ok {
			mux.Handle("/testkonto", pretended)
		}
		return p.Konto, nil
	}
	secret, err := g.secret(ctx, "konten", "onlinedienst: what accounts rest on")
	if err != nil {
		return nil, err
	}
	konto, pages, err := p.Konten(g.Store, url, secret)
	if err == nil && pages != nil {
		mux.Handle("/konto", pages)
		mux.Handle("/konto/", pages)
	}
	return konto, err
}

// aufbewahrung is the table of all states: drafts as the services declare it.
func (p Programm) aufbewahrung(dienste []AnyDienst) (antrag.Aufbewahrung, error) {
	keep := antrag.Aufbewahrung{antrag.StatusVerworfen: antrag.Tage(1)}
	for _, status := range []antrag.Status{
		antrag.StatusEingereicht, antrag.StatusGestoert, antrag.StatusZugestellt, antrag.StatusInBearbeitung, antrag.StatusRueckfrage,
		antrag.StatusVorsprache, antrag.StatusStattgegeben, antrag.StatusAbgelehnt, antrag.StatusZurueckgenommen,
	} {
		keep[status] = p.Danach
	}
	for _, any := range dienste {
		d, err := any.ready()
		if err != nil {
			return nil, err
		}
		draft := antrag.Frist{Period: bausteine.Period{Days: d.kopf().Entwurf.Tage}, Norm: d.kopf().Entwurf.Norm}
		if other, set := keep[antrag.StatusEntwurf]; set && other.Period != draft.Period {
			return nil, errors.New("onlinedienst: the services of one program keep drafts equally long")
		}
		keep[antrag.StatusEntwurf] = draft
		if a := d.kopf().Ablauf; a != nil { // as long as it holds, and then as long as all others
			longer := p.Danach
			longer.Period.Months += a.Laengstens
			keep[antrag.StatusStattgegeben] = longer
		}
	}
	return keep, nil
}

// secret follows from a key that lies outside of the store, the same in all processes.
func (g *Grundlage) secret(ctx context.Context, key, purpose string) ([]byte, error) {
	// The signature of one sentence by this key, which nobody else can make: Ed25519
	// gives the same one each time. Another kind of key would end all sessions with
	// each start, and part the processes of one service.
	signer, err := g.Key(ctx, key)
	if err != nil {
		return nil, err
	}
	signature, err := signer.Sign(rand.Reader, []byte(purpose), crypto.Hash(0))
	if err != nil {
		return nil, fmt.Errorf("onlinedienst: the key %q: %w", key, err)
	}
	sum := sha256.Sum256(signature)
	return sum[:], nil
}

// serve answers requests and carries out what is due, until ctx ends: what is under
// way is finished first.
func (a *Anlage) serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler: a.Handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelWarn),
	}
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	worked, served := make(chan error, 1), make(chan error, 1)
	go func() { worked <- a.Work(work) }()
	go func() { served <- server.Serve(listener) }()
	var failed error
	select {
	case failed = <-served:
	case <-ctx.Done():
		grace, cancel := context.WithTimeout(work, 20*time.Second)
		failed = server.Shutdown(grace)
		cancel()
	}
	stop()
	return errors.Join(failed, <-worked)
}
