// SPDX-License-Identifier: Apache-2.0

package melderegister

import (
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/angaben"
	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// The authorities whose registers hold invented persons, by the key of their
// Verband. The register of Gera is out of order.
const (
	gera        = "160520000"
	jena        = "160530000"
	weimar      = "160550000"
	muehlhausen = "160640046"
	lindenberg  = "160615001"
)

func tag(s string) kommune.Datum { return kommune.MustParseDatum(s) }

// bestand are the invented persons. The family Mustermann is linked: spouses and
// children are in each other's records; a block is entered for the son, so that no
// record that leaves the register shows him. The student in Weimar is under a block
// herself, and sees it. In Jena two persons share name, date of
// birth and house: a search finds both, and hands out neither.
var bestand = map[string][]eintrag{
	muehlhausen: {
		{
			strasse: "Musterstraße", hausnummer: "12", plz: "99974", ort: "Mühlhausen/Thüringen",
			sperren: recht.SperreKeine, ehegatte: recht.SperreKeine, kinder: []recht.Sperren{recht.SperreKeine, recht.SperreAuskunft},
			satz: angaben.Satz{
				Person: angaben.Person{
					Familienname: "Mustermann", Geburtsname: "Gabler", Vornamen: "Erika Maria", Rufname: "Erika",
					Geburtsdatum: tag("1984-08-12"), Geburtsort: "Eisenach", Staatsangehoerigkeit: "deutsch",
				},
				Geschlecht: "weiblich", Religion: "keine", Familienstand: "verheiratet",
				Anschrift: "Musterstraße 12, 99974 Mühlhausen/Thüringen", Einzug: tag("2015-05-01"),
				Ehegatte: &angaben.Angehoerig{Familienname: "Mustermann", Vornamen: "Max", Geburtsdatum: tag("1982-03-04")},
				Kinder: []angaben.Angehoerig{
					{Familienname: "Mustermann", Vornamen: "Mia Sophie", Geburtsdatum: tag("2017-04-03")},
					{Familienname: "Mustermann", Vornamen: "Ben", Geburtsdatum: tag("2014-06-05")},
				},
			},
		},
		{
			strasse: "Musterstraße", hausnummer: "12", plz: "99974", ort: "Mühlhausen/Thüringen",
			sperren: recht.SperreKeine, ehegatte: recht.SperreKeine, kinder: []recht.Sperren{recht.SperreKeine, recht.SperreAuskunft},
			satz: angaben.Satz{
				Person: angaben.Person{
					Familienname: "Mustermann", Vornamen: "Max", Geburtsdatum: tag("1982-03-04"), Geburtsort: "Gotha", Staatsangehoerigkeit: "deutsch",
				},
				Geschlecht: "männlich", Religion: "keine", Familienstand: "verheiratet",
				Anschrift: "Musterstraße 12, 99974 Mühlhausen/Thüringen", Einzug: tag("2015-05-01"),
				Ehegatte: &angaben.Angehoerig{Familienname: "Mustermann", Vornamen: "Erika Maria", Geburtsdatum: tag("1984-08-12")},
				Kinder: []angaben.Angehoerig{
					{Familienname: "Mustermann", Vornamen: "Mia Sophie", Geburtsdatum: tag("2017-04-03")},
					{Familienname: "Mustermann", Vornamen: "Ben", Geburtsdatum: tag("2014-06-05")},
				},
			},
		},
	},
	lindenberg: {
		{
			strasse: "Am Beispielanger", hausnummer: "3a", plz: "37339", ort: "Teistungen", sperren: recht.SperreKeine,
			satz: angaben.Satz{
				Person: angaben.Person{
					Familienname: "Normalverbraucher", Vornamen: "Otto", Doktorgrad: "Dr.", Geburtsdatum: tag("1958-01-31"),
					Geburtsort: "Heilbad Heiligenstadt", Staatsangehoerigkeit: "deutsch",
				},
				Geschlecht: "männlich", Religion: "römisch-katholisch", Familienstand: "verwitwet",
				Anschrift: "Am Beispielanger 3a, 37339 Teistungen", Einzug: tag("1990-10-03"),
			},
		},
	},
	jena: {
		{
			strasse: "Probeweg", hausnummer: "7", plz: "07743", ort: "Jena", sperren: recht.SperreKeine,
			satz: angaben.Satz{
				Person:     angaben.Person{Familienname: "Beispiel", Vornamen: "Jonas", Geburtsdatum: tag("1990-05-17"), Geburtsort: "Jena", Staatsangehoerigkeit: "deutsch"},
				Geschlecht: "männlich", Religion: "keine", Familienstand: "ledig", Anschrift: "Probeweg 7, 07743 Jena", Einzug: tag("2012-09-15"),
			},
		},
		{
			strasse: "Probeweg", hausnummer: "7", plz: "07743", ort: "Jena", sperren: recht.SperreKeine,
			satz: angaben.Satz{
				Person:     angaben.Person{Familienname: "Beispiel", Vornamen: "Jonas", Geburtsdatum: tag("1990-05-17"), Geburtsort: "Apolda", Staatsangehoerigkeit: "deutsch"},
				Geschlecht: "männlich", Religion: "keine", Familienstand: "ledig", Anschrift: "Probeweg 7, 07743 Jena", Einzug: tag("2019-04-01"),
			},
		},
	},
	weimar: {
		{
			strasse: "Straße der Beispiele", hausnummer: "105", plz: "99423", ort: "Weimar", sperren: recht.SperreAuskunft,
			satz: angaben.Satz{
				Person: angaben.Person{
					Familienname: "Þórðardóttir-Wiśniewska von und zu Musterhausen", Vornamen: "Aðalbjörg K͟hadīja Łucja-Žofie", Rufname: "Aðalbjörg",
					Geburtsdatum: tag("2001-12-24"), Geburtsort: "Ísafjörður", Staatsangehoerigkeit: "isländisch, polnisch",
				},
				Geschlecht: "weiblich", Religion: "keine", Familienstand: "ledig",
				Anschrift: "Straße der Beispiele 105, 99423 Weimar", Einzug: tag("2021-10-01"),
			},
		},
	},
}
