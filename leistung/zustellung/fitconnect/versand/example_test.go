// SPDX-License-Identifier: Apache-2.0

package versand_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"sync/atomic"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung"
	"github.com/deutschland-stack/bausteine/leistung/zustellung"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/fitconnecttest"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/versand"
)

var receivingPoint = uuid.MustParse("d12caea8-f372-4eb1-b102-b0a228253a11") // from the routing

// toAuthority says where a delivery goes and under which schema.
func toAuthority(_ context.Context, s zustellung.Sendung) (fitconnect.Application, error) {
	return fitconnect.Application{
		Destination: receivingPoint, Service: fitconnect.Service{Identifier: s.Leistung.URN()},
		Schema: fitconnect.Schema{URI: "https://schema.example/antrag/1", MimeType: s.Medientyp},
	}, nil
}

func over(plan fitconnecttest.Plan) (*versand.Versand, *fitconnecttest.Service, func()) {
	service, err := fitconnecttest.New(fitconnecttest.Config{Plan: plan}) // in its place: FIT-Connect
	failed(err)
	server := httptest.NewServer(service)
	client, err := fitconnect.NewClient(service.ClientConfig(server.URL))
	failed(err)
	store := bausteine.NewMemory(bausteine.Config{}) // in its place: bausteine.OpenSQLite(…)
	v, err := versand.New(store, client, toAuthority, versand.Config{})
	failed(err)
	return v, service, func() {
		server.Close()
		failed(store.Close())
	}
}

func failed(err error) {
	if err != nil {
		panic(err)
	}
}

func moved() zustellung.Sendung {
	return zustellung.Sendung{
		ID: uuid.New(), Antrag: uuid.New(), Leistung: leistung.MustParseSchluessel("99115005104000"), Behoerde: "160530000",
		Eingang: time.Now(), Medientyp: "application/json", Daten: []byte(`{"anlass":"Umzug"}`),
	}
}

// Delivering is done when the log of the delivery service says that everything lies there.
func ExampleVersand_Deliver() {
	v, service, end := over(nil)
	defer end()
	sendung := moved()
	for range 2 { // a delivery that is tried again arrives once
		fmt.Println(v.Deliver(context.Background(), sendung), service.Calls(fitconnecttest.StepSubmit))
	}
	// Output:
	// <nil> 1
	// <nil> 1
}

// An answer that is lost leaves a delivery that goes on where it was.
func ExampleNew() {
	var lost atomic.Bool
	v, _, end := over(func(step fitconnecttest.Step) fitconnecttest.Fault {
		if step == fitconnecttest.StepSubmit && lost.CompareAndSwap(false, true) {
			return fitconnecttest.LoseAnswer
		}
		return fitconnecttest.None
	})
	defer end()
	sendung := moved()
	fmt.Println(v.Deliver(context.Background(), sendung) != nil)
	fmt.Println(v.Deliver(context.Background(), sendung))
	// Output:
	// true
	// <nil>
}

// Deliveries without an outcome are watched, until the authority has answered.
func ExampleVersand_Open() {
	v, _, end := over(nil)
	defer end()
	ctx := context.Background()
	failed(v.Deliver(ctx, moved()))
	for offen, err := range v.Open(ctx) {
		failed(err)
		stand, err := v.Watch(ctx, offen.Antrag, offen.ID)
		fmt.Println(stand.Status, err)
	}
	// Output: uebergeben <nil>
}
