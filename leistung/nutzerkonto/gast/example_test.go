// SPDX-License-Identifier: Apache-2.0

package gast_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/gast"
)

// A person without an account takes a Merkcode and is known by it.
func Example() {
	ohne, err := gast.New("gast", "https://dienst.example/gast", bytes.Repeat([]byte("k"), 32), gast.Config{})
	if err != nil {
		panic(err)
	}
	anfrage := nutzerkonto.Anfrage{Zustand: "a-secret-in-the-cookie-of-the-browser", Niveau: recht.NiveauUntergeordnet, Zurueck: "https://dienst.example/login/zurueck"}
	address, err := ohne.Begin(context.Background(), anfrage)
	if err != nil {
		panic(err)
	}
	// The browser shows the page, the person writes the Merkcode down and goes on.
	seite := httptest.NewRecorder()
	ohne.ServeHTTP(seite, httptest.NewRequest(http.MethodGet, address, nil))
	merkcode := regexp.MustCompile(`<code>([A-Z2-7-]+)</code>`).FindStringSubmatch(seite.Body.String())[1]
	u, _ := url.Parse(address)
	form := url.Values{"anfrage": {u.Query().Get("anfrage")}, "weg": {"neu"}, "neu": {merkcode}}
	r := httptest.NewRequest(http.MethodPost, "/gast", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	weiter := httptest.NewRecorder()
	ohne.ServeHTTP(weiter, r)
	back, _ := url.Parse(weiter.Header().Get("Location"))

	konto, err := ohne.Complete(context.Background(), anfrage, back.Query())
	fmt.Println(konto, err)
	fmt.Println(len(strings.ReplaceAll(merkcode, "-", "")), strings.HasPrefix(konto.Kennung, "gast:"), konto.Reaches(recht.NiveauNormal))
	// Output:
	// Konto (untergeordnet, ohne Konto) <nil>
	// 30 true false
}
