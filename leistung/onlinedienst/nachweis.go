// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
	"github.com/deutschland-stack/bausteine/onceonly"
)

// Nachweis is evidence from a register that fills answers in. What may be asked
// for follows from what it fills: a path without a field cannot be written down.
type Nachweis[A any] struct {
	Name    string
	Typ     onceonly.EvidenceType
	Basis   onceonly.Basis
	Norm    recht.Norm
	Zweck   onceonly.Purpose
	Hinweis recht.Text // the very text on which the person decides
	Niveau  onceonly.Assurance
	Fuellt  []Uebernahme[A]
	// Betroffene says whose data stand in it, and where; nobody is the person alone.
	Betroffene []onceonly.Concerned
	// Andere is the part about others, if there is one.
	Andere *Andere[A]
}

// Andere is the part of evidence about others than the person. It is fetched only
// where the person has assured before to be entitled to it: by a box that is not
// ticked beforehand. The very words are kept with the yes and stand in the log, where
// those others read them.
type Andere[A any] struct {
	Versichert recht.Text // what the person assures
	Belehrung  recht.Text // what they are told before
	Norm       recht.Norm // that allows it
	Fuellt     []Uebernahme[A]
	Betroffene []onceonly.Concerned
}

// Fields is the allow-list for the consent, computed from what is filled and what is
// passed on: for the person alone, or with the part about others.
func (n Nachweis[A]) Fields(andere bool) (onceonly.Fields, error) {
	return onceonly.ParseFields(paths("", n.mapping(andere))...)
}

func (n Nachweis[A]) mapping(andere bool) []uebernahme {
	out := uebernahmen(n.Fuellt)
	if andere && n.Andere != nil {
		out = append(out, uebernahmen(n.Andere.Fuellt)...)
	}
	return out
}

func paths(prefix string, mapping []uebernahme) (out []string) {
	for _, u := range mapping {
		switch {
		case u.fest != nil:
		case len(u.zeilen) > 0:
			out = append(out, paths(prefix+u.von, u.zeilen)...)
		default:
			out = append(out, prefix+u.von)
		}
	}
	return out
}

// Uebernahme takes a value of a source into a field, made by [Take], [TakeRows] and
// [Put].
type Uebernahme[A any] struct {
	uebernahme

	zu func(*A)
}

// Take takes the value at a path of the source, a JSON pointer into evidence or
// the name of an attribute of the account, into a field. Of accounts use the constants
// of package nutzerkonto: an account may have attributes of its own, so that a name is not
// checked, and one that nobody has fills nothing.
func Take[A, T any](path string, f Feld[A, T]) Uebernahme[A] {
	return Uebernahme[A]{uebernahme{von: path, nach: f.ort()}, f.in}
}

// TakeRows takes what stands at a path of evidence, an object or an array of them,
// into rows of a list; the paths of the fields begin there.
func TakeRows[A, C any](path string, l Liste[A, C], felder ...Uebernahme[C]) Uebernahme[A] {
	return Uebernahme[A]{uebernahme{von: path, nach: l.ort(), zeilen: uebernahmen(felder)}, l.in}
}

// Pass passes what stands at a path of evidence on to the authority as it came: the
// person sees it before, and is not asked for it.
func Pass[A any](path string, titel recht.Text) Uebernahme[A] {
	return Uebernahme[A]{uebernahme: uebernahme{von: path, titel: titel}}
}

// Saying gives words to what is passed on.
func (u Uebernahme[A]) Saying(words func(value json.RawMessage) recht.Text) Uebernahme[A] {
	u.worte = words
	return u
}

// Put puts a value into a field of each row that [TakeRows] makes: what the path
// says of it ("/kinder": a child).
func Put[C any, T ~string](f Feld[C, T], value T) Uebernahme[C] {
	return Uebernahme[C]{uebernahme{nach: f.ort(), fest: string(value)}, f.in}
}

// uebernahme is an Uebernahme of whatever answers.
type uebernahme struct {
	von, nach string
	titel     recht.Text // of what is passed on, and fills nothing
	worte     func(json.RawMessage) recht.Text
	fest      any // in place of a value of the source
	zeilen    []uebernahme
}

func uebernahmen[A any](in []Uebernahme[A]) []uebernahme {
	out := make([]uebernahme, len(in))
	for i, u := range in {
		out[i] = u.uebernahme
	}
	return out
}

// value is what the source says.
func (u uebernahme) value(doc any) (any, bool) {
	if u.fest != nil {
		return u.fest, true
	}
	v, ok := at(doc, u.von)
	return v, ok && v != "" && v != nil
}

// takeOver notes in the draft what evidence says, with its origin. Values that
// the source does not have are left alone; rows come behind those there are.
func takeOver(e *formular.Entwurf, mapping []uebernahme, evidence []byte, from formular.Herkunft) error {
	doc, err := decode(evidence)
	if err != nil {
		return err
	}
	return take(e, mapping, doc, "", from)
}

func take(e *formular.Entwurf, mapping []uebernahme, doc any, prefix string, from formular.Herkunft) error {
	for _, u := range mapping {
		if u.nach == "" {
			continue
		}
		if len(u.zeilen) > 0 {
			for _, row := range rowsAt(doc, u.von) {
				if err := take(e, u.zeilen, row, u.nach+"/"+strconv.Itoa(e.Rows(u.nach)), from); err != nil {
					return err
				}
			}
			continue
		}
		value, ok := u.value(doc)
		if !ok {
			continue
		}
		if err := e.Prefill(prefix+u.nach, value, from); err != nil {
			return fmt.Errorf("onlinedienst: take over %s: %w", u.nach, err)
		}
	}
	return nil
}

func decode(evidence []byte) (doc any, err error) {
	dec := json.NewDecoder(bytes.NewReader(evidence))
	dec.UseNumber()
	if dec.Decode(&doc) != nil {
		return nil, errors.New("onlinedienst: evidence is no JSON")
	}
	return doc, nil
}

// rowsAt are the objects at a pointer: one, or those of an array.
func rowsAt(doc any, pointer string) []any {
	v, ok := at(doc, pointer)
	if !ok {
		return nil
	}
	if rows, several := v.([]any); several {
		return rows
	}
	return []any{v}
}

// at returns what stands at a pointer that leads through objects.
func at(doc any, pointer string) (any, bool) {
	if pointer == "" {
		return doc, true
	}
	for name := range strings.SplitSeq(strings.TrimPrefix(pointer, "/"), "/") {
		m, ok := doc.(map[string]any)
		if !ok {
			return nil, false
		}
		if doc, ok = m[name]; !ok {
			return nil, false
		}
	}
	return doc, true
}

// Fills reports whether it is one that fills something.
func (u Uebernahme[A]) Fills() bool { return u.nach != "" }
