// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"net/http"
	"slices"
)

// public reports whether a page says the same to everybody: what a service is, who runs
// it, whether a certificate is genuine. All others are about somebody, and so is any page
// while somebody is logged in; a link that names a case by its code is for whom it was
// given. They are kept out of search engines, and so is a test, which people would take
// for the service of an authority.
func public(page string) bool {
	return slices.Contains([]string{"dienste", "start", "hinweise", "beschreibung", "urkunde"}, page)
}

// robots lets search engines read all pages, for only there they are told which they may
// show; a login begins nothing for them, and what is for programs has no page.
func robots(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, _ = w.Write([]byte("User-agent: *\nDisallow: /login\nDisallow: /api/\n"))
}

// Worum says in a sentence what the page is about, for search engines.
func (r rahmen) Worum() string {
	if r.Dienst == nil {
		return r.Titel
	}
	if k := r.Dienst.kopf(); r.Titel == k.Titel.In(r.Sprache) && k.Kurz.In(r.Sprache) != "" {
		return k.Kurz.In(r.Sprache)
	}
	return r.Titel + " – " + r.DienstTitel()
}
