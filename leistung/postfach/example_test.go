// SPDX-License-Identifier: Apache-2.0

package postfach_test

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/frist"
	"github.com/deutschland-stack/bausteine/leistung/postfach"
)

// A notice goes into the postbox of an account, and its day is counted by the rule
// that holds there.
func ExampleDeliver() {
	box, bote := postfach.NewLokal(), &postfach.LokalBote{}
	bescheid := postfach.Nachricht{
		ID: uuid.New(), Konto: "bundid:eA", Betreff: recht.NewText("Ihr Bescheid", "Your notice"), Text: recht.NewText("Der Bescheid liegt bei.", "The notice is attached."), Anlage: []byte("%PDF-…"),
	}
	an := postfach.Empfang{Regime: postfach.RegimePostfach, EMail: "erika@mustermann.example"}
	nachweis, err := postfach.Deliver(context.Background(), box, bote, bescheid, an, postfach.Bereitstellung{}, clock("2026-11-02T09:00:00+01:00"))
	if err != nil {
		panic(err)
	}
	nachweis.Retrieve(at("2026-11-02T18:00:00+01:00")) // an early retrieval does not shorten it
	weg, err := nachweis.Weg()
	if err != nil {
		panic(err)
	}
	bekannt, err := frist.InLand(kommune.Thueringen).Bekanntgabe(weg)
	fmt.Println(bekannt.Tag, err)
	// Output:
	// 2026-11-06 <nil>
}

// Retrieval from a portal needs consent, and then the retrieval counts.
func ExampleEmpfang_Check() {
	an := postfach.Empfang{Regime: postfach.RegimeAbruf, EMail: "erika@mustermann.example"}
	fmt.Println(an.Check())
	an.Einwilligung = true
	fmt.Println(an.Check())
	// Output:
	// postfach: not to be announced in this way: the consent is missing
	// <nil>
}

// The message about a notice names neither content nor person.
func ExampleNewHinweis() {
	fmt.Println(postfach.NewHinweis().Betreff)
	// Output:
	// Neue Nachricht in Ihrem Postfach
}
