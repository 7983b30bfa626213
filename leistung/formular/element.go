// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"slices"

	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Element is one field or group of a form, as plain data. The functions named
// after the types make one that must be given exactly once; its title is a string in
// German or a [recht.Text]. The methods return it changed. Whether it makes sense is checked by [New].
type Element struct {
	Name   string       // key in the data
	Titel  recht.Text   // what a person reads
	Hilfe  recht.Text   // more of it; of a note its text
	Normen recht.Normen // what it rests on; findings about it name them
	Typ    Typ

	Min, Max             int // how often; more than once is an array in the data
	MinLaenge, MaxLaenge int // characters of a text; 0 is no bound
	Muster               string
	Zeichen              din91379.Type // of a text; 0 is any character
	MinWert, MaxWert     string        // bounds of a number, a day or a time, inclusive
	Liste                []Eintrag     // of a selection
	OffeneListe          bool          // a selection whose list is not known here
	MediaTypes           []string
	MaxBytes             int64  // of a file
	Inhalt               string // what stands there before anybody answers

	Nur         *Bedingung // the element is asked only where this holds
	PflichtWenn *Bedingung // an optional element is required where this holds
	Kinder      []Element
}

// words are a text in several languages, or in German alone.
type words interface{ string | recht.Text }

func text[T words](t T) recht.Text {
	if german, ok := any(t).(string); ok {
		return recht.NewText(german, "")
	}
	out, _ := any(t).(recht.Text)
	return out
}

func element[T words](typ Typ, name string, titel T, children ...Element) Element {
	return Element{Name: name, Titel: text(titel), Typ: typ, Min: 1, Max: 1, Kinder: children}
}

// Text is text of at least one character.
func Text[T words](name string, titel T) Element { return element(TypText, name, titel).Len(1, 0) }

// Datum is a day.
func Datum[T words](name string, titel T) Element { return element(TypDatum, name, titel) }

// Uhrzeit is a time of day.
func Uhrzeit[T words](name string, titel T) Element { return element(TypUhrzeit, name, titel) }

// Zeitpunkt is an instant.
func Zeitpunkt[T words](name string, titel T) Element { return element(TypZeitpunkt, name, titel) }

// Teildatum is a day known in full, by month and year, or by year alone, as
// birthdays in registers are. Its data are an object with the keys "jahr",
// "monat" and "tag"; see [Element.Keys].
func Teildatum[T words](name string, titel T) Element {
	return element(TypTeildatum, name, titel).Keys("jahr", "monat", "tag")
}

// JaNein is true or false.
func JaNein[T words](name string, titel T) Element { return element(TypJaNein, name, titel) }

// Zahl is a decimal number.
func Zahl[T words](name string, titel T) Element { return element(TypZahl, name, titel) }

// Ganzzahl is a whole number.
func Ganzzahl[T words](name string, titel T) Element { return element(TypGanzzahl, name, titel) }

// Geld is an amount with at most two decimals.
func Geld[T words](name string, titel T) Element { return element(TypGeld, name, titel) }

// Auswahl is one code of a list.
func Auswahl[T words](name string, titel T, liste ...Eintrag) Element {
	e := element(TypAuswahl, name, titel)
	e.Liste = liste
	return e
}

// Datei is an attachment of one of the media types, of any where none is given.
func Datei[T words](name string, titel T, mediaTypes ...string) Element {
	e := element(TypDatei, name, titel).Len(1, 0)
	e.MediaTypes = mediaTypes
	return e
}

// Gruppe is a group of elements.
func Gruppe[T words](name string, titel T, children ...Element) Element {
	return element(TypGruppe, name, titel, children...)
}

// Wahl is a group of which exactly one child is given.
func Wahl[T words](name string, titel T, children ...Element) Element {
	return element(TypWahl, name, titel, children...)
}

// Hinweis is a note to the person; the data do not hold it.
func Hinweis[T words](name string, note T) Element {
	e := element(TypHinweis, name, "")
	e.Hilfe = text(note)
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

// Under names the norms that the element rests on, the one that carries it first.
func (e Element) Under(normen ...recht.Norm) Element {
	e.Normen = normen
	return e
}

// Hint gives the person a help text.
func (e Element) Hint(help recht.Text) Element {
	e.Hilfe = help
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
	e.Liste, e.Normen = slices.Clone(e.Liste), slices.Clone(e.Normen)
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
