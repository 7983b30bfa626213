// SPDX-License-Identifier: Apache-2.0

package main

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/onlinediensttest"
)

func antragJena() Antrag {
	return Antrag{
		Person:    od.Person{Familienname: "Mustermann", Vornamen: "Erika", Geburtsdatum: datum.MustParse("1984-08-12")},
		Anschrift: od.Anschrift{Strasse: "Musterstraße", Hausnummer: "12", PLZ: "07743", Ort: "Jena"},
		Wohnung:   Wohnung{Haupt: od.Ja, Gebiet: "A"},
		Fahrzeuge: []Fahrzeug{{Kennzeichen: "J-XY 12", Halter: Ich}, {Kennzeichen: "J-Z 1", Halter: Andere, Name: "Max Mustermann"}},
		Ausweis:   Ausweis{Ab: datum.MustParse("2026-12-15"), Laufzeit: ZweiJahr},
	}
}

func spiel(t *testing.T) *onlinediensttest.Spiel[Antrag, Satzung] {
	t.Helper()
	satzungen, err := Satzungen()
	require.NoError(t, err)
	return onlinediensttest.Play(t, Dienst(), satzungen, "2026-11-30", antragJena())
}

func TestRegeln_SayWhoGetsThePermit(t *testing.T) {
	spiel(t).Findings().Fee("120.00 EUR")
	spiel(t).Set(func(a *Antrag) { a.Wohnung = Wohnung{Haupt: od.Nein} }).Pages("person", "anschrift", "wohnung").Findings("PARK-HAUPT /wohnung/hauptwohnung").Fee("")
	spiel(t).Set(func(a *Antrag) { a.Wohnung.Gebiet = "B" }).Findings("PARK-GEBIET /wohnung/gebiet")
	spiel(t).Set(func(a *Antrag) { a.Fahrzeuge = append(a.Fahrzeuge, Fahrzeug{Kennzeichen: "J-Z 2", Halter: Ich}) }).Findings("PARK-ANZAHL /fahrzeuge")
	spiel(t).On("2026-12-16").Findings("PARK-AB /ausweis/ab").Blocked(false)
}

func TestDienst_HoldsWhatTheKitPromises(t *testing.T) {
	satzungen, err := Satzungen()
	require.NoError(t, err)
	onlinediensttest.TestDienst(t, onlinediensttest.Probe[Antrag, Satzung]{
		Dienst: Dienst(), Kommunen: satzungen, Tag: "2026-11-30", Antworten: antragJena(), Gemeinde: gemeinden()["Jena"],
		Kasse: onlinediensttest.NewKasse, Befristet: "erteilen",
	})
}

// The tutorial shows this very code.
func TestREADME_ShowsWhatIsThere(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)
	source, err := os.ReadFile("dienst.go")
	require.NoError(t, err)
	program, err := os.ReadFile("main.go")
	require.NoError(t, err)
	flat := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	all := flat(string(source) + string(program))
	blocks := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(string(readme), -1)
	require.NotEmpty(t, blocks)
	for _, block := range blocks {
		for part := range strings.SplitSeq(block[1], "\n…\n") {
			require.Contains(t, all, flat(part))
		}
	}
	require.Less(t, strings.Count(string(source)+string(program), "\n"), 320, "a service of a day stays one")
}
