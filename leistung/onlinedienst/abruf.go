// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// maxAuszug bounds evidence that is taken over, in bytes.
const maxAuszug = 64 << 10

// jaGilt is how long a yes to a retrieval holds.
const jaGilt = time.Hour

// Abrufe is how evidence is fetched.
type Abrufe struct {
	Broker *onceonly.Broker
	// Wege knows who asks whom for the evidence of a person. The authority is the
	// one that is responsible for the case, and zero where that cannot be told.
	Wege func(ctx context.Context, typ onceonly.EvidenceType, behoerde zustaendigkeit.Stelle, konto nutzerkonto.Konto) (Weg, error)
	// Protokoll is the log of the broker, in which people see who asked for their data,
	// with a proof of each entry; nil: they are not shown it here.
	Protokoll *auditlog.Log
}

// Weg is who asks whom, or why nobody can be asked.
type Weg struct {
	Fragt, Antwortet onceonly.Party
	Warum            recht.Text
}

// zusage is what a person has decided about evidence, and what became of it.
type zusage struct {
	Selbst   bool      `json:"selbst,omitempty"` // the person writes it themselves
	Erneut   bool      `json:"erneut,omitempty"` // to be decided again: another authority is responsible now
	Consent  uuid.UUID `json:"consent,omitzero"`
	Abruf    uuid.UUID `json:"abruf,omitzero"`
	Andere   bool      `json:"andere,omitempty"`   // with the part about others
	Behoerde string    `json:"behoerde,omitempty"` // for which it may be asked
	Quelle   string    `json:"quelle,omitempty"`
	Digest   string    `json:"digest,omitempty"` // of what was taken over
	Inhalt   []byte    `json:"inhalt,omitempty"` // that, as it came
}

// nachweis is a Nachweis of whatever answers.
type nachweis struct {
	Nachweis[struct{}]

	eigene, alle []uebernahme // what is filled for the person alone, and with the part about others
}

// mapping is what a retrieval fills.
func (n nachweis) mapping(andere bool) []uebernahme {
	if andere {
		return n.alle
	}
	return n.eigene
}

// concerned says whose data are fetched.
func (n nachweis) concerned(andere bool) []onceonly.Concerned {
	if andere && n.Andere != nil {
		return append(slices.Clone(n.Betroffene), n.Andere.Betroffene...)
	}
	return n.Betroffene
}

func (l laufend[A, P]) nachweis(name string) (nachweis, bool) {
	for _, n := range l.kern.dienst.Nachweise {
		if n.Name == name {
			out := nachweis{
				Nachweis: Nachweis[struct{}]{Name: n.Name, Typ: n.Typ, Basis: n.Basis, Norm: n.Norm, Zweck: n.Zweck, Hinweis: n.Hinweis, Niveau: n.Niveau, Betroffene: n.Betroffene},
				eigene:   n.mapping(false), alle: n.mapping(true),
			}
			if n.Andere != nil {
				out.Andere = &Andere[struct{}]{Versichert: n.Andere.Versichert, Belehrung: n.Andere.Belehrung, Norm: n.Andere.Norm, Betroffene: n.Andere.Betroffene}
			}
			return out, true
		}
	}
	return nachweis{}, false
}

// angebot is a retrieval told before it happens: the very text on which the person
// decides, line by line.
type angebot struct {
	weg      Weg
	behoerde string // that is responsible
	zeilen   []fakt
}

func (o angebot) text() string {
	var b strings.Builder
	for _, z := range o.zeilen {
		fmt.Fprintf(&b, "%s: %s\n", z.Titel, z.Wert)
	}
	return b.String()
}

// offer says what a retrieval would be, or why there can be none.
func (a *akteur) offer(ctx context.Context, f *fall, n nachweis) (o angebot, err error) {
	if !a.sitz.Niveau.Reicht(n.Niveau) {
		o.weg.Warum = recht.NewText(say(recht.Deutsch, "ev.level", n.Niveau.String()), say(recht.Englisch, "ev.level", n.Niveau.English()))
		return o, nil
	}
	authority, err := a.authority(ctx, f)
	if err != nil {
		return o, err
	}
	o.behoerde = authority.ID
	if o.weg, err = a.config.Abrufe.Wege(ctx, n.Typ, authority, a.sitz.account()); err != nil || !o.weg.Warum.IsZero() {
		return o, err
	}
	norm := n.Norm.String()
	if a.sprache == recht.Englisch {
		norm = n.Norm.English()
	}
	line := func(title, text string) { o.zeilen = append(o.zeilen, fakt{Titel: title, Wert: text}) }
	line(a.say("ev.asks"), o.weg.Fragt.Name)
	line(a.say("ev.answers"), o.weg.Antwortet.Name)
	line(a.say("ev.what"), strings.Join(f.filled(n.eigene, a.sprache), ", "))
	if more := f.filled(n.alle[len(n.eigene):], a.sprache); len(more) > 0 {
		line(a.say("ev.others"), a.say("ev.others.what", strings.Join(more, ", ")))
	}
	line(a.say("ev.why"), fmt.Sprintf("%s (%s)", n.Zweck.Text, norm))
	line(a.say("ev.notice"), n.Hinweis.In(a.sprache))
	if authority.ID != "" {
		line(a.say("ev.gets"), a.say("ev.gets.what", authority.Name))
	}
	line(a.say("ev.holds"), a.say("ev.once"))
	return o, nil
}

// filled are the words for what evidence fills.
func (f *fall) filled(mapping []uebernahme, language string) (out []string) {
	for _, u := range mapping {
		if u.fest != nil {
			continue
		}
		text := u.titel.In(language)
		if u.nach != "" {
			text = f.dienst.element(names(u.nach)).Titel.In(language)
		}
		if len(u.zeilen) > 0 {
			text += " (" + strings.Join(f.filled(u.zeilen, language), ", ") + ")"
		}
		if !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// agree writes the person's yes down and asks, with the part about others where the
// person has assured to be entitled. What is to be asked is in the draft together
// with the yes and before anybody is asked: after a crash it is the same retrieval
// that goes on.
func (a *akteur) agree(ctx context.Context, f *fall, n nachweis, andere bool) error {
	andere = andere && n.Andere != nil

	o, err := a.offer(ctx, f, n)
	if err != nil {
		return err
	}
	if !o.weg.Warum.IsZero() {
		return ErrKeinAbruf
	}
	if old := f.bei.Abrufe[n.Name]; old.Abruf != uuid.Nil && old.Digest == "" {
		return a.askRegister(ctx, f, n) // the second click
	}
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	var consent onceonly.Consent
	if err := a.store.Together(ctx, func(ctx context.Context) error {
		if consent, err = a.consent(ctx, f, n, o, andere); err != nil {
			return err
		}
		return a.replace(ctx, f, func(*formular.Entwurf) error {
			if err := a.forget(f, n.Name); err != nil {
				return err
			}
			f.setAbruf(n.Name, zusage{Consent: consent.ID(), Abruf: id, Andere: andere, Behoerde: o.behoerde, Quelle: consent.Terms().Provider.Name})
			return nil
		})
	}); err != nil {
		return err
	}
	if err := a.tidy(ctx, f); err != nil {
		return err
	}
	return a.ask(ctx, id, consent)
}

// ErrKeinAbruf says that there is nothing to fetch, or not any more.
var ErrKeinAbruf = errors.New("onlinedienst: nothing to fetch")

func (a *akteur) subject() onceonly.Subject { return onceonly.MustSubject(a.sitz.Konto) }

// handelnd is the person as who acts in an exchange.
func (a *akteur) handelnd() onceonly.Actor {
	return onceonly.Actor{Subject: a.subject(), Assurance: a.sitz.Niveau}
}

// gesucht is the key by which a register looks the person up.
func (a *akteur) gesucht() (onceonly.Person, error) { return a.sitz.gesucht() }

// consent writes down what the person decided on, and the decision.
func (a *akteur) consent(ctx context.Context, f *fall, n nachweis, o angebot, andere bool) (onceonly.Consent, error) {
	fields, err := onceonly.ParseFields(paths("", n.mapping(andere))...)
	if err != nil {
		return onceonly.Consent{}, err
	}
	person, err := a.gesucht()
	if err != nil {
		return onceonly.Consent{}, err
	}
	about, err := onceonly.CommitPerson(person, nil)
	if err != nil {
		return onceonly.Consent{}, err
	}
	now := a.now()
	proposed, err := a.config.Abrufe.Broker.Propose(ctx, onceonly.Terms{
		Basis: n.Basis, Norm: n.Norm, Assurance: n.Niveau, Subject: a.subject(), Person: about, Requester: o.weg.Fragt, Provider: o.weg.Antwortet,
		EvidenceType: n.Typ, Fields: fields, Concerned: n.concerned(andere), Purpose: n.Zweck, Service: f.dienst.kopf().Leistung.URN(), Application: f.v.id.String(),
		Notice:    onceonly.Notice{Digest: onceonly.DigestOf([]byte(o.text())), Language: a.sprache},
		NotBefore: now, NotAfter: now.Add(jaGilt), MaxUses: 1,
	})
	if err != nil {
		return onceonly.Consent{}, err
	}
	actor := a.handelnd()
	if andere {
		actor.Declaration = onceonly.Declaration{Text: n.Andere.Versichert.In(a.sprache), Language: a.sprache, Norm: n.Andere.Norm}
	}
	return a.config.Abrufe.Broker.Give(ctx, proposed.ID(), actor)
}

// askRegister sends the request that is in the draft. Sent again it is the same request.
func (a *akteur) askRegister(ctx context.Context, f *fall, n nachweis) error {
	z := f.bei.Abrufe[n.Name]
	if z.Abruf == uuid.Nil || z.Digest != "" {
		return ErrKeinAbruf
	}
	consent, err := a.config.Abrufe.Broker.Consent(ctx, z.Consent)
	if err != nil {
		return err
	}
	return a.ask(ctx, z.Abruf, consent)
}

// ask sends a request under a consent.
func (a *akteur) ask(ctx context.Context, id uuid.UUID, consent onceonly.Consent) error {
	person, err := a.gesucht()
	if err != nil {
		return err
	}
	t := consent.Terms()
	_, err = a.config.Abrufe.Broker.Retrieve(ctx, onceonly.Request{
		ID: id, Consent: consent.ID(), Subject: t.Subject, Requester: t.Requester.ID, Provider: t.Provider.ID,
		EvidenceType: t.EvidenceType, Fields: t.Fields, Purpose: t.Purpose.Code, Application: t.Application, Person: person,
	})
	if errors.Is(err, onceonly.ErrRegister) {
		return nil // no answer is an outcome: the retrieval says so
	}
	return err
}
