// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"crypto"
	"crypto/ed25519"
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
	"github.com/deutschland-stack/bausteine/leistung/frist"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/lokal"
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
	// its authority after that time and never erased, see [antrag.Aufbewahrung].
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
	// Keys holds the Ed25519 keys that seal sessions, under the name "sitzungen", and, with
	// Konten, what accounts rest on, under "konten"; nil makes some for this process, and
	// both end with it.
	Keys func(data string) (bausteine.Keys, error)
	// Flags names further flags; nil: none.
	Flags func(flags *flag.FlagSet)
	// Headless plays a case without pages and tells about it, with the flag -headless; nil:
	// there is no such flag.
	Headless func(ctx context.Context, server *Server, store *bausteine.Store, out io.Writer) error
	// Config is what else the pages take. URL and Schluessel are set by Main.
	Config Config
}

// Main serves until the process is interrupted, and ends the process. Flags: -addr,
// where it listens; -data, where it keeps everything; -url, how browsers reach it.
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
	data := flags.String("data", "", "`place` that keeps everything; without one it is forgotten in the end")
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
	if headless {
		return p.play(ctx, out)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", *addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("the address %s is taken by another program: choose another with -addr", *addr)
	}
	if err != nil {
		return err
	}
	if *address == "" {
		*address = "http://" + listener.Addr().String()
	}
	fmt.Fprintf(out, "%s: %s/\n", p.Name, *address)
	a, err := p.start(ctx, *data, *address)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if *data == "" {
		fmt.Fprintln(out, "Everything is kept in memory: -data keeps it.")
	}
	fmt.Fprintln(out, "Stop with Ctrl-C.")
	return a.serve(ctx, listener)
}

// play plays a case in memory.
func (p Programm) play(ctx context.Context, out io.Writer) (err error) {
	a, err := p.start(ctx, "", "http://localhost")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return p.Headless(ctx, a.server, a.store, out)
}

// anlage is what runs.
type anlage struct {
	server  *Server
	store   *bausteine.Store
	below   io.Closer
	handler http.Handler
	log     *slog.Logger
}

func (a *anlage) Close() error {
	err := a.store.Close()
	if a.below != nil {
		err = errors.Join(err, a.below.Close())
	}
	return err
}

func (p Programm) start(ctx context.Context, data, address string) (*anlage, error) {
	config := p.Config
	config.URL = address
	if config.Log == nil {
		config.Log = slog.Default()
	}
	var err error
	if config.Schluessel, err = p.secret(ctx, data, "sitzungen", "onlinedienst: what seals the sessions"); err != nil {
		return nil, err
	}
	a := &anlage{log: config.Log}
	if a.store, a.below, err = p.open(ctx, data, bausteine.Config{Now: config.Now, Log: config.Log}); err != nil {
		return nil, err
	}
	if err := p.build(ctx, a, data, config); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// build puts the pages together over the store.
func (p Programm) build(ctx context.Context, a *anlage, data string, config Config) error {
	registry, err := p.registratur(ctx, a.store, data)
	if err != nil {
		return err
	}
	if config.Akten, err = p.akten(ctx, a.store); err != nil {
		return err
	}
	mux := http.NewServeMux()
	var server *Server
	if p.Kasse != nil {
		var pay http.Handler
		if config.Kasse, pay, err = p.Kasse(a.store, func() *Server { return server }); err != nil {
			return err
		}
		if pay != nil {
			mux.Handle("/bezahlen/", pay)
		}
	}
	konto, err := p.konto(ctx, a.store, data, config.URL, mux)
	if err != nil {
		return err
	}
	if server, err = New(a.store, registry, konto, p.Zustaendig, config, p.Dienste...); err != nil {
		return err
	}
	if p.Amt != nil {
		desk, err := server.Amt(*p.Amt)
		if err != nil {
			return err
		}
		if pretended, ok := p.Amt.Konto.(http.Handler); ok {
			mux.Handle("/amt/testkonto", pretended)
		}
		mux.Handle("/amt/", desk)
	}
	mux.Handle("/", server)
	a.handler, a.server = mux, server
	return nil
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
	deliver := []antrag.Wirkung{{Name: "zustellen", Do: func(ctx context.Context, auftrag antrag.Auftrag) error {
		return Zustellen(ctx, registry, zusteller, auftrag)
	}}}
	registry, err = antrag.NewRegistratur(store, antrag.Config{Aufbewahrung: keep, Nummer: Nummer, Wirkungen: map[antrag.Art][]antrag.Wirkung{
		antrag.ArtEingereicht: deliver, antrag.ArtZustellungWiederholt: deliver,
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
	return registry, err
}

// konto is the account service, with its pages on the mux.
func (p Programm) konto(ctx context.Context, store *bausteine.Store, data, url string, mux *http.ServeMux) (nutzerkonto.Anbieter, error) {
	if p.Konten == nil {
		if pretended, ok := p.Konto.(http.Handler); ok {
			mux.Handle("/testkonto", pretended)
		}
		return p.Konto, nil
	}
	secret, err := p.secret(ctx, data, "konten", "onlinedienst: what accounts rest on")
	if err != nil {
		return nil, err
	}
	konto, pages, err := p.Konten(store, url, secret)
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
	}
	return keep, nil
}

func (p Programm) open(ctx context.Context, data string, config bausteine.Config) (*bausteine.Store, io.Closer, error) {
	if data == "" {
		return bausteine.NewMemory(config), nil, nil
	}
	if p.Open == nil {
		return nil, nil, errors.New("this program keeps everything in memory: start it without -data")
	}
	return p.Open(ctx, data, config)
}

// secret follows from a key that lies outside of the store, the same in all processes.
func (p Programm) secret(ctx context.Context, data, key, purpose string) ([]byte, error) {
	if data == "" || p.Keys == nil {
		return random()
	}
	keys, err := p.Keys(data)
	if err != nil {
		return nil, err
	}
	signer, err := keys.Signer(ctx, key)
	if err != nil {
		return nil, err
	}
	// The signature of one sentence by this key, which nobody else can make: Ed25519
	// gives the same one each time. Another kind of key would end all sessions with
	// each start, and part the processes of one service.
	if _, same := signer.Public().(ed25519.PublicKey); !same {
		return nil, fmt.Errorf("onlinedienst: the key %q is no Ed25519 key", key)
	}
	signature, err := signer.Sign(rand.Reader, []byte(purpose), crypto.Hash(0))
	if err != nil {
		return nil, fmt.Errorf("onlinedienst: the key %q: %w", key, err)
	}
	sum := sha256.Sum256(signature)
	return sum[:], nil
}

func random() ([]byte, error) {
	out := make([]byte, sha256.Size)
	_, err := rand.Read(out)
	return out, err
}

// serve answers requests and carries out what is due, until ctx ends: what is under
// way is finished first.
func (a *anlage) serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler: a.handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: time.Minute, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(a.log.Handler(), slog.LevelWarn),
	}
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	worked, served := make(chan error, 1), make(chan error, 1)
	go func() { worked <- a.store.Run(work) }()
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
