// SPDX-License-Identifier: Apache-2.0

// Package web holds the pages that the kit (leistung/onlinedienst) cannot draw yet, on
// its session and over the same cases: how an application stands, with question,
// answer and withdrawal; the log of who fetched what, with its proofs; the
// Meldebestätigung and its check; the account; and the desk of the authority, whose
// clerks have a login of their own. What a person fills in is drawn by the kit from
// the declaration in package anmeldung. The desk shows the registrations alone: the
// cases of the certificate lie in the inbox of package portal.
//
// The pages are written on the server with html/template and work without a
// line of JavaScript. Each page has one job. A form that could be saved is
// answered with a redirect (Post/Redirect/Get); a form with faults is shown
// again with everything that was typed, status 422, all faults at once.
//
// What a page may do is decided in package dienst; this package knows HTTP,
// language and layout, and no law.
package web
