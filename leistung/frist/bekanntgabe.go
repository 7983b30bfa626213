// SPDX-License-Identifier: Apache-2.0

package frist

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune"
)

// Postregel says on which day after posting a letter of an authority within
// Germany counts as announced (§ 41 (2) VwVfG and the acts of the Länder).
type Postregel struct {
	Tage   int
	Norm   string
	Quelle string
}

// beginnVierterTag is the day from which the fourth day holds in federal law.
var beginnVierterTag = tag(2025, 1, 1)

// vierterTag are the Länder in which the fourth day holds since then: their acts
// refer to the federal one as it stands, or follow it (Bremen, Nordrhein-Westfalen).
var vierterTag = in(kommune.Berlin, kommune.Brandenburg, kommune.Bremen, kommune.Niedersachsen,
	kommune.NordrheinWestfalen, kommune.RheinlandPfalz, kommune.Sachsen, kommune.SachsenAnhalt)

// PostregelBund returns the rule for an authority of the Bund, and for every
// matter in which federal procedural law applies, by the day of posting.
func PostregelBund(aufgabe kommune.Datum) Postregel {
	if aufgabe.Before(beginnVierterTag) {
		return Postregel{3, "§ 41 Abs. 2 VwVfG a. F.", "bis 31.12.2024"}
	}
	return Postregel{4, "§ 41 Abs. 2 VwVfG", "seit 1.1.2025 (Postrechtsmodernisierungsgesetz)"}
}

// PostregelLand returns the rule for authorities of the Land and its Kommunen by
// the day of posting. Until the end of 2024 it was the third day everywhere. For
// the Länder with a full act of their own whose change is not confirmed here,
// later days are [ErrUngeklaert]: some still have the third day. Who knows the
// act in force passes its Postregel himself.
func PostregelLand(land kommune.Land, aufgabe kommune.Datum) (Postregel, error) {
	switch {
	case !land.IsValid() || aufgabe.IsZero():
		return Postregel{}, fmt.Errorf("%w: the rule for letters needs a Land and a day", ErrRegel)
	case aufgabe.Before(beginnVierterTag):
		return Postregel{3, "Landesrecht entsprechend § 41 Abs. 2 VwVfG a. F.", "bis 31.12.2024"}, nil
	case vierterTag.has(land):
		return Postregel{4, "Landesrecht entsprechend § 41 Abs. 2 VwVfG", "seit 1.1.2025"}, nil
	default:
		return Postregel{}, fmt.Errorf("%w: third or fourth day after posting in %s since 2025", ErrUngeklaert, land.Name())
	}
}

// Sendung is one letter.
type Sendung struct {
	Aufgabe kommune.Datum // day of posting, as the file notes it
	Regel   Postregel
	// Zugang is the day on which the letter really arrived, where it is known.
	// Only a later arrival matters.
	Zugang kommune.Datum
	// AmWerktag moves a fiction on a Saturday, Sunday or holiday to the next
	// working day. Courts and authors differ; the fiction names a day and is no
	// period, so the default is not to move it.
	AmWerktag bool
}

// Bekanntgabe is the day on which a letter counts as announced. Periods that
// start with the announcement take Tag as [Regel].Beginn.
type Bekanntgabe struct {
	Tag        kommune.Datum
	Schritte   Schritte
	Vorbehalte []string
}

// Bekanntgabe returns the day on which the letter counts as announced.
func (k Kalender) Bekanntgabe(s Sendung) (Bekanntgabe, error) {
	if err := k.check(s.Aufgabe); err != nil {
		return Bekanntgabe{}, err
	}
	if s.Regel.Tage < 1 || s.Regel.Tage > maxAnzahl {
		return Bekanntgabe{}, fmt.Errorf("%w: the rule for letters names no day", ErrRegel)
	}
	l := &lauf{kalender: k}
	l.setze(s.Aufgabe.AddDays(s.Regel.Tage))
	l.f.Schritte.add(s.Regel.Norm, l.f.Ende,
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
		l.f.Schritte.add("§ 41 Abs. 2 Satz 3 VwVfG", s.Zugang,
			"später zugegangen: es gilt der Tag des Zugangs, "+deutsch(s.Zugang),
			"arrived later: the day of arrival counts, "+english(s.Zugang))
	default:
		l.f.Schritte.add("§ 41 Abs. 2 VwVfG", l.f.Ende,
			"früherer Zugang ändert nichts", "an earlier arrival changes nothing")
	}
	return Bekanntgabe{l.f.Ende, l.f.Schritte, l.f.Vorbehalte}, nil
}
