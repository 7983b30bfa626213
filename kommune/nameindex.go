// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"bytes"
	"sort"
	"strings"
	"sync"

	"github.com/deutschland-stack/bausteine/kommune/internal/fold"
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
	entries      []nameEntry            // sorted by key
	text         []byte                 // all keys
	starts       [headStarts + 1]uint32 // of the entries by the first two letters
	best         []uint32               // least score in each block of entries
	letters      []byte                 // of all names, umlauts and double letters as they are
	spelled      []uint32               // end of the letters by position of the Gemeinde
	byRank       []uint16               // position of a Gemeinde by rank
	kreisOf      []uint16               // position of the Kreis by position of the Gemeinde
	fuzzy        func() *letterIndex
	titles       func() map[string]struct{} // words that stand behind names
	areas        func() *areaIndex
	formerKreise func() *formerKreise
	former       *formerIndex
	rankOf       []uint16 // by position of the Gemeinde
}

func (x *nameIndex) rank(at int) uint16 { return x.rankOf[at] }

// noKreis stands for the Kreis of an area outside every Kreis.
const noKreis = 1<<16 - 1

func (x *nameIndex) key(entry int) []byte { return x.entries[entry].ref.key(x.text) }

// newNameIndex folds all names.
func newNameIndex(gemeinden *gemeindeTabelle, kreise []Kreis) *nameIndex {
	b := nameIndexBuilder{
		text:    make([]byte, 0, 26*gemeinden.len()),
		entries: make([]nameEntry, 0, 5*gemeinden.len()/2),
		letters: make([]byte, 0, 14*gemeinden.len()),
		spelled: make([]uint32, 0, gemeinden.len()),
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
	x := &nameIndex{
		entries: b.entries, text: b.text, letters: b.letters, spelled: b.spelled,
		byRank: byRank, rankOf: rankOf, kreisOf: kreisOfEach(gemeinden, kreise),
	}
	x.starts = sortEntries(x.entries, x.text)
	x.best = bestOfBlocks(x.entries)
	x.fuzzy = sync.OnceValue(func() *letterIndex { return newFuzzyIndex(x) })
	x.titles = sync.OnceValue(func() map[string]struct{} { return titlesOf(gemeinden) })
	return x
}

// titlesOf returns the words that stand behind names in the register, behind the
// comma: no list of them is needed.
func titlesOf(gemeinden *gemeindeTabelle) map[string]struct{} {
	titles, seen := make(map[string]struct{}), make(map[string]struct{})
	var w fold.Words
	enter := func(title string) {
		w.Fold(title, false)
		for at := range w.Len() {
			if word := w.Word(at); len(word) > 2 && !fold.IsSmall(word) {
				titles[string(word)] = struct{}{}
			}
		}
	}
	for art := Markt; art <= GrosseKreisstadt; art++ {
		enter(art.String())
	}
	for i := range gemeinden.len() {
		title := zusatz(gemeinden.name(i))
		if _, known := seen[title]; known || len(title) <= 2 { // M and St are Markt and Stadt
			continue
		}
		seen[title] = struct{}{}
		enter(title)
	}
	return titles
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
	letters []byte // of the names
	spelled []uint32
	rank    uint16
	words   fold.Words
}

// add enters a name under all the keys it should be found by.
func (b *nameIndexBuilder) add(name string) {
	w := &b.words
	w.Fold(name, false)
	b.letters = w.AppendLetters(b.letters, 0, w.Len())
	b.spelled = append(b.spelled, uint32(len(b.letters)))
	b.enter(kindName, 0, w.Len())
	if w.Core() < w.Len() {
		b.enter(kindName, 0, w.Core())
	}
	if w.Len() > 1 && string(w.Word(0)) == "bad" {
		b.enter(kindNoBad, 1, w.Len())
		if w.Core() < w.Len() {
			b.enter(kindNoBad, 1, w.Core())
		}
	}
	for i := 1; i < w.Len(); i++ {
		kind := kindWord
		if i >= w.Core() {
			kind = kindRiver
		}
		if len(w.Word(i)) > 2 && !fold.IsSmall(w.Word(i)) && !isUnit(w.Word(i)) {
			b.enter(kind, i, i+1)
		}
	}
	if first, second, double := strings.Cut(name, "/"); double { // behind it also the Sorbian name
		w.Fold(first, false)
		b.enter(kindName, 0, w.Len())
		w.Fold(second, false)
		b.enter(kindOther, 0, w.Core())
	}
}

// enter adds one key.
func (b *nameIndexBuilder) enter(kind nameKind, from, to int) {
	start := len(b.text)
	b.text = b.words.AppendKey(b.text, from, to)
	key := b.text[start:]
	if len(key) == 0 {
		return
	}
	b.entries = append(b.entries, nameEntry{packLetters(key), newNameRef(start, len(b.text), kind, b.rank)})
	if to-from == 1 || !fold.Doubles(key) {
		return
	}
	// Typed as one word, letters merge that two words keep.
	end := len(b.text)
	b.text = append(b.text, key...)
	merged := fold.Merge(b.text[end:])
	b.text = b.text[:end+len(merged)]
	b.entries = append(b.entries, nameEntry{packLetters(merged), newNameRef(end, len(b.text), kind, b.rank)})
}

// find returns the entries that begin with key: exact ones in [from, exact),
// longer ones in [exact, to).
func (x *nameIndex) find(key []byte) (from, exact, to int) {
	head := packLetters(key)
	from, to = int(x.starts[head>>headShift]), int(x.starts[head>>headShift+1])
	from += sort.Search(to-from, func(i int) bool {
		other := x.entries[from+i].head
		return other > head || other == head && bytes.Compare(x.key(from+i), key) >= 0
	})
	exact = from
	for exact < len(x.entries) && bytes.Equal(x.key(exact), key) {
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
func (x *nameIndex) begins(entry int, key []byte) bool {
	return entry < len(x.entries) && bytes.HasPrefix(x.key(entry), key)
}

// lettersOf returns the letters of the name of a Gemeinde by its position.
func (x *nameIndex) lettersOf(at int) []byte {
	start := uint32(0)
	if at > 0 {
		start = x.spelled[at-1]
	}
	return x.letters[start:x.spelled[at]]
}
