// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"slices"

	"github.com/deutschland-stack/bausteine/kommune/din91379"
)

// Element is one field or group of a form, as plain data. The functions named
// after the types make one that must be given exactly once; the methods return
// it changed. Whether it makes sense is checked by [New].
type Element struct {
	Name  string // key in the data
	Titel string // what a person reads
	Hilfe string
	Basis string // the norm it rests on; findings about it name the norm
	Typ   Typ

	Min, Max             int // how often; more than once is an array in the data
	MinLaenge, MaxLaenge int // characters of a text; 0 is no bound
	Muster               string
	Zeichen              din91379.Type // of a text; 0 is any character
	MinWert, MaxWert     string        // bounds of a number, a day or a time, inclusive
	Liste                []Eintrag     // of a selection
	OffeneListe          bool          // a selection whose list is not known here
	MediaTypes           []string
	MaxBytes             int64  // of a file
	Inhalt               string // default, or the text of a note

	Nur         *Bedingung // the element is asked only where this holds
	PflichtWenn *Bedingung // an optional element is required where this holds
	Kinder      []Element
}

func element(typ Typ, name, titel string, children ...Element) Element {
	return Element{Name: name, Titel: titel, Typ: typ, Min: 1, Max: 1, Kinder: children}
}

// Text is text of at least one character.
func Text(name, titel string) Element { return element(TypText, name, titel).Len(1, 0) }

// Datum is a day.
func Datum(name, titel string) Element { return element(TypDatum, name, titel) }

// Uhrzeit is a time of day.
func Uhrzeit(name, titel string) Element { return element(TypUhrzeit, name, titel) }

// Zeitpunkt is an instant.
func Zeitpunkt(name, titel string) Element { return element(TypZeitpunkt, name, titel) }

// Teildatum is a day known in full, by month and year, or by year alone, as
// birthdays in registers are. Its data are an object with the keys "jahr",
// "monat" and "tag"; see [Element.Keys].
func Teildatum(name, titel string) Element {
	return element(TypTeildatum, name, titel).Keys("jahr", "monat", "tag")
}

// JaNein is true or false.
func JaNein(name, titel string) Element { return element(TypJaNein, name, titel) }

// Zahl is a decimal number.
func Zahl(name, titel string) Element { return element(TypZahl, name, titel) }

// Ganzzahl is a whole number.
func Ganzzahl(name, titel string) Element { return element(TypGanzzahl, name, titel) }

// Geld is an amount with at most two decimals.
func Geld(name, titel string) Element { return element(TypGeld, name, titel) }

// Auswahl is one code of a list.
func Auswahl(name, titel string, liste ...Eintrag) Element {
	e := element(TypAuswahl, name, titel)
	e.Liste = liste
	return e
}

// Datei is an attachment of one of the media types, of any where none is given.
func Datei(name, titel string, mediaTypes ...string) Element {
	e := element(TypDatei, name, titel).Len(1, 0)
	e.MediaTypes = mediaTypes
	return e
}

// Gruppe is a group of elements.
func Gruppe(name, titel string, children ...Element) Element {
	return element(TypGruppe, name, titel, children...)
}

// Wahl is a group of which exactly one child is given.
func Wahl(name, titel string, children ...Element) Element {
	return element(TypWahl, name, titel, children...)
}

// Hinweis is a note to the person; the data do not hold it.
func Hinweis(name, text string) Element {
	e := element(TypHinweis, name, "")
	e.Inhalt = text
	return e
}

// Optional makes an element one that may be left out.
func (e Element) Optional() Element {
	e.Min = 0
	return e
}

// Times says how often an element is given. Where max is not 1 the data are an
// array; [Unbegrenzt] is no upper bound.
func (e Element) Times(lowest, highest int) Element {
	e.Min, e.Max = lowest, highest
	return e
}

// Len bounds the characters of a text; 0 is no bound.
func (e Element) Len(lowest, highest int) Element {
	e.MinLaenge, e.MaxLaenge = lowest, highest
	return e
}

// Match binds a text to a regular expression in the syntax of Go, which
// [Formular.JSONSchema] translates. As in JSON Schema it may match anywhere; use
// ^ and $ for the whole text.
func (e Element) Match(pattern string) Element {
	e.Muster = pattern
	return e
}

// Chars binds a text to a data type of DIN 91379: A for names of persons, B for
// streets and places, C for other text.
func (e Element) Chars(t din91379.Type) Element {
	e.Zeichen = t
	return e
}

// Between bounds a number, a day or a time, both bounds inclusive, "" for none.
func (e Element) Between(lowest, highest string) Element {
	e.MinWert, e.MaxWert = lowest, highest
	return e
}

// UpTo bounds the bytes of a file.
func (e Element) UpTo(bytes int64) Element {
	e.MaxBytes = bytes
	return e
}

// Under names the norm the element rests on.
func (e Element) Under(basis string) Element {
	e.Basis = basis
	return e
}

// Hint gives the person a help text.
func (e Element) Hint(text string) Element {
	e.Hilfe = text
	return e
}

// OnlyIf asks the element only where the condition holds; elsewhere it must not
// be given.
func (e Element) OnlyIf(b Bedingung) Element {
	e.Nur = &b
	return e
}

// RequiredIf makes the element optional but for where the condition holds.
func (e Element) RequiredIf(b Bedingung) Element {
	e.Min, e.PflichtWenn = 0, &b
	return e
}

// Keys names the year, the month and the day in the data of a Teildatum.
func (e Element) Keys(jahr, monat, tag string) Element {
	e.Kinder = []Element{
		Ganzzahl(jahr, "Jahr").Between("1", "9999"),
		Ganzzahl(monat, "Monat").Between("1", "12").Optional(),
		Ganzzahl(tag, "Tag").Between("1", "31").Optional(),
	}
	return e
}

// clone returns a copy that shares nothing with e.
func (e Element) clone() Element {
	e.Liste = slices.Clone(e.Liste)
	e.MediaTypes = slices.Clone(e.MediaTypes)
	e.Nur, e.PflichtWenn = e.Nur.clone(), e.PflichtWenn.clone()
	e.Kinder = cloneAll(e.Kinder)
	return e
}

func cloneAll(in []Element) []Element {
	out := slices.Clone(in)
	for i := range out {
		out[i] = out[i].clone()
	}
	return out
}
