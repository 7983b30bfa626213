// SPDX-License-Identifier: Apache-2.0

package din91379_test

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/din91379"
)

// A form tells a person what is wrong with a field, and where.
func ExampleFinding_Befund() {
	for _, finding := range din91379.CheckNew(din91379.A, "Erika2 Mustermann") {
		befund := finding.Befund("/familienname")
		fmt.Println(befund.Code, befund.Pointer)
		fmt.Printf("%s behind %d characters\n", finding.Char, finding.Position)
	}
	// Output:
	// DIN91379-TYP /familienname
	// 2 behind 5 characters
}

// The same letter can be typed in two ways: exchange one form only.
func ExampleNormalize() {
	fromAMac := "Zoe\u0308 Mu\u0308ller" // letters with marks behind them
	fmt.Println(fromAMac == "Zoë Müller", din91379.Normalize(fromAMac) == "Zoë Müller")

	// The type decides what a field may hold.
	for _, t := range []din91379.Type{din91379.A, din91379.B, din91379.E} {
		fmt.Println(t, len(din91379.Check(t, "Straße 17")), len(din91379.Check(t, "Αθήνα")))
	}
	// Output:
	// false true
	// A 2 5
	// B 0 5
	// E 0 0
}
