// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"context"
	"fmt"
	"os"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

func ExampleService() {
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	store := bausteine.NewMemory(bausteine.Config{}) // in its place: bausteine.OpenSQLite(...)
	defer store.Close()
	provider := paymenttest.NewMemory(nil) // in its place: xbezahldienste.New(...)
	released := make(chan string)
	service, err := payment.NewService(store, provider, payment.Config{
		OnPaid: func(_ context.Context, n payment.Notice) error {
			released <- n.Transaction.Order().Application // once for n.ID
			return nil
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	ended := make(chan error)
	go func() { ended <- store.Run(ctx) }() // asks after payments, tells the application, erases what is due

	order := payment.Order{
		Application: "antrag-1", Purpose: "Meldebescheinigung", ReturnURL: "https://dienst.example/zurueck", Amount: payment.Cents(750),
		Items: []payment.Item{{
			ID: "1", Reference: "meldebescheinigung", Description: "Einfache Meldebescheinigung", Quantity: 1,
			SingleNet: payment.Cents(750), SingleTax: payment.Cents(0), Net: payment.Cents(750), Tax: payment.Cents(0),
		}},
	}
	tx, err := service.Start(ctx, order, "token of the form")
	fmt.Println(tx.State(), err) // the browser goes to tx.RedirectURL()

	_ = provider.Pay(tx.Ref()) // what the payer does there
	tx, err = service.Refresh(ctx, tx.ID())
	fmt.Println(tx.State(), err)
	fmt.Println("release the application", <-released)

	again, err := service.Start(ctx, order, "token of another form")
	fmt.Println(again.ID() == tx.ID(), err) // nobody pays twice
	stop()
	fmt.Println(<-ended)
	// Output:
	// initial <nil>
	// paid <nil>
	// release the application antrag-1
	// true <nil>
	// <nil>
}

func ExampleFeeTable_Assess() {
	file, err := os.Open("testdata/hameln.json")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer file.Close()
	table, err := payment.ReadFeeTable(file)
	if err != nil {
		fmt.Println(err)
		return
	}
	assessment, err := table.Assess(datum.MustParse("2026-03-02"),
		payment.Position{Fee: "meldebescheinigung-einfach", Quantity: 1},
		payment.Position{Fee: "meldebescheinigung-erweitert", Quantity: 1, Grounds: []string{"kindergeld"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, line := range assessment.Lines {
		fmt.Println(line.Explain())
	}
	fmt.Println(assessment.Total)
	// Output:
	// Gebührentabelle der Stadt Hameln: 7.50 EUR
	// Gebührentabelle der Stadt Hameln: 9.00 EUR; purpose exemption kindergeld (Gebührentabelle der Stadt Hameln): 0.00 EUR
	// 7.50 EUR
}
