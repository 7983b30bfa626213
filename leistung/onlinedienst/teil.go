// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// teil is a part of a page as the template draws it.
type teil struct {
	Art          string // "gruppe", "text", "lang", "datum", "zahl", "geld", "wahl", "mehrfach", "suche", "dateien"
	ID, Name     string // Name is the pointer
	Titel, Hilfe string
	Wert, Fehler string
	Auto         string
	Optional     bool
	Kurz, Gross  bool // Gross: the title is the heading of the page
	Optionen     []option
	Teile        []teil
	Herkunft     string // where the answer comes from
	Bestand      string // what a source had said, where the person corrected it
	Korrigiert   bool
	Gesucht      bool // something was written that is no hit by itself
	Dateien      []Datei
	Frei         bool // a further file is possible
}

// option is one choice.
type option struct {
	ID, Code, Titel string
	Gewaehlt        bool
}

// Beschrieben lists the elements that describe the field to a screen reader.
func (t teil) Beschrieben() string {
	var ids []string
	for _, p := range []struct{ text, suffix string }{{t.Hilfe, "-h"}, {t.Fehler, "-f"}, {t.Herkunft, "-q"}} {
		if p.text != "" {
			ids = append(ids, t.ID+p.suffix)
		}
	}
	return strings.Join(ids, " ")
}

// Anker is the id that a link to the field leads to.
func (t teil) Anker() string {
	if len(t.Optionen) > 0 && t.Art != "suche" {
		return t.Optionen[0].ID
	}
	return t.ID
}

// idOf is the id of a field in the page.
func idOf(pointer string) string {
	return "f" + strings.NewReplacer("/", "-", "~", "_").Replace(pointer)
}

// zeichner draws elements with the answers of a draft.
type zeichner struct {
	a    *anfrage
	f    *fall
	show bool // findings are shown: the page was sent
}

func (z zeichner) parts(elements []formular.Element, prefix string) []teil {
	var out []teil
	for i := range elements {
		el := &elements[i]
		pointer := prefix + "/" + el.Name
		if !z.f.stand.antw.Asked(pointer) {
			continue
		}
		if el.Typ == formular.TypGruppe {
			out = append(out, teil{Art: "gruppe", ID: idOf(pointer), Titel: el.Titel.In(z.a.sprache), Hilfe: el.Hilfe.In(z.a.sprache), Teile: z.parts(el.Kinder, pointer)})
			continue
		}
		out = append(out, z.field(el, pointer))
	}
	return out
}

func (z zeichner) field(el *formular.Element, pointer string) teil {
	m := z.f.dienst.merkmal(names(pointer))
	t := teil{
		Art: "text", ID: idOf(pointer), Name: pointer, Titel: el.Titel.In(z.a.sprache), Hilfe: el.Hilfe.In(z.a.sprache),
		Auto: m.autocomplete, Optional: el.Min == 0 && el.PflichtWenn == nil, Kurz: m.kurz,
	}
	answer, _ := z.f.e.Answer(pointer)
	t.Wert = plainText(el, answer.Wert)
	switch {
	case m.kennt != "":
		t.Art, t.Optional = "bekannt", false
	case m.suche != nil:
		z.search(&t, m)
	case el.Typ == formular.TypAuswahl:
		z.choices(&t, el, pointer, m)
	case el.Typ == formular.TypDatei:
		z.files(&t, el, pointer)
	case m.lang:
		t.Art = "lang"
	case el.Typ == formular.TypDatum:
		t.Art = "datum"
		if t.Kurz = true; t.Hilfe == "" {
			t.Hilfe = z.a.say("date.hint", z.example())
		}
	case el.Typ == formular.TypGanzzahl:
		t.Art, t.Kurz = "zahl", true
	case el.Typ == formular.TypGeld:
		if t.Art, t.Kurz = "geld", true; t.Hilfe == "" {
			t.Hilfe = z.a.say("amount.hint")
		}
	}
	z.origin(&t, el, answer, m)
	if z.show {
		t.Fehler = z.fault(el, pointer)
	}
	if wrong := z.f.falsch[pointer]; wrong != "" {
		t.Fehler = wrong
	}
	return t
}

// search is a question whose answer is found in a directory.
func (z zeichner) search(t *teil, m merkmal) {
	t.Art = "suche"
	if e, ok := m.suche.Find(t.Wert); ok {
		t.Wert = e.Text.In(z.a.sprache)
		return
	}
	if t.Gesucht = t.Wert != ""; !t.Gesucht {
		return
	}
	for i, o := range m.suche.Search(t.Wert) {
		t.Optionen = append(t.Optionen, option{ID: fmt.Sprintf("%s-%d", t.ID, i), Code: o.Code, Titel: o.Text.In(z.a.sprache)})
	}
}

// files are the files that the draft has.
func (z zeichner) files(t *teil, el *formular.Element, pointer string) {
	t.Art = "dateien"
	for i := range z.f.e.Rows(pointer) {
		if d, ok := z.f.bei.datei(plainText(el, raw(z.f.e, pointer+"/"+strconv.Itoa(i)))); ok {
			t.Dateien = append(t.Dateien, d)
		}
	}
	t.Frei = len(t.Dateien) < el.Max
}

// choices are the options of a selection.
func (z zeichner) choices(t *teil, el *formular.Element, pointer string, m merkmal) {
	chosen := map[string]bool{t.Wert: true}
	if t.Art = "wahl"; el.Max != 1 {
		t.Art, chosen = "mehrfach", map[string]bool{}
		for i := range z.f.e.Rows(pointer) {
			a, _ := z.f.e.Answer(pointer + "/" + strconv.Itoa(i))
			chosen[plainText(el, a.Wert)] = true
		}
	}
	for i, o := range z.options(el, m) {
		t.Optionen = append(t.Optionen, option{ID: fmt.Sprintf("%s-%d", t.ID, i), Code: o.Code, Titel: o.Titel.In(z.a.sprache), Gewaehlt: chosen[o.Code]})
	}
}

func (z zeichner) options(el *formular.Element, m merkmal) []formular.Eintrag {
	if m.werte != nil {
		return z.f.stand.optionen(m)
	}
	return el.Liste
}

// origin tells where an answer comes from, and what a source had said.
func (z zeichner) origin(t *teil, el *formular.Element, a formular.Antwort, m merkmal) {
	if a.Bestand == nil {
		return
	}
	if a.Korrigiert() {
		t.Korrigiert = true
		t.Herkunft = z.a.say("corrected", a.Bestand.Herkunft.Quelle)
		if z.f.wer != nil { // who looks is somebody else
			t.Herkunft = z.a.say("corrected.person", a.Bestand.Herkunft.Quelle)
		}
		t.Bestand = inWords(el, z.options(el, m), a.Bestand.Wert, z.a.sprache)
		return
	}
	t.Herkunft = z.a.say("origin", a.Bestand.Herkunft.Quelle)
}

// fault is what to do about a field, in the words of its label.
func (z zeichner) fault(el *formular.Element, pointer string) string {
	for _, b := range z.f.stand.befunde.Blocking().At(pointer) {
		title := el.Titel.In(z.a.sprache)
		switch {
		case z.f.dienst.merkmal(names(pointer)).suche != nil && b.Code != "FORM-PFLICHT":
			return z.a.say("error.search", title)
		case el.Typ == formular.TypDatei && (b.Code == "FORM-PFLICHT" || b.Code == "FORM-ANZAHL-MIN"):
			return z.a.say("error.file", title)
		case b.Code == "FORM-PFLICHT" && len(el.Liste) == 1:
			return z.a.say("error.tick", title)
		case b.Code == "FORM-PFLICHT" && el.Typ == formular.TypAuswahl && z.f.dienst.merkmal(names(pointer)).suche == nil:
			return z.a.say("error.choose", title)
		case b.Code == "FORM-PFLICHT":
			return z.a.say("error.empty", title)
		case b.Code == "FORM-DATUM":
			return z.a.say("error.date", z.example())
		case b.Code == "FORM-TYP" && el.Typ == formular.TypGanzzahl:
			return z.a.say("error.number")
		case b.Code == "FORM-TYP" && el.Typ == formular.TypGeld:
			return z.a.say("error.amount")
		case b.Code == "FORM-MUSTER" && !el.Hilfe.IsZero(): // how it is spelt the service says itself
			return b.Text.In(z.a.sprache) + " " + el.Hilfe.In(z.a.sprache)
		default:
			return b.Text.In(z.a.sprache)
		}
	}
	return ""
}

// example is a day as people write it.
func (z zeichner) example() string {
	d := z.a.heute()
	return fmt.Sprintf("%d.%d.%d", d.Day(), int(d.Month()), d.Year())
}

// names is a pointer without the numbers of rows and the first slash.
func names(pointer string) string {
	var out []string
	for part := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		if _, err := strconv.Atoi(part); err != nil {
			out = append(out, part)
		}
	}
	return strings.Join(out, "/")
}

// fields are the drawn fields of parts, in their order.
func fields(parts []teil) (out []teil) {
	for _, p := range parts {
		if p.Art == "gruppe" {
			out = append(out, fields(p.Teile)...)
		} else {
			out = append(out, p)
		}
	}
	return out
}

// facts are the answers of elements as they are read back.
func (z zeichner) facts(elements []formular.Element, prefix string) []fakt {
	var out []fakt
	for i := range elements {
		el := &elements[i]
		pointer := prefix + "/" + el.Name
		if !z.f.stand.antw.Asked(pointer) {
			continue
		}
		if el.Typ == formular.TypGruppe && el.Max == 1 {
			out = append(out, z.facts(el.Kinder, pointer)...)
			continue
		}
		if el.Typ == formular.TypGruppe {
			if z.f.e.Rows(pointer) == 0 {
				out = append(out, fakt{Titel: el.Titel.In(z.a.sprache), Wert: z.a.say("check.norows"), Leer: true})
			}
			for row := range z.f.e.Rows(pointer) {
				out = append(out, fakt{Titel: z.a.say("rows.row", row+1), Wert: z.line(el, pointer+"/"+strconv.Itoa(row)), Zeile: strconv.Itoa(row)})
			}
			continue
		}
		out = append(out, z.fact(el, pointer))
	}
	return out
}

func (z zeichner) fact(el *formular.Element, pointer string) fakt {
	m := z.f.dienst.merkmal(names(pointer))
	a, _ := z.f.e.Answer(pointer)
	var t teil
	z.origin(&t, el, a, m)
	out := fakt{Titel: el.Titel.In(z.a.sprache), Wert: z.words(el, pointer, a.Wert, m), Herkunft: t.Herkunft, Bestand: t.Bestand, Korrigiert: t.Korrigiert, Fehler: z.fault(el, pointer)}
	if out.Fest = m.kennt != "" || m.ergibt != nil; m.ergibt != nil {
		out.Herkunft = z.a.say("ev.computed")
	}
	if out.Wert == "" {
		out.Leer = true
		out.Wert = z.a.say("check.empty")
	}
	return out
}

// words is an answer in words, of a choice of several all of them.
func (z zeichner) words(el *formular.Element, pointer string, raw json.RawMessage, m merkmal) string {
	options := z.options(el, m)
	if m.suche != nil {
		s := plainText(el, raw)
		if e, ok := m.suche.Find(s); ok {
			return e.Text.In(z.a.sprache)
		}
		return s
	}
	if el.Typ == formular.TypDatei {
		var t teil
		z.files(&t, el, pointer)
		var all []string
		for _, d := range t.Dateien {
			all = append(all, d.Name)
		}
		return strings.Join(all, ", ")
	}
	if el.Max == 1 {
		return inWords(el, options, raw, z.a.sprache)
	}
	var all []string
	for i := range z.f.e.Rows(pointer) {
		a, _ := z.f.e.Answer(pointer + "/" + strconv.Itoa(i))
		all = append(all, inWords(el, options, a.Wert, z.a.sprache))
	}
	return strings.Join(all, ", ")
}

// line is a row in one line.
func (z zeichner) line(el *formular.Element, pointer string) string {
	var all []string
	for _, f := range z.facts(el.Kinder, pointer) {
		if !f.Leer {
			all = append(all, f.Wert)
		}
	}
	return strings.Join(all, ", ")
}

// fakt is one answer as it is read back.
type fakt struct {
	Titel, Wert, Fehler, Herkunft, Bestand string
	Korrigiert, Leer                       bool
	Fest                                   bool   // learnt of another: it is changed there
	Zeile                                  string // number of the row, for the link to it
	URL                                    string // where it is changed, if not on the page of its question
}

// seen is the signature of what a page showed: a form sent with another one was
// opened before somebody changed these answers.
func (a *anfrage) seen(f *fall, elements []formular.Element, prefix string) string {
	var b strings.Builder
	for i := range elements {
		digest(&b, f.e, &elements[i], prefix+"/"+elements[i].Name)
	}
	return a.siegel.sign("seen", f.v.id.String(), b.String())
}

func digest(b *strings.Builder, e *formular.Entwurf, el *formular.Element, pointer string) {
	switch {
	case fileField(el): // a second window adds its own
	case el.Typ == formular.TypGruppe:
		for i := range el.Kinder {
			digest(b, e, &el.Kinder[i], pointer+"/"+el.Kinder[i].Name)
		}
	case el.Max != 1:
		for i := range e.Rows(pointer) {
			a, _ := e.Answer(pointer + "/" + strconv.Itoa(i))
			fmt.Fprintf(b, "%s/%d %s\n", pointer, i, a.Wert)
		}
	default:
		a, _ := e.Answer(pointer)
		fmt.Fprintf(b, "%s %s\n", pointer, a.Wert)
	}
}

// remarks are findings that do not hinder, for the person.
func remarks(befunde recht.Befunde, language string) []string {
	var out []string
	for _, b := range befunde.Remarks() {
		out = append(out, b.Text.In(language))
	}
	return out
}
