// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"math/bits"
	"strings"
)

// fuzzyIndex orders the names by length and has their letters as a set, so
// that most are ruled out without being compared.
type fuzzyIndex struct {
	sets    []uint32 // letters of the key
	entries []uint32 // of the name index
	starts  [maxFuzzy + 2]uint32
}

// maxFuzzy is the longest key compared with typing errors: a machine word of
// the algorithm.
const maxFuzzy = 63

func newFuzzyIndex(x *nameIndex) fuzzyIndex {
	var f fuzzyIndex
	fits := func(entry int) bool {
		return x.kind(entry) <= kindNoBad && len(x.keys[entry]) <= maxFuzzy
	}
	for entry := range x.keys {
		if fits(entry) {
			f.starts[len(x.keys[entry])+1]++
		}
	}
	for i := 1; i < len(f.starts); i++ {
		f.starts[i] += f.starts[i-1]
	}
	next := f.starts
	f.sets = make([]uint32, f.starts[len(f.starts)-1])
	f.entries = make([]uint32, len(f.sets))
	for entry, key := range x.keys {
		if fits(entry) {
			at := next[len(key)]
			next[len(key)]++
			f.sets[at], f.entries[at] = letterSet(key), uint32(entry)
		}
	}
	return f
}

// letterSet returns the letters of a key as bits; digits share one.
func letterSet(key string) (set uint32) {
	for i := range len(key) {
		if c := key[i]; 'a' <= c {
			set |= 1 << (c - 'a')
		} else {
			set |= 1 << 26
		}
	}
	return set
}

// within calls visit for every name that holds the key and is longer.
func (x *nameIndex) within(key string, visit func(entry int)) {
	f, set := &x.fuzzy, letterSet(key)
	from := f.starts[min(len(key)+1, maxFuzzy+1)]
	for i, other := range f.sets[from:] {
		if set&^other != 0 {
			continue
		}
		if entry := int(f.entries[int(from)+i]); strings.Contains(x.keys[entry], key) {
			visit(entry)
		}
	}
}

// near calls visit for every name within so many typing errors of key.
func (x *nameIndex) near(key string, errors int, visit func(entry, distance int)) {
	if len(key) > maxFuzzy {
		return
	}
	f, set := &x.fuzzy, letterSet(key)
	var pattern typingPattern
	pattern.set(key)
	from := f.starts[max(len(key)-errors, 0)]
	to := f.starts[min(len(key)+errors, maxFuzzy)+1]
	for i, other := range f.sets[from:to] {
		if bits.OnesCount32(set&^other) > errors || bits.OnesCount32(other&^set) > errors {
			continue
		}
		entry := int(f.entries[int(from)+i])
		if distance := pattern.distance(x.keys[entry]); distance <= errors {
			visit(entry, distance)
		}
	}
}
