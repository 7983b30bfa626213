// SPDX-License-Identifier: Apache-2.0

package frist

import (
	"fmt"
	"time"

	"github.com/deutschland-stack/bausteine/kommune"
)

// Stundenfrist is a period that was set in hours.
type Stundenfrist struct {
	Ende     time.Time
	Schritte Schritte
}

// Stunden counts a period of n hours from an instant. Hours run as time passes,
// so one over the change of the clocks ends an hour later or earlier by the
// clock. Saturdays, Sundays and public holidays count, and the end does not move
// (§ 31 (6) VwVfG; § 222 (3) ZPO says the contrary for courts). The hour in
// which the period begins is not rounded. The end is in the location of the
// beginning.
func Stunden(beginn time.Time, n int) (Stundenfrist, error) {
	if beginn.IsZero() || n < 1 || n > maxAnzahl {
		return Stundenfrist{}, fmt.Errorf("%w: a period of hours needs an instant and at least one and at most %d hours", ErrRegel, maxAnzahl)
	}
	f := Stundenfrist{Ende: beginn.Add(time.Duration(n) * time.Hour)}
	tag, err := kommune.NewDatum(f.Ende.Date())
	if err != nil {
		return Stundenfrist{}, fmt.Errorf("%w: %d", ErrJahr, f.Ende.Year())
	}
	f.Schritte.add(normStunden, tag,
		fmt.Sprintf("%s ab %s; Samstage, Sonntage und gesetzliche Feiertage zählen mit: die Frist endet am %s um %s Uhr",
			plural(n, "Stunde", "Stunden"), beginn.Format("2.1.2006, 15:04 Uhr"), deutsch(tag), f.Ende.Format("15:04")),
		fmt.Sprintf("%s from %s; Saturdays, Sundays and public holidays count: the period ends on %s at %s",
			plural(n, "hour", "hours"), beginn.Format("2 January 2006, 15:04"), english(tag), f.Ende.Format("15:04")))
	return f, nil
}
