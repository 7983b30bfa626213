// SPDX-License-Identifier: Apache-2.0

package xdfform

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
)

// Kennungen are the ids that the editors of FIM have given, where they are known, in
// the spelling of XDatenfelder 3. What has none is written with a local id, which
// nobody takes for an official one: "lokal.halter.name".
type Kennungen struct {
	Schema, Steckbrief xdatenfelder.Kennung
	// Elemente are the ids of fields and groups by where they stand in the data,
	// "/halter/name".
	Elemente map[string]xdatenfelder.Kennung
}

// Angaben are what a schema says and its form does not know.
type Angaben struct {
	Kennungen Kennungen
	// Stand is when the document is made. It also stands where XDatenfelder asks when
	// an element was last changed.
	Stand time.Time
	// Regeln are the rules of the form.
	Regeln []formular.Regel
	// Feld completes a field, told by where it stands in the data; nil leaves all as they
	// are.
	Feld func(pointer string, f *xdatenfelder.Feld)
}

// Export makes the schema of a form, in XDatenfelder 3: a working copy, "in
// Bearbeitung", for only editors of FIM release one. The same form with the same
// Angaben gives the same schema.
//
// What XDatenfelder has no place for is listed, in the schema's Beschreibung, too:
// conditions and rules stand there as text, English texts, steps and the bounds of all
// attachments together do not. [New] makes the same form of it; Export reads back what
// it wrote, and refuses with [formular.ErrModell] where that would be another one, and
// ids that are malformed or lead nowhere.
func Export(form *formular.Formular, a Angaben) (xdatenfelder.Schema, []Auslassung, error) {
	kopf := form.Kopf()
	x := &exporter{Angaben: a, stand: a.Stand.UTC().Format(time.RFC3339), pointers: map[string]bool{}}
	x.check("schema", "S", a.Kennungen.Schema)
	x.check("steckbrief", "D", a.Kennungen.Steckbrief)
	s := xdatenfelder.Schema{
		Standard: xdatenfelder.XDF3, Nachricht: xdatenfelder.NachrichtSchema,
		Kopf:              xdatenfelder.Kopf{NachrichtID: kopf.ID + "-" + kopf.Version + "-" + x.stand, Erstellungszeitpunkt: x.stand},
		AbleitungStruktur: nichts, AbleitungRepraesentation: nichts, Dokumentsteckbrief: a.Kennungen.Steckbrief,
	}
	s.Merkmale = x.merkmale(kopf.Titel, recht.Text{}, kopf.Normen)
	s.BezeichnungAusgabe = ""
	s.Versionshinweis = "Das Formular hat die Fassung " + kopf.Version + "."
	if s.Kennung = a.Kennungen.Schema; s.ID == "" {
		s.Kennung = lokal("schema", kopf.ID)
	}
	if s.Dokumentsteckbrief.IsZero() {
		s.Dokumentsteckbrief = lokal("steckbrief", kopf.ID)
	}
	x.head(kopf)
	s.Struktur = x.children("", kopf.Normen, form.Elemente(), false)
	s.Regeln = x.regeln()
	for pointer := range a.Kennungen.Elemente {
		if !x.pointers[pointer] {
			x.problem(pointer, "no such element")
		}
	}
	slices.SortStableFunc(x.omitted, func(a, b auslassung) int { return cmp.Compare(a.Pointer, b.Pointer) })
	s.Beschreibung = x.told()
	if len(x.problems) == 0 {
		back, _, err := New(s, Config{})
		if err != nil {
			return s, nil, err
		}
		for _, d := range differences(form, back) {
			x.problem("read back", d)
		}
	}
	slices.SortFunc(x.problems, func(a, b error) int { return cmp.Compare(a.Error(), b.Error()) })
	out := make([]Auslassung, len(x.omitted))
	for i, o := range x.omitted {
		out[i] = o.Auslassung
	}
	return s, out, errors.Join(x.problems...)
}

// nichts is the code for a schema of which nothing may be changed in one derived from
// it. The sources disagree on the others and, for the structure, on this one: but who
// may change what nobody has decided, and a code must stand there.
const nichts = "0"

// exporter makes a schema of a form.
type exporter struct {
	Angaben
	stand    string
	pointers map[string]bool // of all elements
	omitted  []auslassung
	problems []error
}

func (x *exporter) problem(where, what string) {
	if len(x.problems) < maxProblems {
		x.problems = append(x.problems, fmt.Errorf("%w: %s: %s", formular.ErrModell, where, what))
	}
}

var version3 = regexp.MustCompile(`^\d+\.\d+\.\d+$`)

// check checks an id that is given.
func (x *exporter) check(where, letter string, k xdatenfelder.Kennung) {
	if k.IsZero() {
		return
	}
	if _, err := xdatenfelder.ParseID(k.ID); err != nil || k.ID[:1] != letter {
		x.problem(where, fmt.Sprintf("%q is no id with the letter %s and eleven digits", k.ID, letter))
	}
	if k.Version != "" && !version3.MatchString(k.Version) {
		x.problem(where, fmt.Sprintf("the version %q is not three numbers", k.Version))
	}
}

// lokal is the id of what has no official one.
func lokal(parts ...string) xdatenfelder.Kennung {
	return xdatenfelder.Kennung{ID: "lokal." + strings.ReplaceAll(strings.Trim(strings.Join(parts, "."), "/."), "/", ".")}
}

// kennung is the id of an element.
func (x *exporter) kennung(pointer, letter string) xdatenfelder.Kennung {
	x.pointers[pointer] = true
	k, ok := x.Kennungen.Elemente[pointer]
	if !ok {
		return lokal(pointer)
	}
	x.check(pointer, letter, k)
	return k
}

// merkmale are what all elements have.
func (x *exporter) merkmale(titel, hilfe recht.Text, normen recht.Normen) xdatenfelder.Merkmale {
	m := xdatenfelder.Merkmale{
		Freigabestatus: xdatenfelder.FreigabeInBearbeitung, LetzteAenderung: x.stand,
		Name: one(titel), BezeichnungEingabe: one(titel), BezeichnungAusgabe: one(titel), HilfetextEingabe: one(hilfe), Bezuege: bezuege(normen),
	}
	if m.HilfetextEingabe == m.Name {
		m.HilfetextEingabe = ""
	}
	return m
}

// one is the German text as it reads back.
func one(t recht.Text) string { return strings.TrimSpace(t.String()) }

func bezuege(normen recht.Normen) (out []xdatenfelder.Bezug) {
	for _, n := range normen {
		out = append(out, xdatenfelder.Bezug{Text: n.String()})
	}
	return out
}

// art says how firmly an element is bound: all stand on a norm, their own or that of
// what is around them, where there is one.
func art(normen recht.Normen) xdatenfelder.Schemaelementart {
	if len(normen) > 0 {
		return xdatenfelder.ArtRechtsnormgebunden
	}
	return xdatenfelder.ArtHarmonisiert
}

func (x *exporter) children(path string, around recht.Normen, elements []formular.Element, wahl bool) (out []xdatenfelder.Struktur) {
	for i := range elements {
		e := &elements[i]
		pointer := path + "/" + e.Name
		normen := e.Normen
		if len(normen) == 0 {
			normen = around
		}
		st := xdatenfelder.Struktur{Anzahl: anzahl(e, wahl).String()}
		if len(e.Kinder) > 0 {
			st.Gruppe = x.gruppe(pointer, e, normen)
		} else {
			st.Feld = x.feld(pointer, e, normen)
		}
		out = append(out, st)
	}
	return out
}

// anzahl is how often an element stands there, whatever else was answered.
func anzahl(e *formular.Element, wahl bool) xdatenfelder.Anzahl {
	a := xdatenfelder.Anzahl{Min: e.Min, Max: e.Max}
	if wahl || e.Nur != nil || e.PflichtWenn != nil {
		a.Min = 0
	}
	return a
}

func (x *exporter) gruppe(pointer string, e *formular.Element, normen recht.Normen) *xdatenfelder.Gruppe {
	g := &xdatenfelder.Gruppe{Merkmale: x.merkmale(e.Titel, e.Hilfe, normen), Schemaelementart: art(normen), Regeln: x.bedingungen(pointer, e)}
	g.Kennung, g.Beschreibung = x.kennung(pointer, "G"), place(pointer)
	if e.Typ == formular.TypWahl {
		g.Art = xdatenfelder.GruppenartAuswahl
	}
	g.Struktur = x.children(pointer, normen, e.Kinder, e.Typ == formular.TypWahl)
	if e.Typ == formular.TypTeildatum {
		if _, known := teildatum(g, e.Kinder); !known {
			x.omit(pointer, omitTeildatum)
		}
		for i := range g.Struktur { // the parts of a day have no words of their own
			g.Struktur[i].Feld.Name = cmp.Or(g.Struktur[i].Feld.Name, teile[i])
			g.Struktur[i].Feld.BezeichnungEingabe = g.Struktur[i].Feld.Name
			g.Struktur[i].Feld.BezeichnungAusgabe = g.Struktur[i].Feld.Name
		}
	}
	return g
}

// teile are the parts of a day that is known in part.
var teile = [...]string{"Jahr", "Monat", "Tag"}

// place says where an answer stands in the data, whose keys are names and not ids.
func place(pointer string) string { return "Im JSON der Antworten: " + pointer }

var datentypen = map[formular.Typ]xdatenfelder.Datentyp{
	formular.TypText:      xdatenfelder.DatentypText,
	formular.TypAuswahl:   xdatenfelder.DatentypText,
	formular.TypHinweis:   xdatenfelder.DatentypText,
	formular.TypDatum:     xdatenfelder.DatentypDatum,
	formular.TypUhrzeit:   xdatenfelder.DatentypUhrzeit,
	formular.TypZeitpunkt: xdatenfelder.DatentypZeitpunkt,
	formular.TypJaNein:    xdatenfelder.DatentypBool,
	formular.TypZahl:      xdatenfelder.DatentypZahl,
	formular.TypGanzzahl:  xdatenfelder.DatentypGanzzahl,
	formular.TypGeld:      xdatenfelder.DatentypGeld,
	formular.TypDatei:     xdatenfelder.DatentypDatei,
}

func (x *exporter) feld(pointer string, e *formular.Element, normen recht.Normen) *xdatenfelder.Feld {
	f := &xdatenfelder.Feld{
		Merkmale: x.merkmale(e.Titel, e.Hilfe, normen), Schemaelementart: art(normen), Feldart: xdatenfelder.FeldartEingabe,
		Datentyp: datentypen[e.Typ], Inhalt: e.Inhalt, Vorbefuellung: xdatenfelder.VorbefuellungKeine, Regeln: x.bedingungen(pointer, e),
	}
	f.Kennung, f.Beschreibung = x.kennung(pointer, "F"), place(pointer)
	z := &f.Praezisierung
	switch e.Typ {
	case formular.TypText:
		x.text(pointer, f, e)
	case formular.TypAuswahl:
		f.Feldart = xdatenfelder.FeldartAuswahl
		for _, w := range e.Liste {
			f.Werte = append(f.Werte, xdatenfelder.Wert{Code: w.Code, Name: one(w.Titel)})
		}
		if len(f.Werte) == 0 {
			x.omit(pointer, omitListe)
		}
	case formular.TypDatei:
		f.MediaTypes = slices.Clone(e.MediaTypes)
		if e.MaxBytes > 0 {
			f.MaxSize = strconv.FormatInt(e.MaxBytes, 10)
		}
	case formular.TypHinweis:
		f.Feldart, f.Inhalt, f.HilfetextEingabe = xdatenfelder.FeldartStatisch, one(e.Hilfe), ""
		f.Name = cmp.Or(f.Name, "Hinweis")
		f.BezeichnungEingabe, f.BezeichnungAusgabe = f.Name, f.Name
	default:
		z.MinWert, z.MaxWert = e.MinWert, e.MaxWert
	}
	if x.Feld != nil {
		x.Feld(pointer, f)
	}
	return f
}

func (x *exporter) text(pointer string, f *xdatenfelder.Feld, e *formular.Element) {
	z := &f.Praezisierung
	if e.MinLaenge > 0 {
		z.MinLaenge = strconv.Itoa(e.MinLaenge)
	}
	if e.MaxLaenge > 0 {
		z.MaxLaenge = strconv.Itoa(e.MaxLaenge)
	}
	switch e.Zeichen {
	case 0:
	case din91379.A, din91379.B:
		f.Datentyp = xdatenfelder.DatentypLatin
		x.omit(pointer, omitLatin)
	case din91379.C:
		f.Datentyp = xdatenfelder.DatentypLatin
	default:
		x.omit(pointer, omitZeichen)
	}
	if e.Muster == "" {
		return
	}
	z.Muster = ecma(e.Muster)
	if z.Muster == "" {
		x.omit(pointer, omitMuster)
	}
}

// ecma spells a pattern as schemas do, and is empty where it would not read back.
func ecma(muster string) string {
	out, ok := formular.ToECMA(muster)
	if _, back := formular.FromECMA(out); !ok || !back {
		return ""
	}
	return out
}
