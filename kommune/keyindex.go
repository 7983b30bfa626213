// SPDX-License-Identifier: Apache-2.0

package kommune

import "math/bits"

// maxGemeinden is how many rows 16 bits can number, less one for "none".
const maxGemeinden = 1<<16 - 2

// keyIndex finds the position of the digits of a key: open addressing in a table at most
// half full, so that a lookup reads one or two neighbouring slots.
type keyIndex struct {
	slots []keySlot
	shift uint8
}

type keySlot struct {
	key      uint32 // 0 marks an empty slot
	position uint32
}

func newKeyIndex(keys []uint32) keyIndex {
	size := bits.Len(uint(2 * len(keys)))
	index := keyIndex{slots: make([]keySlot, 1<<size), shift: uint8(32 - size)}
	for i, key := range keys {
		at := index.home(key)
		for index.slots[at].key != 0 {
			at = (at + 1) & uint32(len(index.slots)-1)
		}
		index.slots[at] = keySlot{key, uint32(i)}
	}
	return index
}

// find returns the position of the key, or -1.
func (x keyIndex) find(key uint32) int {
	for at := x.home(key); ; at = (at + 1) & uint32(len(x.slots)-1) {
		switch slot := x.slots[at]; slot.key {
		case 0:
			return -1
		case key:
			return int(slot.position)
		}
	}
}

// home spreads keys by multiplication with the golden ratio (Knuth).
func (x keyIndex) home(key uint32) uint32 { return key * 2654435769 >> x.shift }
