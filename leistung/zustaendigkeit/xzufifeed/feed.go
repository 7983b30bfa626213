// SPDX-License-Identifier: Apache-2.0

// Package xzufifeed carries the objects of an XZuFi feed into an index of
// responsibilities: it stands between package xzufi, which reads the messages, and
// package zustaendigkeit, which answers who is responsible.
//
//	feed, index := xzufifeed.New(), zustaendigkeit.NewIndex()
//	err := index.Update(func(a *zustaendigkeit.Aenderung) {
//		for transfer, err := range reader.All() { … feed.Apply(a, transfer) }
//	})
package xzufifeed

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/xzufi"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
)

// Feed carries changes into a zustaendigkeit.Index. It remembers which keys a
// Leistung has and which responsibilities hang on what: feeds send objects in
// any order, change them, and delete what they never sent. It serves one
// goroutine; the index may be read meanwhile.
type Feed struct {
	schluessel map[xzufi.Kennung][]leistung.Schluessel // by Leistung
	stellen    map[objekt]bool
	alle       map[xzufi.Kennung]anspruch            // every responsibility that came
	haengt     map[objekt]map[xzufi.Kennung]struct{} // the responsibilities of an object
	innere     map[objekt][]xzufi.Kennung            // those that stood inside it when it came last
	eintraege  map[xzufi.Kennung]int                 // entries in the index, of those that are complete
	leer       int                                   // responsibilities without a readable area or time
}

// objekt is an object of a class: ids repeat between classes.
type objekt struct {
	klasse string
	id     xzufi.Kennung
}

// anspruch is what a responsibility says, as far as an index can hold it.
type anspruch struct {
	leistung, objekt xzufi.Kennung
	klasse           string // of the object, "" where the scheme of the id does not tell
	rolle            string
	gebiete          []kommune.ARS
	zeiten           []zeit
}

// zeit is a first and a last day; zero is open.
type zeit struct{ ab, bis datum.Datum }

// New returns a Feed that has seen nothing.
func New() *Feed {
	return &Feed{
		schluessel: map[xzufi.Kennung][]leistung.Schluessel{}, stellen: map[objekt]bool{}, alle: map[xzufi.Kennung]anspruch{},
		haengt: map[objekt]map[xzufi.Kennung]struct{}{}, innere: map[objekt][]xzufi.Kennung{}, eintraege: map[xzufi.Kennung]int{},
	}
}

// Offen returns how many responsibilities wait for their Leistung or authority.
func (f *Feed) Offen() int { return len(f.alle) - len(f.eintraege) }

// Unlesbar returns how many of the responsibilities that came last have no area
// or no time that can be read. They are in no index.
func (f *Feed) Unlesbar() int { return f.leer }

// StelleID is the id that an authority or online service has in the index.
func StelleID(art zustaendigkeit.Art, id xzufi.Kennung) string {
	kind := ".OE."
	if art == zustaendigkeit.Onlinedienst {
		kind = ".OD."
	}
	return id.Redaktion + kind + id.ID
}

// Apply carries one change into an update of the index. What an index cannot
// hold, such as an area that is no key, is left out; see [Feed.Unlesbar]. The
// address of an online service is its first link that is a page of the web.
func (f *Feed) Apply(a *zustaendigkeit.Aenderung, t xzufi.Transfer) {
	switch {
	case t.Leistung != nil:
		f.leistung(a, t.Leistung)
	case t.Organisationseinheit != nil:
		o := t.Organisationseinheit
		f.stelle(a, zustaendigkeit.Stelle{Art: zustaendigkeit.Behoerde, Name: xzufi.German(o.Namen)}, o.ID, o.Zustaendigkeiten)
	case t.Onlinedienst != nil:
		o := t.Onlinedienst
		s := zustaendigkeit.Stelle{Art: zustaendigkeit.Onlinedienst, Name: xzufi.German(o.Bezeichnungen)}
		for i := range o.Links {
			s.Adresse = cmp.Or(s.Adresse, o.Links[i].Web())
		}
		f.stelle(a, s, o.ID, o.Zustaendigkeiten)
	case t.Zustaendigkeit != nil:
		f.put(a, t.Zustaendigkeit)
	case t.Loesche != nil:
		f.loesche(a, t.Loesche)
	}
}

func (f *Feed) leistung(a *zustaendigkeit.Aenderung, l *xzufi.Leistung) {
	var keys []leistung.Schluessel
	for _, text := range l.Schluessel {
		if key, err := leistung.ParseSchluessel(text); err == nil && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	old, known := f.schluessel[l.ID.Kennung]
	f.schluessel[l.ID.Kennung] = keys
	if !known || !slices.Equal(old, keys) {
		f.refreshAll(a, objekt{xzufi.KlasseLeistung, l.ID.Kennung})
	}
}

func klasse(art zustaendigkeit.Art) string {
	if art == zustaendigkeit.Onlinedienst {
		return xzufi.KlasseOnlinedienst
	}
	return xzufi.KlasseOrganisationseinheit
}

// stelle puts an object and the responsibilities inside it, and drops those that
// stood inside before and do no more.
func (f *Feed) stelle(a *zustaendigkeit.Aenderung, s zustaendigkeit.Stelle, id xzufi.Identifikator, inner []xzufi.Zustaendigkeit) {
	s.ID = StelleID(s.Art, id.Kennung)
	a.PutStelle(s)
	o := objekt{klasse(s.Art), id.Kennung}
	if !f.stellen[o] {
		f.stellen[o] = true
		f.refreshAll(a, o)
	}
	before := f.innere[o]
	delete(f.innere, o)
	for i := range inner {
		z := inner[i]
		z.Objekt = id
		z.ID.SchemeID = o.klasse // inside, there is no doubt
		if z.ID.IsZero() {       // some have none: their place must do
			z.ID.Kennung = xzufi.Kennung{Redaktion: id.Redaktion, ID: o.klasse + "/" + id.ID + "/" + strconv.Itoa(i)}
		}
		f.put(a, &z)
		f.innere[o] = append(f.innere[o], z.ID.Kennung)
	}
	for _, old := range before {
		if !slices.Contains(f.innere[o], old) {
			f.drop(a, old)
		}
	}
}

// put takes a responsibility, or the new state of one.
func (f *Feed) put(a *zustaendigkeit.Aenderung, z *xzufi.Zustaendigkeit) {
	id := z.ID.Kennung
	if id.IsZero() { // without an id it is known by what it links
		id = xzufi.Kennung{Redaktion: z.Objekt.Redaktion, ID: z.Objekt.ID + "/" + z.Leistung.String() + "/" + z.Rolle.Code}
	}
	f.drop(a, id)
	s := read(z)
	f.alle[id] = s
	for _, o := range s.bindings() {
		if f.haengt[o] == nil {
			f.haengt[o] = map[xzufi.Kennung]struct{}{}
		}
		f.haengt[o][id] = struct{}{}
	}
	if len(s.gebiete) == 0 || len(s.zeiten) == 0 {
		f.leer++
	}
	f.refresh(a, id)
}

// read takes what an index can hold.
func read(z *xzufi.Zustaendigkeit) anspruch {
	s := anspruch{leistung: z.Leistung.Kennung, objekt: z.Objekt.Kennung, rolle: cmp.Or(z.Rolle.Name, z.Rolle.Code)}
	for _, klasse := range []string{xzufi.KlasseOrganisationseinheit, xzufi.KlasseOnlinedienst} {
		if strings.HasSuffix(z.ID.SchemeID, klasse) {
			s.klasse = klasse
		}
	}
	for _, g := range z.Gebiete {
		if ars, err := zustaendigkeit.ParseGebiet(g.ID); err == nil && !slices.Contains(s.gebiete, ars) {
			s.gebiete = append(s.gebiete, ars)
		}
	}
	if len(z.Gueltigkeit) == 0 {
		s.zeiten = []zeit{{}}
	}
	for _, g := range z.Gueltigkeit {
		if ab, bis, ok := g.Days(); ok && (bis.IsZero() || !bis.Before(ab)) {
			s.zeiten = append(s.zeiten, zeit{ab, bis})
		}
	}
	return s
}

// bindings are the objects a responsibility hangs on. Of which class its object
// is may be open.
func (s *anspruch) bindings() []objekt {
	all := []objekt{{xzufi.KlasseLeistung, s.leistung}}
	for _, klasse := range []string{xzufi.KlasseOrganisationseinheit, xzufi.KlasseOnlinedienst} {
		if s.klasse == "" || s.klasse == klasse {
			all = append(all, objekt{klasse, s.objekt})
		}
	}
	return all
}

// drop forgets a responsibility.
func (f *Feed) drop(a *zustaendigkeit.Aenderung, id xzufi.Kennung) {
	s, ok := f.alle[id]
	if !ok {
		return
	}
	f.unput(a, id)
	delete(f.alle, id)
	for _, o := range s.bindings() {
		if delete(f.haengt[o], id); len(f.haengt[o]) == 0 {
			delete(f.haengt, o)
		}
	}
	if len(s.gebiete) == 0 || len(s.zeiten) == 0 {
		f.leer--
	}
}

// unput takes the entries of a responsibility out of the index.
func (f *Feed) unput(a *zustaendigkeit.Aenderung, id xzufi.Kennung) {
	for n := range f.eintraege[id] {
		a.Delete(entryID(id, n))
	}
	delete(f.eintraege, id)
}

// entryID names the n-th entry of a responsibility. NUL stands in no message, so
// no two of them have the same.
func entryID(id xzufi.Kennung, n int) string {
	return id.Redaktion + "\x00" + id.ID + "\x00" + strconv.Itoa(n)
}

func (f *Feed) refreshAll(a *zustaendigkeit.Aenderung, o objekt) {
	for id := range f.haengt[o] {
		f.refresh(a, id)
	}
}

// refresh puts the entries of a responsibility, one for each key and time, if all
// it hangs on has come.
func (f *Feed) refresh(a *zustaendigkeit.Aenderung, id xzufi.Kennung) {
	f.unput(a, id)
	s := f.alle[id]
	keys, known := f.schluessel[s.leistung]
	art, found := f.art(&s)
	if !known || !found {
		return
	}
	n := 0
	for _, key := range keys {
		for _, t := range s.zeiten {
			if len(s.gebiete) == 0 {
				continue
			}
			a.Put(zustaendigkeit.Zustaendigkeit{
				ID: entryID(id, n), Leistung: key, Gebiete: s.gebiete, Stelle: StelleID(art, s.objekt), Rolle: s.rolle, GueltigAb: t.ab, GueltigBis: t.bis,
			})
			n++
		}
	}
	f.eintraege[id] = n // also 0: complete, but without a key, a place or a time
}

// art says what kind of object a responsibility belongs to: the scheme of its id
// tells, else what has come.
func (f *Feed) art(s *anspruch) (art zustaendigkeit.Art, found bool) {
	for _, art := range []zustaendigkeit.Art{zustaendigkeit.Behoerde, zustaendigkeit.Onlinedienst} {
		if (s.klasse == "" || s.klasse == klasse(art)) && f.stellen[objekt{klasse(art), s.objekt}] {
			return art, true
		}
	}
	return 0, false
}

// loesche takes an object back, with the responsibilities inside it; one that
// never came is nothing. What hangs on an object that is gone waits until it
// comes back.
func (f *Feed) loesche(a *zustaendigkeit.Aenderung, l *xzufi.Loesche) {
	o := objekt{l.Klasse, l.ID.Kennung}
	switch l.Klasse {
	case xzufi.KlasseZustaendigkeit:
		f.drop(a, o.id)
	case xzufi.KlasseLeistung:
		delete(f.schluessel, o.id)
		f.refreshAll(a, o)
	case xzufi.KlasseOrganisationseinheit, xzufi.KlasseOnlinedienst:
		delete(f.stellen, o)
		for _, id := range f.innere[o] {
			f.drop(a, id)
		}
		delete(f.innere, o)
		f.refreshAll(a, o)
	}
}
