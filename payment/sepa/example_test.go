// SPDX-License-Identifier: Apache-2.0

package sepa_test

import (
	"fmt"
	"strings"

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

// The statement of the bank against what is still to be paid: what fits books, and
// what does not is kept for a person.
func ExampleMatcher() {
	const statement = `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt><Id>S1</Id><Acct><Id><IBAN>DE89370400440532013000</IBAN></Id></Acct>` +
		`<Ntry><Amt Ccy="EUR">20.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-30</Dt></BookgDt>` +
		`<NtryDtls><TxDtls><RmtInf><Ustrd>Gebuehr RF18 5390 0754 7034 Mustermann</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>` +
		`<Ntry><Amt Ccy="EUR">19,99</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-30</Dt></BookgDt></Ntry>` +
		`</Stmt></BkToCstmrStmt></Document>`
	matcher, err := sepa.NewMatcher([]sepa.Claim{{ID: "payment-1", Amount: money.Cents(2000), References: []string{"RF18539007547034"}}}, nil, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for entry, err := range sepa.ReadEntries(strings.NewReader(statement), sepa.Limits{}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		matches, err := matcher.Match(entry)
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, m := range matches {
			fmt.Printf("%s %q books: %t, amount as written: %q\n", m.Kind, m.Claim, m.Kind.Books(), entry.AmountText)
		}
	}
	// Output:
	// exact "payment-1" books: true, amount as written: ""
	// unreadable "" books: false, amount as written: "19,99 EUR CRDT"
}
