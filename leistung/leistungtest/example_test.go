// SPDX-License-Identifier: Apache-2.0

package leistungtest_test

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/leistungtest"
)

// A catalogue for a first try: what a person looks for, in plain words.
func ExampleBeispielkatalog() {
	catalogue := leistungtest.Beispielkatalog()
	for _, hit := range catalogue.Search("umziehen anmelden", datum.MustParse("2019-10-15"), 2) {
		fmt.Println(hit.Leistung.Schluessel, hit.Leistung.Bezeichnung)
	}
	// Output:
	// 99115005104000 Wohnsitz Anmeldung
	// 99115005104001 Wohnsitz Anmeldung als Hauptwohnsitz
}
