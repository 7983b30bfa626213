// SPDX-License-Identifier: Apache-2.0

package fitconnect_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/empfang"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/fitconnecttest"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/posteingang"
)

// An application with a file goes to its authority, and its log says that it lies
// there.
func Example_send() {
	service, _ := fitconnecttest.New(fitconnecttest.Config{}) // in its place: FIT-Connect
	server := httptest.NewServer(service)
	defer server.Close()
	config := service.ClientConfig(server.URL)

	client, err := fitconnect.NewClient(config)
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	application := fitconnect.Application{
		Destination: uuid.MustParse("d12caea8-f372-4eb1-b102-b0a228253a11"), // from the routing
		Service:     fitconnect.Service{Identifier: "urn:de:fim:leika:leistung:99115005104000", Name: "Meldebescheinigung"},
		Schema:      fitconnect.Schema{URI: "https://schema.example/meldebescheinigung/1.0.0", MimeType: "application/json"},
		Data:        []byte(`{"anlass":"Umzug"}`),
		Attachments: []fitconnect.Attachment{{
			Purpose: fitconnect.PurposeAttachment, Filename: "vollmacht.pdf", MimeType: "application/pdf",
			Load: func(context.Context) ([]byte, error) { return []byte("%PDF-…"), nil },
		}},
	}

	var progress fitconnect.Progress                                               // read from the database, if it was begun before
	keep := func(ctx context.Context, p *fitconnect.Progress) error { return nil } // write it there
	if err := client.Send(ctx, application, &progress, keep); err != nil {
		fmt.Println(err) // worth another try, unless fitconnect.Refused or a permanent ProblemError
		return
	}
	log, err := client.Watch(ctx, &progress)
	fmt.Println(log.Status, len(log.Events), "events", err)
	// Output: notified 3 events <nil>
}

// A subscriber takes what waits into the inbox of its store, and accepts it.
func Example_receive() {
	service, _ := fitconnecttest.New(fitconnecttest.Config{})
	server := httptest.NewServer(service)
	defer server.Close()
	client, _ := fitconnect.NewClient(service.ClientConfig(server.URL))
	ctx := context.Background()
	destination := uuid.MustParse("d12caea8-f372-4eb1-b102-b0a228253a11")
	_ = client.Send(ctx, fitconnect.Application{
		Destination: destination, Service: fitconnect.Service{Identifier: "urn:de:fim:leika:leistung:99115005104000"},
		Schema: fitconnect.Schema{URI: "https://schema.example/meldebescheinigung/1.0.0", MimeType: "application/json"}, Data: []byte(`{"anlass":"Umzug"}`),
	}, &fitconnect.Progress{}, func(context.Context, *fitconnect.Progress) error { return nil })

	store := bausteine.NewMemory(bausteine.Config{}) // in its place: bausteine.OpenSQLite(…)
	defer store.Close()
	inbox, err := posteingang.New(store, posteingang.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	open, _ := fitconnecttest.Key("dest-enc") // in its place: fitconnect.ParsePrivateKey(…)
	sign, _ := fitconnecttest.Key("dest-sig")
	subscriber, err := fitconnect.NewSubscriber(client, destination, sign, []fitconnect.PrivateKey{open}, fitconnect.SubscriberConfig{
		Schemas: []string{"https://schema.example/meldebescheinigung/1.0.0"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	n, err := subscriber.Poll(ctx, empfang.New(inbox)) // now and then, and when a callback comes
	fmt.Println(n, err)
	received, _ := inbox.List(ctx, destination.String(), posteingang.StatusAngenommen, uuid.Nil, 10)
	data, err := inbox.Read(ctx, received[0].ID, empfang.Daten)
	fmt.Println(string(data), err)
	// Output:
	// 1 <nil>
	// {"anlass":"Umzug"} <nil>
}

// The log of a case holds entry by entry, or not at all.
func ExampleVerifyLog() {
	service, _ := fitconnecttest.Key("service-sig")
	subject, caseID := fitconnect.Subject{ID: uuid.New()}, uuid.New()
	created, _ := fitconnect.Event{
		Issuer: "https://zustelldienst.example", Time: time.Now(), Subject: subject, Case: caseID, Kind: fitconnect.EventCreate,
	}.Sign(service)
	expected := fitconnect.Expected{Destination: uuid.New(), Case: caseID, Subject: subject}
	keys := &keyring{service: service} // in its place: a Client

	log, err := fitconnect.VerifyLog(context.Background(), keys, expected, []string{created})
	fmt.Println(log.Status, err)

	tampered := strings.Replace(created, ".", ".A", 1)
	_, err = fitconnect.VerifyLog(context.Background(), keys, expected, []string{tampered})
	code, refused := fitconnect.Refused(err)
	fmt.Println(code, refused)
	// Output:
	// announced <nil>
	// FC-SET-01 true
}
