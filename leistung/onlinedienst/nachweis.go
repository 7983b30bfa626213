// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
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
	Normen  recht.Normen
	Zweck   onceonly.Purpose
	Hinweis recht.Text // the very text on which the person decides
	Niveau  onceonly.Assurance
	Fuellt  []Uebernahme[A]
}

// Fields is the allow-list for the consent, computed from what is filled.
func (n Nachweis[A]) Fields() (onceonly.Fields, error) {
	paths := make([]string, len(n.Fuellt))
	for i, u := range n.Fuellt {
		paths[i] = u.von
	}
	return onceonly.ParseFields(paths...)
}

// Uebernahme takes a value of a source into a field, made by [Take].
type Uebernahme[A any] struct {
	von, nach string
	zu        func(*A)
}

// Take takes the value at a path of the source, a JSON pointer into evidence or
// the name of an attribute of the account, into a field.
func Take[A, T any](path string, f Feld[A, T]) Uebernahme[A] {
	return Uebernahme[A]{von: path, nach: f.ort(), zu: f.in}
}

// uebernahme is an Uebernahme of whatever answers.
type uebernahme struct{ von, nach string }

func uebernahmen[A any](in []Uebernahme[A]) []uebernahme {
	out := make([]uebernahme, len(in))
	for i, u := range in {
		out[i] = uebernahme{u.von, u.nach}
	}
	return out
}

// takeOver notes in the draft what evidence says, with its origin. Values that
// the source does not have are left alone.
func takeOver(e *formular.Entwurf, mapping []uebernahme, evidence []byte, from formular.Herkunft) error {
	var doc any
	dec := json.NewDecoder(bytes.NewReader(evidence))
	dec.UseNumber()
	if err := dec.Decode(&doc); err != nil {
		return errors.New("onlinedienst: evidence is no JSON")
	}
	for _, u := range mapping {
		value, ok := at(doc, u.von)
		if !ok || value == "" || value == nil {
			continue
		}
		if err := e.Prefill(u.nach, value, from); err != nil {
			return fmt.Errorf("onlinedienst: take over %s: %w", u.nach, err)
		}
	}
	return nil
}

// at returns what stands at a pointer that leads through objects.
func at(doc any, pointer string) (any, bool) {
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
