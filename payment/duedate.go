// SPDX-License-Identifier: Apache-2.0

package payment

import (
	"errors"
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// DueDate is a rule for when a fee falls due, as data: the federal one of § 14 BGebG
// takes ten days. Where the authority told a certain day, and that it holds whatever
// day it is (§ 31 (3) sentence 2 VwVfG), no rule is needed.
type DueDate struct {
	Normen recht.Normen `json:"normen"`
	Days   int          `json:"days"` // after the fee was notified
}

// Due is the day on which a fee falls due and how it came about.
type Due struct {
	Day      datum.Datum
	Computed datum.Datum // before Saturdays, Sundays and holidays were looked at
	// Normen are those of the rule, and those that moved the day where they did.
	Normen recht.Normen
}

// ErrCalendar reports a calendar that does not know the days it is asked about.
var ErrCalendar = errors.New("payment: the calendar knows no working day")

// calendarDays bounds how long there can be no working day.
const calendarDays = 30

// After returns the day on which a fee notified on a day falls due. The day of the
// notice does not count; a due day on a Saturday, a Sunday or a holiday at the place of
// performance moves to the next working day (§ 193 BGB, § 31 (3) sentence 1 VwVfG).
// Which days those are says working: the method IsArbeitstag of a frist.Kalender fits.
// ErrCalendar.
func (d DueDate) After(notified datum.Datum, working func(datum.Datum) bool) (Due, error) {
	if working == nil || notified.IsZero() || d.Days < 1 {
		return Due{}, fmt.Errorf("%w: a rule, a day and a calendar are required", ErrCalendar)
	}
	computed := notified.AddDays(d.Days)
	due := Due{Day: computed, Computed: computed, Normen: d.Normen}
	for !working(due.Day) {
		if due.Day = due.Day.AddDays(1); computed.DaysUntil(due.Day) > calendarDays {
			return Due{}, fmt.Errorf("%w: from %s on", ErrCalendar, computed)
		}
	}
	if due.Day != computed {
		due.Normen = append(due.Normen[:len(due.Normen):len(due.Normen)], recht.MustParseNormen("§ 193 BGB, § 31 Abs. 3 VwVfG")...)
	}
	return due, nil
}

// Limitation is a period of whole years that begins with the end of the calendar year
// of an event, as data: four years to assess a fee after the claim arose (§ 13 (3)
// BGebG), five years to demand it after it fell due first (§ 18 (1) BGebG).
type Limitation struct {
	Normen recht.Normen `json:"normen"`
	Years  int          `json:"years"`
}

// Last returns the last day of the period. What keeps it from ending, such as a remedy
// that is not decided on, is for the caller to know.
func (l Limitation) Last(event datum.Datum) datum.Datum {
	last := event.AddMonths(12*l.Years + 12 - int(event.Month())) // in December
	return last.AddDays(31 - last.Day())
}
