// SPDX-License-Identifier: Apache-2.0

package auswahl_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/auswahl"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/gast"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/oidc"
)

// zweiKonten is an account of citizens, and the way in without one.
func zweiKonten() (*auswahl.Anbieter, error) {
	key := make([]byte, 32) // in its place: a secret
	konto, err := oidc.New("bundid", "https://broker.example", oidc.Client{ID: "dienst", Secret: "geheim", Key: key}, oidc.Abbildung{Mittel: "BundID"}, oidc.Config{})
	if err != nil {
		return nil, err
	}
	ohne, err := gast.New("gast", "https://dienst.example/konto/ohne", key, gast.Config{})
	if err != nil {
		return nil, err
	}
	return auswahl.New("https://dienst.example/konto", key, []auswahl.Angebot{
		{Name: "bundid", Anbieter: konto, Hoechstens: recht.NiveauHoch, Titel: recht.NewText("BundID", "BundID")},
		{Name: "gast", Anbieter: ohne, Hoechstens: recht.NiveauUntergeordnet, Titel: recht.NewText("Ohne Konto", "Without an account")},
	}, nil)
}

// The choice is one account service and one page.
func Example() {
	konten, err := zweiKonten()
	if err != nil {
		fmt.Println(err)
		return
	}
	mux := http.NewServeMux()
	mux.Handle("/konto", konten)
	to, err := konten.Begin(context.Background(), nutzerkonto.Anfrage{Zustand: "a-secret-in-the-cookie-of-the-browser", Niveau: recht.NiveauUntergeordnet, Zurueck: "https://dienst.example/login/zurueck"})
	address, _, _ := strings.Cut(to, "?")
	fmt.Println(address, err)
	// Output: https://dienst.example/konto <nil>
}

// What no account on offer reaches is said before anybody is sent anywhere.
func ExampleAnbieter_Begin() {
	konten, _ := zweiKonten()
	gast, _ := nutzerkonto.NewSchluessel("gast", "7c1f")
	_, err := konten.Begin(context.Background(), nutzerkonto.Anfrage{
		Zustand: "a-secret-in-the-cookie-of-the-browser", Niveau: recht.NiveauHoch, Zurueck: "https://dienst.example/login/zurueck", Person: gast.Kennung(),
	})
	fmt.Println(errors.Is(err, nutzerkonto.ErrNiveau))
	// Output: true
}

// A guest has no login that could end elsewhere.
func ExampleAnbieter_Logout() {
	konten, _ := zweiKonten()
	gast, _ := nutzerkonto.NewSchluessel("gast", "7c1f")
	to, err := konten.Logout(context.Background(), nutzerkonto.Konto{Kennung: gast.Kennung()}, "https://dienst.example/")
	fmt.Printf("%q %v\n", to, err)
	// Output: "" <nil>
}
