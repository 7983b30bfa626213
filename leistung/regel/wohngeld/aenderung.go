// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/regel"
)

// Aenderung says whether new facts within a period change what was granted (§ 27).
type Aenderung struct {
	// Erhoehung: on application more is granted. Minderung: ex officio less.
	Erhoehung, Minderung bool
	// Normen are the causes that were met, whether the amount follows or not.
	Normen recht.Normen
}

// Aenderung compares the result of new facts with what was granted: more members,
// a rent or an income that changed by more than the percentages of § 27, and an
// amount that rises or falls with it. That an income rises only in passing is for
// a person to see.
func (r *Recht) Aenderung(bewilligt, neu Ergebnis) Aenderung {
	var a Aenderung
	up, down := false, false
	cause := func(met bool, norm string, flag *bool) {
		if met {
			a.Normen = append(a.Normen, recht.MustParseNorm(norm))
			*flag = true
		}
	}
	cause(neu.Mitglieder > bewilligt.Mitglieder, "§ 27 Abs. 1 Satz 1 Nr. 1 WoGG", &up)
	cause(moreThan(int64(bewilligt.Miete), int64(neu.Miete), r.hoeher), "§ 27 Abs. 1 Satz 1 Nr. 2 WoGG", &up)
	cause(moreThan(bewilligt.Gesamteinkommen, neu.Gesamteinkommen, -r.hoeher), "§ 27 Abs. 1 Satz 1 Nr. 3 WoGG", &up)
	cause(neu.Mitglieder < bewilligt.Mitglieder, "§ 27 Abs. 2 Satz 1 Nr. 1 WoGG", &down)
	cause(moreThan(int64(bewilligt.Miete), int64(neu.Miete), -r.niedriger), "§ 27 Abs. 2 Satz 1 Nr. 2 WoGG", &down)
	cause(moreThan(bewilligt.Gesamteinkommen, neu.Gesamteinkommen, r.niedriger), "§ 27 Abs. 2 Satz 1 Nr. 3 WoGG", &down)
	a.Erhoehung = up && neu.Wohngeld > bewilligt.Wohngeld
	a.Minderung = down && neu.Wohngeld < bewilligt.Wohngeld
	return a
}

// Mitteilungspflicht returns the causes for which a change must be told at once (§
// 27 Abs. 3): fewer counted members, a rent that fell or a gross income that rose
// by more than fifteen percent against the notice.
func (r *Recht) Mitteilungspflicht(bescheid, neu Ergebnis) recht.Normen {
	var norms recht.Normen
	cause := func(met bool, norm string) {
		if met {
			norms = append(norms, recht.MustParseNorm(norm))
		}
	}
	cause(neu.Mitglieder < bescheid.Mitglieder, "§ 27 Abs. 3 Satz 1 Nr. 1 WoGG")
	cause(moreThan(int64(bescheid.Wohnkosten), int64(neu.Wohnkosten), -r.niedriger), "§ 27 Abs. 3 Satz 1 Nr. 2 WoGG")
	cause(moreThan(int64(bescheid.Brutto), int64(neu.Brutto), r.niedriger), "§ 27 Abs. 3 Satz 1 Nr. 3 WoGG")
	return norms
}

// moreThan reports whether the value changed by more than the percentage, up for
// a positive one and down for a negative one. Values are below 1e16; greater ones (a rent of a million euro) are held at it.
func moreThan(before, after, percent int64) bool {
	const most = 1e16
	before, after = min(before, most), min(after, most)
	if percent < 0 {
		return (before-after)*100 > before*-percent
	}
	return (after-before)*100 > before*percent
}

// AenderungAb returns the day from which a change counts: the first of the next
// month, or the day itself where it is a first (§ 27).
func AenderungAb(tag datum.Datum) datum.Datum {
	if tag.IsZero() || tag.Day() == 1 {
		return tag
	}
	return monthStart(tag).AddMonths(1)
}

// UnwirksamAb returns the day from which a notice is ineffective (§ 28): as a
// whole from the day on which a member becomes excluded; from the first of the
// next month, or the day itself where it is a first, when nobody uses the dwelling
// any more.
func UnwirksamAb(tag datum.Datum, ausgeschlossen bool) datum.Datum {
	if ausgeschlossen {
		return tag
	}
	return AenderungAb(tag)
}

// Bagatelle returns the amount up to which nothing is reclaimed (§ 30a); zero
// where there is no such amount, as since 2025.
func (r *Recht) Bagatelle() Cent { return r.bagatelle }

// Einmalig returns the income a year that an income without a period gives within
// the period (§ 15 Abs. 2): a twelfth in each of the twelve months after the month
// of receipt, until 2022 a thirty-sixth in each of 36. Months outside the period
// do not count; a period of other length than a year is taken to one (§ 15 Abs.
// 4). Fractions of a cent are cut.
func (r *Recht) Einmalig(betrag Cent, zufluss datum.Datum, z regel.Zeitraum) Cent {
	if betrag <= 0 || betrag > MaxBetrag || zufluss.IsZero() || !z.IsValid() {
		return 0
	}
	first := monthStart(zufluss).AddMonths(1)
	last := first.AddMonths(r.einmalig).AddDays(-1)
	within, months := 0, 0
	for m := monthStart(z.Ab); !m.After(z.Bis) && months < 10*12; m = m.AddMonths(1) {
		months++
		if !m.Before(first) && !m.After(last) {
			within++
		}
	}
	return betrag * Cent(within) * 12 / Cent(r.einmalig*months)
}
