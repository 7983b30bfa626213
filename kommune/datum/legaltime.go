// SPDX-License-Identifier: Apache-2.0

package datum

import "time"

// LegalTime returns the instant on the clock of German legal time, CET or CEST.
// The location of the result stands for this one instant: arithmetic on it does
// not follow the change of the clock.
func LegalTime(t time.Time) time.Time {
	offset := legalOffset(t.Unix())
	name := "CET"
	if offset == 2*60*60 {
		name = "CEST"
	}
	return t.In(time.FixedZone(name, int(offset)))
}

// legalOffset returns the seconds that German legal time is ahead of UTC at an
// instant given in Unix seconds.
func legalOffset(unix int64) int64 {
	const hour = 60 * 60
	year := time.Unix(unix, 0).UTC().Year()
	start, end, ok := summer(year)
	if ok && start <= unix && unix < end {
		return 2 * hour
	}
	return hour
}

// summer returns the instants between which summer time holds in a year.
func summer(year int) (start, end int64, ok bool) {
	switch {
	case year < 1980:
		return 0, 0, false
	case year == 1980: // the first: 6 April to 28 September
		return sundayOneUTC(year, time.April, 6), sundayOneUTC(year, time.September, 28), true
	case year < 1996:
		return lastSunday(year, time.March), lastSunday(year, time.September), true
	default:
		return lastSunday(year, time.March), lastSunday(year, time.October), true
	}
}

func lastSunday(year int, month time.Month) int64 {
	last := daysIn(year, month)
	weekday := time.Date(year, month, last, 0, 0, 0, 0, time.UTC).Weekday()
	return sundayOneUTC(year, month, last-int(weekday))
}

func sundayOneUTC(year int, month time.Month, day int) int64 {
	return time.Date(year, month, day, 1, 0, 0, 0, time.UTC).Unix()
}
