// SPDX-License-Identifier: Apache-2.0

// Package xbezahldienste is a client of XBezahldienste 1.0.0, the German federal
// standard that joins an online service to the payment service of whichever
// authority is competent.
//
//	client, err := xbezahldienste.New(xbezahldienste.Config{
//		BaseURL:      "https://epay.example/xbezahldienste/api/v1.0.0/",
//		OriginatorID: "wohnsitz", EndPointID: "160615001114",
//		HTTP:         &http.Client{Transport: xbezahldienste.Basic("user", "secret", nil)},
//	})
//	service, err := payment.NewService(client, store, payment.Config{})
//
// # Model
//
// The standard has three operations: send a request, read the transaction, ask
// for the status of the configuration. There is no message, no refund and no
// cancel; the outcome is pulled. [Client] offers the three as they are, with the
// wire spelling (grosAmount, endPointId), and is a [payment.Provider] on
// top of them.
//
// Nothing is shortened or replaced silently. What the format cannot carry is a
// finding that names the place and the character; [Sanitize] is the explicit way
// to make an order fit. Amounts are decimal literals made from cents, never a
// float. Values that the standard does not know are kept as they came.
//
// Authentication is not part of the standard and differs from service to
// service, so it is an [http.RoundTripper]: [Basic], [OAuth2], [MutualTLS].
//
// Package simulator is a stateful service of the standard with a pay page.
//
// # Sources
//
// The documentation of the standard at docs.fitko.de, version 1.0.0, and the
// published descriptions of services. Limits that no page of the standard states
// (those of most item and requestor members) are the ones a client in production
// keeps; they are a safe lower bound. That a repeated request id is answered
// with PAYMENT_EXISTS by every service, and that a service finds a transaction
// by the request id, is not confirmed: the client copes with either.
//
// # Errors
//
// A service that says no is a [*ProblemError]; those that certainly opened nothing
// are also [payment.ErrRefused]. No answer, or one that cannot be read, says
// nothing about the payment.
//
// # Concurrency
//
// A Client may be used by any number of goroutines.
package xbezahldienste
