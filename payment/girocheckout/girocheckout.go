// SPDX-License-Identifier: Apache-2.0

package girocheckout

import (
	"crypto/hmac"
	"crypto/md5" //nolint:gosec // the interface knows nothing better; see the package comment
	"encoding/hex"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/payment"
	"github.com/deutschland-stack/bausteine/payment/money"
)

// The members of a notification in the order in which they are hashed.
const (
	fieldReference = "gcReference"
	fieldMerchant  = "gcMerchantTxId"
	fieldBackend   = "gcBackendTxId"
	fieldAmount    = "gcAmount"
	fieldCurrency  = "gcCurrency"
	fieldResult    = "gcResultPayment"
	fieldHash      = "gcHash"
)

// ResultPaid is the result of a payment that succeeded. Every other means that it
// did not.
const ResultPaid = "4000"

// Notification is what the service says of a payment.
type Notification struct {
	Reference    string // of the transaction at GiroCheckout
	MerchantTxID string // the request id, as the caller gave it
	BackendTxID  string // of the bank or card network behind
	Amount       payment.Amount
	Result       string // four digits
}

// Paid reports whether the service says that the payment succeeded.
func (n Notification) Paid() bool { return n.Result == ResultPaid }

// Hash returns the hash of values in the order of the interface: HMAC-MD5 in
// lower-case hexadecimal. In requests the ids of merchant and project go first.
func Hash(key []byte, values ...string) string {
	mac := hmac.New(md5.New, key)
	for _, value := range values {
		mac.Write([]byte(value))
	}
	return hex.EncodeToString(mac.Sum(nil))
}

// ParseNotification reads the query of a notification whose hash was made with
// one of the keys; during a change of keys give both.
func ParseNotification(query url.Values, keys ...[]byte) (Notification, error) {
	var values []string
	for _, field := range []string{fieldReference, fieldMerchant, fieldBackend, fieldAmount, fieldCurrency, fieldResult} {
		if len(query[field]) != 1 { // the second of two might be the one that was not hashed
			return Notification{}, fmt.Errorf("%w: %s is not given once", payment.ErrReport, field)
		}
		values = append(values, query.Get(field))
	}
	if len(query[fieldHash]) != 1 || !fits(query.Get(fieldHash), keys, values) {
		return Notification{}, payment.ErrSignature
	}
	n := Notification{Reference: values[0], MerchantTxID: values[1], BackendTxID: values[2], Result: values[5]}
	currency, err := money.ParseCurrency(values[4])
	if err != nil {
		return Notification{}, fmt.Errorf("%w: %s", payment.ErrReport, fieldCurrency)
	}
	if n.Amount, err = cents(values[3], currency); err != nil {
		return Notification{}, fmt.Errorf("%w: %s", payment.ErrReport, fieldAmount)
	}
	if n.MerchantTxID == "" || len(n.Result) != len(ResultPaid) || strings.Trim(n.Result, "0123456789") != "" {
		return Notification{}, fmt.Errorf("%w: %s or %s", payment.ErrReport, fieldMerchant, fieldResult)
	}
	return n, nil
}

// fits takes the same time wherever a wrong hash differs.
func fits(hash string, keys [][]byte, values []string) bool {
	valid := false
	for _, key := range keys {
		valid = hmac.Equal([]byte(hash), []byte(Hash(key, values...))) || valid
	}
	return valid
}

// cents reads a whole number of the smallest unit, in its one spelling.
func cents(text string, currency payment.Currency) (payment.Amount, error) {
	minor, err := strconv.ParseInt(text, 10, 64)
	if err != nil || minor < 0 || strconv.FormatInt(minor, 10) != text {
		return payment.Amount{}, money.ErrSyntax
	}
	return payment.NewAmount(minor, currency), nil
}
