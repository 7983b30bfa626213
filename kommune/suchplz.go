// SPDX-License-Identifier: Apache-2.0

package kommune

import "strings"

// cutPLZ takes a PLZ, or the beginning of one, out of a query: a run of three
// to five digits that stands alone.
func cutPLZ(text string) (rest, plz string) {
	for start := 0; start < len(text); start++ {
		if !isDigit(text[start]) {
			continue
		}
		end := start
		for end < len(text) && isDigit(text[end]) {
			end++
		}
		const shortest, whole = region, 5
		alone := (start == 0 || !isLetter(text[start-1])) && (end == len(text) || !isLetter(text[end]))
		if n := end - start; alone && n >= shortest && n <= whole {
			return strings.TrimSuffix(text[:start], "D-") + " " + text[end:], text[start:end]
		}
		start = end
	}
	return text, ""
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

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

// mayHavePLZ reports whether the Gemeinde has the PLZ or, having several, one
// close to it.
func (g Gemeinde) mayHavePLZ(plz string) bool {
	return strings.HasPrefix(g.PLZ, plz) || g.MehrerePLZ && strings.HasPrefix(g.PLZ, plz[:region])
}

// byPLZ offers the Gemeinden whose seat has the PLZ; where none has, those with
// several PLZ whose seat has one close by.
func (s *search) byPLZ() {
	if s.plz == "" {
		return
	}
	for rank, position := range s.index.byRank {
		if strings.HasPrefix(s.v.gemeinden.plz(int(position)), s.plz) {
			s.add(hit{uint16(rank), classPLZ, false})
		}
	}
	if len(s.hits) > 0 {
		return
	}
	for rank, position := range s.index.byRank {
		if s.v.gemeinden.at(int(position)).mayHavePLZ(s.plz) {
			s.add(hit{uint16(rank), classNearPLZ, false})
		}
	}
}
