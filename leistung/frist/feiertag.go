// SPDX-License-Identifier: Apache-2.0

package frist

import (
	"slices"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// The years the tables cover. Later years follow the law as it is known today.
const (
	ErstesJahr  = 2000
	LetztesJahr = 9998
)

// Feiertag is one public holiday with the statute that makes it one.
type Feiertag struct {
	Tag    kommune.Datum
	Name   string       // German, as calendars print it
	Normen recht.Normen // what makes it one; none where only the Land is known
}

// Feiertage returns the public holidays that hold in the whole Land, in order
// of the calendar. Two holidays may fall on one day (1 May 2008 was also
// Ascension Day); then both are listed. Sundays are not among them, which some
// acts name too, but for Easter Sunday and Whit Sunday in Brandenburg, the one act
// that lists them by name. Nor is what holds only in some Gemeinden; see
// [InGemeinde]. The result is nil for no Land and for a year outside [ErstesJahr]
// to [LetztesJahr].
func Feiertage(land kommune.Land, jahr int) []Feiertag {
	if !land.IsValid() || jahr < ErstesJahr || jahr > LetztesJahr {
		return nil
	}
	var tage []Feiertag
	for i := range bestimmungen {
		b := &bestimmungen[i]
		if b.laender.has(land) && b.giltIm(jahr) {
			tage = append(tage, Feiertag{b.tag.in(jahr), b.name, b.grundlage(land)})
		}
	}
	slices.SortStableFunc(tage, func(a, b Feiertag) int { return a.Tag.Compare(b.Tag) })
	return tage
}

// feiertagAm returns the first public holiday of the Land on the day.
func feiertagAm(land kommune.Land, tag kommune.Datum) (Feiertag, bool) {
	for i := range bestimmungen {
		b := &bestimmungen[i]
		if b.laender.has(land) && b.giltIm(tag.Year()) && b.tag.ist(tag) {
			return Feiertag{tag, b.name, b.grundlage(land)}, true
		}
	}
	return Feiertag{}, false
}
