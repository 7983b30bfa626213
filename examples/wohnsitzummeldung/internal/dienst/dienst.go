// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"time"

	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/amt"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speicher"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
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

// anmeldung is the Leistung in the catalogue of services (LeiKa): Wohnsitz,
// Anmeldung. Whether as main or secondary home is an answer in the form.
var anmeldung = leistung.MustParseSchluessel("99115005104000")

// Config names what the service stands on.
type Config struct {
	DB       *speicher.Datenbank
	Antraege antrag.Store
	// Abrufe keeps what the authorities ask and get; Register opens the store of
	// one register, which keeps its own; it is called for all registers at once.
	Abrufe   onceonly.Store
	Register func(behoerde string) (onceonly.Store, error)
	Now      func() time.Time
	// Koepfe remember the last head of the log outside of the database. Without any
	// it is forgotten with the process.
	Koepfe []auditlog.Keeper
}

// Dienst is the service. It is safe for concurrent use.
type Dienst struct {
	db          *speicher.Datenbank
	now         func() time.Time
	gebiete     *kommune.Verzeichnis
	aemter      *amt.Verzeichnis
	registratur *antrag.Registratur
	broker      *onceonly.Broker
	protokoll   *auditlog.Log
	cockpit     *cockpit.Cockpit
	eingang     *Posteingang
	anlagen     *anlagen
	urkunden    *urkunden
	partner     []onceonly.Eraser // the broker and the registers
}

// New prepares the service.
func New(ctx context.Context, cfg Config) (*Dienst, error) {
	gebiete := kommune.Deutschland()
	aemter, err := amt.New(gebiete)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(cfg.DB.Schema(ctx, "dienst", schema...), amt.Schema(ctx, cfg.DB)); err != nil {
		return nil, err
	}
	d := &Dienst{
		db: cfg.DB, now: cfg.Now, gebiete: gebiete, aemter: aemter,
		registratur: antrag.NewRegistratur(cfg.Antraege, antrag.Config{
			Clock: cfg.Now,
			Effects: map[antrag.Art][]string{
				antrag.ArtEingereicht:  {WirkungZustellen},
				antrag.ArtStattgegeben: {WirkungBestaetigen},
				antrag.ArtGeloescht:    {WirkungAufraeumen},
			},
		}),
		eingang:  &Posteingang{db: cfg.DB},
		anlagen:  &anlagen{db: cfg.DB},
		urkunden: &urkunden{db: cfg.DB},
	}
	if err := d.connect(ctx, cfg); err != nil {
		return nil, err
	}
	return d, nil
}

// schema holds the steps of the tables for what is not in the stores of the
// blocks, see [speicher.Datenbank.Schema].
var schema = []string{
	`CREATE TABLE IF NOT EXISTS posteingang (
		zustellung TEXT PRIMARY KEY,
		antrag     TEXT NOT NULL,
		behoerde   TEXT NOT NULL,
		zeit       INTEGER NOT NULL,
		inhalt     BLOB NOT NULL
	) STRICT, WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS posteingang_behoerde ON posteingang (behoerde, zeit);
	CREATE INDEX IF NOT EXISTS posteingang_antrag ON posteingang (antrag);
	CREATE TABLE IF NOT EXISTS anlage (
		antrag TEXT NOT NULL,
		sha256 TEXT NOT NULL,
		inhalt BLOB NOT NULL,
		PRIMARY KEY (antrag, sha256)
	) STRICT, WITHOUT ROWID;
	CREATE TABLE IF NOT EXISTS meldebestaetigung (
		antrag TEXT NOT NULL,
		person INTEGER NOT NULL,
		text   TEXT NOT NULL,
		PRIMARY KEY (antrag, person)
	) STRICT, WITHOUT ROWID`,
	`ALTER TABLE anlage ADD COLUMN version INTEGER NOT NULL DEFAULT 0`,
}

// Heute is the day in Germany.
func (d *Dienst) Heute() kommune.Datum { return kommune.DatumOf(d.now()) }

// Gebiete is the register of municipalities.
func (d *Dienst) Gebiete() *kommune.Verzeichnis { return d.gebiete }

// Aemter are the authorities that take part.
func (d *Dienst) Aemter() *amt.Verzeichnis { return d.aemter }

// NewAuftrag returns a key for a command: a form carries it, so that sending
// the form twice does the thing once.
func NewAuftrag() string {
	var b [18]byte
	_, _ = rand.Read(b[:]) // crypto/rand.Read never returns an error
	return base64.RawURLEncoding.EncodeToString(b[:])
}
