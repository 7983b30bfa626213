// SPDX-License-Identifier: Apache-2.0

package wohngeld

import (
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/regel"
)

// Ausschlusszeit is when a benefit of § 7 excludes (§ 8): from the month it was
// applied for on, even before it is decided, and to its last full month.
type Ausschlusszeit struct {
	BeantragtFuer datum.Datum // a day of the first month it was applied for
	LetzterTag    datum.Datum // last day of the benefit; zero while it goes on
	// Entfallen: it was refused, withdrawn, repaid in full or waived, and counts as
	// if there had been none (§ 8 Abs. 1 Satz 3, Abs. 2).
	Entfallen bool
}

// Gilt reports whether the person is excluded on the day.
func (a Ausschlusszeit) Gilt(tag datum.Datum) bool {
	if a.Entfallen || a.BeantragtFuer.IsZero() || tag.Before(monthStart(a.BeantragtFuer)) {
		return false
	}
	if a.LetzterTag.IsZero() {
		return true
	}
	last := a.LetzterTag
	if last.AddDays(1).Day() != 1 { // the month was not a full one
		last = monthStart(last).AddDays(-1)
	}
	return !tag.After(last)
}

// EndgueltigAm returns the day on which a provisional decision becomes final if
// nothing else was decided: one year after the end of the period (§ 26a).
func EndgueltigAm(z regel.Zeitraum) datum.Datum { return z.Bis.AddMonths(12) }
