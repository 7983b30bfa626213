// SPDX-License-Identifier: Apache-2.0

package frist

import (
	"fmt"
	"time"

	"github.com/deutschland-stack/bausteine/kommune"
)

// Einheit is what a period is counted in.
type Einheit string

// The units. Werktage are Mondays to Saturdays, Arbeitstage Mondays to Fridays,
// both without public holidays.
const (
	EinheitTag        Einheit = "Tag"
	EinheitWoche      Einheit = "Woche"
	EinheitMonat      Einheit = "Monat"
	EinheitWerktag    Einheit = "Werktag"
	EinheitArbeitstag Einheit = "Arbeitstag"
)

// Dauer is the length of a period: months first, then days (§ 189 (2) BGB).
// The constructors are [Tage], [Wochen], [Monate], [HalbeMonate], [Jahre],
// [Werktage] and [Arbeitstage]. The zero Dauer is no length.
type Dauer struct {
	anzahl  int
	einheit Einheit
	halb    bool // and fifteen days
}

// Tage is n calendar days.
func Tage(n int) Dauer { return Dauer{anzahl: n, einheit: EinheitTag} }

// Wochen is n weeks.
func Wochen(n int) Dauer { return Dauer{anzahl: n, einheit: EinheitWoche} }

// Monate is n months. Half a year is six, a quarter three (§ 189 (1) BGB).
func Monate(n int) Dauer { return Dauer{anzahl: n, einheit: EinheitMonat} }

// Jahre is n years of twelve months each.
func Jahre(n int) Dauer { return Monate(12 * n) }

// HalbeMonate is n half months: whole months first, and fifteen days for an odd
// half, counted last (§ 189 BGB).
func HalbeMonate(n int) Dauer { return Dauer{anzahl: n / 2, einheit: EinheitMonat, halb: n%2 == 1} }

// Werktage is n days from Monday to Saturday that are no public holidays.
func Werktage(n int) Dauer { return Dauer{anzahl: n, einheit: EinheitWerktag} }

// Arbeitstage is n days from Monday to Friday that are no public holidays.
func Arbeitstage(n int) Dauer { return Dauer{anzahl: n, einheit: EinheitArbeitstag} }

// maxAnzahl keeps sums far from the end of the calendar.
const maxAnzahl = 100_000

// IsZero reports whether the length is not set.
func (d Dauer) IsZero() bool { return d == Dauer{} }

func (d Dauer) valid() bool {
	return d.anzahl >= 0 && d.anzahl <= maxAnzahl && (d.anzahl > 0 || d.halb)
}

// String returns the length in German: "2 Wochen".
func (d Dauer) String() string {
	text := fmt.Sprintf("%d %s", d.anzahl, d.wort())
	switch {
	case d.IsZero():
		return ""
	case d.halb && d.anzahl == 0:
		return "ein halber Monat (15 Tage)"
	case d.halb:
		return text + " und ein halber Monat (15 Tage)"
	case d.einheit == EinheitMonat && d.anzahl%12 == 0:
		return plural(d.anzahl/12, "Jahr", "Jahre")
	}
	return text
}

// English returns the length in English: "2 weeks".
func (d Dauer) English() string {
	words := map[Einheit][2]string{
		EinheitTag: {"day", "days"}, EinheitWoche: {"week", "weeks"}, EinheitMonat: {"month", "months"},
		EinheitWerktag: {"working day (Monday to Saturday)", "working days (Monday to Saturday)"}, EinheitArbeitstag: {"working day", "working days"},
	}[d.einheit]
	switch {
	case d.IsZero():
		return ""
	case d.halb && d.anzahl == 0:
		return "half a month (15 days)"
	case d.halb:
		return plural(d.anzahl, words[0], words[1]) + " and half a month (15 days)"
	case d.einheit == EinheitMonat && d.anzahl%12 == 0:
		return plural(d.anzahl/12, "year", "years")
	}
	return plural(d.anzahl, words[0], words[1])
}

func (d Dauer) wort() string {
	viele := map[Einheit]string{
		EinheitTag: "Tage", EinheitWoche: "Wochen", EinheitMonat: "Monate",
		EinheitWerktag: "Werktage", EinheitArbeitstag: "Arbeitstage",
	}
	if d.anzahl == 1 {
		return string(d.einheit)
	}
	return viele[d.einheit]
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// TageNichtZusammenhaengend returns the days of a length that need not run
// without a break, such as thirty days of stay in a year: a month is thirty
// days, a year 365 (§ 191 BGB). It is 0 for working days.
func (d Dauer) TageNichtZusammenhaengend() int {
	tage := 0
	switch d.einheit {
	case EinheitTag:
		tage = d.anzahl
	case EinheitWoche:
		tage = 7 * d.anzahl
	case EinheitMonat:
		tage = d.anzahl/12*365 + d.anzahl%12*30
	case EinheitWerktag, EinheitArbeitstag:
		return 0
	}
	if d.halb {
		tage += 15
	}
	return tage
}

// letzterTag counts by the calendar (§ 188 BGB): the last day of the period,
// before any shift. ersterTag says that the first day itself counts (§ 187 (2));
// otherwise beginn is the day of the event, which does not (§ 187 (1)).
func (d Dauer) letzterTag(beginn kommune.Datum, ersterTag bool) kommune.Datum {
	switch d.einheit {
	case EinheitTag, EinheitWoche:
		tage := d.anzahl
		if d.einheit == EinheitWoche {
			tage *= 7
		}
		if ersterTag {
			tage--
		}
		return beginn.AddDays(tage)
	default:
		ende := beginn.AddMonths(d.anzahl)
		if ersterTag {
			ende = vorabendInMonaten(beginn, d.anzahl)
		}
		if d.halb {
			ende = ende.AddDays(15)
		}
		return ende
	}
}

// vorabendInMonaten is the day before the one that corresponds to beginn by its
// number, n months later (§ 188 (2) second alternative); where the month has no
// such day, its last day (§ 188 (3)). The day before is taken by number first:
// a month from 31 January on ends on 28 February, not on the 27th.
func vorabendInMonaten(beginn kommune.Datum, n int) kommune.Datum {
	if beginn.Day() == 1 {
		return beginn.AddMonths(n).AddDays(-1)
	}
	erster := beginn.AddDays(1 - beginn.Day()).AddMonths(n)
	letzter := erster.AddMonths(1).AddDays(-1)
	return tag(erster.Year(), erster.Month(), min(beginn.Day()-1, letzter.Day()))
}

// Monatsanfang is the first day of the month (§ 192 BGB).
func Monatsanfang(jahr int, monat time.Month) (kommune.Datum, error) {
	return kommune.NewDatum(jahr, monat, 1)
}

// Monatsmitte is the fifteenth of the month (§ 192 BGB).
func Monatsmitte(jahr int, monat time.Month) (kommune.Datum, error) {
	return kommune.NewDatum(jahr, monat, 15)
}

// Monatsende is the last day of the month (§ 192 BGB).
func Monatsende(jahr int, monat time.Month) (kommune.Datum, error) {
	erster, err := kommune.NewDatum(jahr, monat, 1)
	if err != nil {
		return kommune.Datum{}, err
	}
	return erster.AddMonths(1).AddDays(-1), nil
}
