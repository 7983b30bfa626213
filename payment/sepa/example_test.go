// SPDX-License-Identifier: Apache-2.0

package sepa_test

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/payment/money"
	"github.com/deutschland-stack/bausteine/payment/sepa"
)

func ExampleParseIBAN() {
	iban, err := sepa.ParseIBAN("DE89370400440532013000")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(iban, iban.Paper())

	_, err = sepa.ParseIBAN("DE89370400440532031000")
	fmt.Println(err)
	// Output:
	// DE89…00 DE89 3704 0044 0532 0130 00
	// sepa: the check digits do not fit
}

func ExampleEPC_Payload() {
	rf, _ := sepa.NewRF("2026000042")
	payload, err := sepa.EPC{
		Name:      "Stadt Musterstadt",
		IBAN:      sepa.MustParseIBAN("DE89370400440532013000"),
		Amount:    money.MustParseAmount("7.50 EUR"),
		Reference: rf.String(),
	}.Payload()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%q\n", payload)
	// Output:
	// "BCD\n002\n1\nSCT\n\nStadt Musterstadt\nDE89370400440532013000\nEUR7.50\n\nRF022026000042"
}
