// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit

import (
	"context"
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

// Index answers from memory. Use [NewIndex].
type Index struct {
	zustand atomic.Pointer[zustand]
	// schreiber guards what only updates use.
	schreiber sync.Mutex
	werk      werk
}

var _ Aufloeser = (*Index)(nil)

// zustand is what readers see: it is never changed once published. Its slices
// may share memory with later ones, which only append.
type zustand struct {
	leistungen  map[leistung.Schluessel]*tafeln
	nummern     map[kommune.ARS]nummer
	flaechen    map[area]uint32 // the same areas, for the way upwards
	gebiete     []gebiet        // by number
	stellen     []Stelle        // by number
	zuweisungen []zuweisung     // by number; 0 is unused
	gruppen     [][]uint32      // numbers of zuweisungen, where an entry has several
}

// tafeln are the entries of one Leistung by kind of Stelle.
type tafeln struct{ behoerden, dienste tafel }

// nummer is the number of an area with a mark whether a narrower one is known,
// so that the usual question needs not look at the area itself.
type nummer uint32

func newNummer(gebiet uint32, innen bool) nummer {
	n := nummer(gebiet) << 1
	if innen {
		n |= 1
	}
	return n
}

func (n nummer) gebiet() uint32 { return uint32(n >> 1) }
func (n nummer) innen() bool    { return n&1 != 0 }

// gebiet is an area with the next wider one that the index knows.
type gebiet struct {
	area   area
	weiter uint32 // its own number for the whole country
}

// deutschland is the number of the area that every index knows.
const deutschland = 0

// mehrfach marks a reference to a group.
const mehrfach = 1 << 31

// NewIndex returns an index without entries.
func NewIndex() *Index {
	ix := &Index{}
	ix.werk = newWerk()
	ix.zustand.Store(&zustand{
		leistungen:  map[leistung.Schluessel]*tafeln{},
		nummern:     map[kommune.ARS]nummer{{}: newNummer(deutschland, false)},
		flaechen:    map[area]uint32{0: deutschland},
		gebiete:     []gebiet{{}},
		zuweisungen: make([]zuweisung, 1),
	})
	return ix
}

// Resolve returns who is responsible for the Leistung in the area on the day.
// The zero day asks for no day in particular. It does not allocate for an area
// of a Gemeinde.
func (ix *Index) Resolve(key leistung.Schluessel, ars kommune.ARS, am kommune.Datum) Ergebnis {
	z := ix.zustand.Load()
	e := Ergebnis{anfrage: anfrage{key, ars, am}, zustand: z}
	t := z.leistungen[key]
	if t == nil {
		e.art, e.warum = Keine, warumUnbekannt
		return e
	}
	if ars.IsZero() {
		e.art, e.warum = Rueckfrage, warumOhneOrt
		return e
	}
	n, known := z.nummern[ars]
	if !known {
		n = newNummer(z.umgebung(ars), false)
	}
	var zahl int
	e.behoerden, e.gebiet, zahl = z.suche(&t.behoerden, n.gebiet(), am)
	e.dienste, e.gebietDienste, _ = z.suche(&t.dienste, n.gebiet(), am)
	switch {
	case n.innen() && z.uneinig(&t.behoerden, n.gebiet(), am):
		e.art, e.warum = Rueckfrage, warumUneinig
	case zahl == 1:
		e.art, e.warum = Eine, warumGefunden
	case zahl > 1:
		e.art, e.warum = Mehrere, warumGefunden
	case e.dienste != 0:
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

// Len returns how many pairs of Leistung and area have an entry.
func (ix *Index) Len() int {
	n := 0
	for _, t := range ix.zustand.Load().leistungen {
		n += t.behoerden.n + t.dienste.n
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

// suche walks from the area to wider ones until one has entries for the day. It
// returns them, their area and how many they are.
func (z *zustand) suche(t *tafel, start uint32, am kommune.Datum) (ref, where uint32, zahl int) {
	if t.n == 0 {
		return 0, 0, 0
	}
	for g := start; ; g = z.gebiete[g].weiter {
		if ref := t.get(g); ref != 0 {
			if zahl := z.zahl(ref, am); zahl > 0 {
				return ref, g, zahl
			}
		}
		if g == deutschland {
			return 0, 0, 0
		}
	}
}

// zahl returns how many zuweisungen of the reference hold on the day.
func (z *zustand) zahl(ref uint32, am kommune.Datum) int {
	if ref&mehrfach == 0 {
		if z.zuweisungen[ref].giltAm(am) {
			return 1
		}
		return 0
	}
	n := 0
	for _, i := range z.gruppen[ref&^mehrfach] {
		if z.zuweisungen[i].giltAm(am) {
			n++
		}
	}
	return n
}

// each calls yield with every zuweisung of the reference that holds on the day.
func (z *zustand) each(ref uint32, am kommune.Datum, yield func(*zuweisung)) {
	one := func(i uint32) {
		if w := &z.zuweisungen[i]; w.giltAm(am) {
			yield(w)
		}
	}
	switch {
	case ref == 0:
	case ref&mehrfach == 0:
		one(ref)
	default:
		for _, i := range z.gruppen[ref&^mehrfach] {
			one(i)
		}
	}
}

// uneinig reports whether an area inside has an entry of its own on the day, so
// that the answer for the wide area is not the one for every place in it.
func (z *zustand) uneinig(t *tafel, start uint32, am kommune.Datum) bool {
	if t.n == 0 {
		return false
	}
	for g := range z.gebiete {
		if uint32(g) != start && z.inside(uint32(g), start) {
			if ref := t.get(uint32(g)); ref != 0 && z.zahl(ref, am) > 0 {
				return true
			}
		}
	}
	return false
}

func (z *zustand) inside(g, wide uint32) bool {
	for g != deutschland {
		if g = z.gebiete[g].weiter; g == wide {
			return true
		}
	}
	return false
}
