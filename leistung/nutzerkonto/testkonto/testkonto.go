// SPDX-License-Identifier: Apache-2.0

// Package testkonto is a pretended Nutzerkonto: whoever chooses one of its invented
// accounts is that person. There is no password, its page says so, and it is for
// tests and exhibitions alone.
package testkonto

import (
	"bytes"
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto"
	"github.com/deutschland-stack/bausteine/leistung/nutzerkonto/internal/siegel"
)

// frist is how long a login may take, and then its answer.
const frist = 10 * time.Minute

// Konto is an account to choose, with a sentence that tells what it is good for.
type Konto struct {
	nutzerkonto.Konto

	Zeigt recht.Text
}

// Anbieter is the pretended account service. It is a [nutzerkonto.Anbieter] and, as
// a handler, the page on which an account is chosen.
type Anbieter struct {
	konten  []Konto
	adresse string
	siegel  siegel.Siegel
	now     func() time.Time
	used    *nutzerkonto.Memory
}

// New makes the service with its accounts. adresse is where its page is served; the path
// "/testkonto" is enough for Programm.Konto of the kit, "/amt/testkonto" for its desk.
func New(adresse string, konten []Konto, now func() time.Time) (*Anbieter, error) {
	if u, err := url.Parse(adresse); err != nil || u.Path == "" || u.RawQuery != "" {
		return nil, errors.New("testkonto: the address of its page is none")
	}
	if now == nil {
		now = time.Now
	}
	a := &Anbieter{konten: konten, adresse: adresse, now: now, used: nutzerkonto.NewMemory(now)}
	seen := map[string]bool{}
	for _, k := range konten {
		if k.Kennung == "" || seen[k.Kennung] || !k.Niveau.IsValid() {
			return nil, errors.New("testkonto: an account without a Kennung or a level, or twice")
		}
		seen[k.Kennung] = true
	}
	key := make([]byte, 32)
	_, _ = rand.Read(key) // crypto/rand.Read never returns an error
	a.siegel = siegel.New(key)
	return a, nil
}

// Share makes processes with the same key one service: a login may begin in one and
// end in another. Each of them takes an answer once.
func (a *Anbieter) Share(key []byte) { a.siegel = siegel.New(siegel.New(key).MAC("testkonto", nil)) }

// frage is what the browser carries to the page, and antwort what it carries back.
type (
	frage struct {
		Zustand, Zurueck string
		Niveau           recht.Niveau
		Bis              time.Time
	}
	antwort struct {
		Zustand, Kennung, Nonce string
		Zeit, Bis               time.Time
	}
)

// Begin implements [nutzerkonto.Anbieter].
func (a *Anbieter) Begin(_ context.Context, anfrage nutzerkonto.Anfrage) (string, error) {
	if err := anfrage.Check(); err != nil {
		return "", err
	}
	return a.adresse + "?" + url.Values{"anfrage": {a.siegel.Seal("frage", frage{anfrage.Zustand, anfrage.Zurueck, anfrage.Niveau, a.now().Add(frist)})}}.Encode(), nil
}

// Complete implements [nutzerkonto.Anbieter].
func (a *Anbieter) Complete(ctx context.Context, anfrage nutzerkonto.Anfrage, values url.Values) (nutzerkonto.Konto, error) {
	if values.Get("abgebrochen") != "" {
		return nutzerkonto.Konto{}, nutzerkonto.ErrAbgebrochen
	}
	var got antwort
	if !a.siegel.Open("antwort", values.Get("antwort"), &got) || anfrage.Zustand == "" || !hmac.Equal([]byte(got.Zustand), []byte(anfrage.Zustand)) || a.now().After(got.Bis) {
		return nutzerkonto.Konto{}, nutzerkonto.ErrAntwort
	}
	if first, err := a.used.Put(ctx, got.Nonce, nil, got.Bis.Add(time.Second)); err != nil || !first {
		return nutzerkonto.Konto{}, cmp.Or(err, nutzerkonto.ErrAntwort)
	}
	for _, k := range a.konten {
		if k.Kennung != got.Kennung {
			continue
		}
		if err := anfrage.Accepts(k.Konto); err != nil {
			return nutzerkonto.Konto{}, err
		}
		login := k.Konto
		login.Zeit = got.Zeit
		return login, nil
	}
	return nutzerkonto.Konto{}, nutzerkonto.ErrAntwort
}

// ServeHTTP shows the page on which an account is chosen and sends the browser
// back.
func (a *Anbieter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 16<<10)
	var f frage
	if err := r.ParseForm(); err != nil || !a.siegel.Open("frage", r.Form.Get("anfrage"), &f) || a.now().After(f.Bis) {
		http.Error(w, "Dieses Einloggen ist abgelaufen. This login has expired.", http.StatusBadRequest)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	if r.Method == http.MethodPost {
		values := url.Values{}
		if kennung := r.PostForm.Get("konto"); kennung == "" {
			values.Set("abgebrochen", "1")
		} else {
			values.Set("antwort", a.siegel.Seal("antwort", antwort{f.Zustand, kennung, rand.Text(), a.now(), a.now().Add(frist)}))
		}
		sep := "?"
		if strings.Contains(f.Zurueck, "?") {
			sep = "&"
		}
		http.Redirect(w, r, f.Zurueck+sep+values.Encode(), http.StatusSeeOther) // the address is sealed by Begin
		return
	}
	language := recht.Deutsch
	if strings.HasPrefix(r.Header.Get("Accept-Language"), recht.Englisch) {
		language = recht.Englisch
	}
	var page bytes.Buffer
	if err := seite().Execute(&page, map[string]any{"Sprache": language, "Konten": a.konten, "Anfrage": r.Form.Get("anfrage"), "Niveau": f.Niveau}); err != nil {
		http.Error(w, "testkonto", http.StatusInternalServerError)
		return
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(page.Bytes())
}

func seite() *template.Template {
	return template.Must(template.New("testkonto").Funcs(template.FuncMap{
		"text": func(t recht.Text, language string) string { return t.In(language) },
	}).Parse(vorlage))
}

// vorlage draws the page with the class names of the kit's style sheet, which is
// served beside it.
const vorlage = `<!doctype html>
<html lang="{{.Sprache}}"><head><meta charset="utf-8"><title>{{if eq .Sprache "en"}}Test account{{else}}Testkonto{{end}}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><link rel="stylesheet" href="/stil.css"></head>
<body><section class="band" aria-label="Status"><div class="breite"><p><b>{{if eq .Sprache "en"}}Test{{else}}Testbetrieb{{end}}</b> {{if eq .Sprache "en"}}A pretended account service. All persons are invented.{{else}}Ein vorgetäuschtes Nutzerkonto. Alle Personen sind erfunden.{{end}}</p></div></section>
<main id="inhalt" class="breite" tabindex="-1"><form method="post"><input type="hidden" name="anfrage" value="{{.Anfrage}}">
<fieldset><legend><h1>{{if eq .Sprache "en"}}Who are you?{{else}}Wer sind Sie?{{end}}</h1></legend>
{{range $i, $k := .Konten}}<div class="wahl"><input type="radio" name="konto" id="k{{$i}}" value="{{.Kennung}}" aria-describedby="h{{$i}}"><div><label for="k{{$i}}">{{.Name}}</label><span class="hilfe" id="h{{$i}}">{{.Mittel}}, {{if eq $.Sprache "en"}}{{.Niveau.English}}{{else}}{{.Niveau}}{{end}}. {{text .Zeigt $.Sprache}}</span></div></div>
{{end}}</fieldset>
<div class="knoepfe"><button class="knopf">{{if eq .Sprache "en"}}Sign in{{else}}Einloggen{{end}}</button></div></form></main></body></html>
`
