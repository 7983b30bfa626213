// SPDX-License-Identifier: Apache-2.0

package journal_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/internal/journal"
)

// An application is submitted; the answer gets lost and the command is sent
// again; somebody else works with a stale version; the delivery is executed.
func Example() {
	ctx := context.Background()
	store := journal.NewMemory(nil)
	stream := uuid.MustParse("01945b1c-7d00-7000-8000-000000000001")
	command := journal.Command{Kind: "antrag/einreichen", Key: "k-1", Answer: []byte("Aktenzeichen 7")}
	submit := journal.Commit{
		Kind: "antrag", Stream: stream, State: "eingereicht",
		Events: []journal.Event{{
			Type: "eingereicht", Data: []byte(`{"leistung":"99115005104001"}`), Personal: []byte(`{"name":"Erika Mustermann"}`),
		}},
		Effects: []journal.Effect{{Kind: "zustellen"}},
	}
	for range 2 {
		outcome, err := store.Append(ctx, command, submit)
		fmt.Println(string(outcome.Answer), outcome.Replayed, err)
	}
	_, err := store.Append(ctx, journal.Command{}, submit)
	fmt.Println(errors.Is(err, journal.ErrConflict))

	worker, err := journal.NewWorker(store, journal.WorkerOptions{
		Handlers: map[journal.EffectName]journal.Handler{{Stream: "antrag", Effect: "zustellen"}: func(_ context.Context, effect journal.Leased) ([]byte, error) {
			fmt.Println("deliver with idempotency key", effect.Ref.ID())
			return []byte("received"), nil
		}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(worker.Drain(ctx))
	// Output:
	// Aktenzeichen 7 false <nil>
	// Aktenzeichen 7 true <nil>
	// true
	// deliver with idempotency key 05e0012a-ded6-5208-bac6-2c1ca3b69667
	// 1 <nil>
}

func ExampleStore_Erase() {
	ctx := context.Background()
	store := journal.NewMemory(nil)
	stream := uuid.MustParse("01945b1c-7d00-7000-8000-000000000001")
	_, err := store.Append(ctx, journal.Command{}, journal.Commit{
		Kind: "antrag", Stream: stream, State: "entschieden",
		Events: []journal.Event{{Type: "entschieden", Data: []byte(`{"ergebnis":"bewilligt"}`), Personal: []byte(`{"name":"Erika Mustermann"}`)}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(store.Erase(ctx, "antrag", stream))
	_, events, err := store.Load(ctx, "antrag", stream, 0)
	fmt.Println(string(events[0].Data), events[0].Personal == nil, events[0].Erased, err)
	// Output:
	// <nil>
	// {"ergebnis":"bewilligt"} true true <nil>
}
