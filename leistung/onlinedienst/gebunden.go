// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/kommune/recht/pflichten"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/xrechnung"
)

// With binds the service to what each Kommune sets for itself.
func (d Dienst[A, P]) With(kommunen Kommunen[P]) AnyDienst { return gebunden[A, P]{d, kommunen} }

type gebunden[A, P any] struct {
	Dienst[A, P]

	kommunen Kommunen[P]
}

// dienst is a service as the pages see it, whatever its answers.
type dienst interface {
	kopf() kopf
	pages() []seite
	blank() *formular.Entwurf
	parse(stored []byte) (*formular.Entwurf, error)
	judge(e *formular.Entwurf, id uuid.UUID, heute datum.Datum, w wer, bei *beiwerk) (stand, error)
	prefill(e *formular.Entwurf, k nutzerkonto.Konto) error
	merkmal(path string) merkmal
	element(path string) formular.Element
	nachweis(name string) (nachweis, bool)
	bescheinigungen() []bescheinigung
	ordnung() *ordnung // nil where the service has no procedure of its own
	schuldet() []pflichten.Erfuellung
	beschluesse() []beschluss
	regeln() []formular.Regel
	konto() []uebernahme
	schema() ([]byte, error)
	xdf(stand time.Time, first bool) (xdatenfelder.Schema, error)
	urkunden() *urkunden // nil where it issues none
	mit() *mitregel      // nil where a case concerns nobody else
	rechnung(e eingereicht, z *abrechnung) ([]byte, error)
	bleibt(e eingereicht, o payment.Outcome, paid payment.Amount) (payment.Charge, error)
}

// kopf is what the pages say of a service.
type kopf = Dienst[struct{}, struct{}]

// stand is what the answers of a draft come to.
type stand struct {
	antw     formular.Antworten
	befunde  recht.Befunde
	schritte func() []formular.Stand        // of each page
	sagt     func() map[string][]Mitteilung // by the name of the page
	gemeinde kommune.AGS
	bekannt  bool // the Gemeinde takes part
	optionen func(m merkmal) []formular.Eintrag
	bill     payment.Assessment
	// ausgaenge say what of the bill stays; nil where nothing is to be paid.
	ausgaenge payment.Outcomes
	auskunft  func() []Auskunft
	fall      func(an Identitaet) any // the Fall of the service, for a notice to somebody
	angaben   func() any              // its answers
}

// shows reports whether a page is shown: something on it is asked, or told.
func (s *stand) shows(p seite) bool {
	if p.erklaert {
		return len(s.sagt()[p.name]) > 0
	}
	return slices.ContainsFunc(p.elemente, func(e formular.Element) bool { return s.antw.Asked("/" + e.Name) })
}

// holds reports whether there are answers of a page to be read back: also where all that
// is left of it is computed, and it is not shown.
func (s *stand) holds(p seite) bool {
	return !p.erklaert && slices.ContainsFunc(p.alle, func(e formular.Element) bool { return s.antw.Asked("/" + e.Name) })
}

func (g gebunden[A, P]) ready() (dienst, error) {
	if g.Verfahren == nil {
		return g.form(g.Dienst, nil)
	}
	table, err := verfahren.New(g.verlauf())
	if err != nil {
		return nil, err
	}
	o := &ordnung{tabelle: table, rollen: g.ausfueller(), formen: map[verfahren.Rolle]dienst{}, geteilt: g.geteilt(), kennt: g.kennt()}
	var begins laufend[A, P]
	for i, rolle := range o.rollen {
		form, err := g.form(g.fuer(rolle), o)
		if err != nil {
			return nil, err
		}
		if o.formen[rolle] = form; i == 0 {
			begins = form
		}
	}
	if len(o.rollen) == 0 {
		return nil, errors.New("onlinedienst: a service that nobody fills in")
	}
	begins.machines(o)
	return begins, nil
}

// form is what one who fills in sees.
func (g gebunden[A, P]) form(d Dienst[A, P], o *ordnung) (laufend[A, P], error) {
	k := compile(d, func(string, string, ...any) {})
	if k.form == nil || g.kommunen == nil {
		return laufend[A, P]{}, errors.New("onlinedienst: a service without its form or its Kommunen")
	}
	nowhere := func(string, string, ...any) {}
	return laufend[A, P]{k, g.kommunen, o, g.entscheidungen(nowhere), d.bescheinigungen(nowhere)}, nil
}

// laufend is a service that runs.
type laufend[A, P any] struct {
	kern     *kern[A, P]
	kommunen Kommunen[P]
	o        *ordnung
	decides  []beschluss
	dritte   []bescheinigung
}

func (l laufend[A, P]) ordnung() *ordnung        { return l.o }
func (l laufend[A, P]) beschluesse() []beschluss { return l.decides }

func (l laufend[A, P]) bescheinigungen() []bescheinigung { return l.dritte }

func (l laufend[A, P]) kopf() kopf {
	d := &l.kern.dienst
	k := kopf{
		Name: d.Name, Leistung: d.Leistung, Titel: d.Titel, Kurz: d.Kurz, Grundlage: d.Grundlage, Fassung: d.Fassung, Niveau: d.Niveau, Senden: d.Senden, Dauer: d.Dauer,
		Kann: d.Kann, KannNicht: d.KannNicht, Braucht: d.Braucht, Wirkung: d.Wirkung, Kosten: d.Kosten, Entwurf: d.Entwurf, Verfahren: d.Verfahren, Worte: d.Worte, Hinweise: d.Hinweise, Blatt: d.Blatt, Ablauf: d.Ablauf, NurOnline: d.NurOnline,
	}
	if d.Gebuehr != nil {
		k.Gebuehr = &Gebuehr[struct{}, struct{}]{Normen: d.Gebuehr.Normen}
		if d.Gebuehr.Rechnung != nil { // that there are invoices; who gets one, its answers say
			k.Gebuehr.Rechnung = func(Fall[struct{}, struct{}]) (xrechnung.Notice, bool) { return xrechnung.Notice{}, false }
		}
	}
	return k
}

func (l laufend[A, P]) schuldet() []pflichten.Erfuellung { return l.kern.dienst.Schuldet() }

func (l laufend[A, P]) regeln() []formular.Regel { return l.kern.regeln() }
func (l laufend[A, P]) konto() []uebernahme      { return uebernahmen(l.kern.dienst.Konto) }
func (l laufend[A, P]) schema() ([]byte, error)  { return l.kern.form.JSONSchema() }

func (l laufend[A, P]) pages() []seite              { return l.kern.seiten }
func (l laufend[A, P]) blank() *formular.Entwurf    { return l.kern.form.NewEntwurf() }
func (l laufend[A, P]) merkmal(path string) merkmal { return l.kern.merkmale[path] }

func (l laufend[A, P]) element(path string) formular.Element { return l.kern.elemente[path] }

func (l laufend[A, P]) parse(stored []byte) (*formular.Entwurf, error) {
	return l.kern.form.ParseEntwurf(stored)
}

func (l laufend[A, P]) judge(e *formular.Entwurf, id uuid.UUID, heute datum.Datum, w wer, bei *beiwerk) (stand, error) {
	u, err := l.kern.judge(e, lage[P]{id: id, heute: heute, wer: w, kommunen: l.kommunen, anlagen: bei.anlagen(), belegt: bei.belege()})
	if err != nil {
		return stand{}, err
	}
	s := stand{
		antw: u.antw, befunde: u.befunde, gemeinde: u.fall.Gemeinde, bekannt: u.bekannt,
		optionen: func(m merkmal) []formular.Eintrag { return m.werte(u.fall.Kommune, u.fall.Angaben) },
	}
	s.fall = func(an Identitaet) any {
		f := u.fall
		f.An = an
		return f
	}
	s.angaben = func() any { return u.fall.Angaben }
	s.auskunft = func() []Auskunft {
		if l.kern.dienst.Auskunft == nil || len(u.befunde.Blocking()) > 0 {
			return nil
		}
		return l.kern.dienst.Auskunft(u.fall)
	}
	// What only pages ask for is worked out when they do.
	s.sagt = sync.OnceValue(func() map[string][]Mitteilung { return l.kern.tells(&u, heute) })
	s.schritte = sync.OnceValue(func() []formular.Stand { return l.kern.steps(&u) })
	if s.bill, err = l.kern.assess(u.fall); err == nil && s.bill.IsPayable() {
		s.ausgaenge = l.kern.dienst.Gebuehr.Ausgaenge(u.fall.Kommune)
	}
	return s, err
}

// merkmalOf is an attribute of the person, or of the organisation whose account it is.
func merkmalOf(k nutzerkonto.Konto, name string) nutzerkonto.Merkmal {
	if rest, is := strings.CutPrefix(name, vonOrganisation); is {
		k.Merkmale, name = k.Organisation, rest
	}
	return k.Merkmal(name)
}

// prefill takes over what the account says, with its origin and the level of each
// attribute.
func (l laufend[A, P]) prefill(e *formular.Entwurf, k nutzerkonto.Konto) error {
	for _, u := range l.kern.dienst.Konto {
		m := merkmalOf(k, u.von)
		if m.Wert == "" {
			continue
		}
		if err := e.Prefill(u.nach, m.Wert, formular.Herkunft{Quelle: k.Mittel, Niveau: m.Niveau}); err != nil {
			return err
		}
	}
	return nil
}
