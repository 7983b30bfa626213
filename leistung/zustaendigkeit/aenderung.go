// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung"
)

// werk is what updates need to find again and readers do not.
type werk struct {
	stellen   map[string]uint32  // numbers by id
	umstaende map[umstand]uint32 // numbers
	gruppen   map[string]uint32  // numbers by the members
	muster    bestand
	tote      int                // verweise in zustand.werte that no row has any more
	eintraege map[string]eintrag // by id of the Zustaendigkeit
	doppelt   map[paar]int       // how often more than once the same was put
}

// eintrag is what a Zustaendigkeit with an id put.
type eintrag struct {
	leistung  uint32
	zuweisung zuweisung
	gebiete   []uint32
}

// paar is one zuweisung of one Leistung in one area.
type paar struct {
	leistung, gebiet uint32
	zuweisung        zuweisung
}

func newWerk() werk {
	return werk{
		stellen: map[string]uint32{}, umstaende: map[umstand]uint32{}, gruppen: map[string]uint32{},
		muster: bestand{nummern: map[musterKey]uint32{}}, eintraege: map[string]eintrag{}, doppelt: map[paar]int{},
	}
}

// Aenderung collects the changes of one update. It is used by one goroutine,
// inside [Index.Update].
type Aenderung struct {
	werk *werk
	neu  zustand
	errs []error
	// The rows that are being changed, by kind and number of the area, and the
	// groups that are being made; see frisch.
	arbeiten [2][]*arbeit
	frische  [][]zuweisung
	// What of neu is no longer shared with readers.
	eigen struct{ leistungen, gebiete, stellen bool }
	// What was asked for last, which is mostly asked for again.
	letzte struct {
		key      leistung.Schluessel
		leistung uint32
		umstand  uint32
	}
}

// Update makes changes and publishes them all at once. Readers go on meanwhile
// with what they have. Changes that cannot be made are left out; they come back
// joined as [ErrEingabe], and the others hold. An update copies the list of areas
// and the rows of those it touches, a fraction of a millisecond for the whole
// country, and a millisecond more where a new area or Leistung appears: put what a
// message brings into one update, not each line.
//
// The Aenderung must not be used after change has returned. What is replaced is
// freed, but for Stellen, roles, and combinations of Stelle, role and time, which
// stay known: an index that runs for years is better built anew now and then.
func (ix *Index) Update(change func(*Aenderung)) error {
	ix.schreiber.Lock()
	defer ix.schreiber.Unlock()
	old := ix.zustand.Load()
	if old == nil {
		old, ix.werk = newZustand(), newWerk()
	}
	a := &Aenderung{werk: &ix.werk, neu: *old}
	a.neu.anzahlen = slices.Clone(a.neu.anzahlen)
	// Also when change panics: what it did so far stands in werk already, and
	// the two must fit.
	defer func() {
		a.fertig()
		ix.zustand.Store(&a.neu)
	}()
	change(a)
	return errors.Join(a.errs...)
}

// fertig carries the rows and groups that were changed into the new state.
func (a *Aenderung) fertig() {
	z := &a.neu
	z.muster = slices.Clone(z.muster)
	z.gebiete = slices.Clone(z.gebiete)
	z.dienste = append(make([]zeile, 0, len(z.gebiete)), z.dienste...)
	z.dienste = z.dienste[:len(z.gebiete)]
	for kind, arbeiten := range a.arbeiten {
		for g, w := range arbeiten {
			if w == nil {
				continue
			}
			werte := w.verdichte(a.bleibend)
			row := zeile{ab: uint32(len(z.werte))}
			if len(werte) > 0 {
				row.muster = a.werk.muster.teile(&z.muster, w.codes, w.bits, len(werte))
			}
			if w.vorher != 0 {
				a.werk.tote += int(z.muster[w.vorher].werte)
				a.werk.muster.lasse(z.muster, w.vorher)
			}
			*z.zeile(kind, uint32(g)) = row
			z.werte = append(z.werte, werte...)
			arbeiten[g] = nil
		}
	}
	if a.werk.tote > len(z.werte)/2 {
		a.raeumeAuf()
	}
	if a.eigen.gebiete {
		a.ordne()
	}
}

// raeumeAuf copies the verweise that are in use, so that those of rows that are
// gone do not pile up.
func (a *Aenderung) raeumeAuf() {
	z := &a.neu
	werte := make([]verweis, 0, len(z.werte)-a.werk.tote)
	for kind := range a.arbeiten {
		for g := range z.gebiete {
			if row := z.zeile(kind, uint32(g)); row.muster != 0 {
				old := z.werte[row.ab : row.ab+z.muster[row.muster].werte]
				row.ab = uint32(len(werte))
				werte = append(werte, old...)
			}
		}
	}
	z.werte, a.werk.tote = werte, 0
}

// ordne makes the list of areas in order anew.
func (a *Aenderung) ordne() {
	geordnet := slices.Clone(a.neu.geordnet)
	for g := len(geordnet); g < len(a.neu.gebiete); g++ {
		geordnet = append(geordnet, uint32(g))
	}
	slices.SortFunc(geordnet, func(g, h uint32) int { return a.neu.gebiete[g].ars.Compare(a.neu.gebiete[h].ars) })
	a.neu.geordnet = geordnet
}

// maxFehler bounds what one update reports of a feed full of faults.
const maxFehler = 100

func (a *Aenderung) fail(format string, args ...any) {
	if len(a.errs) < maxFehler {
		a.errs = append(a.errs, fmt.Errorf("%w: %s", ErrEingabe, fmt.Sprintf(format, args...)))
	}
}

// PutStelle adds a Stelle or changes the one with its id. Its kind cannot change.
func (a *Aenderung) PutStelle(s Stelle) {
	if s.ID == "" || s.Art != Behoerde && s.Art != Onlinedienst {
		a.fail("a Stelle needs an id and a kind")
		return
	}
	n, ok := a.werk.stellen[s.ID]
	switch {
	case !ok:
		a.werk.stellen[s.ID] = uint32(len(a.neu.stellen))
		a.neu.stellen = append(a.neu.stellen, s)
	case a.neu.stellen[n].Art != s.Art:
		a.fail("Stelle %s cannot change its kind", s.ID)
	case a.neu.stellen[n] != s:
		if !a.eigen.stellen {
			a.eigen.stellen, a.neu.stellen = true, slices.Clone(a.neu.stellen)
		}
		a.neu.stellen[n] = s
	}
}

// Put adds a Zustaendigkeit. One with the same id is replaced. Its Stelle must
// have been put before.
func (a *Aenderung) Put(z Zustaendigkeit) {
	stelle, ok := a.werk.stellen[z.Stelle]
	switch {
	case !ok:
		a.fail("Stelle %s is not known", z.Stelle)
		return
	case z.Leistung.IsZero() || len(z.Gebiete) == 0:
		a.fail("a Zustaendigkeit of %s needs a key and an area", z.Stelle)
		return
	case !z.GueltigBis.IsZero() && z.GueltigBis.Before(z.GueltigAb):
		a.fail("a Zustaendigkeit of %s ends before it begins", z.Stelle)
		return
	}
	if z.ID != "" {
		a.Delete(z.ID)
	}
	e := eintrag{leistung: a.leistung(z.Leistung), zuweisung: zuweisung{stelle, a.umstand(umstand{z.Rolle, z.Merkmal, z.GueltigAb, z.GueltigBis})}}
	if z.ID != "" {
		e.gebiete = make([]uint32, 0, len(z.Gebiete))
	}
	for _, ars := range z.Gebiete {
		g := a.gebiet(ars)
		a.add(e.leistung, g, e.zuweisung)
		if z.ID != "" {
			e.gebiete = append(e.gebiete, g)
		}
	}
	if z.ID != "" {
		a.werk.eintraege[z.ID] = e
	}
}

// Delete takes back the Zustaendigkeit with the id. Feeds delete what they never
// sent: an unknown id is not an error.
func (a *Aenderung) Delete(id string) {
	e, ok := a.werk.eintraege[id]
	if !ok {
		return
	}
	delete(a.werk.eintraege, id)
	for _, g := range e.gebiete {
		a.remove(e.leistung, g, e.zuweisung)
	}
}

// DeleteOne takes back a Zustaendigkeit that is equal to z but for its id.
func (a *Aenderung) DeleteOne(z Zustaendigkeit) {
	stelle, ok := a.werk.stellen[z.Stelle]
	u, known := a.werk.umstaende[umstand{z.Rolle, z.Merkmal, z.GueltigAb, z.GueltigBis}]
	l, some := a.neu.leistungen[z.Leistung]
	if !ok || !known || !some {
		return
	}
	for _, ars := range z.Gebiete {
		if n := *a.neu.orte.find(a.neu.gebiete, ars); n != keine {
			a.remove(l, n.gebiet(), zuweisung{stelle, u})
		}
	}
}

// add puts a zuweisung into a row.
func (a *Aenderung) add(l, g uint32, one zuweisung) {
	kind := a.kind(one)
	w := a.arbeit(kind, g)
	before := w.get(l)
	switch {
	case before == 0:
		w.set(l, a.verweis(one), len(a.neu.anzahlen))
		a.neu.anzahlen[l][kind]++
	case a.holds(before, one):
		a.werk.doppelt[paar{l, g, one}]++
	default:
		w.set(l, a.plus(before, one), len(a.neu.anzahlen))
	}
}

// remove takes a zuweisung out of a row, if it is there no more than once.
func (a *Aenderung) remove(l, g uint32, one zuweisung) {
	if p := (paar{l, g, one}); a.werk.doppelt[p] > 0 {
		if a.werk.doppelt[p]--; a.werk.doppelt[p] == 0 {
			delete(a.werk.doppelt, p)
		}
		return
	}
	kind := a.kind(one)
	w := a.arbeit(kind, g)
	before := w.get(l)
	if !a.holds(before, one) {
		return
	}
	after := a.minus(before, one)
	w.set(l, after, len(a.neu.anzahlen))
	if after == 0 {
		a.neu.anzahlen[l][kind]--
	}
}

func (a *Aenderung) kind(w zuweisung) int { return int(a.neu.stellen[w.stelle].Art) - 1 }

// arbeit returns the row of an area as one that may be changed.
func (a *Aenderung) arbeit(kind int, g uint32) *arbeit {
	if int(g) >= len(a.arbeiten[kind]) {
		a.arbeiten[kind] = append(a.arbeiten[kind], make([]*arbeit, max(len(a.neu.gebiete), len(a.arbeiten[kind])*5/4)-len(a.arbeiten[kind]))...)
	}
	w := a.arbeiten[kind][g]
	if w == nil {
		w = &arbeit{bits: 1}
		if int(g) < len(a.neu.dienste) { // a row that readers know
			if row := a.neu.zeile(kind, g); row.muster != 0 {
				m := a.neu.muster[row.muster]
				w.vorher, w.bits, w.codes = row.muster, m.bits, []byte(m.codes)
				w.werte = slices.Clone(a.neu.werte[row.ab : row.ab+m.werte])
			}
		}
		a.arbeiten[kind][g] = w
	}
	return w
}

// leistung returns the number of a Leistung, a new one for a new key.
func (a *Aenderung) leistung(key leistung.Schluessel) uint32 {
	if a.letzte.key == key {
		return a.letzte.leistung
	}
	n, ok := a.neu.leistungen[key]
	if !ok {
		if !a.eigen.leistungen {
			a.eigen.leistungen, a.neu.leistungen = true, maps.Clone(a.neu.leistungen)
			if a.neu.leistungen == nil {
				a.neu.leistungen = map[leistung.Schluessel]uint32{}
			}
		}
		n = uint32(len(a.neu.anzahlen))
		a.neu.leistungen[key] = n
		a.neu.anzahlen = append(a.neu.anzahlen, anzahl{})
	}
	a.letzte.key, a.letzte.leistung = key, n
	return n
}

// umstand returns the number of a role and a time.
func (a *Aenderung) umstand(u umstand) uint32 {
	if n := a.letzte.umstand; int(n) < len(a.neu.umstaende) && a.neu.umstaende[n] == u {
		return n
	}
	n, ok := a.werk.umstaende[u]
	if !ok {
		n = uint32(len(a.neu.umstaende))
		a.neu.umstaende = append(a.neu.umstaende, u)
		a.werk.umstaende[u] = n
	}
	a.letzte.umstand = n
	return n
}

// gebiet returns the number of an area and makes one for it and for every wider
// area, so that readers walk upwards without a search.
func (a *Aenderung) gebiet(ars kommune.ARS) uint32 {
	z := &a.neu
	if n := *z.orte.find(z.gebiete, ars); n != keine {
		return n.gebiet()
	}
	if !a.eigen.gebiete {
		a.eigen.gebiete, z.orte, z.flaechen = true, z.orte.clone(), maps.Clone(z.flaechen)
	}
	ar := areaOf(ars)
	up := ar.wider().ars()
	weiter := a.gebiet(up)
	*z.orte.find(z.gebiete, up) = newNummer(weiter, true)
	n := uint32(len(z.gebiete))
	z.gebiete = append(z.gebiete, gebiet{ars: ars})
	z.weiter = append(z.weiter, weiter)
	z.orte.put(z.gebiete)
	z.flaechen[ar] = n
	return n
}

// Gebiete returns what areas the Zustaendigkeit with the id covers, or nil.
func (ix *Index) Gebiete(id string) []kommune.ARS {
	ix.schreiber.Lock()
	defer ix.schreiber.Unlock()
	var all []kommune.ARS
	for _, g := range ix.werk.eintraege[id].gebiete {
		all = append(all, ix.zustand.Load().gebiete[g].ars)
	}
	return all
}
