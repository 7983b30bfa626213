// SPDX-License-Identifier: Apache-2.0

package sqlite_test

// Recipes for a process that dies. The library has no driver of a database, so that the
// same recipes stand beside the blocks on a store in memory; here the program that comes
// back opens the file that the dead one left.

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/internal/sqlite"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

// machine is a computer with a file and a clock, on which programs die.
type machine struct {
	folder string
	clock  atomic.Int64 // hours since a Monday morning
	ended  []func() error
}

func (m *machine) now() time.Time {
	return time.Date(2026, time.November, 30, 9, 0, 0, 0, time.UTC).Add(time.Duration(m.clock.Load()) * time.Hour)
}

func newMachine() *machine {
	folder, err := os.MkdirTemp("", "neustart")
	must(err)
	return &machine{folder: folder}
}

// start opens the file as a program does that begins. What began before is not closed: it
// is dead.
func (m *machine) start(ctx context.Context) *bausteine.Store {
	store, file, err := sqlite.OpenStore(ctx, filepath.Join(m.folder, "dienst.db"), bausteine.Config{Now: m.now})
	must(err)
	m.ended = append(m.ended, store.Close, file.Close)
	return store
}

func (m *machine) end() {
	for _, end := range m.ended {
		must(end())
	}
	must(os.RemoveAll(m.folder))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// dying runs a worker until something in it does not come back.
func dying(ctx context.Context, store *bausteine.Store, reached <-chan struct{}) {
	go func() { _ = store.Run(ctx) }() // nobody waits for its end
	<-reached
}

// A worker is killed while it delivers an application. The one of the next program finds
// it in the file, and delivers under the same id.
func Example_delivery() {
	m := newMachine()
	defer m.end()
	ctx := context.Background()
	inbox, reached := map[uuid.UUID]int{}, make(chan struct{})
	program := func(deliver func(ctx context.Context, id uuid.UUID) error) (*bausteine.Store, *antrag.Registratur) {
		store := m.start(ctx)
		registratur, err := antrag.NewRegistratur(store, antrag.Config{
			Aufbewahrung: aufbewahrung(),
			Wirkungen: map[antrag.Art][]antrag.Wirkung{antrag.ArtEingereicht: {{
				Name: "zustellen", Do: func(ctx context.Context, auftrag antrag.Auftrag) error { return deliver(ctx, auftrag.ID) },
			}}},
		})
		must(err)
		return store, registratur
	}

	store, registratur := program(func(ctx context.Context, id uuid.UUID) error {
		inbox[id]++
		close(reached)
		<-ctx.Done() // it does not come back
		return ctx.Err()
	})
	a, err := registratur.Do(ctx, antrag.Command{Ereignisse: []antrag.Ereignis{{
		Art: antrag.ArtBegonnen, Akteur: antrag.AkteurAntragsteller, Leistung: leistung.MustParseSchluessel("99115005104001"), Konto: "pseudonym-1", Angaben: json.RawMessage(`{}`),
	}}})
	must(err)
	_, err = registratur.Do(ctx, antrag.Command{Antrag: a.ID(), Version: a.Version(), Ereignisse: []antrag.Ereignis{{
		Art: antrag.ArtEingereicht, Akteur: antrag.AkteurAntragsteller, Behoerde: "160615001",
	}}})
	must(err)
	dying(ctx, store, reached)

	m.clock.Add(1) // what the dead program had taken is free again
	store, registratur = program(func(_ context.Context, id uuid.UUID) error {
		fmt.Println("delivered, had it already:", inbox[id] > 0)
		inbox[id]++
		return nil
	})
	_, err = store.Drain(ctx) // a service calls store.Run, which does this for ever
	must(err)
	again, err := registratur.Load(ctx, a.ID())
	fmt.Println(len(inbox), "in the inbox,", again.Status(), err)
	// Output:
	// delivered, had it already: true
	// 1 in the inbox, eingereicht <nil>
}

func aufbewahrung() antrag.Aufbewahrung {
	table := antrag.Aufbewahrung{antrag.StatusEntwurf: antrag.Tage(30), antrag.StatusVerworfen: antrag.Tage(1)}
	for _, status := range []antrag.Status{
		antrag.StatusEingereicht, antrag.StatusGestoert, antrag.StatusZugestellt, antrag.StatusInBearbeitung, antrag.StatusRueckfrage,
		antrag.StatusVorsprache, antrag.StatusStattgegeben, antrag.StatusAbgelehnt, antrag.StatusZurueckgenommen,
	} {
		table[status] = antrag.Tage(90)
	}
	return table
}

// A program is killed after an application was released because its fee was paid, and
// before that was noted. The next one gives the notice again, under the same id.
func Example_payment() {
	m := newMachine()
	defer m.end()
	ctx := context.Background()
	provider := paymenttest.NewMemory(m.now) // the payment service lives elsewhere
	released, reached := map[uuid.UUID]int{}, make(chan struct{})
	program := func(told func(ctx context.Context, n payment.Notice) error) (*bausteine.Store, *payment.Service) {
		store := m.start(ctx)
		service, err := payment.NewService(store, provider, payment.Config{OnPaid: told})
		must(err)
		return store, service
	}

	store, service := program(func(ctx context.Context, n payment.Notice) error {
		released[n.ID]++
		close(reached)
		<-ctx.Done()
		return ctx.Err()
	})
	order := paymenttest.Order()
	order.Application = "antrag-1"
	tx, err := service.Start(ctx, order, "token of the form")
	must(err)
	must(provider.Pay(tx.Ref()))
	_, err = service.Refresh(ctx, tx.ID())
	must(err)
	dying(ctx, store, reached)

	m.clock.Add(1)
	store, service = program(func(_ context.Context, n payment.Notice) error {
		fmt.Println("told again of the same:", released[n.ID] == 1)
		released[n.ID]++
		return nil
	})
	_, err = store.Drain(ctx)
	must(err)
	again, err := service.Start(ctx, order, "another token, of the form after the restart")
	must(err)
	fmt.Println("to pay again:", again.ID() != tx.ID(), again.State(), len(released))
	// Output:
	// told again of the same: true
	// to pay again: false paid 1
}
