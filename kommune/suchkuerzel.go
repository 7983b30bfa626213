// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"bytes"

	"github.com/deutschland-stack/bausteine/kommune/internal/fold"
)

// shortened looks for names of which a word or more are shortened, with a dot
// behind: "Bad Frankenhsn.", "K. Wusterhausen". The first word names where in the
// index to look.
func (s *search) shortened() {
	w := &s.query
	if w.AnyParted() || fold.IsSmall(w.Word(0)) && !w.Dotted(0) {
		return
	}
	var room [fold.Room]byte
	start := w.AppendKey(room[:0], 0, 1)
	s.shortenedFrom(start, false)
	if s.best() > classShort && len(start) > 1 && w.Dotted(0) {
		s.shortenedFrom(start[:1], true)
	}
}

// shortenedFrom compares the names that begin with start. Unless letters, the
// first word of the query is a beginning.
func (s *search) shortenedFrom(start []byte, letters bool) {
	from, _, to := s.index.find(start)
	for _, e := range s.index.entries[from:to] {
		if e.ref.kind() != kindName || !s.ranks(e.ref.rank()) {
			continue
		}
		if h := (hit{rank: e.ref.rank(), class: classShort}); s.standsFor(&h, letters) {
			s.add(h)
		}
	}
}

// standsFor reports whether the words of the query, in their order, stand for
// those of the name. Where all are beginnings, that is the better hit.
func (s *search) standsFor(h *hit, letters bool) bool {
	var name fold.Words
	name.Fold(s.v.gemeinden.kurzname(int(s.index.byRank[h.rank])), false)
	at, starts := 0, !letters
	w := &s.query
	for i := range w.Len() {
		if i > 0 && fold.IsSmall(w.Word(i)) {
			continue
		}
		for at > 0 && at < name.Len()-1 && fold.IsSmall(name.Word(at)) {
			at++
		}
		if at == name.Len() {
			return false
		}
		start, short := s.standsForWord(i, &name, at)
		if !start && !short {
			return false
		}
		starts = starts && start
		at++
	}
	if starts {
		h.class = classNameStart
	}
	if at < min(name.Core(), name.Len()) {
		h.minus = 1 // the name goes on
	}
	return true
}

// standsForWord compares one word: whole, or with a dot as the beginning or as
// letters; the last one may be unfinished.
func (s *search) standsForWord(i int, name *fold.Words, at int) (start, short bool) {
	w := &s.query
	if w.Dotted(i) {
		return fold.Shortens(w.Word(i), name.Word(at))
	}
	var rooms [2][fold.Room]byte
	typed := fold.AppendKey(rooms[0][:0], w.Word(i))
	word := fold.AppendKey(rooms[1][:0], name.Word(at))
	unfinished := i == w.Len()-1 && s.typing && len(word) > len(typed)
	if unfinished {
		word = word[:len(typed)]
	}
	same := bytes.Equal(typed, word)
	return same, same
}
