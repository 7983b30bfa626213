// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit

import (
	"slices"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// NewErgebnis is the answer of an [Aufloeser] that is no [Index]: what it found,
// and why. Where it asks back, the answer is a [Rueckfrage]; otherwise the number of
// finds says which of the others it is.
func NewErgebnis(treffer []Treffer, gruende recht.Befunde, askBack bool) Ergebnis {
	e := Ergebnis{art: Mehrere, direkt: &direkt{slices.Clone(treffer), slices.Clone(gruende)}}
	switch {
	case askBack:
		e.art = Rueckfrage
	case len(treffer) == 0:
		e.art = Keine
	case len(treffer) == 1:
		e.art = Eine
	}
	return e
}

// AskForPlace is the reason of a [Rueckfrage] about the area; the zero ARS is none.
func AskForPlace(ars kommune.ARS) recht.Befund { return uneinig(ars) }

// Covers reports whether the narrow area is the wide one or lies inside it; the
// zero ARS is the whole country.
func Covers(wide, narrow kommune.ARS) bool {
	for outer, inner := areaOf(wide), areaOf(narrow); ; inner = inner.wider() {
		if outer == inner {
			return true
		}
		if inner == 0 {
			return false
		}
	}
}

// AreaName says what kind of area a key cuts out, with the German article in the
// accusative: "den Kreis oder die kreisfreie Stadt 16053".
func AreaName(ars kommune.ARS) recht.Text { return recht.NewText(areaOf(ars).name()) }
