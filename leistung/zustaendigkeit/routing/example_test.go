// SPDX-License-Identifier: Apache-2.0

package routing_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/deutschland-stack/bausteine/kommune"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit/routing"
)

// trusted would look into the keys that the operator has published.
func trusted(context.Context, string) (*jose.JSONWebKey, error) {
	return nil, errors.New("no such key")
}

// throttled is a service that wants to be left alone for a while.
func throttled() *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "30")
		w.WriteHeader(http.StatusTooManyRequests)
	}))
}

// A client that would ask without TLS, or believe anybody, is not made.
func ExampleNew() {
	_, err := routing.New(routing.Config{BaseURL: "http://routing.example", UserAgent: "wohnsitz/1.0", Key: trusted, Issuers: []string{"https://routing.example"}})
	fmt.Println(err)
	_, err = routing.New(routing.Config{BaseURL: "https://routing.example", UserAgent: "wohnsitz/1.0", Issuers: []string{"https://routing.example"}})
	fmt.Println(err)
	_, err = routing.New(routing.Config{BaseURL: "https://routing.example", UserAgent: "wohnsitz/1.0", Key: trusted, Issuers: []string{"https://routing.example"}})
	fmt.Println(err)
	// Output:
	// zustaendigkeit: change cannot be made: the base URL must be https
	// zustaendigkeit: change cannot be made: user agent, keys and issuers are required, and an age is not negative
	// <nil>
}

// The service says when to ask again.
func ExampleRateLimitError() {
	service := throttled()
	defer service.Close()
	client, err := routing.New(routing.Config{
		BaseURL: service.URL, UserAgent: "wohnsitz/1.0", Key: trusted, Issuers: []string{"https://routing.example"}, InsecureAllowPlainHTTP: true,
		HTTP: &http.Client{Timeout: 10 * time.Second},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = client.Zustaendig(context.Background(), anmeldung, jena, kommune.Datum{})
	var wait *routing.RateLimitError
	if errors.As(err, &wait) {
		fmt.Println("ask again in", wait.RetryAfter)
	}
	// Output:
	// ask again in 30s
}

// While the service cannot be had, an index of one's own answers: both are an
// Aufloeser.
func ExampleClient() {
	service := throttled()
	defer service.Close()
	client, err := routing.New(routing.Config{BaseURL: service.URL, UserAgent: "wohnsitz/1.0", Key: trusted, Issuers: []string{"https://routing.example"}, InsecureAllowPlainHTTP: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	index := zustaendigkeit.NewIndex()
	err = index.Update(func(a *zustaendigkeit.Aenderung) {
		a.PutStelle(zustaendigkeit.Stelle{ID: "1", Art: zustaendigkeit.Behoerde, Name: "Bürgerservice Jena"})
		a.Put(zustaendigkeit.Zustaendigkeit{Leistung: anmeldung, Gebiete: []kommune.ARS{jena}, Stelle: "1"})
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, ask := range []zustaendigkeit.Aufloeser{client, index} {
		e, err := ask.Zustaendig(context.Background(), anmeldung, jena, kommune.Datum{})
		if errors.Is(err, routing.ErrAnswer) {
			continue
		}
		office, ok := e.Behoerde()
		fmt.Println(office.Stelle.Name, ok)
		break
	}
	// Output:
	// Bürgerservice Jena true
}
