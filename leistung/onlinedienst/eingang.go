// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// reread puts what was handed in into the form again, with the origin of each
// answer, and judges it. A form of another version keeps what fits.
func (a *akteur) reread(f *fall, in Eingang) error {
	e := f.dienst.blank()
	answers, err := flat(in.Daten)
	if err != nil {
		return err
	}
	if in.Fassung != f.dienst.kopf().Fassung {
		return nil
	}
	if err := e.Set(answers); err != nil {
		return fmt.Errorf("onlinedienst: what was handed in does not fit its form: %w", err)
	}
	for _, answer := range in.Herkunft {
		var said any
		if err := json.Unmarshal(answer.Bestand.Wert, &said); err != nil {
			return err
		}
		if number, ok := said.(float64); ok {
			said = json.Number(fmt.Sprint(number))
		}
		if err := e.Prefill(answer.Pointer, said, answer.Bestand.Herkunft); err != nil {
			return err
		}
		if answer.Gestrichen() {
			if err := e.Set(map[string]any{answer.Pointer: nil}); err != nil {
				return err
			}
		}
	}
	f.e, f.bei = e, beiwerk{Dateien: in.Anlagen}
	for _, n := range in.Nachweise {
		f.bei.belegt = append(f.bei.belegt, n.Name)
	}
	return a.judge(f)
}

// Abschnitt is a page of questions with the answers as they are read back.
type Abschnitt struct {
	Name, Titel string
	Zeilen      []Zeile
}

// Zeile is one answer, in words. Where a source had said something, Herkunft tells
// which, and Bestand what it was, if the person has corrected it.
type Zeile struct {
	Titel, Wert, Herkunft, Bestand string
	Korrigiert, Leer               bool
}

// Read returns what was handed in as it is read back, and what is to be noted about
// it, for the pages of whoever works on it. It is of the service that it names.
func (s *Server) Read(in Eingang, sprache string) ([]Abschnitt, recht.Befunde, error) {
	d, ok := s.dienste[in.Dienst]
	if !ok {
		return nil, nil, fmt.Errorf("onlinedienst: no service %q", in.Dienst)
	}
	k := sitzung{Niveau: in.Niveau}
	a := &anfrage{akteur: akteur{Server: s, sprache: sprache, sitz: k}}
	f := &fall{dienst: d, v: vorgang{id: uuid.Nil}}
	f.wer = &wer{in.Niveau, in.Identitaet}
	if err := a.reread(f, in); err != nil || f.e == nil {
		return nil, nil, err
	}
	z := zeichner{a, f, false}
	var out []Abschnitt
	for _, page := range d.pages() {
		if !f.stand.shows(page) || page.erklaert {
			continue
		}
		part := Abschnitt{Name: page.name, Titel: page.titel.In(sprache)}
		for _, x := range z.facts(page.elemente, "") {
			part.Zeilen = append(part.Zeilen, Zeile{Titel: x.Titel, Wert: x.Wert, Herkunft: x.Herkunft, Bestand: x.Bestand, Korrigiert: x.Korrigiert, Leer: x.Leer})
		}
		out = append(out, part)
	}
	return out, f.stand.befunde.Remarks(), nil
}
