// SPDX-License-Identifier: Apache-2.0

package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/speichertest"
)

func TestPages_CarryTheSecurityHeaders(t *testing.T) {
	b := newHaus(t).besucher()
	for _, pfad := range []string{"/", "/anmeldung/", "/amt/", "/gibt-es-nicht", "/stil.css"} {
		h := b.get(pfad).header
		require.Regexp(t, "^default-src 'none'; style-src 'self'; img-src 'self'( data:)?; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$", h.Get("Content-Security-Policy"), pfad)
		require.Equal(t, "nosniff", h.Get("X-Content-Type-Options"))
		require.Equal(t, "same-origin", h.Get("Referrer-Policy"))
		require.Equal(t, "same-origin", h.Get("Cross-Origin-Opener-Policy"))
		require.Contains(t, h.Get("Permissions-Policy"), "geolocation=()")
	}
	require.Equal(t, "no-store", b.get("/anmeldung/").header.Get("Cache-Control"))
}

func TestLogin_IsOneForAllServicesAndPages(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(erika)
	for _, pfad := range []string{"/einsicht/", "/einsicht/abrufe", "/anmeldung/", "/bescheinigung/"} {
		require.Contains(t, b.get(pfad).text, "Erika Maria Mustermann", pfad)
	}
	require.Equal(t, http.StatusOK, b.post("/logout", b.get("/einsicht/").token(t)).status)
	require.Equal(t, http.StatusUnauthorized, b.get("/einsicht/").status, "and one logout")
}

func TestCookies_BehindAProxyWithTLSAreSentOverHTTPSOnly(t *testing.T) {
	for _, https := range []bool{true, false} {
		b := newHausMit(t, speichertest.Ziel(t), https).besucher()
		for _, pfad := range []string{"/amt/login", "/hilfe?lang=en", "/login?ziel=/einsicht/"} {
			b.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
			cookie := b.get(pfad).header.Get("Set-Cookie")
			require.NotEmpty(t, cookie)
			require.Equal(t, https, strings.Contains(cookie, "; Secure"), cookie)
			require.Contains(t, cookie, "HttpOnly")
			require.Contains(t, cookie, "SameSite=Lax")
		}
	}
}

func TestErrors_OtherSitesCannotSendForms(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	for pfad, werte := range map[string]url.Values{"/anmeldung/": b.get("/anmeldung/").token(t)} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.url+pfad, strings.NewReader(werte.Encode()))
		require.NoError(t, err)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "cross-site")
		require.Equal(t, http.StatusForbidden, b.do(req).status, "%s, even with a stolen token", pfad)
	}
}

func TestLogin_NeverLeadsToAnotherSite(t *testing.T) {
	for _, weiter := range []string{"//boese.example", "/\\boese.example", "https://boese.example", "javascript:alert(1)"} {
		h := newHaus(t)
		b := h.besucher()
		require.Equal(t, "/", b.loginTo(weiter, erika).pfad)
		require.Equal(t, "/amt/", h.besucher().amtslogin(weiter, amtJena+"/1").pfad)
	}
}

func TestLanguage_IsOneForAllPages(t *testing.T) {
	b := newHaus(t).besucher()
	a := b.get("/hilfe?lang=en")
	require.Equal(t, "/hilfe", a.pfad)
	require.Contains(t, a.text, `<html lang="en">`)
	require.Contains(t, b.get("/").text, "Online services")
	require.Contains(t, b.get("/anmeldung/").text, `<html lang="en">`)
	require.Contains(t, b.get("/anmeldung/?lang=de").text, `<html lang="de">`)
	require.Contains(t, b.get("/hilfe").text, `<html lang="de">`)
}

func TestSession_ThatRanOutIsExplainedAtAnyAddress(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	pfad := b.fill(jena)
	b.submit(pfad)
	werte := b.get(pfad).token(t)
	h.uhr.dreh(31 * time.Minute)
	for _, id := range []string{"keine-nummer", "%00", "%ff", strings.Repeat("a", 8000)} {
		require.Equal(t, http.StatusUnauthorized, b.post("/anmeldung/"+id+"/antwort", werte).status, "%.20s", id)
	}
}

func TestSession_ThatRanOutIsExplained(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	require.Equal(t, http.StatusOK, b.get("/einsicht/").status)
	h.uhr.dreh(31 * time.Minute)
	a := b.get("/einsicht/")
	require.Equal(t, http.StatusUnauthorized, a.status)
	require.Contains(t, a.text, "Ihre Sitzung ist zu Ende")
	require.Contains(t, a.text, `href="/login?ziel=%2Feinsicht%2F"`)
}

func TestErrors_AreClearPagesWithTheRightStatus(t *testing.T) {
	b := newHaus(t).besucher()
	b.login(erika)
	form := b.get("/anmeldung/").token(t)
	for _, tt := range []struct {
		name   string
		do     func() antwort
		status int
	}{
		{"unknown page", func() antwort { return b.get("/gibt-es-nicht") }, http.StatusNotFound},
		{"missing token", func() antwort { return b.post("/anmeldung/", url.Values{"einmal": {"x"}}) }, http.StatusForbidden},
		{"wrong token", func() antwort { return b.post("/anmeldung/", with(form, "token", "x")) }, http.StatusForbidden},
		{"10 MB field", func() antwort { return b.post("/anmeldung/", with(form, "x", strings.Repeat("a", 10<<20))) }, http.StatusRequestEntityTooLarge},
		{"wrong UTF-8", func() antwort { return b.post("/anmeldung/", with(form, "x", "M\xfchlhausen")) }, http.StatusBadRequest},
		{"NUL character", func() antwort { return b.post("/anmeldung/", with(form, "x", "a\x00b")) }, http.StatusBadRequest},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := tt.do()
			require.Equal(t, tt.status, a.status)
			require.Contains(t, a.text, `<link rel="stylesheet"`)
			require.NotContains(t, a.text, "hlhausen", "what was sent is not shown")
		})
	}
}
