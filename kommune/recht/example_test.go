// SPDX-License-Identifier: Apache-2.0

package recht_test

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

func Example() {
	befunde := recht.Befunde{{
		Code:    "UMZUG-FAMILIE-01",
		Pointer: "/familie/0",
		Normen:  recht.Normen{recht.MustParseNorm("§ 23a Abs. 1 Satz 5 BMG")},
		Text:    recht.NewText("Bitte versichern Sie, dass Sie für die Person anmelden dürfen.", "Please assure that you may register this person."),
	}}
	for _, befund := range befunde {
		fmt.Println(befund)
		fmt.Println(befund.Text.In("en"), "See", befund.Normen.English()+".")
	}
	fmt.Println(befunde.Err())
	// Output:
	// UMZUG-FAMILIE-01 /familie/0 (§ 23a Abs. 1 Satz 5 BMG)
	// Please assure that you may register this person. See section 23a(1) sentence 5 BMG.
	// invalid input: UMZUG-FAMILIE-01 /familie/0 (§ 23a Abs. 1 Satz 5 BMG)
}

func ExampleParseNorm() {
	norm, err := recht.ParseNorm("Art. 6 Abs. 1 Buchst. e DSGVO")
	fmt.Println(norm, "/", norm.English(), err)
	fmt.Println(norm.Act(), norm.Artikel(), norm.Absatz(), norm.Buchstabe())

	_, err = recht.ParseNorm("§ 10 Abs. 2 und 3 BMG")
	fmt.Println(err)
	// Output:
	// Art. 6 Abs. 1 Buchst. e DSGVO / Article 6(1)(e) GDPR <nil>
	// DSGVO 6 1 e
	// recht: malformed norm: one place only; several are several norms (at byte 13)
}

func ExampleNiveau() {
	login, err := recht.ReadNiveau("STORK-QAA-Level-3")
	fmt.Println(login, err, login.Reicht(recht.NiveauHoch), login.Reicht(recht.NiveauNormal))
	// Output: substantiell <nil> false true
}

func ExampleText() {
	text := recht.NewText("Sie müssen sich anmelden.", "You have to register.").
		With(recht.LeichteSprache, "Sie müssen zum Amt. Sagen Sie dort Ihre neue Adresse.")
	fmt.Println(text.In("fr", "en"))
	fmt.Println(text.In(recht.LeichteSprache))
	fmt.Println(text.In("tr"))
	// Output:
	// You have to register.
	// Sie müssen zum Amt. Sagen Sie dort Ihre neue Adresse.
	// Sie müssen sich anmelden.
}
