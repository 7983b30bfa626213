// SPDX-License-Identifier: Apache-2.0

package pvog_test

import (
	"fmt"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/rollout/pvog"
)

// What the federal catalogue lists, and whether the address answers: two truths,
// and neither says that anybody is live.
func ExampleReadCSV() {
	extract, err := pvog.ReadCSV(strings.NewReader(rows), pvog.Config{Stand: datum.MustParse("2026-11-27")})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range extract.Zeilen {
		fmt.Println(row.ARS, row.Ort, "listed:", row.Listed(), "answers:", row.Reachable())
	}
	for _, finding := range extract.Befunde {
		fmt.Println(finding.Code, finding.Pointer)
	}
	// Output:
	// 160510000000 Erfurt listed: true answers: true
	// 160615001000 VG listed: true answers: false
	// 160615001114 Teistungen listed: false answers: false
	// PVOG-STATUS-01 /zeilen/3
}

// The interface gives pages, in two shapes; an empty one is the last.
func ExampleAbzug_AddPage() {
	extract := &pvog.Abzug{Stand: datum.MustParse("2026-11-27")}
	for _, body := range []string{
		`{"content":[{"leika_key":"99115005104001","ars":"160510000000","url":"https://a.example/erfurt","online_status":"ok"}],"totalPages":2,"number":0,"last":false}`,
		`{"content":[],"page":{"totalPages":2,"number":1}}`,
	} {
		page, err := extract.AddPage(strings.NewReader(body))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("page", page.Number+1, "of", page.Total, "last:", page.Last)
	}
	fmt.Println(len(extract.Zeilen), "row")
	// Output:
	// page 1 of 2 last: false
	// page 2 of 2 last: true
	// 1 row
}

// An extract that moved by more than a fifth since yesterday is kept, and no
// figures are published from it.
func ExampleAbzug_Sprung() {
	yesterday, today := &pvog.Abzug{Zeilen: make([]pvog.Zeile, 1000)}, &pvog.Abzug{Zeilen: make([]pvog.Zeile, 780)}
	fmt.Println(today.Sprung(yesterday))
	today.Zeilen = make([]pvog.Zeile, 810)
	fmt.Println(today.Sprung(yesterday))
	// Output:
	// true
	// false
}
