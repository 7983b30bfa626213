// SPDX-License-Identifier: Apache-2.0

package antrag_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
)

// apply begins an Antrag and hands it in.
func apply(ctx context.Context, registratur *antrag.Registratur, konto, behoerde string) (antrag.Antrag, error) {
	a, err := registratur.Do(ctx, antrag.Command{Ereignisse: []antrag.Ereignis{{
		Art: antrag.ArtBegonnen, Akteur: antrag.AkteurAntragsteller, Leistung: leistung.MustParseSchluessel("99115005104001"), Konto: konto, Angaben: json.RawMessage(`{}`),
	}}})
	if err != nil {
		return a, err
	}
	return registratur.Do(ctx, antrag.Command{Antrag: a.ID(), Version: a.Version(), Ereignisse: []antrag.Ereignis{{Art: antrag.ArtEingereicht, Akteur: antrag.AkteurAntragsteller, Behoerde: behoerde}}})
}

// The process dies while it delivers. The worker of the next one delivers under the
// same id, so that the receiver can tell that it has it already.
func ExampleWirkung() {
	ctx, now := context.Background(), time.Date(2026, time.November, 30, 9, 0, 0, 0, time.UTC)
	store := bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return now }})
	inbox := map[uuid.UUID]bool{}
	registratur, err := antrag.NewRegistratur(store, antrag.Config{
		Aufbewahrung: aufbewahrung(),
		Wirkungen: map[antrag.Art][]antrag.Wirkung{antrag.ArtEingereicht: {{
			Name: "zustellen",
			Do: func(_ context.Context, auftrag antrag.Auftrag) error {
				again := inbox[auftrag.ID]
				fmt.Println("delivered, had it already:", again)
				if inbox[auftrag.ID] = true; !again {
					return errors.New("the line went dead before the answer came")
				}
				return nil
			},
		}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := apply(ctx, registratur, "pseudonym-1", "160615001"); err != nil {
		fmt.Println(err)
	}
	for range 2 {
		if _, err := store.Drain(ctx); err != nil { // a service calls store.Run, which does this for ever
			fmt.Println(err)
		}
		now = now.Add(time.Hour) // the next attempt is due
	}
	fmt.Println("deliveries in the inbox:", len(inbox))
	// Output:
	// delivered, had it already: false
	// delivered, had it already: true
	// deliveries in the inbox: 1
}

// The list of an authority: what is open with it, a page at a time.
func ExampleRegistratur_ListPage() {
	ctx := context.Background()
	registratur, err := antrag.NewRegistratur(bausteine.NewMemory(bausteine.Config{}), antrag.Config{Aufbewahrung: aufbewahrung()})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, behoerde := range []string{"160615001", "160615001", "160645002"} {
		if _, err := apply(ctx, registratur, fmt.Sprintf("pseudonym-%d", i), behoerde); err != nil {
			fmt.Println(err)
			return
		}
	}
	query := antrag.Query{Behoerde: "160615001", Status: []antrag.Status{antrag.StatusEingereicht}}
	n, err := registratur.Count(ctx, query)
	fmt.Println(n, err)
	for {
		page, err := registratur.ListPage(ctx, query, 1)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, row := range page.Rows {
			fmt.Println(row.Head.Status, row.Head.Behoerde)
		}
		if page.Next == uuid.Nil {
			break
		}
		query.After = page.Next
	}
	// Output:
	// 2 <nil>
	// eingereicht 160615001
	// eingereicht 160615001
}
