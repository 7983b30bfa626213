// SPDX-License-Identifier: Apache-2.0

package kommune

import "math/bits"

// maxGemeinden is how many rows 16 bits can number, less one for "none".
const maxGemeinden = 1<<16 - 2

// keyIndex finds the position of the digits of a key: open addressing in a table
// at most two thirds full, so that a lookup reads one or two neighbouring slots.
// Slots hold positions alone: a new process pays for every page it touches.
type keyIndex[P uint16 | uint32] struct {
	keys  []uint32
	slots []P // position in keys plus one, 0 where empty
	shift uint8
}

// newKeyIndex keeps the slice, which P can number. Of equal neighbours it finds
// the first.
func newKeyIndex[P uint16 | uint32](keys []uint32) keyIndex[P] {
	size := bits.Len(uint(3 * len(keys) / 2))
	index := keyIndex[P]{keys: keys, slots: make([]P, 1<<size), shift: uint8(32 - size)}
	for i, key := range keys {
		if i > 0 && keys[i-1] == key {
			continue
		}
		at := index.home(key)
		for index.slots[at] != 0 {
			at = (at + 1) & uint32(len(index.slots)-1)
		}
		index.slots[at] = P(i + 1)
	}
	return index
}

// find returns the position of the key, or -1.
func (x *keyIndex[P]) find(key uint32) int {
	for at := x.home(key); ; at = (at + 1) & uint32(len(x.slots)-1) {
		position := int(x.slots[at]) - 1
		if position < 0 || x.keys[position] == key {
			return position
		}
	}
}

// home spreads keys by multiplication with the golden ratio (Knuth).
func (x *keyIndex[P]) home(key uint32) uint32 { return key * 2654435769 >> x.shift }
