// SPDX-License-Identifier: Apache-2.0

package money_test

import (
	"fmt"

	"golang.org/x/text/language"

	"github.com/deutschland-stack/bausteine/payment/money"
)

func ExampleParseAmount() {
	fee, err := money.ParseAmount("1234.50 EUR")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%d %q %q\n", fee.Minor(), fee.Format(language.German), fee.Format(language.English))

	_, err = money.ParseAmount("7,50 EUR")
	fmt.Println(err)
	// Output:
	// 123450 "1.234,50\u00a0€" "€1,234.50"
	// money: malformed amount: not part of a number (at byte 1)
}

func ExampleAmount_MulRat() {
	net := money.MustParseAmount("25.20 EUR")
	tax, _ := net.MulRat(19, 100, money.HalfUp)
	fmt.Println(tax)
	// Output: 4.79 EUR
}

func ExampleAmount_Allocate() {
	fee := money.MustParseAmount("10.00 EUR")
	parts, _ := fee.Allocate(1, 1, 1)
	fmt.Println(parts[0], parts[1], parts[2])
	// Output: 3.34 EUR 3.33 EUR 3.33 EUR
}
