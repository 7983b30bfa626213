// SPDX-License-Identifier: Apache-2.0

package prognose

import (
	"errors"
	"fmt"
)

// ErrInput reports numbers that cannot be: more live than due, a horizon of
// nothing.
var ErrInput = errors.New("prognose: impossible input")

// Bounds of what is computed.
const (
	MaxWochen = 104 // the farthest horizon
	tempo     = 12  // weeks of which the pace is the mean
	mindest   = 10  // earlier forecasts for a calibrated band
	pfade     = 2000
)

// Lage is where a roll-out stands at the origin of a forecast.
type Lage struct {
	// Zugang is the net number of go-lives of each week, oldest first, the last
	// one ending at the origin. Changes of territory and of who is due are not in
	// it: a merger does not make anybody faster.
	Zugang  []int
	Live    int // at the origin
	Faellig int // due at the origin
	// Rest is how many may still become live: due, not live, not declined and not
	// covered otherwise.
	Rest int
}

func (l *Lage) check(wochen int) error {
	if wochen < 1 || wochen > MaxWochen {
		return fmt.Errorf("%w: the horizon is 1 to %d weeks", ErrInput, MaxWochen)
	}
	if l.Live < 0 || l.Rest < 0 || l.Live+l.Rest > l.Faellig || l.Faellig > 1_000_000 || len(l.Zugang) > 10_000 {
		return fmt.Errorf("%w: live and rest are parts of those due", ErrInput)
	}
	return nil
}

// Tempo returns the mean number of go-lives a week of the last twelve weeks, or
// of as many as there are; 0 where it went backwards.
func (l *Lage) Tempo() float64 {
	weeks := l.Zugang[max(0, len(l.Zugang)-tempo):]
	if len(weeks) == 0 {
		return 0
	}
	sum := 0
	for _, n := range weeks {
		sum += n
	}
	return max(0, float64(sum)/float64(len(weeks)))
}

// Noetig returns the pace at which all that can become live will be in so many
// weeks.
func (l *Lage) Noetig(wochen int) float64 { return float64(l.Rest) / float64(max(1, wochen)) }

// point is the expected number of go-lives, between 0 and what is left.
func (l *Lage) point(wochen int) float64 {
	return min(l.Tempo()*float64(wochen), float64(l.Rest))
}
