// SPDX-License-Identifier: Apache-2.0

package regel

import (
	"iter"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Angabe is a [Parameter] whatever its type is. Only a Parameter is one.
type Angabe interface {
	Name() string
	Titel() recht.Text
	Einheit() recht.Text
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
	Wert    Wert        // a single value; zero for a table
	Tabelle Tabelle
}

// Darstellbar is a value that a reader can see: a single one, or a table, the
// other of the two being zero.
type Darstellbar interface {
	Darstellung() (Wert, Tabelle)
}

// Tabelle is a value of many cells.
type Tabelle struct {
	Kopf   []recht.Text // of the row titles, then of each column
	Zeilen []Zeile
}

// Zeile is one row.
type Zeile struct {
	Titel recht.Text
	Werte []Wert
}

// Fassungen implements [Angabe].
func (p *Parameter[T]) Fassungen() iter.Seq[Fassung] {
	return func(yield func(Fassung) bool) {
		for s := range p.Staende() {
			f := Fassung{Nachweis: Nachweis{Parameter: p.name, Ab: s.Ab, Fundstelle: s.Fundstelle}, Bis: s.Bis, Entwurf: s.Entwurf}
			f.Wert, f.Tabelle = s.Wert.Darstellung()
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
