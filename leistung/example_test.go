// SPDX-License-Identifier: Apache-2.0

package leistung_test

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/leistung"
)

func ExampleParseSchluessel() {
	key, err := leistung.ParseSchluessel("99115005104001")
	if err != nil {
		fmt.Println(err)
		return
	}
	parent, _ := key.Parent()
	fmt.Println(key.Typ(), parent, key.URN())

	_, err = leistung.ParseSchluessel("9911500510400")
	fmt.Println(err)
	// Output:
	// lovd 99115005104000 urn:de:fim:leika:leistung:99115005104001
	// leistung: not a Leistungsschluessel: a key has 14 digits (at byte 13)
}
