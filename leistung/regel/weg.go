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
	operands []Wert
	open     []int // raw steps whose sections are open
	index    []int32
	herkunft map[string]Herkunft
	steps    [28]rawStep // one allocation for a calculation of the usual length
	values   [40]Wert
	sections [4]int
	numbers  [4]int32
}

// rawStep is a step before it is written out: what it says stands in the
// Vorlage, its operands in the Weg. Recording one is a few stores.
type rawStep struct {
	vorlage  *Vorlage
	nachweis *Nachweis
	wert     Wert
	first    int32 // operands[first:first+count]
	index    [2]int32
	nummer   int32
	count    uint8
	tiefe    uint8
	indexed  uint8
}

// NewWeg returns an empty record. herkunft says where facts come from, by their
// JSON pointer; an entry for "/rente" also holds for what is below it unless a
// longer one does.
func NewWeg(herkunft map[string]Herkunft) *Weg {
	w := &Weg{herkunft: herkunft}
	w.raw, w.operands, w.open, w.index = w.steps[:0], w.values[:0], w.sections[:0], w.numbers[:0]
	return w
}

// An reports whether anything is recorded.
func (w *Weg) An() bool { return w != nil }

// Reset empties the record and keeps its memory, for the next case.
func (w *Weg) Reset() {
	w.raw, w.operands, w.open, w.index = w.raw[:0], w.operands[:0], w.open[:0], w.index[:0]
}

// Schritt records a step with its result and its operands.
func (w *Weg) Schritt(v *Vorlage, wert Wert, operanden ...Wert) {
	if w != nil {
		w.add(v, nil, wert, 0, operanden)
	}
}

// Parameter records a value of the law and the version it was taken from.
func (w *Weg) Parameter(v *Vorlage, n *Nachweis, wert Wert, operanden ...Wert) {
	if w != nil {
		w.add(v, n, wert, 0, operanden)
	}
}

// Unter opens a section: the steps up to the matching [Weg.Ende] explain it.
func (w *Weg) Unter(v *Vorlage, operanden ...Wert) {
	if w != nil {
		w.open = append(w.open, len(w.raw))
		w.add(v, nil, Wert{}, 0, operanden)
	}
}

// UnterNummer is [Weg.Unter] for a section that repeats, such as one for each
// person; number counts from 0 and takes the place of a # in the paths below.
func (w *Weg) UnterNummer(v *Vorlage, number int, operanden ...Wert) {
	if w != nil {
		w.open = append(w.open, len(w.raw))
		w.add(v, nil, Wert{}, int32(number)+1, operanden)
		w.index = append(w.index, int32(number))
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
	if s.nummer > 0 {
		w.index = w.index[:len(w.index)-1]
	}
	w.open = w.open[:last]
}

func (w *Weg) add(v *Vorlage, n *Nachweis, wert Wert, nummer int32, operanden []Wert) {
	first := len(w.operands)
	w.operands = append(w.operands, operanden...)
	tiefe := len(w.open)
	if len(w.open) > 0 && w.open[tiefe-1] == len(w.raw) {
		tiefe-- // the heading of a section stands one higher than its steps
	}
	w.raw = append(w.raw, rawStep{vorlage: v, nachweis: n, wert: wert, first: int32(first), count: uint8(min(len(operanden), 255)), nummer: nummer, tiefe: uint8(min(tiefe, 255))})
	if len(w.index) > 0 {
		s := &w.raw[len(w.raw)-1]
		s.indexed = uint8(copy(s.index[:], w.index))
	}
}

// Schritte writes the record out. The steps share nothing with the Weg.
func (w *Weg) Schritte() []Schritt {
	if w == nil {
		return nil
	}
	out := make([]Schritt, len(w.raw))
	for i := range w.raw {
		out[i] = w.write(&w.raw[i])
	}
	return out
}

func (w *Weg) write(r *rawStep) Schritt {
	v := r.vorlage
	s := Schritt{Art: v.Art, Code: v.Code, Norm: v.Norm, Verdraengt: v.Verdraengt, Titel: v.Titel, Wert: r.wert, Tiefe: int(r.tiefe), Nummer: int(r.nummer)}
	operands := w.operands[r.first : int(r.first)+int(r.count)]
	german, english := make([]string, len(operands)), make([]string, len(operands))
	for i, o := range operands {
		german[i], english[i] = o.String(), o.English()
	}
	s.Text = recht.NewText(fill(v.Text.String(), german), fill(v.Text.English(), english))
	if r.nachweis != nil {
		n := *r.nachweis
		s.Nachweis = &n
	}
	if v.Art == ArtTatsache {
		s.Pfad = path(v.Pfad, r.index[:r.indexed])
		h := w.origin(s.Pfad)
		s.Herkunft = &h
	}
	return s
}

// path sets the indices into a path: the first # is the outermost section.
func path(template string, index []int32) string {
	for _, i := range index {
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
