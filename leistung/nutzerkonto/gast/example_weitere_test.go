// SPDX-License-Identifier: Apache-2.0

package gast_test

import (
	"bytes"
	"context"
	"fmt"
	"net/url"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/gast"
)

// Whoever could guess the key could be any guest, so that a short one is refused.
func ExampleNew() {
	_, err := gast.New("gast", "https://dienst.example/gast", []byte("too short"), gast.Config{})
	fmt.Println(err)
	// Output:
	// gast: the key needs 32 bytes at least
}

// An answer that the way in did not give leads to no account.
func ExampleAnbieter_Complete() {
	ohne, err := gast.New("gast", "https://dienst.example/gast", bytes.Repeat([]byte("k"), 32), gast.Config{})
	if err != nil {
		panic(err)
	}
	anfrage := nutzerkonto.Anfrage{Zustand: "a-secret-in-the-cookie-of-the-browser", Niveau: recht.NiveauUntergeordnet, Zurueck: "https://dienst.example/login/zurueck"}
	konto, err := ohne.Complete(context.Background(), anfrage, url.Values{"gast": {"made up"}})
	fmt.Println(konto.Kennung == "", err != nil)
	// Output:
	// true true
}
