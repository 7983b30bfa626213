// SPDX-License-Identifier: Apache-2.0

package antrag

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/deutschland-stack/bausteine/leistung"
)

// Akteur is the role in which somebody acts. It names no person.
type Akteur string

// The roles.
const (
	AkteurAntragsteller Akteur = "antragsteller" // the applicant, or whoever acts for them
	AkteurBehoerde      Akteur = "behoerde"      // a person at the authority
	AkteurSystem        Akteur = "system"        // the service itself: delivery, deadlines
)

// Ereignis is one thing that happened to an Antrag. Which of the fields matter
// depends on its Art; the others are zero.
type Ereignis struct {
	Art    Art
	Akteur Akteur
	// Zeit is set by the [Registratur] when it stores the event.
	Zeit time.Time

	// Leistung is what is applied for (ArtBegonnen).
	Leistung leistung.Schluessel
	// Konto is the pseudonym of the account that owns the Antrag (ArtBegonnen).
	// It is erased with the personal data.
	Konto string
	// Behoerde is the key of the authority that decides (ArtEingereicht), for
	// example its Verbandsschluessel.
	Behoerde string

	// Angaben is what the applicant states, a JSON object (ArtBegonnen,
	// ArtBearbeitet). Personal data: erasable.
	Angaben json.RawMessage
	// Text is what people say to each other: question, answer, invitation,
	// reason. Personal data: erasable.
	Text string
}

// String tells kind, role and time, and nothing about a person.
func (e Ereignis) String() string {
	return fmt.Sprintf("%s by %s at %s", e.Art, e.Akteur, e.Zeit.Format(time.RFC3339))
}

// GoString keeps %#v from printing personal data.
func (e Ereignis) GoString() string { return e.String() }

// LogValue keeps a structured log from printing personal data.
func (e Ereignis) LogValue() slog.Value { return slog.StringValue(e.String()) }

// clone returns a copy that shares no memory with e.
func (e Ereignis) clone() Ereignis {
	e.Angaben = bytes.Clone(e.Angaben)
	return e
}

// The versions of the stored form that [unmarshalEreignis] reads. A change of
// meaning gets a new number and a branch that reads the old one; stored events
// are never rewritten.
const ereignisForm = 1

// skelett is the part of an event that stays for ever.
type skelett struct {
	Form     int                 `json:"v"`
	Akteur   Akteur              `json:"akteur"`
	Leistung leistung.Schluessel `json:"leistung,omitzero"`
	Behoerde string              `json:"behoerde,omitempty"`
}

// persoenlich is the part that can be erased.
type persoenlich struct {
	Konto   string          `json:"konto,omitempty"`
	Angaben json.RawMessage `json:"angaben,omitempty"`
	Text    string          `json:"text,omitempty"`
}

// MarshalEreignis returns the stored form of an event in two parts: the
// skeleton, which stays, and the personal data, which can be erased (nil where
// there are none). Art and Zeit are columns of the store and in neither part.
func MarshalEreignis(e Ereignis) (skeleton, personal []byte, err error) {
	skeleton, err = json.Marshal(skelett{Form: ereignisForm, Akteur: e.Akteur, Leistung: e.Leistung, Behoerde: e.Behoerde})
	if err != nil {
		return nil, nil, fmt.Errorf("antrag: encode skeleton of %s: %w", e.Art, err)
	}
	if e.Konto == "" && len(e.Angaben) == 0 && e.Text == "" {
		return skeleton, nil, nil
	}
	personal, err = json.Marshal(persoenlich{Konto: e.Konto, Angaben: e.Angaben, Text: e.Text})
	if err != nil {
		// The encoder's message may quote what it could not encode.
		return nil, nil, fmt.Errorf("%w: the Angaben of %s are not JSON", ErrInvalid, e.Art)
	}
	return skeleton, personal, nil
}

// UnmarshalEreignis reads what [MarshalEreignis] wrote; personal is nil after
// erasure.
func UnmarshalEreignis(art Art, zeit time.Time, skeleton, personal []byte) (Ereignis, error) {
	var s skelett
	if err := json.Unmarshal(skeleton, &s); err != nil {
		return Ereignis{}, fmt.Errorf("antrag: decode skeleton of %s: %w", art, err)
	}
	if s.Form != ereignisForm {
		return Ereignis{}, fmt.Errorf("antrag: event %s has form %d, this program reads %d", art, s.Form, ereignisForm)
	}
	e := Ereignis{Art: art, Akteur: s.Akteur, Zeit: zeit, Leistung: s.Leistung, Behoerde: s.Behoerde}
	if len(personal) > 0 {
		var p persoenlich
		if err := json.Unmarshal(personal, &p); err != nil {
			return Ereignis{}, fmt.Errorf("antrag: personal data of %s are damaged", art)
		}
		e.Konto, e.Angaben, e.Text = p.Konto, p.Angaben, p.Text
	}
	return e, nil
}

// check reports what the event lacks by itself, whatever the Antrag.
func (e Ereignis) check() error {
	switch e.Akteur {
	case AkteurAntragsteller, AkteurBehoerde, AkteurSystem:
	default:
		return fmt.Errorf("%w: %s needs an Akteur", ErrInvalid, e.Art)
	}
	switch e.Art {
	case ArtBegonnen:
		if e.Leistung.IsZero() || e.Konto == "" {
			return fmt.Errorf("%w: %s needs Leistung and Konto", ErrInvalid, e.Art)
		}
	case ArtEingereicht:
		if e.Behoerde == "" {
			return fmt.Errorf("%w: %s needs the Behoerde", ErrInvalid, e.Art)
		}
	default:
	}
	if len(e.Angaben) > 0 && !json.Valid(e.Angaben) {
		return fmt.Errorf("%w: the Angaben of %s are not JSON", ErrInvalid, e.Art)
	}
	return nil
}

// ohneAngaben returns the event without what the applicant stated.
func (e Ereignis) ohneAngaben() Ereignis {
	e.Angaben = nil
	return e
}
