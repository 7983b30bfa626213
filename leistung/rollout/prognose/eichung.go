// SPDX-License-Identifier: Apache-2.0

package prognose

import (
	"math"
	"slices"
)

// Rueckschau is an earlier forecast beside what came: so many were expected, so
// many could have become live, so many did.
type Rueckschau struct {
	Punkt float64
	Rest  int
	Ist   int
}

// Rueckblick returns the forecasts that would have been made along a line of
// weeks, with what came. Zugang[w] are the net go-lives of week w and rest[w] how
// many could still become live after it; only weeks of the line are used, so
// nothing after its end gets in. Origins are four weeks apart, the first after
// twelve weeks.
func Rueckblick(zugang, rest []int, wochen int) []Rueckschau {
	const step = 4
	var list []Rueckschau
	n := min(len(zugang), len(rest))
	for origin := tempo - 1; wochen >= 1 && origin+wochen < n; origin += step {
		l := Lage{Zugang: zugang[:origin+1], Rest: rest[origin]}
		if l.Rest <= 0 {
			break
		}
		came := 0
		for _, z := range zugang[origin+1 : origin+1+wochen] {
			came += z
		}
		list = append(list, Rueckschau{Punkt: l.point(wochen), Rest: l.Rest, Ist: came})
	}
	return list
}

// Eichung are the errors of earlier forecasts of one horizon. The zero Eichung
// has none.
type Eichung struct {
	wochen int
	fehler []float64 // sorted, on the scale of the logit
}

// NewEichung takes the errors of earlier forecasts that looked so many weeks
// ahead. Those with nothing left say nothing and are passed over.
func NewEichung(wochen int, earlier ...Rueckschau) Eichung {
	e := Eichung{wochen: wochen}
	for _, r := range earlier {
		if r.Rest > 0 {
			came := min(max(r.Ist, 0), r.Rest)
			e.fehler = append(e.fehler, logit(float64(came), r.Rest)-logit(r.Punkt, r.Rest))
		}
	}
	slices.Sort(e.fehler)
	return e
}

// Len returns how many earlier forecasts are in it.
func (e Eichung) Len() int { return len(e.fehler) }

// Genug reports whether they are enough for a calibrated band.
func (e Eichung) Genug() bool { return len(e.fehler) >= mindest }

// rank returns the k-th error, counted from 1, and the last one beyond the ends.
func (e Eichung) rank(k int) float64 { return e.fehler[min(max(k, 1), len(e.fehler))-1] }

// logit and its inverse keep what comes between 0 and what is left.
func logit(came float64, rest int) float64 {
	p := (min(max(came, 0), float64(rest)) + 0.5) / (float64(rest) + 1)
	return math.Log(p / (1 - p))
}

func unlogit(z float64, rest int) int {
	came := (float64(rest)+1)/(1+math.Exp(-z)) - 0.5
	return min(max(int(math.Round(came)), 0), rest)
}
