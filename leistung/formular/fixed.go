// SPDX-License-Identifier: Apache-2.0

package formular

import "regexp/syntax"

// fixed is a pattern of a fixed number of ASCII characters, as those of postcodes
// and numbers are: for each the set it is of, two words of bits. It answers as the
// regular expression would, at a tenth of its cost.
type fixed [][2]uint64

// fixedOf returns the sets of a pattern such as ^[0-9]{5}$, and nil for any other.
func fixedOf(pattern string) fixed {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil || re.Op != syntax.OpConcat || len(re.Sub) < 3 {
		return nil
	}
	last := len(re.Sub) - 1
	if re.Sub[0].Op != syntax.OpBeginText || re.Sub[last].Op != syntax.OpEndText {
		return nil
	}
	var f fixed
	for _, sub := range re.Sub[1:last] {
		times := 1
		if sub.Op == syntax.OpRepeat && sub.Min == sub.Max {
			sub, times = sub.Sub[0], sub.Min
		}
		set, ok := asciiSet(sub)
		if !ok || len(f)+times > maxFixed {
			return nil
		}
		for range times {
			f = append(f, set...)
		}
	}
	return f
}

// maxFixed bounds the characters of a fixed pattern.
const maxFixed = 64

// asciiSet returns the sets of a class, or of the characters of a literal.
func asciiSet(re *syntax.Regexp) (sets [][2]uint64, ok bool) {
	if re.Flags&syntax.FoldCase != 0 {
		return nil, false
	}
	switch re.Op {
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			sets = append(sets, [2]uint64{})
			if !add(&sets[len(sets)-1], r, r) {
				return nil, false
			}
		}
	case syntax.OpCharClass:
		sets = make([][2]uint64, 1)
		for i := 0; i+1 < len(re.Rune); i += 2 {
			if !add(&sets[0], re.Rune[i], re.Rune[i+1]) {
				return nil, false
			}
		}
	default:
		return nil, false
	}
	return sets, true
}

func add(set *[2]uint64, from, to rune) bool {
	if to >= 128 {
		return false
	}
	for r := from; r <= to; r++ {
		set[r>>6] |= 1 << (r & 63)
	}
	return true
}

func (f fixed) match(text []byte) bool {
	if len(text) != len(f) {
		return false
	}
	for i, c := range text {
		if c >= 128 || f[i][c>>6]>>(c&63)&1 == 0 {
			return false
		}
	}
	return true
}
