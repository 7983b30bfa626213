// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"encoding/json"
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
)

// Entscheidung is one way in which the authority decides a case: a [Beschluss].
type Entscheidung[A, P any] interface {
	fertig(add func(where, format string, args ...any)) beschluss
	gilt(*A, *P) // ties it to the service; never called
}

// Beschluss is one way to decide, with what the official states in it as a struct E:
// its fields are asked at the desk as the questions of the service are asked of the
// person.
type Beschluss[A, P, E any] struct {
	Name        string     // stored: short, stable, lower case
	Titel, Text recht.Text // "Ausweis erteilen", and what it brings about
	Ergebnis    verfahren.Ergebnis
	Normen      recht.Normen
	Inhalt      []Element[E]
	// Vorschlag is what stands in the fields at first; nil leaves them empty.
	Vorschlag func(Fall[A, P]) E
	// Gruende are the words that the person reads as the reason; a decision that does
	// not grant has some.
	Gruende func(E) string
	// VierAugen says that another official decides on what the first proposes.
	VierAugen bool
	// Bescheid is the notice, without what the desk knows: authority, day, number,
	// way, remedy and who signs. Nil: the decision is told on the page of the case alone.
	Bescheid func(Fall[A, P], E) bescheid.Entwurf
}

// beschluss is a Beschluss of whatever service.
type beschluss struct {
	name        string
	titel, text recht.Text
	ergebnis    verfahren.Ergebnis
	normen      recht.Normen
	vierAugen   bool
	form        dienst // asks the official; nil where nothing is asked
	vorschlag   func(fall any) (map[string]any, error)
	gruende     func(inhalt []byte) (string, error)
	bescheid    func(fall any, inhalt []byte) (bescheid.Entwurf, error) // nil: none
}

func (Beschluss[A, P, E]) gilt(*A, *P) {}

// seiteBeschluss is the one page of the form of a decision.
const seiteBeschluss = "beschluss"

func (b Beschluss[A, P, E]) fertig(add func(where, format string, args ...any)) beschluss {
	out := beschluss{name: b.Name, titel: b.Titel, text: b.Text, ergebnis: b.Ergebnis, normen: b.Normen, vierAugen: b.VierAugen}
	if len(b.Inhalt) > 0 {
		page := Zeige(seiteBeschluss, b.Inhalt...).Titled(b.Titel, b.Text)
		k := compile(Dienst[E, struct{}]{Name: b.Name, Fassung: "1", Titel: b.Titel, Grundlage: b.Normen, Seiten: []Seite[E]{page}}, add)
		for path, m := range k.merkmale {
			if m.suche != nil || k.elemente[path].Max != 1 {
				add("/entscheidungen/"+b.Name, "asks the official for rows, files or something to be searched for")
			}
		}
		if k.form == nil {
			return out
		}
		out.form = laufend[E, struct{}]{kern: k, kommunen: Ueberall[struct{}]{}}
	}
	read := func(inhalt []byte) (e E, err error) {
		if len(inhalt) > 0 && json.Unmarshal(inhalt, &e) != nil {
			err = fmt.Errorf("onlinedienst: what was decided by %q cannot be read", b.Name)
		}
		return e, err
	}
	of := func(fall any) (Fall[A, P], error) {
		f, ok := fall.(Fall[A, P])
		if !ok {
			return f, fmt.Errorf("onlinedienst: the decision %q is of another service", b.Name)
		}
		return f, nil
	}
	if b.Vorschlag != nil {
		out.vorschlag = func(fall any) (map[string]any, error) {
			f, err := of(fall)
			if err != nil {
				return nil, err
			}
			text, err := json.Marshal(b.Vorschlag(f))
			if err != nil {
				return nil, fmt.Errorf("onlinedienst: the proposal of %q: %w", b.Name, err)
			}
			return flat(text)
		}
	}
	out.gruende = func(inhalt []byte) (string, error) {
		e, err := read(inhalt)
		if err != nil || b.Gruende == nil {
			return "", err
		}
		return b.Gruende(e), nil
	}
	if b.Bescheid != nil {
		out.bescheid = func(fall any, inhalt []byte) (bescheid.Entwurf, error) {
			f, err := of(fall)
			if err != nil {
				return bescheid.Entwurf{}, err
			}
			e, err := read(inhalt)
			if err != nil {
				return bescheid.Entwurf{}, err
			}
			return b.Bescheid(f, e), nil
		}
	}
	return out
}

// begruendet is a decision whose only content are the reasons.
type begruendet struct {
	Gruende string `json:"gruende,omitzero"`
}

// entscheidungen are the ways to decide that the service declares, or to accept, and
// to refuse with reasons.
func (d *Dienst[A, P]) entscheidungen(add func(where, format string, args ...any)) (out []beschluss) {
	list := d.Entscheidungen
	if len(list) == 0 {
		gruende := Text(func(w *begruendet) *string { return &w.Gruende }, text("amt.reasons")).Hint(text("amt.reasons.hint")).Len(1, maxWorte).Lines()
		list = []Entscheidung[A, P]{
			Beschluss[A, P, struct{}]{Name: "stattgeben", Titel: text("amt.grant"), Ergebnis: verfahren.ErgebnisStattgegeben, Normen: d.Grundlage},
			Beschluss[A, P, begruendet]{Name: "ablehnen", Titel: text("amt.refuse"), Ergebnis: verfahren.ErgebnisAbgelehnt, Normen: d.Grundlage, Inhalt: []Element[begruendet]{gruende}, Gruende: func(w begruendet) string { return w.Gruende }},
		}
	}
	names := map[string]bool{}
	for _, e := range list {
		b := e.fertig(add)
		where := "/entscheidungen/" + b.name
		if !short(b.name) || names[b.name] {
			add(where, "its name is none, or stands there twice")
		}
		names[b.name] = true
		if _, ok := b.titel.Lookup(recht.Englisch); !ok {
			add(where, "has no text, or none in English")
		}
		if len(b.normen) == 0 {
			add(where, "rests on no norm")
		}
		switch b.ergebnis {
		case verfahren.ErgebnisStattgegeben, verfahren.ErgebnisAnderes:
		case verfahren.ErgebnisAbgelehnt, verfahren.ErgebnisTeilweise:
			if said, err := b.gruende([]byte("{}")); err == nil && said == "" && b.form == nil {
				add(where, "refuses, and nobody is asked for the reasons")
			}
		default:
			add(where, "comes to nothing that an official decides")
		}
		out = append(out, b)
	}
	return out
}
