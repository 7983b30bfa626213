// SPDX-License-Identifier: Apache-2.0

package xbezahldienste_test

import (
	"fmt"

	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
	"github.com/deutschland-stack/bausteine/payment/xbezahldienste"
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
