// SPDX-License-Identifier: Apache-2.0

package programme_test

import (
	"fmt"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
	"github.com/deutschland-stack/bausteine/leistung/rollout/programme"
)

// What is known by name, and until when; a page says beside it what no source
// confirms.
func ExampleAll() {
	list, err := programme.All()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range list {
		fmt.Println(p.ID, len(p.Dienste), p.Ziel, p.Unbestaetigt != "")
	}
	// Output:
	// thueringen-2027 5 2027-03-31 true
	// bayern-2026 5 2026-12-31 true
	// hessen-2026 4 2026-12-31 true
}

// Which services two Länder roll out both: the lists differ.
func ExampleAll_shared() {
	list, err := programme.All()
	if err != nil {
		fmt.Println(err)
		return
	}
	in := map[string][]string{}
	var names []string
	for _, p := range list {
		for _, d := range p.Dienste {
			if in[d.Leistung.String()] == nil {
				names = append(names, d.Leistung.String())
			}
			in[d.Leistung.String()] = append(in[d.Leistung.String()], p.ID)
		}
	}
	for _, key := range names {
		if len(in[key]) > 1 {
			fmt.Println(key, strings.Join(in[key], ", "))
		}
	}
	// Output:
	// 99115005104001 thueringen-2027, bayern-2026, hessen-2026
	// 99023002000000 bayern-2026, hessen-2026
	// 99010001001000 bayern-2026, hessen-2026
}

// A programme of one's own is a file of the same form.
func ExampleAll_own() {
	p, err := rollout.ReadProgramm(strings.NewReader(`{
		"id": "musterland-2027", "titel": "Wohnsitzanmeldung", "ziel": "2027-12-31", "quelle": "erfunden",
		"dienste": [{"leistung": "99115005104001", "name": "Wohnsitzanmeldung", "regeln": [{"land": "16", "art": "traeger", "grund": "ThürAGBMG"}]}]
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.ID, p.Ziel, p.Dienste[0].Regeln[0].Land == kommune.Thueringen)
	// Output:
	// musterland-2027 2027-12-31 true
}
