// SPDX-License-Identifier: Apache-2.0

package frist_test

import (
	"fmt"
	"strings"

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

// Until when may I object? It depends on how the notice came.
func ExampleKalender_Bekanntgabe_wege() {
	hessen := frist.InLand(kommune.Hessen)
	am := kommune.MustParseDatum("2026-12-22")
	for _, weg := range []frist.Weg{
		frist.Sendung{Aufgabe: am, Regel: frist.PostregelBund(am)},
		frist.Abruf{Benachrichtigt: am, Abgerufen: am},
		frist.Postfach{Bereitgestellt: am, Benachrichtigt: am},
		frist.Uebergabe{Tag: am},
		frist.Abruf{Benachrichtigt: am},
	} {
		b, err := hessen.Bekanntgabe(weg)
		if err != nil {
			panic(err)
		}
		if b.Tag.IsZero() {
			fmt.Printf("%T: %s\n", weg, b.Gruende[0].Text)
			continue
		}
		// Tell the citizen the earlier end; call nobody late before the later one.
		frueh, err1 := hessen.Berechne(frist.Regel{Beginn: b.Tag, Dauer: frist.Monate(1)})
		spaet, err2 := hessen.Berechne(frist.Regel{Beginn: b.Spaetestens, Dauer: frist.Monate(1)})
		if err1 != nil || err2 != nil {
			panic("cannot count")
		}
		fmt.Printf("%T: announced %s, object until %s (late after %s)\n", weg, b.Tag, frueh.Ende, spaet.Spaetestens)
	}
	// Output:
	// frist.Sendung: announced 2026-12-26, object until 2027-01-26 (late after 2027-01-28)
	// frist.Abruf: announced 2026-12-23, object until 2027-01-25 (late after 2027-01-25)
	// frist.Postfach: announced 2026-12-26, object until 2027-01-26 (late after 2027-01-28)
	// frist.Uebergabe: announced 2026-12-22, object until 2027-01-22 (late after 2027-01-22)
	// frist.Abruf: Der Bescheid ist nicht abgerufen. Bis dahin ist er nicht bekannt gegeben; wird er nicht rechtzeitig abgerufen, endet die Bereitstellung.
}

// In Bayern a list of the state decides about 15 August. It is downloaded, read
// once, and given to each calendar.
func ExampleReadMariaeHimmelfahrt() {
	const downloaded = "Gemeinde;Schlüssel;Landkreis;Feiertag\nMusterdorf;09471111;Bamberg;ja\nMusterstadt;09471115;Bamberg;nein\n"
	list, err := frist.ReadMariaeHimmelfahrt(strings.NewReader(downloaded), 2025)
	if err != nil {
		fmt.Println(err)
		return
	}
	day := kommune.MustParseDatum("2028-08-15")
	for _, key := range []string{"09471111", "09471115", "09471117"} {
		k := frist.InGemeinde(kommune.MustParseAGS(key)).MitMariaeHimmelfahrt(list)
		_, holiday := k.Feiertag(day)
		_, open := k.Vorbehalt(day)
		fmt.Println(key, holiday, open)
	}
	// Output:
	// 09471111 true false
	// 09471115 false false
	// 09471117 false true
}
