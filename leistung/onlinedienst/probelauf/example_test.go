// SPDX-License-Identifier: Apache-2.0

package probelauf_test

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/probelauf"
	"github.com/deutschland-stack/bausteine/leistung/rollout"
)

// A dry run of the service for Erfurt: an invented person reports a dog, pays 7.50 euro
// in the test environment, and gets a decision.
func Example() {
	ctx := context.Background()
	w, err := open(ctx, 750) // programme, parameters, directory, test environment
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = w.store.Close() }()
	lauf, err := probelauf.New(w.config)
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := lauf.Run(ctx, stelle)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("am", p.Am)
	for _, s := range p.Schritte {
		fmt.Println(s.Strecke, s.Bestanden)
	}
	// Output:
	// am 2026-11-30
	// antrag true
	// zahlung true
	// zustellung true
	// quittung true
	// bescheid true
}

// What does not pass is said with its reason, and nothing is tried behind it: here the
// rule of the service does not take the answers.
func ExampleLauf_Run() {
	ctx := context.Background()
	w, err := open(ctx, 0)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = w.store.Close() }()
	erlaubt := w.config.Antworten
	w.config.Antworten = func(gemeinde kommune.AGS, werte Satzung) Meldung {
		m := erlaubt(gemeinde, werte)
		m.Rufname = "Verboten"
		return m
	}
	lauf, err := probelauf.New(w.config)
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := lauf.Run(ctx, stelle)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range p.Schritte {
		fmt.Println(s.Strecke, s.Bestanden)
		for _, b := range s.Befunde {
			fmt.Println(b.Code, b.Normen, b.Text)
		}
	}
	// Output:
	// antrag false
	// HUND-NAME § 1 Beispielsatzung Rufname: Diesen Namen nehmen wir nicht.
}

// The outcome is condition G10 of going live; the delivery service is down, so the
// authority does not.
func ExampleProtokoll_Ergebnis() {
	ctx := context.Background()
	w, err := open(ctx, 750)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = w.store.Close() }()
	w.down = true
	lauf, err := probelauf.New(w.config)
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := lauf.Run(ctx, stelle)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := w.zentrale.Record(ctx, nil, []rollout.Ereignis{{
		ID: uuid.Must(uuid.NewV7()), Programm: "probe", Leistung: schluessel, Stelle: stelle, Art: rollout.ArtAktiviert, Am: heute, Erfasst: w.now, Von: "landesteam/1", Schema: rollout.Schema,
	}}); err != nil {
		fmt.Println(err)
		return
	}
	stand, missing, err := w.zentrale.Do(ctx, rollout.Ereignis{
		ID: uuid.Must(uuid.NewV7()), Programm: "probe", Leistung: schluessel, Stelle: stelle, Art: rollout.ArtFreigegeben, Am: heute, Von: "landesteam/1", Schema: rollout.Schema,
	}, rollout.Lage{
		Probelauf: p.Ergebnis(), ParameterHash: p.ParameterHash,
		Schulung: true, FirstLevel: true, Bezahldienst: "test", Link: "https://erfurt.example/hund", LinkErreichbar: rollout.Probe{Am: heute, OK: true},
	})
	fmt.Println(stand, err)
	for _, b := range missing {
		fmt.Println(b.Code, b.Text)
	}
	// Output:
	// aktiviert <nil>
	// ROLLOUT-G-10 Es fehlt: Probelauf über alle Strecken bestanden, höchstens 30 Tage alt, mit denselben Einstellungen. Handeln muss: Betreiber.
}
