// SPDX-License-Identifier: Apache-2.0

package frist

import (
	"time"

	"github.com/deutschland-stack/bausteine/kommune"
)

// ostersonntag is the Gregorian Easter Sunday, by the rule of the computus that
// J. Butcher's almanac gives in whole numbers without exceptions.
func ostersonntag(jahr int) kommune.Datum {
	a := jahr % 19
	b, c := jahr/100, jahr%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return tag(jahr, time.Month(n/31), n%31+1)
}

// tag is NewDatum for days that the calendar is known to have.
func tag(jahr int, monat time.Month, nummer int) kommune.Datum {
	d, err := kommune.NewDatum(jahr, monat, nummer)
	if err != nil {
		panic(err) // impossible: every caller names a day that exists in each year
	}
	return d
}

// jahrestag is a day of each year: the same one, one that goes with Easter Sunday, or one
// that is reckoned otherwise.
type jahrestag struct {
	monat  time.Month
	nummer int
	ostern int
	wert   func(jahr int) kommune.Datum
}

// am is the same day in each year.
func am(nummer int, monat time.Month) jahrestag { return jahrestag{monat: monat, nummer: nummer} }

// ostern is the day so many days after Easter Sunday.
func ostern(tage int) jahrestag { return jahrestag{ostern: tage} }

// in is the day in a year.
func (j jahrestag) in(jahr int) kommune.Datum {
	switch {
	case j.wert != nil:
		return j.wert(jahr)
	case j.monat != 0:
		return tag(jahr, j.monat, j.nummer)
	}
	return ostersonntag(jahr).AddDays(j.ostern)
}

// vor are the days of a year before its months; from March on each year is counted as if
// it had no 29 February.
var vor = [...]int{time.February: 31, time.March: 59, time.April: 90, time.May: 120, time.June: 151, time.July: 181, time.August: 212, time.September: 243, time.October: 273, time.November: 304, time.December: 334}

// Easter Sunday is between 22 March and 25 April.
const (
	fruehesteOstern = 59 + 22
	spaetesteOstern = 90 + 25
)

// ist reports whether it falls on a day. What goes with Easter is only reckoned where it
// may be so.
func (j jahrestag) ist(d kommune.Datum) bool {
	if j.monat != 0 {
		return d.Month() == j.monat && d.Day() == j.nummer
	}
	if n := vor[d.Month()] + d.Day() - j.ostern; j.wert == nil && (n < fruehesteOstern || n > spaetesteOstern) {
		return false
	}
	return j.in(d.Year()) == d
}

// bussUndBettag is the Wednesday before 23 November, eleven days before the
// first Sunday of Advent.
func bussUndBettag(jahr int) kommune.Datum {
	d := tag(jahr, time.November, 22)
	for d.Weekday() != time.Wednesday {
		d = d.AddDays(-1)
	}
	return d
}
