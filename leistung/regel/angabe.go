// SPDX-License-Identifier: Apache-2.0

package regel

import (
	"iter"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// Angabe is a [Parameter] whatever its type is. Only a Parameter is one.
type Angabe interface {
	Name() string
	Einheit() string
	// Fassungen iterates over the versions as a reader sees them.
	Fassungen() iter.Seq[Fassung]
	wechsel(entwurf string) []datum.Datum
	entwurfsnamen() []string
}

// Fassung is one version of a parameter for a reader.
type Fassung struct {
	Nachweis
	Bis     datum.Datum // zero while open
	Entwurf string      // the bill, "" for law
	Wert    string      // a single value; "" for a table
	Tabelle Tabelle
}

// Tabelle is a value of many cells: the first row of Zeilen is below Kopf.
type Tabelle struct {
	Kopf   []string
	Zeilen [][]string
}

// Tabellarisch is implemented by values that are read as a table.
type Tabellarisch interface{ Tabelle() Tabelle }

// Fassungen implements [Angabe].
func (p *Parameter[T]) Fassungen() iter.Seq[Fassung] {
	return func(yield func(Fassung) bool) {
		for s := range p.Staende() {
			f := Fassung{Nachweis: Nachweis{Parameter: p.name, Ab: s.Ab, Fundstelle: s.Fundstelle}, Bis: s.Bis, Entwurf: s.Entwurf}
			if t, ok := any(s.Wert).(Tabellarisch); ok {
				f.Tabelle = t.Tabelle()
			} else {
				f.Wert = s.Wert.String()
			}
			if !yield(f) {
				return
			}
		}
	}
}

// wechsel returns the days on which the value changes in law and, where one is
// named, under the bill: each first day, and the day after the last.
func (p *Parameter[T]) wechsel(entwurf string) []datum.Datum {
	var days []datum.Datum
	for s := range p.Staende() {
		if s.Entwurf != "" && s.Entwurf != entwurf {
			continue
		}
		days = append(days, s.Ab)
		if !s.Bis.IsZero() {
			days = append(days, s.Bis.AddDays(1))
		}
	}
	return days
}

func (p *Parameter[T]) entwurfsnamen() []string {
	var names []string
	for _, s := range p.entwuerfe {
		names = append(names, s.Entwurf)
	}
	return names
}
