// SPDX-License-Identifier: Apache-2.0

package xrechnung_test

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/datum"
	"github.com/deutschland-stack/bausteine/kommune/leitweg"
	"github.com/deutschland-stack/bausteine/payment/money"
	"github.com/deutschland-stack/bausteine/payment/sepa"
	"github.com/deutschland-stack/bausteine/payment/xrechnung"
)

// The fee of a public body, which is booked by its Leitweg-ID.
func ExampleNotice() {
	notice := xrechnung.Notice{
		Number: "GB-2026-000042", Issued: datum.MustParse("2026-11-30"), Due: datum.MustParse("2026-12-30"), Note: "Aktenzeichen 2026-000042",
		Authority: xrechnung.Authority{
			ID: "16099999", Name: "Stadt Musterstadt", EMail: "kasse@musterstadt.example",
			Address: xrechnung.Address{Street: "Markt 1", City: "Musterstadt", PostCode: "99999", Country: "DE"},
			Contact: xrechnung.Contact{Name: "Bürgeramt", Phone: "+49 361 1234567", EMail: "buergeramt@musterstadt.example"},
		},
		Payer: xrechnung.Payer{
			Name: "Hochschule Beispielhausen", Leitweg: leitweg.MustParse("04011000-1234512345-06"),
			Address: xrechnung.Address{Street: "Werkstraße 7", City: "Beispielhausen", PostCode: "99998", Country: "DE"},
		},
		Payment: xrechnung.Payment{Kassenzeichen: "512540000001", IBAN: sepa.MustParseIBAN("DE89370400440532013000")},
		Items:   []xrechnung.Item{{Name: "Erweiterte Melderegisterauskunft", Quantity: 3, Price: money.Cents(1500)}},
	}
	file, err := notice.UBL()
	fmt.Println(strings.Contains(string(file), "<cbc:BuyerReference>04011000-1234512345-06</cbc:BuyerReference>"), err)
	notice.Authority.Contact.Phone = ""
	_, err = notice.CII()
	fmt.Println(err)
	// Output:
	// true <nil>
	// invalid input: 2 findings: BR-DE-6 /seller/contact/phone: missing
}

// A file in either syntax is read into the same invoice.
func ExampleRead() {
	file, err := notice().CII()
	if err != nil {
		panic(err)
	}
	invoice, err := xrechnung.Read(bytes.NewReader(file), xrechnung.Limits{})
	if err != nil {
		panic(err)
	}
	fmt.Println(invoice.Number, invoice.Totals.Payable.Value, invoice.Currency, invoice.Means[0].Reference)
	_, err = xrechnung.Read(strings.NewReader("<Rechnung/>"), xrechnung.Limits{})
	fmt.Println(err)
	// Output:
	// GB-2026-000042 40.01 EUR 512540000001
	// xrechnung: not an invoice in UBL or CII: line 1, column 12: another document
}

// All findings come at once, under the ids of the rules.
func ExampleInvoice_Check() {
	file, err := notice().UBL()
	if err != nil {
		panic(err)
	}
	spoilt := strings.Replace(string(file), ">O<", ">S<", 1)
	invoice, err := xrechnung.Read(strings.NewReader(spoilt), xrechnung.Limits{})
	if err != nil {
		panic(err)
	}
	for _, finding := range invoice.Check() {
		fmt.Println(finding)
	}
	// Output:
	// XR-VAT-01 /breakdown/0/category: not a fee notice: only category O is read and written here
	// BR-O-01 /breakdown: not one breakdown for category O
}
