// SPDX-License-Identifier: Apache-2.0

package lokal_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/lokal"
)

// newInbox opens a store with the applications and the inbox beside them, and
// begins one.
func newInbox() (store *bausteine.Store, inbox *lokal.Posteingang, application uuid.UUID) {
	store = bausteine.NewMemory(bausteine.Config{}) // in its place: bausteine.OpenSQLite(...)
	keep := antrag.Aufbewahrung{}
	for _, status := range []antrag.Status{
		antrag.StatusEntwurf, antrag.StatusVerworfen, antrag.StatusEingereicht, antrag.StatusGestoert, antrag.StatusZugestellt, antrag.StatusInBearbeitung,
		antrag.StatusRueckfrage, antrag.StatusVorsprache, antrag.StatusStattgegeben, antrag.StatusAbgelehnt, antrag.StatusZurueckgenommen,
	} {
		keep[status] = antrag.Tage(30)
	}
	reg, err := antrag.NewRegistratur(store, antrag.Config{Aufbewahrung: keep})
	must(err)
	inbox, err = lokal.New(reg)
	must(err)
	a, err := reg.Do(context.Background(), antrag.Command{Ereignisse: []antrag.Ereignis{{
		Art: antrag.ArtBegonnen, Akteur: antrag.AkteurAntragsteller, Leistung: leistung.MustParseSchluessel(dienst), Konto: "pseudonym-1",
	}}})
	must(err)
	return store, inbox, a.ID()
}

// to is a delivery to Jena.
func to(application uuid.UUID) zustellung.Sendung {
	return zustellung.Sendung{
		ID: uuid.MustParse("018f0000-0000-7000-8000-000000000001"), Antrag: application, Leistung: leistung.MustParseSchluessel(dienst), Behoerde: "160530000000",
		Eingang: time.Date(2026, time.November, 30, 9, 0, 0, 0, time.UTC), Medientyp: "application/json", Daten: []byte(`{"familienname":"Mustermann"}`),
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// The desk of an authority lists what has arrived, without the data, and opens one.
func ExamplePosteingang() {
	store, inbox, application := newInbox()
	defer store.Close()
	ctx := context.Background()
	must(inbox.Deliver(ctx, to(application)))
	for arrived, err := range inbox.List(ctx, "160530000000", dienst) {
		must(err)
		full, err := inbox.Read(ctx, "160530000000", dienst, arrived.Antrag, arrived.ID)
		must(err)
		fmt.Println(len(arrived.Inhalt), string(full.Inhalt))
	}
	// Output:
	// 0 {"familienname":"Mustermann"}
}

// What is another authority's cannot be told from what does not exist.
func ExamplePosteingang_Read() {
	store, inbox, application := newInbox()
	defer store.Close()
	ctx := context.Background()
	must(inbox.Deliver(ctx, to(application)))
	for _, authority := range []string{"160530000000", "160510000000"} {
		_, err := inbox.Read(ctx, authority, dienst, application, to(application).ID)
		fmt.Println(authority, errors.Is(err, antrag.ErrNotFound))
	}
	// Output:
	// 160530000000 false
	// 160510000000 true
}

// A worker that was killed before it could note the delivery tries again after its
// restart: it lies there once.
func ExamplePosteingang_Deliver() {
	store, inbox, application := newInbox()
	defer store.Close()
	ctx, kill := context.WithCancel(context.Background())
	stopped := make(chan error, 2)
	go func() { stopped <- store.Run(ctx) }()
	must(inbox.Deliver(ctx, to(application)))
	kill()
	if err := <-stopped; err != nil && !errors.Is(err, context.Canceled) {
		fmt.Println(err)
	}

	ctx, kill = context.WithCancel(context.Background())
	defer kill()
	go func() { stopped <- store.Run(ctx) }()
	must(inbox.Deliver(ctx, to(application)))
	n := 0
	for _, err := range inbox.List(ctx, "160530000000", dienst) {
		must(err)
		n++
	}
	fmt.Println(n)
	// Output:
	// 1
}
