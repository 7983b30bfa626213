// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"bytes"
	"crypto/rand"
	"embed"
	"fmt"
	"html/template"
	"maps"
	"net/http"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

//go:embed vorlagen/*.html
var vorlagendateien embed.FS

// vorlagen are the templates by the name of the page.
type vorlagen map[string]*template.Template

func newVorlagen() (vorlagen, error) {
	return parseVorlagen("", "dienste", "start", "aufgaben", "frage", "liste", "pruefen", "zahlung", "einladen", "beitreten", "mit", "stellungnahme", "bescheinigungen", "bescheinigen", "abruf", "vorschau", "erklaere", "status", "postfach", "sicher", "sitzungen", "fehler", "hinweise", "beschreibung", "einsicht", "abrufe", "beweis", "urkunde")
}

// schaltervorlagen are the pages for people in the frame of the desk.
func schaltervorlagen() (vorlagen, error) {
	out, err := framed("amt_", "", "aufgaben", "frage", "liste", "pruefen", "erklaere", "sicher")
	if err != nil {
		return nil, err
	}
	own, err := parseVorlagen("amt_", "fehler", "unterschrift")
	maps.Copy(out, own)
	return out, err
}

// amtsvorlagen are those of the desk.
func amtsvorlagen() (vorlagen, error) {
	return parseVorlagen("amt_", "liste", "fall", "tat", "bestaetigen", "grund", "stoerungen", "fehler", "schalter", "beginnen")
}

// parseVorlagen reads pages whose files begin with a prefix, in the frame of that
// prefix.
func parseVorlagen(prefix string, names ...string) (vorlagen, error) {
	return framed(prefix, prefix, names...)
}

// framed reads pages whose files begin with one prefix, in the frame of another.
func framed(frame, prefix string, names ...string) (vorlagen, error) {
	out := vorlagen{}
	for _, name := range names {
		t, err := template.New(frame+"rahmen.html").Option("missingkey=error").ParseFS(vorlagendateien, "vorlagen/"+frame+"rahmen.html", "vorlagen/teile.html", "vorlagen/"+prefix+name+".html")
		if err != nil {
			return nil, fmt.Errorf("onlinedienst: template: %w", err)
		}
		out[name] = t
	}
	return out, nil
}

// rahmen is the frame of a page and what fills it.
type rahmen struct {
	Titel     string
	Fehler    bool // the page has an error summary
	Dienst    dienst
	Sprache   string
	Sprachen  []sprachwahl // the same page in others
	Name      string       // who is logged in
	Token     string
	Endet     string // when the session does, where somebody is logged in
	Link      bool   // whoever has the link is meant: nobody is logged in, and nothing is kept
	Einmal    string
	Betreiber string
	Fuss      []verweis
	Echt      bool
	Gesucht   bool // search engines may show the page
	Amt       amtsrahmen
	Inhalt    any
}

// T is a text of the kit, for templates.
func (r rahmen) T(key string, args ...any) string { return say(r.Sprache, key, args...) }

// Grundsprache is the language of the frame, which is never in Einfache Sprache.
func (r rahmen) Grundsprache() string { return base(r.Sprache) }

// Einfach reports whether the page is in Einfache Sprache.
func (r rahmen) Einfach() bool { return r.Sprache == recht.EinfacheSprache }

// MaxMB is the bound of a file.
func (rahmen) MaxMB() int { return MaxDatei >> 20 }

// DienstTitel and DienstURL are of the service of the page.
func (r rahmen) DienstTitel() string {
	if r.Dienst == nil {
		return r.T("services")
	}
	return r.Dienst.kopf().Titel.In(r.Sprache)
}

// DienstURL is the start page of the service.
func (r rahmen) DienstURL() string {
	if r.Dienst == nil {
		return "/"
	}
	return "/" + r.Dienst.kopf().Name + "/"
}

// mit hands a part of a page to a template together with the frame.
type mit struct {
	R rahmen
	T teil
}

// Mit is a part with the frame, for templates.
func (r rahmen) Mit(t teil) mit { return mit{r, t} }

// liste are facts with the frame and the page on which they are changed.
type liste struct {
	R      rahmen
	Fakten []fakt
	URL    string
}

// Liste is a list of facts, for templates.
func (r rahmen) Liste(facts []fakt, url string) liste { return liste{r, facts, url} }

// Herkunft is a list of facts for the desk, with a column for where each comes from.
func (r rahmen) Herkunft(facts []fakt, origin bool) amtsfakten { return amtsfakten{r, facts, origin} }

// amtsfakten are facts on the desk.
type amtsfakten struct {
	R        rahmen
	Fakten   []fakt
	Herkunft bool
}

// render writes a page. It is drawn whole before the first byte leaves, so that a
// fault in a template never shows half a page.
func (a *anfrage) render(status int, name string, r rahmen, content any) error {
	r.Sprache, r.Inhalt, r.Echt, r.Betreiber = a.sprache, content, a.config.Echt, a.config.Betreiber.In(a.sprache)
	r.Sprachen = a.languages()
	r.Fuss = a.foot(r.DienstURL())
	if a.theke != nil && a.gueltig {
		r.Amt = a.theke.rahmen
	}
	if a.gueltig {
		r.Name, r.Token, r.Endet = a.sitz.Name, a.token(), a.endet()
		r.Einmal = rand.Text()
	}
	r.Gesucht = public(name) && status == http.StatusOK && a.config.Echt && !a.gueltig && !r.Link
	var page bytes.Buffer
	if err := a.vorlagen[name].Execute(&page, r); err != nil {
		return fmt.Errorf("onlinedienst: draw %s: %w", name, err)
	}
	h := a.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", a.sprache)
	if r.Gesucht { // who judges the page for search engines reads robots.txt through it
		h.Set("Content-Security-Policy", h.Get("Content-Security-Policy")+"; connect-src 'self'")
	}
	a.w.WriteHeader(status)
	_, err := a.w.Write(page.Bytes())
	return err
}
