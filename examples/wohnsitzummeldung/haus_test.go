// SPDX-License-Identifier: Apache-2.0

package main

import (
	"context"
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

	"github.com/deutschland-stack/bausteine/examples/internal/speichertest"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
)

// haus is the whole service behind a real HTTP server, with a clock to turn.
type haus struct {
	t     testing.TB
	url   string
	uhr   *uhr
	daten string
	// anlage is the first of the services behind the server.
	anlage *od.Anlage
}

// uhr is a clock to turn; the worker reads it, too.
type uhr struct{ vor atomic.Int64 }

func (u *uhr) now() time.Time { return beginn.Add(time.Duration(u.vor.Load())) }

func (u *uhr) dreh(d time.Duration) { u.vor.Add(int64(d)) }

// beginn is the first moment of every test: a Friday in November, 10:00 in Germany.
var beginn = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// anlage is the program that is put together, closed in the end. Its worker is the
// test's.
func anlage(t testing.TB, now func() time.Time, daten, schluessel, url string, change ...func(*od.Programm)) *od.Anlage {
	t.Helper()
	p, err := programm(now)
	require.NoError(t, err)
	p.Config.Log = slog.New(slog.NewTextHandler(t.Output(), nil))
	many := od.Rate{ProSekunde: 1 << 20, Stoss: 1 << 20} // the clock stands
	p.Config.Grenzen = od.Grenzen{JeAdresse: many, JeKonto: many, JeSitzung: many}
	for _, c := range change {
		c(&p)
	}
	a, err := p.Start(t.Context(), daten, schluessel, url)
	require.NoError(t, err)
	return a
}

// arbeite has the worker work until the function that comes back is called.
func arbeite(t testing.TB, a *od.Anlage) (ende func()) {
	t.Helper()
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	worked := make(chan error, 1)
	go func() { worked <- a.Work(ctx) }()
	return func() {
		stop()
		require.NoError(t, <-worked)
		require.NoError(t, a.Close())
	}
}

func newHaus(t *testing.T) *haus {
	t.Helper()
	return newHausMit(t, speichertest.Ziel(t), false)
}

func newHausMit(t testing.TB, daten string, https bool, change ...func(*od.Programm)) *haus {
	t.Helper()
	h := &haus{t: t, uhr: &uhr{}, daten: daten}
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	h.url = server.URL
	address, schluessel := server.URL, t.TempDir()
	if https {
		address = strings.Replace(server.URL, "http:", "https:", 1)
	}
	// On PostgreSQL there are two of them, and every request goes to the other
	// one than the request before.
	dienste := make(reihum, 1, 2)
	if speichertest.AufPostgreSQL() {
		dienste = dienste[:2]
	}
	for i := range dienste {
		a := anlage(t, h.uhr.now, daten, schluessel, address, change...)
		t.Cleanup(arbeite(t, a))
		dienste[i] = a.Handler
		if i == 0 {
			h.anlage = a
		}
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
	speichertest.Nochmal(t, "^Test(Begin_|Move_|Submit_|File_|Clerk_Asks|Retrieval_|Spuren_|Delivery_|Purge_|Gemeinde_|Fetch_|Stoerung_OfADelivery|ResumeGivenUp_)")
}

// besucher is a browser without JavaScript: it keeps cookies, reads forms and
// sends them.
type besucher struct {
	t      testing.TB
	haus   *haus
	client *http.Client
	geraet string // what the browser says of itself
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
	if b.geraet != "" {
		req.Header.Set("User-Agent", b.geraet)
	}
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
func (a antwort) token(t testing.TB) url.Values {
	t.Helper()
	werte := url.Values{}
	for _, m := range versteckt.FindAllStringSubmatch(a.text, -1) {
		werte.Set(m[1], html.UnescapeString(m[2]))
	}
	require.NotEmpty(t, werte, "page %s has a form: %d %s", a.pfad, a.status, a.kurz())
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
	require.Equal(b.t, "/einsicht/", b.loginTo("/einsicht/", konto).pfad)
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
