// SPDX-License-Identifier: Apache-2.0

package regel

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
)

// Vergleich says how two laws are compared.
type Vergleich struct {
	// Beispiele bounds how many cases are traced, half of them the greatest gains
	// and half the greatest losses; where there are fewer of one kind the other
	// takes the room. At most 1,000.
	Beispiele int
	// Klasse is the width of a class of the distribution, in units of the amount;
	// 0 is no distribution.
	Klasse int64
	// Fortschritt is called every 65,536 cases and at the end; nil is silent.
	Fortschritt func(cases int)
}

// Bilanz is what changes for a population. Amounts are in the unit of the amount
// that was compared.
type Bilanz struct {
	Faelle, Gewinner, Verlierer, Gleich int
	NeuBerechtigt, Weggefallen          int // from nothing to something and back; counted above as well
	SummeAlt, SummeNeu                  int64
	Beispiele                           []Beispiel // greatest gain first, greatest loss last
	Verteilung                          []Klasse   // ascending; classes without a case between two others included
}

// Klasse is one class of the distribution: differences from Von to below Bis.
type Klasse struct {
	Von, Bis int64
	Faelle   int
}

// Beispiel is one case with both calculations.
type Beispiel struct {
	Index          int // position in the population, from 0
	Alt, Neu       int64
	WegAlt, WegNeu []Schritt
}

const (
	maxBeispiele = 1000
	maxKlassen   = 4096 // on each side; what lies beyond counts in the outermost
	progressStep = 1 << 16
)

// Vergleiche calculates each case of a population under two laws. betrag takes
// from a result the amount that is compared. Only the examples are traced. It
// ends early, with the context's error, when the context ends. The iterator's
// values are not kept, except those of the examples.
func (g *Regelwerk[F, R, E]) Vergleiche(ctx context.Context, alt, neu *R, population iter.Seq[F], betrag func(*E) int64, v Vergleich) (Bilanz, error) {
	if alt == nil || neu == nil || population == nil || betrag == nil || v.Klasse < 0 {
		return Bilanz{}, errors.New("regel: a comparison needs two laws, a population, an amount and a class of at least 0")
	}
	limit := min(max(v.Beispiele, 0), maxBeispiele)
	var b Bilanz
	var gains, losses extremes[F]
	classes := map[int64]int{}
	for f := range population {
		x, y := g.rechne(alt, &f, nil), g.rechne(neu, &f, nil)
		a, n := betrag(&x), betrag(&y)
		b.count(a, n)
		switch d := n - a; {
		case d > 0:
			gains.add(limit, d, b.Faelle-1, &f)
		case d < 0:
			losses.add(limit, -d, b.Faelle-1, &f)
		}
		if v.Klasse > 0 {
			classes[min(max(floorDiv(n-a, v.Klasse), -maxKlassen), maxKlassen)]++
		}
		if b.Faelle%progressStep == 0 {
			if err := ctx.Err(); err != nil {
				return Bilanz{}, err
			}
			if v.Fortschritt != nil {
				v.Fortschritt(b.Faelle)
			}
		}
	}
	if v.Fortschritt != nil {
		v.Fortschritt(b.Faelle)
	}
	up, down := share(limit, len(gains.list), len(losses.list))
	chosen := slices.Clone(gains.list[:up])
	slices.Reverse(losses.list[:down])
	chosen = append(chosen, losses.list[:down]...)
	for i := range chosen {
		b.Beispiele = append(b.Beispiele, g.beispiel(alt, neu, &chosen[i], betrag))
	}
	b.Verteilung = distribution(classes, v.Klasse)
	return b, ctx.Err()
}

func (g *Regelwerk[F, R, E]) beispiel(alt, neu *R, c *extreme[F], betrag func(*E) int64) Beispiel {
	before, after := NewWeg(nil), NewWeg(nil)
	x, y := g.rechne(alt, &c.facts, before), g.rechne(neu, &c.facts, after)
	return Beispiel{Index: c.index, Alt: betrag(&x), Neu: betrag(&y), WegAlt: before.Schritte(), WegNeu: after.Schritte()}
}

func (b *Bilanz) count(alt, neu int64) {
	b.Faelle++
	b.SummeAlt += alt
	b.SummeNeu += neu
	switch {
	case alt == neu:
		b.Gleich++
	case neu > alt:
		b.Gewinner++
	default:
		b.Verlierer++
	}
	if alt == 0 && neu > 0 {
		b.NeuBerechtigt++
	}
	if alt > 0 && neu == 0 {
		b.Weggefallen++
	}
}

type extreme[F any] struct {
	size  int64
	index int
	facts F
}

// extremes keeps the greatest, the first of equal ones first.
type extremes[F any] struct{ list []extreme[F] }

func (e *extremes[F]) add(limit int, size int64, index int, facts *F) {
	if limit == 0 || (len(e.list) == limit && size <= e.list[limit-1].size) {
		return
	}
	at, _ := slices.BinarySearchFunc(e.list, size, func(x extreme[F], s int64) int {
		if x.size >= s {
			return -1
		}
		return 1
	})
	if len(e.list) == limit {
		e.list = e.list[:limit-1]
	}
	e.list = slices.Insert(e.list, at, extreme[F]{size, index, *facts})
}

// share divides the room for examples.
func share(limit, gains, losses int) (up, down int) {
	up = min(gains, max(limit-limit/2, limit-losses))
	return up, min(losses, limit-up)
}

func distribution(classes map[int64]int, width int64) []Klasse {
	if len(classes) == 0 {
		return nil
	}
	var keys []int64
	for k := range classes {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, cmp.Compare[int64])
	var out []Klasse
	for k := keys[0]; k <= keys[len(keys)-1]; k++ {
		out = append(out, Klasse{Von: k * width, Bis: (k + 1) * width, Faelle: classes[k]})
	}
	return out
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
