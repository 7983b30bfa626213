// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bufio"
	"context"
	"html"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine/examples/internal/browsertest"
)

// besucher is a browser without JavaScript before the running program.
type besucher struct {
	t    *testing.T
	http *http.Client
	base string
	at   *url.URL
	page string
}

func besuche(t *testing.T) *besucher {
	t.Helper()
	p, err := programm()
	require.NoError(t, err)
	ctx, stop := context.WithCancel(t.Context())
	r, w := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		ended <- p.Run(ctx, []string{"-addr", "127.0.0.1:0"}, w)
		_ = w.Close()
	}()
	t.Cleanup(func() {
		stop()
		require.NoError(t, <-ended)
	})
	lines := bufio.NewReader(r)
	first, err := lines.ReadString('\n')
	require.NoError(t, err)
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	base, found := strings.CutPrefix(strings.TrimSpace(first), "wohngeldantrag: ")
	require.True(t, found, first)
	return neuerBesucher(t, strings.TrimSuffix(base, "/"))
}

func neuerBesucher(t *testing.T, base string) *besucher {
	t.Helper()
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	return &besucher{t: t, http: &http.Client{Jar: jar}, base: base}
}

// goTo opens an address, or sends a form to it, and follows where it leads.
func (b *besucher) goTo(address string, form url.Values) *besucher {
	b.t.Helper()
	to, err := url.Parse(address)
	require.NoError(b.t, err)
	if b.at != nil {
		to = b.at.ResolveReference(to)
	}
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(b.t.Context(), method, to.String(), body)
	require.NoError(b.t, err)
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer, err := b.http.Do(r)
	require.NoError(b.t, err)
	text, err := io.ReadAll(answer.Body)
	require.NoError(b.t, err)
	require.NoError(b.t, answer.Body.Close())
	b.at, b.page = answer.Request.URL, html.UnescapeString(string(text))
	return b
}

func (b *besucher) field(name string) string {
	b.t.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(b.page)
	require.Len(b.t, found, 2, b.page)
	return found[1]
}

// choose takes an account on the page of the choice.
func (b *besucher) choose(name string) *besucher {
	b.t.Helper()
	b.goTo(b.base+"/login?ziel=/wohngeld/", nil)
	require.Contains(b.t, b.page, "Wie möchten Sie sich einloggen?")
	return b.goTo(b.at.String(), url.Values{"anfrage": {b.field("anfrage")}, "konto": {name}})
}

func (b *besucher) begin() *besucher {
	b.t.Helper()
	require.Equal(b.t, "/wohngeld/", b.at.Path, b.page)
	form := url.Values{}
	for _, field := range regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`).FindAllStringSubmatch(b.page, -1) {
		form.Set(field[1], field[2])
	}
	return b.goTo(b.base+"/wohngeld/", form)
}

func TestKonten_WithoutAnAccountAPersonComesBackByTheCode(t *testing.T) {
	b := besuche(t).choose("gast")
	require.Contains(t, b.page, "Das ist Ihr Merkcode.")
	code := b.field("neu")
	b.goTo(b.at.String(), url.Values{"anfrage": {b.field("anfrage")}, "neu": {code}, "weg": {"neu"}})
	draft := b.begin().at.Path
	require.NotEqual(t, "/wohngeld/", draft, b.page)

	again := neuerBesucher(t, b.base).choose("gast")
	again.goTo(again.at.String(), url.Values{"anfrage": {again.field("anfrage")}, "zurueck": {strings.ToLower(code)}, "weg": {"zurueck"}})
	require.Contains(t, again.page, draft, "the draft is there")

	other := neuerBesucher(t, b.base).choose("gast")
	other.goTo(other.at.String(), url.Values{"anfrage": {other.field("anfrage")}, "neu": {other.field("neu")}, "weg": {"neu"}})
	require.NotContains(t, other.page, draft, "and for nobody else")
	require.Equal(t, "/wohngeld/", other.at.Path)
}

func TestKonten_OverTheAccountTheNameIsKnown(t *testing.T) {
	b := besuche(t).choose("buerger")
	require.Contains(t, b.page, "Simuliertes Nutzerkonto")
	b.goTo("login", url.Values{"request": {b.at.RawQuery}, "person": {"wohngeld-1\n" + hoch}})
	require.Contains(t, b.begin().page, "Erika Mustermann")
}

// The pages of the choice: axe-core in light and dark, 320 pixels.
func TestBrowser_PagesOfTheAccounts(t *testing.T) {
	b := besuche(t)
	chromium := browsertest.New(t, b.base, filepath.Join("testdata", "bilder"))
	chromium.Page("konten-auswahl", "/login?ziel=/wohngeld/")
	chromium.Open("/login?ziel=/wohngeld/")
	chromium.Press("main button.knopf")
	chromium.Check("konten-auswahl-fehler")
	chromium.Press("input[value=gast]")
	chromium.Press("main button.knopf")
	chromium.Check("konten-ohne")
	chromium.Done()
}
