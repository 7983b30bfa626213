// SPDX-License-Identifier: Apache-2.0

package regel_test

import (
	"encoding/json"
	"fmt"

	"github.com/deutschland-stack/bausteine/leistung/regel"
)

// Years later, an auditor: the record of a decision is computed again, and every
// step that would come out otherwise today is named.
func ExampleRegelwerk_Replay() {
	then, now := newWerk(9), newWerk(10) // the second rate of the table was mended since
	record, _, err := then.Protokolliere(day("2024-03-01"), fakten{Kinder: []int64{0, 0}, Einkommen: 800}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	file, err := json.Marshal(record) // kept with the file
	if err != nil {
		fmt.Println(err)
		return
	}
	read, err := regel.ReadProtokoll(file)
	if err != nil {
		fmt.Println(err)
		return
	}
	same, err := then.Replay(read)
	fmt.Println(len(same), err)
	differ, err := now.Replay(read)
	for _, d := range differ {
		fmt.Println(d)
	}
	fmt.Println(err)
	// Output:
	// 0 <nil>
	// parameter satz: "9,00 Euro = für Kind 2" -> "10,00 Euro = für Kind 2" [§ 2 Abs. 1 ZuschlG (BGBl. I 2022 S. 2) -> § 2 Abs. 1 ZuschlG (BGBl. I 2022 S. 2)]
	// schritt kind 2: "12,00 Euro" -> "13,00 Euro"
	// schritt summe: "27,00 Euro" -> "28,00 Euro"
	// ergebnis /betrag: "27" -> "28"
	// <nil>
}

// What the rules read, in every version, for who keeps the tables.
func ExampleRegelwerk_Lesart() {
	reading := newWerk(9).Lesart()
	for _, chapter := range reading.Kapitel {
		fmt.Println(chapter.Titel)
	}
	for _, day := range newWerk(9).Wechsel() {
		fmt.Println("the law changes on", day)
	}
	// Output:
	// Zuschlag
	// the law changes on 2020-01-01
	// the law changes on 2021-07-01
	// the law changes on 2023-01-01
}
