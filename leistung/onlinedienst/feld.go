// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/din91379"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// Element is a part of a form whose answers live in the Go struct G. The type
// parameter is what makes the compiler a reviewer: a field of a vehicle cannot
// stand in an address, and a condition cannot look into another row.
type Element[G any] interface {
	modell() formular.Element
	merkmale() []merkmal
	fehler() []error
	in(*G) // ties the element to G; never called
}

// merkmal is what the kit must know of a field besides its form.
type merkmal struct {
	pfad         string                                      // names from the top, "/" between them
	werte        func(p, a any) []formular.Eintrag           // choices from the Kommune or from the answers
	ergibt       func(a any, heute datum.Datum) (any, error) // computed; nobody is asked
	suche        Verzeichnis                                 // choices that are searched for
	kennt        string                                      // where it stands with the other, of whom it is learnt
	autocomplete string
	kurz         bool
	bleibt       bool // leaves nowhere
	lang         bool // takes several lines
}

// Feld is a typed handle to one answer. It is declared once and then used in
// conditions, rules, evidence and tests, so a renamed or removed field is a
// compile error and never a dead string.
type Feld[G, T any] struct {
	pfad string // names from G downwards, "/" between them
	form formular.Element
	errs []error
	get  func(*G) *T
	mehr merkmal
}

func (f Feld[G, T]) in(*G)                    {}
func (f Feld[G, T]) modell() formular.Element { return f.form }
func (f Feld[G, T]) fehler() []error          { return f.errs }

func (f Feld[G, T]) merkmale() []merkmal {
	f.mehr.pfad = f.pfad
	return []merkmal{f.mehr}
}

// Ort is a place in the answers of A: what a rule reads, and where its finding
// stands.
type Ort[A any] interface {
	ort() string
	in(*A)
}

func (f Feld[G, T]) ort() string { return "/" + f.pfad }

// Pointer is where the answer stands, as findings name it.
func (f Feld[G, T]) Pointer() string { return f.ort() }

// Get reads the answer out of the struct.
func (f Feld[G, T]) Get(g *G) T { return *f.get(g) }

// feld makes a field. The accessor binds it to its place in the struct; its key
// on the wire is the json name of that struct field, so there is one name only.
func feld[G, T any](get func(*G) *T, titel recht.Text, form func(name string, titel recht.Text) formular.Element) Feld[G, T] {
	name, err := nameOf(get)
	f := Feld[G, T]{pfad: name, get: get, form: form(name, titel)}
	if err != nil {
		f.errs = append(f.errs, err)
	}
	return f
}

// Text asks for text.
func Text[G any, T ~string](get func(*G) *T, titel recht.Text) Feld[G, T] {
	return feld(get, titel, formular.Text[recht.Text])
}

// Datum asks for a day. People write it as they are used to, "1. Oktober 2026"
// or "01.10.26".
func Datum[G any](get func(*G) *datum.Datum, titel recht.Text) Feld[G, datum.Datum] {
	return feld(get, titel, formular.Datum[recht.Text])
}

// Ganzzahl asks for a whole number.
func Ganzzahl[G any](get func(*G) *Zahl, titel recht.Text) Feld[G, Zahl] {
	return feld(get, titel, formular.Ganzzahl[recht.Text])
}

// Frage asks for yes or no.
func Frage[G any](get func(*G) *JaNein, titel recht.Text) Feld[G, JaNein] {
	return Auswahl(get, titel, W(Ja, "Ja", "Yes"), W(Nein, "Nein", "No"))
}

// Auswahl asks for one of several values.
func Auswahl[G any, T ~string](get func(*G) *T, titel recht.Text, werte ...Wert[T]) Feld[G, T] {
	return feld(get, titel, func(name string, titel recht.Text) formular.Element {
		return formular.Auswahl(name, titel, eintraege(werte)...)
	})
}

// Mehrfachwahl asks for any of several values, at least lowest of them.
func Mehrfachwahl[G any, T ~string](get func(*G) *[]T, titel recht.Text, lowest int, werte ...Wert[T]) Feld[G, []T] {
	return feld(get, titel, func(name string, titel recht.Text) formular.Element {
		return formular.Auswahl(name, titel, eintraege(werte)...).Times(lowest, max(len(werte), 2))
	})
}

// AuswahlAus takes its choices from the parameters of the Kommune (the zones of
// this town), P, or from the answers before it, A. What is chosen is checked
// against them on the day of the application.
func AuswahlAus[G any, T ~string, Q any](get func(*G) *T, titel recht.Text, werte func(Q) []Wert[T]) Feld[G, T] {
	f := feld(get, titel, func(name string, titel recht.Text) formular.Element {
		e := formular.Auswahl(name, titel)
		e.OffeneListe = true
		return e
	})
	f.mehr.werte = func(p, a any) []formular.Eintrag {
		for _, source := range []any{p, a} {
			if q, ok := source.(Q); ok {
				return eintraege(werte(q))
			}
		}
		return nil
	}
	return f
}

// Verzeichnis is a directory of choices, too many for a list.
type Verzeichnis interface {
	// Search returns the best hits, each with words that no other entry has.
	Search(text string) []Wert[string]
	// Find returns the entry of a code.
	Find(code string) (Wert[string], bool)
}

// AusVerzeichnis asks for an entry of a directory: the person writes, and picks one
// of the hits where it is not clear.
func AusVerzeichnis[G any, T ~string](get func(*G) *T, titel recht.Text, v Verzeichnis) Feld[G, T] {
	f := feld(get, titel, func(name string, titel recht.Text) formular.Element {
		e := formular.Auswahl(name, titel)
		e.OffeneListe = true
		return e
	})
	f.mehr.suche = v
	return f
}

// Erklaerung asks for a statement that must be made: one box to tick.
func Erklaerung[G any](get func(*G) *JaNein, titel recht.Text, de, en string) Feld[G, JaNein] {
	return Auswahl(get, titel, W(Ja, de, en))
}

// Wert is one choice with its words.
type Wert[T ~string] struct {
	Code T
	Text recht.Text
}

// W makes a Wert in German and English.
func W[T ~string](code T, de, en string) Wert[T] { return Wert[T]{code, recht.NewText(de, en)} }

// T is text in German and English.
func T(de, en string) recht.Text { return recht.NewText(de, en) }

func eintraege[T ~string](werte []Wert[T]) []formular.Eintrag {
	out := make([]formular.Eintrag, len(werte))
	for i, w := range werte {
		out[i] = formular.Eintrag{Code: string(w.Code), Titel: w.Text}
	}
	return out
}

func (f Feld[G, T]) with(form formular.Element) Feld[G, T] {
	f.form = form
	return f
}

// Optional makes the field one that may be left empty.
func (f Feld[G, T]) Optional() Feld[G, T] { return f.with(f.form.Optional()) }

// Between bounds a number or a day, both bounds inclusive, "" for none.
func (f Feld[G, T]) Between(lowest, highest string) Feld[G, T] {
	return f.with(f.form.Between(lowest, highest))
}

// Len bounds the characters of a text; 0 is no bound.
func (f Feld[G, T]) Len(lowest, highest int) Feld[G, T] {
	f.mehr.kurz = highest > 0 && highest <= 10
	return f.with(f.form.Len(lowest, highest))
}

// Match binds a text to a regular expression, see [formular.Element.Match].
func (f Feld[G, T]) Match(pattern string) Feld[G, T] { return f.with(f.form.Match(pattern)) }

// Chars binds a text to a data type of DIN 91379.
func (f Feld[G, T]) Chars(t din91379.Type) Feld[G, T] { return f.with(f.form.Chars(t)) }

// Under names the norms that the question rests on.
func (f Feld[G, T]) Under(normen ...recht.Norm) Feld[G, T] { return f.with(f.form.Under(normen...)) }

// Hint gives the person a help text.
func (f Feld[G, T]) Hint(help recht.Text) Feld[G, T] { return f.with(f.form.Hint(help)) }

// Stays keeps the answer in the draft: it is asked for the person's own sake, and
// is not delivered.
func (f Feld[G, T]) Stays() Feld[G, T] {
	f.mehr.bleibt = true
	return f
}

// Lines gives the person room for several lines.
func (f Feld[G, T]) Lines() Feld[G, T] {
	f.mehr.lang = true
	return f
}

// Autocomplete names what of the person's own data the field takes, as HTML
// spells it ("family-name"; WCAG 1.3.5).
func (f Feld[G, T]) Autocomplete(token string) Feld[G, T] {
	f.mehr.autocomplete = token
	return f
}

// OnlyIf asks the question only where the condition holds. The condition is
// about the same G: in a row, about the same row.
func (f Feld[G, T]) OnlyIf(b Bedingung[G]) Feld[G, T] { return f.with(f.form.OnlyIf(b.form)) }

// RequiredIf makes the question one that may be left open but where the
// condition holds.
func (f Feld[G, T]) RequiredIf(b Bedingung[G]) Feld[G, T] { return f.with(f.form.RequiredIf(b.form)) }

// nameOf finds the struct field that an accessor points to and returns its json
// name. Addresses of fields are compared with the address that it gives.
func nameOf[G, T any](get func(*G) *T) (string, error) {
	var g G
	want, v := reflect.ValueOf(get(&g)), reflect.ValueOf(&g).Elem()
	if v.Kind() != reflect.Struct {
		return "", fmt.Errorf("%T is no struct", g)
	}
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() || f.Type != want.Type().Elem() || v.Field(i).Addr().Pointer() != want.Pointer() {
			continue
		}
		name, rest, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" || name == "-" || !slices.Contains(strings.Split(rest, ","), "omitzero") {
			return f.Name, fmt.Errorf("field %s.%s needs a json name with omitzero, so that no answer is none", v.Type(), f.Name)
		}
		return name, nil
	}
	return "", fmt.Errorf("an accessor of %T leads to no field of it", g)
}
