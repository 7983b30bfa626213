// SPDX-License-Identifier: Apache-2.0

package antrag

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// Antrag is one application as its events made it. It is a value: [Antrag.Apply]
// returns a new one and leaves the old as it was. The zero Antrag has no events
// and the status [StatusNeu].
//
// Antrag prints without personal data: its String method tells id, status and
// version only.
type Antrag struct {
	id          uuid.UUID
	version     uint64
	status      Status
	leistung    leistung.Schluessel
	konto       string
	behoerde    string
	angaben     json.RawMessage
	begonnen    time.Time
	eingegangen time.Time
	geaendert   time.Time
	verlauf     []Ereignis
}

// Replay folds stored events into the Antrag. A store that hands out events
// which the life cycle does not allow is damaged; the error says which.
func Replay(id uuid.UUID, ereignisse []Ereignis) (Antrag, error) {
	a := Antrag{id: id}
	for i, e := range ereignisse {
		next, err := a.apply(e, true)
		if err != nil {
			return Antrag{}, fmt.Errorf("antrag: replay event %d: %w", i+1, err)
		}
		a = next
	}
	return a, nil
}

// Apply returns the Antrag after the event. It is pure: no clock, no store, no
// chance. The error is a [*UebergangError] (an event that the life cycle does
// not allow now) or [ErrInvalid] (an event that lacks what its Art needs).
func (a Antrag) Apply(e Ereignis) (Antrag, error) { return a.apply(e, false) }

// apply is Apply. Stored events were checked when they happened; on replay
// their personal data may be erased, so nothing that looks at these decides again.
func (a Antrag) apply(e Ereignis, replay bool) (Antrag, error) {
	if !replay {
		if err := e.check(); err != nil {
			return a, err
		}
	}
	next, err := a.step(e, replay)
	if err != nil {
		return a, err
	}
	e = e.clone()
	a.version++
	a.status = next
	a.geaendert = e.Zeit
	switch e.Art {
	case ArtBegonnen:
		a.leistung, a.konto, a.angaben, a.begonnen = e.Leistung, e.Konto, e.Angaben, e.Zeit
	case ArtBearbeitet:
		// It stands in no history: a draft is its last state. (Stored ones are
		// from before drafts were state.)
		a.angaben = e.Angaben
		return a, nil
	case ArtEingereicht:
		a.behoerde, a.eingegangen = e.Behoerde, e.Zeit
		if len(e.Angaben) > 0 {
			a.angaben = e.Angaben // the draft, as it was handed in
		}
	case ArtVerworfen, ArtVerfallen:
		a.angaben = nil
	case ArtGeloescht:
		a.konto, a.angaben = "", nil
	default: // the others change the status and stand in the Verlauf
	}
	// Everything that was said between applicant and authority stays.
	a.verlauf = append(slices.Clip(a.verlauf), e.ohneAngaben())
	return a, nil
}

func (a Antrag) step(e Ereignis, replay bool) (Status, error) {
	von := verfahren.Zustand(a.Status())
	taken, err := lebenslauf().Step(von, verfahren.Akt(e.Art), verfahren.Lage{
		Angaben: replay || len(a.angaben) > 0,
		Text:    replay || strings.TrimSpace(e.Text) != "",
	})
	if err != nil {
		return "", &UebergangError{Status: a.Status(), Art: e.Art, cause: err}
	}
	return Status(taken.Ziel(von)), nil
}

// ID returns the id of the aggregate, a UUID of version 7.
func (a Antrag) ID() uuid.UUID { return a.id }

// Version returns how often the Antrag was changed. A command names the version
// it was decided upon; see [Registratur.Do].
func (a Antrag) Version() uint64 { return a.version }

// Status returns where the Antrag stands.
func (a Antrag) Status() Status {
	if a.status == "" {
		return StatusNeu
	}
	return a.status
}

// Leistung returns what is applied for.
func (a Antrag) Leistung() leistung.Schluessel { return a.leistung }

// Konto returns the pseudonym of the account that owns the Antrag, or "" after
// erasure.
func (a Antrag) Konto() string { return a.konto }

// Behoerde returns the key of the deciding authority, or "" for a draft.
func (a Antrag) Behoerde() string { return a.behoerde }

// Angaben returns a copy of what the applicant states, or nil after erasure.
func (a Antrag) Angaben() json.RawMessage { return bytes.Clone(a.angaben) }

// Begonnen returns when the draft was opened.
func (a Antrag) Begonnen() time.Time { return a.begonnen }

// Eingegangen returns when the Antrag was handed in; zero for a draft.
func (a Antrag) Eingegangen() time.Time { return a.eingegangen }

// Geaendert returns the time of the last event.
func (a Antrag) Geaendert() time.Time { return a.geaendert }

// Verlauf returns a copy of what happened, oldest first, without the Angaben.
func (a Antrag) Verlauf() []Ereignis { return slices.Clone(a.verlauf) }

// Letztes returns the newest event of the kind and whether there is one: the
// open question, the reason of a refusal.
func (a Antrag) Letztes(art Art) (Ereignis, bool) {
	for _, e := range slices.Backward(a.verlauf) {
		if e.Art == art {
			return e, true
		}
	}
	return Ereignis{}, false
}

// Ueberfaellig reports whether the Antrag was open beyond its period and has not
// moved since.
func (a Antrag) Ueberfaellig() bool {
	return len(a.verlauf) > 0 && a.verlauf[len(a.verlauf)-1].Art == ArtErinnert
}

// Moeglich returns the kinds of events that the life cycle has for the present
// status, in its own order.
func (a Antrag) Moeglich() []Art { return moeglich(a.Status()) }

// String tells id, status and version, and nothing about a person.
func (a Antrag) String() string {
	return fmt.Sprintf("Antrag %s (%s, version %d)", a.id, a.Status(), a.version)
}

// GoString keeps %#v from printing personal data.
func (a Antrag) GoString() string { return a.String() }
