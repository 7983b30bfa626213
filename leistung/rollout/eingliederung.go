// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
)

// Eingliederung is an authority that ends, and who acts for its Gemeinden from
// then on.
type Eingliederung struct {
	Stelle Stelle
	Am     datum.Datum // the day of legal effect
	Nach   []Nachfolge
	Grund  string // the law or the decision
}

// Nachfolge is a successor with all Gemeinden for which it acts from the day on,
// old and new. A Gemeinde that was dissolved stands no more, the one that took it
// in with the inhabitants of both.
type Nachfolge struct {
	Stelle    Stelle
	Name      string // needed where it was not due before
	Gemeinden []Gemeindezeile
}

// Eintrag is how new events are recorded.
type Eintrag struct {
	NewID   func() uuid.UUID // in ascending order
	Erfasst time.Time
	Von     string
}

// Eingliederung returns the events of a change of territory for a service: the
// authority is no longer due and its connection has ended, each successor has its
// new Gemeinden, and one that was not due before is due from the day on.
// Parameters and states are not inherited: whether a successor is live, its own
// log says. Nothing is recorded yet.
func (s Sicht) Eingliederung(dienst leistung.Schluessel, e Eingliederung, eintrag Eintrag) ([]SollEreignis, []Ereignis, error) {
	if e.Am.IsZero() || e.Grund == "" || len(e.Nach) == 0 || eintrag.NewID == nil || eintrag.Erfasst.IsZero() {
		return nil, nil, fmt.Errorf("%w: a change of territory has a day, a reason, successors, ids and an instant", ErrEvent)
	}
	before := s.buch.At(Stichtag{e.Am.AddDays(-1), s.tag.Bekannt})
	old, due := before.Zeile(dienst, e.Stelle)
	if !due {
		return nil, nil, fmt.Errorf("%w: the authority is not due on the day before", ErrUnknown)
	}
	head := SollEreignis{
		Programm: s.buch.programm.ID, Leistung: dienst, Am: e.Am, Erfasst: eintrag.Erfasst, Von: eintrag.Von, Ursache: UrsacheGebiet, Grund: e.Grund, Schema: Schema,
	}
	end := head
	end.ID, end.Stelle, end.Art, end.Name, end.Nachfolger = eintrag.NewID(), e.Stelle, SollEntfallen, old.Name, e.Nach[0].Stelle
	soll := []SollEreignis{end}
	for _, n := range e.Nach {
		next := head
		next.ID, next.Stelle, next.Art, next.Name = eintrag.NewID(), n.Stelle, SollGeaendert, n.Name
		next.Gemeinden = slices.Clone(n.Gemeinden)
		SortGemeinden(next.Gemeinden)
		if row, was := before.Zeile(dienst, n.Stelle); was {
			if next.Name == "" {
				next.Name = row.Name
			}
		} else {
			next.Art = SollAufgenommen
		}
		if next.Name == "" || n.Stelle == e.Stelle {
			return nil, nil, fmt.Errorf("%w: a successor is another authority and has a name", ErrEvent)
		}
		soll = append(soll, next)
	}
	connection := Ereignis{
		ID: eintrag.NewID(), Programm: s.buch.programm.ID, Leistung: dienst, Stelle: e.Stelle, Art: ArtBeendet, Am: e.Am, Erfasst: eintrag.Erfasst,
		Von: eintrag.Von, Grund: GrundGebiet, Herkunft: HerkunftHand, Schema: Schema,
	}
	return soll, []Ereignis{connection}, nil
}
