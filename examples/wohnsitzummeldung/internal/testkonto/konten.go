// SPDX-License-Identifier: Apache-2.0

package testkonto

func hoch(wert string) Merkmal { return Merkmal{Wert: wert, Stufe: Hoch} }

func eid(k Konto) Konto {
	k.Stufe, k.Mittel = Hoch, "Online-Ausweis"
	return k
}

// konten are all invented. Streets and numbers are too; the towns are real, so
// that the way to the responsible authority is the real one.
var konten = []Konto{
	eid(Konto{
		Kennung: "tk-4711-01", Familienname: hoch("Mustermann"), Vornamen: hoch("Erika Maria"), Geburtsdatum: hoch("1984-08-12"),
		Strasse: hoch("Musterstraße"), Hausnummer: hoch("12"), PLZ: hoch("99974"), Ort: hoch("Mühlhausen/Thüringen"), Gemeinde: hoch("16064046"),
		EMail: Merkmal{"erika@mustermann.example", Niedrig},
		Zeigt: [2]string{"Familie: zieht mit Mann und Kind um.", "Family: moves with husband and child."},
	}),
	eid(Konto{
		Kennung: "tk-4711-02", Familienname: hoch("Mustermann"), Vornamen: hoch("Max"), Geburtsdatum: hoch("1982-03-04"),
		Strasse: hoch("Musterstraße"), Hausnummer: hoch("12"), PLZ: hoch("99974"), Ort: hoch("Mühlhausen/Thüringen"), Gemeinde: hoch("16064046"),
		EMail: Merkmal{"max@mustermann.example", Niedrig},
		Zeigt: [2]string{"Der Ehemann: kann auch allein umziehen.", "The husband: may move alone, too."},
	}),
	eid(Konto{
		Kennung: "tk-4711-03", Familienname: hoch("Normalverbraucher"), Vornamen: hoch("Otto"), Geburtsdatum: hoch("1958-01-31"),
		Strasse: hoch("Am Beispielanger"), Hausnummer: hoch("3a"), PLZ: hoch("37339"), Ort: hoch("Teistungen"), Gemeinde: hoch("16061114"),
		EMail: Merkmal{"otto@normalverbraucher.example", Niedrig},
		Zeigt: [2]string{"Allein, mit Doktorgrad, aus einer Verwaltungsgemeinschaft.", "Single, with a doctorate, from a joint administration of villages."},
	}),
	eid(Konto{
		Kennung: "tk-4711-04", Familienname: hoch("Beispiel"), Vornamen: hoch("Jonas"), Geburtsdatum: hoch("1990-05-17"),
		Strasse: hoch("Probeweg"), Hausnummer: hoch("7"), PLZ: hoch("07743"), Ort: hoch("Jena"), Gemeinde: hoch("16053000"),
		EMail: Merkmal{"jonas@beispiel.example", Niedrig},
		Zeigt: [2]string{"Das Register findet zwei Personen und gibt darum nichts heraus.", "The register finds two persons and therefore hands out nothing."},
	}),
	eid(Konto{
		Kennung: "tk-4711-05", Familienname: hoch("Probe"), Vornamen: hoch("Greta"), Geburtsdatum: hoch("1975-11-02"),
		Strasse: hoch("Testgasse"), Hausnummer: hoch("21"), PLZ: hoch("07545"), Ort: hoch("Gera"), Gemeinde: hoch("16052000"),
		EMail: Merkmal{"greta@probe.example", Niedrig},
		Zeigt: [2]string{"Das Melderegister ist gerade nicht erreichbar.", "The register cannot be reached at present."},
	}),
	eid(Konto{
		Kennung: "tk-4711-06", Familienname: hoch("Þórðardóttir-Wiśniewska von und zu Musterhausen"), Vornamen: hoch("Aðalbjörg K͟hadīja Łucja-Žofie"), Geburtsdatum: hoch("2001-12-24"),
		Strasse: hoch("Straße der Beispiele"), Hausnummer: hoch("105"), PLZ: hoch("99423"), Ort: hoch("Weimar"), Gemeinde: hoch("16055000"),
		EMail: Merkmal{"aoalbjoerg@musterhausen.example", Niedrig},
		Zeigt: [2]string{"Ein langer Name mit Buchstaben der DIN 91379.", "A long name with letters of DIN 91379."},
	}),
	{
		Kennung: "tk-4711-07", Stufe: Substantiell, Mittel: "ELSTER-Zertifikat",
		Familienname: Merkmal{"Vorbild", Substantiell}, Vornamen: Merkmal{"Selma", Substantiell}, Geburtsdatum: Merkmal{"1969-07-09", Substantiell},
		Strasse: Merkmal{"Probeweg", Substantiell}, Hausnummer: Merkmal{"2", Substantiell}, PLZ: Merkmal{"99423", Substantiell}, Ort: Merkmal{"Weimar", Substantiell},
		EMail: Merkmal{"selma@vorbild.example", Niedrig},
		Zeigt: [2]string{"Bereitet die Anmeldung vor und geht damit ins Amt.", "Prepares the registration and takes it to the office."},
	},
	{
		Kennung: "tk-4711-08", Stufe: Niedrig, Mittel: "Benutzername und Passwort",
		Familienname: Merkmal{"Muster", Niedrig}, Vornamen: Merkmal{"Nils", Niedrig}, Geburtsdatum: Merkmal{"1999-02-28", Niedrig},
		Strasse: Merkmal{"Am Beispielanger", Niedrig}, Hausnummer: Merkmal{"9", Niedrig}, PLZ: Merkmal{"07743", Niedrig}, Ort: Merkmal{"Jena", Niedrig},
		EMail: Merkmal{"nils@muster.example", Niedrig},
		Zeigt: [2]string{"Alle Angaben sind ungeprüft. Der Weg führt ins Amt.", "Nothing is proved. The way leads to the office."},
	},
}
