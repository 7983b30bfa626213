// SPDX-License-Identifier: Apache-2.0

package web

import (
	"net/http"
	"strings"
)

// Content comes from this server alone, there is no script, nobody may frame
// the pages and no form leads elsewhere.
const contentSecurityPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

func setSchutz(h http.Header) {
	h.Set("Content-Security-Policy", contentSecurityPolicy)
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

func (a *anfrage) newCookie(name, value, path string) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure follows the connection: on 127.0.0.1 there is no TLS
		Name:     name,
		Value:    value,
		Path:     path,
		HttpOnly: true,
		Secure:   a.https || a.r.TLS != nil,
		SameSite: http.SameSiteLaxMode,
	}
}

// redirect answers a POST with the page to look at next.
func redirect(w http.ResponseWriter, r *http.Request, ziel string) {
	http.Redirect(w, r, lokal(ziel), http.StatusSeeOther)
}

// lokal keeps a redirect on this server: a path, never another host. Browsers
// read "//host" and "/\host" as another host.
func lokal(ziel string) string {
	if !strings.HasPrefix(ziel, "/") || strings.HasPrefix(ziel, "//") || strings.ContainsAny(ziel, "\\\r\n\t") {
		return "/"
	}
	return ziel
}
