// SPDX-License-Identifier: Apache-2.0

package xbezahldienste_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste/simulator"
)

func ExampleSanitize() {
	order := paymenttest.Order()
	order.Purpose = "Gebühr für Meldebescheinigung"
	wire := xbezahldienste.NewPaymentRequest(payment.Request{ID: "1", Order: order})
	for _, finding := range wire.Findings() {
		fmt.Println(finding)
	}
	sane, changed := xbezahldienste.Sanitize(order)
	fmt.Println(sane.Purpose, changed)
	// Output:
	// XBD-PURPOSE-01 /purpose: 29 characters, 1 to 27
	// XBD-PURPOSE-02 /purpose: the character 'ü' (U+00FC)
	// Gebuehr fuer Meldebescheini [/purpose]
}

// A payment from the order to the money, against the simulator.
func ExampleClient() {
	service, err := simulator.New(simulator.Config{User: "wohnsitz", Password: "a long secret"})
	if err != nil {
		fmt.Println(err)
		return
	}
	server := httptest.NewServer(service)
	defer server.Close()
	service.SetPublicURL(server.URL)
	transport, err := xbezahldienste.Basic("wohnsitz", "a long secret", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	client, err := xbezahldienste.New(xbezahldienste.Config{
		BaseURL: service.BaseURL(), OriginatorID: "wohnsitz", EndPointID: "160615001114", HTTP: &http.Client{Transport: transport, Timeout: 10 * time.Second},
		InsecureAllowPlainHTTP: true, InsecureAllowSimulator: true, // neither in an authority
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	report, err := client.Create(ctx, payment.Request{ID: "r-1", Time: time.Now(), Order: paymenttest.Order()})
	fmt.Println(report.Status, report.Amount, err)
	_ = service.Pay(report.Ref) // what the payer does on the pay page
	report, err = client.Status(ctx, report.Ref)
	fmt.Println(report.Status, err)
	// Output:
	// open 7.50 EUR <nil>
	// paid <nil>
}

// What a service refuses, and who has to act on it.
func ExampleProblemError() {
	service, err := simulator.New(simulator.Config{Tenants: []string{"wohnsitz/160615001114"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	server := httptest.NewServer(service)
	defer server.Close()
	service.SetPublicURL(server.URL)
	client, err := xbezahldienste.New(xbezahldienste.Config{
		BaseURL: service.BaseURL(), OriginatorID: "wohnsitz", EndPointID: "160530000000", HTTP: server.Client(),
		InsecureAllowPlainHTTP: true, InsecureAllowSimulator: true,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = client.Ping(context.Background())
	var problem *xbezahldienste.ProblemError
	if errors.As(err, &problem) {
		fmt.Println(problem.Status, problem.FunctionalCode, problem.FunctionalCode.Reaction())
	}
	// Output:
	// 403 NO_VALID_ORIGINATOR_OR_ENDPOINT fix-configuration
}
