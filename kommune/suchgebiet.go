// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/deutschland-stack/bausteine/kommune/internal/fold"
)

// unitKind is a set of kinds of areas above the Gemeinde.
type unitKind uint32

const anyKreis unitKind = 1

// ofVerband returns the set of one kind of Verband.
func ofVerband(art Verbandsart) unitKind { return 2 << (art - VerbandsfreieGemeinde) }

// unitKinds returns the kinds of areas a word names, empty where it names one
// that is no Kreis and no Verband. The words are the labels of the register and
// their usual abbreviations.
func unitKinds(word []byte) (kinds unitKind, ok bool) {
	switch string(word) {
	case "kreis", "landkreis", "stadtkreis", "lkr", "ldkr", "lk", "kr", "regionalverband", "kreisverwaltung", "landratsamt":
		return anyKreis, true
	case "amt", "amtsverwaltung":
		return ofVerband(Amt), true
	case "samtgemeinde", "sg":
		return ofVerband(Samtgemeinde), true
	case "verbandsgemeinde", "verbandsgemeindeverwaltung":
		return ofVerband(Verbandsgemeinde), true
	case "vg", "vgem":
		return ofVerband(Verbandsgemeinde) | ofVerband(Verwaltungsgemeinschaft), true
	case "verwaltungsgemeinschaft", "vvg", "gvv", "gemeindeverwaltungsverband":
		return ofVerband(Verwaltungsgemeinschaft) | ofVerband(Verwaltungsverband), true
	case "verwaltungsverband":
		return ofVerband(Verwaltungsverband) | ofVerband(Verwaltungsgemeinschaft), true
	case "kirchspielslandgemeinde":
		return ofVerband(Kirchspielslandgemeinde), true
	case "stadt", "gemeinde", "markt", "land", "ort", "ortsteil", "ot":
		return 0, true
	default:
		return 0, false
	}
}

// isUnit reports whether a word names a kind of area and no area.
func isUnit(word []byte) bool {
	_, ok := unitKinds(word)
	return ok
}

// areaIndex finds Kreise and Verbände by their names.
type areaIndex struct {
	entries []areaEntry // by key
	keys    map[string]struct{}
}

type areaEntry struct {
	key     string
	kind    unitKind
	at      int // position of the Kreis or the Verband
	verband bool
}

// newAreaIndex enters each area by its name with and without the words of its
// kind.
func newAreaIndex(v *Verzeichnis) *areaIndex {
	x := &areaIndex{entries: make([]areaEntry, 0, 2*(len(v.kreise)+len(v.verbaende)))}
	for i, k := range v.kreise {
		x.add(k.Name, areaEntry{kind: anyKreis, at: i})
		x.add(k.Bezeichnung(), areaEntry{kind: anyKreis, at: i})
	}
	for i, b := range v.verbaende {
		if b.Art != VerbandsfreieGemeinde {
			x.add(b.Name, areaEntry{kind: ofVerband(b.Art), at: i, verband: true})
		}
	}
	x.sort()
	return x
}

func (x *areaIndex) sort() {
	slices.SortStableFunc(x.entries, func(a, b areaEntry) int { return strings.Compare(a.key, b.key) })
	x.entries = slices.Compact(x.entries)
	x.keys = make(map[string]struct{}, len(x.entries))
	for _, e := range x.entries {
		x.keys[e.key] = struct{}{}
	}
}

func (x *areaIndex) add(name string, e areaEntry) {
	var w fold.Words
	w.Fold(kurzname(name), false)
	var room [fold.Room]byte
	whole := w.AppendKey(room[:0], 0, w.Len())
	if e.key = string(whole); e.key != "" {
		x.entries = append(x.entries, e)
	}
	from := 0
	for from < w.Len()-1 && (isUnit(w.Word(from)) || isArticle(&w, from) || string(w.Word(from)) == "eg") {
		from++
	}
	to := w.Len()
	for to > from+1 && isUnit(w.Word(to-1)) {
		to-- // "Weida-Land (VGem)"
	}
	for _, span := range [...][2]int{{from, to}, {from, min(to, max(w.Core(), from+1))}} {
		if e.key = string(w.AppendKey(room[:0], span[0], span[1])); e.key != "" {
			x.entries = append(x.entries, e)
		}
	}
}

// areasOf returns the index of a register, made at the first question.
func areasOf(v *Verzeichnis) func() *areaIndex {
	return sync.OnceValue(func() *areaIndex { return newAreaIndex(v) })
}

// isArticle reports whether a small word stands between two words for a kind:
// "VVG der Stadt Engen".
func isArticle(w *fold.Words, i int) bool {
	return i > 0 && i < w.Len()-1 && fold.IsSmall(w.Word(i)) && isUnit(w.Word(i+1))
}

// areaQuery takes the words for a kind off a query and returns the key of the
// rest.
func areaQuery(w *fold.Words, room []byte) (key []byte, kinds unitKind, named bool) {
	from, to := 0, w.Len()
	for from < to-1 {
		k, ok := unitKinds(w.Word(from))
		if !ok && !isArticle(w, from) {
			break
		}
		kinds, named = kinds|k, named || k != 0
		from++
	}
	for to > from+1 {
		k, ok := unitKinds(w.Word(to - 1))
		if !ok {
			break
		}
		kinds, named = kinds|k, named || k != 0
		to--
	}
	return w.AppendKey(room, from, to), kinds, named
}

// find calls visit for every area whose key is key, or, where there is none,
// begins with it.
func (x *areaIndex) find(key []byte, kinds unitKind, unfinished bool, visit func(areaEntry)) {
	if _, whole := x.keys[string(key)]; !whole && !unfinished || len(key) == 0 {
		return
	}
	from := sort.Search(len(x.entries), func(i int) bool { return x.entries[i].key >= string(key) })
	found := false
	for _, e := range x.entries[from:] {
		if !strings.HasPrefix(e.key, string(key)) || e.key != string(key) && (found || !unfinished || len(key) < 3) {
			return
		}
		if kinds == 0 || e.kind&kinds != 0 {
			found = found || e.key == string(key)
			visit(e)
		}
	}
}

// byArea offers the members of Kreise and Verbände: of those the query names as
// what they are, or else by a bare name.
func (s *search) byArea(asUnit bool) {
	if s.query.AnyParted() {
		return
	}
	var rooms [2][fold.Room]byte
	key, kinds, named := areaQuery(&s.query, rooms[0][:0])
	if asUnit && !named && s.living > className {
		// "Region Hannover": the name itself says what it is.
		whole := s.query.AppendKey(rooms[1][:0], 0, s.query.Len())
		s.index.areas().find(whole, 0, false, func(e areaEntry) {
			if s.isSpelledAs(e) {
				s.addArea(e, classUnit, 0)
			}
		})
	}
	if named != asUnit || len(key) < 2 {
		return
	}
	class := classArea
	if asUnit {
		class = classUnit
	}
	s.index.areas().find(key, kinds, asUnit && s.typing, func(e areaEntry) {
		begun := uint8(0)
		if e.key != string(key) {
			begun = 2
		}
		s.addArea(e, class, begun)
	})
	s.byFormerArea(key, kinds, asUnit && s.typing, !named)
}

// isSpelledAs reports whether the query is the whole name of an area.
func (s *search) isSpelledAs(e areaEntry) bool {
	if e.verband {
		return s.spells(kurzname(s.v.verbaende[e.at].Name))
	}
	return s.spells(s.v.kreise[e.at].Bezeichnung())
}

// spells reports whether the query is a name, whose key it has.
func (s *search) spells(text string) bool {
	var name fold.Words
	name.Fold(text, false)
	return fold.Spelled(&s.query, 0, s.query.Len(), &name, 0, name.Len()) != fold.Alike
}

// addArea adds the members of an area, the seat before the others.
func (s *search) addArea(e areaEntry, class class, minus uint8) {
	from, to, seat, name := s.members(e)
	over := s.over(name)
	for _, at := range s.index.membersOf(s.v, e, from, to) {
		h := hit{rank: s.index.rank(at), class: class, minus: minus + 1, over: over}
		if s.v.gemeinden.kurzname(at) == seat {
			h.minus = minus
		}
		if s.ranks(h.rank) {
			s.add(h)
		}
	}
}

// members returns where the members of an area may lie, its seat and its name.
func (s *search) members(e areaEntry) (from, to int, seat, name string) {
	if e.verband {
		b := s.v.verbaende[e.at]
		from, to = s.v.bounds(b.Schluessel.Kreis())
		return from, to, kurzname(b.Sitz), Traeger{Art: TraegerVerband, Name: b.Name, Verbandsart: b.Art}.Bezeichnung()
	}
	k := s.v.kreise[e.at]
	from, to = s.v.bounds(k.Schluessel)
	return from, to, kurzname(k.Sitz), k.Bezeichnung()
}

// membersOf returns the positions of the Gemeinden of an area.
func (x *nameIndex) membersOf(v *Verzeichnis, e areaEntry, from, to int) (positions []int) {
	for at := from; at < to; at++ {
		if (!e.verband || v.gemeinden.verband(at) == v.verbaende[e.at].Schluessel) && !v.gemeinden.rows[at].art.gemeindefrei() {
			positions = append(positions, at)
		}
	}
	return positions
}

// over remembers a name that led to hits and returns its place plus one.
func (s *search) over(name string) uint16 {
	if at := slices.Index(s.overs, name); at >= 0 {
		return uint16(at + 1)
	}
	s.overs = append(s.overs, name)
	return uint16(len(s.overs))
}

// FindKreise returns at most limit Kreise and kreisfreie Städte that have the
// name a person typed, whole or its beginning, with or without "Landkreis" and
// the like. The order is that of the names.
func (v *Verzeichnis) FindKreise(text string, limit int) []Kreis {
	return findAreas(v.names().areas(), text, limit, func(e areaEntry) (Kreis, bool) {
		if e.verband {
			return Kreis{}, false
		}
		return v.kreise[e.at], true
	})
}

// FindVerbaende is FindKreise for Verbände with an administration or an acting
// Gemeinde: Ämter, Samtgemeinden, Verbandsgemeinden, Verwaltungsgemeinschaften,
// Verwaltungsverbände, groups of an erfüllende Gemeinde.
func (v *Verzeichnis) FindVerbaende(text string, limit int) []Verband {
	return findAreas(v.names().areas(), text, limit, func(e areaEntry) (Verband, bool) {
		if !e.verband {
			return Verband{}, false
		}
		return v.verbaende[e.at], true
	})
}

func findAreas[A comparable](index *areaIndex, text string, limit int, pick func(areaEntry) (A, bool)) (found []A) {
	var w fold.Words
	w.Fold(text, endsInLetter(text))
	var room [fold.Room]byte
	key, kinds, _ := areaQuery(&w, room[:0])
	index.find(key, kinds, true, func(e areaEntry) {
		if area, ok := pick(e); ok && len(found) < min(limit, maxHits) && !slices.Contains(found, area) {
			found = append(found, area)
		}
	})
	return found
}
