// SPDX-License-Identifier: Apache-2.0

package anmeldungen_test

import (
	"context"
	"fmt"
	"time"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/anmeldungen"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/gast"
)

// The account services of all processes over one database share what they remember.
func Example() {
	store := bausteine.NewMemory(bausteine.Config{}) // in its place: bausteine.OpenPostgreSQL(…)
	defer store.Close()
	speicher, err := anmeldungen.New(store)
	if err != nil {
		fmt.Println(err)
		return
	}
	ohne, err := gast.New("gast", "https://dienst.example/gast", make([]byte, 32), gast.Config{Speicher: speicher})
	fmt.Println(ohne != nil, err)
	// Output: true <nil>
}

// An answer is used once, at whichever process it comes in.
func ExampleSpeicher_Put() {
	store := bausteine.NewMemory(bausteine.Config{})
	defer store.Close()
	speicher, _ := anmeldungen.New(store)
	ctx, until := context.Background(), time.Now().Add(10*time.Minute)
	for range 2 {
		first, err := speicher.Put(ctx, "state:7c1f", nil, until)
		fmt.Println(first, err)
	}
	// Output:
	// true <nil>
	// false <nil>
}

// That the logins of a person have ended is told anew each time.
func ExampleSpeicher_Set() {
	store := bausteine.NewMemory(bausteine.Config{})
	defer store.Close()
	speicher, _ := anmeldungen.New(store)
	ctx, until := context.Background(), time.Now().Add(8*time.Hour)
	_ = speicher.Set(ctx, "ended:7c1f", []byte("10:00"), until)
	_ = speicher.Set(ctx, "ended:7c1f", []byte("11:30"), until)
	value, known, err := speicher.Get(ctx, "ended:7c1f")
	fmt.Println(string(value), known, err)
	// Output: 11:30 true <nil>
}
