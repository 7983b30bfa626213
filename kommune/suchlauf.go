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
	minus   uint8  // what speaks against it within the class
	literal bool   // umlauts and double letters are as typed
	over    uint16 // place in the former names and areas that led here, plus one; 0 for none
}

// kept is a hit as one number: class, minus, literal, rank, over. Less is better.
type kept uint64

const (
	keptRank    = 16
	keptLiteral = 32
	keptMinus   = 33
	keptClass   = 41
)

func (h hit) pack() kept {
	k := kept(h.class)<<keptClass | kept(h.minus)<<keptMinus | kept(h.rank)<<keptRank | kept(h.over)
	if !h.literal {
		k |= 1 << keptLiteral
	}
	return k
}

func (k kept) class() class { return class(k >> keptClass) }
func (k kept) rank() uint16 { return uint16(k >> keptRank) }
func (k kept) over() uint16 { return uint16(k) }

// search is one run of a query.
type search struct {
	v        *Verzeichnis
	index    *nameIndex
	from, to uint32 // keys within
	limit    int
	few      [32]kept // the best so far, in order, where no more are wanted
	many     []kept   // else these
	n        int      // of them
	query    fold.Words
	typing   bool // the last word may go on
	plz      plzQuery
	whole    int      // words of the query as one name
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
	var rooms [2][fold.Room]byte
	key, letters := s.wholeKey(rooms[0][:0], rooms[1][:0])
	several := s.query.Len() > 1
	if !s.query.AnyParted() {
		s.byKey(key, letters)
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
func (s *search) resembling(key []byte) {
	s.within(key)
	s.typos(key, 0)
	if s.best() > classTypo {
		s.formerTypos(key)
	}
}

// wholeKey returns the key of the query and its letters. A small word at its end
// may be the beginning of another: it counts if a name goes on with it.
func (s *search) wholeKey(keyRoom, lettersRoom []byte) (key, letters []byte) {
	w := &s.query
	s.whole = w.Len()
	key = w.AppendKey(keyRoom, 0, s.whole)
	if last := w.Len() - 1; last > 0 && fold.IsSmall(w.Word(last)) {
		if from, _, to := s.index.find(key); from == to && !s.index.former.has(key) {
			s.whole = last
			key = w.AppendKey(keyRoom, 0, last)
		}
	}
	return key, w.AppendLetters(lettersRoom, 0, s.whole)
}

// byKey collects entries that are or begin with the key.
func (s *search) byKey(key, letters []byte) {
	from, exact, to := s.index.find(key)
	for _, e := range s.index.entries[from:exact] {
		if s.ranks(e.ref.rank()) {
			s.add(s.exact(e.ref, 0, s.whole))
		}
	}
	plain := bytes.Equal(letters, key) // nothing to tell letters from
	for exact < to {
		block := exact / blockSize
		end := min(to, (block+1)*blockSize)
		if s.tooLate(started(s.index.best[block])) {
			exact = end
			continue
		}
		for ; exact < end; exact++ {
			h := started(s.index.entries[exact].ref.score())
			if s.tooLate(h) || !s.ranks(h.rank) {
				continue
			}
			h.literal = plain || bytes.Contains(s.index.lettersOf(int(s.index.byRank[h.rank])), letters)
			s.add(h)
		}
	}
}

// started is the best hit that an entry of a score can be whose beginning was
// typed.
func started(score uint32) hit {
	return hit{rank: uint16(score), class: startClass[score>>refKind], literal: true}
}

// tooLate reports whether a hit is worse than all there is room for, and than one
// of a name known.
func (s *search) tooLate(h hit) bool {
	return s.n == s.limit && h.pack() >= s.hits()[s.n-1] && h.class >= s.living
}

// hits returns the best so far, in order.
func (s *search) hits() []kept {
	if s.many != nil {
		return s.many[:s.n]
	}
	return s.few[:s.n]
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
	k, hits := h.pack(), s.hits()
	at := len(hits) // where it goes
	for at > 0 && k>>keptRank < hits[at-1]>>keptRank {
		at--
	}
	if at == s.limit {
		return
	}
	for i, known := range hits {
		if known.rank() == h.rank {
			if i >= at {
				copy(hits[at+1:i+1], hits[at:i])
				hits[at] = k
			}
			return
		}
	}
	s.n = min(s.n+1, s.limit)
	hits = s.hits()
	copy(hits[at+1:], hits[at:])
	hits[at] = k
}

func (s *search) inArea(key AGS) bool { return s.from <= key.n && key.n < s.to }

// best returns the class of the best hit.
func (s *search) best() class {
	if s.n == 0 {
		return classNone
	}
	return s.hits()[0].class()
}

// within looks for the letters anywhere in a name.
func (s *search) within(key []byte) {
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
func (s *search) typos(key []byte, unexplained uint8) {
	allowed := typosIn(key)
	if allowed == 0 {
		return
	}
	if unexplained > 0 || s.living == classMisfit {
		// "Köln Porz" is rather Köln than Köllnholz: a name stands there, letter by letter.
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
func typosIn(key []byte) int {
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
