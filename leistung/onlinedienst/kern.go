// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/payment"
)

// kern is a declaration made ready to run.
type kern[A, P any] struct {
	dienst   Dienst[A, P]
	form     *formular.Formular
	seiten   []seite
	elemente map[string]formular.Element // by the names from the top, "/" between them
	merkmale map[string]merkmal          // the same
	ergibt   []berechnung
	sagt     map[string]func(A, datum.Datum) []Mitteilung // by the name of the page
}

// seite is a page made ready to be drawn.
type seite struct {
	name, nachweis      string
	titel, hilfe, warum recht.Text
	elemente            []formular.Element // those that are asked
	alle                []formular.Element // and those that are computed: all that is sent
	liste               bool               // rows of its one element
	erklaert            bool               // tells, and asks nothing
}

// berechnung is a computed answer.
type berechnung struct {
	name, pointer string
	aus           func(a any, heute datum.Datum) (any, error)
}

// wer is who answers, by their login.
type wer struct {
	niveau     recht.Niveau
	identitaet Identitaet
}

// lage is what an evaluation hangs on besides the answers.
type lage[P any] struct {
	id    uuid.UUID
	heute datum.Datum
	wer
	kommunen Kommunen[P]
	anlagen  map[string]formular.Anlage // nil where files are not compared
	belegt   []string                   // what was taken over
}

// urteil is what the answers of a draft come to.
type urteil[A, P any] struct {
	fall    Fall[A, P]
	befunde recht.Befunde
	antw    formular.Antworten
	bekannt bool // the Gemeinde takes part
}

// codeAuswahl is the finding about a choice that the Kommune does not offer.
const codeAuswahl = "DIENST-AUSWAHL"

// compile makes the declaration ready; what is wrong with it is collected.
func compile[A, P any](d Dienst[A, P], add func(where, format string, args ...any)) *kern[A, P] {
	k := &kern[A, P]{dienst: d, elemente: map[string]formular.Element{}, merkmale: map[string]merkmal{}, sagt: map[string]func(A, datum.Datum) []Mitteilung{}}
	var all []formular.Element
	kopf := formular.Kopf{ID: d.Name, Version: d.Fassung, Titel: d.Titel, Normen: d.Grundlage, Umbenannt: d.Umbenannt}
	for i := range d.Seiten {
		s := &d.Seiten[i]
		where := "/seiten/" + s.name
		ready := seite{name: s.name, nachweis: s.nachweis, titel: s.titel, hilfe: s.hilfe, warum: s.warum}
		if s.sagt != nil {
			ready.erklaert, k.sagt[s.name] = true, s.sagt
			k.seiten = append(k.seiten, ready)
			continue
		}
		schritt := formular.Schritt{Name: s.name}
		for _, e := range s.elemente {
			for _, err := range e.fehler() {
				add(where, "%v", err)
			}
			m := e.modell()
			if s.nur != nil {
				if m.Nur != nil {
					m = m.OnlyIf(formular.All(s.nur.form, *m.Nur))
				} else {
					m = m.OnlyIf(s.nur.form)
				}
			}
			computed := k.note(e.merkmale(), where, add)
			if computed != nil && computed.ergibt != nil {
				k.ergibt = append(k.ergibt, berechnung{m.Name, "/" + computed.pfad, computed.ergibt})
			} else {
				ready.elemente = append(ready.elemente, m)
			}
			all = append(all, m)
			ready.alle = append(ready.alle, m)
			schritt.Elemente = append(schritt.Elemente, m.Name)
			k.index(m, "")
		}
		if len(ready.elemente) == 0 {
			add(where, "asks nothing")
		} else if ready.titel.IsZero() {
			ready.titel = ready.elemente[0].Titel
		}
		ready.liste = len(ready.elemente) == 1 && ready.elemente[0].Max != 1 && ready.elemente[0].Typ == formular.TypGruppe
		schritt.Titel = ready.titel
		kopf.Schritte = append(kopf.Schritte, schritt)
		k.seiten = append(k.seiten, ready)
	}
	form, err := formular.New(kopf, all...)
	if err != nil {
		for _, e := range problems(err) {
			add("/seiten", "%v", e)
		}
		return k
	}
	if form, err = form.WithRegeln(k.regeln()...); err != nil {
		for _, e := range problems(err) {
			add("/regeln", "%v", e)
		}
		return k
	}
	k.form = form
	return k
}

// problems are the parts of a joined error.
func problems(err error) []error {
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		return joined.Unwrap()
	}
	return []error{err}
}

// note keeps what the kit must know of the fields and returns the computed one,
// if the element is that.
func (k *kern[A, P]) note(merkmale []merkmal, where string, add func(string, string, ...any)) (computed *merkmal) {
	for i := range merkmale {
		m := &merkmale[i]
		k.merkmale[m.pfad] = *m
		if m.ergibt == nil && m.kennt == "" {
			continue
		}
		if len(merkmale) > 1 || strings.Contains(m.pfad, "/") {
			add(where, "%q is computed or learnt of another, and lies in a group", m.pfad)
			continue
		}
		computed = m
	}
	return computed
}

func (k *kern[A, P]) index(e formular.Element, path string) {
	path += e.Name
	k.elemente[path] = e
	for _, c := range e.Kinder {
		k.index(c, path+"/")
	}
}

// regeln are the rules of the service, and those that hold choices to what is
// offered.
func (k *kern[A, P]) regeln() []formular.Regel {
	var out []formular.Regel
	for i := range k.dienst.Regeln {
		r := k.dienst.Regeln[i]
		rule := formular.Regel{Code: r.Code, Normen: r.Normen, Ab: r.Ab, Bis: r.Bis, Severity: r.Severity, Text: r.Text}
		for _, o := range r.Liest {
			rule.Liest = append(rule.Liest, o.ort())
		}
		if r.Verletzt != nil {
			rule.Verletzt = func(a formular.Antworten, u formular.Umstaende) bool {
				z, ok := u.Parameter.(*zwischen[A, P])
				return ok && r.Verletzt(z.of(a).fall)
			}
		}
		out = append(out, rule)
	}
	for _, path := range sorted(k.merkmale) {
		if m := k.merkmale[path]; m.werte != nil || m.suche != nil {
			out = append(out, k.offered(m))
		}
	}
	return out
}

// offered holds a choice to what the Kommune or the answers before it offer.
func (k *kern[A, P]) offered(m merkmal) formular.Regel {
	rule := formular.Regel{Code: codeAuswahl + "-" + strings.ToUpper(strings.ReplaceAll(m.pfad, "/", "-")), Text: text("choice")}
	pointer := "/" + m.pfad
	for i := range m.pfad {
		if m.pfad[i] == '/' && k.elemente[m.pfad[:i]].Max != 1 {
			rule.Je, pointer = "/"+m.pfad[:i], m.pfad[i:]
		}
	}
	rule.Liest = []string{pointer}
	rule.Verletzt = func(a formular.Antworten, u formular.Umstaende) bool {
		code, _ := a.Text(pointer)
		if m.suche != nil {
			_, known := m.suche.Find(code)
			return !known
		}
		z, ok := u.Parameter.(*zwischen[A, P])
		if !ok {
			return false
		}
		f := &z.of(a).fall
		return !slices.ContainsFunc(m.werte(f.Kommune, f.Angaben), func(e formular.Eintrag) bool { return e.Code == code })
	}
	return rule
}

// zwischen carries the Fall of a check to its rules. It is read from the answers
// once, when the first of them is reached.
type zwischen[A, P any] struct {
	kern    *kern[A, P]
	lage    lage[P]
	gelesen bool
	fall    Fall[A, P]
	bekannt bool // the Gemeinde takes part
}

func (z *zwischen[A, P]) of(a formular.Antworten) *zwischen[A, P] {
	if !z.gelesen {
		z.gelesen = true
		z.fall, z.bekannt = z.kern.fall(a, z.lage)
	}
	return z
}

// fall reads the answers into the struct, and what follows from them.
func (k *kern[A, P]) fall(a formular.Antworten, l lage[P]) (f Fall[A, P], known bool) {
	f = Fall[A, P]{ID: l.id, Heute: l.heute, Niveau: l.niveau, Identitaet: l.identitaet, Belegt: l.belegt}
	if err := a.Decode(&f.Angaben); err != nil {
		return f, false // the answers of a form that fits the struct do
	}
	if k.dienst.Gemeinde != nil {
		f.Gemeinde = k.dienst.Gemeinde(f.Angaben)
	}
	if l.kommunen != nil {
		f.Kommune, known = l.kommunen.At(f.Gemeinde, l.heute)
	}
	return f, known
}

// judge computes what is computed, and checks the draft.
func (k *kern[A, P]) judge(e *formular.Entwurf, l lage[P]) (urteil[A, P], error) {
	if k.form == nil {
		return urteil[A, P]{}, errors.New("onlinedienst: the service contradicts itself")
	}
	var u urteil[A, P]
	var notOffered recht.Befunde
	for range len(k.ergibt) + 1 { // a computed answer changes nothing before it: once more for each of them
		data, err := e.Data()
		if err != nil {
			return urteil[A, P]{}, err
		}
		u, notOffered = k.check(data, l)
		changed, err := k.compute(e, u.antw, l)
		if err != nil {
			return urteil[A, P]{}, err
		}
		if !changed {
			break
		}
	}
	if len(notOffered) == 0 {
		return u, nil
	}
	// What is not offered is no answer to anything behind it.
	rest, err := k.without(e, notOffered)
	if err != nil {
		return urteil[A, P]{}, err
	}
	again, _ := k.check(rest, l)
	for _, b := range again.befunde {
		if !slices.ContainsFunc(notOffered, func(n recht.Befund) bool { return n.Pointer == b.Pointer }) {
			notOffered = append(notOffered, b)
		}
	}
	again.befunde = notOffered
	return again, nil
}

// check checks the answers and returns apart what is not offered.
func (k *kern[A, P]) check(data []byte, l lage[P]) (u urteil[A, P], notOffered recht.Befunde) {
	z := &zwischen[A, P]{kern: k, lage: l}
	u.antw, u.befunde = k.form.Check(data, formular.Umstaende{Heute: l.heute, Niveau: l.niveau, Parameter: z, Anlagen: asked(l.anlagen, data)})
	u.fall, u.bekannt = z.of(u.antw).fall, z.bekannt
	for _, b := range u.befunde {
		if strings.HasPrefix(b.Code, codeAuswahl) {
			notOffered = append(notOffered, b)
		}
	}
	return u, notOffered
}

// asked are the files that the answers name: others belong to questions that are
// not asked any more.
func asked(all map[string]formular.Anlage, data []byte) map[string]formular.Anlage {
	if all == nil {
		return nil
	}
	out := make(map[string]formular.Anlage, len(all))
	for name, file := range all {
		if bytes.Contains(data, []byte(name)) {
			out[name] = file
		}
	}
	return out
}

// tells is what the pages have to tell that ask nothing.
func (k *kern[A, P]) tells(u *urteil[A, P], heute datum.Datum) map[string][]Mitteilung {
	out := make(map[string][]Mitteilung, len(k.sagt))
	for name, tell := range k.sagt {
		if told := tell(u.fall.Angaben, heute); len(told) > 0 {
			out[name] = told
		}
	}
	return out
}

// steps are how far the person is with each page.
func (k *kern[A, P]) steps(u *urteil[A, P]) (out []formular.Stand) {
	steps := u.antw.Schritte(u.befunde.Blocking())
	for _, page := range k.seiten {
		if page.erklaert {
			out = append(out, formular.StandEntfaellt) // nothing of it is a task
			continue
		}
		out = append(out, steps[0])
		steps = steps[1:]
	}
	return out
}

// without returns the answers without some.
func (k *kern[A, P]) without(e *formular.Entwurf, out recht.Befunde) ([]byte, error) {
	stored, err := e.MarshalJSON()
	if err != nil {
		return nil, err
	}
	rest, err := k.form.ParseEntwurf(stored)
	if err != nil {
		return nil, err
	}
	gone := make(map[string]any, len(out))
	for _, b := range out {
		gone[b.Pointer] = nil
	}
	if err := rest.Set(gone); err != nil {
		return nil, err
	}
	return rest.Data()
}

// compute sets the first computed answer that is not what the answers before it
// come to, and reports whether there was one.
func (k *kern[A, P]) compute(e *formular.Entwurf, antw formular.Antworten, l lage[P]) (changed bool, err error) {
	for _, b := range k.ergibt {
		var answers A
		if err := antw.Before(b.name).Decode(&answers); err != nil {
			return false, fmt.Errorf("onlinedienst: read the answers before %s", b.pointer)
		}
		value, err := b.aus(answers, l.heute)
		if err != nil {
			return false, err
		}
		if same(raw(e, b.pointer), value) {
			continue
		}
		if err := e.Set(map[string]any{b.pointer: value}); err != nil {
			return false, fmt.Errorf("onlinedienst: computed %s: %w", b.pointer, err)
		}
		return true, nil
	}
	return false, nil
}

// assess computes the fee; the zero Assessment where nothing is to be paid.
func (k *kern[A, P]) assess(f Fall[A, P]) (payment.Assessment, error) {
	g := k.dienst.Gebuehr
	if g == nil {
		return payment.Assessment{}, nil
	}
	positions := g.Positionen(f)
	table := g.Tabelle(f.Kommune)
	if table == nil || len(positions) == 0 {
		return payment.Assessment{}, nil
	}
	return table.Assess(f.Heute, positions...)
}
