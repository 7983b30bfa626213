// SPDX-License-Identifier: Apache-2.0

package kommune

// typingPattern computes how many typing errors lie between one key and others:
// letters left out, added, replaced, or two neighbours exchanged (optimal string
// alignment), with the bit-parallel algorithm of Hyyrö (2003).
type typingPattern struct {
	letters [128]uint64 // positions of each letter in the key
	length  int
}

// set prepares the comparison with a key of at most 63 ASCII letters; a longer
// one is cut.
func (p *typingPattern) set(key []byte) {
	key = key[:min(len(key), maxFuzzy)]
	p.length = len(key)
	for i, letter := range key {
		p.letters[letter&127] |= 1 << i
	}
}

// distance returns the number of errors between the key and another.
func (p *typingPattern) distance(other []byte) int {
	if p.length == 0 {
		return len(other)
	}
	last := uint64(1) << (p.length - 1)
	distance := p.length
	positive, negative := ^uint64(0), uint64(0)
	var diagonal, before uint64 // zero columns so far, and the letter before
	for i := range other {
		match := p.letters[other[i]&127]
		exchanged := (^diagonal & match) << 1 & before
		diagonal = (match&positive + positive ^ positive) | match | negative | exchanged
		up := negative | ^(diagonal | positive)
		down := diagonal & positive
		if up&last != 0 {
			distance++
		}
		if down&last != 0 {
			distance--
		}
		up, down = up<<1|1, down<<1
		positive = down | ^(diagonal | up)
		negative = diagonal & up
		before = match
	}
	return distance
}
