// SPDX-License-Identifier: Apache-2.0

//nolint:misspell // German words of the official list
package kommune_test

import (
	"fmt"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune"
)

// A person moves to Teistungen: which administration registers them?
func Example() {
	register := kommune.Deutschland()
	hits := register.Search("teistugen", 5) // as typed
	fmt.Println(hits[0].Text())
	traeger, err := register.Traeger(hits[0].Gemeinde.AGS)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(traeger.Bezeichnung(), "in", traeger.Sitz)
	fmt.Println(register.Quelle())
	// Output:
	// Teistungen (Landkreis Eichsfeld, Thüringen)
	// Verwaltungsgemeinschaft Lindenberg/Eichsfeld in Teistungen
	// Quelle: Statistisches Bundesamt (Destatis), Gemeindeverzeichnis-Informationssystem GV-ISys, Gebietsstand 30.11.2025; eigene Aufbereitung
}

func ExampleParseAGS() {
	key, err := kommune.ParseAGS("16061114")
	fmt.Println(key, key.Land().Name(), key.Kreis(), err)
	_, err = kommune.ParseAGS("1001000")
	fmt.Println(err)
	// Output:
	// 16061114 Thüringen 16061 <nil>
	// kommune: malformed AGS: must have 8 digits, has 7 characters
}

func ExampleNormalizeAGS() {
	key, changed, err := kommune.NormalizeAGS("1001000") // out of a spreadsheet
	fmt.Println(key, changed, err)
	// Output: 01001000 [fuehrende-null] <nil>
}

func ExampleVerzeichnis_Gemeinde() {
	jena, err := kommune.Deutschland().Gemeinde(kommune.MustParseAGS("16053000"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(jena.Name, "|", jena.Kurzname(), "|", jena.Art, "|", jena.Einwohner)
	_, err = kommune.Deutschland().Gemeinde(kommune.MustParseAGS("16056000"))
	fmt.Println(err)
	// Output:
	// Jena, Stadt | Jena | Kreisfreie Stadt | 109725
	// kommune: AGS 16056000 is not in the register of 2025-11-30
}

// The administrations of a Landkreis, each with how many Gemeinden it acts for.
func ExampleVerzeichnis_TraegerIn() {
	register := kommune.Deutschland()
	eichsfeld := kommune.MustParseKreisschluessel("16061")
	for traeger := range register.TraegerIn(eichsfeld) {
		members := 0
		for range register.Members(traeger.Verband) {
			members++
		}
		fmt.Printf("%s (%s): %d\n", traeger.Bezeichnung(), traeger.Art, members)
	}
	// Output:
	// Heilbad Heiligenstadt, Stadt (gemeinde): 1
	// Niederorschel (gemeinde): 1
	// Leinefelde-Worbis, Stadt (gemeinde): 1
	// Am Ohmberg (gemeinde): 1
	// Sonnenstein (gemeinde): 1
	// Dingelstädt, Stadt (gemeinde): 1
	// Verwaltungsgemeinschaft Lindenberg/Eichsfeld (verband): 7
	// Verwaltungsgemeinschaft Eichsfeld-Wipperaue (verband): 5
	// Verwaltungsgemeinschaft Hanstein-Rusteberg (verband): 14
	// Verwaltungsgemeinschaft Leinetal (verband): 6
	// Verwaltungsgemeinschaft Westerwald-Obereichsfeld (verband): 5
	// Verwaltungsgemeinschaft Ershausen/Geismar (verband): 10
	// Uder (erfuellende-gemeinde): 3
}

func ExampleVerzeichnis_Resolve() {
	register := kommune.Deutschland()
	r, err := register.Resolve(kommune.MustParseAGS("16064014"), register.Stand()) // Dünwald
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, n := range r.Nachfolger {
		gemeinde, err := register.Gemeinde(n.AGS)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s %s %.3f main=%t\n", n.AGS, gemeinde.Kurzname(), n.Anteil, n.Haupt)
	}
	fmt.Println("since", r.Pfad[0].Ab)
	// Output:
	// 16061118 Dingelstädt 0.967 main=true
	// 16064071 Unstruttal 0.033 main=false
	// since 2023-01-01
}

// A key that came back is followed to the day asked for, and no further.
func ExampleVerzeichnis_Resolve_keyThatCameBack() {
	register := kommune.Deutschland()
	dessau := kommune.MustParseAGS("15001000")
	for _, day := range []string{"1990-12-31", "2000-06-30", "2010-06-30"} {
		r, err := register.Resolve(dessau, kommune.MustParseDatum(day))
		fmt.Println(day, r.Haupt(), err)
	}
	// Output:
	// 1990-12-31 15001000 <nil>
	// 2000-06-30 15101000 <nil>
	// 2010-06-30 15001000 <nil>
}

func ExampleVerzeichnis_WithAenderungen() {
	// In a program this is the table of Destatis, saved with semicolons.
	list, err := kommune.ReadAenderungen(strings.NewReader(
		"kennziffer;einheit;ags_alt;art;flaeche_qm;einwohner;ags_neu;wirksam_juristisch;wirksam_statistisch\n" +
			"16/2031/0001-R;Gemeinde;16061114;1;26150000;2457;16061119;01.01.2031;01.01.2031\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	register := kommune.Deutschland().WithAenderungen(list, kommune.MustParseDatum("2031-01-31"))
	r, err := register.Resolve(kommune.MustParseAGS("16061114"), kommune.MustParseDatum("2031-01-01"))
	fmt.Println(r.Haupt(), err)
	// Output: 16061119 <nil>
}

func ExampleVerzeichnis_Search() {
	for _, hit := range kommune.Deutschland().Search("Neustadt a. d.", 3) {
		fmt.Println(hit.Text())
	}
	for _, hit := range kommune.Deutschland().Search("weimar hessen", 1) {
		fmt.Println(hit.Text())
	}
	// Output:
	// Neustadt an der Weinstraße (Rheinland-Pfalz)
	// Neustadt am Rübenberge (Region Hannover, Niedersachsen)
	// Neustadt in Holstein (Kreis Ostholstein, Schleswig-Holstein)
	// Weimar (Lahn) (Landkreis Marburg-Biedenkopf, Hessen)
}

// A search takes what people paste: the PLZ decides, and a name that is no longer
// leads to the Gemeinde of today.
func ExampleVerzeichnis_Search_asPasted() {
	for _, text := range []string{"Musterstr. 5, 07743 Jena", "Bürgeramt Erfurt", "Schwäb. Gmünd", "Bromskirchen"} {
		hit := kommune.Deutschland().Search(text, 1)[0]
		fmt.Println(hit.Text(), hit.Art == kommune.TrefferFrueher)
	}
	// Output:
	// Jena (Thüringen) false
	// Erfurt (Thüringen) false
	// Schwäbisch Gmünd (Ostalbkreis, Baden-Württemberg) false
	// Allendorf (Eder) (Landkreis Waldeck-Frankenberg, Hessen; früher Bromskirchen) true
}

func ExampleVerzeichnis_FindVerbaende() {
	register := kommune.Deutschland()
	amt := register.FindVerbaende("Amt Hüttener Berge", 1)[0]
	members := 0
	for range register.Members(amt.Schluessel) {
		members++
	}
	fmt.Println(amt.Schluessel, amt.Art, amt.Name, members)
	kreis := register.FindKreise("Landkreis Eichsfeld", 1)[0]
	fmt.Println(kreis.Schluessel, kreis.Sitz)
	// Output:
	// 010585890 Amt Hüttener Berge 16
	// 16061 Heilbad Heiligenstadt
}

// A table of last decade names a Kreis that was split up.
func ExampleVerzeichnis_ResolveKreis() {
	register := kommune.Deutschland()
	r, err := register.ResolveKreis(kommune.MustParseKreisschluessel("13052"), register.Stand())
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, n := range r.Nachfolger {
		kreis, err := register.Kreis(n.Schluessel)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s %s %.2f\n", kreis.Schluessel, kreis.Name, n.Anteil)
	}
	// Output:
	// 13071 Mecklenburgische Seenplatte 0.82
	// 13075 Vorpommern-Greifswald 0.18
}

// An ARS changes with the Verband; the AGS in it does not.
func ExampleVerzeichnis_ResolveARS() {
	register := kommune.Deutschland()
	old := kommune.MustParseARS("160645052074")
	_, err := register.ByARS(old)
	fmt.Println(err)
	r, err := register.ResolveARS(old, register.Stand())
	if err != nil {
		fmt.Println(err)
		return
	}
	today, err := register.Gemeinde(r.Haupt())
	fmt.Println(today.Kurzname(), today.ARS, err)
	// Output:
	// kommune: ARS 160645052074 is not in the register of 2025-11-30, which has 160640074074
	// Südeichsfeld 160640074074 <nil>
}

// What is not known is said: Dobitschen ended in 2026, and the edition that would
// tell what took its place is not here.
func ExampleResolution_openEnd() {
	register := kommune.Deutschland()
	for _, day := range []string{"2025-11-30", "2026-06-30", "2031-01-01"} {
		r, err := register.Resolve(kommune.MustParseAGS("16077003"), kommune.MustParseDatum(day))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(day, r.Haupt(), r.Ungenau, !r.OffenSeit.IsZero())
	}
	// Output:
	// 2025-11-30 16077003 false false
	// 2026-06-30 16077003 true true
	// 2031-01-01 16077003 true true
}

func ExampleDatum_AddMonths() {
	day := kommune.MustParseDatum("2027-01-31")
	fmt.Println(day.AddMonths(1), day.AddMonths(12))
	// Output: 2027-02-28 2028-01-31
}

func ExampleParseOrganisationsschluessel() {
	key, err := kommune.ParseOrganisationsschluessel("feb:091880000099")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(key.Praefix(), key.Umgebung() == kommune.UmgebungTest)
	// Output: feb true
}

// Old files name Kreise that no longer exist.
func ExampleVerzeichnis_FindFruehereKreise() {
	register := kommune.Deutschland()
	for _, former := range register.FindFruehereKreise("Muldentalkreis", 3) {
		now, err := register.ResolveKreis(former.Schluessel, kommune.Datum{})
		if err != nil {
			fmt.Println(err)
			return
		}
		kreis, err := register.Kreis(now.Haupt())
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s %s (last seen %s): today %s\n", former.Schluessel, former.Bezeichnung(), former.Bis, kreis.Bezeichnung())
	}
	// Output:
	// 14083 Muldentalkreis (last seen 1994-12-31): today Landkreis Leipzig
	// 14383 Muldentalkreis (last seen 2005-12-31): today Landkreis Leipzig
}
