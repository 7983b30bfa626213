// SPDX-License-Identifier: Apache-2.0

package probelauf

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
	"github.com/deutschland-stack/bausteine/payment"
)

// Mittel is how the invented person logged in; it stands in what is delivered.
const Mittel = "Probelauf"

// Kasse is a payment service in its test environment, with the payer in our hand.
type Kasse interface {
	onlinedienst.Kasse
	// Pay pays everything that is open, and sees to it that paid hears of it.
	Pay(ctx context.Context) error
}

// Config is what a dry run takes. All but Kasse, Gebiete and Now is required.
type Config[A, P any] struct {
	Dienst        onlinedienst.Dienst[A, P]
	Zentrale      *rollout.Leitstelle
	Einstellungen *rollout.Einstellungen[P] // what the authorities have set, live or not
	Zustaendig    zustaendigkeit.Aufloeser
	// Antworten are those of an invented person whose case is of the Gemeinde.
	Antworten func(gemeinde kommune.AGS, werte P) A
	// Kasse opens the test environment of the payment service over the store of the
	// run; a service with a fee needs it. What was paid is told to paid.
	Kasse func(store *bausteine.Store, paid func(context.Context, payment.Notice) error) (Kasse, error)
	// Zusteller delivers to the test address of the authority.
	Zusteller func(registry *antrag.Registratur) (zustellung.Zusteller, error)
	// Bescheid lets the test system of the authority decide on the case.
	Bescheid func(ctx context.Context, registry *antrag.Registratur, id uuid.UUID) error
	// Gebiete is that of [onlinedienst.Config].
	Gebiete func(kommune.AGS) (kommune.ARS, bool)
	Now     func() time.Time // nil is [time.Now]
}

// Lauf carries dry runs out. It is a [rollout.Prober], and may be used from any number
// of goroutines.
type Lauf[A, P any] struct{ config Config[A, P] }

// New refuses a service that contradicts itself, and missing parts.
func New[A, P any](config Config[A, P]) (*Lauf[A, P], error) {
	c := &config
	if c.Zentrale == nil || c.Einstellungen == nil || c.Zustaendig == nil || c.Antworten == nil || c.Zusteller == nil || c.Bescheid == nil {
		return nil, errors.New("probelauf: a part is missing")
	}
	if c.Dienst.Gebuehr != nil && c.Kasse == nil {
		return nil, errors.New("probelauf: the service has a fee, and nobody takes it")
	}
	if err := c.Dienst.Check().Blocking().Err(); err != nil {
		return nil, fmt.Errorf("probelauf: %w", err)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	return &Lauf[A, P]{config}, nil
}

// Protokoll is what a dry run came to.
type Protokoll struct {
	ID            uuid.UUID
	Am            datum.Datum
	ParameterHash string
	Schritte      []Schritt // the legs in their order, up to the first that failed
}

// Schritt is one leg. Befunde are why it did not pass; they are about an invented
// person.
type Schritt struct {
	Strecke   rollout.Strecke
	Bestanden bool
	Entfaellt bool // nothing is to be paid
	Befunde   recht.Befunde
}

// Ergebnis is the outcome as the conditions of going live take it.
func (p Protokoll) Ergebnis() rollout.Probelauf {
	out := rollout.Probelauf{Am: p.Am, ParameterHash: p.ParameterHash}
	for _, s := range p.Schritte {
		out.Ergebnisse = append(out.Ergebnisse, rollout.Streckenergebnis{Strecke: s.Strecke, Bestanden: s.Bestanden, Entfaellt: s.Entfaellt, Beleg: "urn:uuid:" + p.ID.String()})
	}
	return out
}

// Probelauf implements [rollout.Prober].
func (l *Lauf[A, P]) Probelauf(ctx context.Context, dienst leistung.Schluessel, stelle rollout.Stelle) (rollout.Probelauf, error) {
	if dienst != l.config.Dienst.Leistung {
		return rollout.Probelauf{}, fmt.Errorf("probelauf: this is not the service %s: %w", dienst, rollout.ErrUnknown)
	}
	p, err := l.Run(ctx, stelle)
	return p.Ergebnis(), err
}

// Run goes all legs for an authority that is due, with what it has set as of today. What
// does not pass is in the Protokoll, and nothing is tried behind it; the error is that
// of a machinery that failed, and of an authority that is not due or has set nothing
// that the service takes.
func (l *Lauf[A, P]) Run(ctx context.Context, stelle rollout.Stelle) (p Protokoll, err error) {
	today := datum.Of(l.config.Now())
	row, due := l.config.Zentrale.Buch().At(rollout.Heute(today)).Zeile(l.config.Dienst.Leistung, stelle)
	set, ok := l.config.Einstellungen.Of(stelle, rollout.Heute(today))
	if !due || !ok || len(row.Gemeinden) == 0 {
		return p, fmt.Errorf("probelauf: the authority is not due, acts for no Gemeinde, or has set nothing that the service takes: %w", rollout.ErrUnknown)
	}
	if p.ID, err = uuid.NewRandom(); err != nil {
		return p, err
	}
	p.Am, p.ParameterHash = today, set.Hash
	store := bausteine.NewMemory(bausteine.Config{Now: l.config.Now, Log: slog.New(slog.DiscardHandler)})
	defer func() { err = errors.Join(err, store.Close()) }()
	g := gang[A, P]{lauf: l, store: store, gemeinde: row.Gemeinden[0].AGS, werte: set.Werte, lief: p.ID}
	if err := g.open(); err != nil {
		return p, err
	}
	for _, leg := range []struct {
		strecke rollout.Strecke
		do      func(context.Context) error
	}{
		{rollout.StreckeAntrag, g.apply},
		{rollout.StreckeZahlung, g.pay},
		{rollout.StreckeZustellung, g.deliver},
		{rollout.StreckeQuittung, g.confirm},
		{rollout.StreckeBescheid, g.decide},
	} {
		failed := leg.do(ctx)
		if ctx.Err() != nil {
			return p, ctx.Err()
		}
		step := Schritt{Strecke: leg.strecke, Bestanden: failed == nil, Entfaellt: errors.Is(failed, errNothingToPay)}
		p.Schritte = append(p.Schritte, step)
		if step.Bestanden || step.Entfaellt {
			continue
		}
		last := &p.Schritte[len(p.Schritte)-1]
		if found, ok := errors.AsType[*recht.BefundError](failed); ok {
			last.Befunde = found.Befunde
		} else {
			last.Befunde = recht.Befunde{{Code: "PROBELAUF-" + strings.ToUpper(string(leg.strecke)), Detail: failed.Error()}}
		}
		break
	}
	return p, nil
}

// errNothingToPay says that the leg of the payment falls away.
var errNothingToPay = errors.New("probelauf: nothing is to be paid")

// nur is the one Gemeinde of the run with what its authority has set.
type nur[P any] struct {
	gemeinde kommune.AGS
	werte    P
}

// At implements [onlinedienst.Kommunen].
func (n nur[P]) At(gemeinde kommune.AGS, _ datum.Datum) (werte P, ok bool) {
	if gemeinde != n.gemeinde {
		return werte, false
	}
	return n.werte, true
}

// niemand logs nobody in: the run acts as a program.
type niemand struct{}

func (niemand) Begin(context.Context, nutzerkonto.Anfrage) (string, error) {
	return "", nutzerkonto.ErrAbgebrochen
}

func (niemand) Complete(context.Context, nutzerkonto.Anfrage, url.Values) (nutzerkonto.Konto, error) {
	return nutzerkonto.Konto{}, nutzerkonto.ErrAbgebrochen
}

// gang is one run.
type gang[A, P any] struct {
	lauf      *Lauf[A, P]
	store     *bausteine.Store
	registry  *antrag.Registratur
	server    *onlinedienst.Server
	kasse     Kasse
	zusteller zustellung.Zusteller
	gemeinde  kommune.AGS
	werte     P
	lief, id  uuid.UUID // of the run, of the case
	sendung   uuid.UUID
}

// open puts the service together over the store of the run.
func (g *gang[A, P]) open() (err error) {
	c := &g.lauf.config
	keep := antrag.Aufbewahrung{}
	for _, status := range []antrag.Status{
		antrag.StatusVerworfen, antrag.StatusEingereicht, antrag.StatusGestoert, antrag.StatusZugestellt, antrag.StatusInBearbeitung, antrag.StatusRueckfrage,
		antrag.StatusVorsprache, antrag.StatusStattgegeben, antrag.StatusAbgelehnt, antrag.StatusZurueckgenommen,
	} {
		keep[status] = antrag.Tage(1)
	}
	keep[antrag.StatusEntwurf] = antrag.Tage(c.Dienst.Entwurf.Tage)
	if g.registry, err = antrag.NewRegistratur(g.store, antrag.Config{Aufbewahrung: keep}); err != nil {
		return err
	}
	if g.zusteller, err = c.Zusteller(g.registry); err != nil {
		return err
	}
	key := make([]byte, 32)
	if _, err = rand.Read(key); err != nil {
		return err
	}
	config := onlinedienst.Config{URL: "https://probelauf.invalid", Schluessel: key, Gebiete: c.Gebiete, Now: c.Now, Log: slog.New(slog.DiscardHandler)}
	if c.Dienst.Gebuehr != nil {
		if g.kasse, err = c.Kasse(g.store, func(ctx context.Context, n payment.Notice) error { return g.server.Paid(ctx, n) }); err != nil {
			return err
		}
		config.Kasse = g.kasse
	}
	d := c.Dienst
	d.Titel = recht.NewText("Probelauf: "+d.Titel.String(), "Dry run: "+d.Titel.English())
	g.server, err = onlinedienst.New(g.store, g.registry, niemand{}, c.Zustaendig, config, d.With(nur[P]{g.gemeinde, g.werte}))
	return err
}

// apply begins, answers and hands in.
func (g *gang[A, P]) apply(ctx context.Context) (err error) {
	d := &g.lauf.config.Dienst
	person := nutzerkonto.Konto{Kennung: "probelauf-" + g.lief.String(), Niveau: max(d.Niveau, d.Senden), Mittel: Mittel}
	access := g.server.Zugang(person, recht.Deutsch)
	if g.id, err = access.Begin(ctx, d.Name, g.lief.String()); err != nil {
		return err
	}
	if _, err := access.Fill(ctx, g.id, g.lauf.config.Antworten(g.gemeinde, g.werte)); err != nil {
		return err
	}
	why, err := access.Submit(ctx, g.id)
	if err != nil {
		return err
	}
	return why.Err()
}

// pay pays what came out as the fee; the case then has gone off by itself.
func (g *gang[A, P]) pay(ctx context.Context) error {
	status, err := g.status(ctx)
	switch {
	case err != nil:
		return err
	case status != antrag.StatusEntwurf:
		return errNothingToPay // handed in at once
	case g.kasse == nil:
		return errors.New("the draft waits, and nobody takes money")
	}
	if err := g.kasse.Pay(ctx); err != nil {
		return err
	}
	return g.expect(ctx, antrag.StatusEingereicht)
}

func (g *gang[A, P]) deliver(ctx context.Context) (err error) {
	if g.sendung, err = uuid.NewRandom(); err != nil {
		return err
	}
	if err := onlinedienst.Zustellen(ctx, g.registry, g.zusteller, antrag.Auftrag{ID: g.sendung, Antrag: g.id}); err != nil {
		return err
	}
	return g.expect(ctx, antrag.StatusZugestellt)
}

// confirm asks whether the authority has it for good.
func (g *gang[A, P]) confirm(ctx context.Context) error {
	stand, err := g.zusteller.Watch(ctx, g.id, g.sendung)
	if err == nil && stand.Status != zustellung.StatusAngenommen {
		err = fmt.Errorf("the delivery is %q", stand.Status)
	}
	return err
}

// decide lets the authority decide; the case then shows the decision.
func (g *gang[A, P]) decide(ctx context.Context) error {
	if err := g.lauf.config.Bescheid(ctx, g.registry, g.id); err != nil {
		return err
	}
	return g.expect(ctx, antrag.StatusStattgegeben, antrag.StatusAbgelehnt)
}

func (g *gang[A, P]) status(ctx context.Context) (antrag.Status, error) {
	a, err := g.registry.Load(ctx, g.id)
	return a.Status(), err
}

func (g *gang[A, P]) expect(ctx context.Context, want ...antrag.Status) error {
	status, err := g.status(ctx)
	if err == nil && !slices.Contains(want, status) {
		err = fmt.Errorf("the case is %q, not %q", status, want)
	}
	return err
}
