// SPDX-License-Identifier: Apache-2.0

package verfahrentest_test

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren/verfahrentest"
)

// Every stored table is one that a service could begin with.
func ExampleNamen() {
	for _, name := range verfahrentest.Namen() {
		if err := verfahrentest.Verfahren(name).Check().Err(); err != nil {
			fmt.Println(name, err)
		}
	}
	fmt.Println(verfahrentest.Tabelle("eheschliessung").Verfahren().Recht.Name)
	// Output:
	// PStG
}
