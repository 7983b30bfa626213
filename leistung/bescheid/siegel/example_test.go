// SPDX-License-Identifier: Apache-2.0

package siegel_test

import (
	"crypto/ed25519"
	"fmt"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/leistung/bescheid/siegel"
)

// The authority seals a certificate; somebody who holds the paper checks it.
func Example() {
	key := ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", 32))) // yours comes from a safe place
	code, err := siegel.Seal(siegel.Inhalt{
		Profil: 1, Nummer: "33-2026-004711", Stelle: "073370000000", Vom: datum.MustParse("2026-11-30"),
		Angaben: []string{"Mustermann", "Erika"},
	}, key)
	if err != nil {
		panic(err)
	}

	pruefer, err := siegel.NewPruefer([]siegel.Schluessel{{
		Stelle: "073370000000", Name: "Stadt Musterstadt", Ab: datum.MustParse("2026-01-01"), Bis: datum.MustParse("2027-12-31"),
		Oeffentlich: key.Public().(ed25519.PublicKey),
	}}, siegel.Config{Now: func() time.Time { return time.Date(2026, 12, 1, 11, 0, 0, 0, time.UTC) }})
	if err != nil {
		panic(err)
	}
	p := pruefer.Verify(code)
	fmt.Println(p.Zustand, "·", p.Schluessel.Name, "·", p.Inhalt.Nummer, "·", p.Inhalt.Angaben)

	list, err := siegel.Sperrliste{
		Stelle: "073370000000", Stand: time.Date(2026, 12, 1, 10, 0, 0, 0, time.UTC), Naechste: time.Date(2026, 12, 2, 10, 0, 0, 0, time.UTC),
		Nummern: []string{"33-2026-004711"},
	}.Sign(key)
	if err != nil {
		panic(err)
	}
	if err := pruefer.Update(list); err != nil {
		panic(err)
	}
	fmt.Println(pruefer.Verify(code).Zustand)
	fmt.Println(pruefer.Verify(strings.Replace(code, "A", "B", 1)).Zustand)
	// Output:
	// gültig · Stadt Musterstadt · 33-2026-004711 · [Mustermann Erika]
	// gesperrt
	// unecht
}

// The list of known keys that a checker ships is a text of one line each.
func ExampleSchluessel_UnmarshalText() {
	key := ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", 32)))
	line, err := siegel.Schluessel{
		Stelle: "073370000000", Name: "Stadt Musterstadt", Ab: datum.MustParse("2026-01-01"), Bis: datum.MustParse("2027-12-31"),
		Oeffentlich: key.Public().(ed25519.PublicKey),
	}.MarshalText()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(string(line))
	var known siegel.Schluessel
	fmt.Println(known.UnmarshalText(line), known.Name, known.ID())
	fmt.Println(known.UnmarshalText([]byte("073370000000 2026-01-01")))
	// Output:
	// 073370000000 2026-01-01 2027-12-31 gyClGXfYw4yopJJ8Zw31gh5El2GUXhXp77JqFQnSMOo Stadt Musterstadt
	// <nil> Stadt Musterstadt cd8fa86afd6bf20d
	// siegel: key: malformed text
}

// The code as it is printed: black modules on white, with the margin of four.
func ExampleQR() {
	key := ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", 32)))
	code, err := siegel.Seal(siegel.Inhalt{Profil: 1, Nummer: "1", Stelle: "073370000000", Vom: datum.MustParse("2026-11-30"), Angaben: []string{"Mustermann"}}, key)
	if err != nil {
		fmt.Println(err)
		return
	}
	size, black, err := siegel.QR(code)
	fmt.Println(size, err)
	for x := range 7 { // the upper edge of the finder
		if black(x, 0) {
			fmt.Print("█")
		}
	}
	fmt.Printf("\n%.1f mm wide\n", float64((size+8)*siegel.Modul)/1000)
	// Output:
	// 49 <nil>
	// ███████
	// 34.2 mm wide
}
