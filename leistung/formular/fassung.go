// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
)

// gespeichert is a draft as it is stored.
type gespeichert struct {
	Formular  string    `json:"formular"`
	Version   string    `json:"version"`
	Antworten []Antwort `json:"antworten"`
	Verwaist  []Antwort `json:"verwaist,omitempty"`
}

// MarshalJSON writes the draft with both layers and the version of its form, to
// be read again by [Formular.ParseEntwurf].
func (e *Entwurf) MarshalJSON() ([]byte, error) {
	out := gespeichert{Formular: e.form.kopf.ID, Version: e.form.kopf.Version, Antworten: []Antwort{}, Verwaist: e.verwaist}
	for a := range e.Answers() {
		out.Antworten = append(out.Antworten, a)
	}
	return json.Marshal(out)
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
	var in gespeichert
	if err := json.Unmarshal(data, &in); err != nil {
		return nil, fmt.Errorf("formular: read a draft: %w", ErrWert)
	}
	if in.Formular != f.kopf.ID {
		return nil, ErrFormular
	}
	if len(in.Antworten)+len(in.Verwaist) > maxAntworten {
		return nil, fmt.Errorf("%w: more than %d answers", ErrWert, maxAntworten)
	}
	e := f.NewEntwurf()
	same := in.Version == f.kopf.Version
	for i, a := range append(in.Antworten, in.Verwaist...) {
		struck := a.Gestrichen() && a.Bestand != nil
		if (!struck && !scalar(a.Wert)) || (a.Bestand != nil && !scalar(a.Bestand.Wert)) {
			return nil, ErrWert
		}
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
		case same && i < len(in.Antworten):
			return nil, ErrPfad
		default:
			e.verwaist = append(e.verwaist, a)
		}
	}
	e.antworten = f.closeGaps(e.antworten)
	return e, nil
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
