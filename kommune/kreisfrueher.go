// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	_ "embed"
	"strings"
	"sync"
)

// kreisnamenData holds the names that official editions since 1990 had of Kreise
// and that the one of 30.11.2025 has not, with the last edition that has it:
//
//	13052;Demmin;2009-12-31
//
//go:embed data/kreisnamen.txt
var kreisnamenData string

// FruehererKreis is a Kreis by a name that the register no longer has: it ended,
// or is called otherwise. [Verzeichnis.ResolveKreis] says what became of its key.
type FruehererKreis struct {
	Schluessel Kreisschluessel `json:"schluessel"`
	Name       string          `json:"name"` // as the edition writes it
	Art        Kreisart        `json:"art"`  // by today's usage in its Land
	// Bis is the day of the last edition read that has the name. Editions lie
	// years apart: it may have held until the next.
	Bis Datum `json:"bis"`
}

// Bezeichnung returns the name with the kind before it, as [Kreis.Bezeichnung].
func (f FruehererKreis) Bezeichnung() string {
	return Kreis{Name: f.Name, Art: f.Art}.Bezeichnung()
}

// FindFruehereKreise returns at most limit Kreise that once had the name a person
// typed, whole or its beginning, with or without "Landkreis" and the like, as far
// as the embedded editions since 1990 go. The order is that of the names, then of
// the keys.
func (v *Verzeichnis) FindFruehereKreise(text string, limit int) []FruehererKreis {
	former := v.names().formerKreise()
	return findAreas(former.index, text, limit, func(e areaEntry) (FruehererKreis, bool) { return former.kreise[e.at], true })
}

// formerKreise are the rows of the data and their index.
type formerKreise struct {
	kreise []FruehererKreis
	index  *areaIndex
}

// newFormerKreise reads the data. It is part of the program: what it holds fits.
var newFormerKreise = sync.OnceValue(func() *formerKreise {
	var f formerKreise
	for row := range strings.Lines(formerRows(kreisnamenData)) {
		key, rest, _ := strings.Cut(strings.TrimSuffix(row, "\n"), ";")
		name, last, _ := strings.Cut(rest, ";")
		kreis := FruehererKreis{Schluessel: must(ParseKreisschluessel(key)), Name: name, Bis: must(ParseDatum(last)), Art: KreisartLandkreis}
		switch land := kreis.Schluessel.Land(); {
		case strings.Contains(name, ", "):
			kreis.Art = KreisartKreisfreieStadt
		case land == NordrheinWestfalen || land == SchleswigHolstein:
			kreis.Art = KreisartKreis
		}
		f.kreise = append(f.kreise, kreis)
	}
	f.index = new(areaIndex)
	for i, k := range f.kreise {
		f.index.add(k.Name, areaEntry{kind: anyKreis, at: i})
		f.index.add(k.Bezeichnung(), areaEntry{kind: anyKreis, at: i})
	}
	f.index.sort()
	return &f
})

// byFormerArea offers the Gemeinden whose area once belonged to a Kreis of the
// name, one that bears it itself before the others.
// A bare name must be spelled as it was: "Hanover" is a town.
func (s *search) byFormerArea(key []byte, kinds unitKind, unfinished, bare bool) {
	former := s.index.formerKreise()
	former.index.find(key, kinds, unfinished, func(e areaEntry) {
		kreis := former.kreise[e.at]
		if kreis.Art == KreisartKreisfreieStadt || bare && !s.spells(kreis.Name) && !s.spells(kreis.Bezeichnung()) {
			return // found as the Gemeinde it is or was
		}
		over := s.over(kreis.Bezeichnung())
		for _, member := range s.v.keysOf(kreis.Schluessel) {
			r, err := s.v.ResolveFrom(member, kreis.Bis, s.v.stand)
			if err != nil {
				continue
			}
			at := s.v.position(r.Haupt())
			if at < 0 || s.v.gemeinden.rows[at].art.gemeindefrei() {
				continue
			}
			h := hit{rank: s.index.rank(at), class: classFormerArea, minus: 1, over: over}
			if s.v.gemeinden.kurzname(at) == kreis.Name {
				h.minus = 0
			}
			if s.ranks(h.rank) {
				s.add(h)
			}
		}
	})
}
