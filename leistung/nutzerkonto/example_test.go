// SPDX-License-Identifier: Apache-2.0

package nutzerkonto_test

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
)

// Each attribute has the level at which it was proved by itself.
func ExampleKonto() {
	konto := nutzerkonto.Konto{Kennung: "bundid:dGstMQ", Niveau: recht.NiveauHoch, Mittel: "Online-Ausweis", Merkmale: []nutzerkonto.Merkmal{
		{Name: nutzerkonto.Vornamen, Wert: "Erika", Niveau: recht.NiveauHoch},
		{Name: nutzerkonto.Familienname, Wert: "Mustermann", Niveau: recht.NiveauHoch},
		{Name: nutzerkonto.EMail, Wert: "erika@mustermann.example", Niveau: recht.NiveauUntergeordnet},
	}}
	fmt.Println(konto.Name(), konto.Reaches(recht.NiveauSubstantiell))
	fmt.Println(konto.Merkmal(nutzerkonto.EMail).Niveau.Reicht(recht.NiveauSubstantiell))
	fmt.Println(konto) // and nothing about the person
	// Output:
	// Erika Mustermann true
	// false
	// Konto (hoch, Online-Ausweis)
}

// The certificate of an organisation account says who has it.
func ExampleVertretung_Check() {
	heute := datum.MustParse("2026-11-30")
	v := nutzerkonto.Vertretung{
		Handelnder: "muk:dGstMQ", Fuer: "Muster GmbH", Handelt: nutzerkonto.HandeltOrganisation,
		Nachweis: nutzerkonto.NachweisAnmeldung, Umfang: nutzerkonto.UmfangEntwerfen | nutzerkonto.UmfangErklaeren,
	}
	fmt.Println(len(v.Check(nutzerkonto.UmfangEntwerfen, heute)))
	fmt.Println(v.Check(nutzerkonto.UmfangErklaeren, heute).Err())
	v.Nachweis, v.Beleg = nutzerkonto.NachweisRegister, "Handelsregisterauszug d-1"
	fmt.Println(v.Check(nutzerkonto.UmfangErklaeren, heute).Err())
	// Output:
	// 0
	// invalid input: KTO-VERTRETUNG-06 /nachweis: a login proves no power to act for another
	// <nil>
}

// An account may be deleted while a case is open.
func ExampleErreichbarkeit() {
	e := nutzerkonto.Erreichbarkeit{Konto: "bundid:dGstMQ", EMail: "erika@mustermann.example", Anschrift: []string{"Erika Mustermann", "Hauptstraße 1", "99084 Erfurt"}}
	fmt.Println(e.Weg())
	e.KontoWeg = true
	fmt.Println(e.Weg())
	// Output:
	// postfach
	// brief
}
