// SPDX-License-Identifier: Apache-2.0

package main

import (
	"bytes"
	_ "embed"
	"html/template"
	"net/http"
)

//go:embed seite.html
var seiteHTML string

var seite = template.Must(template.New("seite").Parse(seiteHTML))

// maxForm is how much a visitor may send.
const maxForm = 16 << 10

// ServeHTTP serves the page for checking: one form, no scripts, nothing kept. A
// code goes in the body and in no address, so that it is in no log.
func (p *pruefstelle) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'sha256-"+styleHash+"'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	if r.URL.Path != "/" {
		http.NotFound(w, r)
		return
	}
	data := struct {
		Style   template.CSS
		Antwort *antwort
	}{Style: style}
	switch r.Method {
	case http.MethodGet, http.MethodHead:
	case http.MethodPost:
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		if err := r.ParseForm(); err != nil {
			http.Error(w, "Die Eingabe ist zu lang oder beschädigt.", http.StatusBadRequest)
			return
		}
		a := p.check(r.PostForm.Get("code"))
		data.Antwort = &a
	default:
		h.Set("Allow", "GET, HEAD, POST")
		http.Error(w, "Diese Seite wird mit GET gelesen.", http.StatusMethodNotAllowed)
		return
	}
	var b bytes.Buffer
	if err := seite.Execute(&b, data); err != nil {
		http.Error(w, "Die Seite kann gerade nicht gezeigt werden.", http.StatusInternalServerError)
		return
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes())
}
