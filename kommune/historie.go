// SPDX-License-Identifier: Apache-2.0

package kommune

import "slices"

// change is one move of a whole Gemeinde, or of each part where it was split up.
type change struct {
	from  AGS
	ab    Datum
	exact bool // ab is the day; otherwise the last day of the year of the change
	part  bool // only a part left, and the old key lives on
	edge
}

type edge struct {
	to AGS
	share
}

// share is a part of what a key stood for, in billionths; negative where no
// source states it.
type share struct{ inhabitants, area int32 }

const (
	whole    = 1_000_000_000
	unstated = -1
)

// keyEnd is a day from which a key no longer holds.
type keyEnd struct {
	ab         Datum
	holds      Datum // from which it holds again; zero where it never does
	from, to   int32 // of its edges
	exact      bool
	exactHolds bool
	undone     bool // a merger: what holds again is what had gone up in the one successor
}

// historie knows the ends of keys. It does not change after it was made. Its
// parts are flat and small, as the first question waits until it is made.
type historie struct {
	knownUntil Datum            // all ends of keys until this day are here
	edition    Datum            // whose keys the register has
	index      keyIndex[uint32] // position in ends of the first end of a key
	ends       []keyEnd         // by key and time
	edges      []edge
	parts      []change      // after which the old key lived on
	onlyNew    map[AGS]Datum // keys no register here holds yet, with their first day
	open       map[AGS]openEnd
}

// openEnd is the end of a key of which no source says what took its place: the
// last edition that has it, and the first one that has not.
type openEnd struct{ last, first Datum }

// newHistorie makes a history of changes in any order.
func newHistorie(changes []change, knownUntil, edition Datum) *historie {
	slices.SortStableFunc(changes, func(a, b change) int {
		if order := a.from.Compare(b.from); order != 0 {
			return order
		}
		return a.ab.Compare(b.ab)
	})
	b := newHistorieBuilder(len(changes), knownUntil, edition)
	for i := range changes {
		b.add(&changes[i])
	}
	return b.finish()
}

// historieBuilder takes changes sorted by key and time.
type historieBuilder struct {
	*historie
	keys []uint32 // of each end
}

func newHistorieBuilder(size int, knownUntil, edition Datum) historieBuilder {
	h := &historie{
		knownUntil: knownUntil, edition: edition, onlyNew: make(map[AGS]Datum),
		ends: make([]keyEnd, 0, size), edges: make([]edge, 0, size),
	}
	return historieBuilder{h, make([]uint32, 0, size)}
}

func (b *historieBuilder) add(c *change) {
	if c.ab.After(b.edition) {
		b.onlyNew[c.to] = c.ab
	}
	if c.part {
		b.parts = append(b.parts, *c)
		return
	}
	last := len(b.ends) - 1
	if last < 0 || b.keys[last] != c.from.n || b.ends[last].ab != c.ab {
		b.keys = append(b.keys, c.from.n)
		b.ends = append(b.ends, keyEnd{ab: c.ab, exact: c.exact, from: int32(len(b.edges))})
		last++
	}
	b.edges = append(b.edges, c.edge)
	b.ends[last].to = int32(len(b.edges))
}

// finish finds out which keys came back.
func (b *historieBuilder) finish() *historie {
	h := b.historie
	h.index = newKeyIndex[uint32](b.keys)
	for i := range h.ends {
		makeWhole(h.edgesOf(&h.ends[i]))
	}
	for c := range h.changes {
		h.returned(c)
	}
	return h
}

// makeWhole lets shares sum to the whole, which rounded ones of a source may
// miss: the greatest takes the rest.
func makeWhole(edges []edge) {
	if len(edges) == 1 {
		edges[0].share = share{whole, whole} // whatever a source states
		return
	}
	fit := func(part func(*edge) *int32) {
		rest, greatest := int32(whole), part(&edges[0])
		for i := range edges {
			p := part(&edges[i])
			if *p == unstated {
				return
			}
			rest -= *p
			if *p > *greatest {
				greatest = p
			}
		}
		const rounded = whole / 1000
		if -rounded < rest && rest < rounded {
			*greatest += rest
		}
	}
	fit(func(e *edge) *int32 { return &e.inhabitants })
	fit(func(e *edge) *int32 { return &e.area })
}

// changes iterates over all changes.
func (h *historie) changes(yield func(change) bool) {
	for i := range h.ends {
		end := &h.ends[i]
		for _, e := range h.edgesOf(end) {
			if !yield(change{from: AGS{h.index.keys[i]}, ab: end.ab, exact: end.exact, edge: e}) {
				return
			}
		}
	}
	for _, c := range h.parts {
		if !yield(c) {
			return
		}
	}
}

func (h *historie) edgesOf(end *keyEnd) []edge { return h.edges[end.from:end.to] }

// returned notes that a change brought an ended key back.
func (h *historie) returned(c change) {
	ends := h.endsOf(c.to)
	for i := len(ends) - 1; i >= 0; i-- {
		end := &ends[i]
		if !end.ab.Before(c.ab) {
			continue
		}
		if end.holds.IsZero() || c.ab.Before(end.holds) {
			end.holds, end.exactHolds = c.ab, c.exact
			successors := h.edgesOf(end)
			end.undone = c.part && len(successors) == 1 && successors[0].to == c.from
		}
		return
	}
}

// endsOf returns the ends of a key in the order of time.
func (h *historie) endsOf(key AGS) []keyEnd {
	from := h.index.find(key.n)
	if from < 0 {
		return nil
	}
	to := from + 1
	for to < len(h.ends) && h.index.keys[to] == key.n {
		to++
	}
	return h.ends[from:to]
}

// startedBy reports whether a key that no register holds yet does so on a day.
func (h *historie) startedBy(key AGS, day Datum) bool {
	start, ok := h.onlyNew[key]
	return ok && !day.Before(start)
}

// endBefore returns the end because of which the key does not hold on the day,
// or nil.
func endBefore(ends []keyEnd, day Datum) *keyEnd {
	for i := len(ends) - 1; i >= 0; i-- {
		end := &ends[i]
		if end.ab.After(day) {
			continue
		}
		if end.holds.IsZero() || day.Before(end.holds) {
			return end
		}
		return nil
	}
	return nil
}

// endAfter returns the first end after one day if it is not after another, or
// nil.
func endAfter(ends []keyEnd, after, until Datum) *keyEnd {
	for i := range ends {
		if end := &ends[i]; end.ab.After(after) {
			if end.ab.After(until) {
				return nil
			}
			return end
		}
	}
	return nil
}

// changesWithin reports whether the key ends within the year of the day, on a
// day that is not known.
func changesWithin(ends []keyEnd, day Datum) bool {
	for i := range ends {
		if !ends[i].exact && laterInTheYear(ends[i].ab, day) {
			return true
		}
	}
	return false
}

// returnsWithin reports whether the key holds again within the year of the day,
// on a day that is not known.
func (e *keyEnd) returnsWithin(day Datum) bool {
	return !e.exactHolds && laterInTheYear(e.holds, day)
}

func laterInTheYear(change, day Datum) bool {
	return change.After(day) && change.Year() == day.Year()
}
