// SPDX-License-Identifier: Apache-2.0

package web

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

const feldVersion = "version"

// fehlend is one fault of a form: the field it belongs to and what to do.
type fehlend struct {
	Feld string
	Text string
	// Ziel is the page to go to, for a fault on another page.
	Ziel string
}

// seite is what every template gets: the frame of the page and its content.
type seite struct {
	Sprache Sprache
	Titel   string
	// Bereich is "buerger", "amt" or "".
	Bereich string
	Konto   string
	Pfad    string
	Token   string
	// Version guards a draft against a second tab.
	Version string
	// Schritt and Schritte show the way through the form; zero: none.
	Schritt, Schritte int
	Zurueck           string
	Werte             url.Values
	Fehler            []fehlend
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
	return s.Pfad + "?sprache=" + string(s.Sprache.Andere())
}

// Schrittliste is 1 … Schritte.
func (s seite) Schrittliste() []int {
	out := make([]int, s.Schritte)
	for i := range out {
		out[i] = i + 1
	}
	return out
}

// eingabe is a text field for the template of that name.
type eingabe struct {
	Seite               seite
	Feld, Name, Hinweis string
	Breite              string
	Typ, Modus, Auto    string
	Optional            bool
}

// Eingabe begins a text field; the template adds what differs from the usual.
func (s seite) Eingabe(feld, name string) eingabe {
	return eingabe{Seite: s, Feld: feld, Name: name, Typ: "text", Breite: "lang"}
}

// Mit sets the hint, or an attribute by its name.
func (e eingabe) Mit(was, wert string) (eingabe, error) {
	switch was {
	case "hinweis":
		e.Hinweis = wert
	case "breite":
		e.Breite = wert
	case "typ":
		e.Typ = wert
	case "modus":
		e.Modus = wert
	case "auto":
		e.Auto = wert
	case "freiwillig":
		e.Optional = true
	default:
		return e, fmt.Errorf("web: field has no setting %q", was)
	}
	return e, nil
}

// Wert is what stands in the field.
func (e eingabe) Wert() string { return e.Seite.Wert(e.Feld) }

// Fehler is the fault of the field, or "".
func (e eingabe) Fehler() string { return e.Seite.FehlerZu(e.Feld) }

// ID is the id of the field in the page.
func (e eingabe) ID() string { return e.Seite.Anker(e.Feld) }

// Beschrieben lists the elements that describe the field to a screen reader.
func (e eingabe) Beschrieben() string {
	var ids []string
	if e.Hinweis != "" {
		ids = append(ids, e.ID()+"-hinweis")
	}
	if e.Fehler() != "" {
		ids = append(ids, e.ID()+"-fehler")
	}
	return strings.Join(ids, " ")
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
	if a.sitzung.Konto != "" {
		s.Bereich = string(a.sitzung.Rolle)
		s.Konto = a.kontoname()
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
