// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"
)

// Entwurf is an application being filled in: prefilled values with their
// origin, and what the person answered or corrected beside them. What a source
// said is never overwritten. An Entwurf is for one goroutine at a time.
type Entwurf struct {
	form      *Formular
	antworten map[string]Antwort
}

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
	a.Pfad, a.Bestand = pointer, &Bestand{Wert: raw, Herkunft: from}
	e.antworten[pointer] = a
	return nil
}

// Set notes what the person answers, over a prefilled value where there is one.
// The error matches [ErrPfad] or [ErrWert].
func (e *Entwurf) Set(pointer string, value any) error {
	raw, err := e.encode(pointer, value)
	if err != nil {
		return err
	}
	a := e.antworten[pointer]
	a.Pfad, a.Wert = pointer, raw
	e.antworten[pointer] = a
	return nil
}

// Clear takes the answer away. Where a source had said something, that stays on
// record and [Antwort.Gestrichen] tells that it does not count.
func (e *Entwurf) Clear(pointer string) {
	a, ok := e.antworten[pointer]
	switch {
	case ok && a.Bestand != nil:
		a.Wert = json.RawMessage("null")
		e.antworten[pointer] = a
	case ok:
		delete(e.antworten, pointer)
	}
}

// Revert takes back what the person changed about a prefilled value.
func (e *Entwurf) Revert(pointer string) {
	if a, ok := e.antworten[pointer]; ok && a.Bestand != nil {
		a.Wert = a.Bestand.Wert
		e.antworten[pointer] = a
	}
}

// Answer returns the answer at a pointer.
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
	return slices.SortedFunc(func(yield func(string) bool) {
		for p := range e.antworten {
			if !yield(p) {
				return
			}
		}
	}, comparePointers)
}

// Validate checks the answers that count.
func (e *Entwurf) Validate() (Findings, error) {
	data, err := e.Data()
	if err != nil {
		return nil, err
	}
	return e.form.Validate(data), nil
}

// Data returns the answers that count as the JSON object that is delivered.
// Items of an array without any answer are left out, and later ones move up.
func (e *Entwurf) Data() ([]byte, error) {
	root := tree{}
	for _, p := range e.pointers() {
		if a := e.antworten[p]; !a.Gestrichen() {
			root.put(strings.Split(p, "/")[1:], a.Wert)
		}
	}
	var b bytes.Buffer
	if err := root.object(&b, &e.form.root); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// MarshalJSON writes the draft with both layers, to be read again by
// [Formular.ParseEntwurf].
func (e *Entwurf) MarshalJSON() ([]byte, error) {
	list := []Antwort{}
	for a := range e.Answers() {
		list = append(list, a)
	}
	return json.Marshal(list)
}

// ParseEntwurf reads what [Entwurf.MarshalJSON] wrote. The error matches
// [ErrPfad] or [ErrWert] where the draft is of another form, and [ErrHerkunft].
func (f *Formular) ParseEntwurf(data []byte) (*Entwurf, error) {
	var list []Antwort
	if err := json.Unmarshal(data, &list); err != nil {
		return nil, fmt.Errorf("formular: read a draft: %w", ErrWert)
	}
	e := f.NewEntwurf()
	for _, a := range list {
		if !f.leads(a.Pfad) {
			return nil, ErrPfad
		}
		struck := a.Gestrichen() && a.Bestand != nil
		if (!struck && !scalar(a.Wert)) || (a.Bestand != nil && !scalar(a.Bestand.Wert)) {
			return nil, ErrWert
		}
		if a.Bestand != nil && a.Bestand.Herkunft.Quelle == "" {
			return nil, ErrHerkunft
		}
		e.antworten[a.Pfad] = a
	}
	return e, nil
}

func (e *Entwurf) encode(pointer string, value any) (json.RawMessage, error) {
	if !e.form.leads(pointer) {
		return nil, ErrPfad
	}
	switch v := value.(type) {
	case string:
		if !utf8.ValidString(v) {
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
	doc, code := scan(raw)
	return code == "" && doc.values[0].kind != kindNull && doc.values[0].kind < kindArray
}
