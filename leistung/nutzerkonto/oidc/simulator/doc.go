// SPDX-License-Identifier: Apache-2.0

// Package simulator is a pretended provider of OpenID Connect with invented persons:
// whoever chooses one is that person, at the level that they choose. Asked by its
// plan it turns hostile and goes wrong in each of the ways in which logins have been
// attacked.
//
//	idp, err := simulator.New("http://localhost:8081", simulator.Config{Clients: …, Persons: …})
//	http.ListenAndServe("localhost:8081", idp)
//
// Every answer bears the header Bausteine-Simulator and the pages say what it is; a
// client that is meant for real persons refuses it. Its issuer is its address, so
// discovery lies under /.well-known/openid-configuration. It knows the code flow with
// PKCE, the iss parameter of RFC 9207, logout started by the client, and logout tokens
// to clients that named an address for them. Each login is a new one; acr_values are a
// wish, as in the standard: the person chooses the level.
package simulator
