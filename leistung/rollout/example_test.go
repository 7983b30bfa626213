// SPDX-License-Identifier: Apache-2.0

package rollout_test

import (
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

// Who is due comes from the register once; what happens comes as events; every
// figure says what it counted and on which days.
func Example() {
	key := leistung.MustParseSchluessel("99115005104001")
	programm := rollout.Programm{
		ID: "probe", Titel: "Wohnsitzanmeldung in Thüringen", Ziel: datum.MustParse("2027-03-31"),
		Dienste: []rollout.Dienst{{Leistung: key, Name: "Wohnsitzanmeldung", Regeln: []rollout.Sollregel{
			{Land: kommune.Thueringen, Art: rollout.RegelTraeger, Grund: "ThürAGBMG"},
		}}},
	}
	buch, err := rollout.NewBuch(programm)
	if err != nil {
		fmt.Println(err)
		return
	}
	start := datum.MustParse("2026-01-01")
	soll, err := rollout.FillSoll(&programm, rollout.Fuellung{
		Verzeichnis: kommune.Deutschland(), Einwohnerstand: datum.MustParse("2024-12-31"), Ab: start, Erfasst: start.Start(),
		NewID: func() uuid.UUID { return uuid.Must(uuid.NewV7()) },
	})
	if err != nil || buch.AddSoll(soll...) != nil {
		fmt.Println(err)
		return
	}
	for _, stelle := range []string{"160510000", "160615001"} { // Erfurt, VG Lindenberg/Eichsfeld
		err = buch.Add(rollout.Ereignis{
			ID: uuid.Must(uuid.NewV7()), Programm: "probe", Leistung: key, Stelle: rollout.MustParseStelle(stelle), Art: rollout.ArtFreigegeben,
			Am: datum.MustParse("2026-02-02"), Erfasst: datum.MustParse("2026-02-02").Start(), Von: "landesteam/1", Herkunft: rollout.HerkunftHand,
		})
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	d := buch.At(rollout.Heute(datum.MustParse("2026-02-02"))).Deckung(key, rollout.MustParseGebiet("16"))
	fmt.Println(d.Traeger)
	fmt.Println(d.Gemeinden)
	fmt.Println(d.Einwohner)
	fmt.Println("flächendeckend:", d.Flaechendeckend())
	// Output:
	// 2 von 189 Verwaltungen (1,0 %)
	// 8 von 605 Gemeinden (1,3 %)
	// 225.340 von 2.100.277 Menschen (10,7 %)
	// flächendeckend: false
}

// An event that may not happen yet is refused with every condition that is
// missing and the party that must move.
func ExampleApply() {
	e := &rollout.Ereignis{
		ID: uuid.MustParse("01900000-0000-7000-8000-000000000001"), Programm: "probe", Leistung: leistung.MustParseSchluessel("99115005104001"),
		Stelle: rollout.MustParseStelle("160615001"), Art: rollout.ArtFreigegeben, Am: datum.MustParse("2026-12-07"), Erfasst: datum.MustParse("2026-12-07").Start(),
	}
	stand, befunde := rollout.Apply(rollout.StandErprobung, e, &rollout.Lage{Schulung: true, FirstLevel: true, Gebuehrenfrei: true})
	fmt.Println(stand)
	for _, b := range befunde {
		fmt.Println(b.Code, b.Text)
	}
	// Output:
	// erprobung
	// ROLLOUT-G-10 Es fehlt: Probelauf über alle Strecken bestanden, höchstens 30 Tage alt, mit denselben Einstellungen. Handeln muss: Betreiber.
	// ROLLOUT-G-12 Es fehlt: Link erreichbar. Handeln muss: Betreiber.
}
