// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"cmp"
	"slices"
	"sort"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// wissen is the fold of a pair as it was known between two corrections: within that
// time more was recorded, and nothing was replaced. What was known at an instant of it
// is then the beginning of its steps, as long as they were recorded in their order.
type wissen struct {
	seit, vor int64 // of the instants from seit on, before vor
	stufen    []stufe
	laeufe    []lauf
	geordnet  bool
}

// lauf are the steps in a row that are in one state; the step behind them is in another
// one. It repeats what a figure about durations asks of them.
type lauf struct {
	erfasst, endeErfasst int64       // of its first step and of the one behind it; forever where there is none
	menge                *menge      // of all its steps, where it is the same one
	von, bis             int32       // steps
	ab, ende             datum.Datum // days of the same two steps
	stand                standCode
	gleich               bool // menge is of all its steps
}

const (
	beginning, forever = -1 << 63, 1<<63 - 1
	// maxWissen bounds what is kept of earlier knowledge; what lies before it is
	// folded when somebody asks.
	maxWissen = 16
)

// relearn folds the events anew: once with everything known, and once before each
// correction.
func (a *akte) relearn() {
	var corrections []int64
	for i := range a.kurz {
		if int(a.kurz[i].root) != i {
			corrections = append(corrections, a.kurz[i].erfasst)
		}
	}
	for i := range a.soll {
		if int(a.soll[i].root) != i {
			corrections = append(corrections, a.soll[i].Erfasst.UnixNano())
		}
	}
	slices.Sort(corrections)
	corrections = slices.Compact(corrections)
	first := max(0, len(corrections)-maxWissen)
	a.wissen = a.wissen[:0]
	seit := int64(beginning)
	for i, at := range corrections {
		if i >= first {
			a.wissen = append(a.wissen, newWissen(a.fold(at-1, nil), seit, at))
		}
		seit = at
	}
	a.strahl = a.fold(forever, slices.Grow(a.strahl[:0], len(a.kurz)+len(a.soll)))
	a.wissen = append(a.wissen, newWissen(a.strahl, seit, forever))
}

func newWissen(steps []stufe, seit, vor int64) wissen {
	w := wissen{seit: seit, vor: vor, stufen: steps}
	w.geordnet = slices.IsSortedFunc(steps, func(x, y stufe) int { return cmp.Compare(max(x.erfasst, seit), max(y.erfasst, seit)) })
	for i := range steps {
		step := &steps[i]
		n := len(w.laeufe) - 1
		if n >= 0 && w.laeufe[n].stand == step.stand {
			w.laeufe[n].bis++
			w.laeufe[n].gleich = w.laeufe[n].gleich && w.laeufe[n].menge == step.menge
			continue
		}
		if n >= 0 {
			w.laeufe[n].ende, w.laeufe[n].endeErfasst = step.ab, step.erfasst
		}
		w.laeufe = append(w.laeufe, lauf{step.erfasst, forever, step.menge, int32(i), int32(i) + 1, step.ab, datum.Datum{}, step.stand, true})
	}
	slices.SortStableFunc(w.laeufe, func(x, y lauf) int { return cmp.Compare(x.stand, y.stand) })
	return w
}

// at is what was known at the instant: a wissen, and how many of its steps.
func (a *akte) at(bekannt int64) (*wissen, int) {
	if len(a.wissen) == 0 {
		return &wissen{}, 0
	}
	last := &a.wissen[len(a.wissen)-1]
	if bekannt >= a.letzter {
		return last, len(last.stufen)
	}
	for i := range a.wissen {
		w := &a.wissen[i]
		if bekannt >= w.vor || bekannt < w.seit || !w.geordnet {
			continue
		}
		return w, sort.Search(len(w.stufen), func(i int) bool { return w.stufen[i].erfasst > bekannt })
	}
	w := newWissen(a.fold(bekannt, nil), beginning, forever)
	return &w, len(w.stufen)
}

// known returns the steps as known at the instant.
func (a *akte) known(bekannt int64) []stufe {
	w, n := a.at(bekannt)
	return w.stufen[:n]
}

// until returns the steps up to the day.
func until(steps []stufe, tag datum.Datum) []stufe {
	return steps[:sort.Search(len(steps), func(i int) bool { return steps[i].ab.After(tag) })]
}

// at returns what holds on the day, and false where nothing is known of it.
func at(steps []stufe, tag datum.Datum) (stufe, bool) {
	steps = until(steps, tag)
	if len(steps) == 0 {
		return stufe{}, false
	}
	return steps[len(steps)-1], true
}
