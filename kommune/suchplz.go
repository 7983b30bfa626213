// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/internal/fold"
)

// plzQuery is a PLZ, or the beginning of one, in a query.
type plzQuery struct {
	digits [5]byte
	n      int
	lost   bool // four digits: also read with a zero in front, which spreadsheets drop
	at     int  // words before it
}

func (p *plzQuery) none() bool { return p.n == 0 }

func (p *plzQuery) text() string { return string(p.digits[:p.n]) }

// withZero returns four digits with the zero in front, and else nothing.
func (p *plzQuery) withZero() string {
	if !p.lost {
		return ""
	}
	return "0" + p.text()
}

// take takes the PLZ out of a query: five digits anywhere, the first such
// word; three or four only at its beginning or end, since elsewhere they are the
// number of a house.
func (p *plzQuery) take(w *fold.Words) {
	found := -1
	for i := range w.Len() {
		switch digits := w.Digits(i); {
		case digits == 5:
			found = i
		case (digits == 3 || digits == 4) && (i == 0 || i == w.Len()-1) && found < 0:
			found = i
			continue // five digits further on are more likely one
		default:
			continue
		}
		break
	}
	if found < 0 {
		return
	}
	p.n = copy(p.digits[:], w.Word(found))
	p.lost = p.n == 4
	from := found
	if found > 0 && (string(w.Word(found-1)) == "d" || string(w.Word(found-1)) == "de") { // D-07743
		from--
	}
	p.at = from
	w.Remove(from, found+1)
}

// isLetter takes every byte outside ASCII for a part of a letter.
func isLetter(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || c >= 0x80
}

// endsInLetter reports whether the last word of a text may go on.
func endsInLetter(text string) bool {
	return text != "" && isLetter(text[len(text)-1])
}

// region is how many digits of a PLZ stand for the area around.
const region = 3

// fits reports whether the Gemeinde has the PLZ or, having several, one close
// to it.
func (p *plzQuery) fits(plz string, several bool) bool {
	return mayHavePLZ(plz, several, p.text()) || p.lost && mayHavePLZ(plz, several, p.withZero())
}

func mayHavePLZ(plz string, several bool, typed string) bool {
	return strings.HasPrefix(plz, typed) || several && strings.HasPrefix(plz, typed[:region])
}

// byPLZ offers the Gemeinden whose seat has the PLZ; where none has, those with
// several PLZ whose seat has one close by.
func (s *search) byPLZ() {
	if s.plz.none() {
		return
	}
	typed := []string{s.plz.text()}
	if s.plz.lost {
		typed = []string{s.plz.withZero(), s.plz.text()}
	}
	found := false
	for rank, position := range s.index.byRank {
		plz := s.v.gemeinden.plz(int(position))
		for i, t := range typed {
			if strings.HasPrefix(plz, t) && s.ranks(uint16(rank)) {
				s.add(hit{rank: uint16(rank), class: classPLZ, minus: uint8(i)})
				found = true
			}
		}
	}
	if found {
		return
	}
	for rank, position := range s.index.byRank {
		g := s.v.gemeinden.rows[position]
		if s.plz.fits(s.v.gemeinden.plz(int(position)), g.plz&severalPLZ != 0) && s.ranks(uint16(rank)) {
			s.add(hit{rank: uint16(rank), class: classNearPLZ})
		}
	}
}
