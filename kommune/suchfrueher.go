// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	_ "embed"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/deutschland-stack/bausteine/kommune/internal/fold"
)

// frueherData holds the former names, one a line, sorted by the key:
//
//	# …                                source lines
//	bromskirchen;Bromskirchen;06635001
//	rodeberg;Rodeberg;16061118,16064046
//
// Fields are the key of the name or of its core, the name, and the Gemeinden of
// the edition whose name it was or which took in the one that had it. The search
// reads it as it is: nothing is decoded.
//
//go:embed data/frueher.txt
var frueherData string

// formerIndex finds former names in the embedded data, and in further lines of
// the same form that a newer edition adds.
type formerIndex struct {
	texts []string
	heads []formerHead        // of the first text
	fuzzy func() *letterIndex // of lines by where they begin
}

// formerHead is where a line begins, with the first letters of its key.
type formerHead struct {
	head  uint64
	start uint32
}

// newFormerIndex adds what the embedded edition calls Gemeinden and another
// edition does not.
func newFormerIndex(v *Verzeichnis) *formerIndex {
	x := &formerIndex{texts: []string{formerRows(frueherData)}}
	x.heads = headsOf(x.texts[0])
	x.fuzzy = sync.OnceValue(x.newFuzzy)
	if v.before == nil {
		return x
	}
	var lines []string
	var w fold.Words
	var room [fold.Room]byte
	for g := range v.before().Gemeinden() {
		if now, err := v.Gemeinde(g.AGS); err == nil && now.Kurzname() == g.Kurzname() {
			continue
		}
		w.Fold(g.Kurzname(), false)
		for _, to := range []int{w.Core(), w.Len()} {
			lines = append(lines, string(w.AppendKey(room[:0], 0, to))+";"+g.Kurzname()+";"+g.AGS.String()+"\n")
		}
	}
	slices.Sort(lines)
	x.texts = append(x.texts, strings.Join(slices.Compact(lines), ""))
	return x
}

// headsOf makes the heads of a text, sorted as its lines are.
func headsOf(text string) []formerHead {
	heads := make([]formerHead, 0, len(text)/30)
	for start := 0; start < len(text); {
		key := text[start : start+strings.IndexByte(text[start:], ';')]
		heads = append(heads, formerHead{packLetters(key), uint32(start)})
		start += len(key) + strings.IndexByte(text[start+len(key):], '\n') + 1
	}
	return heads
}

// formerRows leaves out the lines in front that begin with "#".
func formerRows(data string) string {
	for strings.HasPrefix(data, "#") {
		_, data, _ = strings.Cut(data, "\n")
	}
	return data
}

// find calls visit for every line of the key.
func (x *formerIndex) find(key []byte, visit func(name, keys string)) {
	head := packLetters(key)
	at := sort.Search(len(x.heads), func(i int) bool { return x.heads[i].head >= head })
	for ; at < len(x.heads) && x.heads[at].head == head; at++ {
		visitLine(x.texts[0][x.heads[at].start:], key, visit)
	}
	for _, text := range x.texts[1:] { // of few lines
		for line := range strings.Lines(text) {
			visitLine(line, key, visit)
		}
	}
}

// visitLine visits the first line of a text if it has the key.
func visitLine(text string, key []byte, visit func(name, keys string)) {
	if strings.HasPrefix(text, string(key)) && text[len(key)] == ';' {
		line, _, _ := strings.Cut(text, "\n")
		name, keys, _ := strings.Cut(line[len(key)+1:], ";")
		visit(name, keys)
	}
}

// has reports whether there is a line of the key.
func (x *formerIndex) has(key []byte) (found bool) {
	x.find(key, func(string, string) { found = true })
	return found
}

// newFuzzy makes the index for typing errors: of lines by where they begin, all
// texts one behind the other.
func (x *formerIndex) newFuzzy() *letterIndex {
	return newLetterIndex(func(visit func(uint32, string)) {
		at := 0
		for _, text := range x.texts {
			for line := range strings.Lines(text) {
				visit(uint32(at), line[:strings.IndexByte(line, ';')])
				at += len(line)
			}
		}
	})
}

// line returns the line that begins at a place of all texts.
func (x *formerIndex) line(at int) string {
	text := 0
	for at >= len(x.texts[text]) {
		at -= len(x.texts[text])
		text++
	}
	line, _, _ := strings.Cut(x.texts[text][at:], "\n")
	return line
}

// near calls visit for every line whose key is within so many typing errors, in
// the order of the lines.
func (x *formerIndex) near(key []byte, errors int, visit func(name, keys string, distance int)) {
	var pattern typingPattern
	pattern.set(key)
	var lines []uint32
	x.fuzzy().near(key, errors, func(at uint32) { lines = append(lines, at) })
	slices.Sort(lines)
	for _, at := range lines {
		other, rest, _ := strings.Cut(x.line(int(at)), ";")
		if distance := pattern.distance([]byte(other)); distance <= errors {
			name, keys, _ := strings.Cut(rest, ";")
			visit(name, keys, distance)
		}
	}
}

// formerly adds the Gemeinden that once had the name in words of the query, or
// took in one that had it.
func (s *search) formerly(key []byte, from, to int) (found bool) {
	s.index.former.find(key, func(name, keys string) {
		var w fold.Words
		w.Fold(name, false)
		like := fold.Spelled(&s.query, from, to, &w, 0, w.Len())
		for end := range w.Len() {
			like = min(like, fold.Spelled(&s.query, from, to, &w, 0, end+1))
		}
		s.successors(keys, func(rank uint16) {
			found = true
			s.addFormer(rank, name, like, from, to)
		})
	})
	return found
}

func (s *search) addFormer(rank uint16, name string, like fold.Likeness, from, to int) {
	beside := s.weigh(rank, from, to)
	h := hit{rank: rank, class: classFormer, literal: like == fold.Same, over: s.over(name)}
	if like == fold.Alike {
		h.class, h.minus = classAlike, uint8(kindRiver)+1
	}
	plz := s.plzOf(rank)
	switch {
	case plz == plzContrary && beside.unexplained > 0:
		h.class, h.minus = classContrary, beside.minus()
	case plz == plzContrary, plz == plzNone && beside.unexplained > 0:
		h.class, h.minus = classMisfit, beside.minus()+3
	}
	s.add(h)
}

// formerTypos looks for former names with typing errors.
func (s *search) formerTypos(key []byte) {
	allowed := typosIn(key)
	if allowed == 0 {
		return
	}
	s.index.former.near(key, allowed, func(name, keys string, distance int) {
		h := hit{class: classTypo, over: s.over(name)}
		if distance > 1 {
			h.class = classTypos
		}
		s.successors(keys, func(rank uint16) {
			h.rank = rank
			s.add(h)
		})
	})
}

// successors visits the Gemeinden of this edition that keys of the embedded one
// stand for, as far as they lie in the area searched.
func (s *search) successors(keys string, visit func(rank uint16)) {
	for keys != "" {
		var digits string
		digits, keys, _ = strings.Cut(keys, ",")
		key, err := ParseAGS(digits)
		if err != nil {
			return // impossible: the data holds keys
		}
		if at := s.v.position(key); at >= 0 {
			if s.inArea(key) {
				visit(s.index.rank(at))
			}
			continue
		}
		r, err := s.v.Resolve(key, s.v.stand)
		if err != nil {
			continue
		}
		for _, n := range r.Nachfolger {
			if at := s.v.position(n.AGS); at >= 0 && s.inArea(n.AGS) {
				visit(s.index.rank(at))
			}
		}
	}
}
