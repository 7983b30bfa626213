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
	stellen     map[string]uint32    // by id
	zuweisungen map[zuweisung]uint32 // so that equal ones are kept once
	eintraege   map[string]eintrag   // by id of the Zustaendigkeit
	doppelt     map[paar]int         // how often more than once the same was put
	zuletzt     []uint32             // by Stelle: its last zuweisung, mostly the next one too
}

// paar is one zuweisung of one Leistung in one area.
type paar struct {
	key leistung.Schluessel
	in  uint32
	ref uint32
}

type eintrag struct {
	key     leistung.Schluessel
	gebiete []kommune.ARS
	ref     uint32
	art     Art
}

func newWerk() werk {
	return werk{stellen: map[string]uint32{}, zuweisungen: map[zuweisung]uint32{}, eintraege: map[string]eintrag{}, doppelt: map[paar]int{}}
}

// Aenderung collects the changes of one update. It is used by one goroutine,
// inside [Index.Update].
type Aenderung struct {
	werk    *werk
	neu     zustand
	eigen   map[leistung.Schluessel]bool // tables that are already copied
	errs    []error
	letzter struct {
		key leistung.Schluessel
		t   *tafeln
	}
}

// Update makes changes and publishes them all at once. Readers go on meanwhile
// with what they have. Changes that cannot be made are left out; they come back
// joined as [ErrEingabe], and the others hold. An update copies the list of
// areas and the tables of the Leistungen it touches, about a millisecond for the
// whole country: put what a message brings into one update, not each line.
func (ix *Index) Update(change func(*Aenderung)) error {
	ix.schreiber.Lock()
	defer ix.schreiber.Unlock()
	old := ix.zustand.Load()
	a := &Aenderung{werk: &ix.werk, neu: *old, eigen: map[leistung.Schluessel]bool{}}
	a.neu.leistungen = maps.Clone(old.leistungen)
	a.neu.nummern, a.neu.flaechen = maps.Clone(old.nummern), maps.Clone(old.flaechen)
	a.neu.gebiete = slices.Clone(old.gebiete)
	a.neu.stellen = slices.Clone(old.stellen)
	// Also when change panics: what it did so far stands in werk already, and
	// the two must fit.
	defer func() { ix.zustand.Store(&a.neu) }()
	change(a)
	return errors.Join(a.errs...)
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
	if n, ok := a.werk.stellen[s.ID]; ok {
		if a.neu.stellen[n].Art != s.Art {
			a.fail("Stelle %s cannot change its kind", s.ID)
			return
		}
		a.neu.stellen[n] = s
		return
	}
	a.werk.stellen[s.ID] = uint32(len(a.neu.stellen))
	a.neu.stellen = append(a.neu.stellen, s)
	a.werk.zuletzt = append(a.werk.zuletzt, 0)
}

// Put adds a Zustaendigkeit. One with the same id is replaced. Its Stelle must
// have been put before.
func (a *Aenderung) Put(z Zustaendigkeit) {
	n, ok := a.werk.stellen[z.Stelle]
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
	ref := a.intern(zuweisung{n, z.Rolle, z.GueltigAb, z.GueltigBis})
	art := a.neu.stellen[n].Art
	t := a.tafel(z.Leistung, art)
	for _, ars := range z.Gebiete {
		g := a.nummer(ars)
		before := t.get(g)
		if a.holds(before, ref) {
			a.werk.doppelt[paar{z.Leistung, g, ref}]++
			continue
		}
		t.set(g, a.plus(before, ref), len(a.neu.gebiete))
	}
	if z.ID != "" {
		a.werk.eintraege[z.ID] = eintrag{key: z.Leistung, gebiete: slices.Clone(z.Gebiete), ref: ref, art: art}
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
	a.remove(e)
}

// DeleteOne takes back a Zustaendigkeit that is equal to z but for its id.
func (a *Aenderung) DeleteOne(z Zustaendigkeit) {
	n, ok := a.werk.stellen[z.Stelle]
	if !ok {
		return
	}
	ref, ok := a.werk.zuweisungen[zuweisung{n, z.Rolle, z.GueltigAb, z.GueltigBis}]
	if !ok {
		return
	}
	a.remove(eintrag{key: z.Leistung, gebiete: z.Gebiete, ref: ref, art: a.neu.stellen[n].Art})
}

func (a *Aenderung) remove(e eintrag) {
	if a.neu.leistungen[e.key] == nil {
		return
	}
	t := a.tafel(e.key, e.art)
	for _, ars := range e.gebiete {
		n, ok := a.neu.nummern[ars]
		if !ok {
			continue
		}
		g := n.gebiet()
		if p := (paar{e.key, g, e.ref}); a.werk.doppelt[p] > 0 {
			if a.werk.doppelt[p]--; a.werk.doppelt[p] == 0 {
				delete(a.werk.doppelt, p)
			}
			continue
		}
		if before := t.get(g); a.holds(before, e.ref) {
			t.set(g, a.minus(before, e.ref), len(a.neu.gebiete))
		}
	}
}

// tafel returns the table of a Leistung, copied so that it may be changed.
func (a *Aenderung) tafel(key leistung.Schluessel, art Art) *tafel {
	if a.letzter.key != key {
		if !a.eigen[key] {
			a.eigen[key] = true
			t := a.neu.leistungen[key]
			if t == nil {
				t = &tafeln{}
			} else {
				t = &tafeln{behoerden: t.behoerden.clone(), dienste: t.dienste.clone()}
			}
			a.neu.leistungen[key] = t
		}
		a.letzter.key, a.letzter.t = key, a.neu.leistungen[key]
	}
	if art == Onlinedienst {
		return &a.letzter.t.dienste
	}
	return &a.letzter.t.behoerden
}

// intern returns the number of the zuweisung. Numbers are only appended, so
// that readers of older states never see one change.
func (a *Aenderung) intern(z zuweisung) uint32 {
	last := &a.werk.zuletzt[z.stelle]
	if *last != 0 && a.neu.zuweisungen[*last] == z {
		return *last
	}
	n, ok := a.werk.zuweisungen[z]
	if !ok {
		n = uint32(len(a.neu.zuweisungen))
		a.neu.zuweisungen = append(a.neu.zuweisungen, z)
		a.werk.zuweisungen[z] = n
	}
	*last = n
	return n
}

// holds reports whether the reference contains the zuweisung.
func (a *Aenderung) holds(ref, one uint32) bool {
	if ref&mehrfach == 0 {
		return ref == one
	}
	return slices.Contains(a.neu.gruppen[ref&^mehrfach], one)
}

// plus returns the reference to what ref holds and one more.
func (a *Aenderung) plus(ref, more uint32) uint32 {
	switch {
	case ref == 0:
		return more
	case ref&mehrfach == 0:
		return a.gruppe([]uint32{ref, more})
	default:
		return a.gruppe(append(slices.Clip(a.neu.gruppen[ref&^mehrfach]), more))
	}
}

// minus returns the reference to what ref holds without one of it.
func (a *Aenderung) minus(ref, less uint32) uint32 {
	if ref == less {
		return 0
	}
	members := slices.DeleteFunc(slices.Clone(a.neu.gruppen[ref&^mehrfach]), func(m uint32) bool { return m == less })
	if len(members) == 1 {
		return members[0]
	}
	return a.gruppe(members)
}

// gruppe keeps a group; like zuweisungen they are only appended.
func (a *Aenderung) gruppe(members []uint32) uint32 {
	a.neu.gruppen = append(a.neu.gruppen, members)
	return uint32(len(a.neu.gruppen)-1) | mehrfach
}

// nummer returns the number of an area and makes one for it and for every wider
// area, so that readers walk upwards without a search.
func (a *Aenderung) nummer(ars kommune.ARS) uint32 {
	if n, ok := a.neu.nummern[ars]; ok {
		return n.gebiet()
	}
	ar := areaOf(ars)
	up := ar.wider().ars()
	weiter := a.nummer(up)
	a.neu.nummern[up] = newNummer(weiter, true)
	n := uint32(len(a.neu.gebiete))
	a.neu.gebiete = append(a.neu.gebiete, gebiet{area: ar, weiter: weiter})
	a.neu.nummern[ars] = newNummer(n, false)
	a.neu.flaechen[ar] = n
	return n
}

// Gebiete returns what areas the Zustaendigkeit with the id covers, or nil.
func (ix *Index) Gebiete(id string) []kommune.ARS {
	ix.schreiber.Lock()
	defer ix.schreiber.Unlock()
	return slices.Clone(ix.werk.eintraege[id].gebiete)
}
