// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
)

const feldVersion = "version"

// fehlend is one fault of a form: the field it belongs to and what to do.
type fehlend struct {
	Feld string
	Text string
}

// seite is what every template gets: the frame of the page and its content.
type seite struct {
	Sprache Sprache
	Titel   string
	// Bereich is "buerger", "amt" or "".
	Bereich string
	Konto   string
	// Abmelden is the secret of the form that logs a citizen out, which is the kit's.
	Abmelden string
	Pfad     string
	Token    string
	// Version guards a draft against a second tab.
	Version string
	Zurueck string
	Werte   url.Values
	Fehler  []fehlend
	// Geaendert says that another tab was faster.
	Geaendert bool
	// Wieder says that values typed earlier, and not saved, are shown again.
	Wieder bool
	Daten  any
}

// Wert is what stands in a field.
func (s seite) Wert(feld string) string { return s.Werte.Get(feld) }

// Gewaehlt says whether a choice of a field is set.
func (s seite) Gewaehlt(feld, wert string) bool { return slices.Contains(s.Werte[feld], wert) }

// FehlerZu is the fault of a field, or "".
func (s seite) FehlerZu(feld string) string {
	for _, f := range s.Fehler {
		if f.Feld == feld {
			return f.Text
		}
	}
	return ""
}

// gruppe is a group of choices with its fault.
type gruppe struct{ ID, Fehler string }

// Gruppe is the group of choices of a field.
func (s seite) Gruppe(feld string) gruppe { return gruppe{s.Anker(feld), s.FehlerZu(feld)} }

// Anker is the id of a field in the page, where the error summary leads to.
func (s seite) Anker(feld string) string { return "f-" + feld }

// SpracheLink leads to the same page in the other language.
func (s seite) SpracheLink() string {
	return s.Pfad + "?lang=" + string(s.Sprache.Andere())
}

// neueSeite fills the frame.
func (a *anfrage) neueSeite(titelDE, titelEN string) seite {
	s := seite{
		Sprache: a.sprache,
		Titel:   a.sprache.Text(titelDE, titelEN),
		Pfad:    a.r.URL.Path,
		Token:   a.token(),
		Werte:   url.Values{},
	}
	if a.besuch.Angemeldet() {
		s.Bereich, s.Konto, s.Abmelden = "buerger", a.besuch.Konto.Name(), a.besuch.Token
	}
	return s
}

// zeige writes a page with a status. It is rendered whole before the first
// byte leaves, so that a fault in a template never shows half a page.
func (a *anfrage) zeige(status int, vorlage string, s seite) error {
	t, ok := a.vorlagen[a.sprache][vorlage]
	if !ok {
		return fmt.Errorf("web: no template %q", vorlage)
	}
	var buf bytes.Buffer
	if err := t.ExecuteTemplate(&buf, "rahmen", s); err != nil {
		return fmt.Errorf("web: render %s: %w", vorlage, err)
	}
	h := a.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Language", string(a.sprache))
	a.w.WriteHeader(status)
	_, err := a.w.Write(buf.Bytes())
	return err
}

func (a *anfrage) zeigeFehler(f *seitenfehler) error {
	text, ok := fehlertexte[f.status]
	if !ok {
		text = fehlertexte[http.StatusInternalServerError]
	}
	s := a.neueSeite(text.titel.de, text.titel.en)
	type daten struct {
		Was, Tun, Anmelden string
		Status             int
		Limit              int64
	}
	d := daten{Was: text.was.in(a.sprache), Tun: text.tun.in(a.sprache), Status: f.status, Limit: f.limit >> 10}
	if f.status == http.StatusUnauthorized {
		s.Bereich, s.Konto = "", ""
		d.Anmelden = a.anmeldung()
	}
	s.Daten = d
	return a.zeige(f.status, "fehler", s)
}
