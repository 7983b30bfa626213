// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	antragfall "github.com/deutschland-stack/bausteine/leistung/antrag/fall"
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
	Name string // stored: short, stable, lower case
	// Akt is the decision of the table of the procedure, where the service has one and
	// the name is another: several ways may be one act with other results.
	Akt         verfahren.Akt
	Titel, Text recht.Text // "Ausweis erteilen", and what it brings about
	Ergebnis    verfahren.Ergebnis
	Normen      recht.Normen
	Inhalt      []Element[E]
	// Vorschlag is what stands in the fields at first; nil leaves them empty.
	Vorschlag func(Fall[A, P]) E
	// Gruende are the words that the person reads as the reason; a decision that does
	// not grant has some.
	Gruende func(E) string
	// Geltung says from when until when it holds: the case of a procedure keeps that, and
	// [Dienst].Ablauf reminds of the end. Nil: that is not stated.
	Geltung func(f Fall[A, P], e E, tag datum.Datum) antragfall.Geltung
	// VierAugen says that another official decides on what the first proposes.
	VierAugen bool // where the service has a procedure its table says so
	// Bescheid is the notice, without what the desk knows: authority, day, number,
	// way, remedy and who signs. Nil: the person reads the title, what is stated and the
	// reasons on the page of the case alone.
	Bescheid func(Fall[A, P], E) bescheid.Entwurf

	wie func(Fall[A, P]) antragfall.Beschluss // what a machine would decide, taken by a person
}

// beschluss is a Beschluss of whatever service.
type beschluss struct {
	name        string
	akt         verfahren.Akt // of the table; "" where the service has none
	titel, text recht.Text
	ergebnis    verfahren.Ergebnis
	normen      recht.Normen
	vierAugen   bool
	form        dienst // asks the official; nil where nothing is asked
	vorschlag   func(fall any) (map[string]any, error)
	gruende     func(inhalt []byte) (string, error)
	// inhalt is what the case keeps of the decision beside reasons and result; nil: what
	// was stated.
	inhalt   func(fall any, inhalt []byte, tag datum.Datum) (antragfall.Beschluss, error)
	bescheid func(fall any, inhalt []byte) (bescheid.Entwurf, error) // nil: none
}

func (Beschluss[A, P, E]) gilt(*A, *P) {}

// seiteBeschluss is the one page of the form of a decision.
const seiteBeschluss = "beschluss"

func (b Beschluss[A, P, E]) fertig(add func(where, format string, args ...any)) beschluss {
	out := beschluss{name: b.Name, akt: cmp.Or(b.Akt, verfahren.Akt(b.Name)), titel: b.Titel, text: b.Text, ergebnis: b.Ergebnis, normen: b.Normen, vierAugen: b.VierAugen}
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
	if b.Geltung != nil || b.wie != nil {
		out.inhalt = func(which any, inhalt []byte, tag datum.Datum) (antragfall.Beschluss, error) {
			d := antragfall.Beschluss{Inhalt: inhalt}
			f, err := of(which)
			if err != nil {
				return d, err
			}
			e, err := read(inhalt)
			if err != nil {
				return d, err
			}
			if b.wie != nil {
				f.Heute = tag
				d = b.wie(f)
			}
			if b.Geltung != nil {
				d.Geltung = b.Geltung(f, e, tag)
			}
			return d, nil
		}
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

// entscheidungen are the ways to decide that the service declares, those of its table,
// or to accept, and to refuse with reasons.
func (d *Dienst[A, P]) entscheidungen(add func(where, format string, args ...any)) (out []beschluss) {
	list := d.Entscheidungen
	switch {
	case len(list) > 0:
	case d.Verfahren != nil:
		list = d.ausTabelle()
	default:
		list = []Entscheidung[A, P]{
			Beschluss[A, P, struct{}]{Name: "stattgeben", Titel: text("amt.grant"), Ergebnis: verfahren.ErgebnisStattgegeben, Normen: d.Grundlage},
			d.mitGruenden("ablehnen", "", text("amt.refuse"), verfahren.ErgebnisAbgelehnt, d.Grundlage, false),
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
		case verfahren.ErgebnisAufgehoben, verfahren.ErgebnisBerichtigt:
			if d.Verfahren == nil {
				add(where, "changes what was decided, for which a procedure is needed")
			}
		default:
			add(where, "comes to nothing that an official decides")
		}
		out = append(out, b)
	}
	d.nachTabelle(out, add)
	return out
}

// mitGruenden is a decision of which the official states the reasons.
func (d *Dienst[A, P]) mitGruenden(name string, akt verfahren.Akt, titel recht.Text, ergebnis verfahren.Ergebnis, normen recht.Normen, vierAugen bool) Entscheidung[A, P] {
	gruende := Text(func(w *begruendet) *string { return &w.Gruende }, text("amt.reasons")).Hint(text("amt.reasons.hint")).Len(1, maxWorte).Lines()
	return Beschluss[A, P, begruendet]{
		Name: name, Akt: akt, Titel: titel, Ergebnis: ergebnis, Normen: normen, VierAugen: vierAugen,
		Inhalt: []Element[begruendet]{gruende}, Gruende: func(w begruendet) string { return w.Gruende },
	}
}

// ausTabelle are the decisions of the table that a person takes, with the words of the
// service.
func (d *Dienst[A, P]) ausTabelle() (out []Entscheidung[A, P]) {
	var seen []verfahren.Akt
	for i := range d.Verfahren.Entscheidungen {
		e := &d.Verfahren.Entscheidungen[i]
		if slices.Contains(seen, e.Akt) {
			continue
		}
		seen = append(seen, e.Akt)
		title, own := d.Worte["akt."+string(e.Akt)]
		if !own {
			title = worteFall["akt."+string(e.Akt)]
		}
		for _, ergebnis := range e.Ergebnis {
			if ergebnis == verfahren.ErgebnisFingiert {
				continue
			}
			name, titel := string(e.Akt), title
			if len(e.Ergebnis) > 1 {
				result := text("amt.result." + string(ergebnis))
				name, titel = name+"-"+string(ergebnis), recht.NewText(title.String()+": "+result.String(), title.English()+": "+result.English())
			}
			if ergebnis == verfahren.ErgebnisStattgegeben {
				b := Beschluss[A, P, struct{}]{Name: name, Akt: e.Akt, Titel: titel, Ergebnis: ergebnis, Normen: recht.Normen{e.Norm}, VierAugen: e.VierAugen}
				if d.Automat != nil && d.Automat.Akt == e.Akt {
					b.wie = d.Automat.Beschluss
				}
				out = append(out, b)
				continue
			}
			out = append(out, d.mitGruenden(name, e.Akt, titel, ergebnis, recht.Normen{e.Norm}, e.VierAugen))
		}
	}
	return out
}

// nachTabelle holds the ways to decide against the table: each is one of its decisions,
// and for each of these that a person takes there is one.
func (d *Dienst[A, P]) nachTabelle(list []beschluss, add func(where, format string, args ...any)) {
	if d.Verfahren == nil {
		return
	}
	for _, b := range list {
		fits := func(e verfahren.Entscheidung) bool {
			return e.Akt == b.akt && slices.Contains(e.Ergebnis, b.ergebnis) && e.VierAugen == b.vierAugen
		}
		if !slices.ContainsFunc(d.Verfahren.Entscheidungen, fits) {
			add("/entscheidungen/"+b.name, "the procedure has no such decision, or another number of officials takes it")
		}
	}
	for i := range d.Verfahren.Entscheidungen {
		e := &d.Verfahren.Entscheidungen[i]
		taken := func(b beschluss) bool { return b.akt == e.Akt && slices.Contains(e.Ergebnis, b.ergebnis) }
		silent := len(e.Ergebnis) == 1 && e.Ergebnis[0] == verfahren.ErgebnisFingiert
		if !silent && !slices.ContainsFunc(list, taken) {
			add("/entscheidungen", "nobody can take the decision %q of the procedure", e.Akt)
		}
	}
}
