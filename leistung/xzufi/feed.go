// SPDX-License-Identifier: Apache-2.0

package xzufi

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
)

// Feed carries changes into a zustaendigkeit.Index. It remembers which keys a
// Leistung has and which responsibilities hang on what: feeds send objects in
// any order, change them, and delete what they never sent. It serves one
// goroutine; the index may be read meanwhile.
type Feed struct {
	schluessel map[Kennung][]leistung.Schluessel // by Leistung
	stellen    map[objekt]bool
	alle       map[Kennung]Zustaendigkeit      // every responsibility that came
	haengt     map[objekt]map[Kennung]struct{} // the responsibilities of an object
	eintraege  map[Kennung]int                 // entries in the index, of those that are complete
}

// objekt is an object of a class: ids repeat between classes.
type objekt struct {
	klasse string
	id     Kennung
}

// NewFeed returns a Feed that has seen nothing.
func NewFeed() *Feed {
	return &Feed{
		schluessel: map[Kennung][]leistung.Schluessel{}, stellen: map[objekt]bool{}, alle: map[Kennung]Zustaendigkeit{},
		haengt: map[objekt]map[Kennung]struct{}{}, eintraege: map[Kennung]int{},
	}
}

// Offen returns how many responsibilities wait for their Leistung or authority.
func (f *Feed) Offen() int { return len(f.alle) - len(f.eintraege) }

// StelleID is the id that an authority or online service has in the index.
func StelleID(art zustaendigkeit.Art, id Kennung) string {
	kind := ".OE."
	if art == zustaendigkeit.Onlinedienst {
		kind = ".OD."
	}
	return id.Redaktion + kind + id.ID
}

// Apply carries one change into an update of the index. What an index cannot
// hold, such as an area that is no key, is left out.
func (f *Feed) Apply(a *zustaendigkeit.Aenderung, t Transfer) {
	switch {
	case t.Leistung != nil:
		var keys []leistung.Schluessel
		for _, text := range t.Leistung.Schluessel {
			if key, err := leistung.ParseSchluessel(text); err == nil {
				keys = append(keys, key)
			}
		}
		f.schluessel[t.Leistung.ID.Kennung] = keys
		f.refreshAll(a, objekt{KlasseLeistung, t.Leistung.ID.Kennung})
	case t.Organisationseinheit != nil:
		o := t.Organisationseinheit
		f.stelle(a, zustaendigkeit.Stelle{Art: zustaendigkeit.Behoerde, Name: first(o.Namen)}, o.ID, o.Zustaendigkeiten)
	case t.Onlinedienst != nil:
		o := t.Onlinedienst
		s := zustaendigkeit.Stelle{Art: zustaendigkeit.Onlinedienst, Name: first(o.Bezeichnungen)}
		if len(o.Links) > 0 {
			s.Adresse = o.Links[0].URI
		}
		f.stelle(a, s, o.ID, o.Zustaendigkeiten)
	case t.Zustaendigkeit != nil:
		f.put(a, *t.Zustaendigkeit)
	case t.Loesche != nil:
		f.loesche(a, t.Loesche)
	}
}

func klasse(art zustaendigkeit.Art) string {
	if art == zustaendigkeit.Onlinedienst {
		return KlasseOnlinedienst
	}
	return KlasseOrganisationseinheit
}

func (f *Feed) stelle(a *zustaendigkeit.Aenderung, s zustaendigkeit.Stelle, id Identifikator, inner []Zustaendigkeit) {
	s.ID = StelleID(s.Art, id.Kennung)
	a.PutStelle(s)
	o := objekt{klasse(s.Art), id.Kennung}
	f.stellen[o] = true
	f.refreshAll(a, o)
	for _, z := range inner {
		z.Objekt = id
		f.put(a, z)
	}
}

func (f *Feed) put(a *zustaendigkeit.Aenderung, z Zustaendigkeit) {
	id := z.ID.Kennung
	f.drop(a, id)
	f.alle[id] = z
	for _, o := range bindings(&z) {
		if f.haengt[o] == nil {
			f.haengt[o] = map[Kennung]struct{}{}
		}
		f.haengt[o][id] = struct{}{}
	}
	f.refresh(a, id)
}

// bindings are the objects a responsibility hangs on. Whether its object is an
// authority or an online service may be open.
func bindings(z *Zustaendigkeit) []objekt {
	return []objekt{
		{KlasseLeistung, z.Leistung.Kennung},
		{KlasseOrganisationseinheit, z.Objekt.Kennung},
		{KlasseOnlinedienst, z.Objekt.Kennung},
	}
}

// drop forgets a responsibility.
func (f *Feed) drop(a *zustaendigkeit.Aenderung, id Kennung) {
	z, ok := f.alle[id]
	if !ok {
		return
	}
	f.unput(a, id)
	delete(f.alle, id)
	for _, o := range bindings(&z) {
		if delete(f.haengt[o], id); len(f.haengt[o]) == 0 {
			delete(f.haengt, o)
		}
	}
}

// unput takes the entries of a responsibility out of the index.
func (f *Feed) unput(a *zustaendigkeit.Aenderung, id Kennung) {
	for n := range f.eintraege[id] {
		a.Delete(entryID(id, n))
	}
	delete(f.eintraege, id)
}

// entryID names the entry of a responsibility for the n-th key of its Leistung.
func entryID(id Kennung, n int) string { return id.String() + "#" + strconv.Itoa(n) }

func (f *Feed) refreshAll(a *zustaendigkeit.Aenderung, o objekt) {
	for id := range f.haengt[o] {
		f.refresh(a, id)
	}
}

// refresh puts the entries of a responsibility if all it hangs on has come.
func (f *Feed) refresh(a *zustaendigkeit.Aenderung, id Kennung) {
	f.unput(a, id)
	z := f.alle[id]
	keys, known := f.schluessel[z.Leistung.Kennung]
	art, found := f.art(&z)
	if !known || !found {
		return
	}
	left := 0
	entry := zustaendigkeit.Zustaendigkeit{Stelle: StelleID(art, z.Objekt.Kennung), Rolle: cmp.Or(z.Rolle.Name, z.Rolle.Code)}
	for _, g := range z.Gebiete {
		if ars, err := zustaendigkeit.ParseGebiet(g.ID); err == nil {
			entry.Gebiete = append(entry.Gebiete, ars)
		}
	}
	if len(z.Gueltigkeit) == 1 {
		entry.GueltigAb, entry.GueltigBis = datum(z.Gueltigkeit[0].Beginn, &left), datum(z.Gueltigkeit[0].Ende, &left)
	}
	if len(entry.Gebiete) == 0 || left > 0 {
		f.eintraege[id] = 0 // complete, but without a place or of an unreadable time
		return
	}
	for n, key := range keys {
		entry.ID, entry.Leistung = entryID(id, n), key
		a.Put(entry)
	}
	f.eintraege[id] = len(keys)
}

// art says what kind of object a responsibility belongs to: the scheme of its id
// tells, else what has come.
func (f *Feed) art(z *Zustaendigkeit) (art zustaendigkeit.Art, found bool) {
	for _, art := range []zustaendigkeit.Art{zustaendigkeit.Behoerde, zustaendigkeit.Onlinedienst} {
		other := KlasseOnlinedienst
		if art == zustaendigkeit.Onlinedienst {
			other = KlasseOrganisationseinheit
		}
		if f.stellen[objekt{klasse(art), z.Objekt.Kennung}] && !strings.HasSuffix(z.ID.SchemeID, other) {
			return art, true
		}
	}
	return 0, false
}

// loesche takes an object back; one that never came is nothing. What hangs on an
// object that is gone waits until it comes back.
func (f *Feed) loesche(a *zustaendigkeit.Aenderung, l *Loesche) {
	o := objekt{l.Klasse, l.ID.Kennung}
	switch l.Klasse {
	case KlasseZustaendigkeit:
		f.drop(a, o.id)
	case KlasseLeistung:
		delete(f.schluessel, o.id)
		f.refreshAll(a, o)
	case KlasseOrganisationseinheit, KlasseOnlinedienst:
		delete(f.stellen, o)
		f.refreshAll(a, o)
	}
}

// first returns the German text, else any.
func first(texts []Text) string {
	for _, text := range texts {
		if strings.HasPrefix(text.Sprache, "de") {
			return PlainText(text.Inhalt)
		}
	}
	if len(texts) > 0 {
		return PlainText(texts[0].Inhalt)
	}
	return ""
}
