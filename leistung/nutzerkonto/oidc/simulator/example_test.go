// SPDX-License-Identifier: Apache-2.0

package simulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"

	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/oidc/simulator"
)

const zurueck = "https://dienst.example/zurueck"

func started(plan *simulator.Plan) (*httptest.Server, *http.Client) {
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	idp, err := simulator.New(server.URL, simulator.Config{
		Clients: []simulator.Client{{ID: "dienst", Secret: "geheim", Return: []string{zurueck}}},
		Persons: []simulator.Person{{Subject: "7c1f", Shown: "Erika Mustermann", Levels: []string{"HOCH"}, Claims: map[string]any{"name": "Mustermann"}}},
		Plan:    plan,
	})
	if err != nil {
		panic(err)
	}
	mux.Handle("/", idp)
	return server, &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// It is found by discovery, as any provider, and says in every answer what it is.
func ExampleNew() {
	server, browser := started(nil)
	defer server.Close()
	response, err := browser.Get(server.URL + "/.well-known/openid-configuration")
	if err != nil {
		panic(err)
	}
	defer response.Body.Close()
	var found struct {
		Issuer  string
		Methods []string `json:"code_challenge_methods_supported"`
	}
	if err := json.NewDecoder(response.Body).Decode(&found); err != nil {
		panic(err)
	}
	fmt.Println(found.Issuer == server.URL, found.Methods, response.Header.Get("Bausteine-Simulator") != "")
	// Output: true [S256] true
}

// choose asks for a login as a client does, and chooses a person as a user does.
func choose(server *httptest.Server, browser *http.Client) url.Values {
	request := url.Values{
		"client_id": {"dienst"}, "response_type": {"code"}, "scope": {"openid"}, "redirect_uri": {zurueck}, "state": {"s"}, "nonce": {"n"},
		"code_challenge": {"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}, "code_challenge_method": {"S256"},
	}
	response, err := browser.PostForm(server.URL+"/login", url.Values{"request": {request.Encode()}, "person": {"7c1f\nHOCH"}})
	if err != nil {
		panic(err)
	}
	_ = response.Body.Close()
	address, err := response.Location()
	if err != nil {
		panic(err)
	}
	return address.Query()
}

// Whoever chooses a person is that person: the browser comes back with a code.
func ExampleConfig() {
	server, browser := started(nil)
	defer server.Close()
	answer := choose(server, browser)
	fmt.Println(answer.Has("code"), answer.Get("state"), answer.Get("iss") == server.URL)
	// Output: true s true
}

// Asked by its plan it goes wrong, once: here the browser brings a state that nobody asked with.
func ExamplePlan_Next() {
	plan := &simulator.Plan{}
	plan.Next(simulator.OtherState)
	server, browser := started(plan)
	defer server.Close()
	fmt.Println(choose(server, browser).Get("state") == "s", choose(server, browser).Get("state") == "s")
	// Output: false true
}
