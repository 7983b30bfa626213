// SPDX-License-Identifier: Apache-2.0

// Package xdfform makes the form of an official schema: it stands between package
// xdatenfelder, which reads the schema, and package formular, which checks answers.
//
//	schema, err := xdatenfelder.Parse(file)
//	form, omitted, err := xdfform.New(schema, xdfform.Config{Codeliste: lists})
//
// And back, for a form that was there before its schema:
//
//	schema, omitted, err := xdfform.Export(form, xdfform.Angaben{Stand: now})
//	err = xdatenfelder.Write(out, schema)
//
// The XML Schema of XDatenfelder 3 was not at hand; what is written is held to the reader
// of package xdatenfelder and to the quality messages of FIM. None of these allows an id
// that no editor of FIM has given, and no range of numbers for local use is known: such
// ids are spelled as no official one can be, and message 1039 tells of each.
package xdfform

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder/genericode"
)

// Auslassung is something that a schema asks for and its form does not check.
type Auslassung struct {
	Pointer string // the ids that lead to the element: "/G60000000083/F60000000231"
	Was     string
}

// Config says where to find what a schema refers to and does not hold itself.
type Config struct {
	// Codeliste finds a code list that the schema names. A selection whose list it
	// does not find takes any code, which is listed among what is left out.
	Codeliste func(xdatenfelder.CodelisteReferenz) (*genericode.List, bool)
	// URI is the address of the JSON Schema, as the FIM Portal names it.
	URI string
}

// New makes the form of an official schema. The ids of the elements are the keys of
// the data, as the schema spells them: take [xdatenfelder.Schema] as it was read for
// a service whose data have the ids of XDatenfelder 2, and what ToXDF3 makes of it
// for the others.
//
// The group for a partly known birthday (G60000000083) becomes a Teildatum.
//
// What a schema says and a form cannot check is listed: rules, which are prose or
// scripts nobody standardised, code lists that were not found, references that are
// no norms, and patterns beyond the regular expressions of Go. The error is
// [formular.ErrModell] with every contradiction.
func New(s xdatenfelder.Schema, config Config) (*formular.Formular, []Auslassung, error) {
	c := &converter{config: config}
	kopf := formular.Kopf{ID: s.ID, Version: s.Version, Titel: german(s.BezeichnungEingabe, s.Name), URI: config.URI}
	kopf.Normen = c.normen("", s.Bezuege)
	c.rules("", s.Regeln)
	form, err := formular.New(kopf, c.children("", s.Struktur)...)
	if err = errors.Join(append(c.problems, err)...); err != nil {
		return nil, nil, err
	}
	slices.SortStableFunc(c.omitted, func(a, b Auslassung) int { return cmp.Compare(a.Pointer, b.Pointer) })
	return form, c.omitted, nil
}

// maxProblems bounds what is kept of the contradictions of a hostile schema.
const maxProblems = 1000

// converter turns the elements of a schema into those of a form.
type converter struct {
	config   Config
	omitted  []Auslassung
	problems []error
}

func (c *converter) problem(path, what string) {
	if len(c.problems) < maxProblems {
		c.problems = append(c.problems, fmt.Errorf("%w: %s: %s", formular.ErrModell, path, what))
	}
}

func (c *converter) omit(path, what string) {
	c.omitted = append(c.omitted, Auslassung{Pointer: path, Was: what})
}

func (c *converter) rules(path string, rules []xdatenfelder.Regel) {
	for _, r := range rules {
		c.omit(path, "rule "+r.ID+" "+r.Name)
	}
}

func (c *converter) children(path string, children []xdatenfelder.Struktur) []formular.Element {
	out := make([]formular.Element, 0, len(children))
	for _, st := range children {
		var e formular.Element
		if st.Gruppe != nil {
			e = c.gruppe(path, st.Gruppe)
		} else {
			e = c.feld(path, st.Feld)
		}
		if b := c.normen(path+"/"+e.Name, st.Bezuege); len(b) > 0 {
			e.Normen = b
		}
		anzahl, err := xdatenfelder.ParseAnzahl(st.Anzahl)
		if err != nil || !anzahl.Geordnet() {
			c.problem(path+"/"+e.Name, "its Anzahl is none")
			continue
		}
		e.Min, e.Max = anzahl.Min, anzahl.Max
		out = append(out, e)
	}
	return out
}

func (c *converter) gruppe(path string, g *xdatenfelder.Gruppe) formular.Element {
	path += "/" + g.ID
	e := formular.Gruppe(g.ID, german(g.BezeichnungEingabe, g.Name), c.children(path, g.Struktur)...)
	rules := g.Regeln
	if parts, ok := teildatum(g, e.Kinder); ok {
		e.Typ, e.Kinder = formular.TypTeildatum, parts
		rules = slices.DeleteFunc(slices.Clone(rules), func(r xdatenfelder.Regel) bool {
			return sameID(r.ID, idOhneMonat) || sameID(r.ID, idKalender)
		})
	}
	c.rules(path, rules)
	if g.Art == xdatenfelder.GruppenartAuswahl {
		e.Typ = formular.TypWahl
	}
	e.Hilfe, e.Normen = german(g.HilfetextEingabe), c.normen(path, g.Bezuege)
	return e
}

// The group of the federal set of fields for a birthday that is partly known,
// its year, month and day, and its two rules: no day without its month, and only
// days that the calendar has. A Teildatum checks both.
const (
	idTeildatum = "G60000000083"
	idJahr      = "F60000000233"
	idMonat     = "F60000000232"
	idTag       = "F60000000231"
	idOhneMonat = "R60000000023"
	idKalender  = "R60000000024"
)

// teildatum returns the year, the month and the day among the children of the
// group that holds a partly known birthday. It is false for every other group,
// and for editions of this one that are built differently.
func teildatum(g *xdatenfelder.Gruppe, children []formular.Element) ([]formular.Element, bool) {
	if !sameID(g.ID, idTeildatum) || len(children) != 3 {
		return nil, false
	}
	parts := make([]formular.Element, 3)
	for _, e := range children {
		i := slices.IndexFunc([]string{idJahr, idMonat, idTag}, func(id string) bool { return sameID(e.Name, id) })
		if i < 0 || e.Typ != formular.TypGanzzahl || e.Max != 1 {
			return nil, false
		}
		parts[i] = e
	}
	return parts, !slices.ContainsFunc(parts, func(e formular.Element) bool { return e.Name == "" })
}

// sameID reports whether s is the id, in the spelling of either standard.
func sameID(s, id string) bool {
	if short, err := xdatenfelder.ParseID2(s); err == nil {
		s = short.String()
	}
	return s == id
}

var typen = map[xdatenfelder.Datentyp]formular.Typ{
	xdatenfelder.DatentypText:      formular.TypText,
	xdatenfelder.DatentypLatin:     formular.TypText,
	xdatenfelder.DatentypDatum:     formular.TypDatum,
	xdatenfelder.DatentypUhrzeit:   formular.TypUhrzeit,
	xdatenfelder.DatentypZeitpunkt: formular.TypZeitpunkt,
	xdatenfelder.DatentypBool:      formular.TypJaNein,
	xdatenfelder.DatentypZahl:      formular.TypZahl,
	xdatenfelder.DatentypGanzzahl:  formular.TypGanzzahl,
	xdatenfelder.DatentypGeld:      formular.TypGeld,
	xdatenfelder.DatentypDatei:     formular.TypDatei,
	xdatenfelder.DatentypObjekt:    formular.TypText,
}

func (c *converter) feld(path string, f *xdatenfelder.Feld) formular.Element {
	path += "/" + f.ID
	c.rules(path, f.Regeln)
	e := formular.Element{
		Name: f.ID, Titel: german(f.BezeichnungEingabe, f.Name), Hilfe: german(f.HilfetextEingabe),
		Normen: c.normen(path, f.Bezuege), Typ: typen[f.Datentyp], Inhalt: f.Inhalt,
	}
	switch {
	case f.Feldart == xdatenfelder.FeldartStatisch:
		e.Typ, e.Hilfe, e.Inhalt = formular.TypHinweis, german(f.Inhalt, f.HilfetextEingabe), ""
		return e
	case f.Feldart == xdatenfelder.FeldartAuswahl:
		c.auswahl(path, f, &e)
		return e
	case e.Typ == "":
		c.problem(path, "its Datentyp is missing")
		return e
	}
	z := &f.Praezisierung
	switch e.Typ {
	case formular.TypText:
		c.text(path, f, &e)
	case formular.TypDatei:
		e.MinLaenge = 1 // an attachment has a name, see formular.Datei
		e.MediaTypes = slices.Clone(f.MediaTypes)
		if f.MaxSize != "" {
			e.MaxBytes, _ = strconv.ParseInt(f.MaxSize, 10, 64)
			if e.MaxBytes <= 0 {
				c.problem(path, "its maximal size is none")
			}
		}
	case formular.TypZahl, formular.TypGanzzahl, formular.TypGeld:
		e.MinWert, e.MaxWert = jsonNumber(z.MinWert), jsonNumber(z.MaxWert)
	case formular.TypDatum, formular.TypUhrzeit, formular.TypZeitpunkt:
		e.MinWert, e.MaxWert = z.MinWert, z.MaxWert
	default:
	}
	return e
}

func (c *converter) text(path string, f *xdatenfelder.Feld, e *formular.Element) {
	z := &f.Praezisierung
	e.MinLaenge, e.MaxLaenge = c.length(path, z.MinLaenge), c.length(path, z.MaxLaenge)
	muster, ok := formular.FromECMA(z.Muster)
	if e.Muster = muster; !ok {
		c.omit(path, "pattern beyond the regular expressions of Go")
	}
	if f.Datentyp == xdatenfelder.DatentypLatin {
		e.Zeichen = din91379.C
	}
}

func (c *converter) length(path, s string) int {
	if s == "" {
		return 0
	}
	n, err := strconv.ParseUint(s, 10, 30)
	if err != nil {
		c.problem(path, "a length is none")
	}
	return int(n)
}

func (c *converter) auswahl(path string, f *xdatenfelder.Feld, e *formular.Element) {
	e.Typ = formular.TypAuswahl
	for _, w := range f.Werte {
		e.Liste = append(e.Liste, formular.Eintrag{Code: w.Code, Titel: german(w.Name)})
	}
	if len(e.Liste) > 0 {
		return
	}
	if f.Codeliste != nil && c.config.Codeliste != nil {
		if list, ok := c.config.Codeliste(*f.Codeliste); ok {
			e.Liste = codes(list, f.CodeKey, f.NameKey)
		}
	}
	if len(e.Liste) == 0 {
		e.OffeneListe = true
		c.omit(path, "code list that was not found")
	}
}

// codes returns the entries of a list, from the columns that the field names or
// else those that the list itself makes its key and its name. Of two rows with
// one code the first counts.
func codes(list *genericode.List, key, name string) []formular.Eintrag {
	head := list.Head()
	key, name = cmp.Or(key, head.KeyColumn()), cmp.Or(name, head.NameColumn())
	out := make([]formular.Eintrag, 0, list.Len())
	seen := make(map[string]struct{}, list.Len())
	for row := range list.Rows() {
		code := row.Value(key)
		if _, ok := seen[code]; ok || code == "" {
			continue
		}
		seen[code] = struct{}{}
		out = append(out, formular.Eintrag{Code: code, Titel: german(row.Value(name))})
	}
	return out
}

// jsonNumber takes the spellings of XML Schema that JSON does not have: a plus
// sign, leading zeros, a point without a digit before it.
func jsonNumber(s string) string {
	sign := ""
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		sign, s = "-", rest
	}
	s = strings.TrimPrefix(s, "+")
	if s == "" {
		return sign
	}
	s = strings.TrimLeft(s, "0")
	if s == "" || s[0] == '.' {
		s = "0" + s
	}
	return sign + strings.TrimSuffix(s, ".")
}

// normen reads what an element refers to. A reference that names no norm in its
// one spelling is listed with what is left out.
func (c *converter) normen(path string, bezuege []xdatenfelder.Bezug) recht.Normen {
	var out recht.Normen
	for _, b := range bezuege {
		normen, err := recht.ParseNormen(b.Text)
		if err != nil {
			c.omit(path, "reference that is no norm: "+b.Text)
		}
		out = append(out, normen...)
	}
	return out
}

// german returns the first of the texts that is there; a schema has German alone.
func german(texts ...string) recht.Text { return recht.NewText(cmp.Or(texts...), "") }
