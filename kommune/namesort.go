// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"bytes"
	"cmp"
	"slices"
)

// nameEntry is an entry of the name index.
type nameEntry struct {
	head uint64 // first letters of the key, so that most comparisons need no text
	ref  nameRef
}

// nameRef says where the key lies in the text of all keys, which kind of name it
// is, and the rank of the Gemeinde by population.
type nameRef uint64

const (
	refKind   = 16
	refLength = 16 + 8
	refStart  = 16 + 8 + 8
)

func newNameRef(start, end int, kind nameKind, rank uint16) nameRef {
	return nameRef(start)<<refStart | nameRef(end-start)<<refLength | nameRef(kind)<<refKind | nameRef(rank)
}

func (r nameRef) rank() uint16   { return uint16(r) }
func (r nameRef) kind() nameKind { return nameKind(r >> refKind & 0xFF) }

// score orders by kind, then by rank.
func (r nameRef) score() uint32 { return uint32(r & (1<<refLength - 1)) }

func (r nameRef) key(text []byte) []byte {
	start := int(r >> refStart)
	return text[start : start+int(r>>refLength&0xFF)]
}

// headLetters is how many letters a head holds, with five bits each.
const headLetters = 12

// packLetters packs the first letters of a key so that numbers compare as the
// texts do. All digits count the same here.
func packLetters[S []byte | string](key S) (head uint64) {
	for i := range headLetters {
		head <<= 5
		if i < len(key) {
			head |= uint64(max(int(key[i])-'a'+2, 1))
		}
	}
	return head
}

// The first two letters of a head.
const (
	headShift  = 5 * (headLetters - 2)
	headStarts = 1 << 10
)

// sortEntries sorts by key and then by score. As the first search waits for it,
// it deals the entries out by their first two letters, in place (American flag
// sort), before it compares. It returns where the entries of two letters begin.
func sortEntries(entries []nameEntry, text []byte) (starts [headStarts + 1]uint32) {
	for i := range entries {
		starts[entries[i].head>>headShift+1]++
	}
	for at := range headStarts {
		starts[at+1] += starts[at]
	}
	next := starts
	for at := range headStarts {
		for next[at] < starts[at+1] {
			entry := &entries[next[at]]
			home := entry.head >> headShift
			other := &entries[next[home]]
			*entry, *other = *other, *entry
			next[home]++
		}
	}
	for at := range headStarts {
		slices.SortFunc(entries[starts[at]:starts[at+1]], func(x, y nameEntry) int {
			if x.head != y.head {
				return cmp.Compare(x.head, y.head)
			}
			if order := bytes.Compare(x.ref.key(text), y.ref.key(text)); order != 0 {
				return order
			}
			return cmp.Compare(x.ref.score(), y.ref.score())
		})
	}
	return starts
}

// blockSize is how many entries share their least score.
const blockSize = 16

// bestOfBlocks returns the least score of each block: a search for a beginning
// that many names have passes over blocks in which none is good enough.
func bestOfBlocks(entries []nameEntry) []uint32 {
	best := make([]uint32, 0, len(entries)/blockSize+1)
	for block := range slices.Chunk(entries, blockSize) {
		least := block[0].ref.score()
		for _, e := range block[1:] {
			least = min(least, e.ref.score())
		}
		best = append(best, least)
	}
	return best
}

// sortFromBit sorts numbers of 48 bits by those from a certain one on, and keeps
// the order of equals (radix sort). It returns the slice or another.
func sortFromBit(list []uint64, from int) []uint64 {
	const digit, values = 11, 1 << 11
	other := make([]uint64, len(list))
	for shift := from; shift < 48; shift += digit {
		var next [values + 1]int
		for _, n := range list {
			next[n>>shift%values+1]++
		}
		for i := 1; i < len(next); i++ {
			next[i] += next[i-1]
		}
		for _, n := range list {
			at := &next[n>>shift%values]
			other[*at] = n
			*at++
		}
		list, other = other, list
	}
	return list
}
