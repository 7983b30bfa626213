// SPDX-License-Identifier: Apache-2.0

package datum_test

import (
	"fmt"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

func Example() {
	decided := datum.MustParse("2026-01-31")
	last := decided.AddMonths(1)
	fmt.Println(last, last.Weekday(), decided.DaysUntil(last))

	evening := time.Date(2026, time.July, 1, 22, 30, 0, 0, time.UTC)
	fmt.Println(datum.Of(evening), datum.LegalTime(evening).Format("15:04 MST"))
	fmt.Println(last.End().Format(time.RFC3339))
	// Output:
	// 2026-02-28 Saturday 28
	// 2026-07-02 00:30 CEST
	// 2026-02-28T23:00:00Z
}

func ExampleParse() {
	_, err := datum.Parse("30.02.2026")
	fmt.Println(err)
	_, err = datum.Parse("2026-02-30")
	fmt.Println(err)
	// Output:
	// datum: malformed date: must be written YYYY-MM-DD
	// datum: malformed date: day: the month has no such day
}

// A message that arrives shortly before midnight in London is of the next day
// here.
func ExampleOf() {
	arrived := time.Date(2026, time.June, 30, 22, 30, 0, 0, time.UTC)
	day := datum.Of(arrived)
	fmt.Println(day, datum.LegalTime(arrived).Format("15:04 MST"))

	last := datum.MustParse("2026-06-30") // of a period
	fmt.Println(arrived.Before(last.End()), day.After(last))
	// Output:
	// 2026-07-01 00:30 CEST
	// false true
}
