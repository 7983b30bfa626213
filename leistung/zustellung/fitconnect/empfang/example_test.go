// SPDX-License-Identifier: Apache-2.0

package empfang_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/empfang"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/fitconnecttest"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/posteingang"
)

const schema = "https://schema.example/meldebescheinigung/1.0.0"

var destination = uuid.MustParse("d12caea8-f372-4eb1-b102-b0a228253a11")

// sent starts a delivery service with one submission that waits, and a subscriber.
func sent(config fitconnect.SubscriberConfig, attachments ...fitconnect.Attachment) (*fitconnect.Subscriber, *posteingang.Posteingang, func()) {
	service, err := fitconnecttest.New(fitconnecttest.Config{}) // in its place: FIT-Connect
	must(err)
	server := httptest.NewServer(service)
	client, err := fitconnect.NewClient(service.ClientConfig(server.URL))
	must(err)
	must(client.Send(context.Background(), fitconnect.Application{
		Destination: destination, Service: fitconnect.Service{Identifier: "urn:de:fim:leika:leistung:99115005104000"},
		Schema: fitconnect.Schema{URI: schema, MimeType: "application/json"}, Data: []byte(`{"anlass":"Umzug"}`), Attachments: attachments,
	}, &fitconnect.Progress{}, func(context.Context, *fitconnect.Progress) error { return nil }))
	open, err := fitconnecttest.Key("dest-enc")
	must(err)
	sign, err := fitconnecttest.Key("dest-sig")
	must(err)
	subscriber, err := fitconnect.NewSubscriber(client, destination, sign, []fitconnect.PrivateKey{open}, config)
	must(err)
	store := bausteine.NewMemory(bausteine.Config{}) // in its place: bausteine.OpenSQLite(…)
	inbox, err := posteingang.New(store, posteingang.Config{})
	must(err)
	return subscriber, inbox, func() {
		server.Close()
		must(store.Close())
	}
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// What waits is stored whole, accepted, and then to be worked on.
func Example() {
	subscriber, inbox, end := sent(fitconnect.SubscriberConfig{Schemas: []string{schema}})
	defer end()
	ctx := context.Background()
	for range 2 { // now and then, and whenever a callback comes
		n, err := subscriber.Poll(ctx, empfang.New(inbox))
		fmt.Println(n, err)
	}
	list, _ := inbox.List(ctx, destination.String(), posteingang.StatusAngenommen, uuid.Nil, 10)
	data, err := inbox.Read(ctx, list[0].ID, empfang.Daten)
	fmt.Println(string(data), err)
	// Output:
	// 1 <nil>
	// 0 <nil>
	// {"anlass":"Umzug"} <nil>
}

// Attachments are parts under their own ids, beside data and metadata.
func ExampleEingang_PutAttachment() {
	subscriber, inbox, end := sent(fitconnect.SubscriberConfig{}, fitconnect.Attachment{
		Purpose: fitconnect.PurposeAttachment, Filename: "vollmacht.pdf", MimeType: "application/pdf",
		Load: func(context.Context) ([]byte, error) { return []byte("%PDF-…"), nil },
	})
	defer end()
	ctx := context.Background()
	_, err := subscriber.Poll(ctx, empfang.New(inbox))
	must(err)
	list, _ := inbox.List(ctx, destination.String(), posteingang.StatusAngenommen, uuid.Nil, 10)
	for _, teil := range list[0].Teile {
		if teil.Name != empfang.Daten && teil.Name != empfang.Metadaten {
			fmt.Println(teil.Medientyp, teil.Dateiname)
		}
	}
	// Output: application/pdf vollmacht.pdf
}

// A submission under a schema that the authority cannot read is rejected, and nobody works on it.
func ExampleEingang_Settle() {
	subscriber, inbox, end := sent(fitconnect.SubscriberConfig{
		Schemas: []string{"https://schema.example/another/1"},
		Problem: func(code string) (fitconnect.Problem, bool) { // what the sender is told
			return fitconnect.Problem{Type: "https://dienst.example/probleme/" + code, Title: code, Instance: "submission"}, true
		},
	})
	defer end()
	ctx := context.Background()
	n, err := subscriber.Poll(ctx, empfang.New(inbox))
	accepted, _ := inbox.Count(ctx, destination.String(), posteingang.StatusAngenommen)
	rejected, _ := inbox.Count(ctx, destination.String(), posteingang.StatusZurueckgewiesen)
	fmt.Println(n, err, accepted, rejected)
	// Output: 0 <nil> 0 1
}
