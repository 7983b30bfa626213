// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// vorgang is the list of tasks of a draft, and the status of all else.
func (a *anfrage) vorgang() error {
	f, err := a.load()
	if err != nil {
		return err
	}
	if f.v.status != antrag.StatusEntwurf {
		if a.theke != nil {
			return redirect(amSchalter + "/?neu=" + f.v.id.String())
		}
		return a.status(f)
	}
	if f.bei.Zahlung != nil {
		return redirect(f.url("zahlung"))
	}
	if err := a.read(f); err != nil {
		return err
	}
	p := aufgabenseite{Mit: a.mitwirkende(f), Bestaetigt: f.confirmed(), Bis: a.until(f), Verwaist: len(f.e.Verwaist()), Loeschen: f.url("loeschen"), Pruefen: f.url("pruefen")}
	for i, s := range f.dienst.pages() {
		stand := f.stand.schritte()[i]
		if stand == formular.StandEntfaellt {
			continue
		}
		if stand == formular.StandFertig && a.offers(f, &s) {
			stand = formular.StandBegonnen // nobody has looked at it yet
		}
		task := aufgabe{Titel: s.titel.In(a.sprache), URL: f.url(s.name), ID: "s-" + s.name}
		task.Stand, task.Art = a.state(stand, required(s, f.stand.antw))
		if p.Teile++; task.Art == "fertig" {
			p.Fertig++
		} else if p.Weiter.URL == "" {
			p.Weiter = verweis{Titel: task.Titel, URL: task.URL}
		}
		p.Aufgaben = append(p.Aufgaben, task)
	}
	if err := a.certificates(f, &p); err != nil {
		return err
	}
	for _, m := range p.Mit {
		if p.Weiter.URL == "" && m.URL != "" && !m.eingeladen {
			p.Weiter = verweis{Titel: m.Titel, URL: m.URL}
		}
	}
	if p.Moeglich = len(f.stand.befunde.Blocking()) == 0; p.Moeglich && p.Weiter.URL == "" && !p.Bestaetigt {
		p.Weiter = verweis{Titel: a.say("tasks.check"), URL: p.Pruefen}
	}
	return a.render(http.StatusOK, "aufgaben", rahmen{Titel: f.dienst.kopf().Titel.In(a.sprache), Dienst: f.dienst}, p)
}

// confirmed reports whether the person, who signs with others, has confirmed what they
// see now.
func (f *fall) confirmed() bool {
	return f.v.fall.kann(verfahren.AktBestaetigt) && f.v.fall.sicht.Bestaetigt
}

// required reports whether a page asks for something that cannot be left open.
func required(s seite, a formular.Antworten) bool {
	return slices.ContainsFunc(s.elemente, func(e formular.Element) bool { return a.Asked("/"+e.Name) && needs(e) })
}

func needs(e formular.Element) bool {
	if e.Min == 0 {
		return false
	}
	return e.Typ != formular.TypGruppe || e.Max != 1 || slices.ContainsFunc(e.Kinder, needs)
}

func (a *anfrage) state(s formular.Stand, required bool) (word, kind string) {
	switch {
	case s == formular.StandFertig, s == formular.StandOffen && !required:
		return a.say("state.done"), "fertig"
	case s == formular.StandBegonnen:
		return a.say("state.begun"), ""
	case s == formular.StandFehlerhaft:
		return a.say("state.look"), "fehler"
	default:
		return a.say("state.open"), "warnung"
	}
}

// aufgabenseite is the list of tasks.
type aufgabenseite struct {
	Aufgaben               []aufgabe
	Teile, Fertig          int
	Verwaist               int
	Moeglich               bool
	Mit                    []mitwirkung // who fills in beside the person
	Bestaetigt             bool         // the person has confirmed what they see now
	Dritte                 []aufgabe    // what others may certify
	Weiter                 verweis
	Bis, Loeschen, Pruefen string
}

// aufgabe is one line of it.
type aufgabe struct{ Titel, URL, ID, Stand, Art string }

// until is the day until which the draft is kept.
func (a *anfrage) until(f *fall) string {
	if f.v.fall != nil {
		for _, l := range f.v.fall.sicht.Fristen {
			if l.Folge == verfahren.AktVerfallen {
				return a.end(l)
			}
		}
		return ""
	}
	return shortDay(datum.Of(f.v.geaendert).AddDays(f.dienst.kopf().Entwurf.Tage), a.sprache)
}

// frageseite is a page of questions.
type frageseite struct {
	Ort, Zurueck, Hilfe, Warum, Bis, Uebersicht string
	Teile                                       []teil
	Fehler                                      []teil // the fields with one, in the order of the page
	Gesehen                                     string
	Konflikt                                    []fakt // what another window has saved
	Gross                                       bool   // the one field is the heading
	MitDateien                                  bool
}

// seiteOf is the page of the address, if it is shown.
func (a *anfrage) seiteOf(f *fall) (int, *seite, error) {
	pages := f.dienst.pages()
	i := slices.IndexFunc(pages, func(s seite) bool { return s.name == a.r.PathValue("seite") })
	if i < 0 {
		return 0, nil, errNotFound
	}
	if !f.stand.shows(pages[i]) {
		return 0, nil, redirect(f.url("")) // an answer before it has changed
	}
	return i, &pages[i], nil
}

// zeige shows a page of a case by the last part of its address.
func (a *anfrage) zeige() error {
	if a.r.PathValue("seite") == "zahlung" {
		f, err := a.load()
		if err != nil {
			return err
		}
		if f.v.status != antrag.StatusEntwurf {
			return redirect(f.url(""))
		}
		return a.warte(f)
	}
	f, err := a.draft()
	if err != nil {
		return err
	}
	switch a.r.PathValue("seite") {
	case "pruefen":
		return a.pruefen(f, false)
	case "loeschen":
		what := a.say("delete.what")
		if a.theke != nil {
			what = a.say("counter.delete")
		}
		return a.render(http.StatusOK, "sicher", rahmen{Titel: a.say("delete.title"), Dienst: f.dienst}, sicher{Text: what, Ja: a.say("delete.yes"), Nein: a.say("delete.no"), Zurueck: f.url("")})
	case "absenden":
		return redirect(f.url("pruefen"))
	}
	i, s, err := a.seiteOf(f)
	if err != nil {
		return err
	}
	if a.offers(f, s) {
		return redirect(f.url("nachweis/" + s.nachweis))
	}
	if s.erklaert {
		return a.tell(f, i)
	}
	if s.liste {
		return a.zeigeListe(f, i, "")
	}
	return a.ask(f, i, false, nil)
}

// erklaerseite tells, and asks nothing.
type erklaerseite struct {
	Ort, Zurueck, Weiter, Uebersicht string
	Teile                            []mitteilung
}

// mitteilung is a Mitteilung in the language of the page.
type mitteilung struct {
	Titel, Art, Einzelheiten string
	Absaetze, Liste          []string
}

// tell draws a page that asks nothing.
func (a *anfrage) tell(f *fall, i int) error {
	s := f.dienst.pages()[i]
	p := erklaerseite{Ort: a.place(f, i), Zurueck: a.before(f, i), Weiter: a.after(f, i), Uebersicht: f.url("")}
	for _, m := range f.stand.sagt()[s.name] {
		t := mitteilung{Titel: m.Titel.In(a.sprache), Einzelheiten: m.Einzelheiten.In(a.sprache)}
		switch {
		case m.Wichtig:
			t.Art = "warnung"
		case m.Gelungen:
			t.Art = "gut"
		}
		for _, x := range m.Absaetze {
			t.Absaetze = append(t.Absaetze, x.In(a.sprache))
		}
		for _, x := range m.Liste {
			t.Liste = append(t.Liste, x.In(a.sprache))
		}
		p.Teile = append(p.Teile, t)
	}
	return a.render(http.StatusOK, "erklaere", rahmen{Titel: s.titel.In(a.sprache), Dienst: f.dienst}, p)
}

// ask draws a page of questions.
func (a *anfrage) ask(f *fall, i int, show bool, conflict []fakt) error {
	s := f.dienst.pages()[i]
	z := zeichner{a, f, show}
	parts := z.parts(s.elemente, "")
	return a.questions(f, i, s.elemente, "", parts, s.titel.In(a.sprache), a.before(f, i), show, conflict)
}

func (a *anfrage) questions(f *fall, i int, elements []formular.Element, prefix string, parts []teil, title, back string, show bool, conflict []fakt) error {
	s := f.dienst.pages()[i]
	p := frageseite{Ort: a.place(f, i), Zurueck: back, Hilfe: s.hilfe.In(a.sprache), Warum: s.warum.In(a.sprache), Bis: a.until(f), Uebersicht: f.url(""), Teile: parts, Gesehen: cmp.Or(f.gesehen, a.seen(f, elements, prefix)), Konflikt: conflict, MitDateien: asksFiles(elements)}
	if len(parts) == 1 && parts[0].Art == "gruppe" {
		if parts[0].Hilfe != "" && p.Hilfe == "" {
			p.Hilfe = parts[0].Hilfe
		}
		p.Teile = parts[0].Teile
	} else if len(parts) == 1 && parts[0].Titel == title {
		p.Teile[0].Gross, p.Gross = true, true
	}
	status := http.StatusOK
	for _, t := range fields(p.Teile) {
		if t.Fehler != "" {
			p.Fehler = append(p.Fehler, t)
			status = http.StatusUnprocessableEntity
		}
	}
	if conflict != nil {
		status = http.StatusConflict
	}
	return a.render(status, "frage", rahmen{Titel: title, Fehler: show && len(p.Fehler) > 0, Dienst: f.dienst}, p)
}

// place tells where on the way a page is.
func (a *anfrage) place(f *fall, i int) string {
	n, at := 0, 0
	for j, s := range f.dienst.pages() {
		if f.stand.shows(s) {
			if n++; j == i {
				at = n
			}
		}
	}
	return a.say("place", at, n)
}

// before and after are the addresses of the pages around one.
func (a *anfrage) before(f *fall, i int) string {
	for j := i - 1; j >= 0; j-- {
		if s := f.dienst.pages()[j]; f.stand.shows(s) {
			return f.url(s.name)
		}
	}
	return f.url("")
}

func (a *anfrage) after(f *fall, i int) string {
	for _, s := range f.dienst.pages()[i+1:] {
		if f.stand.shows(s) {
			return f.url(s.name)
		}
	}
	return f.url("pruefen")
}

// sende takes a page of a case.
func (a *anfrage) sende() error {
	f, err := a.draft()
	if err != nil {
		return a.late(a.again(err))
	}
	switch a.r.PathValue("seite") {
	case "absenden":
		return a.absenden(f)
	case "loeschen":
		if err := a.giveUp(a.r.Context(), f); err != nil {
			return err
		}
		if a.theke != nil {
			return redirect(amSchalter + "/")
		}
		return redirect("/" + f.dienst.kopf().Name + "/")
	}
	i, s, err := a.seiteOf(f)
	if err != nil {
		return err
	}
	if s.erklaert {
		return redirect(a.after(f, i))
	}
	if s.liste {
		return a.nachListe(f, i)
	}
	asked := askedFields(s.elemente, "", f.stand.antw)
	if err := a.take(f, s.elemente, ""); err != nil {
		return err
	}
	if len(f.other) > 0 {
		return a.ask(f, i, true, f.other)
	}
	if len(f.falsch) > 0 || len(f.stand.befunde.Blocking().At(pointers(s.elemente)...)) > 0 {
		now := askedFields(s.elemente, "", f.stand.antw)
		if len(f.falsch) == 0 && slices.ContainsFunc(now, func(p string) bool { return !slices.Contains(asked, p) }) && complete(f, asked) {
			return redirect(f.url(s.name)) // further questions follow from what was answered
		}
		return a.ask(f, i, true, nil)
	}
	return redirect(a.after(f, i))
}

// again leads who sends what was handed in already to the same receipt: the answer to
// the first time may have been lost.
func (a *anfrage) again(err error) error {
	if to, ok := errors.AsType[redirect](err); ok && a.r.PathValue("seite") == "absenden" && !strings.HasSuffix(string(to), "/zahlung") {
		return redirect(string(to) + "?neu=1")
	}
	return err
}

func pointers(elements []formular.Element) []string {
	out := make([]string, len(elements))
	for i := range elements {
		out[i] = "/" + elements[i].Name
	}
	return out
}

// askedFields are the pointers of the fields that are asked.
func askedFields(elements []formular.Element, prefix string, a formular.Antworten) (out []string) {
	for i := range elements {
		p := prefix + "/" + elements[i].Name
		switch {
		case !a.Asked(p):
		case elements[i].Typ == formular.TypGruppe && elements[i].Max == 1:
			out = append(out, askedFields(elements[i].Kinder, p, a)...)
		default:
			out = append(out, p)
		}
	}
	return out
}

// complete reports whether nothing is wrong with the fields.
func complete(f *fall, pointers []string) bool {
	return len(f.stand.befunde.Blocking().At(pointers...)) == 0
}

// raw is an answer as the draft holds it.
func raw(e *formular.Entwurf, pointer string) json.RawMessage {
	a, _ := e.Answer(pointer)
	return a.Wert
}

func rowPointer(s *seite, row int) string { return "/" + s.elemente[0].Name + "/" + strconv.Itoa(row) }
