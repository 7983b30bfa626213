// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"bytes"
	"math/bits"
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

func newFuzzyIndex(x *nameIndex) *fuzzyIndex {
	var f fuzzyIndex
	fits := func(e nameRef) bool {
		return e.kind() <= kindNoBad && len(e.key(x.text)) <= maxFuzzy
	}
	for i := range x.entries {
		if e := x.entries[i].ref; fits(e) {
			f.starts[len(e.key(x.text))+1]++
		}
	}
	for i := 1; i < len(f.starts); i++ {
		f.starts[i] += f.starts[i-1]
	}
	next := f.starts
	f.sets = make([]uint32, f.starts[len(f.starts)-1])
	f.entries = make([]uint32, len(f.sets))
	for i := range x.entries {
		if e := x.entries[i].ref; fits(e) {
			key := e.key(x.text)
			at := next[len(key)]
			next[len(key)]++
			f.sets[at], f.entries[at] = letterSet(key), uint32(i)
		}
	}
	return &f
}

// letterSet returns the letters of a key as bits; digits share one.
func letterSet[S []byte | string](key S) (set uint32) {
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
func (x *nameIndex) within(key string, visit func(nameRef)) {
	f, set, letters := x.fuzzy(), letterSet(key), []byte(key)
	from := f.starts[min(len(key)+1, maxFuzzy+1)]
	for i, other := range f.sets[from:] {
		if set&^other != 0 {
			continue
		}
		e := x.entries[f.entries[int(from)+i]].ref
		if bytes.Contains(e.key(x.text), letters) {
			visit(e)
		}
	}
}

// near calls visit for every name within so many typing errors of key.
func (x *nameIndex) near(key string, errors int, visit func(e nameRef, distance int)) {
	if len(key) > maxFuzzy {
		return
	}
	f, set := x.fuzzy(), letterSet(key)
	var pattern typingPattern
	pattern.set(key)
	from := f.starts[max(len(key)-errors, 0)]
	to := f.starts[min(len(key)+errors, maxFuzzy)+1]
	for i, other := range f.sets[from:to] {
		if bits.OnesCount32(set&^other) > errors || bits.OnesCount32(other&^set) > errors {
			continue
		}
		e := x.entries[f.entries[int(from)+i]].ref
		if distance := pattern.distance(e.key(x.text)); distance <= errors {
			visit(e, distance)
		}
	}
}
