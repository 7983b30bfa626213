// SPDX-License-Identifier: Apache-2.0

package prognose

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Prognose is how many will be live at the horizon.
type Prognose struct {
	Wochen       int `json:"wochen"`
	Punkt        int `json:"punkt"` // expected
	Unten        int `json:"unten"` // the band of 80 %
	Oben         int `json:"oben"`
	Hoechstens   int `json:"hoechstens"` // live at best: live now and what is left
	Faellig      int `json:"faellig"`
	AlleProMille int `json:"alleProMille"` // the probability that all due are live, in thousandths, rounded down
	// Geeicht says that the band rests on earlier forecasts, Rueckschauen on how
	// many.
	Geeicht      bool `json:"geeicht"`
	Rueckschauen int  `json:"rueckschauen"`
}

// Forecast looks so many weeks ahead. The Eichung must be of the same horizon, or
// empty. The seed decides the simulated paths: the same gives the same.
func Forecast(l Lage, wochen int, e Eichung, seed uint64) (Prognose, error) {
	if err := l.check(wochen); err != nil {
		return Prognose{}, err
	}
	if e.Len() > 0 && e.wochen != wochen {
		return Prognose{}, fmt.Errorf("%w: the earlier forecasts looked %d weeks ahead, this one looks %d", ErrInput, e.wochen, wochen)
	}
	point := l.point(wochen)
	p := Prognose{
		Wochen: wochen, Punkt: l.Live + int(math.Round(point)), Hoechstens: l.Live + l.Rest, Faellig: l.Faellig,
		Geeicht: e.Genug(), Rueckschauen: e.Len(),
	}
	random := rand.New(rand.NewPCG(seed, uint64(wochen))) //nolint:gosec // a simulation that must be repeatable
	var low, high int
	all := 0
	if p.Geeicht {
		n := e.Len()
		z := logit(point, l.Rest)
		low, high = unlogit(z+e.rank((n+1)/10), l.Rest), unlogit(z+e.rank((9*(n+1)+9)/10), l.Rest)
		for range pfade {
			if unlogit(z+e.fehler[random.IntN(n)], l.Rest) == l.Rest {
				all++
			}
		}
	} else {
		paths := l.paths(wochen, random)
		low, high = paths[pfade/10-1], paths[pfade*9/10]
		first, _ := slices.BinarySearch(paths, l.Rest)
		all = pfade - first
	}
	if l.Rest == 0 {
		low, high, all = 0, 0, pfade
	}
	p.Unten, p.Oben = l.Live+low, l.Live+high
	if p.Hoechstens == p.Faellig {
		p.AlleProMille = all * 1000 / pfade
	}
	return p, nil
}

// paths simulates the number of go-lives: blocks of four weeks out of the last
// sixteen, at a rate that may be off by 40 %, sorted.
func (l *Lage) paths(wochen int, random *rand.Rand) []int {
	const block, window, sigma = 4, 16, 0.4
	weeks := l.Zugang[max(0, len(l.Zugang)-window):]
	list := make([]int, pfade)
	for i := range list {
		if len(weeks) == 0 {
			continue
		}
		rate := math.Exp(random.NormFloat64()*sigma - sigma*sigma/2)
		sum := 0.0
		for left := wochen; left > 0; left -= block {
			at := random.IntN(max(1, len(weeks)-block+1))
			for k := range min(block, left) {
				sum += float64(weeks[min(at+k, len(weeks)-1)])
			}
		}
		list[i] = min(max(int(math.Round(sum*rate)), 0), l.Rest)
	}
	slices.Sort(list)
	return list
}

// Ende is when all that are due will be live, in weeks from the origin; -1 where
// that is not in sight within MaxWochen.
type Ende struct {
	Frueh    int `json:"frueh"`    // the upper end of the band reaches all
	Erwartet int `json:"erwartet"` // the point does
	Spaet    int `json:"spaet"`    // the lower end does
}

// Completion inverts the band over the horizons. The function gives the errors
// of earlier forecasts for a horizon.
func Completion(l Lage, eichung func(wochen int) Eichung, seed uint64) (Ende, error) {
	end := Ende{-1, -1, -1}
	if l.Live+l.Rest < l.Faellig {
		return end, l.check(1) // some declined: there is no day for all
	}
	for w := 1; w <= MaxWochen && end.Spaet < 0; w++ {
		p, err := Forecast(l, w, eichung(w), seed)
		if err != nil {
			return end, err
		}
		for _, f := range []struct {
			week  *int
			value int
		}{{&end.Frueh, p.Oben}, {&end.Erwartet, p.Punkt}, {&end.Spaet, p.Unten}} {
			if *f.week < 0 && f.value >= l.Faellig {
				*f.week = w
			}
		}
	}
	return end, nil
}

// WithTeams returns the situation as if the part that teams limit went faster by
// the factor: ten instead of six teams are 10, 6. Only a share of what is left,
// so many of Rest, waits for teams; who waits for a vendor, a certificate or a
// Stichtag does not become faster.
func (l Lage) WithTeams(now, then, limited int) (Lage, error) {
	if now < 1 || then < 0 || limited < 0 || limited > l.Rest {
		return Lage{}, fmt.Errorf("%w: teams, and those that wait for them", ErrInput)
	}
	if l.Rest == 0 {
		return l, nil
	}
	share := float64(limited) / float64(l.Rest)
	factor := 1 - share + share*float64(then)/float64(now)
	faster := l
	faster.Zugang = slices.Clone(l.Zugang)
	carry := 0.0
	for i, n := range l.Zugang { // whole go-lives, and none lost to rounding
		carry += float64(n) * factor
		faster.Zugang[i] = int(math.Round(carry))
		carry -= float64(faster.Zugang[i])
	}
	return faster, nil
}
