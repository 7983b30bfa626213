// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung"
)

// Aufloeser answers who is responsible. An error means that it could not find
// out; that nobody is responsible is an answer.
type Aufloeser interface {
	Zustaendig(ctx context.Context, key leistung.Schluessel, ars kommune.ARS, am kommune.Datum) (Ergebnis, error)
}

// Index answers from memory. The zero value is an index without entries.
type Index struct {
	// Verzeichnis says which ARS a Gemeinde has today, where a question or a feed
	// names an old one; nil stands for the edition that package kommune carries. It
	// is set before the first question.
	Verzeichnis *kommune.Verzeichnis

	zustand atomic.Pointer[zustand]
	// schreiber guards what only updates use.
	schreiber sync.Mutex
	werk      werk
}

var _ Aufloeser = (*Index)(nil)

// NewIndex returns an index without entries.
func NewIndex() *Index { return &Index{} }

// zustand is what readers see: it is never changed once published. Its slices
// may share memory with later ones, which only append to those.
type zustand struct {
	leistungen map[leistung.Schluessel]uint32 // numbers
	anzahlen   []anzahl                       // by number of the Leistung
	orte       ortstafel                      // numbers of areas
	gebiete    []gebiet                       // by number
	dienste    []zeile                        // by number of the area: its online services
	weiter     []uint32                       // by number of the area: the next wider one that the index knows
	flaechen   map[area]uint32                // numbers of areas, for the way up from one that is not known
	geordnet   []uint32                       // numbers of areas in their order: what lies inside one stands behind it
	muster     []*muster                      // by number
	werte      []verweis                      // of all rows
	stellen    []Stelle                       // by number; 0 is unused
	umstaende  []umstand                      // by number
	gruppen    [][]zuweisung                  // by number; ordered, none twice
}

func newZustand() *zustand {
	z := &zustand{
		orte: newOrtstafel(64), gebiete: make([]gebiet, 1), dienste: make([]zeile, 1), weiter: make([]uint32, 1),
		flaechen: map[area]uint32{0: deutschland}, geordnet: make([]uint32, 1), muster: make([]*muster, 1), stellen: make([]Stelle, 1),
	}
	z.orte.put(z.gebiete)
	return z
}

// anzahl is how many areas have an entry for a Leistung, by kind of Stelle.
type anzahl [2]int

// Kinds of Stelle as places in an array.
const (
	behoerden = int(Behoerde) - 1
	dienste   = int(Onlinedienst) - 1
)

// zeile returns the row of an area.
func (z *zustand) zeile(kind int, gebiet uint32) *zeile {
	if kind == dienste {
		return &z.dienste[gebiet]
	}
	return &z.gebiete[gebiet].behoerden
}

// fund is what was found for one kind of Stelle, and the area it is entered for.
type fund struct {
	verweis verweis
	gebiet  uint32
}

// Resolve returns who is responsible for the Leistung in the area on the day.
// The zero day asks for no day in particular, the zero ARS for no place. It does
// not allocate.
//
// An ARS ages: it changes when a Gemeinde joins or leaves a Verband. One of an
// earlier edition that the index has no entry for is answered with that of today,
// and so is the key of a Kreis that ended; the reasons say so. Where the area was
// split up since, the answer is a [Rueckfrage].
func (ix *Index) Resolve(key leistung.Schluessel, ars kommune.ARS, am kommune.Datum) Ergebnis {
	e := ix.resolve(key, ars, am)
	if e.zustand != nil && e.fremd && e.warum != warumUnbekannt {
		return ix.aged(e)
	}
	return e
}

func (ix *Index) resolve(key leistung.Schluessel, ars kommune.ARS, am kommune.Datum) Ergebnis {
	z := ix.zustand.Load()
	e := Ergebnis{art: Keine, warum: warumUnbekannt, anfrage: anfrage{key, ars, am}, zustand: z}
	if z == nil {
		return e
	}
	l, known := z.leistungen[key]
	if !known || z.anzahlen[l] == (anzahl{}) {
		return e
	}
	n := *z.orte.find(z.gebiete, ars)
	if n == keine {
		e.fremd = true
		n = newNummer(z.umgebung(ars), false)
	}
	e.funde[behoerden] = z.suche(behoerden, l, n.gebiet(), am)
	e.funde[dienste] = z.suche(dienste, l, n.gebiet(), am)
	zahl := z.zahl(e.funde[behoerden].verweis, am)
	switch {
	case n.innen() && z.uneinig(e.funde[behoerden].verweis, l, n.gebiet(), am):
		e.art, e.warum = Rueckfrage, warumUneinig
	case zahl == 1:
		e.art, e.warum = Eine, warumGefunden
	case zahl > 1:
		e.art, e.warum = Mehrere, warumGefunden
	case e.funde[dienste].verweis != 0:
		e.art, e.warum = Keine, warumNurDienst
	default:
		e.art, e.warum = Keine, warumNiemand
	}
	return e
}

// Zustaendig is Resolve for who takes an [Aufloeser].
func (ix *Index) Zustaendig(_ context.Context, key leistung.Schluessel, ars kommune.ARS, am kommune.Datum) (Ergebnis, error) {
	return ix.Resolve(key, ars, am), nil
}

// Len returns how many pairs of Leistung and area have an entry, for each kind
// of Stelle.
func (ix *Index) Len() int {
	n := 0
	if z := ix.zustand.Load(); z != nil {
		for _, a := range z.anzahlen {
			n += a[behoerden] + a[dienste]
		}
	}
	return n
}

// umgebung returns the number of the narrowest known area around ars.
func (z *zustand) umgebung(ars kommune.ARS) uint32 {
	for a := areaOf(ars); ; a = a.wider() {
		if n, ok := z.flaechen[a]; ok {
			return n // at the latest the whole country
		}
	}
}

// suche walks from the area to wider ones until one has entries for the day.
func (z *zustand) suche(kind int, l, start uint32, am kommune.Datum) fund {
	if z.anzahlen[l][kind] == 0 {
		return fund{}
	}
	for g := start; ; g = z.weiter[g] {
		if v := z.verweis(*z.zeile(kind, g), l); z.gilt(v, am) {
			return fund{v, g}
		}
		if g == deutschland {
			return fund{}
		}
	}
}

// uneinig reports whether an area inside has entries of its own on the day that
// name other Stellen than what was found for the wide one, so that the answer is
// not the same for every place in it.
func (z *zustand) uneinig(found verweis, l, wide uint32, am kommune.Datum) bool {
	if z.anzahlen[l][behoerden] == 0 {
		return false
	}
	first, _ := slices.BinarySearchFunc(z.geordnet, z.gebiete[wide].ars, func(g uint32, ars kommune.ARS) int {
		return z.gebiete[g].ars.Compare(ars)
	})
	for _, g := range z.geordnet[first+1:] {
		if !z.inside(g, wide) {
			return false
		}
		if inner := z.verweis(z.gebiete[g].behoerden, l); inner != found && z.gilt(inner, am) && !z.gleich(inner, found, am) {
			return true
		}
	}
	return false
}

func (z *zustand) inside(g, wide uint32) bool {
	for g != deutschland {
		if g = z.weiter[g]; g == wide {
			return true
		}
	}
	return false
}
