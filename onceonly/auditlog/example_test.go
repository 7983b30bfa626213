// SPDX-License-Identifier: Apache-2.0

package auditlog_test

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// A person takes home a receipt. Years later, after the log has erased its own
// copy, the receipt still proves what was logged.
func Example() {
	ctx := context.Background()
	now := time.Date(2026, time.November, 22, 9, 30, 0, 0, time.UTC)
	seed := make([]byte, ed25519.SeedSize) // a real key comes from a key store
	signer, err := auditlog.NewSigner("muehlhausen.example", ed25519.NewKeyFromSeed(seed))
	if err != nil {
		panic(err)
	}

	store := bausteine.NewMemory(bausteine.Config{Now: func() time.Time { return now }})
	log, err := auditlog.Open(ctx, store, auditlog.Config{
		Origin: "muehlhausen.example/onceonly", Signer: signer,
		Keepers: []auditlog.Keeper{&auditlog.HeadMemory{}}, // in a service a file, and a second place
	})
	if err != nil {
		panic(err)
	}
	ids := []uuid.UUID{uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())}
	for i, who := range []string{"Meldebehörde", "Standesamt"} {
		content := fmt.Sprintf(`{"who": %q, "why": "Anmeldung einer Wohnung"}`, who)
		record, err := auditlog.NewRecord(ids[i], "pseudonym", auditlog.RetentionIDNr.Until(now), []byte(content), random(1))
		if err != nil {
			panic(err)
		}
		if err := log.Append(ctx, record); err != nil {
			panic(err)
		}
	}
	receipt, err := log.Receipt(ctx, ids[1])
	if err != nil {
		panic(err)
	}

	now = now.AddDate(2, 0, 0)
	erased, err := store.Sweep(ctx) // store.Run does it by itself
	if err != nil {
		panic(err)
	}
	head, err := receipt.Verify(log.Verifier())
	if err != nil {
		panic(err)
	}
	fmt.Println("erased:", erased)
	fmt.Printf("still proven: %s at %s\n", receipt.Entry, head.Time.Format(time.DateOnly))
	// Output:
	// erased: 2
	// still proven: {"who":"Standesamt","why":"Anmeldung einer Wohnung"} at 2026-11-22
}
