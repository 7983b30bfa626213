// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"fmt"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// Bedingung is a condition on other answers. A path names an element beside the
// one that carries the condition or, where there is none of that name, beside
// one of the groups around it; "halter/geburtsdatum" leads on into groups. In a
// row of a group that repeats it looks at the same row.
//
// Conditions look back only: what they name stands before the element in the
// form, so one pass from front to back decides what is asked. An answer that is
// not asked counts as not given.
type Bedingung struct {
	art    bedingungsart
	pfad   []string
	werte  []any
	teile  []Bedingung
	fehler string
}

type bedingungsart int

const (
	artIn bedingungsart = iota
	artGiven
	artAtLeast
	artAtMost
	artNot
	artAll
	artAny
)

// Is holds where the element is given and has the value: a string, a bool, or
// a whole number as int.
func Is(path string, value any) Bedingung { return In(path, value) }

// In holds where the element is given and has one of the values.
func In(path string, values ...any) Bedingung {
	b := Bedingung{art: artIn, pfad: strings.Split(path, "/"), werte: slices.Clone(values)}
	for _, v := range values {
		switch v.(type) {
		case string, bool, int:
		default:
			b.fehler = fmt.Sprintf("a condition cannot compare with a %T", v)
		}
	}
	return b
}

// AtLeast holds where a number or a day is given and is the bound or more: an
// int, the spelling of a decimal number, or a [datum.Datum].
func AtLeast(path string, bound any) Bedingung { return compared(artAtLeast, path, bound) }

// AtMost holds where a number or a day is given and is the bound or less.
func AtMost(path string, bound any) Bedingung { return compared(artAtMost, path, bound) }

func compared(art bedingungsart, path string, bound any) Bedingung {
	b := Bedingung{art: art, pfad: strings.Split(path, "/"), werte: []any{bound}}
	switch bound.(type) {
	case string, int, datum.Datum:
	default:
		b.fehler = fmt.Sprintf("a condition cannot compare with a %T", bound)
	}
	return b
}

// Given holds where the element is given, with whatever value.
func Given(path string) Bedingung { return Bedingung{art: artGiven, pfad: strings.Split(path, "/")} }

// Not holds where b does not, also where what b looks at is not given.
func Not(b Bedingung) Bedingung { return Bedingung{art: artNot, teile: []Bedingung{b}} }

// All holds where every part holds.
func All(parts ...Bedingung) Bedingung { return Bedingung{art: artAll, teile: slices.Clone(parts)} }

// Any holds where at least one part holds.
func Any(parts ...Bedingung) Bedingung { return Bedingung{art: artAny, teile: slices.Clone(parts)} }

func (b *Bedingung) clone() *Bedingung {
	if b == nil {
		return nil
	}
	c := *b
	c.pfad, c.werte = slices.Clone(b.pfad), slices.Clone(b.werte)
	c.teile = make([]Bedingung, len(b.teile))
	for i := range b.teile {
		c.teile[i] = *b.teile[i].clone()
	}
	return &c
}

// String is the condition in signs that both languages share: "nutzung = miete ∨ wohnung/flaeche ≥ 40".
func (b Bedingung) String() string {
	values := make([]string, len(b.werte))
	for i, v := range b.werte {
		switch value := v.(type) {
		case bool:
			values[i] = map[bool]string{true: "ja", false: "nein"}[value]
		default:
			values[i] = fmt.Sprint(value)
		}
	}
	path := strings.Join(b.pfad, "/")
	switch b.art {
	case artIn:
		return path + " = " + strings.Join(values, " | ")
	case artGiven:
		return path + " ≠ ∅"
	case artAtLeast:
		return path + " ≥ " + strings.Join(values, "")
	case artAtMost:
		return path + " ≤ " + strings.Join(values, "")
	case artNot, artAll, artAny:
	}
	parts := make([]string, len(b.teile))
	for i := range b.teile {
		if parts[i] = b.teile[i].String(); len(b.teile[i].teile) > 1 {
			parts[i] = "(" + parts[i] + ")"
		}
	}
	if b.art == artNot {
		return "¬ " + strings.Join(parts, "")
	}
	return strings.Join(parts, map[bool]string{true: " ∧ ", false: " ∨ "}[b.art == artAll])
}
