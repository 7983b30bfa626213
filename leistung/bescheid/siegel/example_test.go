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
