// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"sort"
	"strings"
	"sync"
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

// nameIndex finds Gemeinden by the keys of their names. Its parts are flat and
// few, as the first search waits until they are made.
type nameIndex struct {
	entries []nameEntry // sorted by key
	text    []byte      // all keys
	byRank  []uint16    // position of a Gemeinde by rank
	kreisOf []uint16    // position of the Kreis by position of the Gemeinde
	fuzzy   func() *fuzzyIndex
}

// noKreis stands for the Kreis of an area outside every Kreis.
const noKreis = 1<<16 - 1

func (x *nameIndex) key(entry int) []byte { return x.entries[entry].ref.key(x.text) }

// newNameIndex folds all names.
func newNameIndex(gemeinden *gemeindeTabelle, kreise []Kreis) *nameIndex {
	b := nameIndexBuilder{
		text:    make([]byte, 0, 26*gemeinden.len()),
		entries: make([]nameEntry, 0, 5*gemeinden.len()/2),
	}
	byRank := rankByPopulation(gemeinden)
	rankOf := make([]uint16, gemeinden.len())
	for rank, i := range byRank {
		rankOf[i] = uint16(rank)
	}
	for i, rank := range rankOf {
		b.rank = rank
		b.add(gemeinden.kurzname(i))
	}
	sortEntries(b.entries, b.text)
	x := &nameIndex{entries: b.entries, text: b.text, byRank: byRank, kreisOf: kreisOfEach(gemeinden, kreise)}
	x.fuzzy = sync.OnceValue(func() *fuzzyIndex { return newFuzzyIndex(x) })
	return x
}

// rankByPopulation returns the positions of Gemeinden, the largest first, then
// in the order of their keys.
func rankByPopulation(gemeinden *gemeindeTabelle) []uint16 {
	packed := make([]uint64, gemeinden.len())
	for i := range packed {
		packed[i] = uint64(^gemeinden.rows[i].einwohner)<<16 | uint64(i)
	}
	packed = sortFromBit(packed, 16)
	byRank := make([]uint16, len(packed))
	for rank, p := range packed {
		byRank[rank] = uint16(p)
	}
	return byRank
}

// kreisOfEach returns the position of the Kreis of each Gemeinde. Both are in
// the order of their keys.
func kreisOfEach(gemeinden *gemeindeTabelle, kreise []Kreis) []uint16 {
	of := make([]uint16, gemeinden.len())
	kreis := 0
	for i := range of {
		key := gemeinden.ags(i).Kreis()
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
	text    []byte // keys
	entries []nameEntry
	rank    uint16
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
	start := len(b.text)
	b.text = b.words.appendKey(b.text, from, to)
	if key := b.text[start:]; len(key) > 0 {
		b.entries = append(b.entries, nameEntry{packLetters(key), newNameRef(start, len(b.text), kind, b.rank)})
	}
}

// find returns the entries that begin with key: exact ones in [from, exact),
// longer ones in [exact, to).
func (x *nameIndex) find(key string) (from, exact, to int) {
	head := packLetters(key)
	from = sort.Search(len(x.entries), func(entry int) bool {
		other := x.entries[entry].head
		return other > head || other == head && string(x.key(entry)) >= key
	})
	exact = from
	for exact < len(x.entries) && string(x.key(exact)) == key {
		exact++
	}
	to = exact
	// Gallop: most prefixes have few names, some have thousands.
	step := 1
	for x.begins(to+step-1, key) {
		to += step
		step *= 2
	}
	for ; step > 0; step /= 2 {
		if x.begins(to+step-1, key) {
			to += step
		}
	}
	return from, exact, to
}

// begins reports whether there is such an entry and it begins with key.
func (x *nameIndex) begins(entry int, key string) bool {
	if entry >= len(x.entries) {
		return false
	}
	other := x.key(entry)
	return len(other) >= len(key) && string(other[:len(key)]) == key
}
