// SPDX-License-Identifier: Apache-2.0

// Package signedpay is the driver of a payment service that is shaped the other
// way round from XBezahldienste: it redirects the browser and then tells the
// outcome by a signed message, and it sends money back. Its interface follows
// the one of GOV.UK Pay in shape (amounts in cents, an idempotency key, a finished
// flag, a refund that names what is available, an HMAC over the raw message)
// without being compatible with it.
//
// [Client] is the driver, [Server] the service, both over HTTP. They show that
// [payment.Provider] fits two shapes, and they serve where an authority runs a
// small payment service of its own.
//
// # The messages
//
// The header Pay-Signature carries the HMAC-SHA256 of the raw body in lower-case
// hexadecimal. Messages come at least once and in any order. The receiver holds
// a message against its own order and has nothing to remember: one that says
// nothing new changes nothing. During a change of keys the old one is accepted
// beside the new.
package signedpay
