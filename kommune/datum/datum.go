// SPDX-License-Identifier: Apache-2.0

package datum

import (
	"cmp"
	"time"
)

// Datum is a calendar day without a time and without a zone, as a law, a
// register or a form names it. It is comparable, so it serves as a map key;
// the zero Datum means "not set" and is before every other day.
//
// The years 1 to 9999 can be written, so that the text form is always the ten
// characters of RFC 3339. Arithmetic stops at these ends instead of wrapping.
// Arithmetic on the zero Datum gives the zero Datum.
type Datum struct {
	year  uint16
	month uint8
	day   uint8
}

var (
	firstDatum = Datum{1, 1, 1}
	lastDatum  = Datum{9999, 12, 31}
)

// New returns the day, or an error that matches [ErrSyntax] where the
// calendar has no such day.
func New(year int, month time.Month, day int) (Datum, error) {
	switch {
	case year < 1 || year > 9999:
		return Datum{}, &SyntaxError{"year", "must be 1 to 9999"}
	case month < time.January || month > time.December:
		return Datum{}, &SyntaxError{"month", "must be 1 to 12"}
	case day < 1 || day > daysIn(year, month):
		return Datum{}, &SyntaxError{"day", "the month has no such day"}
	}
	return Datum{uint16(year), uint8(month), uint8(day)}, nil
}

// Of returns the day on which the instant t falls in Germany, whatever
// the location of t is. Legal time is computed from the rule itself, so the
// result does not depend on a time zone database of the machine:
// UTC+1, in summer UTC+2 (Zeitgesetz and Sommerzeitverordnung; since 1996 from
// the last Sunday of March to the last Sunday of October, 01:00 UTC).
// Instants before 1980 are counted in UTC+1.
func Of(t time.Time) Datum {
	unix := t.Unix()
	return datumOfUTC(time.Unix(unix+legalOffset(unix), 0))
}

// datumOfUTC reads the UTC calendar day of t, held within the bounds.
func datumOfUTC(t time.Time) Datum {
	year, month, day := t.UTC().Date()
	switch {
	case year < 1:
		return firstDatum
	case year > 9999:
		return lastDatum
	}
	return Datum{uint16(year), uint8(month), uint8(day)}
}

// Year returns the year, 0 for the zero Datum.
func (d Datum) Year() int { return int(d.year) }

// Month returns the month, 0 for the zero Datum.
func (d Datum) Month() time.Month { return time.Month(d.month) }

// Day returns the day of the month, 0 for the zero Datum.
func (d Datum) Day() int { return int(d.day) }

// IsZero reports whether the day is not set.
func (d Datum) IsZero() bool { return d == Datum{} }

// Weekday returns the day of the week; of the zero Datum it means nothing.
func (d Datum) Weekday() time.Weekday { return d.utc().Weekday() }

// Compare returns -1, 0 or +1 as d is before, the same as or after other.
func (d Datum) Compare(other Datum) int { return cmp.Compare(d.ordinal(), other.ordinal()) }

// Before reports whether d is an earlier day than other.
func (d Datum) Before(other Datum) bool { return d.ordinal() < other.ordinal() }

// After reports whether d is a later day than other.
func (d Datum) After(other Datum) bool { return d.ordinal() > other.ordinal() }

// AddDays returns the day n days later, earlier for a negative n.
func (d Datum) AddDays(n int) Datum {
	if d.IsZero() {
		return d
	}
	const span = 9999 * 366 // more than any two days are apart
	return datumOfUTC(d.utc().AddDate(0, 0, min(max(n, -span), span)))
}

// AddMonths returns the day n months later as § 188 (2) and (3) BGB counts it:
// the day with the same number, or the last day of the month where it has no
// such day. 31 January and one month is 28 or 29 February. Years are twelve
// months.
func (d Datum) AddMonths(n int) Datum {
	if d.IsZero() {
		return d
	}
	const span = 9999 * 12
	months := int(d.year)*12 + int(d.month) - 1 + min(max(n, -span), span)
	year, month := months/12, time.Month(months%12+1)
	switch {
	case months < 12:
		return firstDatum
	case year > 9999:
		return lastDatum
	}
	return Datum{uint16(year), uint8(month), uint8(min(int(d.day), daysIn(year, month)))}
}

// DaysUntil returns how many days later other is; negative where it is earlier.
func (d Datum) DaysUntil(other Datum) int {
	const day = 24 * 60 * 60
	return int((other.utc().Unix() - d.utc().Unix()) / day)
}

// Start returns the first instant of the day in German legal time, in UTC.
func (d Datum) Start() time.Time {
	midnight := d.utc().Unix()
	// Both changes of the clock fall on a Sunday at 01:00 UTC, so the offset
	// at midnight is the one that holds two hours before in UTC.
	return time.Unix(midnight-legalOffset(midnight-2*60*60), 0).UTC()
}

// End returns the first instant after the day in German legal time, in UTC: what
// is to happen on the day happens before it. Of the last day that can be written
// it is a day early.
func (d Datum) End() time.Time { return d.AddDays(1).Start() }

// In returns midnight at the start of the day in the location.
func (d Datum) In(location *time.Location) time.Time {
	return time.Date(int(d.year), time.Month(d.month), int(d.day), 0, 0, 0, 0, location)
}

func (d Datum) utc() time.Time { return d.In(time.UTC) }

func (d Datum) ordinal() uint32 {
	return uint32(d.year)<<16 | uint32(d.month)<<8 | uint32(d.day)
}

func daysIn(year int, month time.Month) int {
	switch month {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	default:
		return 31
	}
}
