// SPDX-License-Identifier: Apache-2.0

package frist

import (
	"fmt"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Regel is one period to be counted.
type Regel struct {
	// Normen are the provisions that set the period, or allow an authority to set
	// it. They are only quoted.
	Normen recht.Normen
	// Beginn is the day of the event that starts the period; it is not counted
	// (§ 187 (1) BGB). Of a period that an authority sets that is the day of its
	// announcement, unless the person is told another: it runs from the day after
	// (§ 31 (2) VwVfG).
	Beginn kommune.Datum
	// AbTagesbeginn makes Beginn the first day that counts (§ 187 (2) BGB): the
	// beginning of a day is decisive, or an age is reckoned.
	AbTagesbeginn bool
	Dauer         Dauer
	// Hemmungen are the times in which the period does not run.
	Hemmungen []Zeitraum
	// Verlaengerungen are counted one after the other, each from where the
	// calendar puts the end before it (§ 190 BGB). Two questions are open, and
	// the result takes the earlier end and carries a Vorbehalt where they matter:
	// whether an end that moved off a Saturday, Sunday or holiday counts instead,
	// and whether from the last of a month the next month counts in full.
	Verlaengerungen []Dauer
	// FestesEnde keeps the end where the calendar puts it, also on a Saturday,
	// Sunday or holiday: an end of which the person was told as a fixed day with
	// a hint at § 31 (3) sentence 2 VwVfG, a performance for a time (§ 31 (4)), an
	// age.
	FestesEnde bool
}

// Frist is a counted period.
type Frist struct {
	// ErsterTag is the first day that counts.
	ErsterTag kommune.Datum
	// Rechnerisch is the last day by the calendar, before it moves.
	Rechnerisch kommune.Datum
	// Ende is the last day: what is due may still be done on it, until midnight.
	// Where the law or a list leaves it open it is the earlier day, the one to tell
	// whoever has to act.
	Ende kommune.Datum
	// Spaetestens is the last day on the reading that is best for whoever has to
	// act: only after it may anybody call him late. It is Ende where nothing is open.
	Spaetestens kommune.Datum
	// Schritte say how the count came to Ende.
	Schritte Schritte
	// Vorbehalte are warnings that say on what open question the result hangs.
	Vorbehalte recht.Befunde
}

// AbgelaufenAm reports whether the period is over at the beginning of the day on
// every reading of the law: only then is anybody late.
func (f Frist) AbgelaufenAm(tag kommune.Datum) bool { return tag.After(spaeter(f.Ende, f.Spaetestens)) }

// Berechne counts the period. The error is [ErrRegel] or [ErrJahr].
func (k Kalender) Berechne(r Regel) (Frist, error) { return k.berechne(r, false) }

// Zaehle counts the period as [Kalender.Berechne] does, and does not say how: the
// result has no Schritte. It is for whoever looks at many periods.
func (k Kalender) Zaehle(r Regel) (Frist, error) { return k.berechne(r, true) }

func (k Kalender) berechne(r Regel, still bool) (Frist, error) {
	if err := k.check(r.Beginn); err != nil {
		return Frist{}, err
	}
	if !r.Dauer.valid() || slices.ContainsFunc(r.Verlaengerungen, func(d Dauer) bool { return !d.valid() }) {
		return Frist{}, fmt.Errorf("%w: a length must be at least one and at most %d", ErrRegel, maxAnzahl)
	}
	hemmungen, err := vereint(r.Hemmungen)
	if err != nil {
		return Frist{}, err
	}
	l := &lauf{kalender: k, hemmungen: hemmungen, still: still}
	l.alles(r)
	l.f.Spaetestens = spaeter(l.f.Ende, l.spaetestens)
	if len(l.f.Vorbehalte) > 0 {
		k.offen = true
		andere := &lauf{kalender: k, hemmungen: hemmungen, still: true}
		andere.alles(r)
		l.f.Spaetestens = spaeter(l.f.Spaetestens, spaeter(andere.f.Ende, andere.spaetestens))
	}
	if l.f.Spaetestens.Year() > LetztesJahr {
		return Frist{}, fmt.Errorf("%w: the period ends too late", ErrJahr)
	}
	return l.f, nil
}

// alles counts a whole rule.
func (l *lauf) alles(r Regel) {
	l.beginne(r)
	l.zaehle(r.Beginn, r.AbTagesbeginn, r.Dauer)
	if !r.FestesEnde {
		l.verschiebe()
	}
	for _, d := range r.Verlaengerungen {
		l.verlaengere(d, r.FestesEnde)
	}
}

func spaeter(a, b kommune.Datum) kommune.Datum {
	if b.After(a) {
		return b
	}
	return a
}

// verlaengere counts an extension. By § 190 BGB the old and the new time are one,
// and only the new end moves. Procedural law puts the old end itself on the next
// working day (§ 31 (3) VwVfG, § 222 (2) ZPO), so a later count can be argued.
func (l *lauf) verlaengere(d Dauer, festesEnde bool) {
	von, verschoben := l.f.Rechnerisch, l.f.Ende
	l.sage(normVerlaengerung, von, func() (string, string) {
		return fmt.Sprintf("Verlängerung um %s, gerechnet ab dem Ablauf von %s", d, deutsch(von)),
			fmt.Sprintf("extended by %s, counted from the end of %s", d.English(), english(von))
	})
	l.zaehle(von, false, d)
	if !festesEnde {
		l.verschiebe()
	}
	spaetestens := l.f.Ende
	for _, alt := range []kommune.Datum{von, verschoben} {
		for _, ersterTag := range []bool{false, true} {
			andere := &lauf{kalender: l.kalender, hemmungen: l.hemmungen, still: true}
			beginn := alt
			if ersterTag {
				beginn = alt.AddDays(1)
			}
			andere.zaehle(beginn, ersterTag, d)
			if !festesEnde {
				andere.verschiebe()
			}
			if andere.f.Ende.After(spaetestens) {
				spaetestens = andere.f.Ende
			}
		}
	}
	if spaetestens.After(l.f.Ende) {
		l.spaetestens = spaeter(l.spaetestens, spaetestens)
		l.f.Vorbehalte = append(l.f.Vorbehalte, warning("FRIST-VERLAENGERUNG-01", normVerlaengerung,
			fmt.Sprintf("Die Verlängerung um %s ist ab %s gerechnet (§ 190 BGB); nach anderer Lesart (verschobenes Ende oder voller Monat, § 187 Abs. 2 BGB) endet die Frist erst mit %s.",
				d, deutsch(von), deutsch(spaetestens)),
			fmt.Sprintf("The extension by %s is counted from %s (section 190 BGB); by another reading (the end that moved, or a full month, section 187(2) BGB) the period ends with %s only.",
				d.English(), english(von), english(spaetestens))))
	}
}

// lauf is one count while it runs.
type lauf struct {
	kalender  Kalender
	hemmungen []Zeitraum
	still     bool // it is not said how
	f         Frist
	// spaetestens is the latest end by another reading; zero where there is none.
	spaetestens kommune.Datum
}

// sage adds a step, in German and English.
func (l *lauf) sage(normen recht.Normen, tag kommune.Datum, text func() (deutsch, english string)) {
	if !l.still {
		said, english := text()
		l.f.Schritte.add(normen, tag, said, english)
	}
}

func (l *lauf) beginne(r Regel) {
	if len(r.Normen) > 0 {
		l.sage(r.Normen, r.Beginn, func() (string, string) { return "Frist: " + r.Dauer.String(), "period: " + r.Dauer.English() })
	}
	if r.AbTagesbeginn {
		l.f.ErsterTag = r.Beginn
		l.sage(normTagesbeginn, r.Beginn, func() (string, string) {
			return fmt.Sprintf("Der Beginn des Tages ist maßgebend; %s zählt als erster Tag", deutsch(r.Beginn)),
				fmt.Sprintf("the beginning of the day is decisive; %s counts as the first day", english(r.Beginn))
		})
		return
	}
	l.f.ErsterTag = r.Beginn.AddDays(1)
	l.sage(normEreignis, l.f.ErsterTag, func() (string, string) {
		return fmt.Sprintf("Der Tag des Ereignisses (%s) zählt nicht mit; der erste Tag ist %s", deutsch(r.Beginn), deutsch(l.f.ErsterTag)),
			fmt.Sprintf("the day of the event (%s) is not counted; the first day is %s", english(r.Beginn), english(l.f.ErsterTag))
	})
}

// zaehle sets the end to the last day of the length, suspensions included.
func (l *lauf) zaehle(beginn kommune.Datum, ersterTag bool, d Dauer) {
	if d.einheit == EinheitWerktag || d.einheit == EinheitArbeitstag {
		l.zaehleArbeit(beginn, ersterTag, d)
		return
	}
	ende := d.letzterTag(beginn, ersterTag)
	norm := normTageFrist
	switch {
	case d.halb:
		norm = normHalbeMonate
	case d.einheit == EinheitMonat && fehlt(beginn, ersterTag, ende):
		norm = normMonateOhneTag
	case d.einheit != EinheitTag:
		norm = normWochen
	}
	l.sage(norm, ende, func() (string, string) {
		return fmt.Sprintf("Dauer %s: die Frist endet mit Ablauf von %s", d, deutsch(ende)),
			fmt.Sprintf("length %s: the period ends with the end of %s", d.English(), english(ende))
	})
	erster := beginn
	if !ersterTag {
		erster = beginn.AddDays(1)
	}
	l.setze(l.hemme(erster, ende))
}

// fehlt reports whether the month of the end lacks the day that would be
// decisive, so that § 188 (3) BGB applies.
func fehlt(beginn kommune.Datum, ersterTag bool, ende kommune.Datum) bool {
	maassgebend := beginn.Day()
	if ersterTag {
		maassgebend--
	}
	return maassgebend > ende.Day()
}

// zaehleArbeit counts working days one by one.
func (l *lauf) zaehleArbeit(beginn kommune.Datum, ersterTag bool, d Dauer) {
	tag := beginn
	if !ersterTag {
		tag = tag.AddDays(1)
	}
	uebrig := d.anzahl
	for ; tag.Year() <= LetztesJahr; tag = tag.AddDays(1) {
		if gehemmt(l.hemmungen, tag) || !l.zaehlt(tag, d.einheit) {
			continue
		}
		if uebrig--; uebrig == 0 {
			break
		}
	}
	l.sage(normTageFrist, tag, func() (string, string) {
		return fmt.Sprintf("der letzte von %s ist %s; Sonntage, gesetzliche Feiertage%s zählen nicht", dativ(d), deutsch(tag), samstage(d.einheit, " und Samstage")),
			fmt.Sprintf("the last of %s is %s; Sundays, public holidays%s are not counted", d.English(), english(tag), samstage(d.einheit, " and Saturdays"))
	})
	l.setze(tag)
}

func dativ(d Dauer) string {
	if d.anzahl == 1 {
		return d.String()
	}
	return d.String() + "n"
}

func samstage(e Einheit, text string) string {
	if e == EinheitArbeitstag {
		return text
	}
	return ""
}

func (l *lauf) zaehlt(tag kommune.Datum, e Einheit) bool {
	zaehlt := l.kalender.IsWerktag(tag)
	if e == EinheitArbeitstag {
		zaehlt = l.kalender.IsArbeitstag(tag)
	}
	if zaehlt {
		l.merke(tag)
	}
	return zaehlt
}

func (l *lauf) setze(ende kommune.Datum) { l.f.Rechnerisch, l.f.Ende = ende, ende }

// verschiebe moves an end on a Saturday, Sunday or public holiday to the next
// working day.
func (l *lauf) verschiebe() {
	for l.kalender.ruht(l.f.Ende) {
		frei := l.f.Ende
		l.f.Ende = frei.AddDays(1)
		l.sage(l.kalender.normRuhe(), l.f.Ende, func() (string, string) {
			warum, why := l.kalender.warum(frei)
			return fmt.Sprintf("%s; das Ende rückt auf %s", warum, deutsch(l.f.Ende)),
				fmt.Sprintf("%s; the end moves to %s", why, english(l.f.Ende))
		})
	}
	l.merke(l.f.Ende)
}

// merke keeps the reservation of a day that the result hangs on.
func (l *lauf) merke(tag kommune.Datum) {
	if v, ok := l.kalender.Vorbehalt(tag); ok {
		if !slices.ContainsFunc(l.f.Vorbehalte, func(known recht.Befund) bool { return known.Text == v.Text }) {
			l.f.Vorbehalte = append(l.f.Vorbehalte, v)
		}
	}
}

// Vor returns the first day of the time of length d that ends on the eve of the
// event: one week before Friday the 20th is Friday the 13th. "At the earliest d
// before" means this day or a later one, "at the latest d before" an earlier
// one. Counting backwards moves no day. Working days are not counted backwards.
func Vor(ereignis kommune.Datum, d Dauer) (kommune.Datum, error) {
	if ereignis.IsZero() || !d.valid() || d.einheit == EinheitWerktag || d.einheit == EinheitArbeitstag {
		return kommune.Datum{}, fmt.Errorf("%w: counting backwards needs a day and a length in days, weeks or months", ErrRegel)
	}
	d.anzahl = -d.anzahl
	tag := d.letzterTag(ereignis, false)
	if d.halb {
		tag = tag.AddDays(-30) // letzterTag went fifteen days forward
	}
	return tag, nil
}
