// SPDX-License-Identifier: Apache-2.0

// Package web shows the service to people: pages for the citizen, for the
// clerk, and for whoever wants to check a Meldebestätigung.
//
// The pages are written on the server with html/template and work without a
// line of JavaScript. Each page has one job. A form that could be saved is
// answered with a redirect (Post/Redirect/Get); a form with faults is shown
// again with everything that was typed, status 422, all faults at once.
//
// What a page may do is decided in package dienst; this package knows HTTP,
// language and layout, and no law.
package web
