// SPDX-License-Identifier: Apache-2.0

// Package routing asks a Routing API of FIT-Connect (version 2) who is responsible
// and believes it only what is signed. [Client] is a zustaendigkeit.Aufloeser, as an
// index in the process is.
//
//	client, err := routing.New(routing.Config{BaseURL: …, UserAgent: …, Key: trusted, Issuers: …})
//	e, err := client.Zustaendig(ctx, key, ars, datum.Datum{})
//
// Names and parameters are not signed: see [Client.Zustaendig].
//
// What a service answers is no error, whatever it is. Errors are [ErrAnswer],
// [ErrSignature], [ErrTodayOnly] and a [*RateLimitError]. Package
// routing/routingtest is such a service in the process, which can be told to
// misbehave.
package routing
