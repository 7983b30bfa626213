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
