// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"bytes"
	"strings"
)

// class ranks hits: a smaller one is better. The order was found with the
// queries in testdata/suche.
type class uint8

const (
	classBeside     class = iota // name, and what stands beside it fits
	className                    // name or core of the name
	classOther                   // one of two names
	classNoBad                   // name without "Bad"
	classWord                    // a whole later word
	classNameStart               // beginning of the name
	classOtherStart              // beginning of another name, or of the name without "Bad"
	classWordStart               // beginning of a later word
	classRiver                   // word of river or region behind the name
	classTypo                    // one typing error
	classWithin                  // letters within the name
	classTypos                   // two typing errors
	classMisfit                  // name, but what stands beside it does not fit
	classPLZ                     // PLZ of the seat
	classNearPLZ                 // PLZ close to the one of the seat
)

func (c class) art() Trefferart {
	switch c {
	case className:
		return TrefferName
	case classBeside:
		return TrefferMitOrt
	case classOther, classNoBad, classWord:
		return TrefferTeil
	case classNameStart, classOtherStart, classWordStart, classRiver:
		return TrefferAnfang
	case classWithin:
		return TrefferEnthalten
	case classMisfit:
		return TrefferOhneOrt
	case classTypo, classTypos:
		return TrefferTippfehler
	default:
		return TrefferPLZ
	}
}

// exactClass and startClass rank an entry by its kind.
var (
	exactClass = [...]class{kindName: className, kindOther: classOther, kindNoBad: classNoBad, kindWord: classWord, kindRiver: classRiver}
	startClass = [...]class{kindName: classNameStart, kindOther: classOtherStart, kindNoBad: classOtherStart, kindWord: classWordStart, kindRiver: classRiver}
)

// hit is a Gemeinde found so far.
type hit struct {
	rank    uint16 // by population
	class   class
	literal bool // umlauts and double letters are as typed
}

func (h hit) before(other hit) bool {
	switch {
	case h.class != other.class:
		return h.class < other.class
	case h.literal != other.literal:
		return h.literal
	default:
		return h.rank < other.rank
	}
}

// search is one run of a query.
type search struct {
	v        *Verzeichnis
	index    *nameIndex
	from, to uint32 // keys within
	limit    int
	hits     []hit // the best so far, in order
	query    words
	plz      string
	literal  string // of the query
}

func (s *search) run(text string) {
	text, s.plz = cutPLZ(text)
	foldWords(text, endsInLetter(text), &s.query)
	if s.query.n == 0 {
		s.byPLZ()
		return
	}
	key := s.wholeKey()
	s.byKey(key)
	if s.best() > className && s.query.n > 1 || s.plz != "" {
		s.beside()
	}
	if s.best() >= classMisfit {
		s.within(key)
		s.typos(key)
	}
}

// wholeKey returns the key of the query. A small word at its end may be the
// beginning of another: it counts if a name goes on with it.
func (s *search) wholeKey() string {
	w := &s.query
	var room [2 * maxQuery]byte
	key := string(w.appendKey(room[:0], 0, w.n))
	if last := w.n - 1; last > 0 && isSmallWord(w.word(last)) {
		if from, _, to := s.index.find(key); from == to {
			w.n = last
			key = string(w.appendKey(room[:0], 0, w.n))
		}
	}
	s.literal = key // the same, mostly
	if literal := w.appendLiteral(room[:0], 0, w.n); string(literal) != key {
		s.literal = string(literal)
	}
	return key
}

// byKey collects entries that are or begin with the key.
func (s *search) byKey(key string) {
	from, exact, to := s.index.find(key)
	for _, e := range s.index.entries[from:exact] {
		s.add(hit{e.ref.rank(), exactClass[e.ref.kind()], s.isLiteral(e.ref.rank())})
	}
	plain := s.literal == key // nothing to tell letters from
	for _, e := range s.index.entries[exact:to] {
		h := hit{e.ref.rank(), startClass[e.ref.kind()], true}
		if len(s.hits) == s.limit && !h.before(s.hits[s.limit-1]) {
			continue
		}
		h.literal = plain || s.isLiteral(h.rank)
		s.add(h)
	}
}

// add keeps a hit if it is among the best, each Gemeinde once.
func (s *search) add(h hit) {
	if position := s.index.byRank[h.rank]; !s.inArea(s.v.gemeinden.ags(int(position))) {
		return
	}
	for i, known := range s.hits {
		if known.rank == h.rank {
			if !h.before(known) {
				return
			}
			s.hits = append(s.hits[:i], s.hits[i+1:]...)
			break
		}
	}
	at := len(s.hits)
	for at > 0 && h.before(s.hits[at-1]) {
		at--
	}
	if at == s.limit {
		return
	}
	s.hits = append(s.hits, hit{})
	copy(s.hits[at+1:], s.hits[at:])
	s.hits[at] = h
	s.hits = s.hits[:min(len(s.hits), s.limit)]
}

func (s *search) inArea(key AGS) bool { return s.from <= key.n && key.n < s.to }

// best returns the class of the best hit.
func (s *search) best() class {
	if len(s.hits) == 0 {
		return classNearPLZ + 1
	}
	return s.hits[0].class
}

// isLiteral reports whether the name holds the query letter by letter.
func (s *search) isLiteral(rank uint16) bool {
	var w words
	var room [2 * maxQuery]byte
	foldWords(s.v.gemeinden.kurzname(int(s.index.byRank[rank])), false, &w)
	return strings.Contains(string(w.appendLiteral(room[:0], 0, w.n)), s.literal)
}

// beside takes the words behind a name, or before it, as something else than
// the name: Kreis, Land, PLZ, kind of area, initials of what follows.
func (s *search) beside() {
	w := &s.query
	start := 0
	for start < w.n-1 && isStatusWord(w.word(start)) {
		start++
	}
	var room [maxQuery]byte
	for end := w.n; end > start; end-- {
		if start == 0 && end == w.n && s.plz == "" {
			continue // was looked for as a whole
		}
		key := string(w.appendKey(room[:0], start, end))
		from, exact, _ := s.index.find(key)
		found := false
		for _, e := range s.index.entries[from:exact] {
			if e.ref.kind() > kindNoBad {
				continue
			}
			found = true
			h := hit{e.ref.rank(), classBeside, false}
			if !s.fits(s.v.gemeinden.at(int(s.index.byRank[h.rank])), end) {
				h.class = classMisfit
			}
			s.add(h)
		}
		if found {
			return
		}
	}
}

// fits reports whether all words from on and the PLZ say something true of the
// Gemeinde.
func (s *search) fits(g Gemeinde, from int) bool {
	if s.plz != "" && !g.mayHavePLZ(s.plz) {
		return false
	}
	var name, kreis, bezirk, land words
	foldWords(g.Kurzname(), false, &name)
	if k, err := s.v.Kreis(g.AGS.Kreis()); err == nil {
		foldWords(k.Bezeichnung(), false, &kreis)
	}
	if b, ok := s.v.Regierungsbezirk(g.AGS.Kreis()); ok {
		foldWords(b.Name, false, &bezirk)
	}
	foldWords(g.AGS.Land().Name(), false, &land)
	for i := from; i < s.query.n; i++ {
		word := s.query.word(i)
		known := isStatusWord(word) || isSmallWord(word) ||
			name.hasStart(word, 1) || name.hasInitials(word) ||
			kreis.hasStart(word, 3) || bezirk.hasStart(word, 3) || land.hasStart(word, 3) || isLandAbbreviation(g.AGS.Land(), string(word))
		if !known {
			return false
		}
	}
	return true
}

// hasStart reports whether one of the words begins with start or, being an
// abbreviation, is the beginning of it.
func (w *words) hasStart(start []byte, shortest int) bool {
	var rooms [2][maxQuery]byte
	key := appendKeyLetters(rooms[0][:0], 0, start)
	for i := range w.n {
		word := appendKeyLetters(rooms[1][:0], 0, w.word(i))
		if len(start) >= shortest && bytes.HasPrefix(word, key) || len(word) > 2 && bytes.HasPrefix(key, word) {
			return true
		}
	}
	return false
}

// hasInitials reports whether text is made of the first letters of the words
// behind the first: "odt" for Rothenburg ob der Tauber.
func (w *words) hasInitials(text []byte) bool {
	if len(text) < 2 || len(text) != w.n-1 {
		return false
	}
	for i, c := range text {
		if w.word(i + 1)[0] != c {
			return false
		}
	}
	return true
}

// isLandAbbreviation knows the two letters of ISO 3166-2 and what else is common.
func isLandAbbreviation(land Land, word string) bool {
	if strings.EqualFold(strings.TrimPrefix(land.ISO(), "DE-"), word) {
		return true
	}
	switch word {
	case "nrw":
		return land == NordrheinWestfalen
	case "rlp":
		return land == RheinlandPfalz
	case "nds":
		return land == Niedersachsen
	case "lsa":
		return land == SachsenAnhalt
	case "meckpomm", "meckpom":
		return land == MecklenburgVorpommern
	default:
		return false
	}
}

// within looks for the letters anywhere in a name.
func (s *search) within(key string) {
	const shortest = 4
	if len(key) < shortest {
		return
	}
	s.index.within(key, func(e nameRef) {
		s.add(hit{e.rank(), classWithin, false})
	})
}

// typos looks for names with typing errors: one in keys of four letters, two
// from eight letters on.
func (s *search) typos(key string) {
	const one, two = 4, 8
	allowed := 0
	switch {
	case len(key) >= two:
		allowed = 2
	case len(key) >= one:
		allowed = 1
	default:
		return
	}
	s.index.near(key, allowed, func(e nameRef, distance int) {
		found := classTypo
		if distance > 1 {
			found = classTypos
		}
		s.add(hit{e.rank(), found, false})
	})
}
