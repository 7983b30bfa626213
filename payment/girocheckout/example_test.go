// SPDX-License-Identifier: Apache-2.0

package girocheckout_test

import (
	"fmt"
	"net/url"

	"github.com/deutschland-stack/bausteine/payment/girocheckout"
)

func ExampleParseNotification() {
	key := []byte("secure")
	query, _ := url.ParseQuery("gcReference=r-1&gcMerchantTxId=m-1&gcBackendTxId=b-1&gcAmount=750&gcCurrency=EUR&gcResultPayment=4000")
	query.Set("gcHash", girocheckout.Hash(key, "r-1", "m-1", "b-1", "750", "EUR", "4000"))
	n, err := girocheckout.ParseNotification(query, key)
	fmt.Println(n.MerchantTxID, n.Amount, n.Paid(), err)

	query.Set("gcAmount", "1")
	_, err = girocheckout.ParseNotification(query, key)
	fmt.Println(err)
	// Output:
	// m-1 7.50 EUR true <nil>
	// payment: the signature does not fit
}
