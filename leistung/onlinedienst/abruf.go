// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// maxAuszug bounds the evidence that is shown before it is taken over, in bytes.
const maxAuszug = 24 << 10

// Abrufer fetches evidence from registers for a person who has said yes.
type Abrufer interface {
	// Retrieve asks for just these fields. A register that has nothing, or gives
	// nothing, is an [Auszug] without Daten; the person then writes it themselves.
	Retrieve(ctx context.Context, abruf Abruf) (Auszug, error)
}

// Abruf is what a person has agreed to: the fields follow from what they fill, and
// the text is the very one that was shown.
type Abruf struct {
	Antrag  uuid.UUID
	Konto   string // the pseudonym of the account
	Typ     onceonly.EvidenceType
	Basis   onceonly.Basis
	Normen  recht.Normen
	Zweck   onceonly.Purpose
	Niveau  onceonly.Assurance
	Fields  onceonly.Fields
	Hinweis string // as it was shown
	Sprache string
	Zeit    time.Time // of the yes
}

// Auszug is evidence as a register gave it. It prints without its data.
type Auszug struct {
	Daten  []byte       // a JSON object
	Quelle string       // who gave it, for the person
	Niveau recht.Niveau `json:",omitzero"` // how far the source vouches for it
	Stand  datum.Datum  `json:",omitzero"` // of the data, where the register says
}

// String tells where it comes from, and nothing of its data.
func (a Auszug) String() string { return "Auszug from " + a.Quelle }

// GoString keeps %#v from printing personal data.
func (a Auszug) GoString() string { return a.String() }

// nachweis is a Nachweis of whatever answers.
type nachweis struct {
	Nachweis[struct{}]

	mapping []uebernahme
	fields  onceonly.Fields
}

func (l laufend[A, P]) nachweis(name string) (nachweis, bool) {
	for _, n := range l.kern.dienst.Nachweise {
		if n.Name == name {
			fields, err := n.Fields()
			return nachweis{
				Nachweis: Nachweis[struct{}]{Name: n.Name, Typ: n.Typ, Basis: n.Basis, Normen: n.Normen, Zweck: n.Zweck, Hinweis: n.Hinweis, Niveau: n.Niveau},
				mapping:  uebernahmen(n.Fuellt), fields: fields,
			}, err == nil
		}
	}
	return nachweis{}, false
}

// offers reports whether a page begins with the offer of evidence: nothing of what
// it would fill is answered, and the person has not chosen to write.
func (a *anfrage) offers(f *fall, s *seite) bool {
	n, ok := f.dienst.nachweis(s.nachweis)
	return ok && a.config.Abrufer != nil && a.r.URL.Query().Get("selbst") == "" &&
		!slices.ContainsFunc(n.mapping, func(u uebernahme) bool {
			_, answered := f.e.Answer(u.nach)
			return answered
		})
}

// abrufseite asks whether to fetch, or shows what was fetched.
type abrufseite struct {
	Zurueck, Hinweis, Norm, Zweck string
	Felder                        []string
	Fakten                        []fakt
	Quelle, Beleg, Fehler         string
}

// beleg is evidence that was shown and is not taken over yet. It lies sealed in the
// form and nowhere else.
type beleg struct {
	Antrag   uuid.UUID
	Nachweis string
	Auszug   Auszug
	Bis      time.Time
}

// nachweisOf is the evidence of the address with the page that offers it.
func (a *anfrage) nachweisOf(f *fall) (nachweis, *seite, error) {
	n, ok := f.dienst.nachweis(a.r.PathValue("zeile"))
	pages := f.dienst.pages()
	i := slices.IndexFunc(pages, func(s seite) bool { return ok && s.nachweis == n.Name })
	if i < 0 || a.config.Abrufer == nil {
		return n, nil, errNotFound
	}
	return n, &pages[i], nil
}

// askAbruf asks for the decision. Both ways lead to the same result, and neither is
// chosen beforehand.
func (a *anfrage) askAbruf(f *fall, fault string) error {
	n, s, err := a.nachweisOf(f)
	if err != nil {
		return err
	}
	p := abrufseite{Zurueck: f.url(""), Hinweis: n.Hinweis.In(a.sprache), Zweck: n.Zweck.Text, Norm: n.Normen.String(), Fehler: fault}
	if a.sprache == recht.Englisch {
		p.Norm = n.Normen.English()
	}
	for _, u := range n.mapping {
		p.Felder = append(p.Felder, f.dienst.element(names(u.nach)).Titel.In(a.sprache))
	}
	status := http.StatusOK
	if fault != "" {
		status = http.StatusUnprocessableEntity
	}
	return a.render(status, "abruf", rahmen{Titel: a.say("ev.decide", s.titel.In(a.sprache)), Fehler: fault != "", Dienst: f.dienst}, p)
}

// decide takes the decision to fetch, and then the one to use what came.
func (a *anfrage) decide(f *fall) error {
	n, s, err := a.nachweisOf(f)
	if err != nil {
		return err
	}
	self := redirect(f.url(s.name) + "?selbst=1")
	if sealed := a.r.PostForm.Get("beleg"); sealed != "" {
		var b beleg
		if !a.siegel.open("beleg", sealed, &b) || b.Antrag != f.v.id || b.Nachweis != n.Name || a.now().After(b.Bis) {
			return redirect(f.url("nachweis/" + n.Name)) // too old, or of another case: ask again
		}
		if a.r.PostForm.Get("wahl") != "uebernehmen" {
			return self
		}
		from := formular.Herkunft{Quelle: b.Auszug.Quelle, Niveau: b.Auszug.Niveau, Stand: b.Auszug.Stand}
		if err := a.save(f, func(e *formular.Entwurf) error { return takeOver(e, n.mapping, b.Auszug.Daten, from) }); err != nil {
			return err
		}
		return redirect(f.url(s.name))
	}
	switch a.r.PostForm.Get("abruf") {
	case "ja":
	case "nein":
		return self
	default:
		return a.askAbruf(f, a.say("error.choose", a.say("ev.decide", s.titel.In(a.sprache))))
	}
	auszug, err := a.config.Abrufer.Retrieve(a.r.Context(), Abruf{
		Antrag: f.v.id, Konto: a.sitz.Konto, Typ: n.Typ, Basis: n.Basis, Normen: n.Normen, Zweck: n.Zweck, Niveau: n.Niveau,
		Fields: n.fields, Hinweis: n.Hinweis.In(a.sprache), Sprache: a.sprache, Zeit: a.now(),
	})
	if err != nil {
		return err
	}
	if len(auszug.Daten) == 0 {
		return a.render(http.StatusOK, "abruf", rahmen{Titel: a.say("ev.nothing"), Dienst: f.dienst}, abrufseite{Zurueck: string(self)})
	}
	return a.preview(f, n, auszug)
}

// preview shows what came, and nothing that was not agreed to.
func (a *anfrage) preview(f *fall, n nachweis, auszug Auszug) error {
	filtered, _, err := n.fields.Filter("application/json", auszug.Daten)
	if err != nil || len(filtered) > maxAuszug {
		return statusError(http.StatusBadGateway)
	}
	auszug.Daten = filtered
	var doc any
	if err := json.Unmarshal(filtered, &doc); err != nil {
		return statusError(http.StatusBadGateway)
	}
	p := abrufseite{Zurueck: f.url(""), Quelle: auszug.Quelle}
	for _, u := range n.mapping {
		if v, ok := at(doc, u.von); ok && v != "" && v != nil {
			el := f.dienst.element(names(u.nach))
			raw, err := json.Marshal(v)
			if err != nil {
				return err
			}
			p.Fakten = append(p.Fakten, fakt{Titel: el.Titel.In(a.sprache), Wert: inWords(&el, el.Liste, raw, a.sprache)})
		}
	}
	if p.Beleg, err = a.siegel.seal("beleg", beleg{Antrag: f.v.id, Nachweis: n.Name, Auszug: auszug, Bis: a.now().Add(leerlauf)}); err != nil {
		return err
	}
	return a.render(http.StatusOK, "abruf", rahmen{Titel: a.say("ev.preview", auszug.Quelle), Dienst: f.dienst}, p)
}
