// SPDX-License-Identifier: Apache-2.0

package prognose_test

import (
	"fmt"
	"slices"

	"github.com/deutschland-stack/bausteine/leistung/rollout/prognose"
)

// Do we make the date? 69 offices are left, 17 weeks, and earlier forecasts say by
// how much such forecasts were wrong.
func ExampleForecast() {
	where := prognose.Lage{Zugang: slices.Repeat([]int{0, 4, 6, 2}, 3), Live: 120, Faellig: 189, Rest: 69}
	var earlier []prognose.Rueckschau
	for i := range 20 {
		earlier = append(earlier, prognose.Rueckschau{Punkt: 50, Rest: 100, Ist: 38 + i})
	}
	p, err := prognose.Forecast(where, 17, prognose.NewEichung(17, earlier...), 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d of %d, between %d and %d; calibrated: %t by %d\n", p.Punkt, p.Faellig, p.Unten, p.Oben, p.Geeicht, p.Rueckschauen)
	fmt.Printf("needed %.1f a week, had %.1f\n", where.Noetig(17), where.Tempo())
	// Output:
	// 171 of 189, between 164 and 174; calibrated: true by 20
	// needed 4.1 a week, had 3.0
}

// No day is promised where nothing moves any more, nor where some have declined:
// all that are due will not be live then.
func ExampleCompletion() {
	none := func(int) prognose.Eichung { return prognose.Eichung{} }
	for _, c := range []struct{ pace, declined int }{{6, 0}, {0, 0}, {6, 9}} {
		where := prognose.Lage{Zugang: slices.Repeat([]int{c.pace}, 16), Live: 120, Faellig: 189, Rest: 69 - c.declined}
		end, err := prognose.Completion(where, none, 1)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(c.pace, "a week,", c.declined, "declined: expected in", end.Erwartet, "weeks")
	}
	// Output:
	// 6 a week, 0 declined: expected in 12 weeks
	// 0 a week, 0 declined: expected in -1 weeks
	// 6 a week, 9 declined: expected in -1 weeks
}

// Ten teams instead of six: only what waits for teams becomes faster.
func ExampleLage_WithTeams() {
	where := prognose.Lage{Zugang: slices.Repeat([]int{3}, 12), Live: 120, Faellig: 189, Rest: 69}
	for _, limited := range []int{69, 30, 0} {
		then, err := where.WithTeams(6, 10, limited)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%d of 69 wait for teams: %.1f a week instead of %.1f\n", limited, then.Tempo(), where.Tempo())
	}
	// Output:
	// 69 of 69 wait for teams: 5.0 a week instead of 3.0
	// 30 of 69 wait for teams: 3.8 a week instead of 3.0
	// 0 of 69 wait for teams: 3.0 a week instead of 3.0
}
