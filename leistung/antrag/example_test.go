// SPDX-License-Identifier: Apache-2.0

package antrag_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// A person begins an Antrag, hands it in with a double click, and the authority
// decides.
func Example() {
	ctx := context.Background()
	store := bausteine.NewMemory(bausteine.Config{})
	registratur, err := antrag.NewRegistratur(store, antrag.Config{
		Aufbewahrung: aufbewahrung(), // a period for every status
		Wirkungen: map[antrag.Art][]antrag.Wirkung{antrag.ArtEingereicht: {{
			Name: "zustellen",
			Do: func(context.Context, antrag.Auftrag) error {
				fmt.Println("delivered")
				return nil
			},
		}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	a, err := registratur.Do(ctx, antrag.Command{Ereignisse: []antrag.Ereignis{{
		Art: antrag.ArtBegonnen, Akteur: antrag.AkteurAntragsteller,
		Leistung: leistung.MustParseSchluessel("99115005104001"), Konto: "pseudonym-1",
		Angaben: json.RawMessage(`{"einzug": "2026-11-01"}`),
	}}})
	if err != nil {
		fmt.Println(err)
		return
	}

	submit := antrag.Command{
		Antrag: a.ID(), Version: a.Version(), Key: "token of the form",
		Ereignisse: []antrag.Ereignis{{Art: antrag.ArtEingereicht, Akteur: antrag.AkteurAntragsteller, Behoerde: "160615001"}},
	}
	for range 2 { // the second click gets the answer of the first
		if a, err = registratur.Do(ctx, submit); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(a.Status(), a.Version())
	}

	_, err = registratur.Do(ctx, antrag.Command{
		Antrag: a.ID(), Version: a.Version(),
		Ereignisse: []antrag.Ereignis{{Art: antrag.ArtStattgegeben, Akteur: antrag.AkteurBehoerde}},
	})
	if _, err := store.Drain(ctx); err != nil { // a service calls store.Run instead
		fmt.Println(err)
	}
	if refused, ok := errors.AsType[*antrag.UebergangError](err); ok {
		fmt.Println(refused)
	}
	// Output:
	// eingereicht 2
	// eingereicht 2
	// delivered
	// antrag: not possible now: stattgegeben while eingereicht
}
