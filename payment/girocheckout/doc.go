// SPDX-License-Identifier: Apache-2.0

// Package girocheckout reads the notifications of GiroCheckout's own interface.
//
// An authority that pays through the XBezahldienste interface of GiroCheckout does
// not need it: package xbezahldienste is its client. Older integrations are told of
// an outcome by a GET request, whose values are hashed with HMAC-MD5, one behind
// the other, without names and without anything in between:
//
//	receiver, err := girocheckout.New(key)
//	...
//	t, err := receiver.Receive(r.Context(), service, r.URL.Query())
//	if err != nil {
//		w.WriteHeader(http.StatusBadRequest) // it will not be repeated
//	}
//
// # What a notification is worth
//
// It is a reason to ask, and no outcome: [Receiver.Receive] asks. Since nothing
// separates the values, one who has seen a notification may move the last digits of
// an id in front of the amount, and the hash fits as before. Such a one is refused,
// for what we know ourselves, the id with its attempt and the amount, has to be in
// its place. And nothing tells a new one from one sent again. So no Report is made
// of it that a [payment.Service] could book.
//
// # Sources
//
// GiroCheckout's documentation, api.girocheckout.de: general information for the
// hash and its example, the pages of the payment methods for the members.
//
// # Errors
//
// [payment.ErrSignature] for a hash that does not fit, [payment.ErrReport] for a
// notification that cannot be read or is not about the payment that it names. Keys
// that are missing or short are [recht.ErrInvalid].
package girocheckout
