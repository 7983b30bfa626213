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

// keyEnd is a day from which a key no longer holds.
type keyEnd struct {
	ab         Datum
	holds      Datum // from which it holds again; zero where it never does
	edges      span
	exact      bool
	exactHolds bool
	undone     bool // a merger: what holds again is what had gone up in the one successor
}

// span is a part of a slice; without pointers, as there are many.
type span struct{ from, to int32 }

// historie knows the ends of keys. It does not change after it was made.
type historie struct {
	knownUntil Datum
	changes    []change // as given, for a history that adds to this one
	index      keyIndex // position in keys of a key that ended
	keys       []span   // of ends
	ends       []keyEnd
	edges      []edge
	onlyNew    map[AGS]Datum // keys no register here holds yet, with their first day
}

// newHistorie sorts changes by key and time and finds out which keys came back.
func newHistorie(changes []change, knownUntil Datum) *historie {
	byKeyAndTime := func(a, b change) int {
		if order := a.from.Compare(b.from); order != 0 {
			return order
		}
		return a.ab.Compare(b.ab)
	}
	if !slices.IsSortedFunc(changes, byKeyAndTime) {
		slices.SortStableFunc(changes, byKeyAndTime)
	}
	h := &historie{
		knownUntil: knownUntil, changes: changes, onlyNew: make(map[AGS]Datum),
		keys: make([]span, 0, len(changes)), ends: make([]keyEnd, 0, len(changes)), edges: make([]edge, 0, len(changes)),
	}
	ended := make([]uint32, 0, len(changes))
	for _, c := range changes {
		if c.ab.After(knownUntil) {
			h.onlyNew[c.to] = c.ab
		}
		if c.part {
			continue
		}
		if len(ended) == 0 || ended[len(ended)-1] != c.from.n {
			ended = append(ended, c.from.n)
			h.keys = append(h.keys, span{int32(len(h.ends)), int32(len(h.ends))})
		}
		key := &h.keys[len(h.keys)-1]
		if key.from == key.to || h.ends[key.to-1].ab != c.ab {
			h.ends = append(h.ends, keyEnd{ab: c.ab, exact: c.exact, edges: span{int32(len(h.edges)), int32(len(h.edges))}})
			key.to++
		}
		h.edges = append(h.edges, c.edge)
		h.ends[key.to-1].edges.to++
	}
	for _, end := range h.ends {
		if edges := h.edgesOf(&end); len(edges) == 1 {
			edges[0].share = share{inhabitants: 1, area: 1} // whatever a source states
		}
	}
	h.index = newKeyIndex(ended)
	for _, c := range changes {
		h.returned(c)
	}
	return h
}

func (h *historie) edgesOf(end *keyEnd) []edge { return h.edges[end.edges.from:end.edges.to] }

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
