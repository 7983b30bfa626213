// SPDX-License-Identifier: Apache-2.0

package regel

import (
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Weg records how a result was reached. A nil *Weg records nothing: all methods
// may be called on it, and a rule in a hot loop asks [Weg.An] before it prepares
// operands. A Weg that is not nil belongs to one calculation.
type Weg struct {
	raw      []rawStep // in steps, until there are more
	operands []Wert    // of all steps, one after the other
	open     []int32   // raw steps whose sections are open
	places   []place
	here     int32 // the place of the next step, from 1
	herkunft map[string]Herkunft
	steps    [usualSteps]rawStep // one allocation for a calculation of the usual length
	values   [usualOperands]Wert
	sections [4]int32
}

// What the formula of Wohngeld takes: more is kept as well, in memory of its own. What is
// kept here costs time to clear and to look through for each record, used or not.
const (
	usualSteps    = 26
	usualOperands = 32
)

// rawStep is a step before it is written out: what it says stands in the
// Vorlage, its operands in the Weg. Recording one is a few stores.
type rawStep struct {
	vorlage  *Vorlage
	nachweis *Nachweis
	wert     Wert
	place    int32 // of places, from 1; 0: in no section that repeats
	count    uint8 // of operands
	tiefe    uint8
	nummer   bool // the step is the heading of a section that repeats
}

// place is where a step stands among sections that repeat.
type place struct {
	index  [2]int32 // from the outermost
	depth  int32
	number int32 // of the section itself
	outer  int32 // the place around it
}

// NewWeg returns an empty record. herkunft says where facts come from, by their
// JSON pointer; an entry for "/rente" also holds for what is below it unless a
// longer one does.
func NewWeg(herkunft map[string]Herkunft) *Weg {
	w := &Weg{herkunft: herkunft}
	w.raw, w.operands, w.open = w.steps[:0], w.values[:0], w.sections[:0]
	return w
}

// An reports whether anything is recorded.
func (w *Weg) An() bool { return w != nil }

// Reset empties the record and keeps its memory, for the next case.
func (w *Weg) Reset() {
	w.raw, w.operands, w.open, w.places, w.here = w.raw[:0], w.operands[:0], w.open[:0], w.places[:0], 0
}

// Schritt records a step with its result and its operands.
func (w *Weg) Schritt(v *Vorlage, wert Wert, operanden ...Wert) {
	if w != nil {
		w.add(v, nil, wert, operanden)
	}
}

// Parameter records a value of the law and the version it was taken from.
func (w *Weg) Parameter(v *Vorlage, n *Nachweis, wert Wert, operanden ...Wert) {
	if w != nil {
		w.add(v, n, wert, operanden)
	}
}

// Unter opens a section: the steps up to the matching [Weg.Ende] explain it.
func (w *Weg) Unter(v *Vorlage, operanden ...Wert) {
	if w != nil {
		w.open = append(w.open, int32(len(w.raw)))
		w.add(v, nil, Wert{}, operanden)
	}
}

// UnterNummer is [Weg.Unter] for a section that repeats, such as one for each
// person; number counts from 0 and takes the place of a # in the paths below.
func (w *Weg) UnterNummer(v *Vorlage, number int, operanden ...Wert) {
	if w != nil {
		w.open = append(w.open, int32(len(w.raw)))
		p := place{}
		if w.here > 0 {
			p = w.places[w.here-1]
		}
		p.number, p.outer = int32(number), w.here
		if int(p.depth) < len(p.index) {
			p.index[p.depth] = int32(number)
		}
		p.depth++
		w.places = append(w.places, p)
		w.here = int32(len(w.places))
		w.add(v, nil, Wert{}, operanden)
		w.raw[len(w.raw)-1].nummer = true
	}
}

// Ende closes the section that was opened last and gives it its result.
func (w *Weg) Ende(wert Wert) {
	if w == nil || len(w.open) == 0 {
		return
	}
	last := len(w.open) - 1
	s := &w.raw[w.open[last]]
	s.wert = wert
	if s.nummer {
		w.here = w.places[w.here-1].outer
	}
	w.open = w.open[:last]
}

func (w *Weg) add(v *Vorlage, n *Nachweis, wert Wert, operanden []Wert) {
	operanden = operanden[:min(len(operanden), maxOperands)]
	w.operands = append(w.operands, operanden...)
	tiefe := len(w.open)
	if tiefe > 0 && int(w.open[tiefe-1]) == len(w.raw) {
		tiefe-- // the heading of a section stands one higher than its steps
	}
	w.raw = append(w.raw, rawStep{vorlage: v, nachweis: n, wert: wert, place: w.here, count: uint8(len(operanden)), tiefe: uint8(min(tiefe, 255))})
}

// maxOperands bounds those of a step; a text names ten.
const maxOperands = 255

// Schritte writes the record out. The steps share nothing with the Weg.
func (w *Weg) Schritte() []Schritt {
	if w == nil {
		return nil
	}
	out, first := make([]Schritt, len(w.raw)), 0
	for i := range w.raw {
		r := &w.raw[i]
		out[i] = w.write(r, w.operands[first:first+int(r.count)])
		first += int(r.count)
	}
	return out
}

func (w *Weg) write(r *rawStep, operands []Wert) Schritt {
	v := r.vorlage
	s := Schritt{Art: v.Art, Code: v.Code, Norm: v.Norm, Verdraengt: v.Verdraengt, Titel: v.Titel, Wert: r.wert, Tiefe: int(r.tiefe)}
	german, english := make([]string, len(operands)), make([]string, len(operands))
	for i, o := range operands {
		german[i], english[i] = o.String(), o.English()
	}
	s.Text = recht.NewText(fill(v.Text.String(), german), fill(v.Text.English(), english))
	if r.nachweis != nil {
		n := *r.nachweis
		s.Nachweis = &n
	}
	at := r.place
	if r.nummer { // the heading stands outside of its section
		s.Nummer, at = int(w.places[at-1].number)+1, w.places[at-1].outer
	}
	if v.Art == ArtTatsache {
		s.Pfad = w.path(v.Pfad, at)
		h := w.origin(s.Pfad)
		s.Herkunft = &h
	}
	return s
}

// path sets the indices of a place into a path: the first # is the outermost section.
func (w *Weg) path(template string, at int32) string {
	if at == 0 {
		return template
	}
	p := &w.places[at-1]
	for _, i := range p.index[:min(int(p.depth), len(p.index))] {
		template = strings.Replace(template, "#", strconv.Itoa(int(i)), 1)
	}
	return template
}

func (w *Weg) origin(pfad string) Herkunft {
	for pfad != "" {
		if h, ok := w.herkunft[pfad]; ok {
			return h
		}
		pfad = pfad[:max(strings.LastIndexByte(pfad, '/'), 0)]
	}
	return Herkunft{}
}
