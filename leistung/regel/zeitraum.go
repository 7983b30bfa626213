// SPDX-License-Identifier: Apache-2.0

package regel

import (
	"fmt"
	"slices"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// Zeitraum is a period of days, first and last included.
type Zeitraum struct {
	Ab  datum.Datum `json:"ab"`
	Bis datum.Datum `json:"bis"`
}

// IsValid reports whether both days are set and in order.
func (z Zeitraum) IsValid() bool { return !z.Ab.IsZero() && !z.Bis.Before(z.Ab) }

// String returns "2024-11-01 bis 2025-10-31".
func (z Zeitraum) String() string { return fmt.Sprintf("%v bis %v", z.Ab, z.Bis) }

// Teile cuts the period at each of the days on which law or facts change: a day
// is the first of a new part. Days outside, the first day itself and days named
// twice cut nothing. The parts join without gap and fill the period; there are
// none of a period that is not valid.
func (z Zeitraum) Teile(wechsel ...datum.Datum) []Zeitraum {
	if !z.IsValid() {
		return nil
	}
	days := slices.Clone(wechsel)
	slices.SortFunc(days, datum.Datum.Compare)
	var parts []Zeitraum
	for _, day := range days {
		if day.After(z.Ab) && !day.After(z.Bis) {
			parts = append(parts, Zeitraum{z.Ab, day.AddDays(-1)})
			z.Ab = day
		}
	}
	return append(parts, z)
}
