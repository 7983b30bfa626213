// SPDX-License-Identifier: Apache-2.0

package rollout

import (
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// Sollregel says for a service in a Land which authorities are due. It is used
// once, to fill the Soll from one edition of the register; what changes later
// comes as dated events.
type Sollregel struct {
	Land kommune.Land `json:"land"`
	Art  Regelart     `json:"art"`
	// Staedte are, for RegelKreise, the kreisangehörige Städte that have an office
	// of their own: their people leave the row of the Landkreis.
	Staedte []kommune.AGS `json:"staedte,omitempty"`
	// Stellen are the bodies of RegelStellen.
	Stellen []Stellenname `json:"stellen,omitempty"`
	Grund   string        `json:"grund"` // norm or source
	// Unbestaetigt says what is not confirmed; a page shows it.
	Unbestaetigt string `json:"unbestaetigt,omitzero"`
}

// Stellenname is a body that no register of municipalities has.
type Stellenname struct {
	Stelle Stelle `json:"stelle"`
	Name   string `json:"name"`
}

// Regelart is the kind of a rule.
type Regelart string

// The kinds.
const (
	// RegelTraeger: the administrations that act for Gemeinden: Gemeinden of their
	// own, Verbände, erfüllende Gemeinden. Inhabited gemeindefreie Gebiete have a
	// row of their own; uninhabited ones are left out.
	RegelTraeger Regelart = "traeger"
	// RegelGemeinden: each Gemeinde by itself, where the Verband is not the office
	// (in Baden-Württemberg for registration).
	RegelGemeinden Regelart = "gemeinden"
	// RegelKreise: Landkreise and kreisfreie Städte, and the towns named.
	RegelKreise Regelart = "kreise"
	// RegelStellen: the bodies named, each for the whole Land.
	RegelStellen Regelart = "stellen"
	// RegelUnbekannt: nobody here knows how many are due. There are no rows, and
	// figures show that there is nothing to have a share of.
	RegelUnbekannt Regelart = "unbekannt"
)

func (r *Sollregel) check() error {
	switch r.Art {
	case RegelTraeger, RegelGemeinden, RegelUnbekannt:
		if len(r.Staedte)+len(r.Stellen) > 0 {
			return fmt.Errorf("%w: only kreise has staedte, only stellen has stellen", ErrEvent)
		}
	case RegelKreise:
		if len(r.Stellen) > 0 {
			return fmt.Errorf("%w: only stellen has stellen", ErrEvent)
		}
	case RegelStellen:
		if len(r.Stellen) == 0 || len(r.Staedte) > 0 {
			return fmt.Errorf("%w: stellen names bodies and nothing else", ErrEvent)
		}
	default:
		return fmt.Errorf("%w: unknown rule", ErrEvent)
	}
	if !r.Land.IsValid() || r.Grund == "" {
		return fmt.Errorf("%w: a rule needs its Land and its grund", ErrEvent)
	}
	return nil
}

// Fuellung says from what the Soll is filled for the first time, and how its
// events are recorded.
type Fuellung struct {
	Verzeichnis    *kommune.Verzeichnis
	Einwohnerstand datum.Datum // of the population figures in it
	Ab             datum.Datum // the day from which those are due
	Erfasst        time.Time
	Von            string
	NewID          func() uuid.UUID // in ascending order
}

// FillSoll returns the events that fill the Soll of the programme for the first
// time, by its rules, from one edition of the register. Figures of the past that
// this edition cannot know do not come out of it: what changed before or after
// comes as dated events.
func FillSoll(p *Programm, f Fuellung) ([]SollEreignis, error) {
	if f.Verzeichnis == nil || f.NewID == nil || f.Ab.IsZero() || f.Erfasst.IsZero() {
		return nil, fmt.Errorf("%w: the register, the day, the instant and a source of ids are needed", ErrEvent)
	}
	if err := p.check(); err != nil {
		return nil, err
	}
	var events []SollEreignis
	for _, d := range p.Dienste {
		for i := range d.Regeln {
			rows, err := d.Regeln[i].rows(f.Verzeichnis)
			if err != nil {
				return nil, err
			}
			for _, row := range rows {
				SortGemeinden(row.gemeinden)
				events = append(events, SollEreignis{
					ID: f.NewID(), Programm: p.ID, Leistung: d.Leistung, Stelle: row.stelle, Art: SollAufgenommen, Name: row.name,
					Gemeinden: row.gemeinden, Einwohnerstand: f.Einwohnerstand, Am: f.Ab, Erfasst: f.Erfasst, Von: f.Von,
					Ursache: UrsacheSoll, Grund: d.Regeln[i].Grund, Schema: Schema,
				})
			}
		}
	}
	return events, nil
}

type sollzeile struct {
	stelle    Stelle
	name      string
	gemeinden []Gemeindezeile
}

func (r *Sollregel) rows(v *kommune.Verzeichnis) ([]sollzeile, error) {
	var list []sollzeile
	index := map[Stelle]int{}
	put := func(key, name string, g kommune.Gemeinde) {
		stelle := Stelle{key}
		i, ok := index[stelle]
		if !ok {
			i = len(list)
			index[stelle] = i
			list = append(list, sollzeile{stelle: stelle, name: name})
		}
		list[i].gemeinden = append(list[i].gemeinden, Gemeindezeile{g.AGS, g.Einwohner})
	}
	if r.Art == RegelStellen {
		for _, s := range r.Stellen {
			row := sollzeile{stelle: s.Stelle, name: s.Name}
			list = append(list, row)
		}
		return list, nil
	}
	if r.Art == RegelUnbekannt {
		return nil, nil
	}
	for _, town := range r.Staedte {
		if _, err := v.Gemeinde(town); err != nil {
			return nil, fmt.Errorf("a town of the rule: %w", err)
		}
	}
	for g := range v.GemeindenOf(r.Land) {
		if g.Art == kommune.GebietUnbewohnt {
			continue
		}
		switch {
		case r.Art == RegelKreise && slices.Contains(r.Staedte, g.AGS):
			put(g.AGS.String(), g.Kurzname(), g)
		case r.Art == RegelKreise:
			key := g.AGS.Kreis()
			name := key.String()
			if kreis, err := v.Kreis(key); err == nil {
				name = kreis.Bezeichnung()
			}
			put(key.String(), name, g)
		case r.Art == RegelGemeinden || g.Gemeindefrei():
			key := g.AGS.String()
			if r.Art == RegelTraeger {
				key = g.Verband().String()
			}
			put(key, g.Kurzname(), g)
		default:
			t, err := v.Traeger(g.AGS)
			if err != nil {
				return nil, err
			}
			put(t.Verband.String(), displayName(t), g)
		}
	}
	return list, nil
}

// displayName is the name without status words: "Jena", "Verwaltungsgemeinschaft
// Lindenberg/Eichsfeld".
func displayName(t kommune.Traeger) string {
	name := t.Bezeichnung()
	for i := range len(name) {
		if name[i] == ',' {
			return name[:i]
		}
	}
	return name
}
