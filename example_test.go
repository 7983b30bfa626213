// SPDX-License-Identifier: Apache-2.0

package bausteine_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/payment/kassenzeichen"
)

// periods says how long the examples keep what; a service says it with norms.
func periods() antrag.Aufbewahrung {
	table := antrag.Aufbewahrung{}
	for _, status := range []antrag.Status{
		antrag.StatusEntwurf, antrag.StatusVerworfen, antrag.StatusEingereicht, antrag.StatusGestoert, antrag.StatusZugestellt,
		antrag.StatusInBearbeitung, antrag.StatusRueckfrage, antrag.StatusVorsprache, antrag.StatusStattgegeben, antrag.StatusAbgelehnt,
		antrag.StatusZurueckgenommen,
	} {
		table[status] = antrag.Tage(30)
	}
	return table
}

func begin() antrag.Command {
	return antrag.Command{Ereignisse: []antrag.Ereignis{{
		Art: antrag.ArtBegonnen, Akteur: antrag.AkteurAntragsteller, Konto: "pseudonym-1",
		Leistung: leistung.MustParseSchluessel("99115005104001"), Angaben: json.RawMessage(`{"einzug": "2026-11-01"}`),
	}}}
}

// Two blocks on one store: a code of the cash office is drawn and the
// application begun, both or neither.
func ExampleStore_Together() {
	ctx := context.Background()
	store := bausteine.NewMemory(bausteine.Config{}) // in its place: OpenSQLite or OpenPostgreSQL
	defer store.Close()
	antraege, err := antrag.NewRegistratur(store, antrag.Config{Aufbewahrung: periods()})
	if err != nil {
		fmt.Println(err)
		return
	}
	format := kassenzeichen.Format{Prefix: "5125", Start: 1, Max: 9_999_999, Length: 12, Check: kassenzeichen.Modulus11}
	codes, err := kassenzeichen.NewPool(store, "stadtkasse", format, kassenzeichen.Config{Low: 10})
	if err != nil {
		fmt.Println(err)
		return
	}
	full := errors.New("no room today")
	for _, refusal := range []error{full, nil} {
		var a antrag.Antrag
		err := store.Together(ctx, func(ctx context.Context) error {
			draw, err := codes.Draw(ctx, "the first application")
			if err != nil {
				return err
			}
			fmt.Println("drawn:", draw.Kassenzeichen)
			if a, err = antraege.Do(ctx, begin()); err != nil {
				return err
			}
			return refusal
		})
		_, missing := antraege.Load(ctx, a.ID())
		fmt.Println(err, errors.Is(missing, bausteine.ErrNotFound))
	}
	// Output:
	// drawn: 512500000013
	// no room today true
	// drawn: 512500000013
	// <nil> false
}

// What follows from a step is written with it and carried out by Run, also after
// a crash in between: here the first process never gets to it.
func ExampleStore_Run() {
	delivered := make(chan string, 1)
	store := bausteine.NewMemory(bausteine.Config{})
	defer store.Close()
	antraege, err := antrag.NewRegistratur(store, antrag.Config{
		Aufbewahrung: periods(),
		Wirkungen: map[antrag.Art][]antrag.Wirkung{antrag.ArtEingereicht: {{
			Name: "zustellen",
			Do: func(_ context.Context, auftrag antrag.Auftrag) error {
				delivered <- "delivered under one id, however often it is tried"
				return nil
			},
		}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	command := begin()
	command.Ereignisse = append(command.Ereignisse, antrag.Ereignis{
		Art: antrag.ArtEingereicht, Akteur: antrag.AkteurAntragsteller, Behoerde: "160520000",
	})
	if _, err := antraege.Do(context.Background(), command); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("open:", store.Health(context.Background()).Open)

	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- store.Run(ctx) }()
	fmt.Println(<-delivered)
	stop()
	fmt.Println(<-done)
	// Output:
	// open: 1
	// delivered under one id, however often it is tried
	// <nil>
}

// The table of what is kept how long, for the privacy notice and the auditor.
func ExampleStore_Retention() {
	store := bausteine.NewMemory(bausteine.Config{})
	defer store.Close()
	if _, err := antrag.NewRegistratur(store, antrag.Config{Aufbewahrung: periods()}); err != nil {
		fmt.Println(err)
		return
	}
	for _, line := range store.Retention()[:2] {
		fmt.Printf("%s: %s, %s\n", line.Block, line.What, line.Period)
	}
	// Output:
	// antrag: Anträge (entwurf), 30 days
	// antrag: Anträge (verworfen), 30 days
}
