// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"bytes"

	"github.com/deutschland-stack/bausteine/kommune/internal/fold"
)

// maxSpan is how many words of a query are taken for one name: no name has more.
const maxSpan = 8

// beside looks for names among the words of the query. What stands before and
// behind a name says more about it (Kreis, Land, PLZ, title) or nothing (office,
// street): the fewer words nothing explains, the better the hit.
func (s *search) beside() {
	w := &s.query
	s.sort()
	found := false
	for from := range w.Len() {
		for to := min(from+maxSpan, w.Len()); to > from; to-- {
			if from == 0 && to == w.Len() && s.plz.none() && !w.AnyParted() || !s.mayBeName(from, to) {
				continue // was looked for as a whole, or is none
			}
			var room [fold.Room]byte
			key := w.AppendKey(room[:0], from, to)
			first, exact, _ := s.index.find(key)
			for _, e := range s.index.entries[first:exact] {
				if e.ref.kind() <= kindWord && s.ranks(e.ref.rank()) {
					found = s.addBeside(e.ref, from, to) || found
				}
			}
			found = s.formerly(key, from, to) || found
		}
	}
	if !found && s.typing {
		s.besideStart()
	}
}

// mayBeName reports whether words of the query can be a name: not if a comma
// stands among them, and not if they name nothing but a kind of area.
func (s *search) mayBeName(from, to int) bool {
	w := &s.query
	telling := false
	for i := from; i < to; i++ {
		if i > from && w.Parted(i) {
			return false
		}
		telling = telling || s.sorts[i] != sortSmall && s.sorts[i] != sortNumber && (to-from == w.Len() || s.sorts[i] != sortUnit)
	}
	return telling
}

// addBeside adds a Gemeinde that has the name in words of the query. A short
// word within a name ("Bad") says too little beside others.
func (s *search) addBeside(e nameRef, from, to int) bool {
	const telling = 4
	if e.kind() == kindWord && len(e.key(s.index.text)) < telling {
		return false
	}
	h := s.exact(e, from, to)
	alike := h.class == classAlike
	beside := s.weigh(h.rank, from, to)
	unexplained := beside.unexplained
	plz := s.plzOf(h.rank)
	h.minus = beside.minus() + uint8(e.kind())
	if unexplained > 0 && to-from == 1 && to < s.query.Len() && bytes.HasSuffix(s.query.Word(from), []byte("stadt")) {
		h.minus++ // "Weinstadt Freyburg": a title, if there is a name behind it
	}
	if beside.borne && to < s.query.Len() && s.query.Parted(to) && !s.isWhole(h.rank, from, to) {
		h.minus++ // "Bergen, Stadt" is how the register writes it
	}
	switch {
	case plz == plzContrary && unexplained > 0:
		h.class = classContrary
	case plz == plzContrary, plz == plzNone && unexplained > 0:
		h.class = classMisfit
		if alike {
			h.minus += 2
		}
	case !alike:
		h.class = classBeside
	}
	s.add(h)
	return true
}

// besideStart takes the last word for the beginning of a name, whatever stands
// before it.
func (s *search) besideStart() {
	w := &s.query
	last := w.Len() - 1
	if len(w.Word(last)) < 3 || fold.IsSmall(w.Word(last)) {
		return
	}
	var room [fold.Room]byte
	_, exact, to := s.index.find(w.AppendKey(room[:0], last, w.Len()))
	const most = 500 // short beginnings have more names, and say little
	for _, e := range s.index.entries[exact:min(to, exact+most)] {
		if e.ref.kind() != kindName || !s.ranks(e.ref.rank()) {
			continue
		}
		h := hit{rank: e.ref.rank(), class: classNameStart}
		beside := s.weigh(h.rank, last, w.Len())
		if plz := s.plzOf(h.rank); plz == plzContrary || plz == plzNone && beside.unexplained > 0 {
			h.class, h.minus = classMisfit, beside.minus()
		}
		s.add(h)
	}
}

// besideTypos looks for names with typing errors at both ends of the query.
func (s *search) besideTypos() {
	w := &s.query
	for _, span := range [...][2]int{{w.Len() - 1, w.Len()}, {w.Len() - 2, w.Len()}, {0, 1}, {0, 2}} {
		const shortest = 5
		if span[0] < 0 || span[1]-span[0] == w.Len() || !s.mayBeName(span[0], span[1]) {
			continue
		}
		var room [fold.Room]byte
		if key := w.AppendKey(room[:0], span[0], span[1]); len(key) >= shortest {
			s.typos(key, uint8(w.Len()-span[1]+span[0]))
		}
	}
}

// plzFit says how the PLZ of a query and a Gemeinde go together.
type plzFit uint8

const (
	plzNone plzFit = iota // the query has none
	plzFits
	plzContrary
)

func (s *search) plzOf(rank uint16) plzFit {
	if s.plz.none() {
		return plzNone
	}
	at := int(s.index.byRank[rank])
	if s.plz.fits(s.v.gemeinden.plz(at), s.v.gemeinden.rows[at].plz&severalPLZ != 0) {
		return plzFits
	}
	return plzContrary
}

// context are the words that may stand beside the name of a Gemeinde. Those of
// its Kreis and the like are looked up only where its own do not explain a word.
type context struct {
	rank   uint16
	set    bool
	name   fold.Words
	status fold.Words
	titled bool           // status is set
	wide   *[4]fold.Words // Kreis, Land, Regierungsbezirk, Verband; made when asked for
	known  int            // how many of these
}

// contextOf returns the context of a Gemeinde.
func (s *search) contextOf(rank uint16) *context {
	c := &s.context
	if !c.set || c.rank != rank {
		c.rank, c.set, c.known, c.titled = rank, true, 0, false
		c.name.Fold(s.v.gemeinden.kurzname(int(s.index.byRank[rank])), false)
	}
	return c
}

// statusOf returns the words behind the name and the label of the kind.
func (s *search) statusOf(c *context) *fold.Words {
	if !c.titled {
		at := int(s.index.byRank[c.rank])
		c.titled = true
		c.status.Fold(s.v.gemeinden.rows[at].art.String()+" "+zusatz(s.v.gemeinden.name(at)), true) // "St" is no Sankt here
	}
	return &c.status
}

// wider returns the words of the Kreis (0), the Land, the Regierungsbezirk or the
// Verband (3).
func (s *search) wider(c *context, i int) *fold.Words {
	if c.wide == nil {
		c.wide = new([4]fold.Words)
	}
	for ; c.known <= i; c.known++ {
		at := int(s.index.byRank[c.rank])
		key := s.v.gemeinden.ags(at)
		name := ""
		switch c.known {
		case 0:
			if k := s.index.kreisOf[at]; k != noKreis {
				name = s.v.kreise[k].Bezeichnung()
			}
		case 1:
			name = key.Land().Name()
		case 2:
			if b, ok := s.v.Regierungsbezirk(key.Kreis()); ok {
				name = b.Name
			}
		case 3:
			if b, err := s.v.Verband(s.v.gemeinden.verband(at)); err == nil && b.Art != VerbandsfreieGemeinde {
				name = b.Name
			}
		}
		c.wide[c.known].Fold(name, false)
	}
	return &c.wide[i]
}

// besides says how the words outside a span and a Gemeinde go together.
type besides struct {
	unexplained uint8 // words that say nothing true of it
	foreign     uint8 // titles of others
	neutral     uint8 // small words and kinds of areas
	borne       bool  // a title among them is its own
	placed      bool  // its Kreis stands among them, by its whole name
}

// minus weighs: less is better.
func (b besides) minus() uint8 {
	minus := 10*min(b.unexplained, 22) + 3*min(b.foreign, 2) + min(b.neutral, 2)
	if !b.borne {
		minus++
	}
	if !b.placed {
		minus += 2
	}
	return minus
}

// weigh looks at the words outside a span.
func (s *search) weigh(rank uint16, from, to int) (b besides) {
	w := &s.query
	if to-from == w.Len() {
		return b
	}
	c := s.contextOf(rank)
	area := false
	for i := range w.Len() {
		if from <= i && i < to {
			continue
		}
		word, sort := w.Word(i), s.sorts[i]
		last := i == w.Len()-1 && s.typing
		switch {
		case sort == sortSmall:
			b.neutral++
		case (sort >= sortUnit || last) && hasWord(s.statusOf(c), word, last):
			b.borne = true
		case sort == sortUnit:
			b.neutral++
			area = true
		case hasNameStart(&c.name, word), hasInitials(&c.name, word), isInitials(&c.name, word), shortens(&c.name, w, i):
		case sort != sortNumber && s.explainsWidely(c, word):
			area = true
		case sort == sortTitle:
			b.foreign++
		default:
			b.unexplained++
		}
	}
	b.placed = area && s.namesKreis(c, from, to)
	return b
}

// namesKreis reports whether the name of the Kreis, without the word of its kind, stands
// in the query outside a span: "Aichach, Landkreis Aichach-Friedberg" is not Friedberg.
func (s *search) namesKreis(c *context, from, to int) bool {
	w, kreis := &s.query, s.wider(c, 0)
	first, end := 0, kreis.Len()
	for first < end && isUnit(kreis.Word(first)) {
		first++
	}
	for end > first && isUnit(kreis.Word(end-1)) {
		end--
	}
	n := end - first
	if n == 0 {
		return false
	}
	for at := range w.Len() - n + 1 {
		if at < to && from < at+n {
			continue
		}
		if fold.Spelled(w, at, at+n, kreis, first, end) != fold.Alike {
			return true
		}
	}
	return false
}

// wordSort says what a word of the query is by itself.
type wordSort uint8

const (
	sortOther  wordSort = iota
	sortSmall           // "an der"
	sortNumber          // of a house
	sortUnit            // "Landkreis"
	sortTitle           // what stands behind names in the register: "Stadt", "Klingenstadt"
)

// isInitial reports whether a word that looks like a small one is the first letter
// of another, at the end of the query: "Oldenburg i. O.", "Dillingen a. d. D.", but
// not "Neustadt a. d.".
func (s *search) isInitial(i int) bool {
	w := &s.query
	if len(w.Word(i)) != 1 || i < 1 || i < w.Len()-1 {
		return false
	}
	before := w.Word(i - 1)
	return w.Word(i)[0] != 'd' || !fold.IsSmall(before) || before[0] == 'd'
}

// sort says what each word of the query is.
func (s *search) sort() {
	titles := s.index.titles()
	for i := range s.query.Len() {
		word := s.query.Word(i)
		_, title := titles[string(word)]
		switch {
		case fold.IsSmall(word) && !s.isInitial(i):
			s.sorts[i] = sortSmall
		case s.query.Digits(i) > 0:
			s.sorts[i] = sortNumber
		case isUnit(word):
			s.sorts[i] = sortUnit
		case title:
			s.sorts[i] = sortTitle
		default:
			s.sorts[i] = sortOther
		}
	}
}

func (s *search) explainsWidely(c *context, word []byte) bool {
	for i, shortest := range [...]int{3, 3, 3, 4} {
		if hasStart(s.wider(c, i), word, shortest) {
			return true
		}
	}
	return isLandAbbreviation(s.v.gemeinden.ags(int(s.index.byRank[c.rank])).Land(), string(word))
}
