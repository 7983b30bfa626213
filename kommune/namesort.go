// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"bytes"
	"cmp"
	"slices"
)

// nameEntry is an entry of the name index while it is built.
type nameEntry struct {
	head       uint64 // first twelve letters, five bits each
	start, end uint32 // of the key in the arena
	score      uint32
}

// packLetters packs the first letters of a key so that numbers compare as the
// texts do. All digits count the same here.
func packLetters(key []byte) (head uint64) {
	const letters = 12
	for i := range letters {
		head <<= 5
		if i < len(key) {
			head |= uint64(max(int(key[i])-'a'+2, 1))
		}
	}
	return head
}

// sortEntries sorts by key and then by score: a radix sort on the packed
// letters, as the first search waits for it, and a comparison where they are
// equal.
func sortEntries(entries []nameEntry, arena []byte) []nameEntry {
	const digit, values, passes = 12, 1 << 12, 5
	other := make([]nameEntry, len(entries))
	for pass := range passes {
		value := func(e nameEntry) uint32 { return uint32(e.head >> (pass * digit) % values) }
		entries, other = radixPass(entries, other, values, value)
	}
	for from, to := 0, 0; from < len(entries); from = to {
		for to < len(entries) && entries[to].head == entries[from].head {
			to++
		}
		if to-from > 1 {
			slices.SortFunc(entries[from:to], func(x, y nameEntry) int {
				if order := bytes.Compare(arena[x.start:x.end], arena[y.start:y.end]); order != 0 {
					return order
				}
				return cmp.Compare(x.score, y.score)
			})
		}
	}
	return entries
}

// radixPass sorts by one digit into other, keeping the order of equals. It
// returns both, the sorted one first.
func radixPass[T any](list, other []T, values int, digit func(T) uint32) (sorted, free []T) {
	starts := make([]uint32, values+1)
	for i := range list {
		starts[digit(list[i])+1]++
	}
	for i := 1; i < len(starts); i++ {
		starts[i] += starts[i-1]
	}
	for i := range list {
		value := digit(list[i])
		other[starts[value]] = list[i]
		starts[value]++
	}
	return other, list
}
