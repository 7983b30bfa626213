// SPDX-License-Identifier: Apache-2.0

package prognose_test

import (
	"math"
	"math/rand/v2"
)

// wahrheit is an invented roll-out of 189 offices whose course is known: teams
// with lognormal work, that learn and in a third of the runs change in strength;
// offices that wait for a vendor and offices that never come, of whom a third is
// not known at the origin; go-lives on Stichtage only; two dead weeks. It is not
// of the family of the forecasters.
type wahrheit struct {
	zugang  []int // go-lives by week
	faellig int
	bekannt int // declined, and known to have
}

const wochenGesamt = 80

func neueWahrheit(seed uint64) wahrheit {
	r := rand.New(rand.NewPCG(seed, 7))
	const offices = 189
	teams := 4 + r.IntN(8)
	base := 3.0 + 3*r.Float64() // weeks of work of a team for an office at first
	learn := 0.1 + 0.3*r.Float64()
	change, factor := wochenGesamt+1, 1.0
	if r.IntN(3) == 0 {
		change, factor = 10+r.IntN(30), []float64{0.5, 0.7, 1.4, 2}[r.IntN(4)]
	}
	vendor := 0.05 + 0.25*r.Float64()
	never := 0.02 + 0.10*r.Float64()
	lump := []int{1, 2, 4}[r.IntN(3)]
	dead := [2]int{15 + r.IntN(8), 40 + r.IntN(12)}

	type office struct {
		ready float64 // not before this week
		work  float64
	}
	queue := make([]office, 0, offices)
	w := wahrheit{zugang: make([]int, wochenGesamt), faellig: offices}
	for range offices {
		switch p := r.Float64(); {
		case p < never:
			if r.IntN(3) > 0 {
				w.bekannt++
			}
		case p < never+vendor:
			queue = append(queue, office{ready: 10 * math.Exp(0.8*r.NormFloat64()), work: math.Exp(0.5 * r.NormFloat64())})
		default:
			queue = append(queue, office{work: math.Exp(0.5 * r.NormFloat64())})
		}
	}
	strength := float64(teams)
	done, waiting := 0, 0
	budget := 0.0
	for week := range wochenGesamt {
		if week == change {
			strength *= factor
		}
		if week != dead[0] && week != dead[1] {
			budget += strength / (base * math.Pow(1+float64(done), -learn/2))
		}
		for i := 0; i < len(queue); {
			if queue[i].ready > float64(week) {
				i++
				continue
			}
			if queue[i].work > budget {
				break
			}
			budget -= queue[i].work
			queue = append(queue[:i], queue[i+1:]...)
			done++
			waiting++
		}
		if len(queue) == 0 || queue[0].ready > float64(week) {
			budget = min(budget, strength)
		}
		if week%lump == 0 {
			w.zugang[week], waiting = waiting, 0
		}
	}
	return w
}

func (w *wahrheit) live(week int) int {
	sum := 0
	for _, n := range w.zugang[:week+1] {
		sum += n
	}
	return sum
}

// runs returns truths with 20 to 175 live at the origin, from a seed on.
func runs(n int, seed uint64, origin int) (list []wahrheit) {
	for ; len(list) < n; seed++ {
		w := neueWahrheit(seed)
		if live := w.live(origin); live >= 20 && live <= 175 {
			list = append(list, w)
		}
	}
	return list
}
