// SPDX-License-Identifier: Apache-2.0

package signedpay_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"time"

	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/paymenttest"
	"github.com/deutschland-stack/bausteine/payment/paymenttest/signedpay"
)

// pair starts the service and returns a client of it.
func pair(keys ...signedpay.Key) (*signedpay.Server, *httptest.Server, *signedpay.Client) {
	service, err := signedpay.NewServer(signedpay.ServerConfig{PublicURL: "https://pay.example", Token: token, Key: oldKey})
	if err != nil {
		panic(err)
	}
	server := httptest.NewServer(service)
	client, err := signedpay.New(signedpay.Config{BaseURL: server.URL, Token: token, Keys: keys, HTTP: server.Client(), InsecureAllowPlainHTTP: true})
	if err != nil {
		panic(err)
	}
	return service, server, client
}

// The service tells the outcome by a signed message, which is believed by its key.
func ExampleClient_ParsePush() {
	service, server, client := pair(newKey, oldKey) // both, while the key is changed
	defer server.Close()
	report, err := client.Create(context.Background(), payment.Request{ID: "r-1", Time: time.Now(), Order: paymenttest.Order()})
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = service.Pay(report.Ref)
	header, body, err := service.Message(report.Ref)
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err = client.ParsePush(header, body)
	fmt.Println(report.Status, report.Amount, err)

	body[len(body)-2] ^= 1
	_, err = client.ParsePush(header, body)
	fmt.Println(errors.Is(err, payment.ErrSignature))
	// Output:
	// paid 7.50 EUR <nil>
	// true
}

// Money is sent back: the same refund, asked for twice, goes out once.
func ExampleClient_Refund() {
	service, server, client := pair(oldKey)
	defer server.Close()
	ctx := context.Background()
	report, err := client.Create(ctx, payment.Request{ID: "r-1", Time: time.Now(), Order: paymenttest.Order()})
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = service.Pay(report.Ref)
	refund := payment.RefundRequest{ID: "refund-1", Ref: report.Ref, Amount: payment.Cents(250), Available: report.Amount}
	for range 2 {
		done, err := client.Refund(ctx, refund)
		fmt.Println(done.Status, done.Amount, err)
	}
	// Output:
	// done 2.50 EUR <nil>
	// done 2.50 EUR <nil>
}

// A key of a few letters signs nothing, and none prints its secret.
func ExampleNewKey() {
	_, err := signedpay.NewKey([]byte("short"))
	fmt.Println(err)
	key, err := signedpay.NewKey([]byte("a secret of sixteen bytes or more"))
	fmt.Println(key, err)
	message := []byte(`{"status":"success"}`)
	fmt.Println(signedpay.Verify(key.Sign(message), message, key), signedpay.Verify(key.Sign(message), message))
	// Output:
	// invalid input: SGP-KEY-01: a key has at least 16 bytes, not counting zeros and blanks around it
	// key <nil>
	// true false
}
