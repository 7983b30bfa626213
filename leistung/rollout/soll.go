// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
)

// SollEreignis is one fact about who is due for a service: from the day Am on,
// the authority is due with exactly these Gemeinden, or no longer due. The due
// set (Soll) of a day is the fold of these events, never a product of services
// and Kommunen, and never read from today's register.
type SollEreignis struct {
	ID       uuid.UUID           `json:"id"`
	Programm string              `json:"programm"`
	Leistung leistung.Schluessel `json:"leistung"`
	Stelle   Stelle              `json:"traeger"`
	Art      SollArt             `json:"soll"`
	Name     string              `json:"name,omitzero"` // of the authority, as a page shows it
	// Gemeinden are all for which the authority acts from this day on. A Gemeinde
	// that has another authority for the service stands with that one only.
	Gemeinden []Gemeindezeile `json:"gemeinden,omitempty"`
	// Einwohnerstand is the day of the population figures.
	Einwohnerstand datum.Datum `json:"einwohnerstand,omitzero"`
	Am             datum.Datum `json:"am"`
	Erfasst        time.Time   `json:"erfasst"`
	Von            string      `json:"von,omitzero"`
	Ursache        Ursache     `json:"ursache"`
	Grund          string      `json:"grund"` // why it is due, or no longer: a code or a norm
	Nachfolger     Stelle      `json:"nachfolger,omitzero"`
	Beleg          Beleg       `json:"beleg,omitzero"`
	Korrigiert     uuid.UUID   `json:"korrigiert,omitzero"`
	Schema         int         `json:"schema,omitzero"`
}

// Gemeindezeile is a Gemeinde with its inhabitants.
type Gemeindezeile struct {
	AGS       kommune.AGS `json:"ags"`
	Einwohner int         `json:"einwohner"`
}

// SollArt is what happened to a row of the Soll.
type SollArt string

// The kinds.
const (
	SollAufgenommen SollArt = "aufgenommen"
	SollGeaendert   SollArt = "geaendert"
	SollEntfallen   SollArt = "entfallen"
	// SollStorniert corrects an event away: it had not happened.
	SollStorniert SollArt = "storniert"
)

// Ursache says on whose account a change of the Soll goes in the difference of
// two figures.
type Ursache string

// The causes.
const (
	UrsacheGebiet Ursache = "gebiet" // merger, split, a Gemeinde that changes its Verband, another key
	UrsacheSoll   Ursache = "soll"   // the programme or the law says otherwise who is due; new population figures
)

const maxGemeinden = 12_000 // more than Germany has

func (e *SollEreignis) check() error {
	if err := checkHead(e.ID, e.Programm, e.Leistung, e.Stelle, e.Am, e.Erfasst, e.Schema); err != nil {
		return err
	}
	switch e.Art {
	case SollAufgenommen, SollGeaendert, SollEntfallen:
	case SollStorniert:
		if e.Korrigiert == uuid.Nil {
			return fmt.Errorf("%w: only a correction takes an event back", ErrEvent)
		}
	default:
		return fmt.Errorf("%w: unknown soll", ErrEvent)
	}
	switch {
	case e.Ursache != UrsacheGebiet && e.Ursache != UrsacheSoll:
		return fmt.Errorf("%w: unknown ursache", ErrEvent)
	case e.Grund == "":
		return fmt.Errorf("%w: a row of the Soll needs its grund", ErrEvent)
	case e.Korrigiert == e.ID:
		return fmt.Errorf("%w: an event cannot correct itself", ErrEvent)
	case len(e.Gemeinden) > maxGemeinden:
		return fmt.Errorf("%w: more Gemeinden than Germany has", ErrEvent)
	case (e.Art == SollEntfallen || e.Art == SollStorniert) && len(e.Gemeinden) > 0:
		return fmt.Errorf("%w: what is not due has no Gemeinden", ErrEvent)
	}
	for i, g := range e.Gemeinden {
		if g.AGS.IsZero() || g.Einwohner < 0 || g.Einwohner > 20_000_000 {
			return fmt.Errorf("%w: Gemeinde %d has no key or no possible number of inhabitants", ErrEvent, i+1)
		}
		if i > 0 && e.Gemeinden[i-1].AGS.Compare(g.AGS) >= 0 {
			return fmt.Errorf("%w: Gemeinden are not in the order of their keys, or one stands twice", ErrEvent)
		}
	}
	return checkTexts(e.Name, e.Von, e.Grund, e.Beleg.URI)
}

func (e *SollEreignis) equal(other *SollEreignis) bool {
	return e.ID == other.ID && e.Programm == other.Programm && e.Leistung == other.Leistung && e.Stelle == other.Stelle &&
		e.Art == other.Art && e.Name == other.Name && slices.Equal(e.Gemeinden, other.Gemeinden) &&
		e.Einwohnerstand == other.Einwohnerstand && e.Am == other.Am && e.Erfasst.Equal(other.Erfasst) && (e.Von == "" || e.Von == other.Von) &&
		e.Ursache == other.Ursache && e.Grund == other.Grund && e.Nachfolger == other.Nachfolger && e.Beleg == other.Beleg &&
		e.Korrigiert == other.Korrigiert && e.Schema == other.Schema
}

// SortGemeinden puts the rows in the order that a SollEreignis asks for.
func SortGemeinden(rows []Gemeindezeile) {
	slices.SortFunc(rows, func(a, b Gemeindezeile) int {
		return cmp.Or(a.AGS.Compare(b.AGS), cmp.Compare(a.Einwohner, b.Einwohner))
	})
}
