// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"slices"

	"github.com/deutschland-stack/bausteine/leistung"
)

// Dauer is how long connections stay in a state, in days. Visits that are still
// open count with what they lasted so far (Kaplan and Meier): a median of the
// finished ones alone would flatter.
type Dauer struct {
	Fertig, Offen int
	// Median and P90 are the days after which half and nine tenths have left the
	// state; -1 where that is not reached.
	Median, P90 int
}

// NewDauer computes the two values from finished and open visits. Without open
// ones they are the values of nearest rank, the ⌈p·n⌉-th.
func NewDauer(fertig, offen []int) Dauer {
	return newDauer(slices.Clone(fertig), slices.Clone(offen))
}

// newDauer is NewDauer on slices that it may sort.
func newDauer(fertig, offen []int) Dauer {
	slices.Sort(fertig)
	slices.Sort(offen)
	d := Dauer{Fertig: len(fertig), Offen: len(offen)}
	d.Median, d.P90 = quantile(fertig, offen, 1, 2), quantile(fertig, offen, 9, 10)
	return d
}

// quantile returns the first day on which the share that is left is at most
// 1 − num/den; both lists are sorted.
func quantile(done, open []int, num, den int) int {
	if len(open) == 0 {
		if len(done) == 0 {
			return -1
		}
		return done[(num*len(done)+den-1)/den-1]
	}
	const rounding = 1e-12 // of products of a few thousand factors
	left, o := 1.0, 0
	for i := 0; i < len(done); {
		day := done[i]
		for o < len(open) && open[o] < day { // left under observation before that day
			o++
		}
		atRisk := len(done) - i + len(open) - o
		n := i
		for n < len(done) && done[n] == day {
			n++
		}
		left *= 1 - float64(n-i)/float64(atRisk)
		if left <= 1-float64(num)/float64(den)+rounding {
			return day
		}
		i = n
	}
	return -1
}

// Dauer returns how long the authorities of an area are or were in a state, by
// calendar days. A visit ends where the state changes; where an authority stops
// being due, it is open with what it lasted.
func (s Sicht) Dauer(dienst leistung.Schluessel, gebiet Gebiet, stand Stand) Dauer {
	s.buch.mu.RLock()
	defer s.buch.mu.RUnlock()
	var all besuche
	code, bekannt := stand.code(), s.bekannt()
	places := s.buch.plaetze[dienst]
	for i := range places {
		if p := &places[i]; !p.apart(gebiet) {
			all.add(p, code, gebiet, s.tag.Gueltig, bekannt)
		}
	}
	return newDauer(all.fertig, all.offen)
}
