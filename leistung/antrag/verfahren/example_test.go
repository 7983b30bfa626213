// SPDX-License-Identifier: Apache-2.0

package verfahren_test

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// A checked table says what somebody may do in a state, and where an act leads.
func ExampleTabelle_Step() {
	tabelle, err := verfahren.New(ikfz())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(tabelle.Moeglich(verfahren.ZustandEntwurf, "halter"))
	_, err = tabelle.Step(verfahren.ZustandEntwurf, verfahren.AktEingereicht, verfahren.Lage{})
	fmt.Println(err)
	schritt, err := tabelle.Step(verfahren.ZustandZahlung, verfahren.AktEingereicht, verfahren.Lage{Bezahlt: true})
	fmt.Println(schritt.Nach, err)
	// Output:
	// [bearbeitet verworfen geprueft]
	// lifecycle: event not possible in this state: eingereicht in state entwurf
	// eingereicht <nil>
}
