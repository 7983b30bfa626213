// SPDX-License-Identifier: Apache-2.0

package girocheckout_test

import (
	"errors"
	"fmt"
	"net/url"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment/girocheckout"
)

func ExampleReceiver_Parse() {
	key := []byte("a passphrase of the project")
	receiver, err := girocheckout.New(key)
	if err != nil {
		fmt.Println(err)
		return
	}
	const id = "018f0000000070008000000000000001-1"
	query, _ := url.ParseQuery("gcReference=r-1&gcMerchantTxId=" + id + "&gcBackendTxId=b-1&gcAmount=750&gcCurrency=EUR&gcResultPayment=4000")
	query.Set("gcHash", girocheckout.Hash(key, "r-1", id, "b-1", "750", "EUR", "4000"))
	n, err := receiver.Parse(query)
	fmt.Println(n.MerchantTxID, n.Amount, n.Paid(), err)

	query.Set("gcAmount", "1")
	_, err = receiver.Parse(query)
	fmt.Println(err)

	_, err = girocheckout.New(nil)
	fmt.Println(errors.Is(err, recht.ErrInvalid))
	// Output:
	// 018f0000000070008000000000000001-1 7.50 EUR true <nil>
	// payment: the signature does not fit
	// true
}
