// SPDX-License-Identifier: Apache-2.0

package verfahren

import (
	"fmt"
	"time"
)

// Spanne is a length of time: by the calendar in one unit, or by the clock.
type Spanne struct {
	Anzahl  int           `json:",omitempty"`
	Einheit Einheit       `json:",omitzero"`
	Uhr     time.Duration `json:",omitempty"`
}

// Einheit is the unit of a length by the calendar.
type Einheit string

// The units.
const (
	EinheitTag        Einheit = "Tag"
	EinheitWoche      Einheit = "Woche"
	EinheitMonat      Einheit = "Monat"
	EinheitJahr       Einheit = "Jahr"
	EinheitArbeitstag Einheit = "Arbeitstag"
)

// Tage is n calendar days.
func Tage(n int) Spanne { return Spanne{Anzahl: n, Einheit: EinheitTag} }

// Wochen is n weeks.
func Wochen(n int) Spanne { return Spanne{Anzahl: n, Einheit: EinheitWoche} }

// Monate is n months.
func Monate(n int) Spanne { return Spanne{Anzahl: n, Einheit: EinheitMonat} }

// Jahre is n years.
func Jahre(n int) Spanne { return Spanne{Anzahl: n, Einheit: EinheitJahr} }

// Arbeitstage is n days from Monday to Friday that are no public holidays.
func Arbeitstage(n int) Spanne { return Spanne{Anzahl: n, Einheit: EinheitArbeitstag} }

// Minuten is n minutes by the clock.
func Minuten(n int) Spanne { return Spanne{Uhr: time.Duration(n) * time.Minute} }

// Sofort is at once.
func Sofort() Spanne { return Spanne{Uhr: time.Microsecond} }

// IsZero reports whether no length is set.
func (s Spanne) IsZero() bool { return s == Spanne{} }

// valid reports whether the length leads forward, by one measure.
func (s Spanne) valid() bool {
	if s.Uhr != 0 {
		return s.Uhr > 0 && s.Anzahl == 0 && s.Einheit == ""
	}
	switch s.Einheit {
	case EinheitTag, EinheitWoche, EinheitMonat, EinheitJahr, EinheitArbeitstag:
		return s.Anzahl > 0 && s.Anzahl <= 10_000
	}
	return false
}

// String returns the length in German.
func (s Spanne) String() string {
	switch {
	case s == Sofort():
		return "sofort"
	case s.Uhr > 0:
		return s.Uhr.String()
	case s.Anzahl == 1:
		return "1 " + string(s.Einheit)
	case s.IsZero():
		return ""
	}
	many := map[Einheit]string{
		EinheitTag: "Tage", EinheitWoche: "Wochen", EinheitMonat: "Monate", EinheitJahr: "Jahre", EinheitArbeitstag: "Arbeitstage",
	}
	return fmt.Sprintf("%d %s", s.Anzahl, many[s.Einheit])
}
