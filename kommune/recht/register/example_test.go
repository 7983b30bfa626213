// SPDX-License-Identifier: Apache-2.0

package register_test

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/kommune/recht/register"
)

func Example() {
	entry, ok := register.Lookup(recht.MustParseNorm("§ 41 Abs. 2 VwVfG"))
	fmt.Println(ok, entry.Inhalt)
	fmt.Println(entry.Seit, entry.InForce(datum.MustParse("2024-06-03")), entry.InForce(register.LawAsOf()))
	for change := range register.Changes() {
		if change.Norm.Act() == "UStG" {
			fmt.Println(change.Ab, change.Norm)
		}
	}
	// Output:
	// true letters: fourth day
	// 2025-01-01 false true
	// 2027-01-01 § 2b UStG
}

// Which of the norms that a service cites are known well enough, and which did
// somebody only hear of?
func ExampleLookup() {
	for _, text := range []string{"§ 17 Abs. 1 BMG", "§ 41 Abs. 2 VwVfG", "§ 999 BGB"} {
		norm, err := recht.ParseNorm(text)
		if err != nil {
			fmt.Println(err)
			continue
		}
		entry, ok := register.Lookup(norm)
		fmt.Println(norm, ok, entry.Herkunft, entry.Digest != "")
	}
	// Output:
	// § 17 Abs. 1 BMG true bund true
	// § 41 Abs. 2 VwVfG true bund true
	// § 999 BGB false  false
}

// A watch of the law: what comes after today, and where it is cited.
func ExampleChanges() {
	today := datum.MustParse("2026-11-30")
	for change := range register.Changes() {
		if change.Ab.After(today) {
			fmt.Println(change.Ab, change.Norm, change.Stand)
		}
	}
	// Output:
	// 2026-12-31 § 6 Abs. 1 OZG statute of 19.08.2026
	// 2027-01-01 § 2b UStG statute of 19.08.2026; a further prolongation was not found
	// 2027-01-01 § 19 Abs. 4 WoGG bill when read
	// 2027-12-31 § 1a Abs. 5 OZG statute of 19.08.2026
	// 2028-12-31 § 1a Abs. 2 OZG statute of 19.08.2026
	// 2029-12-31 § 6 Abs. 1 EGovG statute of 19.08.2026
}
