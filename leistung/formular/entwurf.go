// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxAntworten bounds the answers of a draft.
const maxAntworten = 50_000

// Entwurf is an application being filled in: prefilled values with their
// origin, and what the person answered or corrected beside them. What a source
// said is never overwritten, and what is not asked any more stays in the draft,
// comes back with its question, and leaves nowhere. An Entwurf is for one
// goroutine at a time.
type Entwurf struct {
	form      *Formular
	antworten map[string]Antwort
	verwaist  []Antwort // of earlier versions of the form, with no place in this one

	// Of the answers as they are: their order, and what of them is delivered.
	// Both are worked out when somebody asks.
	sorted []string
	data   []byte
}

// changed notes that the answers are others now.
func (e *Entwurf) changed() { e.sorted, e.data = nil, nil }

// NewEntwurf returns an empty draft.
func (f *Formular) NewEntwurf() *Entwurf {
	return &Entwurf{form: f, antworten: map[string]Antwort{}}
}

// Prefill notes what a source says about a field: a string, a bool, an int or a
// json.Number. A correction that the person made before stays in force; without
// one the value becomes the answer. The error matches [ErrPfad], [ErrWert], or
// [ErrHerkunft] where the source has no name.
func (e *Entwurf) Prefill(pointer string, value any, from Herkunft) error {
	if from.Quelle == "" {
		return ErrHerkunft
	}
	raw, err := e.encode(pointer, value)
	if err != nil {
		return err
	}
	a, ok := e.antworten[pointer]
	if !ok || (a.Bestand != nil && !a.Korrigiert()) {
		a.Wert = raw
	}
	a.Pointer, a.Bestand = pointer, &Bestand{Wert: raw, Herkunft: from}
	return e.put(map[string]Antwort{pointer: a})
}

// Set notes what the person answers, over prefilled values where there are some:
// all of a page at once, or nothing where one of them is refused. A value is a
// string, a bool, an int or a json.Number; zero is an answer. nil and the empty
// text are none and take an answer away; where a source had said something, that
// stays on record and [Antwort.Gestrichen] tells that it does not count.
//
// Rows follow each other without a gap: the next one begins behind the last, and
// a row without any answer is none. The error matches [ErrPfad] or [ErrWert].
func (e *Entwurf) Set(answers map[string]any) error {
	next := make(map[string]Antwort, len(answers))
	for pointer, value := range answers {
		a := e.antworten[pointer]
		if a.Pointer = pointer; value == nil || value == "" {
			if a.Wert = json.RawMessage("null"); !e.form.leads(pointer) {
				return ErrPfad
			}
			next[pointer] = a
			continue
		}
		raw, err := e.encode(pointer, value)
		if err != nil {
			return err
		}
		a.Wert = raw
		next[pointer] = a
	}
	return e.put(next)
}

// put takes answers over, and refuses those that would leave a gap in rows.
func (e *Entwurf) put(answers map[string]Antwort) error {
	size, gone, far := len(e.antworten), false, false
	for p, a := range answers {
		_, known := e.antworten[p]
		switch taken := a.Gestrichen() && a.Bestand == nil; {
		case taken && known:
			size--
			gone = gone || hasPlace(p)
		case !taken && !known:
			size++
			far = far || hasPlace(p)
		}
	}
	if size > maxAntworten {
		return fmt.Errorf("%w: more than %d answers", ErrWert, maxAntworten)
	}
	if far && e.gap(answers) {
		return ErrPfad
	}
	for p, a := range answers {
		if e.antworten[p] = a; a.Gestrichen() && a.Bestand == nil {
			delete(e.antworten, p)
		}
	}
	if gone {
		e.antworten = e.form.closeGaps(e.antworten)
	}
	e.changed()
	return nil
}

// gap reports whether an answer stands in a row that is farther than the next. Rows
// that lose their last answer with these still count.
func (e *Entwurf) gap(answers map[string]Antwort) bool {
	inRows := pointersInRows(e.antworten)
	for p, a := range answers {
		if _, known := e.antworten[p]; !known && hasPlace(p) && (!a.Gestrichen() || a.Bestand != nil) {
			inRows = append(inRows, p)
		}
	}
	moved := e.form.renumber(inRows)
	for p, a := range answers {
		if to, ok := moved[p]; ok && to != p && (!a.Gestrichen() || a.Bestand != nil) {
			return true
		}
	}
	return false
}

// closeGaps moves rows up to where none is left out.
func (f *Formular) closeGaps(answers map[string]Antwort) map[string]Antwort {
	moved := f.renumber(pointersInRows(answers))
	if len(moved) == 0 {
		return answers
	}
	out := make(map[string]Antwort, len(answers))
	for p, a := range answers {
		if to, ok := moved[p]; ok {
			p, a.Pointer = to, to
		}
		out[p] = a
	}
	return out
}

// pointersInRows returns the pointers that may lead into a row.
func pointersInRows(answers map[string]Antwort) (inRows []string) {
	for p := range answers {
		if hasPlace(p) {
			inRows = append(inRows, p)
		}
	}
	return inRows
}

// renumber returns where the answers move that stand behind a row left out.
func (f *Formular) renumber(inRows []string) map[string]string {
	type rows struct {
		last  string
		count int
	}
	seen := map[string]*rows{}
	moved := map[string]string{}
	slices.SortFunc(inRows, comparePointers)
	for _, p := range inRows {
		n := &f.root
		parts := strings.Split(p, "/")
		for i := 1; i < len(parts); i++ {
			n = &n.kids[n.index[unescaped(parts[i])]]
			if !n.array() {
				continue
			}
			i++
			prefix := strings.Join(parts[:i], "/")
			r := seen[prefix]
			if r == nil {
				r = &rows{}
				seen[prefix] = r
			}
			if parts[i] != r.last {
				r.last = parts[i]
				r.count++
			}
			parts[i] = itoa(r.count - 1)
		}
		if to := strings.Join(parts, "/"); to != p {
			moved[p] = to
		}
	}
	return moved
}

// hasPlace reports whether a pointer may lead into a row: a part begins with a digit.
func hasPlace(pointer string) bool {
	for i := 1; i < len(pointer); i++ {
		if pointer[i-1] == '/' && pointer[i] >= '0' && pointer[i] <= '9' {
			return true
		}
	}
	return false
}

// Remove takes a row away, with all that sources said about it; later rows move
// up. The error matches [ErrPfad].
func (e *Entwurf) Remove(pointer string) error {
	n := e.form.node(pointer)
	i := strings.LastIndexByte(pointer, '/')
	if n == nil || !n.array() {
		return ErrPfad
	}
	if item, ok := place(pointer[i+1:]); !ok || item >= e.Rows(pointer[:i]) {
		return ErrPfad
	}
	all := maps.Clone(e.antworten)
	maps.DeleteFunc(all, func(p string, _ Antwort) bool { return below(p, pointer) })
	e.antworten = e.form.closeGaps(all)
	e.changed()
	return nil
}

// Rows returns how many rows an element that repeats has.
func (e *Entwurf) Rows(pointer string) int {
	rows := 0
	for p := range e.antworten {
		if p != pointer && below(p, pointer) {
			number, _, _ := strings.Cut(p[len(pointer)+1:], "/")
			if i, ok := place(number); ok {
				rows = max(rows, i+1)
			}
		}
	}
	return rows
}

// below reports whether p is the pointer or lies below it.
func below(p, pointer string) bool {
	rest, ok := strings.CutPrefix(p, pointer)
	return ok && (rest == "" || rest[0] == '/')
}

// Revert takes back what the person changed about a prefilled value.
func (e *Entwurf) Revert(pointer string) {
	if a, ok := e.antworten[pointer]; ok && a.Bestand != nil {
		a.Wert = a.Bestand.Wert
		e.antworten[pointer] = a
		e.changed()
	}
}

// Forget drops what a source said: the answers that were its own go, and what the
// person wrote in their place stays as their own. Rows of which nothing is left go
// too.
func (e *Entwurf) Forget(quelle string) {
	all := maps.Clone(e.antworten)
	for p, a := range e.antworten {
		switch {
		case a.Bestand == nil || a.Bestand.Herkunft.Quelle != quelle:
		case a.Korrigiert() && !a.Gestrichen():
			a.Bestand = nil
			all[p] = a
		default:
			delete(all, p)
		}
	}
	e.antworten = e.form.closeGaps(all)
	e.changed()
}

// Answer returns the answer at a pointer, also one that is not asked any more.
func (e *Entwurf) Answer(pointer string) (Antwort, bool) {
	a, ok := e.antworten[pointer]
	return a.clone(), ok
}

// Answers yields all answers in the order of their places.
func (e *Entwurf) Answers() iter.Seq[Antwort] {
	return func(yield func(Antwort) bool) {
		for _, p := range e.pointers() {
			if !yield(e.antworten[p].clone()) {
				return
			}
		}
	}
}

func (e *Entwurf) pointers() []string {
	if e.sorted == nil {
		e.sorted = make([]string, 0, len(e.antworten))
		for p := range e.antworten {
			e.sorted = append(e.sorted, p)
		}
		slices.SortFunc(e.sorted, comparePointers)
	}
	return e.sorted
}

// Check checks the answers that are asked. Places in the findings are those of
// the draft.
func (e *Entwurf) Check(u Umstaende) (Antworten, Findings, error) {
	data, err := e.Data()
	if err != nil {
		return Antworten{}, nil, err
	}
	a, findings := e.form.Check(data, u)
	return a, findings, nil
}

// Data returns the answers that are asked and count, as the JSON object that is
// delivered. Of a field that repeats, items that the person struck are left out,
// and later ones move up.
func (e *Entwurf) Data() ([]byte, error) {
	if e.data == nil {
		w := writer{}
		for _, p := range e.pointers() {
			last := p[strings.LastIndexByte(p, '/')+1:]
			if a := e.antworten[p]; !a.Gestrichen() {
				w.leaves = append(w.leaves, leaf{p, a.Wert})
			} else if len(last) < len(p)-1 && !isPlace(last) {
				w.leaves = append(w.leaves, leaf{p, nil}) // the row stays, with nothing in it
			}
		}
		if err := w.object(&e.form.root, w.leaves, 0); err != nil {
			return nil, err
		}
		e.data = e.form.relevant(w.out)
	}
	return bytes.Clone(e.data), nil
}

func isPlace(name string) bool {
	_, ok := place(name)
	return ok
}

func (e *Entwurf) encode(pointer string, value any) (json.RawMessage, error) {
	if !e.form.leads(pointer) {
		return nil, ErrPfad
	}
	switch v := value.(type) {
	case string:
		if !utf8.ValidString(v) || v == "" {
			return nil, ErrWert // encoding/json would put another character in its place
		}
	case bool, int, json.Number:
	default:
		return nil, fmt.Errorf("%w: a %T", ErrWert, value)
	}
	raw, err := json.Marshal(value)
	if err != nil || !scalar(raw) {
		return nil, ErrWert // a json.Number that is none; its text stays out of the error
	}
	return raw, nil
}

// scalar reports whether raw is a text, a number, true or false.
func scalar(raw json.RawMessage) bool {
	d := document{src: raw}
	if d.space(); len(raw) > maxBytes || d.pos == len(raw) || !utf8.Valid(raw) {
		return false
	}
	ok := false
	switch c := raw[d.pos]; {
	case c == '"':
		_, _, _, _, ok = d.quoted()
	case c == '-' || c >= '0' && c <= '9':
		d.pos, ok = scanNumber(raw, d.pos)
	default:
		ok = d.word("true") || d.word("false")
	}
	d.space()
	return ok && d.pos == len(raw)
}
