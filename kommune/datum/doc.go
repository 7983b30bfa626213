// SPDX-License-Identifier: Apache-2.0

// Package datum is the civil day: a [Datum] has no time and no zone, as a law, a
// register or a form names it, and it counts in German legal time.
//
//	day, err := datum.Parse("2026-11-30")          // one spelling, YYYY-MM-DD
//	today := datum.Of(time.Now())                  // the day in Germany, whatever the zone of the machine
//	last := day.AddMonths(1)                       // § 188 (2), (3) BGB: 30 December; 31 January gives 28 February
//	over := !time.Now().Before(day.End())          // the first instant after the day
//
// Legal time is UTC+1, in summer UTC+2 (Zeitgesetz, Sommerzeitverordnung). It is
// computed from the rule and not from a database of time zones, so the same
// program gives the same day on every machine; a test holds the rule against
// Europe/Berlin from 1980 on. [LegalTime] shows an instant on that clock.
//
// Text, JSON and SQL carry YYYY-MM-DD. Malformed text is a [*SyntaxError], which
// matches [ErrSyntax]. A Datum is an immutable value. Which days are working days
// is law of the Länder: see package leistung/frist.
package datum
