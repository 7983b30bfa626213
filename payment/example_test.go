// SPDX-License-Identifier: Apache-2.0

package payment_test

import (
	"context"
	"fmt"
	"os"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/memstore"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
)

func ExampleService() {
	ctx := context.Background()
	provider := paymenttest.NewMemory(nil) // in its place: xbezahldienste.New(...)
	service, err := payment.NewService(provider, memstore.New(nil), payment.Config{
		OnPaid: func(_ context.Context, n payment.Notice) error {
			fmt.Println("release the application", n.Transaction.Order().Application)
			return nil
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
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
	_, err = service.Work(ctx) // in a loop of its own
	fmt.Println(err)
	// Output:
	// initial <nil>
	// paid <nil>
	// release the application antrag-1
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
