// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// listenseite shows the rows of a list.
type listenseite struct {
	Ort, Zurueck, Hilfe, Warum, Bis, Uebersicht, Fehler string
	Zeilen                                              []zeile
	Frei                                                bool // one more is possible
	Hoechstens                                          int
	ID                                                  string
}

// zeile is one row on the overview.
type zeile struct{ Titel, Text, Aendern, Entfernen, Fehler string }

// zeigeListe shows the rows of page i, or the first row where there is none and one
// is needed.
func (a *anfrage) zeigeListe(f *fall, i int, fault string) error {
	s := f.dienst.pages()[i]
	el := s.elemente[0]
	rows := f.e.Rows("/" + el.Name)
	if rows == 0 && el.Min > 0 {
		return redirect(f.url(s.name) + "/0")
	}
	z := zeichner{a, f, true}
	p := listenseite{
		Ort: a.place(f, i), Zurueck: a.before(f, i), Hilfe: s.hilfe.In(a.sprache), Warum: s.warum.In(a.sprache), Bis: a.until(f), Uebersicht: f.url(""),
		Frei: el.Max == formular.Unbegrenzt || rows < el.Max, Hoechstens: el.Max, Fehler: fault, ID: "noch",
	}
	for row := range rows {
		pointer := rowPointer(&s, row)
		r := zeile{Titel: a.say("rows.row", row+1), Text: z.line(&el, pointer), Aendern: f.url(s.name) + "/" + strconv.Itoa(row)}
		r.Entfernen = r.Aendern + "/entfernen"
		if len(f.stand.befunde.Blocking().At(pointer)) > 0 {
			r.Fehler = a.say("state.look")
		}
		p.Zeilen = append(p.Zeilen, r)
	}
	status := http.StatusOK
	if fault != "" {
		status = http.StatusUnprocessableEntity
	}
	return a.render(status, "liste", rahmen{Titel: s.titel.In(a.sprache), Fehler: fault != "", Dienst: f.dienst}, p)
}

// nachListe goes on from the overview: to one more row, or to the next page.
func (a *anfrage) nachListe(f *fall, i int) error {
	s := f.dienst.pages()[i]
	el := s.elemente[0]
	rows := f.e.Rows("/" + el.Name)
	free := el.Max == formular.Unbegrenzt || rows < el.Max
	switch a.r.PostForm.Get("noch") {
	case "ja":
		if !free {
			return a.zeigeListe(f, i, a.say("rows.limit", el.Max))
		}
		return redirect(f.url(s.name) + "/" + strconv.Itoa(rows))
	case "nein":
	default:
		if free {
			return a.zeigeListe(f, i, a.say("rows.choose"))
		}
	}
	for row := range rows {
		if len(f.stand.befunde.Blocking().At(rowPointer(&s, row))) > 0 {
			return redirect(f.url(s.name) + "/" + strconv.Itoa(row) + "?ansehen=1")
		}
	}
	if own := f.stand.befunde.Blocking().At("/" + el.Name); len(own) > 0 {
		return a.zeigeListe(f, i, own[0].Text.In(a.sprache))
	}
	return redirect(a.after(f, i))
}

// zeileOf is the row of the address: one of those there are, or the next.
func (a *anfrage) zeileOf(f *fall, next bool) (i, row int, err error) {
	i, s, err := a.seiteOf(f)
	if err != nil {
		return 0, 0, err
	}
	if !s.liste {
		return 0, 0, errNotFound
	}
	row, err = strconv.Atoi(a.r.PathValue("zeile"))
	rows, limit := f.e.Rows("/"+s.elemente[0].Name), s.elemente[0].Max
	if err != nil || row < 0 || row > rows || (row == rows && !next) || (limit != formular.Unbegrenzt && row >= limit) || strconv.Itoa(row) != a.r.PathValue("zeile") {
		return 0, 0, redirect(f.url(s.name)) // the row was removed, or another one took its place
	}
	return i, row, nil
}

func (a *anfrage) zeigeZeile() error {
	f, err := a.draft()
	if err != nil {
		return err
	}
	if a.r.PathValue("seite") == "nachweis" {
		return a.zeigeNachweis(f)
	}
	i, row, err := a.zeileOf(f, true)
	if err != nil {
		return err
	}
	return a.askRow(f, i, row, a.r.URL.Query().Get("ansehen") != "", nil)
}

func (a *anfrage) askRow(f *fall, i, row int, show bool, conflict []fakt) error {
	s := f.dienst.pages()[i]
	el, pointer := s.elemente[0], rowPointer(&s, row)
	parts := (zeichner{a, f, show}).parts(el.Kinder, pointer)
	back := a.before(f, i)
	if f.e.Rows("/"+el.Name) > 0 {
		back = f.url(s.name)
	}
	return a.questions(f, i, el.Kinder, pointer, parts, s.titel.In(a.sprache)+": "+a.say("rows.row", row+1), back, show, conflict)
}

func (a *anfrage) sendeZeile() error {
	f, err := a.draft()
	if err != nil {
		return err
	}
	if a.r.PathValue("seite") == "nachweis" {
		return a.decide(f)
	}
	i, row, err := a.zeileOf(f, true)
	if err != nil {
		return err
	}
	s := f.dienst.pages()[i]
	el, pointer := s.elemente[0], rowPointer(&s, row)
	asked := askedFields(el.Kinder, pointer, f.stand.antw)
	if err := a.take(f, el.Kinder, pointer); err != nil {
		return err
	}
	switch {
	case len(f.other) > 0:
		return a.askRow(f, i, row, true, f.other)
	case f.e.Rows("/"+el.Name) <= row: // nothing was answered, so there is no row
		return a.zeigeLeereZeile(f, i, row)
	case len(f.falsch) > 0 || len(f.stand.befunde.Blocking().At(pointer)) > 0:
		now := askedFields(el.Kinder, pointer, f.stand.antw)
		if len(f.falsch) == 0 && slices.ContainsFunc(now, func(p string) bool { return !slices.Contains(asked, p) }) && complete(f, asked) {
			return redirect(f.url(s.name) + "/" + strconv.Itoa(row))
		}
		return a.askRow(f, i, row, true, nil)
	}
	return redirect(f.url(s.name))
}

// zeigeLeereZeile asks again for a row in which nothing was answered.
func (a *anfrage) zeigeLeereZeile(f *fall, i, row int) error {
	s := f.dienst.pages()[i]
	el, pointer := s.elemente[0], rowPointer(&s, row)
	z := zeichner{a, f, false}
	parts := z.parts(el.Kinder, pointer)
	for j := range parts {
		if !parts[j].Optional && parts[j].Art != "gruppe" {
			parts[j].Fehler = z.a.say("error.empty", parts[j].Titel)
		}
	}
	return a.questions(f, i, el.Kinder, pointer, parts, s.titel.In(a.sprache)+": "+a.say("rows.row", row+1), f.url(s.name), true, nil)
}

// frageEntfernen asks before a row is taken away.
func (a *anfrage) frageEntfernen() error {
	f, err := a.draft()
	if err != nil {
		return err
	}
	i, row, err := a.zeileOf(f, false)
	if err != nil {
		return err
	}
	s := f.dienst.pages()[i]
	line := (zeichner{a, f, false}).line(&s.elemente[0], rowPointer(&s, row))
	return a.render(http.StatusOK, "sicher", rahmen{Titel: a.say("rows.sure"), Dienst: f.dienst}, sicher{Text: line, Ja: a.say("rows.yesrem"), Nein: a.say("rows.norem"), Zurueck: f.url(s.name), Gesehen: a.seen(f, s.elemente[0].Kinder, rowPointer(&s, row))})
}

// entferne takes the row away that was shown, and no other that has moved there.
func (a *anfrage) entferne() error {
	f, err := a.draft()
	if err != nil {
		return err
	}
	i, row, err := a.zeileOf(f, false)
	if err != nil {
		return err
	}
	s := f.dienst.pages()[i]
	pointer := rowPointer(&s, row)
	if a.seen(f, s.elemente[0].Kinder, pointer) != a.r.PostForm.Get("gesehen") {
		return redirect(f.url(s.name))
	}
	if err := a.change(f, func(e *formular.Entwurf) error { return unwritable(e.Remove(pointer)) }); err != nil {
		return err
	}
	return redirect(f.url(s.name))
}

// sicher is a page that asks before something is gone.
type sicher struct {
	Text, Ja, Nein, Zurueck, Gesehen string
	Sicher                           bool // the button says so
}
