// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"errors"
	"time"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/lokal"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/cockpit"
)

var (
	// ErrNichtGefunden says that there is no such application, or that it is
	// none of the caller's business: to the caller this is the same.
	ErrNichtGefunden = errors.New("dienst: not found")
	// ErrGeaendert says that the application was changed since the caller
	// looked at it, in another window for example.
	ErrGeaendert = errors.New("dienst: changed in the meantime")
	// ErrNichtMoeglich says that the step does not fit the state of the
	// application any more.
	ErrNichtMoeglich = errors.New("dienst: not possible now")
)

// Config names what the service stands on.
type Config struct {
	Store *bausteine.Store
	Now   func() time.Time
	// Koepfe remember the last head of the log outside of the database. Without any
	// it is forgotten with the process.
	Koepfe []auditlog.Keeper
	// Schluessel is where the keys of the authorities and of the log come from.
	Schluessel bausteine.Keys
}

// Dienst is the service. It is safe for concurrent use.
type Dienst struct {
	store       *bausteine.Store
	now         func() time.Time
	gebiete     *kommune.Verzeichnis
	aemter      *amt.Verzeichnis
	registratur *antrag.Registratur
	broker      *onceonly.Broker
	protokoll   *auditlog.Log
	cockpit     *cockpit.Cockpit
	siegel      *amt.Schluesselbund
	glocke      glocke
	inbox       *lokal.Posteingang
}

// New prepares the service.
func New(ctx context.Context, cfg Config) (*Dienst, error) {
	gebiete := kommune.Deutschland()
	aemter, err := amt.New(gebiete)
	if err != nil {
		return nil, err
	}
	siegel, err := amt.NewSchluesselbund(cfg.Schluessel)
	if err != nil {
		return nil, err
	}
	d := &Dienst{store: cfg.Store, now: cfg.Now, gebiete: gebiete, aemter: aemter, siegel: siegel}
	d.registratur, err = antrag.NewRegistratur(cfg.Store, antrag.Config{Aufbewahrung: aufbewahrung(), Nummer: Nummer, Wirkungen: d.wirkungen()})
	if err != nil {
		return nil, err
	}
	if d.inbox, err = lokal.New(d.registratur); err != nil {
		return nil, err
	}
	if err := d.connect(ctx, cfg); err != nil {
		return nil, err
	}
	return d, nil
}

// Registratur keeps the applications.
func (d *Dienst) Registratur() *antrag.Registratur { return d.registratur }

// Heute is the day in Germany.
func (d *Dienst) Heute() kommune.Datum { return kommune.DatumOf(d.now()) }

// Gebiete is the register of municipalities.
func (d *Dienst) Gebiete() *kommune.Verzeichnis { return d.gebiete }

// Aemter are the authorities that take part.
func (d *Dienst) Aemter() *amt.Verzeichnis { return d.aemter }

// Broker is the way to the records of the registers.
func (d *Dienst) Broker() *onceonly.Broker { return d.broker }

// Inbox is where the authorities find what was handed in, of every service.
func (d *Dienst) Inbox() *lokal.Posteingang { return d.inbox }
