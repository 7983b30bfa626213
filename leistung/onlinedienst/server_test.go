// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"testing"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/onlinediensttest"
)

func TestDienst_Parken(t *testing.T) {
	a := erika()
	a.Fahrzeuge = append(a.Fahrzeuge, fahrzeug{Kennzeichen: "J-Z 1", Halter: andere, Name: "Max"})
	a.Kontakt = kontakt{Mail: "erika@example.org", Wege: []string{"mail", "post"}}
	d := parken()
	d.Gebuehr = nil
	onlinediensttest.TestDienst(t, onlinediensttest.Probe[antragParken, satzung]{
		Dienst: d, Kommunen: jena(t), Tag: "2026-11-30", Antworten: a, Gemeinde: kommune.MustParseAGS("16053000"),
		Auszug: []byte(`{"strasse":"Registerstraße","hausnummer":"7","plz":"07745","ort":"Jena","religion":"nicht gefragt"}`), Bekommt: map[string][]string{"meldeanschrift": {"Registerstraße", "07745"}},
	})
}

func TestDienst_WithAllThatTheKitCanAskFor(t *testing.T) {
	onlinediensttest.TestDienst(t, onlinediensttest.Probe[antragParken, satzung]{
		Dienst: mehr(), Kommunen: jena(t), Tag: "2026-11-30", Antworten: mehrAntworten(), Gemeinde: kommune.MustParseAGS("16053000"),
		Auszug: []byte(haushalt), Bekommt: map[string][]string{"meldeanschrift": {"Registerstraße", "07745"}, "haushalt": {"Anna Register", "Carl Register"}},
	})
}
