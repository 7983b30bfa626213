// SPDX-License-Identifier: Apache-2.0

package zustellung_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
)

func sendung() zustellung.Sendung {
	return zustellung.Sendung{
		ID: uuid.MustParse("018f0000-0000-7000-8000-000000000001"), Antrag: uuid.MustParse("018f0000-0000-7000-8000-000000000002"),
		Leistung: leistung.MustParseSchluessel("99115005104000"), Behoerde: "160530000000",
		Eingang: time.Date(2026, time.November, 30, 9, 0, 0, 0, time.UTC), Medientyp: "application/json", Daten: []byte(`{"familienname":"Mustermann"}`),
	}
}

// queue is a Zusteller of one's own, into a queue of the house.
type queue struct{ taken map[uuid.UUID]string }

func (q *queue) Deliver(_ context.Context, s zustellung.Sendung) error {
	if err := s.Check(); err != nil {
		return err
	}
	if before, ok := q.taken[s.ID]; ok {
		if before != string(s.Daten) {
			return zustellung.ErrAndererInhalt
		}
		return nil // the answer of the first time was lost
	}
	q.taken[s.ID] = string(s.Daten)
	return nil
}

func (q *queue) Watch(_ context.Context, _, id uuid.UUID) (zustellung.Stand, error) {
	if _, ok := q.taken[id]; !ok {
		return zustellung.Stand{}, zustellung.ErrUnbekannt
	}
	return zustellung.Stand{Status: zustellung.StatusUebergeben, Seit: time.Date(2026, time.November, 30, 9, 0, 0, 0, time.UTC)}, nil
}

// A way to an authority takes each delivery once, however often it is tried.
func ExampleZusteller() {
	var way zustellung.Zusteller = &queue{taken: map[uuid.UUID]string{}}
	ctx, s := context.Background(), sendung()
	fmt.Println(way.Deliver(ctx, s), way.Deliver(ctx, s))
	how, err := way.Watch(ctx, s.Antrag, s.ID)
	fmt.Println(how.Status, how.Status.Final(), err)

	s.Daten = []byte(`{"familienname":"Musterfrau"}`)
	fmt.Println(way.Deliver(ctx, s))
	// Output:
	// <nil> <nil>
	// uebergeben false <nil>
	// zustellung: refused: the id came before with other data
}

// What can never arrive is found before it is tried.
func ExampleSendung_Check() {
	s := sendung()
	s.Behoerde = ""
	err := s.Check()
	fmt.Println(err)
	fmt.Println("try again:", !errors.Is(err, zustellung.ErrAbgelehnt))
	// Output:
	// zustellung: refused: incomplete
	// try again: false
}

// A log may name a delivery: nothing of the person is in it.
func ExampleSendung_String() {
	fmt.Printf("%v\n%+v\n", sendung(), sendung())
	// Output:
	// Sendung 018f0000-0000-7000-8000-000000000001 of 018f0000-0000-7000-8000-000000000002 to 160530000000
	// Sendung 018f0000-0000-7000-8000-000000000001 of 018f0000-0000-7000-8000-000000000002 to 160530000000
}
