// SPDX-License-Identifier: Apache-2.0

package girocheckout

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/md5" //nolint:gosec // the interface knows nothing better; see the package comment
	"encoding/hex"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
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

// minKey is the least that a key has, in bytes. Whoever has seen one notification
// can try a shorter one out.
const minKey = 12

// Receiver reads notifications. It may be used by any number of goroutines.
type Receiver struct{ keys [][]byte }

// New returns a receiver that accepts what was hashed with one of the keys;
// during a change of keys give both. The error is a [*recht.BefundError] where
// there is none, or one of less than 12 bytes, not counting zeros and blanks around
// it: that is a key that nobody has set.
func New(keys ...[]byte) (*Receiver, error) {
	var f recht.Befunde
	if len(keys) == 0 {
		f.Add("GIR-CONFIG-01", "/keys", "required")
	}
	r := &Receiver{}
	for i, key := range keys {
		if n := len(bytes.Trim(key, "\x00 \t\r\n")); n < minKey {
			f.Add("GIR-CONFIG-02", "/keys/"+strconv.Itoa(i), "%d bytes that are not empty, a key has at least %d", n, minKey)
		}
		r.keys = append(r.keys, bytes.Clone(key))
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	return r, nil
}

// Receive takes the query of a notification: it reads it, holds it against the
// payment that it names, and asks the payment service how that payment stands. What
// the notification says is never booked.
//
// Errors: those of [Receiver.Parse]; [payment.ErrReport] also for a notification
// whose attempt, amount or currency are not those of the payment, as when
// somebody has moved the borders between its values; [payment.ErrNotFound] where
// there is no such payment.
func (r *Receiver) Receive(ctx context.Context, service *payment.Service, query url.Values) (payment.Transaction, error) {
	n, err := r.Parse(query)
	if err != nil {
		return payment.Transaction{}, err
	}
	id, _, ok := payment.ParseRequestID(n.MerchantTxID)
	if !ok {
		return payment.Transaction{}, fmt.Errorf("%w: %s", payment.ErrReport, fieldMerchant)
	}
	t, err := service.Load(ctx, id)
	switch {
	case err != nil:
		return payment.Transaction{}, err
	case n.MerchantTxID != t.RequestID():
		return payment.Transaction{}, fmt.Errorf("%w: %s is not of this attempt", payment.ErrReport, fieldMerchant)
	case n.Amount != t.Amount():
		return payment.Transaction{}, fmt.Errorf("%w: %s is not that of the payment", payment.ErrReport, fieldAmount)
	}
	return service.Refresh(ctx, id)
}

// Parse reads the query of a notification about one of our own payments, whose id
// [payment.RequestID] made. Nothing of it is read before its hash fits.
func (r *Receiver) Parse(query url.Values) (Notification, error) {
	var values []string
	for _, field := range []string{fieldReference, fieldMerchant, fieldBackend, fieldAmount, fieldCurrency, fieldResult} {
		if len(query[field]) != 1 { // the second of two might be the one that was not hashed
			return Notification{}, fmt.Errorf("%w: %s is not given once", payment.ErrReport, field)
		}
		values = append(values, query.Get(field))
	}
	if len(query[fieldHash]) != 1 || !r.fits(query.Get(fieldHash), values) {
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
	if len(n.Result) != len(ResultPaid) || strings.Trim(n.Result, "0123456789") != "" {
		return Notification{}, fmt.Errorf("%w: %s", payment.ErrReport, fieldResult)
	}
	if _, _, ours := payment.ParseRequestID(n.MerchantTxID); !ours { // or it lost or won a character to its neighbours
		return Notification{}, fmt.Errorf("%w: %s is none of ours", payment.ErrReport, fieldMerchant)
	}
	return n, nil
}

// fits takes the same time wherever a wrong hash differs.
func (r *Receiver) fits(hash string, values []string) bool {
	valid := false
	for _, key := range r.keys {
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
