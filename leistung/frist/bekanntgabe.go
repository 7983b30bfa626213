// SPDX-License-Identifier: Apache-2.0

package frist

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Sendung is one letter.
type Sendung struct {
	Aufgabe kommune.Datum // day of posting, as the file notes it
	Regel   Postregel
	// Zugang is the day on which the letter really arrived, where it is known.
	// Only a later arrival matters; see [Postregel] for the exception.
	Zugang kommune.Datum
	// AmWerktag moves a fiction on a Saturday, Sunday or holiday to the next
	// working day. Under § 41 VwVfG and § 37 SGB X the courts do not move it, for it
	// is a day and no period (OVG NRW 19 A 4216/99, BSG B 14 AS 12/09 R), though
	// authors differ. Under § 122 (2) AO they do (BFH of 14 October 2003, IX R 68/98).
	AmWerktag bool
}

// Bekanntgabe is the day on which a letter counts as announced. Periods that
// start with the announcement take Tag as [Regel].Beginn.
type Bekanntgabe struct {
	Tag        kommune.Datum
	Schritte   Schritte
	Vorbehalte recht.Befunde
}

// Bekanntgabe returns the day on which the letter counts as announced. A letter
// that never arrived is not announced at all, which no count can tell (§ 41 (2)
// sentence 3 VwVfG, and the like in the act of each Land). Every step rests on the
// norm of the rule.
func (k Kalender) Bekanntgabe(s Sendung) (Bekanntgabe, error) {
	if err := k.check(s.Aufgabe); err != nil {
		return Bekanntgabe{}, err
	}
	if s.Regel.Tage < 1 || s.Regel.Tage > maxAnzahl {
		return Bekanntgabe{}, fmt.Errorf("%w: the rule for letters names no day", ErrRegel)
	}
	l := &lauf{kalender: k}
	l.setze(s.Aufgabe.AddDays(s.Regel.Tage))
	l.f.Schritte.add(s.Regel.Normen, l.f.Ende,
		fmt.Sprintf("zur Post gegeben am %s; gilt am %d. Tag danach als bekannt gegeben: %s (%s)", deutsch(s.Aufgabe), s.Regel.Tage, deutsch(l.f.Ende), s.Regel.Quelle),
		fmt.Sprintf("posted on %s; counts as announced on day %d after: %s", english(s.Aufgabe), s.Regel.Tage, english(l.f.Ende)))
	if s.AmWerktag {
		l.verschiebe()
	}
	switch {
	case s.Zugang.IsZero():
	case s.Zugang.Before(s.Aufgabe):
		return Bekanntgabe{}, fmt.Errorf("%w: a letter cannot arrive before it is posted", ErrRegel)
	case s.Zugang.After(l.f.Ende):
		l.f.Ende = s.Zugang
		l.f.Schritte.add(s.Regel.Normen, s.Zugang,
			"später zugegangen: es gilt der Tag des Zugangs, "+deutsch(s.Zugang),
			"arrived later: the day of arrival counts, "+english(s.Zugang))
	case s.Regel.FruehererZugang && s.Zugang.Before(l.f.Ende):
		l.f.Ende = s.Zugang
		l.f.Schritte.add(s.Regel.Normen, s.Zugang,
			"nachweislich früher zugegangen: es gilt der Tag des Zugangs, "+deutsch(s.Zugang),
			"proved to have arrived earlier: the day of arrival counts, "+english(s.Zugang))
	default:
		l.f.Schritte.add(s.Regel.Normen, l.f.Ende,
			"früherer Zugang ändert nichts", "an earlier arrival changes nothing")
	}
	l.f.Vorbehalte = append(l.f.Vorbehalte, s.Regel.Vorbehalte...)
	return Bekanntgabe{l.f.Ende, l.f.Schritte, l.f.Vorbehalte}, nil
}
