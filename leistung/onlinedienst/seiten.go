// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// uebersicht lists the services.
func (a *anfrage) uebersicht() error {
	var list []verweis
	for _, name := range a.namen {
		k := a.dienste[name].kopf()
		list = append(list, verweis{Titel: k.Titel.In(a.sprache), URL: "/" + name + "/", Text: k.Kurz.In(a.sprache)})
	}
	return a.render(http.StatusOK, "dienste", rahmen{Titel: a.say("services")}, list)
}

// verweis is a link on a page.
type verweis struct{ Titel, URL, Text string }

// startseite is what the start page shows.
type startseite struct {
	K                        kopf
	Minuten                  int
	Niveau, Grundlage        string
	Kann, KannNicht, Braucht []string
	Eigene                   []eigener
	Angemeldet               bool
	Login                    string
}

// eigener is a case of the person.
type eigener struct{ Titel, URL, Text string }

func (a *anfrage) start() error {
	d, err := a.dienstOf()
	if err != nil {
		return err
	}
	k := d.kopf()
	p := startseite{K: k, Minuten: int(k.Dauer.Minutes()), Niveau: a.level(k.Niveau), Grundlage: k.Grundlage.String(), Login: "/login?ziel=/" + k.Name + "/"}
	if a.sprache != "de" {
		p.Grundlage = k.Grundlage.English()
	}
	for _, t := range k.Kann {
		p.Kann = append(p.Kann, t.In(a.sprache))
	}
	for _, t := range k.KannNicht {
		p.KannNicht = append(p.KannNicht, t.In(a.sprache))
	}
	for _, t := range k.Braucht {
		p.Braucht = append(p.Braucht, t.In(a.sprache))
	}
	if p.Angemeldet = a.gueltig && a.sitz.Niveau.Reicht(k.Niveau); p.Angemeldet {
		heads, err := a.registry.list(a.r.Context(), a.sitz.Konto, k.Leistung)
		if err != nil {
			return err
		}
		for _, h := range heads {
			if h.Status != antrag.StatusVerworfen && h.Status != antrag.StatusGeloescht {
				p.Eigene = append(p.Eigene, eigener{
					Titel: a.say("status." + string(h.Status)), URL: "/" + k.Name + "/" + h.Antrag.String(),
					Text: a.say("my.changed", shortDay(datum.Of(h.Geaendert), a.sprache)),
				})
			}
		}
	}
	return a.render(http.StatusOK, "start", rahmen{Titel: k.Titel.In(a.sprache), Dienst: d}, p)
}

// beginne opens a draft, prefilled from the account; a form that is sent twice
// opens one.
func (a *anfrage) beginne() error {
	d, err := a.member()
	if err != nil {
		return err
	}
	e := d.blank()
	if err := d.prefill(e, a.sitz.account()); err != nil {
		return err
	}
	stored, err := e.MarshalJSON()
	if err != nil {
		return err
	}
	v, err := a.registry.begin(a.r.Context(), a.sitz.Konto, "onlinedienst-begin-"+a.siegel.sign("begin", a.sitz.ID, a.r.PostForm.Get("einmal")), d.kopf().Leistung, stored)
	if err != nil {
		return err
	}
	f := &fall{dienst: d, v: v}
	return redirect(f.url(""))
}

// vorgang is the list of tasks of a draft, and the status of all else.
func (a *anfrage) vorgang() error {
	f, err := a.load()
	if err != nil {
		return err
	}
	if f.v.status != antrag.StatusEntwurf {
		return a.status(f)
	}
	if _, waits := zahlungOf(f.v.angaben); waits {
		return redirect(f.url("zahlung"))
	}
	if err := a.judge(f); err != nil {
		return err
	}
	p := aufgabenseite{Bis: a.until(f), Verwaist: len(f.e.Verwaist()), Loeschen: f.url("loeschen"), Pruefen: f.url("pruefen")}
	for i, s := range f.dienst.pages() {
		stand := f.stand.schritte[i]
		if stand == formular.StandEntfaellt {
			continue
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
	if p.Moeglich = len(f.stand.befunde.Blocking()) == 0; p.Moeglich && p.Weiter.URL == "" {
		p.Weiter = verweis{Titel: a.say("tasks.check"), URL: p.Pruefen}
	}
	return a.render(http.StatusOK, "aufgaben", rahmen{Titel: f.dienst.kopf().Titel.In(a.sprache), Dienst: f.dienst}, p)
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
	Weiter                 verweis
	Bis, Loeschen, Pruefen string
}

// aufgabe is one line of it.
type aufgabe struct{ Titel, URL, ID, Stand, Art string }

// until is the day until which the draft is kept.
func (a *anfrage) until(f *fall) string {
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
}

// seiteOf is the page of the address, if it is shown.
func (a *anfrage) seiteOf(f *fall) (int, *seite, error) {
	pages := f.dienst.pages()
	i := slices.IndexFunc(pages, func(s seite) bool { return s.name == a.r.PathValue("seite") })
	if i < 0 {
		return 0, nil, errNotFound
	}
	if !shown(pages[i], f.stand.antw) {
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
		return a.render(http.StatusOK, "sicher", rahmen{Titel: a.say("delete.title"), Dienst: f.dienst}, sicher{Text: a.say("delete.what"), Ja: a.say("delete.yes"), Nein: a.say("delete.no"), Zurueck: f.url("")})
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
	if s.liste {
		return a.zeigeListe(f, i, "")
	}
	return a.ask(f, i, false, nil)
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
	p := frageseite{Ort: a.place(f, i), Zurueck: back, Hilfe: s.hilfe.In(a.sprache), Warum: s.warum.In(a.sprache), Bis: a.until(f), Uebersicht: f.url(""), Teile: parts, Gesehen: cmp.Or(f.gesehen, a.seen(f, elements, prefix)), Konflikt: conflict}
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
		if shown(s, f.stand.antw) {
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
		if s := f.dienst.pages()[j]; shown(s, f.stand.antw) {
			return f.url(s.name)
		}
	}
	return f.url("")
}

func (a *anfrage) after(f *fall, i int) string {
	for _, s := range f.dienst.pages()[i+1:] {
		if shown(s, f.stand.antw) {
			return f.url(s.name)
		}
	}
	return f.url("pruefen")
}

// sende takes a page of a case.
func (a *anfrage) sende() error {
	f, err := a.draft()
	if err != nil {
		return a.late(err)
	}
	switch a.r.PathValue("seite") {
	case "absenden":
		return a.absenden(f)
	case "loeschen":
		if err := a.registry.discard(a.r.Context(), f.v); err != nil {
			return err
		}
		return redirect("/" + f.dienst.kopf().Name + "/")
	}
	i, s, err := a.seiteOf(f)
	if err != nil {
		return err
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
	if len(f.stand.befunde.Blocking().At(pointers(s.elemente)...)) > 0 {
		now := askedFields(s.elemente, "", f.stand.antw)
		if slices.ContainsFunc(now, func(p string) bool { return !slices.Contains(asked, p) }) && complete(f, asked) {
			return redirect(f.url(s.name)) // further questions follow from what was answered
		}
		return a.ask(f, i, true, nil)
	}
	return redirect(a.after(f, i))
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

// take stores what was sent. Where another window has changed the same answers in
// between, it stores nothing, and f holds both: what was sent, and what the other
// window has saved.
func (a *anfrage) take(f *fall, elements []formular.Element, prefix string) error {
	sent := a.r.PostForm.Get("gesehen")
	if stored := a.seen(f, elements, prefix); stored != sent {
		next := map[string]any{}
		answers(elements, prefix, a.r.PostForm, f.e, next)
		if f.other = (zeichner{a, f, false}).others(elements, prefix, next); len(f.other) > 0 {
			f.gesehen = stored
			if err := f.e.Set(next); err != nil {
				return unwritable(err)
			}
			var err error
			f.stand, err = f.dienst.judge(f.e, f.v.id, a.heute(), a.sitz.Niveau)
			return err
		}
	}
	return a.save(f, func(e *formular.Entwurf) error {
		next := map[string]any{}
		answers(elements, prefix, a.r.PostForm, e, next)
		return unwritable(e.Set(next))
	})
}

// unwritable makes of an answer that no draft can hold a form that cannot be read:
// no page of ours sends one.
func unwritable(err error) error {
	if errors.Is(err, formular.ErrWert) || errors.Is(err, formular.ErrPfad) {
		return statusError(http.StatusBadRequest)
	}
	return err
}

// others are the answers that another window has saved and that differ from what
// was sent.
func (z zeichner) others(elements []formular.Element, prefix string, sent map[string]any) []fakt {
	var out []fakt
	for i := range elements {
		el := &elements[i]
		pointer := prefix + "/" + el.Name
		if el.Typ == formular.TypGruppe {
			out = append(out, z.others(el.Kinder, pointer, sent)...)
			continue
		}
		if z.differs(el, pointer, sent) {
			out = append(out, z.fact(el, pointer))
		}
	}
	return out
}

func (z zeichner) differs(el *formular.Element, pointer string, sent map[string]any) bool {
	if el.Max != 1 {
		rows := 0
		for ; ; rows++ {
			v, ok := sent[pointer+"/"+strconv.Itoa(rows)]
			if !ok || v == nil {
				return rows != z.f.e.Rows(pointer)
			}
			if !same(raw(z.f.e, pointer+"/"+strconv.Itoa(rows)), v) {
				return true
			}
		}
	}
	return !same(raw(z.f.e, pointer), sent[pointer])
}

// same reports whether the draft holds the value.
func same(held json.RawMessage, value any) bool {
	if value == nil {
		return len(held) == 0 || string(held) == "null"
	}
	encoded, err := json.Marshal(value)
	return err == nil && string(encoded) == string(held)
}

// late keeps what somebody sent whose session has ended, and asks to log in.
func (a *anfrage) late(err error) error {
	if !errors.Is(err, errLogin) || !a.spaet {
		return err
	}
	a.gueltig = true // for this one form, which the session signed
	f, loadErr := a.draft()
	a.gueltig = false
	if loadErr != nil {
		return err
	}
	if _, s, pageErr := a.seiteOf(f); pageErr == nil && !s.liste {
		if saveErr := a.take(f, s.elemente, ""); saveErr != nil {
			return saveErr
		}
	}
	return err
}

// raw is an answer as the draft holds it.
func raw(e *formular.Entwurf, pointer string) json.RawMessage {
	a, _ := e.Answer(pointer)
	return a.Wert
}

func rowPointer(s *seite, row int) string { return "/" + s.elemente[0].Name + "/" + strconv.Itoa(row) }
