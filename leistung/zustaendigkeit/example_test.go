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

// A question may name an ARS of an earlier edition: the Gemeinde has left its
// Verband since.
func ExampleIndex_Resolve_oldARS() {
	anmeldung := leistung.MustParseSchluessel("99115005104000")
	index := zustaendigkeit.NewIndex()
	err := index.Update(func(a *zustaendigkeit.Aenderung) {
		a.PutStelle(zustaendigkeit.Stelle{ID: "1", Art: zustaendigkeit.Behoerde, Name: "Gemeinde Südeichsfeld"})
		a.Put(zustaendigkeit.Zustaendigkeit{Leistung: anmeldung, Gebiete: []kommune.ARS{kommune.MustParseARS("160640074074")}, Stelle: "1"})
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	e := index.Resolve(anmeldung, kommune.MustParseARS("160645052074"), kommune.Datum{})
	amt, _ := e.Behoerde()
	fmt.Println(amt.Stelle.Name)
	fmt.Println(e.Gruende()[0].Text)
	// Output:
	// Gemeinde Südeichsfeld
	// Der Schlüssel 160645052074 ist der einer früheren Ausgabe; heute gilt 160640074074.
}

// Where it depends on a profession or a plot, the entries stand side by side.
func ExampleZustaendigkeit_merkmal() {
	erlaubnis := leistung.MustParseSchluessel("99107023017000")
	jena := kommune.MustParseARS("160530000000")
	index := zustaendigkeit.NewIndex()
	err := index.Update(func(a *zustaendigkeit.Aenderung) {
		for stelle, merkmal := range map[string]string{"Handwerkskammer": "Handwerk", "Gewerbeamt": "Handel"} {
			a.PutStelle(zustaendigkeit.Stelle{ID: stelle, Art: zustaendigkeit.Behoerde, Name: stelle})
			a.Put(zustaendigkeit.Zustaendigkeit{Leistung: erlaubnis, Gebiete: []kommune.ARS{jena}, Stelle: stelle, Merkmal: merkmal})
		}
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	e := index.Resolve(erlaubnis, jena, kommune.Datum{})
	fmt.Println(e.Art())
	for _, t := range e.Behoerden() {
		if t.Merkmal == "Handwerk" {
			fmt.Println(t.Stelle.Name)
		}
	}
	// Output:
	// mehrere
	// Handwerkskammer
}

// A key that a spreadsheet took for a number is refused: it would name another
// place.
func ExampleParseGebiet() {
	for _, text := range []string{"01053", "1053", "160615001", "16061114"} {
		area, err := zustaendigkeit.ParseGebiet(text)
		fmt.Println(area, err != nil)
	}
	// Output:
	// 010530000000 false
	//  true
	// 160615001000 false
	//  true
}
