// SPDX-License-Identifier: Apache-2.0

// Package betrieb puts the service together over its database and keeps it
// going: stores, use cases, pages, the worker behind them, and housekeeping.
// Several processes may do so over one PostgreSQL: none holds state that
// another one needs.
package betrieb

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/dienst"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/portal"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/sitzung"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speicher"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/web"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// Config says where the data are kept and what the service works with.
type Config struct {
	Daten string // where the data are: see speicher.Open
	Now   func() time.Time
	Log   *slog.Logger
	HTTPS bool // browsers reach the service over https
	// Schluessel is where the keys come from. Nothing is a folder beside a SQLite file.
	Schluessel bausteine.Keys
	// Koepfe are files in which the last head of the log is remembered, beside the one that
	// lies beside a SQLite file.
	Koepfe []string
	// URL is where browsers reach the service; nothing is this machine.
	URL string
	// Watch counts what happens in the store. Nil: nobody does.
	Watch bausteine.Watch
}

// uebernahme is after how long the work of a process that died is taken over.
const uebernahme = 5 * time.Second

// Betrieb is the running service.
type Betrieb struct {
	Dienst  *dienst.Dienst
	Portal  *portal.Portal
	Handler http.Handler

	log       *slog.Logger
	store     *bausteine.Store
	sitzungen *sitzung.Speicher
	mu        sync.Mutex
	closers   []func() error // guarded by mu
	stop      context.CancelFunc
	running   sync.WaitGroup
}

// Start opens everything and sets the worker going. Close it in the end.
func Start(ctx context.Context, cfg Config) (*Betrieb, error) {
	b := &Betrieb{log: cfg.Log}
	if err := b.open(ctx, cfg); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	// The work goes on until Close, whatever becomes of the context that
	// started it: what was acknowledged is carried out.
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	b.stop = stop
	b.running.Go(func() {
		if err := b.store.Run(work); err != nil {
			b.trouble(err)
		}
	})
	b.running.Go(func() { b.keepHouse(work) })
	return b, nil
}

// Geloescht is the file beside a SQLite file in which stands what was erased, for
// the day on which a backup has to be restored.
func Geloescht(daten string) string { return daten + ".geloescht" }

// erasures opens that file. On PostgreSQL none is kept.
func (b *Betrieb) erasures(db *speicher.Datenbank, daten string) (io.Writer, error) {
	if db.Art != speicher.SQLite {
		return nil, nil //nolint:nilnil // none is a choice
	}
	file, err := os.OpenFile(Geloescht(daten), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the list of what was erased: %w", err)
	}
	b.closeLater(file.Close)
	return file, nil
}

func (b *Betrieb) open(ctx context.Context, cfg Config) error {
	db, err := speicher.Open(ctx, cfg.Daten)
	if err != nil {
		return err
	}
	b.closeLater(db.Close)
	erasures, err := b.erasures(db, cfg.Daten)
	if err != nil {
		return err
	}
	b.store, err = db.OpenStore(ctx, bausteine.Config{Now: cfg.Now, Log: cfg.Log, Watch: cfg.Watch, Lease: uebernahme, Erasures: erasures})
	if err != nil {
		return err
	}
	b.closeLater(b.store.Close)
	stand, err := cfg.Dienst(b.store)
	if err != nil {
		return err
	}
	b.Dienst, err = dienst.New(ctx, stand)
	if errors.Is(err, auditlog.ErrRolledBack) {
		return fmt.Errorf("%w; if a backup was restored, start once with -epoch and the reason", err)
	}
	if err != nil {
		return err
	}
	if err := b.Dienst.ResumeGivenUp(ctx); err != nil {
		return err
	}
	if b.sitzungen, err = sitzung.New(ctx, db, cfg.Now); err != nil {
		return err
	}
	geheimnis, err := b.Dienst.Geheimnis(ctx, "sitzungen")
	if err != nil {
		return err
	}
	if b.Portal, err = portal.New(portal.Config{
		Store: b.store, Registratur: b.Dienst.Registratur(), Gebiete: b.Dienst.Gebiete(), Aemter: b.Dienst.Aemter(), Geheimnis: geheimnis, URL: address(cfg), Now: cfg.Now, Log: cfg.Log,
		Abrufe: &onlinedienst.Abrufe{Broker: b.Dienst.Broker(), Wege: b.Dienst.Wege},
	}); err != nil {
		return err
	}
	b.Handler, err = web.New(web.Config{Dienst: b.Dienst, Portal: b.Portal, Sitzungen: b.sitzungen, Log: cfg.Log, HTTPS: cfg.HTTPS})
	return err
}

// address is where browsers reach the service.
func address(cfg Config) string {
	switch {
	case cfg.URL != "":
		return cfg.URL
	case cfg.HTTPS:
		return "https://localhost"
	default:
		return "http://localhost"
	}
}

// ErrSchluessel says that nobody said where the keys are.
var ErrSchluessel = errors.New("on PostgreSQL say where the keys are, the same for all processes: -keys")

// Schluesselordner is the folder of the keys beside a SQLite file.
func Schluesselordner(daten string) string { return daten + ".schluessel" }

// Dienst says what the use cases stand on: the keys, and the files that remember the last
// head of the log. Both lie apart from the database.
func (cfg Config) Dienst(store *bausteine.Store) (dienst.Config, error) {
	stand := dienst.Config{Store: store, Now: cfg.Now, Schluessel: cfg.Schluessel}
	koepfe := cfg.Koepfe
	if !speicher.IsPostgreSQL(cfg.Daten) {
		koepfe = append([]string{cfg.Daten + ".protokollkopf"}, koepfe...)
		if stand.Schluessel == nil {
			stand.Schluessel = bausteine.NewKeyFolder(Schluesselordner(cfg.Daten))
		}
	}
	if stand.Schluessel == nil {
		return dienst.Config{}, ErrSchluessel
	}
	for _, datei := range koepfe {
		stand.Koepfe = append(stand.Koepfe, auditlog.HeadFile(datei))
	}
	return stand, nil
}

// closeLater has something closed by Close.
func (b *Betrieb) closeLater(closer func() error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closers = append(b.closers, closer)
}

// Close lets the worker finish what it has begun and closes the stores, the
// last opened first.
func (b *Betrieb) Close() error {
	if b.stop != nil {
		b.stop()
	}
	b.running.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	var errs []error
	for i := len(b.closers) - 1; i >= 0; i-- {
		errs = append(errs, b.closers[i]())
	}
	b.closers = nil
	return errors.Join(errs...)
}

func (b *Betrieb) trouble(err error) { b.log.Warn("work in the background", "error", err) }

// keepHouse deletes, now and every hour, what is past its time.
func (b *Betrieb) keepHouse(ctx context.Context) {
	for {
		if err := errors.Join(b.sitzungen.Purge(ctx), b.Dienst.Purge(ctx)); err != nil && ctx.Err() == nil {
			b.trouble(err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Hour):
		}
	}
}
