// SPDX-License-Identifier: Apache-2.0

package onlinediensttest

import (
	"bytes"
	"html"
	"image"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// browser is what a person has before them: cookies, and a page with its links and
// its forms.
type browser struct {
	t       testing.TB
	handler http.Handler
	cookies map[string]string
	lang    string

	path   string // of the page
	status int
	page   string
}

func newBrowser(t testing.TB, h http.Handler) *browser {
	t.Helper()
	return &browser{t: t, handler: h, cookies: map[string]string{}}
}

// get opens a page and follows where it leads.
func (b *browser) get(path string) *browser {
	b.t.Helper()
	return b.do(http.MethodGet, path, nil)
}

func (b *browser) do(method, path string, form url.Values) *browser {
	b.t.Helper()
	return b.request(method, path, "application/x-www-form-urlencoded", form.Encode())
}

func (b *browser) request(method, path, kind, body string) *browser {
	b.t.Helper()
	for range 10 {
		r := httptest.NewRequestWithContext(b.t.Context(), method, path, strings.NewReader(body))
		r.Host = host
		if method != http.MethodGet {
			r.Header.Set("Content-Type", kind)
		}
		if b.lang != "" {
			r.Header.Set("Accept-Language", b.lang)
		}
		for _, name := range sortedNames(b.cookies) {
			r.AddCookie(&http.Cookie{Name: name, Value: b.cookies[name]}) //nolint:gosec // as a browser sends it
		}
		w := httptest.NewRecorder()
		b.handler.ServeHTTP(w, r)
		for _, c := range w.Result().Cookies() {
			if c.MaxAge < 0 {
				delete(b.cookies, c.Name)
			} else {
				b.cookies[c.Name] = c.Value
			}
		}
		b.path, b.status, b.page = r.URL.RequestURI(), w.Code, w.Body.String()
		if w.Code != http.StatusSeeOther {
			return b
		}
		next, err := r.URL.Parse(w.Header().Get("Location"))
		require.NoError(b.t, err)
		method, path, body = http.MethodGet, next.RequestURI(), ""
	}
	require.Fail(b.t, "the page leads in a circle", path)
	return b
}

func sortedNames(m map[string]string) []string {
	out := make([]string, 0, len(m))
	for name := range m {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// eingabe is one input of a form.
type eingabe struct{ name, kind, value, id string }

// blatt is a form of the page with what it holds.
type blatt struct {
	action  string
	files   bool // it takes files
	inputs  []eingabe
	checked map[string][]string
}

var (
	forms      = regexp.MustCompile(`(?s)<form ([^>]*)>(.*?)</form>`)
	areas      = regexp.MustCompile(`(?s)<textarea ([^>]*)>(.*?)</textarea>`)
	inputs     = regexp.MustCompile(`<input ([^>]*)>`)
	attributes = regexp.MustCompile(`([a-z-]+)(?:="([^"]*)")?`)
	links      = regexp.MustCompile(`<a [^>]*href="([^"]*)"`)
)

func attrs(text string) map[string]string {
	out := map[string]string{}
	for _, m := range attributes.FindAllStringSubmatch(text, -1) {
		out[m[1]] = html.UnescapeString(m[2])
	}
	return out
}

// forms are the forms of the page that are sent, but for logging out.
func (b *browser) forms() (out []blatt) {
	for _, m := range forms.FindAllStringSubmatch(b.page, -1) {
		head := attrs(m[1])
		f := blatt{action: b.path, checked: map[string][]string{}}
		f.files = head["enctype"] == "multipart/form-data"
		if a := head["action"]; a != "" {
			f.action = a
		}
		if strings.HasSuffix(f.action, "/logout") {
			continue
		}
		for _, i := range areas.FindAllStringSubmatch(m[2], -1) {
			a := attrs(i[1])
			f.inputs = append(f.inputs, eingabe{a["name"], "text", html.UnescapeString(i[2]), a["id"]})
		}
		for _, i := range inputs.FindAllStringSubmatch(m[2], -1) {
			a := attrs(i[1])
			f.inputs = append(f.inputs, eingabe{a["name"], a["type"], a["value"], a["id"]})
			if _, on := a["checked"]; on {
				f.checked[a["name"]] = append(f.checked[a["name"]], a["value"])
			}
		}
		out = append(out, f)
	}
	return out
}

// form is the one form of the page.
func (b *browser) form() blatt {
	b.t.Helper()
	all := b.forms()
	require.Len(b.t, all, 1, "%s (%d)\n%s", b.path, b.status, b.page)
	return all[0]
}

// values are what the form would send as it stands.
func (f blatt) values() url.Values {
	v := url.Values{}
	for _, i := range f.inputs {
		switch i.kind {
		case "radio", "checkbox", "file":
		default:
			v.Set(i.name, i.value)
		}
	}
	for name, codes := range f.checked {
		v[name] = codes
	}
	return v
}

// send sends a form; of a file input it sends a small document.
func (b *browser) send(f blatt, v url.Values) {
	b.t.Helper()
	if !f.files {
		b.do(http.MethodPost, f.action, v)
		return
	}
	files := map[string]anhang{}
	for _, i := range f.inputs {
		if i.kind == "file" && v.Has(i.name) {
			files[i.name] = anhang{v.Get(i.name), []byte(pdf + v.Get(i.name))}
		}
	}
	b.upload(f, v, files)
}

// anhang is a file that a form brings, and pdf how one begins.
type anhang struct {
	name   string
	inhalt []byte
}

const pdf = "%PDF-1.7\n"

// picture is one of a kind, of one pixel.
func picture(t testing.TB, encode func(io.Writer, image.Image) error) []byte {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, encode(&out, image.NewGray(image.Rect(0, 0, 1, 1))))
	return out.Bytes()
}

func jpg(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) }

// upload sends a form with files, by their inputs.
func (b *browser) upload(f blatt, v url.Values, files map[string]anhang) {
	b.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range v {
		if slices.ContainsFunc(f.inputs, func(i eingabe) bool { return i.kind == "file" && i.name == name }) {
			continue
		}
		for _, value := range values {
			require.NoError(b.t, w.WriteField(name, value))
		}
	}
	for name, file := range files {
		part, err := w.CreateFormFile(name, file.name)
		require.NoError(b.t, err)
		_, err = part.Write(file.inhalt)
		require.NoError(b.t, err)
	}
	require.NoError(b.t, w.Close())
	b.request(http.MethodPost, f.action, w.FormDataContentType(), body.String())
}

var next = regexp.MustCompile(`<div class="knoepfe"><a class="knopf" href="([^"]*)"`)

// next is where the main button of a page without a form leads to.
func (b *browser) next() string {
	b.t.Helper()
	m := next.FindStringSubmatch(b.page)
	require.NotNil(b.t, m, "%s leads nowhere\n%s", b.path, b.page)
	return html.UnescapeString(m[1])
}

// links are the addresses of our own that the page leads to.
func (b *browser) links() (out []string) {
	for _, m := range links.FindAllStringSubmatch(b.page, -1) {
		if to := html.UnescapeString(m[1]); strings.HasPrefix(to, "/") {
			out = append(out, to)
		}
	}
	return out
}
