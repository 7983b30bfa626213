// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"slices"
	"strings"
)

// nameKind says which part of a name an entry of the index is.
type nameKind uint8

const (
	kindName  nameKind = iota // the whole name, or the name without river or region behind it
	kindOther                 // one of two names, as behind a slash
	kindNoBad                 // the name without "Bad" in front
	kindWord                  // a later word of the name itself
	kindRiver                 // a word of river or region behind the name
)

// nameIndex finds Gemeinden by the keys of their names. Entries are sorted by
// key; what is read often lies in arrays of its own.
type nameIndex struct {
	keys    []string
	scores  []uint32 // kind<<16 | rank of the Gemeinde by population
	byRank  []uint16 // position of a Gemeinde by rank
	kreisOf []uint16 // position of the Kreis by position of the Gemeinde

	fuzzy fuzzyIndex
}

// noKreis stands for the Kreis of an area outside every Kreis.
const noKreis = 1<<16 - 1

func (x *nameIndex) rank(entry int) uint16   { return uint16(x.scores[entry]) }
func (x *nameIndex) kind(entry int) nameKind { return nameKind(x.scores[entry] >> 16) }

// newNameIndex folds all names.
func newNameIndex(gemeinden []Gemeinde, kreise []Kreis) *nameIndex {
	b := nameIndexBuilder{
		arena:   make([]byte, 0, 26*len(gemeinden)),
		entries: make([]nameEntry, 0, 5*len(gemeinden)/2),
	}
	byRank := rankByPopulation(gemeinden)
	rankOf := make([]uint16, len(gemeinden))
	for rank, i := range byRank {
		rankOf[i] = uint16(rank)
	}
	for i := range gemeinden {
		b.rank = uint32(rankOf[i])
		b.add(gemeinden[i].Kurzname())
	}
	b.entries = sortEntries(b.entries, b.arena)
	x := &nameIndex{byRank: byRank, kreisOf: kreisOfEach(gemeinden, kreise)}
	x.keys = make([]string, len(b.entries))
	x.scores = make([]uint32, len(b.entries))
	text := string(b.arena)
	for i := range b.entries {
		e := &b.entries[i]
		x.keys[i], x.scores[i] = text[e.start:e.end], e.score
	}
	x.fuzzy = newFuzzyIndex(x)
	return x
}

// rankByPopulation returns the positions of Gemeinden, the largest first, then
// in the order of their keys.
func rankByPopulation(gemeinden []Gemeinde) []uint16 {
	byRank, other := make([]uint16, len(gemeinden)), make([]uint16, len(gemeinden))
	for i := range byRank {
		byRank[i] = uint16(i)
	}
	const digit, values, passes = 11, 1 << 11, 3
	for pass := range passes {
		value := func(i uint16) uint32 {
			return ^uint32(gemeinden[i].Einwohner) >> (pass * digit) % values
		}
		byRank, other = radixPass(byRank, other, values, value)
	}
	return byRank
}

// kreisOfEach returns the position of the Kreis of each Gemeinde. Both are in
// the order of their keys.
func kreisOfEach(gemeinden []Gemeinde, kreise []Kreis) []uint16 {
	of := make([]uint16, len(gemeinden))
	kreis := 0
	for i := range gemeinden {
		key := gemeinden[i].AGS.Kreis()
		for kreis < len(kreise) && kreise[kreis].Schluessel.Compare(key) < 0 {
			kreis++
		}
		of[i] = noKreis
		if kreis < len(kreise) && kreise[kreis].Schluessel == key {
			of[i] = uint16(kreis)
		}
	}
	return of
}

type nameIndexBuilder struct {
	arena   []byte // keys
	entries []nameEntry
	rank    uint32
	words   words
}

// add enters a name under all the keys it should be found by.
func (b *nameIndexBuilder) add(name string) {
	w := &b.words
	foldWords(name, false, w)
	b.enter(kindName, 0, w.n)
	if w.core < w.n {
		b.enter(kindName, 0, w.core)
	}
	if w.n > 1 && string(w.word(0)) == "bad" {
		b.enter(kindNoBad, 1, w.n)
		if w.core < w.n {
			b.enter(kindNoBad, 1, w.core)
		}
	}
	for i := 1; i < w.n; i++ {
		kind := kindWord
		if i >= w.core {
			kind = kindRiver
		}
		if len(w.word(i)) > 2 && !isSmallWord(w.word(i)) && !isStatusWord(w.word(i)) {
			b.enter(kind, i, i+1)
		}
	}
	if first, second, double := strings.Cut(name, "/"); double { // behind it also the Sorbian name
		foldWords(first, false, w)
		b.enter(kindName, 0, w.n)
		foldWords(second, false, w)
		b.enter(kindOther, 0, w.core)
	}
}

// enter adds one key.
func (b *nameIndexBuilder) enter(kind nameKind, from, to int) {
	start := len(b.arena)
	b.arena = b.words.appendKey(b.arena, from, to)
	key := b.arena[start:]
	if len(key) == 0 {
		return
	}
	b.entries = append(b.entries, nameEntry{
		head: packLetters(key), start: uint32(start), end: uint32(len(b.arena)), score: uint32(kind)<<16 | b.rank,
	})
}

// find returns the entries that begin with key: exact ones in [from, exact),
// longer ones in [exact, to).
func (x *nameIndex) find(key string) (from, exact, to int) {
	from, _ = slices.BinarySearch(x.keys, key)
	exact = from
	for exact < len(x.keys) && x.keys[exact] == key {
		exact++
	}
	to = exact
	// Gallop: most prefixes have few names, some have thousands.
	step := 1
	for to+step <= len(x.keys) && strings.HasPrefix(x.keys[to+step-1], key) {
		to += step
		step *= 2
	}
	for ; step > 0; step /= 2 {
		if to+step <= len(x.keys) && strings.HasPrefix(x.keys[to+step-1], key) {
			to += step
		}
	}
	return from, exact, to
}
