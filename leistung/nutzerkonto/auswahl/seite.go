// SPDX-License-Identifier: Apache-2.0

package auswahl

import (
	"bytes"
	"html/template"
	"net/http"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// page is what the page shows.
type page struct {
	Sprache  string
	Anfrage  string
	Angebote []Angebot
	Falsch   bool // nothing was chosen
}

// ServeHTTP shows the page on which an account is chosen, and sends the browser there.
func (a *Anbieter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxInput)
	err := r.ParseForm()
	f, ok := a.open(r.Form.Get("anfrage"))
	if err != nil || !ok {
		http.Error(w, "Das hat zu lange gedauert. Bitte beginnen Sie noch einmal. This took too long. Please start again.", http.StatusBadRequest)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	fit := a.fitting(f.Anfrage)
	status, p := http.StatusOK, page{Sprache: recht.Deutsch, Anfrage: r.Form.Get("anfrage"), Angebote: fit}
	if r.Method == http.MethodPost {
		if r.PostForm.Has("abbrechen") {
			back(w, r, f)
			return
		}
		for _, g := range fit {
			if g.Name != r.PostForm.Get(feld) {
				continue
			}
			to, err := g.begin(r.Context(), f.Anfrage)
			if err != nil {
				http.Error(w, "Dieses Konto antwortet gerade nicht. Bitte versuchen Sie es später noch einmal. This account does not answer now. Please try again later.", http.StatusBadGateway)
				return
			}
			http.Redirect(w, r, to, http.StatusSeeOther) // the account's own address
			return
		}
		status, p.Falsch = http.StatusUnprocessableEntity, true
	}
	if strings.HasPrefix(r.Header.Get("Accept-Language"), recht.Englisch) {
		p.Sprache = recht.Englisch
	}
	var b bytes.Buffer
	if err := vorlage().Execute(&b, p); err != nil {
		http.Error(w, "auswahl", http.StatusInternalServerError)
		return
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}

func vorlage() *template.Template {
	return template.Must(template.New("auswahl").Funcs(template.FuncMap{
		"text": func(t recht.Text, language string) string { return t.In(language) },
	}).Parse(text))
}

// text is drawn with the class names of the kit's style sheet, which is served beside it.
const text = `<!doctype html>
<html lang="{{.Sprache}}"><head><meta charset="utf-8"><title>{{if .Falsch}}{{if eq .Sprache "en"}}Error: {{else}}Fehler: {{end}}{{end}}{{if eq .Sprache "en"}}How do you want to sign in?{{else}}Wie möchten Sie sich einloggen?{{end}}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><link rel="stylesheet" href="/stil.css"></head>
<body><main id="inhalt" class="breite" tabindex="-1">
{{if .Falsch}}<div class="kasten fehler" role="alert"><p><a href="#k0">{{if eq .Sprache "en"}}Please choose an account.{{else}}Bitte wählen Sie ein Konto.{{end}}</a></p></div>{{end}}
<form method="post"><input type="hidden" name="anfrage" value="{{.Anfrage}}">
<fieldset><legend><h1>{{if eq .Sprache "en"}}How do you want to sign in?{{else}}Wie möchten Sie sich einloggen?{{end}}</h1></legend>
{{range $i, $g := .Angebote}}<div class="wahl"><input type="radio" name="konto" id="k{{$i}}" value="{{.Name}}" aria-describedby="h{{$i}}"><div><label for="k{{$i}}">{{text .Titel $.Sprache}}</label><span class="hilfe" id="h{{$i}}">{{with text .Hilfe $.Sprache}}{{.}}{{end}}</span></div></div>
{{end}}</fieldset>
<div class="knoepfe"><button class="knopf">{{if eq .Sprache "en"}}Continue{{else}}Weiter{{end}}</button> <button class="textknopf" name="abbrechen" value="1">{{if eq .Sprache "en"}}Cancel{{else}}Abbrechen{{end}}</button></div></form></main></body></html>
`
