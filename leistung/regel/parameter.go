// SPDX-License-Identifier: Apache-2.0

package regel

import (
	"fmt"
	"iter"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Parameter is a value that the law changes over time.
type Parameter[T Darstellbar] struct {
	name           string
	titel, einheit recht.Text
	staende        []Stand[T] // law, ascending
	entwuerfe      []Stand[T] // bills, as given
}

// NewParameter makes a parameter of its versions, oldest first. The name is for
// programs, title and unit are what a reader sees, in German and English; a number
// has no unit. It refuses a version without first day, place or promulgation, one that ends before it
// begins, and versions in force that overlap or leave a gap. Of each bill there
// is at most one version; it begins while the parameter is in force or is about
// to be. All refusals match [ErrParameter].
func NewParameter[T Darstellbar](name string, titel, einheit recht.Text, staende ...Stand[T]) (*Parameter[T], error) {
	p := &Parameter[T]{name: name, titel: titel, einheit: einheit}
	refuse := func(ab datum.Datum, reason string) (*Parameter[T], error) {
		return nil, fmt.Errorf("%w: parameter %q, version of %v: %s", ErrParameter, name, ab, reason)
	}
	if name == "" {
		return refuse(datum.Datum{}, "has no name")
	}
	if !bilingual(titel) || (!einheit.IsZero() && !bilingual(einheit)) {
		return refuse(datum.Datum{}, "has no title and unit in German and English")
	}
	for i := range staende {
		s := &staende[i]
		switch {
		case s.Ab.IsZero():
			return refuse(s.Ab, "has no first day")
		case !s.Bis.IsZero() && s.Bis.Before(s.Ab):
			return refuse(s.Ab, "ends before it begins")
		case s.Fundstelle.Norm.IsZero():
			return refuse(s.Ab, "names no place in the law")
		case s.Fundstelle.Quelle == "":
			return refuse(s.Ab, "names no promulgation")
		}
		if s.Entwurf != "" {
			if slices.ContainsFunc(p.entwuerfe, func(o Stand[T]) bool { return o.Entwurf == s.Entwurf }) {
				return refuse(s.Ab, "is the second of one bill")
			}
			p.entwuerfe = append(p.entwuerfe, *s)
			continue
		}
		if n := len(p.staende); n > 0 {
			switch last := &p.staende[n-1]; {
			case last.Bis.IsZero():
				return refuse(s.Ab, "follows one that has no end")
			case !s.Ab.After(last.Bis):
				return refuse(s.Ab, "overlaps the one before")
			case last.Bis.AddDays(1) != s.Ab:
				return refuse(s.Ab, "leaves a gap to the one before")
			}
		}
		p.staende = append(p.staende, *s)
	}
	if len(p.staende) == 0 {
		return refuse(datum.Datum{}, "there is none in force")
	}
	return p, nil
}

// Name is the stable name, unique among the parameters of a [Regelwerk].
func (p *Parameter[T]) Name() string { return p.name }

// Titel names the parameter for a reader.
func (p *Parameter[T]) Titel() recht.Text { return p.titel }

// Einheit says what the value counts: "Euro im Monat".
func (p *Parameter[T]) Einheit() recht.Text { return p.einheit }

// Am returns the version in force on the day, or an error that matches
// [ErrKeinRecht]. A bill is never in force.
func (p *Parameter[T]) Am(tag datum.Datum) (Stand[T], error) {
	for i := len(p.staende) - 1; i >= 0; i-- {
		if p.staende[i].contains(tag) {
			return p.staende[i], nil
		}
	}
	return Stand[T]{}, fmt.Errorf("%w: %s on %v", ErrKeinRecht, p.name, tag)
}

// ImEntwurf returns the version that would hold on the day if the bill became
// law: the bill's, or the one in force where the bill leaves it alone.
func (p *Parameter[T]) ImEntwurf(entwurf string, tag datum.Datum) (Stand[T], error) {
	for i := range p.entwuerfe {
		if p.entwuerfe[i].Entwurf == entwurf && p.entwuerfe[i].contains(tag) {
			return p.entwuerfe[i], nil
		}
	}
	return p.Am(tag)
}

// Staende iterates over the versions in force, oldest first, then over those of
// bills.
func (p *Parameter[T]) Staende() iter.Seq[Stand[T]] {
	return func(yield func(Stand[T]) bool) {
		for _, list := range [...][]Stand[T]{p.staende, p.entwuerfe} {
			for _, s := range list {
				if !yield(s) {
					return
				}
			}
		}
	}
}
