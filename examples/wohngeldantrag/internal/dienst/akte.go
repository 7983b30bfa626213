// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"encoding/json"
	"errors"
	"io"
	"strconv"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/regel"
	"github.com/deutschland-stack/bausteine/leistung/regel/regelhtml"
)

// Akte is an application as its authority has it.
type Akte struct {
	Eingang od.Eingang
	Antrag  Antrag
}

// ErrAkte reports data that are no application for Wohngeld.
var ErrAkte = errors.New("wohngeldantrag: no application for Wohngeld")

// ReadAkte reads what was delivered.
func ReadAkte(data []byte) (Akte, error) {
	var in od.Eingang
	if json.Unmarshal(data, &in) != nil {
		return Akte{}, ErrAkte
	}
	return read(in)
}

func read(in od.Eingang) (Akte, error) {
	a := Akte{Eingang: in}
	if in.Dienst != "wohngeld" || json.Unmarshal(in.Daten, &a.Antrag) != nil {
		return Akte{}, ErrAkte
	}
	return a, nil
}

// Rechne calculates the application with where each fact comes from.
func (a Akte) Rechne() (Berechnung, error) {
	return Rechne(a.Antrag, a.Eingang.Eingelegt, a.herkunft())
}

// herkunft says of the facts of the household which register they come from. What the
// person wrote, or corrected, is a statement without evidence.
func (a Akte) herkunft() map[string]regel.Herkunft {
	out := map[string]regel.Herkunft{}
	said := map[string]regel.Herkunft{}
	for _, answer := range a.Eingang.Herkunft {
		if answer.Bestand != nil && !answer.Korrigiert() {
			said[answer.Pointer] = regel.Herkunft{Stelle: answer.Bestand.Herkunft.Quelle}
		}
	}
	// A fact that is made of several answers has a source where all of them have that one.
	from := func(fact string, answers ...string) {
		source, known := said[answers[0]]
		for _, other := range answers {
			known = known && said[other] == source
		}
		if known {
			out[fact] = source
		}
	}
	from("/gemeinde", "/wohnung/gemeinde")
	from("/miete/vereinbart", "/miete/kalt", "/miete/nebenkosten", "/miete/heizung", "/miete/strom", "/miete/garage")
	from("/miete/ausgewiesen", "/miete/heizung", "/miete/strom", "/miete/garage")
	from("/miete/flaeche", "/miete/flaeche")
	// Incomes stand with their person in the order of Haushalt: the pension first.
	applicant := schluessel(a.Antrag.Person.Vornamen, a.Antrag.Person.Familienname, a.Antrag.Person.Geburtsdatum)
	place, next := map[string]int{applicant: 0}, map[string]int{}
	for _, b := range a.Antrag.zaehlende() {
		place[schluessel(b.Vornamen, b.Familienname, b.Geburtsdatum)] = len(place)
	}
	income := func(wer string, answers ...string) {
		from("/personen/"+strconv.Itoa(place[wer])+"/einnahmen/"+strconv.Itoa(next[wer]), answers...)
		next[wer]++
	}
	if a.Antrag.Rente.Hat == od.Ja {
		income(applicant, "/rente/betrag")
	}
	for i, e := range a.Antrag.Einkommen {
		row := "/einkommen/" + strconv.Itoa(i)
		income(e.Wer, row+"/betrag", row+"/art", row+"/zeitraum")
	}
	return out
}

// WriteRechnung writes what the official sees: for each part of the period the tree of
// the calculation, each step with its norm, each fact with its origin.
func (a Akte) WriteRechnung(out io.Writer, sprache string) error {
	b, err := a.Rechne()
	if err != nil {
		return err
	}
	var steps []regel.Schritt
	for _, part := range b.Abschnitte {
		steps = append(steps, part.Schritte...)
	}
	title := recht.NewText("Wohngeld vom "+tag(b.Zeitraum.Ab)+" bis zum "+tag(b.Zeitraum.Bis), "Wohngeld from "+day(b.Zeitraum.Ab)+" to "+day(b.Zeitraum.Bis))
	return regelhtml.WriteWeg(out, title, steps, sprache)
}
