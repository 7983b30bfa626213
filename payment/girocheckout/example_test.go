// SPDX-License-Identifier: Apache-2.0

package girocheckout_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/girocheckout"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
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

// While the passphrase of a project is changed, notices hashed with the old one
// still come.
func ExampleNew() {
	before, now := []byte("the old passphrase"), []byte("the new passphrase")
	receiver, err := girocheckout.New(now, before)
	if err != nil {
		fmt.Println(err)
		return
	}
	const id = "018f0000000070008000000000000001-1"
	query := url.Values{
		"gcReference": {"r-1"}, "gcMerchantTxId": {id}, "gcBackendTxId": {"b-1"}, "gcAmount": {"750"}, "gcCurrency": {"EUR"}, "gcResultPayment": {girocheckout.ResultPaid},
		"gcHash": {girocheckout.Hash(before, "r-1", id, "b-1", "750", "EUR", girocheckout.ResultPaid)},
	}
	n, err := receiver.Parse(query)
	fmt.Println(n.Paid(), err)

	_, err = girocheckout.New([]byte("short"))
	fmt.Println(err)
	// Output:
	// true <nil>
	// invalid input: GIR-CONFIG-02 /keys/0: 5 bytes that are not empty, a key has at least 12
}

// A notice is a reason to ask, never an outcome: what it says is not booked.
func ExampleReceiver_Receive() {
	ctx, key := context.Background(), []byte("a passphrase of the project")
	store := bausteine.NewMemory(bausteine.Config{}) // in its place: bausteine.OpenSQLite(...)
	defer store.Close()
	provider := paymenttest.NewMemory(nil) // in its place: xbezahldienste.New(...)
	service, err := payment.NewService(store, provider, payment.Config{})
	if err != nil {
		fmt.Println(err)
		return
	}
	tx, err := service.Start(ctx, paymenttest.Order(), "token of the form")
	if err != nil {
		fmt.Println(err)
		return
	}
	receiver, err := girocheckout.New(key)
	if err != nil {
		fmt.Println(err)
		return
	}
	id := payment.RequestID(tx.ID(), 1)
	notice := url.Values{
		"gcReference": {"r-1"}, "gcMerchantTxId": {id}, "gcBackendTxId": {"b-1"}, "gcAmount": {"750"}, "gcCurrency": {"EUR"}, "gcResultPayment": {girocheckout.ResultPaid},
		"gcHash": {girocheckout.Hash(key, "r-1", id, "b-1", "750", "EUR", girocheckout.ResultPaid)},
	}
	tx, err = receiver.Receive(ctx, service, notice) // nobody has paid yet, whatever it says
	fmt.Println(tx.State(), err)
	_ = provider.Pay(tx.Ref())
	tx, err = receiver.Receive(ctx, service, notice)
	fmt.Println(tx.State(), err)
	// Output:
	// initial <nil>
	// paid <nil>
}
