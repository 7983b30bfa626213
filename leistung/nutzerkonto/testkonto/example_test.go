// SPDX-License-Identifier: Apache-2.0

package testkonto_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/testkonto"
)

const secret = "0123456789012345678901" // of the browser; in its place: random

// pick plays a person who chooses an account on the page, or none.
func pick(page http.Handler, address, account string) url.Values {
	at, err := url.Parse(address)
	if err != nil {
		return nil
	}
	form := url.Values{"anfrage": {at.Query().Get("anfrage")}, "konto": {account}}
	r := httptest.NewRequest(http.MethodPost, "/testkonto", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	page.ServeHTTP(w, r)
	back, err := w.Result().Location()
	if err != nil {
		return nil
	}
	return back.Query()
}

// A service logs a person in without any real account: on a laptop, in a test, at
// an exhibition.
func ExampleNew() {
	accounts, err := testkonto.New("https://dienst.example/testkonto", []testkonto.Konto{erika()}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	login := nutzerkonto.Anfrage{Zustand: secret, Niveau: recht.NiveauSubstantiell, Zurueck: "https://dienst.example/zurueck"}
	address, err := accounts.Begin(ctx, login) // the browser goes there
	if err != nil {
		fmt.Println(err)
		return
	}
	person, err := accounts.Complete(ctx, login, pick(accounts, address, "tk-1"))
	fmt.Println(person.Name(), person.Reaches(recht.NiveauSubstantiell), person.Merkmal(nutzerkonto.EMail).Niveau, err)
	// Output:
	// Erika Mustermann true untergeordnet <nil>
}

// Who gives up is no fault: the draft stays, and the page offers to log in again.
func ExampleAnbieter_Complete() {
	accounts, err := testkonto.New("https://dienst.example/testkonto", []testkonto.Konto{erika()}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	login := nutzerkonto.Anfrage{Zustand: secret, Niveau: recht.NiveauSubstantiell, Zurueck: "https://dienst.example/zurueck"}
	address, err := accounts.Begin(ctx, login)
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = accounts.Complete(ctx, login, pick(accounts, address, ""))
	fmt.Println(errors.Is(err, nutzerkonto.ErrAbgebrochen), err)
	// Output:
	// true nutzerkonto: login given up
}

// The page says that the persons are invented and what each is good for.
func ExampleAnbieter_ServeHTTP() {
	accounts, err := testkonto.New("https://dienst.example/testkonto", []testkonto.Konto{erika()}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	login := nutzerkonto.Anfrage{Zustand: secret, Niveau: recht.NiveauNormal, Zurueck: "https://dienst.example/zurueck"}
	address, err := accounts.Begin(context.Background(), login)
	if err != nil {
		fmt.Println(err)
		return
	}
	w := httptest.NewRecorder()
	accounts.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
	page := w.Body.String()
	fmt.Println(w.Code, strings.Contains(page, "erfunden"), strings.Contains(page, "Erika Mustermann"), strings.Contains(page, "Eine erfundene Person."))
	// Output:
	// 200 true true true
}
