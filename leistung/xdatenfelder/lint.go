// SPDX-License-Identifier: Apache-2.0

package xdatenfelder

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/xdatenfelder/genericode"
)

// Linter checks schemas against the quality messages that FIM gives its
// editors. The zero value checks all that a schema alone can tell.
type Linter struct {
	// Codeliste finds a code list that a schema names. Where it is nil or has
	// none, messages about the content of the list are left out.
	Codeliste func(CodelisteReferenz) (*genericode.List, bool)
}

// Lint checks the schema with the zero Linter.
func Lint(s Schema) recht.Befunde { return Linter{}.Lint(s) }

// Placeholders that editors put in where something is still to come.
const (
	defaultFeld       = "F60000000001"
	defaultSteckbrief = "D99000000001"
	bundNummernkreis  = "60"
)

// maxFindings bounds what a hostile schema can ask for; the largest in use have
// a few thousand messages.
const maxFindings = 20_000

// Lint returns every message about the schema, up to 20,000: the code is "FIM-" and the
// number of the official list, the weight becomes a severity as [Schwere] says. One of XDatenfelder 2
// is checked as what [Schema.ToXDF3] makes of it, for the messages speak of 3.
func (l Linter) Lint(s Schema) recht.Befunde {
	s = s.ToXDF3()
	c := &check{Linter: l, listen: map[string]string{}, versionen: map[string]string{}}
	if s.Nachricht == NachrichtSchema {
		c.schema(&s)
		c.children(s.Struktur, rahmen{pfad: "", merkmale: &s.Merkmale, schema: true})
	} else {
		c.children(s.Struktur, rahmen{})
	}
	slices.SortStableFunc(c.findings, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.order, b.order), cmp.Compare(a.code, b.code), cmp.Compare(a.pfad, b.pfad))
	})
	out := make(recht.Befunde, len(c.findings))
	for i, f := range c.findings {
		out[i] = f.befund()
	}
	return out
}

// placed is a finding with the place of its element in the document.
type placed struct {
	finding
	order int
}

// check is one run of the linter.
type check struct {
	Linter
	findings  []placed
	order     int
	pfad, id  string            // of the element at hand
	listen    map[string]string // version first seen, by the URN of the list
	versionen map[string]string // version first seen, by the id of the element
}

// rahmen is what stands around the children at hand.
type rahmen struct {
	pfad     string
	merkmale *Merkmale // nil around a message of a single element
	gruppe   *Gruppe
	schema   bool
	eltern   []string // ids of the groups around, the group itself included
}

// add reports a message about the element at hand.
func (c *check) add(code int, attribute string) {
	if len(c.findings) == maxFindings {
		return
	}
	pfad := c.pfad
	if attribute != "" {
		pfad += "/" + attribute
	}
	c.findings = append(c.findings, placed{finding{code, pfad, c.id}, c.order})
}

// when reports the message if the condition holds.
func (c *check) when(condition bool, code int, attribute string) {
	if condition {
		c.add(code, attribute)
	}
}

func (c *check) schema(s *Schema) {
	c.id = s.ID
	c.merkmale(&s.Merkmale, 'S')
	c.when(s.BezeichnungEingabe == "", 1050, "bezeichnung")
	c.when(len(s.Bezuege) == 0, 1051, "bezug")
	c.when(s.Dokumentsteckbrief.ID == "", 1007, "dokumentsteckbrief")
	if s.Dokumentsteckbrief.ID == defaultSteckbrief {
		c.add(1096, "dokumentsteckbrief")
		c.when(s.Freigabestatus >= FreigabeMethodisch && s.Freigabestatus <= FreigabeGold, 1097, "dokumentsteckbrief")
	}
	c.when(len(s.AbleitungStruktur) != 1 || s.AbleitungStruktur[0] < '0' || s.AbleitungStruktur[0] > '3', 1033, "ableitungsmodifikationenStruktur")
	c.when(s.AbleitungRepraesentation != "0" && s.AbleitungRepraesentation != "1", 1034, "ableitungsmodifikationenRepraesentation")
	c.when(len(s.Struktur) == 0, 1078, "struktur")
	c.when(s.mustDateStatus(), 1143, "statusGesetztAm")
	c.when(s.byBund() && !inBund(s.ID), 1141, "statusGesetztDurch")
	c.regeln(s.Regeln)
}

// merkmale checks what all elements have in common. The letter is the one the
// id must begin with.
func (c *check) merkmale(m *Merkmale, letter byte) {
	c.when(m.Name == "", 1002, "name")
	c.kennung(m.Kennung, letter)
	c.when(!m.Freigabestatus.Known(), 1032, "freigabestatus")
	c.when(m.StatusGesetztDurch == "", 1117, "statusGesetztDurch")
	if m.HilfetextEingabe != "" {
		c.when(m.HilfetextEingabe == m.BezeichnungEingabe, 1098, "hilfetext")
		c.when(m.HilfetextEingabe == m.Name, 1099, "hilfetext")
	}
	for i, r := range m.Relationen {
		c.when(!slices.Contains([]string{"ABL", "ERS", "EQU", "VKN"}, r.Praedikat), 1029, "relation/"+itoa(i)+"/praedikat")
		c.when(r.Objekt.ID == "", 1091, "relation/"+itoa(i)+"/objekt")
	}
	c.bezuege(m.Bezuege)
	for attribute, text := range m.texte {
		c.when(len(din91379.Check(din91379.C, text)) > 0, 1131, attribute)
	}
}

func (c *check) bezuege(bezuege []Bezug) {
	for i, b := range bezuege {
		if b.Link == "" {
			continue
		}
		u, err := url.Parse(b.Link)
		c.when(err != nil || !u.IsAbs(), 1133, "bezug/"+itoa(i)+"/link")
	}
}

func (c *check) kennung(k Kennung, letter byte) {
	if k.ID == "" {
		c.add(1038, elemKennung)
		return
	}
	_, err := ParseID(k.ID)
	c.when(err != nil || k.ID[0] != letter, 1039, elemKennung)
}

// texte yields the texts a person reads.
func (m *Merkmale) texte(yield func(attribute, text string) bool) {
	for _, t := range [...][2]string{
		{"name", m.Name},
		{"beschreibung", m.Beschreibung},
		{"definition", m.Definition},
		{"versionshinweis", m.Versionshinweis},
		{"bezeichnungEingabe", m.BezeichnungEingabe},
		{"bezeichnungAusgabe", m.BezeichnungAusgabe},
		{"hilfetextEingabe", m.HilfetextEingabe},
		{"hilfetextAusgabe", m.HilfetextAusgabe},
	} {
		if t[1] != "" && !yield(t[0], t[1]) {
			return
		}
	}
}

// mustDateStatus reports whether the status needs a date and has none.
func (m *Merkmale) mustDateStatus() bool {
	return m.StatusGesetztAm == "" && m.Freigabestatus >= FreigabeEntwurf && m.Freigabestatus <= FreigabeInaktiv
}

// byBund reports whether the status was set by the federal editors.
func (m *Merkmale) byBund() bool {
	return m.StatusGesetztDurch == "FIM-Baustein Datenfelder" || m.StatusGesetztDurch == "FIM Baustein Datenfelder"
}

func inBund(id string) bool { return len(id) > 3 && strings.HasPrefix(id[1:], bundNummernkreis) }

func (c *check) regeln(regeln []Regel) {
	pfad, id := c.pfad, c.id
	for i := range regeln {
		c.pfad, c.id = pfad+"/regel/"+itoa(i), regeln[i].ID
		c.when(regeln[i].Name == "", 1002, "name")
		c.kennung(regeln[i].Kennung, 'R')
		c.when(regeln[i].Freitext == "", 1024, "freitextRegel")
		c.bezuege(regeln[i].Bezuege)
	}
	c.pfad, c.id = pfad, id
}
