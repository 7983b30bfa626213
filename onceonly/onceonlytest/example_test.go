// SPDX-License-Identifier: Apache-2.0

package onceonlytest_test

import (
	"testing"

	"github.com/deutschland-stack/bausteine/onceonly"
	"github.com/deutschland-stack/bausteine/onceonly/dataprovider"
	"github.com/deutschland-stack/bausteine/onceonly/onceonlytest"
)

// Whoever writes the driver to a register holds it to the contract of all.
func ExampleTestSource() {
	var newDriver func(t *testing.T) dataprovider.Source // one's own, over holdings made for the test
	person := func(given string) onceonly.Person {
		p, err := onceonly.NewPerson(onceonly.PersonData{FamilyName: "Mustermann", GivenNames: given, DateOfBirth: "1964-08-12"})
		if err != nil {
			panic(err)
		}
		return p
	}
	_ = func(t *testing.T) { // TestDriver_KeepsTheContractOfASource
		onceonlytest.TestSource(t, func(t *testing.T) onceonlytest.SourceCase {
			return onceonlytest.SourceCase{
				Source: newDriver(t), EvidenceType: onceonly.MustEvidenceType("urn:example:evidence:meldedatensatz"),
				Person: person("Erika"), Nobody: person("Niemand"), Several: person("Kim"),
				Fields: onceonly.MustFields("/familyName", "/givenNames"),
			}
		})
	}
}
