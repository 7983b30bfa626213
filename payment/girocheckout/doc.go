// SPDX-License-Identifier: Apache-2.0

// Package girocheckout reads the notifications of GiroCheckout's own interface.
//
// An authority that pays through the XBezahldienste interface of GiroCheckout does
// not need it: package xbezahldienste is its client. Older integrations are told of
// an outcome by a GET request, whose values are hashed with HMAC-MD5, one behind
// the other, without names and without anything in between:
//
//	n, err := girocheckout.ParseNotification(r.URL.Query(), key)
//	if err != nil {
//		w.WriteHeader(http.StatusBadRequest) // it will not be repeated
//		return
//	}
//	if id, _, ok := payment.ParseRequestID(n.MerchantTxID); ok {
//		_, err = service.Refresh(r.Context(), id) // ask; do not believe
//	}
//
// # What a notification is worth
//
// It is a reason to ask, and no outcome. Since nothing separates the values, one
// who has seen a notification may move the last digits of an id in front of the
// amount, and the hash fits as before. And nothing tells a new one from one sent
// again. So no Report is made of it that a [payment.Service] could book.
//
// # Sources
//
// GiroCheckout's documentation, api.girocheckout.de: general information for the
// hash and its example, the pages of the payment methods for the members.
//
// # Errors
//
// [payment.ErrSignature] for a hash that does not fit, [payment.ErrReport] for a
// notification that cannot be read.
package girocheckout
