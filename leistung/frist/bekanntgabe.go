// SPDX-License-Identifier: Apache-2.0

package frist

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Weg is how a notice reaches a person, with the days on which that happened:
// a [Sendung], an [Abruf], an [AbrufSozial], a [Postfach], an [Uebergabe] or an
// [OeffentlicheBekanntgabe]. Each counts in its own way.
type Weg interface {
	bekanntgabe(k Kalender) (Bekanntgabe, error)
}

// Bekanntgabe is the day on which a notice counts as announced.
type Bekanntgabe struct {
	// Tag is the day; zero where the notice is not announced. Where the law leaves
	// the day open it is the earlier one. Periods that start with the announcement
	// take it as [Regel].Beginn.
	Tag kommune.Datum
	// Spaetestens is the latest day that can be argued, and Tag where none can.
	Spaetestens kommune.Datum
	// Gruende say why the notice is not announced.
	Gruende  recht.Befunde
	Schritte Schritte
	// Vorbehalte are warnings that say on what open question the day hangs.
	Vorbehalte recht.Befunde
}

// Bekanntgabe returns the day on which the notice counts as announced. A letter
// that never arrived is not announced at all, which no count can tell (§ 41 (2)
// sentence 3 VwVfG, and the like in the act of each Land). Every step rests on the
// norm of its own rule. The error is [ErrRegel], [ErrJahr] or [ErrUngeklaert].
func (k Kalender) Bekanntgabe(w Weg) (Bekanntgabe, error) {
	if w == nil {
		return Bekanntgabe{}, fmt.Errorf("%w: no way to announce a notice", ErrRegel)
	}
	b, err := w.bekanntgabe(k)
	if err != nil {
		return Bekanntgabe{}, err
	}
	b.Spaetestens = spaeter(b.Tag, b.Spaetestens)
	return b, nil
}

// amWerktag is the first working day from the day on: where a fiction on a
// Saturday, Sunday or holiday may move, it moves to it.
func (k Kalender) amWerktag(tag kommune.Datum) kommune.Datum {
	k.offen = true
	for k.covers(tag) && !k.IsArbeitstag(tag) {
		tag = tag.AddDays(1)
	}
	return tag
}

// argue notes that a fiction on a day that is no working day may count later.
func (b *Bekanntgabe) argue(k Kalender, normen recht.Normen) {
	spaetestens := spaeter(b.Tag, b.Spaetestens)
	if tag := k.amWerktag(spaetestens); tag.After(spaetestens) {
		b.Spaetestens = tag
		b.Vorbehalte = append(b.Vorbehalte, warning("FRIST-BEKANNTGABE-03", normen,
			fmt.Sprintf("Verwaltungs- und Sozialgerichte verschieben den Tag der Bekanntgabe nicht auf einen Werktag; nach anderer Ansicht gilt erst %s.", deutsch(tag)),
			fmt.Sprintf("Administrative and social courts do not move the day of the announcement to a working day; by another view it is %s only.", english(tag))))
	}
}

// none notes why there is no announcement.
func (b *Bekanntgabe) none(code string, normen recht.Normen, deutsch, english string) {
	b.Gruende = append(b.Gruende, recht.Befund{Code: code, Severity: recht.SeverityError, Normen: normen, Text: recht.NewText(deutsch, english)})
}

// Sendung is one letter, or one notice sent electronically to an address that the
// person has opened.
type Sendung struct {
	Aufgabe kommune.Datum // day of posting or sending, as the file notes it
	Regel   Postregel
	// Zugang is the day on which the letter really arrived, where it is known.
	// Only a later arrival matters; see [Postregel] for the exception.
	Zugang kommune.Datum
	// AmWerktag moves a fiction on a Saturday, Sunday or holiday to the next
	// working day. Under § 41 VwVfG and § 37 SGB X the courts do not move it, for it
	// is a day and no period (OVG NRW 19 A 4216/99, BSG B 14 AS 12/09 R), though
	// authors differ: Spaetestens of the result has their day. Under § 122 (2) AO
	// they do (BFH of 14 October 2003, IX R 68/98).
	AmWerktag bool
	// Ausland says that a letter went abroad: for it no fiction holds, only the day
	// of arrival.
	Ausland bool
}

func (s Sendung) bekanntgabe(k Kalender) (Bekanntgabe, error) {
	if err := k.check(s.Aufgabe); err != nil {
		return Bekanntgabe{}, err
	}
	if s.Regel.Tage < 1 || s.Regel.Tage > maxAnzahl || s.Regel.Andernfalls < 0 || s.Regel.Andernfalls > maxAnzahl {
		return Bekanntgabe{}, fmt.Errorf("%w: the rule for letters names no day", ErrRegel)
	}
	if !s.Zugang.IsZero() && s.Zugang.Before(s.Aufgabe) {
		return Bekanntgabe{}, fmt.Errorf("%w: a letter cannot arrive before it is posted", ErrRegel)
	}
	if s.Ausland {
		return s.abroad()
	}
	l := &lauf{kalender: k}
	tage, sonst := s.Regel.Tage, s.Regel.Andernfalls
	if sonst > 0 && sonst < tage {
		tage, sonst = sonst, tage
	}
	l.setze(s.Aufgabe.AddDays(tage))
	l.f.Schritte.add(s.Regel.Normen, l.f.Ende,
		fmt.Sprintf("zur Post gegeben am %s; gilt am %d. Tag danach als bekannt gegeben: %s (%s)", deutsch(s.Aufgabe), tage, deutsch(l.f.Ende), s.Regel.Quelle),
		fmt.Sprintf("posted on %s; counts as announced on day %d after: %s", english(s.Aufgabe), tage, english(l.f.Ende)))
	if s.AmWerktag {
		l.verschiebe()
	}
	b := Bekanntgabe{Spaetestens: s.Aufgabe.AddDays(max(tage, sonst))}
	switch {
	case s.Zugang.After(l.f.Ende):
		l.f.Ende = s.Zugang
		l.f.Schritte.add(s.Regel.Normen, s.Zugang,
			"später zugegangen: es gilt der Tag des Zugangs, "+deutsch(s.Zugang),
			"arrived later: the day of arrival counts, "+english(s.Zugang))
	case !s.Zugang.IsZero() && s.Regel.FruehererZugang && s.Zugang.Before(l.f.Ende):
		l.f.Ende, b.Spaetestens = s.Zugang, s.Zugang
		l.f.Schritte.add(s.Regel.Normen, s.Zugang,
			"nachweislich früher zugegangen: es gilt der Tag des Zugangs, "+deutsch(s.Zugang),
			"proved to have arrived earlier: the day of arrival counts, "+english(s.Zugang))
	case !s.Zugang.IsZero():
		l.f.Schritte.add(s.Regel.Normen, l.f.Ende,
			"früherer Zugang ändert nichts", "an earlier arrival changes nothing")
	}
	l.f.Vorbehalte = append(l.f.Vorbehalte, s.Regel.Vorbehalte...)
	b.Tag, b.Schritte, b.Vorbehalte = l.f.Ende, l.f.Schritte, l.f.Vorbehalte
	if b.Tag != s.Zugang {
		b.argue(k, s.Regel.Normen)
	}
	return b, nil
}

// abroad counts a letter that left the country: § 41 (2) sentence 1 VwVfG and
// § 37 (2) sentence 1 SGB X hold for letters within it.
func (s Sendung) abroad() (Bekanntgabe, error) {
	if s.Zugang.IsZero() {
		return Bekanntgabe{}, fmt.Errorf("%w: for a letter abroad no day is fixed, and the day of arrival is not known", ErrUngeklaert)
	}
	b := Bekanntgabe{Tag: s.Zugang}
	b.Schritte.add(s.Regel.Normen, s.Zugang,
		"Brief ins Ausland: die Vermutung gilt nur im Inland; es gilt der Tag des Zugangs, "+deutsch(s.Zugang),
		"letter abroad: the presumption holds within Germany only; the day of arrival counts, "+english(s.Zugang))
	return b, nil
}
