// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
)

// MarshalJSON writes the draft with both layers and the version of its form, to
// be read again by [Formular.ParseEntwurf].
func (e *Entwurf) MarshalJSON() ([]byte, error) {
	k := &e.form.kopf
	out := make([]byte, 0, 256+128*(len(e.antworten)+len(e.verwaist)))
	out = appendText(append(out, `{"formular":`...), k.ID)
	out = appendText(append(out, `,"version":`...), k.Version)
	out = append(out, `,"antworten":[`...)
	var err error
	var said spelt
	for i, p := range e.pointers() {
		a := e.antworten[p]
		if out, err = appendAntwort(out, i, &a, &said); err != nil {
			return nil, err
		}
	}
	if len(e.verwaist) > 0 {
		out = append(out, `],"verwaist":[`...)
		for i := range e.verwaist {
			if out, err = appendAntwort(out, i, &e.verwaist[i], &said); err != nil {
				return nil, err
			}
		}
	}
	return append(out, "]}"...), nil
}

// spelt is an origin with its JSON: most answers of a draft have the same.
type spelt struct {
	from Herkunft
	json []byte
}

func appendAntwort(out []byte, i int, a *Antwort, said *spelt) ([]byte, error) {
	if i > 0 {
		out = append(out, ',')
	}
	out = appendText(append(out, `{"pointer":`...), a.Pointer)
	out = append(append(out, `,"wert":`...), a.Wert...)
	if a.Bestand == nil {
		return append(out, '}'), nil
	}
	if said.json == nil || said.from != a.Bestand.Herkunft {
		raw, err := json.Marshal(a.Bestand.Herkunft)
		if err != nil {
			return nil, fmt.Errorf("formular: write a draft: %w", ErrHerkunft)
		}
		*said = spelt{a.Bestand.Herkunft, raw}
	}
	out = append(append(out, `,"bestand":{"wert":`...), a.Bestand.Wert...)
	return append(append(append(out, `,"herkunft":`...), said.json...), "}}"...), nil
}

// appendText appends a text as JSON.
func appendText(out []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			quoted, _ := json.Marshal(text) // no text fails
			return append(out, quoted...)
		}
	}
	return append(append(append(out, '"'), text...), '"')
}

// Verwaist returns the answers of earlier versions of the form that have no place
// in this one. They stay in the draft, leave nowhere, and come back with a
// version that asks for them.
func (e *Entwurf) Verwaist() []Antwort {
	out := make([]Antwort, len(e.verwaist))
	for i, a := range e.verwaist {
		out[i] = a.clone()
	}
	return out
}

// ParseEntwurf reads what [Entwurf.MarshalJSON] wrote, with this version of the
// form or another: answers move to where Kopf.Umbenannt says, and those that have
// no place are kept aside ([Entwurf.Verwaist]), so that nobody begins anew
// because the form was changed. The error matches [ErrFormular] where the draft
// is of another form, [ErrPfad] where one of this very version does not fit,
// [ErrWert] and [ErrHerkunft].
func (f *Formular) ParseEntwurf(data []byte) (*Entwurf, error) {
	in, err := readGespeichert(bytes.Clone(data))
	switch {
	case err != nil:
		return nil, err
	case in.formular != f.kopf.ID:
		return nil, ErrFormular
	}
	e := &Entwurf{form: f, antworten: make(map[string]Antwort, in.count)}
	same, inRows := in.version == f.kopf.Version, false
	for i, a := range in.antworten {
		if a.Bestand != nil && a.Bestand.Herkunft.Quelle == "" {
			return nil, ErrHerkunft
		}
		if !same {
			a.Pointer = f.renamed(a.Pointer)
		}
		_, taken := e.antworten[a.Pointer]
		switch fits := f.leads(a.Pointer); {
		case fits && !taken:
			e.antworten[a.Pointer] = a
			inRows = inRows || hasPlace(a.Pointer)
		case same && i < in.count:
			return nil, ErrPfad
		default:
			e.verwaist = append(e.verwaist, a)
		}
	}
	if inRows {
		e.antworten = f.closeGaps(e.antworten)
	}
	return e, nil
}

// gespeichert is a draft as it is stored.
type gespeichert struct {
	formular, version string
	antworten         []Antwort
	count             int // of them in their places, before those that have none
}

// readGespeichert reads a draft, whose answers keep the memory of the JSON.
func readGespeichert(data []byte) (in gespeichert, err error) {
	d, code := scanUpTo(data, maxGespeichert)
	if code != "" || d.values[0].kind != kindObject {
		return in, fmt.Errorf("formular: read a draft: %w", ErrWert)
	}
	var said spelt
	for i := int32(1); i < d.values[0].next && err == nil; i = d.values[i].next {
		switch string(d.key(i)) {
		case "formular":
			in.formular, err = d.text(i)
		case "version":
			in.version, err = d.text(i)
		case "antworten":
			var more []Antwort
			more, err = d.antworten(i, &said)
			in.antworten = append(more, in.antworten...)
			in.count = len(more)
		case "verwaist":
			var more []Antwort
			more, err = d.antworten(i, &said)
			in.antworten = append(in.antworten, more...)
		}
	}
	if err == nil && len(in.antworten) > maxAntworten {
		err = fmt.Errorf("%w: more than %d answers", ErrWert, maxAntworten)
	}
	return in, err
}

// maxGespeichert bounds the values of a stored draft: of each answer there are up
// to eight.
const maxGespeichert = 10 * maxAntworten

// text returns a text of a stored draft.
func (d *document) text(i int32) (string, error) {
	if d.values[i].kind != kindString {
		return "", fmt.Errorf("formular: read a draft: %w", ErrWert)
	}
	return string(d.string(i)), nil
}

func (d *document) antworten(list int32, said *spelt) ([]Antwort, error) {
	v := &d.values[list]
	if v.kind != kindArray {
		return nil, ErrWert
	}
	out := make([]Antwort, 0, v.count)
	for i := list + 1; i < v.next; i = d.values[i].next {
		a, err := d.antwort(i, said)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

func (d *document) antwort(at int32, said *spelt) (a Antwort, err error) {
	pointer, wert, bestand := d.child(at, "pointer"), d.child(at, "wert"), d.child(at, "bestand")
	if pointer < 0 {
		return a, ErrWert
	}
	if a.Pointer, err = d.text(pointer); err != nil {
		return a, err
	}
	if bestand >= 0 && d.values[bestand].kind != kindNull {
		if a.Bestand, err = d.bestand(bestand, said); err != nil {
			return a, err
		}
	}
	switch {
	case a.Bestand != nil && wert >= 0 && d.values[wert].kind == kindNull:
	case !d.scalar(wert):
		return a, ErrWert
	}
	a.Wert = d.raw(wert)
	return a, nil
}

func (d *document) bestand(at int32, said *spelt) (*Bestand, error) {
	wert, from := d.child(at, "wert"), d.child(at, "herkunft")
	if !d.scalar(wert) {
		return nil, ErrWert
	}
	b := &Bestand{Wert: d.raw(wert)}
	if from < 0 {
		return b, nil
	}
	if raw := d.raw(from); !bytes.Equal(raw, said.json) {
		*said = spelt{json: raw}
		if json.Unmarshal(raw, &said.from) != nil {
			return nil, fmt.Errorf("formular: read a draft: %w", ErrWert)
		}
	}
	b.Herkunft = said.from
	return b, nil
}

// scalar reports whether a value is a text, a number, true or false.
func (d *document) scalar(i int32) bool {
	return i >= 0 && d.values[i].kind != kindNull && d.values[i].kind < kindArray
}

// raw returns the JSON of a value.
func (d *document) raw(i int32) json.RawMessage {
	v := &d.values[i]
	start, end := v.start, v.end
	if v.kind == kindString {
		start, end = start-1, end+1
	}
	return json.RawMessage(d.src[start:end:end])
}

// renamed returns where an answer of an earlier version is now.
func (f *Formular) renamed(pointer string) string {
	from, to := "", ""
	for old, now := range f.kopf.Umbenannt {
		if below(pointer, old) && len(old) > len(from) {
			from, to = old, now
		}
	}
	return cmp.Or(to, from) + strings.TrimPrefix(pointer, from)
}

// renames checks that what was renamed has a place, and what it was called has
// none.
func (c *compiler) renames(f *Formular) {
	for _, old := range sortedKeys(f.kopf.Umbenannt) {
		if now := f.kopf.Umbenannt[old]; f.element(now) == nil || f.element(old) != nil || !strings.HasPrefix(old, "/") {
			c.problem("renamed "+old, "leads to no element of the form, or is one itself")
		}
	}
}
