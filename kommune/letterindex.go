// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"math/bits"
	"slices"
)

// letterIndex finds keys that have the letters of another, or nearly all of
// them, without looking at the keys themselves. It holds a table of bits: a column
// for each key, a row for each letter and for each letter that stands in a key
// twice. Keys of equal length and with equally many marks are neighbours, so that
// a few instructions decide about 64 keys that may have equally many errors.
type letterIndex struct {
	ids    []uint32        // of the keys, by column
	words  int             // of a row
	rows   []uint64        // one row after the other
	sizes  [allRows]uint32 // bits of each row
	groups []letterGroup
}

// letterGroup are columns of equal length and with equally many marks.
type letterGroup struct {
	length, marks uint8
	from, to      uint32
}

const (
	letterRows = 27 // digits share one
	allRows    = 2 * letterRows
)

// maxFuzzy is the longest key compared with typing errors: a machine word of
// [typingPattern].
const maxFuzzy = 63

// marksOf returns the rows in which a key has a bit.
func marksOf[S []byte | string](key S) (set uint64) {
	for i := range len(key) {
		letter := letterRows - 1
		if c := key[i]; 'a' <= c && c <= 'z' {
			letter = int(c - 'a')
		}
		if bit := uint64(1) << letter; set&bit == 0 {
			set |= bit
		} else {
			set |= bit << letterRows
		}
	}
	return set
}

// newLetterIndex takes the keys each visits, up to the longest that is compared.
func newLetterIndex[S []byte | string](each func(visit func(id uint32, key S))) *letterIndex {
	const most = maxFuzzy + 1 // of lengths and, as each letter gives one at most, of marks
	var starts [most*most + 1]uint32
	group := func(key S) int { return len(key)*most + bits.OnesCount64(marksOf(key)) }
	each(func(_ uint32, key S) {
		if len(key) <= maxFuzzy {
			starts[group(key)+1]++
		}
	})
	x := new(letterIndex)
	for g := range most * most {
		starts[g+1] += starts[g]
		if starts[g+1] > starts[g] {
			x.groups = append(x.groups, letterGroup{uint8(g / most), uint8(g % most), starts[g], starts[g+1]})
		}
	}
	x.ids = make([]uint32, starts[most*most])
	x.words = (len(x.ids) + 63) / 64
	x.rows = make([]uint64, allRows*x.words)
	each(func(id uint32, key S) {
		if len(key) > maxFuzzy {
			return
		}
		next := &starts[group(key)]
		column := int(*next)
		*next++
		x.ids[column] = id
		for marks := marksOf(key); marks != 0; marks &= marks - 1 {
			row := bits.TrailingZeros64(marks)
			x.rows[row*x.words+column/64] |= 1 << (column % 64)
			x.sizes[row]++
		}
	})
	return x
}

// letterQuery are the rows of a key, the ones with fewest bits first: they rule out
// most, and then the others need no look.
type letterQuery struct {
	rows [maxFuzzy][]uint64
	n    int
}

func (x *letterIndex) query(q *letterQuery, key []byte) {
	var sizes [maxFuzzy]uint32
	for marks := marksOf(key); marks != 0; marks &= marks - 1 {
		row := bits.TrailingZeros64(marks)
		at := q.n
		for ; at > 0 && sizes[at-1] > x.sizes[row]; at-- {
			sizes[at], q.rows[at] = sizes[at-1], q.rows[at-1]
		}
		sizes[at], q.rows[at] = x.sizes[row], x.rows[row*x.words:(row+1)*x.words]
		q.n++
	}
}

// near calls visit for every key that may be within so many typing errors (two
// at most) of key: letters left out, added, replaced, neighbours exchanged. An
// error takes one mark away at most and adds one at most. Of the errors as many
// only add, or only take away, as the one key is longer than the other.
func (x *letterIndex) near(key []byte, errors int, visit func(id uint32)) {
	if len(key) > maxFuzzy {
		return
	}
	var q letterQuery
	x.query(&q, key)
	for _, g := range x.groups {
		longer := int(g.length) - len(key)
		missing := errors - max(longer, 0)
		added := errors - max(-longer, 0)
		// A key has the marks of the other less what is missing and with what is added.
		missing = min(missing, added+q.n-int(g.marks))
		if missing < 0 {
			continue
		}
		for word := g.from / 64; word*64 < g.to; word++ {
			x.visit(q.missing(word, missing, g.columns(word)), word, visit)
		}
	}
}

// holding calls visit for every longer key that has all letters of key.
func (x *letterIndex) holding(key []byte, visit func(id uint32)) {
	from := slices.IndexFunc(x.groups, func(g letterGroup) bool { return int(g.length) > len(key) })
	if from < 0 || len(key) > maxFuzzy {
		return
	}
	var q letterQuery
	x.query(&q, key)
	longer := letterGroup{from: x.groups[from].from, to: uint32(len(x.ids))}
	for word := longer.from / 64; word*64 < longer.to; word++ {
		x.visit(q.missing(word, 0, longer.columns(word)), word, visit)
	}
}

// missing returns which of 64 columns, among some, miss so many marks of the query at
// most. It goes on no longer than any of them may.
func (q *letterQuery) missing(word uint32, most int, among uint64) uint64 {
	once := ^among // columns that miss so many, or more
	twice, thrice := once, once
	switch most {
	case 0:
		for _, row := range q.rows[:q.n] {
			if once |= ^row[word]; once == ^uint64(0) {
				return 0
			}
		}
		return ^once
	case 1:
		for _, row := range q.rows[:q.n] {
			gone := ^row[word]
			if twice |= once & gone; twice == ^uint64(0) {
				return 0
			}
			once |= gone
		}
		return ^twice
	default:
		for _, row := range q.rows[:q.n] {
			gone := ^row[word]
			if thrice |= twice & gone; thrice == ^uint64(0) {
				return 0
			}
			twice |= once & gone
			once |= gone
		}
		return ^thrice
	}
}

// columns returns which of 64 columns are of the group.
func (g letterGroup) columns(word uint32) uint64 {
	columns := ^uint64(0)
	if word*64 < g.from {
		columns <<= g.from % 64
	}
	if end := g.to - word*64; end < 64 {
		columns &= 1<<end - 1
	}
	return columns
}

func (x *letterIndex) visit(columns uint64, word uint32, visit func(id uint32)) {
	for ; columns != 0; columns &= columns - 1 {
		visit(x.ids[word*64+uint32(bits.TrailingZeros64(columns))])
	}
}
