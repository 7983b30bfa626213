// SPDX-License-Identifier: Apache-2.0

package kommune

import "bytes"

// newFuzzyIndex takes the names, not the single words of them.
func newFuzzyIndex(x *nameIndex) *letterIndex {
	return newLetterIndex(func(visit func(uint32, []byte)) {
		for i := range x.entries {
			if e := x.entries[i].ref; e.kind() <= kindNoBad {
				visit(uint32(i), e.key(x.text))
			}
		}
	})
}

// within calls visit for every name that holds the key and is longer.
func (x *nameIndex) within(key []byte, visit func(nameRef)) {
	x.fuzzy().holding(key, func(entry uint32) {
		if e := x.entries[entry].ref; bytes.Contains(e.key(x.text), key) {
			visit(e)
		}
	})
}

// near calls visit for every name within so many typing errors of key.
func (x *nameIndex) near(key []byte, errors int, visit func(e nameRef, distance int)) {
	var pattern typingPattern
	pattern.set(key)
	x.fuzzy().near(key, errors, func(entry uint32) {
		e := x.entries[entry].ref
		if distance := pattern.distance(e.key(x.text)); distance <= errors {
			visit(e, distance)
		}
	})
}
