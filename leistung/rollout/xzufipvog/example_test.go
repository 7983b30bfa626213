// SPDX-License-Identifier: Apache-2.0

package xzufipvog_test

import (
	"fmt"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/rollout/pvog"
	"github.com/deutschland-stack/bausteine/leistung/rollout/xzufipvog"
	"github.com/deutschland-stack/bausteine/leistung/xzufi"
)

// list reads a feed as it stands on a day.
func list(day string, changes ...string) (*pvog.Abzug, error) {
	reader := xzufi.NewReader(strings.NewReader(message(changes...)), xzufi.Limits{})
	return xzufipvog.Extract(reader.All(), pvog.Config{Stand: datum.MustParse(day)})
}

// A Land compares its roll-out with its own Zuständigkeitsfinder.
func ExampleExtract() {
	extract, err := list("2026-11-20", leistungXML, dienstXML, strings.Replace(claimXML, "GUELTIG", "", 1))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range extract.Zeilen {
		fmt.Println(row.Leistung, row.ARS, row.URL, row.Listed())
	}
	// Output:
	// 99115005104001 160530000000 https://a.example/ true
	// 99115005104001 160615001114 https://a.example/ true
}

// What holds from next month on is not listed today.
func ExampleExtract_validity() {
	later := strings.Replace(claimXML, "GUELTIG", "<z:gueltigkeit><z:beginn>2026-12-01</z:beginn></z:gueltigkeit>", 1)
	for _, day := range []string{"2026-11-30", "2026-12-01"} {
		extract, err := list(day, leistungXML, dienstXML, later)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(day, len(extract.Zeilen))
	}
	// Output:
	// 2026-11-30 0
	// 2026-12-01 2
}

// An online service that was deleted is no longer listed, though the feed still
// holds who was responsible.
func ExampleExtract_deleted() {
	claim := strings.Replace(claimXML, "GUELTIG", "", 1)
	deleted := `<z:loesche klasse="Onlinedienst"><z:id schemeAgencyID="L16">42</z:id></z:loesche>`
	before, err := list("2026-11-20", leistungXML, dienstXML, claim)
	if err != nil {
		fmt.Println(err)
		return
	}
	after, err := list("2026-11-20", leistungXML, dienstXML, claim, deleted)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(before.Zeilen), len(after.Zeilen))
	// Output:
	// 2 0
}
