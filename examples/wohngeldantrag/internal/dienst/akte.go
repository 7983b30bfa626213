// SPDX-License-Identifier: Apache-2.0

package dienst

import (
	"encoding/json"
	"errors"
	"io"

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
	for _, answer := range a.Eingang.Herkunft {
		if answer.Bestand == nil || answer.Korrigiert() {
			continue
		}
		from := regel.Herkunft{Stelle: answer.Bestand.Herkunft.Quelle}
		switch answer.Pointer {
		case "/rente/betrag":
			out["/personen/0/einnahmen/0"] = from // the first income of the applicant, see Haushalt
		case "/wohnung/gemeinde":
			out["/gemeinde"] = from
		}
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
