// SPDX-License-Identifier: Apache-2.0

package auditlog_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/onceonly/auditlog"
)

// open opens a log on a store, and write adds an entry to it.
func open(ctx context.Context, store *bausteine.Store, keeper auditlog.Keeper) (*auditlog.Log, error) {
	signer, err := auditlog.NewSigner("muehlhausen.example", ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))) // a real key comes from a key store
	if err != nil {
		return nil, err
	}
	return auditlog.Open(ctx, store, auditlog.Config{Origin: "muehlhausen.example/onceonly", Signer: signer, Keepers: []auditlog.Keeper{keeper}})
}

func write(ctx context.Context, log *auditlog.Log, what string) error {
	record, err := auditlog.NewRecord(uuid.Must(uuid.NewV7()), "pseudonym", auditlog.RetentionIDNr.Until(time.Now()), []byte(`{"who":"`+what+`"}`), random(2))
	if err != nil {
		return err
	}
	return log.Append(ctx, record)
}

// An auditor gets the whole log as a file and checks it without the program that wrote
// it: the key is all that is needed.
func ExampleVerifyExport() {
	ctx := context.Background()
	log, err := open(ctx, bausteine.NewMemory(bausteine.Config{}), &auditlog.HeadMemory{})
	if err != nil {
		panic(err)
	}
	for _, who := range []string{"Meldebehörde", "Standesamt", "Wohngeldbehörde"} {
		if err := write(ctx, log, who); err != nil {
			panic(err)
		}
	}
	var file bytes.Buffer
	if err := log.Export(ctx, &file); err != nil {
		panic(err)
	}
	report, err := auditlog.VerifyExport(bytes.NewReader(file.Bytes()), log.Verifier())
	fmt.Println(report.Entries, "entries fit,", report.Erased, "erased:", err)

	changed := bytes.Replace(file.Bytes(), []byte("Standesamt"), []byte("Gewerbeamt"), 1)
	_, err = auditlog.VerifyExport(bytes.NewReader(changed), log.Verifier())
	fmt.Println("one word changed:", err != nil)
	// Output:
	// 3 entries fit, 0 erased: <nil>
	// one word changed: true
}

// A store that was rolled back is not opened beside the head that was remembered
// elsewhere.
func ExampleOpen_rolledBack() {
	ctx, keeper := context.Background(), &auditlog.HeadMemory{}
	log, err := open(ctx, bausteine.NewMemory(bausteine.Config{}), keeper)
	if err != nil {
		panic(err)
	}
	if err := write(ctx, log, "Meldebehörde"); err != nil {
		panic(err)
	}
	if _, err := log.Publish(ctx); err != nil {
		panic(err)
	}
	_, err = open(ctx, bausteine.NewMemory(bausteine.Config{}), keeper) // the store of the day before
	fmt.Println(errors.Is(err, auditlog.ErrRolledBack))
	// Output:
	// true
}
