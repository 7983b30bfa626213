// SPDX-License-Identifier: Apache-2.0

// Package testkonto are the accounts of the example, of invented persons, as a
// Nutzerkonto (BundID, Servicekonto) would hand them over. Each attribute carries
// the trust level at which it was proved; an e-mail address is seldom proved at the
// level of the name beside it. Streets and numbers are invented, too; the towns are
// real, so that the way to the responsible authority is the real one.
package testkonto

import (
	"errors"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
)

// ErrUnbekannt says that there is no such account.
var ErrUnbekannt = errors.New("testkonto: unknown account")

// Konten returns the accounts in the order of the login page.
func Konten() []testkonto.Konto {
	return []testkonto.Konto{
		konto("tk-4711-01", recht.NiveauHoch, "Online-Ausweis", recht.NewText("Familie: zieht mit Mann und Kind um.", "Family: moves with husband and child."),
			"Mustermann", "Erika Maria", "1984-08-12", "Musterstraße", "12", "99974", "Mühlhausen/Thüringen", "16064046", "erika@mustermann.example"),
		konto("tk-4711-02", recht.NiveauHoch, "Online-Ausweis", recht.NewText("Der Ehemann: kann auch allein umziehen.", "The husband: may move alone, too."),
			"Mustermann", "Max", "1982-03-04", "Musterstraße", "12", "99974", "Mühlhausen/Thüringen", "16064046", "max@mustermann.example"),
		konto("tk-4711-03", recht.NiveauHoch, "Online-Ausweis", recht.NewText("Allein, mit Doktorgrad, aus einer Verwaltungsgemeinschaft.", "Single, with a doctorate, from a joint administration of villages."),
			"Normalverbraucher", "Otto", "1958-01-31", "Am Beispielanger", "3a", "37339", "Teistungen", "16061114", "otto@normalverbraucher.example"),
		konto("tk-4711-04", recht.NiveauHoch, "Online-Ausweis", recht.NewText("Das Register findet zwei Personen und gibt darum nichts heraus.", "The register finds two persons and therefore hands out nothing."),
			"Beispiel", "Jonas", "1990-05-17", "Probeweg", "7", "07743", "Jena", "16053000", "jonas@beispiel.example"),
		konto("tk-4711-05", recht.NiveauHoch, "Online-Ausweis", recht.NewText("Das Melderegister ist gerade nicht erreichbar.", "The register cannot be reached at present."),
			"Probe", "Greta", "1975-11-02", "Testgasse", "21", "07545", "Gera", "16052000", "greta@probe.example"),
		konto("tk-4711-06", recht.NiveauHoch, "Online-Ausweis", recht.NewText("Ein langer Name mit Buchstaben der DIN 91379.", "A long name with letters of DIN 91379."),
			"Þórðardóttir-Wiśniewska von und zu Musterhausen", "Aðalbjörg K͟hadīja Łucja-Žofie", "2001-12-24", "Straße der Beispiele", "105", "99423", "Weimar", "16055000", "aoalbjoerg@musterhausen.example"),
		konto("tk-4711-07", recht.NiveauSubstantiell, "ELSTER-Zertifikat", recht.NewText("Bereitet die Anmeldung vor und geht damit ins Amt.", "Prepares the registration and takes it to the office."),
			"Vorbild", "Selma", "1969-07-09", "Probeweg", "2", "99423", "Weimar", "", "selma@vorbild.example"),
		konto("tk-4711-08", recht.NiveauUntergeordnet, "Benutzername und Passwort", recht.NewText("Alle Angaben sind ungeprüft. Der Weg führt ins Amt.", "Nothing is proved. The way leads to the office."),
			"Muster", "Nils", "1999-02-28", "Am Beispielanger", "9", "07743", "Jena", "", "nils@muster.example"),
	}
}

// konto is an account with its attributes in the order of namen.
func konto(kennung string, niveau recht.Niveau, mittel string, zeigt recht.Text, werte ...string) testkonto.Konto {
	k := testkonto.Konto{Konto: nutzerkonto.Konto{Kennung: kennung, Niveau: niveau, Mittel: mittel}, Zeigt: zeigt}
	for i, name := range []string{
		nutzerkonto.Familienname, nutzerkonto.Vornamen, nutzerkonto.Geburtsdatum, nutzerkonto.Strasse, nutzerkonto.Hausnummer,
		nutzerkonto.PLZ, nutzerkonto.Ort, nutzerkonto.Gemeinde, nutzerkonto.EMail,
	} {
		m := nutzerkonto.Merkmal{Name: name, Wert: werte[i], Niveau: niveau}
		if name == nutzerkonto.EMail {
			m.Niveau = recht.NiveauUntergeordnet
		}
		if m.Wert != "" {
			k.Merkmale = append(k.Merkmale, m)
		}
	}
	return k
}

// Find returns the account of a Kennung.
func Find(kennung string) (nutzerkonto.Konto, error) {
	for _, k := range Konten() {
		if k.Kennung == kennung {
			return k.Konto, nil
		}
	}
	return nutzerkonto.Konto{}, ErrUnbekannt
}
