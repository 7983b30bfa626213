// SPDX-License-Identifier: Apache-2.0

// Package assembled_test crashes the blocks where they are put together: application,
// evidence with provider and log, and payment on one store, in one simulated process.
package assembled_test

import (
	"context"
	"crypto/ed25519"
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/internal/crosscheck/crash"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
	"github.com/deutschland-stack/bausteine/onceonly/permission"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

// The marks of a person. Each is found again in the raw files for as long as it may be.
const (
	markReplaced = "ZZERSETZTZZ"
	markName     = "ZZMUSTERMANNZZ"
	markFile     = "ZZANLAGEZZ"
	markPayer    = "ZZZAHLERZZ"
)

var (
	muehlhausen = onceonly.Party{ID: onceonly.MustPartyID("de.th.muehlhausen"), Name: "Stadt Mühlhausen"}
	weimar      = onceonly.Party{ID: onceonly.MustPartyID("de.th.weimar"), Name: "Stadt Weimar"}
	meldedaten  = onceonly.MustEvidenceType("urn:example:evidence:meldedatensatz")
	fields      = onceonly.MustFields("/familyName", "/givenNames")
	norm        = recht.MustParseNorm("§ 23a BMG")
	begin       = time.Date(2026, time.November, 22, 10, 0, 0, 0, time.UTC)
)

// fault is a way of putting the blocks together wrongly, for the tests of the simulation.
type fault int

const (
	honest           fault = iota
	commitTooEarly         // a commit is acknowledged, and carried out later
	unsynced               // a commit is acknowledged before it is on the disk
	replacedKept           // a replaced answer is copied elsewhere
	noDeadline             // one state is kept for ever
	headNotPublished       // heads are signed and nobody outside gets them
	acceptedApart          // evidence is accepted in one commit, and taken over in another
	paidApart              // the payment is noted in one commit, and the application submitted in another
)

func (f fault) sabotage() crash.Sabotage {
	s := crash.Sabotage{Unsynced: f == unsynced}
	switch f {
	case commitTooEarly:
		s.Fate = func(query string) crash.Fate {
			if query == "COMMIT" {
				return crash.Later
			}
			return crash.Happens
		}
	case replacedKept:
		s.Before = func(query string) []string {
			if query != "COMMIT" {
				return nil
			}
			return []string{
				"CREATE TABLE IF NOT EXISTS backup_of_drafts (content BLOB)",
				"INSERT INTO backup_of_drafts SELECT content FROM bausteine_draft",
			}
		}
	default:
	}
	return s
}

// world is what outlives the processes: the disk, the other side, and the clock.
type world struct {
	fault    fault
	random   *rand.Rand
	machine  *crash.Machine
	now      time.Time
	cash     *paymenttest.Memory
	source   *onceonlytest.Source
	head     auditlog.HeadMemory
	delivery map[uuid.UUID]int // how often a delivery arrived, by its id
	person   onceonly.Person
}

func newWorld(seed uint64, f fault, machine func() (*crash.Machine, error)) (w *world, err error) {
	w = &world{
		fault: f, random: rand.New(rand.NewPCG(seed, 0)), now: begin,
		source: &onceonlytest.Source{}, delivery: map[uuid.UUID]int{},
	}
	w.cash = paymenttest.NewMemory(w.clock)
	if w.machine, err = machine(); err != nil {
		return nil, err
	}
	w.person, err = onceonly.NewPerson(onceonly.PersonData{FamilyName: markName, GivenNames: "Erika", DateOfBirth: "1964-08-12"})
	w.source.Add(meldedaten, w.person, dataprovider.NewDocument("application/json",
		[]byte(`{"familyName":"`+markName+`","givenNames":"Erika","religion":"x"}`)))
	return w, err
}

func (w *world) clock() time.Time { return w.now }

func key(b byte) ed25519.PrivateKey { return ed25519.NewKeyFromSeed([]byte{31: b}) }

// outside passes heads on to who remembers them, or not.
type outside struct {
	auditlog.Keeper

	deaf bool
}

func (o outside) Keep(ctx context.Context, head string) error {
	if o.deaf {
		return nil
	}
	return o.Keeper.Keep(ctx, head)
}

// process is one life of the assembled service.
type process struct {
	*crash.Process

	db       *sql.DB
	store    *bausteine.Store
	antraege *antrag.Registratur
	cash     *payment.Service
	broker   *onceonly.Broker
	log      *auditlog.Log
	provided *auditlog.Log
}

// start assembles the blocks. A process that dies meanwhile is returned with the error.
func (w *world) start(plan func(*crash.Process)) (*process, error) {
	p := &process{Process: crash.NewProcess(w.machine, w.random, w.fault.sabotage(), true)}
	plan(p.Process)
	p.db = sql.OpenDB(p.Process)
	return p, w.assemble(p)
}

func (w *world) assemble(p *process) (err error) {
	ctx := context.Background()
	if p.store, err = bausteine.OpenSQLite(ctx, p.db, bausteine.Config{Now: w.clock, Workers: 1}); err != nil {
		return err
	}
	// Nobody in a dead process tries again.
	context.AfterFunc(p.Life(), func() { _ = p.store.Close() })
	if p.antraege, err = antrag.NewRegistratur(p.store, antrag.Config{
		Aufbewahrung: w.periods(),
		Wirkungen: map[antrag.Art][]antrag.Wirkung{antrag.ArtEingereicht: {{Name: "zustellen", Do: func(ctx context.Context, a antrag.Auftrag) error {
			w.delivery[a.ID]++
			_, err := p.antraege.Update(ctx, a.Antrag, func(now antrag.Antrag) ([]antrag.Ereignis, error) {
				if now.Status() != antrag.StatusEingereicht {
					return nil, nil
				}
				return []antrag.Ereignis{{Art: antrag.ArtZugestellt, Akteur: antrag.AkteurSystem}}, nil
			})
			return err
		}}}},
	}); err != nil {
		return err
	}
	if p.cash, err = payment.NewService(p.store, w.cash, payment.Config{}); err != nil {
		return err
	}
	return w.connect(ctx, p)
}

// connect opens both sides of the exchange.
func (w *world) connect(ctx context.Context, p *process) error {
	rules, err := permission.NewRules(permission.Rule{
		Requester: muehlhausen.ID, Provider: weimar.ID, EvidenceType: meldedaten, Purpose: "anmeldung",
		Bases: []onceonly.Basis{onceonly.BasisChoice}, Norm: norm, ValidFrom: begin.AddDate(-1, 0, 0),
	})
	if err != nil {
		return err
	}
	intermediary, err := permission.NewIntermediary(rules, key(1), time.Minute)
	if err != nil {
		return err
	}
	open := func(name string, b byte, keeper auditlog.Keeper) (*auditlog.Log, error) {
		signer, err := auditlog.NewSigner(name+".example", key(b))
		if err != nil {
			return nil, err
		}
		return auditlog.Open(ctx, p.store, auditlog.Config{Name: name, Origin: name + ".example/log", Signer: signer, Keepers: []auditlog.Keeper{keeper}})
	}
	if p.log, err = open("broker", 3, outside{&w.head, w.fault == headNotPublished}); err != nil {
		return err
	}
	if p.provided, err = open("provider", 4, &auditlog.HeadMemory{}); err != nil {
		return err
	}
	provider, err := dataprovider.New(p.store, p.provided, dataprovider.Config{Party: weimar, Source: w.source, Key: key(2), TokenKey: intermediary.Key()})
	if err != nil {
		return err
	}
	directory := onceonly.NewDirectory(onceonly.Listed{Provider: weimar, EvidenceType: meldedaten, Connection: provider.Connection()})
	p.broker, err = onceonly.NewBroker(p.store, p.log, intermediary, directory, onceonly.Config{})
	return err
}

// periods are short, and the same for all states but for one that was forgotten.
func (w *world) periods() antrag.Aufbewahrung {
	table := antrag.Aufbewahrung{}
	for _, status := range []antrag.Status{
		antrag.StatusEntwurf, antrag.StatusVerworfen, antrag.StatusEingereicht, antrag.StatusGestoert, antrag.StatusZugestellt,
		antrag.StatusInBearbeitung, antrag.StatusRueckfrage, antrag.StatusVorsprache, antrag.StatusStattgegeben, antrag.StatusAbgelehnt,
		antrag.StatusZurueckgenommen,
	} {
		table[status] = antrag.Tage(30)
	}
	if w.fault == noDeadline {
		table[antrag.StatusStattgegeben] = antrag.Tage(365 * 100)
	}
	return table
}

func (p *process) close() {
	defer p.Kill()
	if p.store != nil {
		_ = p.store.Close()
	}
	_ = p.db.Close()
}

func angaben(name string, extra string) json.RawMessage {
	return json.RawMessage(fmt.Sprintf(`{"name":%q,"nachweis":%q}`, name, extra))
}

var leistungsschluessel = leistung.MustParseSchluessel("99115005104001")
