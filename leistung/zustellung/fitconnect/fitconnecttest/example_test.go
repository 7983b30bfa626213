// SPDX-License-Identifier: Apache-2.0

package fitconnecttest_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/fitconnecttest"
)

// The answer to the submission is lost once: the next try finds that it is there.
func ExampleNew() {
	lost := false
	service, err := fitconnecttest.New(fitconnecttest.Config{Plan: func(step fitconnecttest.Step) fitconnecttest.Fault {
		if step == fitconnecttest.StepSubmit && !lost {
			lost = true
			return fitconnecttest.LoseAnswer
		}
		return fitconnecttest.None
	}})
	if err != nil {
		panic(err)
	}
	server := httptest.NewServer(service)
	defer server.Close()
	client, err := fitconnect.NewClient(service.ClientConfig(server.URL))
	if err != nil {
		panic(err)
	}
	application := fitconnect.Application{
		Destination: uuid.MustParse("d12caea8-f372-4eb1-b102-b0a228253a11"),
		Service:     fitconnect.Service{Identifier: "urn:de:fim:leika:leistung:99115005104000"},
		Schema:      fitconnect.Schema{URI: "https://schema.example/meldebescheinigung/1.0.0", MimeType: "application/json"},
		Data:        []byte(`{"anlass":"Umzug"}`),
	}
	var progress fitconnect.Progress
	keep := func(context.Context, *fitconnect.Progress) error { return nil }
	fmt.Println(client.Send(context.Background(), application, &progress, keep) != nil)
	fmt.Println(client.Send(context.Background(), application, &progress, keep), service.Calls(fitconnecttest.StepSubmit))
}
