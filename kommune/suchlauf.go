// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"bytes"

	"github.com/deutschland-stack/bausteine/kommune/internal/fold"
)

// hit is a Gemeinde found so far.
type hit struct {
	rank    uint16 // by population
	class   class
	minus   uint8 // what speaks against it within the class
	literal bool  // umlauts and double letters are as typed
	over    uint8 // place in the former names and areas that led here, plus one; 0 for none
}

// order is one number for class, minus, literal and rank: less is better.
func (h hit) order() uint64 {
	order := uint64(h.class)<<32 | uint64(h.minus)<<24 | uint64(h.rank)
	if !h.literal {
		order |= 1 << 16
	}
	return order
}

func (h hit) before(other hit) bool { return h.order() < other.order() }

// search is one run of a query.
type search struct {
	v        *Verzeichnis
	index    *nameIndex
	from, to uint32 // keys within
	limit    int
	hits     []hit // the best so far, in order
	query    fold.Words
	typing   bool // the last word may go on
	plz      plzQuery
	whole    int      // words of the query as one name
	letters  string   // of these
	overs    []string // former names and areas that led to hits
	living   class    // best class of a hit by a name of today
	context  context  // of the Gemeinde in question
	sorts    [fold.MaxWords]wordSort
}

func (s *search) run(text string) {
	s.typing = endsInLetter(text)
	s.query.Fold(text, s.typing)
	s.plz.take(&s.query)
	if s.query.Len() == 0 {
		s.byPLZ()
		return
	}
	key := s.wholeKey()
	several := s.query.Len() > 1
	if !s.query.AnyParted() {
		s.byKey(key)
		s.formerly(key, 0, s.whole)
	}
	if several {
		s.byArea(true)
	}
	if s.best() > className && several || !s.plz.none() {
		s.beside()
	}
	if s.living >= classAlike {
		s.byArea(false)
	}
	if s.best() > classAlike && s.query.AnyDotted() {
		s.shortened()
	}
	if s.living >= classMisfit {
		if !s.query.AnyParted() {
			s.resembling(key)
		}
		if s.best() > classMisfit && several {
			s.besideTypos()
		}
	}
	if !s.plz.none() && s.best() >= classPLZ {
		s.byPLZ()
	}
}

// resembling looks for what the text may have been meant to be.
func (s *search) resembling(key string) {
	s.within(key)
	s.typos(key, 0)
	if s.best() > classTypo {
		s.formerTypos(key)
	}
}

// wholeKey returns the key of the query. A small word at its end may be the
// beginning of another: it counts if a name goes on with it.
func (s *search) wholeKey() string {
	w := &s.query
	var room [fold.Room]byte
	s.whole = w.Len()
	key := string(w.AppendKey(room[:0], 0, s.whole))
	if last := w.Len() - 1; last > 0 && fold.IsSmall(w.Word(last)) {
		if from, _, to := s.index.find(key); from == to && !s.index.former.has(key) {
			s.whole = last
			key = string(w.AppendKey(room[:0], 0, last))
		}
	}
	s.letters = key // the same, mostly
	if letters := w.AppendLetters(room[:0], 0, s.whole); string(letters) != key {
		s.letters = string(letters)
	}
	return key
}

// byKey collects entries that are or begin with the key.
func (s *search) byKey(key string) {
	from, exact, to := s.index.find(key)
	for _, e := range s.index.entries[from:exact] {
		if s.ranks(e.ref.rank()) {
			s.add(s.exact(e.ref, 0, s.whole))
		}
	}
	plain := s.letters == key // nothing to tell letters from
	worst := s.worst()
	for _, e := range s.index.entries[exact:to] {
		h := hit{rank: e.ref.rank(), class: startClass[e.ref.kind()], literal: true}
		if h.order() >= worst && h.class >= s.living || !s.ranks(h.rank) {
			continue
		}
		h.literal = plain || s.isLiteral(h.rank)
		s.add(h)
		worst = s.worst()
	}
}

// worst returns the order of the last hit there is room for: what is not less
// comes too late.
func (s *search) worst() uint64 {
	if len(s.hits) < s.limit {
		return 1 << 63
	}
	return s.hits[s.limit-1].order()
}

// exact makes a hit of an entry whose key is the one of words of the query.
func (s *search) exact(e nameRef, from, to int) hit {
	h := hit{rank: e.rank(), class: exactClass[e.kind()]}
	switch s.likeness(h.rank, from, to) {
	case fold.Same:
		h.literal = true
	case fold.Alike:
		h.class, h.minus = classAlike, uint8(e.kind())
	case fold.Unmarked:
	}
	return h
}

// isWhole reports whether words of the query are the whole name, not its core.
func (s *search) isWhole(rank uint16, from, to int) bool {
	name := &s.contextOf(rank).name
	return fold.Spelled(&s.query, from, to, name, 0, name.Len()) != fold.Alike
}

// likeness compares words of the query with the name, whichever words of it.
func (s *search) likeness(rank uint16, from, to int) fold.Likeness {
	name := &s.contextOf(rank).name
	best := min(fold.Spelled(&s.query, from, to, name, 0, name.Len()), fold.Spelled(&s.query, from, to, name, 0, name.Core()))
	for a := range name.Len() {
		if best == fold.Same {
			break
		}
		for b := a + 1; b <= name.Len(); b++ {
			best = min(best, fold.Spelled(&s.query, from, to, name, a, b))
		}
	}
	return best
}

// ranks reports whether the Gemeinde lies within the area searched.
func (s *search) ranks(rank uint16) bool {
	return s.inArea(s.v.gemeinden.ags(int(s.index.byRank[rank])))
}

// add keeps a hit if it is among the best, each Gemeinde once. What only
// resembles a name gives way to a PLZ that says otherwise.
func (s *search) add(h hit) {
	if classAlike <= h.class && h.class < classPLZ && h.class != classMisfit && s.plzOf(h.rank) == plzContrary {
		h.class = classContrary
	}
	if h.over == 0 {
		s.living = min(s.living, h.class)
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
		return classNone
	}
	return s.hits[0].class
}

// isLiteral reports whether the name holds the query letter by letter.
func (s *search) isLiteral(rank uint16) bool {
	var w fold.Words
	var room [fold.Room]byte
	w.Fold(s.v.gemeinden.kurzname(int(s.index.byRank[rank])), false)
	return bytes.Contains(w.AppendLetters(room[:0], 0, w.Len()), []byte(s.letters))
}

// within looks for the letters anywhere in a name.
func (s *search) within(key string) {
	const shortest = 4
	if len(key) < shortest {
		return
	}
	s.index.within(key, func(e nameRef) {
		if s.ranks(e.rank()) {
			s.add(hit{rank: e.rank(), class: classWithin})
		}
	})
}

// typos looks for names with typing errors: one in keys of four letters, two
// from eight letters on. What else the query holds and nothing explains speaks
// against them.
func (s *search) typos(key string, unexplained uint8) {
	allowed := typosIn(key)
	if allowed == 0 {
		return
	}
	if unexplained > 0 {
		allowed = 1
	}
	s.index.near(key, allowed, func(e nameRef, distance int) {
		h := hit{rank: e.rank(), class: classTypo, minus: unexplained}
		switch {
		case unexplained > 0:
			h.class = classMisfitTypo
		case distance > 1:
			h.class = classTypos
		}
		if s.ranks(h.rank) {
			s.add(h)
		}
	})
}

// typosIn returns how many typing errors a key may have.
func typosIn(key string) int {
	const one, two = 4, 8
	switch {
	case len(key) >= two:
		return 2
	case len(key) >= one:
		return 1
	default:
		return 0
	}
}
