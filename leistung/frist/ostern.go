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

// am is the same day in each year.
func am(nummer int, monat time.Month) func(int) kommune.Datum {
	return func(jahr int) kommune.Datum { return tag(jahr, monat, nummer) }
}

// ostern is the day so many days after Easter Sunday.
func ostern(tage int) func(int) kommune.Datum {
	return func(jahr int) kommune.Datum { return ostersonntag(jahr).AddDays(tage) }
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
