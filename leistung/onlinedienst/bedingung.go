// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"reflect"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// Bedingung is a condition on answers of G. It is data: it is exported as JSON
// Schema, tells why a page is left out, and looks back only, so that one pass
// from front to back decides what is asked.
type Bedingung[G any] struct{ form formular.Bedingung }

// Is holds where the answer has the value, or one of several.
func (f Feld[G, T]) Is(values ...T) Bedingung[G] {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = plain(v)
	}
	return Bedingung[G]{formular.In(f.pfad, out...)}
}

// AtLeast holds where a number or a day is given and is the bound or more.
func (f Feld[G, T]) AtLeast(bound T) Bedingung[G] {
	return Bedingung[G]{formular.AtLeast(f.pfad, plain(bound))}
}

// AtMost holds where a number or a day is given and is the bound or less.
func (f Feld[G, T]) AtMost(bound T) Bedingung[G] {
	return Bedingung[G]{formular.AtMost(f.pfad, plain(bound))}
}

// Given holds where the question is asked and answered.
func (f Feld[G, T]) Given() Bedingung[G] { return Bedingung[G]{formular.Given(f.pfad)} }

// All holds where every part holds.
func All[G any](parts ...Bedingung[G]) Bedingung[G] {
	return Bedingung[G]{formular.All(forms(parts)...)}
}

// Any holds where at least one part holds.
func Any[G any](parts ...Bedingung[G]) Bedingung[G] {
	return Bedingung[G]{formular.Any(forms(parts)...)}
}

// Not holds where b does not, also where what b looks at is not answered.
func Not[G any](b Bedingung[G]) Bedingung[G] { return Bedingung[G]{formular.Not(b.form)} }

// Around lifts a condition on the answers around a group, P, into the group. It
// takes no handle of the group, which contains the field that needs the
// condition; that P really holds C is checked with the form.
func Around[C, P any](b Bedingung[P]) Bedingung[C] { return Bedingung[C](b) }

func forms[G any](parts []Bedingung[G]) []formular.Bedingung {
	out := make([]formular.Bedingung, len(parts))
	for i, p := range parts {
		out[i] = p.form
	}
	return out
}

// plain returns a value as package formular compares it.
func plain(v any) any {
	switch v := v.(type) {
	case Zahl:
		return int(v.n)
	case Betrag:
		if cents := v.Cents(); cents%100 != 0 {
			return v.String()
		}
		return int(v.Cents() / 100)
	case datum.Datum:
		return v.String()
	}
	if r := reflect.ValueOf(v); r.Kind() == reflect.String {
		return r.String()
	}
	return v
}
