// SPDX-License-Identifier: Apache-2.0

package wohngeld_test

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/regel"
	"github.com/deutschland-stack/bausteine/leistung/regel/wohngeld"
)

// A pensioner in Leipzig: the amount, and the last steps to it.
func Example() {
	h := wohngeld.Haushalt{
		Zuschuss: wohngeld.ZuschussMiete, Gemeinde: kommune.MustParseAGS("14713000"),
		Personen: []wohngeld.Person{{
			Einnahmen: []wohngeld.Einnahme{{Art: wohngeld.EinnahmeRente, Betrag: 12 * 1300_00}}, Kranken: true,
		}},
		Miete: wohngeld.Miete{Vereinbart: 395_00},
	}
	protokoll, e, err := wohngeld.Regeln().Protokolliere(datum.MustParse("2025-07-01"), h, map[string]regel.Herkunft{
		"/personen/0": {Stelle: "Rentenversicherung"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(e.Wohngeld)
	for _, s := range protokoll.Schritte[len(protokoll.Schritte)-4:] {
		fmt.Println(s.Titel, "=", s.Wert, "("+s.Norm.String()+")")
	}
	// Output:
	// 140,00 Euro
	// z4 = 1,15 × z3 = 140,2796189973 (Anlage 3 Nr. 2 WoGG)
	// auf volle Euro gerundet = 140,00 Euro (Anlage 3 Nr. 3 WoGG)
	// Mindestbetrag erreicht = ja (§ 21 Nr. 1 WoGG)
	// Wohngeld im Monat = 140,00 Euro (§ 19 WoGG)
}

// An application of November, for twelve months: each month by its law.
func ExampleBewillige() {
	h := wohngeld.Haushalt{
		Zuschuss: wohngeld.ZuschussMiete, Gemeinde: kommune.MustParseAGS("14713000"),
		Personen: []wohngeld.Person{{Einnahmen: []wohngeld.Einnahme{{Art: wohngeld.EinnahmeRente, Betrag: 12 * 1300_00}}, Kranken: true}},
		Miete:    wohngeld.Miete{Vereinbart: 395_00},
	}
	begin, _ := wohngeld.Antragszeit{Eingang: datum.MustParse("2024-11-15")}.Beginn()
	parts, err := wohngeld.Bewillige(regel.Zeitraum{Ab: begin, Bis: begin.AddMonths(12).AddDays(-1)}, h, datum.Datum{}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range parts {
		fmt.Println(p.Zeitraum, p.Ergebnis.Wohngeld, p.Grundlage)
	}
	// Output:
	// 2024-11-01 bis 2024-12-31 119,00 Euro § 41 Abs. 1 WoGG
	// 2025-01-01 bis 2025-10-31 140,00 Euro § 44 Abs. 5 WoGG
}

// In which of the seven levels of rent a Gemeinde is; where the ordinance leaves
// it open, that is said.
func ExampleRecht_Mietenstufe() {
	law, err := wohngeld.AmTag(datum.MustParse("2025-07-01"))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, name := range []string{"München", "Leipzig", "Teistungen"} {
		gemeinde := kommune.Deutschland().Search(name, 1)[0].Gemeinde
		level, open, err := law.Mietenstufe(gemeinde.AGS)
		fmt.Println(gemeinde.Kurzname(), level, open, err)
	}
	// Output:
	// München VII false <nil>
	// Leipzig II false <nil>
	// Teistungen I false <nil>
}
