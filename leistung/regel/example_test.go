// SPDX-License-Identifier: Apache-2.0

package regel_test

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/leistung/regel"
)

// A rule is a Go function; what it did can be read step by step, with the law
// that it applied.
func Example() {
	werk := newWerk(9)
	protokoll, e, err := werk.Protokolliere(day("2024-03-01"), fakten{Kinder: []int64{0}, Einkommen: 800},
		map[string]regel.Herkunft{"/einkommen": {Stelle: "Arbeitgeber"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range protokoll.Schritte {
		fmt.Printf("%*s%v %v: %v [%v]\n", 2*s.Tiefe, "", s.Titel, s.Text, s.Wert, s.Norm)
	}
	fmt.Println(e.Betrag)
	_, _, err = werk.Protokolliere(day("2019-12-31"), fakten{}, nil)
	fmt.Println(err)
	// Output:
	// Einkommen : 800,00 Euro [§ 3 ZuschlG]
	// Kind : 15,00 Euro [§ 2 ZuschlG]
	//   Lohn des Kindes : 0,00 Euro [§ 2 ZuschlG]
	//   Satz für Kind 1: 12,00 Euro [§ 2 Abs. 1 ZuschlG]
	//   Bonus : 3,00 Euro [§ 2a ZuschlG]
	// Zuschlag : 15,00 Euro [§ 2 ZuschlG]
	// 15
	// regel: no law in force: zuschlag on 2019-12-31
}
