// SPDX-License-Identifier: Apache-2.0

package onlinedienst_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	od "github.com/deutschland-stack/bausteine/leistung/onlinedienst"
	"github.com/deutschland-stack/bausteine/leistung/zustaendigkeit"
)

// burg is a service under attack, with a clock in the test's hand.
type burg struct {
	t        testing.TB
	server   *od.Server
	reg      *antrag.Registratur
	jetzt    atomic.Int64
	security *bytes.Buffer
}

// jeder logs everybody in by the name in the address: these tests are about what
// comes after.
type jeder struct{}

func (jeder) Begin(_ context.Context, f nutzerkonto.Anfrage) (string, error) { return f.Zurueck, nil }

func (jeder) Complete(_ context.Context, _ nutzerkonto.Anfrage, q url.Values) (nutzerkonto.Konto, error) {
	if q.Get("wer") == "" {
		return nutzerkonto.Konto{}, nutzerkonto.ErrAntwort
	}
	return nutzerkonto.Konto{Kennung: "test-" + q.Get("wer"), Niveau: recht.NiveauHoch, Mittel: "Testkonto", Merkmale: []nutzerkonto.Merkmal{
		{Name: nutzerkonto.Vornamen, Wert: q.Get("wer"), Niveau: recht.NiveauHoch}, {Name: nutzerkonto.Familienname, Wert: "Mustermann", Niveau: recht.NiveauHoch},
	}}, nil
}

func newBurg(t testing.TB, change func(*od.Config)) *burg {
	t.Helper()
	b := &burg{t: t, security: &bytes.Buffer{}}
	b.jetzt.Store(time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC).UnixNano())
	now := func() time.Time { return time.Unix(0, b.jetzt.Load()) }
	store := bausteine.NewMemory(bausteine.Config{Now: now})
	t.Cleanup(func() { require.NoError(t, store.Close()) })
	var err error
	b.reg, err = antrag.NewRegistratur(store, antrag.Config{Aufbewahrung: einenMonat()})
	require.NoError(t, err)
	config := od.Config{URL: "https://dienst.example", Schluessel: bytes.Repeat([]byte{1}, 32), Now: now, Log: slog.New(slog.DiscardHandler), Sicherheit: slog.New(slog.NewTextHandler(b.security, nil))}
	if change != nil {
		change(&config)
	}
	d := mehr()
	d.Senden = 0
	b.server, err = od.New(store, b.reg, jeder{}, zustaendigkeit.NewIndex(), config, d.With(jena(t)))
	require.NoError(t, err)
	return b
}

func (b *burg) later(d time.Duration) { b.jetzt.Add(int64(d)) }

// besucher is somebody with a browser, or with less than that.
type besucher struct {
	b       *burg
	handler http.Handler
	cookies map[string]string
	host    string
	from    string
	header  http.Header

	status int
	page   string
	answer http.Header
	body   int64 // bytes that were read of what was sent
}

func (b *burg) visitor() *besucher {
	return &besucher{b: b, handler: b.server, cookies: map[string]string{}, host: "dienst.example", from: "192.0.2.1:1000", header: http.Header{}}
}

func (b *burg) login(who string) *besucher {
	v := b.visitor()
	v.do(http.MethodGet, "/login?ziel=/parken/", "", nil)
	require.Equal(b.t, http.StatusSeeOther, v.status)
	v.do(http.MethodGet, "/login/zurueck?wer="+who, "", nil)
	require.Equal(b.t, http.StatusSeeOther, v.status, v.page)
	return v
}

// counted counts what is read of a body.
type counted struct {
	io.Reader

	read *int64
}

func (c counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	*c.read += int64(n)
	return n, err
}

func (v *besucher) do(method, path, kind string, body io.Reader) *besucher {
	v.b.t.Helper()
	if body == nil {
		body = strings.NewReader("")
	}
	v.body = 0
	r := httptest.NewRequestWithContext(v.b.t.Context(), method, path, counted{body, &v.body})
	r.Host, r.RemoteAddr = v.host, v.from
	for name, values := range v.header {
		r.Header[name] = values
	}
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	for name, value := range v.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	v.handler.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if v.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(v.cookies, c.Name)
		}
	}
	v.status, v.page, v.answer = w.Code, w.Body.String(), w.Header()
	return v
}

func (v *besucher) get(path string) *besucher { return v.do(http.MethodGet, path, "", nil) }

const formular = "application/x-www-form-urlencoded"

func (v *besucher) post(path string, form url.Values) {
	v.b.t.Helper()
	v.do(http.MethodPost, path, formular, strings.NewReader(form.Encode()))
}

var tokenPattern = regexp.MustCompile(`name="token" value="([^"]*)"`)

func (v *besucher) token() string {
	v.b.t.Helper()
	v.get("/parken/")
	m := tokenPattern.FindStringSubmatch(v.page)
	require.NotNil(v.b.t, m, v.page)
	return m[1]
}

// begin opens a draft.
func (v *besucher) begin() string {
	v.b.t.Helper()
	v.post("/parken/", url.Values{"token": {v.token()}, "einmal": {uuid.NewString()}})
	require.Equal(v.b.t, http.StatusSeeOther, v.status)
	return v.answer.Get("Location")
}

const filesField = "/beleg/dateien"

// part is one part of a form with files.
type part struct {
	name, file, kind string
	content          []byte
}

func multi(t testing.TB, parts ...part) (kind string, body []byte) {
	t.Helper()
	var out bytes.Buffer
	w := multipart.NewWriter(&out)
	for _, p := range parts {
		h := textproto.MIMEHeader{}
		text := `form-data; name="` + p.name + `"`
		if p.file != "" {
			text += `; filename="` + p.file + `"`
		}
		h.Set("Content-Disposition", text)
		if p.kind != "" {
			h.Set("Content-Type", p.kind)
		}
		one, err := w.CreatePart(h)
		require.NoError(t, err)
		_, err = one.Write(p.content)
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return w.FormDataContentType(), out.Bytes()
}

func (v *besucher) upload(draft string, parts ...part) *besucher {
	v.b.t.Helper()
	kind, body := multi(v.b.t, append([]part{{name: "token", content: []byte(v.token())}}, parts...)...)
	return v.do(http.MethodPost, draft+"/belege", kind, bytes.NewReader(body))
}

func (b *burg) files(draft string) (out []antrag.Unterlage) {
	b.t.Helper()
	id := uuid.MustParse(draft[strings.LastIndexByte(draft, '/')+1:])
	for u, err := range b.reg.Unterlagen(b.t.Context(), id) {
		require.NoError(b.t, err)
		out = append(out, u)
	}
	return out
}
