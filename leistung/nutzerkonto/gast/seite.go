// SPDX-License-Identifier: Apache-2.0

package gast

import (
	"bytes"
	"html/template"
	"net/http"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// page is what the page shows.
type page struct {
	Englisch bool
	Anfrage  string
	Neu      string // a Merkcode to take
	Falsch   bool   // the one that was typed is none
}

// show writes the page. Its status may be written already.
func (a *Anbieter) show(w http.ResponseWriter, r *http.Request, p page) {
	p.Englisch = strings.HasPrefix(r.Header.Get("Accept-Language"), recht.Englisch)
	p.Anfrage = r.Form.Get("anfrage")
	var b bytes.Buffer
	if err := vorlage().Execute(&b, p); err != nil {
		http.Error(w, "gast", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes())
}

func vorlage() *template.Template { return template.Must(template.New("gast").Parse(text)) }

// text is drawn with the class names of the kit's style sheet, which is served
// beside it.
const text = `<!doctype html>
<html lang="{{if .Englisch}}en{{else}}de{{end}}"><head><meta charset="utf-8"><title>{{if .Englisch}}Without an account{{else}}Ohne Nutzerkonto{{end}}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><link rel="stylesheet" href="/stil.css"></head>
<body><main id="inhalt" class="breite" tabindex="-1"><h1>{{if .Englisch}}Without an account{{else}}Ohne Nutzerkonto{{end}}</h1>
{{if .Falsch}}<div class="kasten fehler" role="alert"><p>{{if .Englisch}}This code is not right. Please compare it letter by letter.{{else}}Dieser Merkcode stimmt nicht. Bitte vergleichen Sie ihn Zeichen für Zeichen.{{end}}</p></div>{{end}}
<form method="post"><input type="hidden" name="anfrage" value="{{.Anfrage}}"><input type="hidden" name="neu" value="{{.Neu}}">
<h2>{{if .Englisch}}I am here for the first time{{else}}Ich bin zum ersten Mal hier{{end}}</h2>
<p>{{if .Englisch}}This is your code. Write it down. You come back to what you entered with this code only. Nobody can replace it.{{else}}Das ist Ihr Merkcode. Schreiben Sie ihn auf. Nur mit diesem Code kommen Sie zu Ihren Angaben zurück. Niemand kann ihn ersetzen.{{end}}</p>
<p><strong><code>{{.Neu}}</code></strong></p>
<div class="knoepfe"><button class="knopf" name="weg" value="neu">{{if .Englisch}}I have written it down{{else}}Ich habe ihn aufgeschrieben{{end}}</button></div></form>
<form method="post"><input type="hidden" name="anfrage" value="{{.Anfrage}}">
<h2>{{if .Englisch}}I have a code{{else}}Ich habe einen Merkcode{{end}}</h2>
<div><label for="zurueck">{{if .Englisch}}Your code{{else}}Ihr Merkcode{{end}}</label><input type="text" id="zurueck" name="zurueck" autocomplete="off" autocapitalize="characters" spellcheck="false"{{if .Falsch}} aria-invalid="true"{{end}}></div>
<div class="knoepfe"><button class="knopf" name="weg" value="zurueck">{{if .Englisch}}Go on{{else}}Weiter{{end}}</button> <button class="textknopf" name="weg" value="">{{if .Englisch}}Cancel{{else}}Abbrechen{{end}}</button></div></form></main></body></html>
`
