// SPDX-License-Identifier: Apache-2.0

// Package simulator is a payment service of XBezahldienste 1.0.0 that behaves:
// it remembers, takes (pretended) money, keeps books and goes wrong by plan. It
// serves the three operations of the standard, a token endpoint, and a pay page
// that works without JavaScript.
//
//	service, err := simulator.New(simulator.Config{PublicURL: "http://localhost:8080"})
//	http.ListenAndServe("localhost:8080", service)
//
// The API lies under /api/, tokens come from /auth/token, pages are under /pay/.
// Where the standard leaves open what a service does (a repeated request id, the
// moment of the business reference), [Config] offers both.
//
// It takes any card number and asks for none: whatever is typed elsewhere does
// not belong here.
package simulator
