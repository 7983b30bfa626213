// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"fmt"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/regel/wohngeld"
)

// schluessel tells one person of the household from the others, for as long as
// nobody renames them.
func schluessel(vornamen, familienname string, geboren datum.Datum) string {
	return strings.Join([]string{vornamen, familienname, geboren.String()}, " ")
}

// Zaehlt reports whether somebody is a member of the household (§ 5 WoGG).
func (b Bewohner) Zaehlt() bool {
	return b.Verhaeltnis != "" && b.Verhaeltnis != Mitbewohner && b.Verhaeltnis != Untermieter && b.Mittelpunkt == od.Ja
}

// zaehlende are the members besides the applicant.
func (a Antrag) zaehlende() (out []Bewohner) {
	for _, b := range a.Bewohner {
		if b.Zaehlt() {
			out = append(out, b)
		}
	}
	return out
}

// mitglieder are the members as choices.
func mitglieder(a Antrag) (out []od.Wert[string]) {
	add := func(vornamen, familienname string, geboren datum.Datum) {
		if name := strings.TrimSpace(vornamen + " " + familienname); name != "" && !geboren.IsZero() {
			out = append(out, od.W(schluessel(vornamen, familienname, geboren), name, name))
		}
	}
	add(a.Person.Vornamen, a.Person.Familienname, a.Person.Geburtsdatum)
	for _, b := range a.zaehlende() {
		add(b.Vornamen, b.Familienname, b.Geburtsdatum)
	}
	return out
}

// Haushalt is the household that the answers describe on a day. Persons stand in
// their order, the applicant first.
func Haushalt(a Antrag, tag datum.Datum) (wohngeld.Haushalt, error) {
	h := wohngeld.Haushalt{Zuschuss: wohngeld.ZuschussMiete, Gemeinde: gemeinde(a), Vermoegen: wohngeld.Cent(a.Vermoegen.Betrag.Cents())}
	antragsteller := schluessel(a.Person.Vornamen, a.Person.Familienname, a.Person.Geburtsdatum)
	place := map[string]int{antragsteller: 0}
	h.Personen = []wohngeld.Person{{}}
	onlyChildren, small := true, false
	for _, b := range a.zaehlende() {
		place[schluessel(b.Vornamen, b.Familienname, b.Geburtsdatum)] = len(h.Personen)
		h.Personen = append(h.Personen, wohngeld.Person{KindUnter25: b.Verhaeltnis == Kind && b.Geburtsdatum.AddMonths(25*12).After(tag)})
		onlyChildren = onlyChildren && b.Verhaeltnis == Kind
		small = small || b.Kindergeld == od.Ja && b.Geburtsdatum.AddMonths(18*12).After(tag)
	}
	h.Alleinerziehend = onlyChildren && small
	r := leser{personen: h.Personen, place: place}
	for _, l := range a.Leistungen {
		x := wohngeld.Leistung{Wohnkosten: l.Wohnkosten == od.Ja}
		r.word(&x.Art, string(l.Art))
		if p := r.person(l.Wer); p != nil {
			p.Leistungen = append(p.Leistungen, x)
		}
	}
	if a.Rente.Hat == od.Ja {
		r.einkommen(Einkommen{Wer: antragsteller, Art: "rente", Betrag: a.Rente.Betrag, Zeitraum: Monat, Abzuege: a.Rente.Abzuege})
	}
	for _, e := range a.Einkommen {
		r.einkommen(e)
	}
	for _, u := range a.Umstaende {
		r.umstand(u)
	}
	for _, u := range a.Unterhalt {
		x := wohngeld.Unterhalt{Betrag: 12 * wohngeld.Cent(u.Betrag.Cents())}
		r.word(&x.Art, string(u.Fuer))
		if u.Titel == od.Ja {
			x.Titel = x.Betrag
		}
		if p := r.person(u.Wer); p != nil {
			p.Unterhalt = append(p.Unterhalt, x)
		}
	}
	h.Miete, h.Abzuege = miete(a)
	return h, r.err
}

// miete is the rent, and what is taken off for others in the dwelling.
func miete(a Antrag) (m wohngeld.Miete, ab wohngeld.Abzuege) {
	other := a.Miete.Heizung.Cents() + a.Miete.Strom.Cents() + a.Miete.Garage.Cents()
	m = wohngeld.Miete{
		Vereinbart: wohngeld.Cent(a.Miete.Kalt.Cents() + a.Miete.Nebenkosten.Cents() + other), Ausgewiesen: wohngeld.Cent(other),
		Flaeche: int(100 * a.Miete.Flaeche.Int()), Heim: a.Nutzung == ImHeim,
	}
	for _, b := range a.Bewohner {
		if b.Verhaeltnis == Mitbewohner {
			ab.Mitbewohner++
		}
	}
	ab.UntermieteEntgelt = wohngeld.Cent(a.Miete.Untermiete.Cents())
	ab.Hilfe = wohngeld.Cent(a.Miete.Hilfe.Cents())
	return m, ab
}

// leser puts what the answers say to its person.
type leser struct {
	personen []wohngeld.Person
	place    map[string]int
	err      error
}

func (r *leser) person(key string) *wohngeld.Person {
	i, ok := r.place[key]
	if !ok {
		r.fail("a person that is not in the household")
		return nil
	}
	return &r.personen[i]
}

func (r *leser) fail(what string) {
	if r.err == nil {
		r.err = fmt.Errorf("wohngeldantrag: %s", what)
	}
}

// word reads a word of the law as code, which the choices of the form are.
func (r *leser) word(into interface{ UnmarshalText([]byte) error }, word string) {
	if into.UnmarshalText([]byte(word)) != nil {
		r.fail("a word that the rules do not know")
	}
}

func (r *leser) einkommen(e Einkommen) {
	x := wohngeld.Einnahme{Betrag: wohngeld.Cent(e.Betrag.Cents()), Werbungskosten: wohngeld.Cent(e.Kosten.Cents())}
	if e.Zeitraum == Monat {
		x.Betrag *= 12
	}
	r.word(&x.Art, string(e.Art))
	p := r.person(e.Wer)
	if p == nil {
		return
	}
	p.Einnahmen = append(p.Einnahmen, x)
	for _, abzug := range e.Abzuege {
		switch abzug {
		case Steuer:
			p.Steuer = true
		case Kranken:
			p.Kranken = true
		case RentenV:
			p.Rente = true
		}
	}
}

func (r *leser) umstand(u Umstand) {
	p := r.person(u.Wer)
	if p == nil {
		return
	}
	switch u.Art {
	case GdB100:
		p.GdB = 100
	case GdBPflege:
		p.GdB, p.Pflege = max(p.GdB, 50), true
	case Verfolgt:
		p.Verfolgt = true
	case Grundrente:
		p.Grundrente = wohngeld.GrundrenteAngegeben
	case Ausbildung:
		p.Ausbildung = true
	}
}
