// SPDX-License-Identifier: Apache-2.0

package kommune

import (
	"cmp"
	"slices"
)

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

// keyEnd is a day from which a key no longer holds.
type keyEnd struct {
	ab    Datum
	exact bool
	holds Datum // from which it holds again; zero where it never does
	edges []edge
	first int // position of edges in the slice they are collected in
}

// historie knows the ends of keys. It does not change after it was made.
type historie struct {
	knownUntil Datum
	changes    []change // as given, for a history that adds to this one
	index      keyIndex // position in keys of a key that ended
	keys       []span   // of ends
	ends       []keyEnd
	onlyNew    map[AGS]Datum // keys no register here holds yet, with their first day
}

type span struct{ from, to int32 }

// newHistorie sorts changes by key and time and finds out which keys came back.
func newHistorie(changes []change, knownUntil Datum) *historie {
	slices.SortStableFunc(changes, func(a, b change) int {
		return cmp.Or(a.from.Compare(b.from), a.ab.Compare(b.ab))
	})
	h := &historie{knownUntil: knownUntil, changes: changes, onlyNew: make(map[AGS]Datum)}
	edges := make([]edge, 0, len(changes)) // never grows: the ends hold slices of it
	var ended []uint32
	var last AGS
	for _, c := range changes {
		if c.ab.After(knownUntil) {
			h.onlyNew[c.to] = c.ab
		}
		if c.part {
			continue
		}
		if c.from != last {
			last = c.from
			ended = append(ended, c.from.n)
			h.keys = append(h.keys, span{int32(len(h.ends)), int32(len(h.ends))})
		}
		key := &h.keys[len(h.keys)-1]
		if key.from == key.to || h.ends[key.to-1].ab != c.ab {
			h.ends = append(h.ends, keyEnd{ab: c.ab, exact: c.exact, first: len(edges)})
			key.to++
		}
		edges = append(edges, c.edge)
		end := &h.ends[key.to-1]
		end.edges = edges[end.first:]
	}
	for i := range h.ends {
		if edges := h.ends[i].edges; len(edges) == 1 {
			edges[0].share = share{inhabitants: 1, area: 1} // whatever a source states
		}
	}
	h.index = newKeyIndex(ended)
	for _, c := range changes {
		h.returned(c)
	}
	return h
}

// returned notes that a change brought an ended key back.
func (h *historie) returned(c change) {
	ends := h.endsOf(c.to)
	for i := len(ends) - 1; i >= 0; i-- {
		if ends[i].ab.Before(c.ab) {
			if ends[i].holds.IsZero() || c.ab.Before(ends[i].holds) {
				ends[i].holds = c.ab
			}
			return
		}
	}
}

func (h *historie) endsOf(key AGS) []keyEnd {
	i := h.index.find(key.n)
	if i < 0 {
		return nil
	}
	return h.ends[h.keys[i].from:h.keys[i].to]
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
	for _, end := range ends {
		if !end.exact && end.ab.After(day) && end.ab.Year() == day.Year() {
			return true
		}
	}
	return false
}
