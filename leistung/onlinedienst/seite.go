// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// Seite is one page of questions, made by [Zeige].
type Seite[A any] struct {
	name, nachweis      string
	titel, hilfe, warum recht.Text
	elemente            []Element[A]
	nur                 *Bedingung[A]
	sagt                func(a A, heute datum.Datum) []Mitteilung
	geteilt             bool
	fuer                []verfahren.Rolle
}

// Mitteilung is something that a page tells.
type Mitteilung struct {
	Titel    recht.Text
	Absaetze []recht.Text
	// Einzelheiten are told to whoever opens them, below a title of their own.
	Einzelheiten      recht.Text
	Liste             []recht.Text
	Wichtig, Gelungen bool
}

// Erklaere makes a page that asks nothing and tells what follows from the answers
// before it: a deadline, who is responsible. Where there is nothing to tell it is
// left out. The function sees only answers that are asked and valid.
func Erklaere[A any](name string, titel recht.Text, sagt func(a A, heute datum.Datum) []Mitteilung) Seite[A] {
	return Seite[A]{name: name, titel: titel, sagt: sagt}
}

// Zeige makes a page of questions. Its name stands in addresses: short, stable, lower case,
// and none that the kit needs itself ("pruefen", "nachweis"; Check lists them). A
// page of one element takes the title of that element. A list stands alone on its
// page.
func Zeige[A any](name string, elemente ...Element[A]) Seite[A] {
	return Seite[A]{name: name, elemente: elemente}
}

// Shared makes what is answered on the page a statement of all who fill in: each may
// change it, all see it, and who confirmed it is asked again after a change.
func (s Seite[A]) Shared() Seite[A] {
	s.geteilt = true
	return s
}

// For makes the page one of certain roles; the others never load what it asks.
func (s Seite[A]) For(rollen ...verfahren.Rolle) Seite[A] {
	s.fuer = rollen
	return s
}

// OnlyIf leaves the page out where the condition does not hold.
func (s Seite[A]) OnlyIf(b Bedingung[A]) Seite[A] {
	s.nur = &b
	return s
}

// Titled gives the page a title of its own and a help text, which may be zero.
func (s Seite[A]) Titled(titel, hilfe recht.Text) Seite[A] {
	s.titel, s.hilfe = titel, hilfe
	return s
}

// Because tells the person why this is asked.
func (s Seite[A]) Because(warum recht.Text) Seite[A] {
	s.warum = warum
	return s
}

// Fetching offers the evidence of that name before the page is shown.
func (s Seite[A]) Fetching(nachweis string) Seite[A] {
	s.nachweis = nachweis
	return s
}
