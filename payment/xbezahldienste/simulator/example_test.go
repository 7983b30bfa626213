// SPDX-License-Identifier: Apache-2.0

package simulator_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
	"github.com/deutschland-stack/bausteine/payment/paymenttest/faultplan"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste/simulator"
)

// serve starts a simulator and returns the configuration of a client of it.
func serve(config simulator.Config) (*simulator.Service, *httptest.Server, xbezahldienste.Config) {
	service, err := simulator.New(config)
	if err != nil {
		panic(err)
	}
	server := httptest.NewServer(service)
	service.SetPublicURL(server.URL)
	return service, server, xbezahldienste.Config{
		BaseURL: service.BaseURL(), OriginatorID: "wohnsitz", EndPointID: "160530000000", HTTP: &http.Client{Timeout: 10 * time.Second},
		InsecureAllowPlainHTTP: true, InsecureAllowSimulator: true,
	}
}

// The answer is lost, the order is sent again: the payer is charged once.
func ExampleService_Charges() {
	plan := &faultplan.Plan{}
	service, server, config := serve(simulator.Config{Plan: plan})
	defer server.Close()
	client, err := xbezahldienste.New(config)
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx, request := context.Background(), payment.Request{ID: "r-1", Time: time.Now(), Order: paymenttest.Order()}
	plan.Next(faultplan.ErrorAfter) // it has opened the payment and says 500
	_, err = client.Create(ctx, request)
	fmt.Println("answered:", err == nil)
	report, err := client.Create(ctx, request)
	fmt.Println("answered:", err == nil)
	_ = service.Pay(report.Ref)
	fmt.Println("charged", service.Charges("r-1"), "time")
	// Output:
	// answered: false
	// answered: true
	// charged 1 time
}

// A client that is configured for an authority takes nothing from a simulator.
func ExampleNew() {
	_, server, config := serve(simulator.Config{})
	defer server.Close()
	config.InsecureAllowSimulator = false
	client, err := xbezahldienste.New(config)
	if err != nil {
		fmt.Println(err)
		return
	}
	err = client.Ping(context.Background())
	fmt.Println(errors.Is(err, xbezahldienste.ErrSimulator))
	// Output:
	// true
}

// A payer who gives up, and one who comes back to the page and pays after all.
func ExampleService_GiveUp() {
	service, server, config := serve(simulator.Config{})
	defer server.Close()
	client, err := xbezahldienste.New(config)
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	report, err := client.Create(ctx, payment.Request{ID: "r-1", Time: time.Now(), Order: paymenttest.Order()})
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = service.GiveUp(report.Ref, payment.StatusCanceled)
	report, err = client.Status(ctx, report.Ref)
	fmt.Println(report.Status, err)
	_ = service.Pay(report.Ref)
	report, err = client.Status(ctx, report.Ref)
	fmt.Println(report.Status, err)
	// Output:
	// canceled <nil>
	// paid <nil>
}
