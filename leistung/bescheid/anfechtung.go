// SPDX-License-Identifier: Apache-2.0

package bescheid

import (
	"errors"
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

// ErrWeg reports events that do not belong to the way the notice was to go.
var ErrWeg = errors.New("bescheid: not the way of this notice")

// Anfechtung says when a notice counts as announced and until when the remedy may
// be lodged.
type Anfechtung struct {
	Bekanntgabe frist.Bekanntgabe
	// Ende is the last day to tell the citizen, the earlier one where the law
	// leaves it open; Spaetestens is the day after which alone anybody may call a
	// filing late. Both are zero where the notice is not announced, and where the
	// remedy has no period.
	Ende, Spaetestens datum.Datum
	// Schritte are all steps from the announcement to Ende.
	Schritte   frist.Schritte
	Vorbehalte recht.Befunde
}

// Anfechtung counts from the events of the announcement, with the public holidays
// of the place where the remedy is lodged. The error is [ErrWeg] where the events
// belong to another way than the notice's, or one of package frist.
func (b *Bescheid) Anfechtung(weg frist.Weg) (Anfechtung, error) {
	e := b.entwurf
	if !e.Kanal.fits(e.Verfahren, weg) {
		return Anfechtung{}, fmt.Errorf("%w: %T for %v under %v", ErrWeg, weg, e.Kanal, e.Verfahren)
	}
	holidays := e.Kalender
	if holidays == nil {
		holidays = frist.InGemeinde
	}
	bekannt, err := holidays(e.Behoerde.Sitz).Bekanntgabe(weg)
	if err != nil {
		return Anfechtung{}, fmt.Errorf("bescheid: announcement: %w", err)
	}
	a := Anfechtung{Bekanntgabe: bekannt, Schritte: bekannt.Schritte, Vorbehalte: bekannt.Vorbehalte}
	if bekannt.Tag.IsZero() || e.Rechtsbehelf.Unbefristet {
		return a, nil
	}
	regel := frist.Regel{Normen: e.Rechtsbehelf.normen(e.Verfahren), Beginn: bekannt.Tag, Dauer: e.Rechtsbehelf.dauer(e.Verfahren, e.Kanal == KanalAusland)}
	for _, sitz := range e.places() {
		kalender := holidays(sitz)
		frueh, err := kalender.Berechne(regel)
		if err != nil {
			return Anfechtung{}, fmt.Errorf("bescheid: period: %w", err)
		}
		von := regel
		von.Beginn = bekannt.Spaetestens
		spaet, err := kalender.Berechne(von)
		if err != nil {
			return Anfechtung{}, fmt.Errorf("bescheid: period: %w", err)
		}
		if a.Ende.IsZero() || frueh.Ende.Before(a.Ende) {
			a.Ende = frueh.Ende
			a.Schritte = append(append(frist.Schritte{}, bekannt.Schritte...), frueh.Schritte...)
		}
		if spaet.Spaetestens.After(a.Spaetestens) {
			a.Spaetestens = spaet.Spaetestens
		}
		a.Vorbehalte = append(append(recht.Befunde{}, a.Vorbehalte...), frueh.Vorbehalte...)
	}
	return a, nil
}

// places are where the remedy can be lodged.
func (e Entwurf) places() []kommune.AGS {
	r := e.Rechtsbehelf
	or := func(s kommune.AGS) kommune.AGS {
		if s.IsZero() {
			return e.Behoerde.Sitz
		}
		return s
	}
	switch r.Art {
	case RechtsbehelfKlage:
		return []kommune.AGS{or(r.Gericht.Sitz)}
	case RechtsbehelfWahl:
		return []kommune.AGS{or(r.Stelle.Sitz), or(r.Gericht.Sitz)}
	default:
		return []kommune.AGS{or(r.Stelle.Sitz)}
	}
}
