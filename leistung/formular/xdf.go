// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder/genericode"
)

// Auslassung is something that a schema asks for and its form does not check.
type Auslassung struct {
	Pfad string // the ids that lead to the element: "/G60000000083/F60000000231"
	Was  string
}

// Quellen are what a schema refers to and does not hold itself.
type Quellen struct {
	// Codeliste finds a code list that the schema names. A selection whose list
	// it does not find takes any code, and the form says so among its
	// Auslassungen.
	Codeliste func(xdatenfelder.CodelisteReferenz) (*genericode.List, bool)
	// Latin is the set of characters of the data type text_latin: DIN 91379,
	// data type C.
	Latin Zeichensatz
	// URI is the address of the JSON Schema, as the FIM Portal names it.
	URI string
}

// FromSchema makes the form of an official schema. The ids of the elements are
// the keys of the data, as the schema spells them: take [xdatenfelder.Schema] as
// it was read for a service whose data have the ids of XDatenfelder 2, and what
// ToXDF3 makes of it for the others.
//
// What a schema says and a form cannot check is listed by
// [Formular.Auslassungen]: rules, which are prose or scripts nobody
// standardised, code lists that were not found, patterns beyond the regular
// expressions of Go, and characters where Quellen.Latin is not set.
func FromSchema(s xdatenfelder.Schema, q Quellen) (*Formular, error) {
	c := &converter{quellen: q}
	kopf := Kopf{ID: s.ID, Version: s.Version, Titel: cmp.Or(s.BezeichnungEingabe, s.Name), URI: q.URI, Basis: basisOf(s.Bezuege)}
	c.rules("", s.Regeln)
	elemente := c.children("", s.Struktur)
	return build(kopf, elemente, c.auslassung, c.problems)
}

// converter turns the elements of a schema into those of a form.
type converter struct {
	compiler
	quellen    Quellen
	auslassung []Auslassung
}

func (c *converter) omit(path, what string) {
	c.auslassung = append(c.auslassung, Auslassung{Pfad: path, Was: what})
}

func (c *converter) rules(path string, rules []xdatenfelder.Regel) {
	for _, r := range rules {
		c.omit(path, "rule "+r.ID+" "+r.Name)
	}
}

func (c *converter) children(path string, children []xdatenfelder.Struktur) []Element {
	out := make([]Element, 0, len(children))
	for _, st := range children {
		var e Element
		if st.Gruppe != nil {
			e = c.gruppe(path, st.Gruppe)
		} else {
			e = c.feld(path, st.Feld)
		}
		if b := basisOf(st.Bezuege); b != "" {
			e.Basis = b
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

func (c *converter) gruppe(path string, g *xdatenfelder.Gruppe) Element {
	path += "/" + g.ID
	c.rules(path, g.Regeln)
	e := Gruppe(g.ID, cmp.Or(g.BezeichnungEingabe, g.Name), c.children(path, g.Struktur)...)
	if g.Art == xdatenfelder.GruppenartAuswahl {
		e.Typ = TypWahl
	}
	e.Hilfe, e.Basis = g.HilfetextEingabe, basisOf(g.Bezuege)
	return e
}

var typen = map[xdatenfelder.Datentyp]Typ{
	xdatenfelder.DatentypText:      TypText,
	xdatenfelder.DatentypLatin:     TypText,
	xdatenfelder.DatentypDatum:     TypDatum,
	xdatenfelder.DatentypUhrzeit:   TypUhrzeit,
	xdatenfelder.DatentypZeitpunkt: TypZeitpunkt,
	xdatenfelder.DatentypBool:      TypJaNein,
	xdatenfelder.DatentypZahl:      TypZahl,
	xdatenfelder.DatentypGanzzahl:  TypGanzzahl,
	xdatenfelder.DatentypGeld:      TypGeld,
	xdatenfelder.DatentypDatei:     TypDatei,
	xdatenfelder.DatentypObjekt:    TypText,
}

func (c *converter) feld(path string, f *xdatenfelder.Feld) Element {
	path += "/" + f.ID
	c.rules(path, f.Regeln)
	e := Element{
		Name: f.ID, Titel: cmp.Or(f.BezeichnungEingabe, f.Name), Hilfe: f.HilfetextEingabe,
		Basis: basisOf(f.Bezuege), Typ: typen[f.Datentyp], Inhalt: f.Inhalt,
	}
	switch {
	case f.Feldart == xdatenfelder.FeldartStatisch:
		e.Typ = TypHinweis
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
	case TypText:
		c.text(path, f, &e)
	case TypDatei:
		e.MediaTypes = slices.Clone(f.MediaTypes)
		if f.MaxSize != "" {
			e.MaxBytes, _ = strconv.ParseInt(f.MaxSize, 10, 64)
			if e.MaxBytes <= 0 {
				c.problem(path, "its maximal size is none")
			}
		}
	case TypZahl, TypGanzzahl, TypGeld:
		e.MinWert, e.MaxWert = jsonNumber(z.MinWert), jsonNumber(z.MaxWert)
	case TypDatum, TypUhrzeit, TypZeitpunkt:
		e.MinWert, e.MaxWert = z.MinWert, z.MaxWert
	default:
	}
	return e
}

func (c *converter) text(path string, f *xdatenfelder.Feld, e *Element) {
	z := &f.Praezisierung
	e.MinLaenge, e.MaxLaenge = c.length(path, z.MinLaenge), c.length(path, z.MaxLaenge)
	if _, err := regexp.Compile(z.Muster); err != nil {
		c.omit(path, "pattern beyond the regular expressions of Go")
	} else {
		e.Muster = z.Muster
	}
	if f.Datentyp != xdatenfelder.DatentypLatin {
		return
	}
	if c.quellen.Latin.IsZero() {
		c.omit(path, "characters of String.Latin")
	}
	e.Zeichen = c.quellen.Latin
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

func (c *converter) auswahl(path string, f *xdatenfelder.Feld, e *Element) {
	e.Typ = TypAuswahl
	for _, w := range f.Werte {
		e.Liste = append(e.Liste, Eintrag{Code: w.Code, Titel: w.Name})
	}
	if len(e.Liste) > 0 {
		return
	}
	if f.Codeliste != nil && c.quellen.Codeliste != nil {
		if list, ok := c.quellen.Codeliste(*f.Codeliste); ok {
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
func codes(list *genericode.List, key, name string) []Eintrag {
	head := list.Head()
	key, name = cmp.Or(key, head.KeyColumn()), cmp.Or(name, head.NameColumn())
	out := make([]Eintrag, 0, list.Len())
	seen := make(map[string]struct{}, list.Len())
	for row := range list.Rows() {
		code := row.Value(key)
		if _, ok := seen[code]; ok || code == "" {
			continue
		}
		seen[code] = struct{}{}
		out = append(out, Eintrag{Code: code, Titel: row.Value(name)})
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

func basisOf(bezuege []xdatenfelder.Bezug) string {
	var texts []string
	for _, b := range bezuege {
		if b.Text != "" {
			texts = append(texts, b.Text)
		}
	}
	return strings.Join(texts, "; ")
}
