// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"fmt"
	"time"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// A team of a town declares the registration of a dog: the answers are a struct,
// each question is a handle, and Check tells what contradicts itself. The norms are
// invented.
func Example() {
	type hund struct {
		Name      string              `json:"name,omitzero"`
		Seit      datum.Datum         `json:"seit,omitzero"`
		Assistenz onlinedienst.JaNein `json:"assistenz,omitzero"`
		Nachweis  string              `json:"nachweis,omitzero"`
	}
	type satzung struct{ MaxHunde int }
	t := onlinedienst.T
	name := onlinedienst.Text(func(h *hund) *string { return &h.Name }, t("Wie heißt Ihr Hund?", "What is the name of your dog?")).Len(1, 60)
	seit := onlinedienst.Datum(func(h *hund) *datum.Datum { return &h.Seit }, t("Seit wann haben Sie ihn?", "Since when do you have it?"))
	assistenz := onlinedienst.Frage(func(h *hund) *onlinedienst.JaNein { return &h.Assistenz }, t("Ist er ein Assistenzhund?", "Is it an assistance dog?"))
	nachweis := onlinedienst.Text(func(h *hund) *string { return &h.Nachweis }, t("Nummer des Ausweises", "Number of its card")).OnlyIf(assistenz.Is(onlinedienst.Ja))

	dienst := onlinedienst.Dienst[hund, satzung]{
		Name: "hundesteuer", Leistung: leistung.MustParseSchluessel("99102013104000"), Fassung: "1", Niveau: recht.NiveauNormal, Dauer: 3 * time.Minute,
		Titel: t("Anmeldung zur Hundesteuer", "Registration for the dog tax"), Kurz: t("Wer einen Hund hält, meldet ihn an.", "Who keeps a dog registers it."),
		Grundlage: recht.MustParseNormen("§ 9 Mustersatzung"), Entwurf: onlinedienst.Frist{Tage: 30, Norm: recht.MustParseNorm("§ 8a OZG")},
		Braucht: []recht.Text{t("den Tag, seit dem Sie den Hund haben", "the day since when you have the dog")}, Wirkung: []recht.Text{t("Die Stadt setzt die Steuer fest.", "The town assesses the tax.")},
		Seiten: []onlinedienst.Seite[hund]{
			onlinedienst.Zeige("hund", onlinedienst.Element[hund](name), seit).Titled(t("Ihr Hund", "Your dog"), recht.Text{}),
			onlinedienst.Zeige("assistenz", onlinedienst.Element[hund](assistenz)),
			onlinedienst.Zeige("ausweis", onlinedienst.Element[hund](nachweis)),
		},
		Regeln: []onlinedienst.Regel[hund, satzung]{{
			Code: "HUND-SEIT", Normen: recht.MustParseNormen("§ 3 Mustersatzung"), Liest: onlinedienst.Liest[hund](seit),
			Text:     t("Dieser Tag liegt in der Zukunft.", "This day lies in the future."),
			Verletzt: func(f onlinedienst.Fall[hund, satzung]) bool { return f.Angaben.Seit.After(f.Heute) },
		}},
		Gemeinde: func(hund) kommune.AGS { return kommune.MustParseAGS("16053000") },
	}
	fmt.Println("contradictions:", len(dienst.Check()))

	lauf, err := dienst.Begin(onlinedienst.Ueberall[satzung]{}, datum.MustParse("2026-11-30"), recht.NiveauNormal)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := lauf.Answer(hund{Name: "Bello", Seit: datum.MustParse("2027-01-01"), Assistenz: onlinedienst.Nein}); err != nil {
		fmt.Println(err)
	}
	pages, err := lauf.Pages()
	fmt.Println(pages, err)
	_, findings, err := lauf.Check()
	for _, f := range findings {
		fmt.Println(f, "-", f.Text)
	}
	data, err2 := lauf.Data()
	fmt.Println(string(data), err, err2)
	// Output:
	// contradictions: 0
	// [hund assistenz] <nil>
	// HUND-SEIT /seit (§ 3 Mustersatzung) - Seit wann haben Sie ihn?: Dieser Tag liegt in der Zukunft.
	// {"name":"Bello","seit":"2027-01-01","assistenz":"nein"} <nil> <nil>
}
