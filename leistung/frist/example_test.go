// SPDX-License-Identifier: Apache-2.0

package frist_test

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/frist"
)

// Erika Mustermann moves to Jena on 17 October 2024. When must she register?
func Example() {
	jena := frist.InGemeinde(kommune.MustParseAGS("16053000"))
	f, err := jena.Berechne(frist.Regel{
		Normen: recht.MustParseNormen("§ 17 Abs. 1 BMG"),
		Beginn: kommune.MustParseDatum("2024-10-17"),
		Dauer:  frist.Wochen(2),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Schritte)
	fmt.Println("spätestens am", f.Ende)
	// Output:
	// § 17 Abs. 1 BMG: Frist: 2 Wochen
	// § 187 Abs. 1 BGB: Der Tag des Ereignisses (Donnerstag, 17.10.2024) zählt nicht mit; der erste Tag ist Freitag, 18.10.2024
	// § 188 Abs. 2 BGB: Dauer 2 Wochen: die Frist endet mit Ablauf von Donnerstag, 31.10.2024
	// § 193 BGB, § 31 Abs. 3 VwVfG: Reformationstag ist gesetzlicher Feiertag (§ 2 ThürFGtG); das Ende rückt auf Freitag, 1.11.2024
	// spätestens am 2024-11-01
}

func ExampleFeiertage() {
	for _, f := range frist.Feiertage(kommune.Berlin, 2028)[:2] {
		fmt.Println(f.Tag, f.Name)
	}
	// Output:
	// 2028-01-01 Neujahr
	// 2028-03-08 Internationaler Frauentag
}

func ExampleKalender_Bekanntgabe() {
	posted := kommune.MustParseDatum("2026-11-10")
	regel, err := frist.PostregelLand(kommune.Sachsen, posted)
	if err != nil {
		fmt.Println(err)
		return
	}
	b, err := frist.InLand(kommune.Sachsen).Bekanntgabe(frist.Sendung{Aufgabe: posted, Regel: regel})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(b.Tag)
	// Output:
	// 2026-11-14
}

func ExampleKalender_Genehmigungsfiktion() {
	f, err := frist.InLand(kommune.Hessen).Genehmigungsfiktion(
		frist.Fiktionsregel{Anordnung: recht.MustParseNorm("§ 6a Abs. 1 GewO")},
		frist.Fiktionsfall{Vollstaendig: kommune.MustParseDatum("2026-03-02"), Bestimmt: true},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.GiltAb, f.Schritte[len(f.Schritte)-1].Text.English())
	// Output:
	// 2026-06-03 with the end of Tuesday, 2 June 2026 the permission counts as granted (section 6a(1) GewO)
}
