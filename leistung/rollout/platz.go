// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"math"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// platz is what a figure about durations reads of a pair, side by side for all pairs of
// a service: five thousand records that lie apart would cost more than what they hold.
type platz struct {
	*akte

	laeufe  []lauf
	prefix  string
	erster  [len(staende) + 1]uint8 // of a state among laeufe
	einfach bool                    // what was known at an instant is the beginning of the steps
}

func newPlatz(a *akte) platz {
	w := &a.wissen[len(a.wissen)-1]
	p := platz{akte: a, laeufe: w.laeufe, prefix: a.prefix, einfach: len(a.wissen) == 1 && w.geordnet && len(w.laeufe) <= math.MaxUint8}
	if p.einfach {
		n := 0
		for code := range p.erster {
			for n < len(w.laeufe) && int(w.laeufe[n].stand) < code {
				n++
			}
			p.erster[code] = uint8(n)
		}
	}
	return p
}

// of are the runs of a state.
func (p *platz) of(code standCode) []lauf { return p.laeufe[p.erster[code]:p.erster[code+1]] }

// apart is that of the record, without reading it.
func (p *platz) apart(g Gebiet) bool {
	return !strings.HasPrefix(p.prefix, g.prefix) && !strings.HasPrefix(g.prefix, p.prefix)
}

// besuche are visits to a state, in days.
type besuche struct{ fertig, offen []int }

// add adds those of one pair.
func (b *besuche) add(p *platz, code standCode, gebiet Gebiet, today datum.Datum, bekannt int64) {
	if !p.einfach {
		w, n := p.at(bekannt)
		for _, l := range w.laeufe {
			if l.stand == code {
				b.steps(p.akte, until(w.stufen[:n], today), l, gebiet, today)
			}
		}
		return
	}
	runs := p.of(code)
	for i := range runs {
		l := &runs[i]
		switch {
		case l.erfasst > bekannt || l.ab.After(today):
		case !l.gleich:
			w, n := p.at(bekannt)
			b.steps(p.akte, until(w.stufen[:n], today), *l, gebiet, today)
		case l.menge == nil:
		case gebiet.prefix != "" && !p.inside(l.menge, gebiet):
		case l.endeErfasst > bekannt || l.ende.After(today):
			b.offen = append(b.offen, l.ab.DaysUntil(today))
		default:
			b.fertig = append(b.fertig, l.ab.DaysUntil(l.ende))
		}
	}
}

func (p *platz) inside(m *menge, gebiet Gebiet) bool {
	_, inside := m.in(p.stelle, gebiet)
	return inside
}

// steps adds the visits to an area within one run, step by step: its Gemeinden change.
func (b *besuche) steps(a *akte, steps []stufe, l lauf, gebiet Gebiet, today datum.Datum) {
	var seen *menge
	inside := false
	since := -1 // index of the step with which the visit began
	for i := int(l.von); i < min(int(l.bis), len(steps)); i++ {
		step := &steps[i]
		if step.menge != seen {
			seen = step.menge
			inside = false
			if seen != nil {
				_, inside = seen.in(a.stelle, gebiet)
			}
		}
		switch {
		case inside && since < 0:
			since = i
		case !inside && since >= 0: // no longer due, and did not leave the state
			b.offen = append(b.offen, steps[since].ab.DaysUntil(step.ab))
			since = -1
		}
	}
	switch {
	case since < 0:
	case int(l.bis) < len(steps):
		b.fertig = append(b.fertig, steps[since].ab.DaysUntil(steps[l.bis].ab))
	default:
		b.offen = append(b.offen, steps[since].ab.DaysUntil(today))
	}
}
