// SPDX-License-Identifier: Apache-2.0

package pflichten_test

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/kommune/recht/pflichten"
)

// What a service owes before the first entry, when it takes fees and fetches evidence.
func ExampleOf() {
	for p := range pflichten.Of(pflichten.Gebuehr | pflichten.Nachweisabruf) {
		if p.Ort == pflichten.OrtStart {
			fmt.Println(p.Code, p.Normen[0])
		}
	}
	// Output:
	// PFLICHT-DATENSCHUTZ Art. 13 DSGVO
	// PFLICHT-GEBAERDEN § 4 BITV 2.0
}

// Nothing is left unsaid: a duty that is met nowhere and excused nowhere is a finding.
func ExampleCheck() {
	var gesagt []pflichten.Erfuellung
	for p := range pflichten.Of(pflichten.Antrag) {
		gesagt = append(gesagt, pflichten.Erfuellung{Pflicht: p.Code, Wo: "/" + string(p.Ort)})
	}
	fmt.Println(len(pflichten.Check(pflichten.Antrag, gesagt...)))
	gesagt[0].Wo, gesagt[0].Fehlt = "", recht.NewText("Der Film wird noch gedreht.", "The film is not made yet.")
	for _, befund := range pflichten.Check(pflichten.Antrag, gesagt[:len(gesagt)-1]...) {
		fmt.Println(befund.Code, befund.Severity)
	}
	// Output:
	// 0
	// PFLICHT-FEHLT warning
	// PFLICHT-OFFEN
}
