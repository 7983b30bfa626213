// SPDX-License-Identifier: Apache-2.0

package oidc_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/oidc"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/oidc/simulator"
)

// A login at the simulated provider, from the first redirect to who it is.
func Example() {
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	defer server.Close()
	idp, err := simulator.New(server.URL, simulator.Config{
		Clients: []simulator.Client{{ID: "dienst", Secret: "geheim", Return: []string{"https://dienst.example/login/zurueck"}}},
		Persons: []simulator.Person{{Subject: "7c1f", Shown: "Erika Mustermann", Levels: []string{"SUBSTANTIELL"}, Claims: map[string]any{"name": "Mustermann", "name_level": "SUBSTANTIELL"}}},
	})
	if err != nil {
		panic(err)
	}
	mux.Handle("/", idp)

	konto, err := oidc.New("land", server.URL, oidc.Client{ID: "dienst", Secret: "geheim", Key: make([]byte, 32)}, oidc.Abbildung{
		Mittel: "Nutzerkonto", Niveaus: map[string]recht.Niveau{"SUBSTANTIELL": recht.NiveauSubstantiell},
		Merkmale: []oidc.Claim{{Merkmal: nutzerkonto.Familienname, Claim: "name", Niveau: "name_level"}},
	}, oidc.Config{Simulator: true})
	if err != nil {
		panic(err)
	}
	anfrage := nutzerkonto.Anfrage{Zustand: "a-secret-in-the-cookie-of-the-browser", Niveau: recht.NiveauSubstantiell, Zurueck: "https://dienst.example/login/zurueck"}
	address, err := konto.Begin(context.Background(), anfrage)
	if err != nil {
		panic(err)
	}
	// The browser goes there, the person chooses who they are, and comes back.
	question, _ := url.Parse(address)
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := browser.PostForm(server.URL+"/login", url.Values{"request": {question.RawQuery}, "person": {"7c1f\nSUBSTANTIELL"}})
	if err != nil {
		panic(err)
	}
	_ = response.Body.Close()
	answer, _ := response.Location()
	who, err := konto.Complete(context.Background(), anfrage, answer.Query())
	fmt.Println(who, who.Merkmal(nutzerkonto.Familienname), err)
	// Output:
	// Konto (substantiell, Nutzerkonto) familienname (substantiell) <nil>
}

// What is wrong with a configuration is found at once.
func ExampleNew() {
	_, err := oidc.New("BundID", "http://broker.example", oidc.Client{ID: "dienst"}, oidc.Abbildung{}, oidc.Config{})
	for _, line := range strings.SplitAfter(err.Error(), "; ") {
		fmt.Println(strings.TrimSuffix(line, "; "))
	}
	// Output:
	// invalid input: 3 findings: KTO-OIDC-01 /name: must be of small letters, digits and hyphens
	// KTO-OIDC-02 /issuer: must be the https address of a provider
	// KTO-OIDC-03 /client: id, secret and a key of 32 bytes are needed
}

// The organisation account tells the firm and who acts apart.
func ExampleUnternehmenskonto() {
	a := oidc.Unternehmenskonto()
	fmt.Println(a.Mittel)
	fmt.Println(a.Merkmale[1].Merkmal, a.Merkmale[1].Claim)
	fmt.Println(a.Organisation[0].Merkmal, a.Organisation[0].Claim)
	// Output:
	// ELSTER-Organisationszertifikat
	// familienname family_name
	// firma org_company_name
}
