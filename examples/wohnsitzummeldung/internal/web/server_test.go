// SPDX-License-Identifier: Apache-2.0

package web_test

import (
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/betrieb"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/sitzung"
	"github.com/deutschland-stack/bausteine/examples/wohnsitzummeldung/internal/speichertest"
)

// haus is the whole service behind a real HTTP server, with a clock to turn.
type haus struct {
	t     *testing.T
	url   string
	uhr   *uhr
	daten string
}

// uhr is a clock to turn; the worker reads it, too.
type uhr struct{ vor atomic.Int64 }

func (u *uhr) now() time.Time { return beginn.Add(time.Duration(u.vor.Load())) }

func (u *uhr) dreh(d time.Duration) { u.vor.Add(int64(d)) }

// beginn is the first moment of every test: a Friday in November, 10:00 in Germany.
var beginn = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

func newHaus(t *testing.T) *haus {
	t.Helper()
	return newHausMit(t, betrieb.Config{})
}

func newHausMit(t *testing.T, cfg betrieb.Config) *haus {
	t.Helper()
	if cfg.Daten == "" {
		cfg.Daten = speichertest.Ziel(t)
	}
	if cfg.Schluessel == nil {
		cfg.Schluessel = bausteine.NewKeyFolder(t.TempDir())
	}
	h := &haus{t: t, uhr: &uhr{}, daten: cfg.Daten}
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	h.url = server.URL
	if cfg.URL = server.URL; cfg.HTTPS {
		cfg.URL = strings.Replace(server.URL, "http:", "https:", 1)
	}
	cfg.Now, cfg.Log = h.uhr.now, slog.New(slog.NewTextHandler(t.Output(), nil))
	// On PostgreSQL there are two of them, and every request goes to the other
	// one than the request before.
	dienste := make(reihum, 1, 2)
	if speichertest.AufPostgreSQL() {
		dienste = dienste[:2]
	}
	for i := range dienste {
		b, err := betrieb.Start(t.Context(), cfg)
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, b.Close()) })
		dienste[i] = b.Handler
	}
	handler = dienste.handler()
	return h
}

// reihum are handlers that take turns.
type reihum []http.Handler

func (r reihum) handler() http.Handler {
	var nr atomic.Uint64
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r[nr.Add(1)%uint64(len(r))].ServeHTTP(w, req)
	})
}

// TestPages_OnTwoServicesOverOnePostgreSQLToo goes through the tests again in
// which something is kept from one request to the next.
func TestPages_OnTwoServicesOverOnePostgreSQLToo(t *testing.T) {
	speichertest.Nochmal(t, "^Test(Begin_|Move_|Submit_|File_|Clerk_Asks|Session_ThatRanOutIsExplainedAtAny|Retrieval_CanBe|Spuren_)")
}

// besucher is a browser without JavaScript: it keeps cookies, reads forms and
// sends them.
type besucher struct {
	t      *testing.T
	haus   *haus
	client *http.Client
}

func (h *haus) besucher() *besucher {
	jar, err := cookiejar.New(nil)
	require.NoError(h.t, err)
	return &besucher{t: h.t, haus: h, client: &http.Client{Jar: jar, Timeout: 30 * time.Second}}
}

type antwort struct {
	status int
	header http.Header
	pfad   string
	text   string
}

func (b *besucher) do(req *http.Request) antwort {
	b.t.Helper()
	res, err := b.client.Do(req)
	require.NoError(b.t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	require.NoError(b.t, err)
	return antwort{status: res.StatusCode, header: res.Header, pfad: res.Request.URL.Path, text: string(body)}
}

func (b *besucher) get(pfad string) antwort {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodGet, b.haus.url+pfad, http.NoBody)
	require.NoError(b.t, err)
	return b.do(req)
}

var versteckt = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// token reads the hidden fields of the page.
func (a antwort) token(t *testing.T) url.Values {
	t.Helper()
	werte := url.Values{}
	for _, m := range versteckt.FindAllStringSubmatch(a.text, -1) {
		werte.Set(m[1], html.UnescapeString(m[2]))
	}
	require.NotEmpty(t, werte, "page %s has a form", a.pfad)
	return werte
}

func (b *besucher) post(pfad string, werte url.Values) antwort {
	b.t.Helper()
	req, err := http.NewRequestWithContext(b.t.Context(), http.MethodPost, b.haus.url+pfad, strings.NewReader(werte.Encode()))
	require.NoError(b.t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(req)
}

// send fills the form on a page and sends it.
func (b *besucher) send(pfad string, werte url.Values) antwort {
	b.t.Helper()
	alle := b.get(pfad).token(b.t)
	for name, v := range werte {
		alle[name] = v
	}
	return b.post(pfad, alle)
}

func (b *besucher) login(konto string) {
	b.t.Helper()
	require.Equal(b.t, "/konto", b.loginTo("/konto", konto).pfad)
}

// loginTo logs an account in and goes on to a page.
func (b *besucher) loginTo(ziel, konto string) antwort {
	b.t.Helper()
	werte := b.get("/login?ziel=" + url.QueryEscape(ziel)).token(b.t)
	werte.Set("konto", konto)
	a := b.post("/testkonto", werte)
	require.Equal(b.t, http.StatusOK, a.status, a.kurz())
	return a
}

const erika = "tk-4711-01"

func TestPages_CarryTheSecurityHeaders(t *testing.T) {
	b := newHaus(t).besucher()
	for _, pfad := range []string{"/", "/anmeldung/", "/amt/anmelden", "/gibt-es-nicht", "/statisch/seite.css", "/health"} {
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
	for _, pfad := range []string{"/konto", "/abrufe", "/anmeldung/", "/bescheinigung/"} {
		require.Contains(t, b.get(pfad).text, "Erika Maria Mustermann", pfad)
	}
	require.Equal(t, http.StatusOK, b.post("/logout", b.get("/konto").token(t)).status)
	require.Equal(t, "/testkonto", b.get("/konto").pfad, "and one logout")
}

func TestCookies_BehindAProxyWithTLSAreSentOverHTTPSOnly(t *testing.T) {
	for _, https := range []bool{true, false} {
		b := newHausMit(t, betrieb.Config{HTTPS: https}).besucher()
		for _, pfad := range []string{"/amt/anmelden", "/hilfe?lang=en", "/login?ziel=/konto"} {
			b.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
			cookie := b.get(pfad).header.Get("Set-Cookie")
			require.NotEmpty(t, cookie)
			require.Equal(t, https, strings.Contains(cookie, "; Secure"), cookie)
			require.Contains(t, cookie, "HttpOnly")
			require.Contains(t, cookie, "SameSite=Lax")
		}
	}
}

func TestErrors_AreClearPagesWithTheRightStatus(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	gut := b.get("/amt/anmelden").token(t)
	with := func(name, wert string) url.Values {
		werte := url.Values{"formular": gut["formular"], "behoerde": {amtJena}}
		werte.Set(name, wert)
		return werte
	}
	for _, tt := range []struct {
		name   string
		do     func() antwort
		status int
		says   string
	}{
		{"unknown page", func() antwort { return b.get("/gibt-es-nicht") }, http.StatusNotFound, "Diese Seite gibt es nicht"},
		{"wrong method", func() antwort { return b.post("/impressum", gut) }, http.StatusMethodNotAllowed, "So lässt sich diese Seite nicht aufrufen"},
		{"missing token", func() antwort { return b.post("/amt/anmelden", url.Values{"behoerde": {amtJena}}) }, http.StatusForbidden, "passt nicht zu Ihrer Sitzung"},
		{"wrong token", func() antwort { return b.post("/amt/anmelden", with("formular", "x")) }, http.StatusForbidden, "passt nicht zu Ihrer Sitzung"},
		{"10 MB field", func() antwort { return b.post("/amt/anmelden", with("x", strings.Repeat("a", 10<<20))) }, http.StatusRequestEntityTooLarge, "Das ist zu groß"},
		{"wrong UTF-8", func() antwort { return b.post("/amt/anmelden", with("x", "M\xfchlhausen")) }, http.StatusBadRequest, "konnten wir nicht lesen"},
		{"NUL character", func() antwort { return b.post("/amt/anmelden", with("x", "a\x00b")) }, http.StatusBadRequest, "konnten wir nicht lesen"},
		{"unknown office", func() antwort { return b.post("/amt/anmelden", with("behoerde", "niemand")) }, http.StatusBadRequest, "konnten wir nicht lesen"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := tt.do()
			require.Equal(t, tt.status, a.status)
			require.Contains(t, a.text, tt.says)
			require.Contains(t, a.text, "Was Sie tun können")
			require.Contains(t, a.text, `<link rel="stylesheet"`)
		})
	}
}

func TestErrors_OtherSitesCannotSendForms(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	for pfad, werte := range map[string]url.Values{"/amt/anmelden": b.get("/amt/anmelden").token(t), "/anmeldung/": b.get("/anmeldung/").token(t)} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.url+pfad, strings.NewReader(werte.Encode()))
		require.NoError(t, err)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.Header.Set("Sec-Fetch-Site", "cross-site")
		require.Equal(t, http.StatusForbidden, b.do(req).status, "%s, even with a stolen token", pfad)
	}
}

func TestLogin_WithoutACookieNoTokenFits(t *testing.T) {
	b := newHaus(t).besucher()
	a := b.post("/amt/anmelden", url.Values{"behoerde": {amtJena}, "formular": {sitzung.FormularToken("")}})
	require.Equal(t, http.StatusForbidden, a.status)
	require.NotContains(t, strings.Join(a.header.Values("Set-Cookie"), ";"), "sitzung=", "nobody is logged in")
}

func TestErrors_OtherKindsOfBodyAreRefused(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, h.url+"/amt/anmelden", strings.NewReader(`{}`))
	require.NoError(t, err)
	req.Header.Set("Content-Type", "application/json")
	require.Equal(t, http.StatusUnsupportedMediaType, b.do(req).status)
}

func TestLogin_NeverLeadsToAnotherSite(t *testing.T) {
	for _, weiter := range []string{"//boese.example", "/\\boese.example", "https://boese.example", "javascript:alert(1)"} {
		h := newHaus(t)
		b := h.besucher()
		require.Equal(t, "/", b.loginTo(weiter, erika).pfad)
		b = h.besucher()
		b.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		werte := b.get("/amt/anmelden").token(t)
		werte.Set("behoerde", amtJena)
		werte.Set("weiter", weiter)
		require.Equal(t, "/", b.post("/amt/anmelden", werte).header.Get("Location"))
	}
}

func TestLanguage_IsOneForAllPages(t *testing.T) {
	b := newHaus(t).besucher()
	a := b.get("/hilfe?lang=en")
	require.Equal(t, "/hilfe", a.pfad)
	require.Contains(t, a.text, `<html lang="en">`)
	require.Contains(t, b.get("/").text, "New home? Register it here.")
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
	h.uhr.dreh(sitzung.Leerlauf + time.Minute)
	for _, id := range []string{"keine-nummer", "%00", "%ff", strings.Repeat("a", 8000)} {
		require.Equal(t, http.StatusUnauthorized, b.post("/antrag/"+id+"/antwort", werte).status, "%.20s", id)
	}
}

func TestSession_ThatRanOutIsExplained(t *testing.T) {
	h := newHaus(t)
	b := h.besucher()
	b.login(erika)
	require.Equal(t, http.StatusOK, b.get("/konto").status)
	h.uhr.dreh(sitzung.Leerlauf + time.Minute)
	a := b.get("/konto")
	require.Equal(t, http.StatusUnauthorized, a.status)
	require.Contains(t, a.text, "Ihre Sitzung ist abgelaufen")
	require.Contains(t, a.text, `href="/login?ziel=%2Fkonto"`)
}
