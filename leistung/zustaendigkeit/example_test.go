// SPDX-License-Identifier: Apache-2.0

package zustaendigkeit_test

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
)

// A Verwaltungsgemeinschaft is entered as responsible for all its members.
func ExampleIndex_Resolve() {
	anmeldung := leistung.MustParseSchluessel("99115005104000")
	verband, _ := zustaendigkeit.ParseGebiet("160615001")
	index := zustaendigkeit.NewIndex()
	err := index.Update(func(a *zustaendigkeit.Aenderung) {
		a.PutStelle(zustaendigkeit.Stelle{ID: "L100016.OE.7", Art: zustaendigkeit.Behoerde, Name: "VG Lindenberg/Eichsfeld"})
		a.Put(zustaendigkeit.Zustaendigkeit{Leistung: anmeldung, Gebiete: []kommune.ARS{verband}, Stelle: "L100016.OE.7"})
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	teistungen, err := kommune.Deutschland().Gemeinde(kommune.MustParseAGS("16061114"))
	if err != nil {
		fmt.Println(err)
		return
	}
	e := index.Resolve(anmeldung, teistungen.ARS, kommune.MustParseDatum("2026-11-20"))
	amt, ok := e.Behoerde()
	fmt.Println(e.Art(), ok, amt.Stelle.Name)
	for _, grund := range e.Gruende() {
		fmt.Println(grund.Text)
	}
	// Output:
	// eine true VG Lindenberg/Eichsfeld
	// Eingetragen für den Gemeindeverband 160615001; das ist das engste Gebiet mit einem Eintrag.
	// Der Eintrag gilt auch für die Gemeinde 160615001114, weil das Gebiet darin liegt.
}
