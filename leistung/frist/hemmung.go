// SPDX-License-Identifier: Apache-2.0

package frist

import (
	"fmt"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Zeitraum is a time of whole days, both ends included. As a suspension it
// covers the day on which its reason arises and the day on which it falls away.
type Zeitraum struct {
	Von, Bis kommune.Datum
	Grund    string       // quoted in the step
	Normen   recht.Normen // that order the suspension, quoted too
}

func (z Zeitraum) tage() int { return z.Von.DaysUntil(z.Bis) + 1 }

// vereint checks suspensions, sorts them and joins those that overlap, so that
// no day extends a period twice.
func vereint(zeiten []Zeitraum) ([]Zeitraum, error) {
	sorted := slices.Clone(zeiten)
	slices.SortFunc(sorted, func(a, b Zeitraum) int { return a.Von.Compare(b.Von) })
	var joined []Zeitraum
	for _, z := range sorted {
		if z.Von.IsZero() || z.Bis.Before(z.Von) {
			return nil, fmt.Errorf("%w: a suspension must have a first day and not end before it", ErrRegel)
		}
		if last := len(joined) - 1; last >= 0 && !z.Von.After(joined[last].Bis) {
			if z.Bis.After(joined[last].Bis) {
				joined[last].Bis = z.Bis
			}
			if z.Grund != joined[last].Grund {
				joined[last].Grund += "; " + z.Grund
			}
			for _, norm := range z.Normen {
				if !slices.Contains(joined[last].Normen, norm) {
					joined[last].Normen = append(slices.Clip(joined[last].Normen), norm)
				}
			}
			continue
		}
		joined = append(joined, z)
	}
	return joined, nil
}

func gehemmt(zeiten []Zeitraum, tag kommune.Datum) bool {
	return slices.ContainsFunc(zeiten, func(z Zeitraum) bool {
		return !tag.Before(z.Von) && !tag.After(z.Bis)
	})
}

// hemme moves the end by the days in which the period did not run. What suspends a
// period of procedure is ordered elsewhere; counting follows § 209 BGB, which itself
// speaks of limitation.
// A suspension that begins only after the period has ended does nothing.
func (l *lauf) hemme(erster, ende kommune.Datum) kommune.Datum {
	for _, z := range l.hemmungen {
		if z.Bis.Before(erster) {
			continue
		}
		if z.Von.Before(erster) {
			z.Von = erster
		}
		if z.Von.After(ende) {
			break
		}
		ende = ende.AddDays(z.tage())
		l.sage(slices.Concat(z.Normen, normHemmung), ende, func() (string, string) {
			return fmt.Sprintf("gehemmt vom %s bis %s (%s): %s werden entsprechend § 209 BGB nicht eingerechnet; das Ende rückt auf %s", deutsch(z.Von), deutsch(z.Bis), z.Grund, Tage(z.tage()), deutsch(ende)),
				fmt.Sprintf("suspended from %s to %s: %s are not counted, as section 209 BGB does; the end moves to %s", english(z.Von), english(z.Bis), Tage(z.tage()).English(), english(ende))
		})
	}
	return ende
}
