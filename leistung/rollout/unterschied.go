// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"sort"

	"github.com/deutschland-stack/bausteine/leistung"
)

// Unterschied is what moved between two days, split by its five causes. For
// those live the five sum to the difference of the two figures in every unit;
// for those due the last three do.
type Unterschied struct {
	GoLives          Zahlen // went live, or came back
	Rueckschlaege    Zahlen // negative: suspended, withdrawn
	Gebiet           Zahlen // the territory changed
	Soll             Zahlen // who is due changed, or the population figures
	Berichtigungen   Zahlen // what is known today about the first day was not known then
	SollGebiet       Zahlen // of those due: the territory
	SollSoll         Zahlen // of those due: who is due
	SollBerichtigung Zahlen // of those due: corrections
}

// Live returns the sum of the five: how many more are live.
func (u Unterschied) Live() Zahlen {
	var z Zahlen
	for _, part := range []Zahlen{u.GoLives, u.Rueckschlaege, u.Gebiet, u.Soll, u.Berichtigungen} {
		z.add(1, part)
	}
	return z
}

// Faellig returns how many more are due.
func (u Unterschied) Faellig() Zahlen {
	var z Zahlen
	for _, part := range []Zahlen{u.SollGebiet, u.SollSoll, u.SollBerichtigung} {
		z.add(1, part)
	}
	return z
}

// Unterschied compares two days of a service in an area. What is known at the
// later one about the earlier one and was not known then goes to the
// corrections; from there on every step between the days goes to its cause. Each
// step counts as what it changes when it is taken, in the order of the fold, so
// that the parts sum up.
func (b *Buch) Unterschied(dienst leistung.Schluessel, gebiet Gebiet, von, bis Stichtag) Unterschied {
	b.mu.RLock()
	defer b.mu.RUnlock()
	var u Unterschied
	vonBekannt, bisBekannt := Sicht{b, von}.bekannt(), Sicht{b, bis}.bekannt()
	sign := int64(1)
	from, to := von.Gueltig, bis.Gueltig
	if to.Before(from) { // backwards: the same steps, undone
		from, to, sign = to, from, -1
	}
	for _, a := range b.dienste[dienst] {
		if a.apart(gebiet) {
			continue
		}
		steps := a.known(bisBekannt)
		if vonBekannt != bisBekannt {
			thenLive, thenDue := a.counts(a.known(vonBekannt), von, gebiet)
			nowLive, nowDue := a.counts(steps, von, gebiet)
			u.Berichtigungen.add(1, nowLive)
			u.Berichtigungen.add(-1, thenLive)
			u.SollBerichtigung.add(1, nowDue)
			u.SollBerichtigung.add(-1, thenDue)
		}
		first := sort.Search(len(steps), func(i int) bool { return steps[i].ab.After(from) })
		last := first + sort.Search(len(steps)-first, func(i int) bool { return steps[first+i].ab.After(to) })
		var before stufe
		if first > 0 {
			before = steps[first-1]
		}
		for i := first; i < last; i++ {
			if steps[i].menge != before.menge || steps[i].stand != before.stand {
				a.split(&u, &before, &steps[i], gebiet, sign)
			}
			before = steps[i]
		}
	}
	return u
}

// split puts what one step changes to its cause.
func (a *akte) split(u *Unterschied, before, after *stufe, g Gebiet, sign int64) {
	moved, movedDue := a.count(after, g)
	wasLive, wasDue := a.count(before, g)
	moved.add(-1, wasLive)
	movedDue.add(-1, wasDue)
	part, partDue := &u.Soll, &u.SollSoll
	switch {
	case after.gebiet:
		part, partDue = &u.Gebiet, &u.SollGebiet
	case !after.vomSoll && moved.Traeger > 0:
		part = &u.GoLives
	case !after.vomSoll:
		part = &u.Rueckschlaege
	}
	part.add(sign, moved)
	partDue.add(sign, movedDue)
}

func (a *akte) counts(steps []stufe, tag Stichtag, g Gebiet) (live, due Zahlen) {
	step, ok := at(steps, tag.Gueltig)
	if !ok {
		return live, due
	}
	return a.count(&step, g)
}

// count returns what a step adds to those live and to those due in the area.
func (a *akte) count(step *stufe, g Gebiet) (live, due Zahlen) {
	if step.menge == nil {
		return live, due
	}
	due, inside := step.menge.in(a.stelle, g)
	if !inside {
		return Zahlen{}, Zahlen{}
	}
	if step.stand == codeProduktiv {
		live = due
	}
	return live, due
}
