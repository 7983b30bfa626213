// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/onlinedienst/internal/einfach"
)

// einfachGewaehlt reports whether the person wants Einfache Sprache where it is there:
// they chose it, or their browser asks for nothing else first.
func (s *Server) einfachGewaehlt(r *http.Request) bool {
	if l := r.URL.Query().Get("lang"); knownLanguage(l) {
		return l == recht.EinfacheSprache
	}
	if c, err := r.Cookie(s.cookieName("sprache")); err == nil && knownLanguage(c.Value) {
		return c.Value == recht.EinfacheSprache
	}
	first, _, _ := strings.Cut(r.Header.Get("Accept-Language"), ",")
	first, _, _ = strings.Cut(first, ";")
	return strings.EqualFold(strings.TrimSpace(first), recht.EinfacheSprache)
}

// knownLanguage reports whether there are pages in a language.
func knownLanguage(l string) bool {
	return l == recht.Deutsch || l == recht.Englisch || l == recht.EinfacheSprache
}

// base is the language that pages without Einfache Sprache have instead.
func base(l string) string {
	if l == recht.EinfacheSprache {
		return recht.Deutsch
	}
	return l
}

// simply shows a page in Einfache Sprache, to whoever wants it: the start page and the
// help of a service that offers it, and the help about all where one of them does. All
// other pages are in German.
func (a *anfrage) simply(d dienst) {
	a.einfach = d != nil && offersEinfach(d)
	if d == nil {
		for _, name := range a.namen {
			a.einfach = a.einfach || offersEinfach(a.dienste[name])
		}
	}
	if a.einfach && a.einfachGewaehlt(a.r) {
		a.sprache = recht.EinfacheSprache
	}
}

// offersEinfach reports whether the start page of a service is there in Einfache Sprache;
// Check holds it to be there whole.
func offersEinfach(d dienst) bool {
	_, ok := d.kopf().Kurz.Lookup(recht.EinfacheSprache)
	return ok
}

// sprachwahl is a page in another language.
type sprachwahl struct{ URL, Sprache, Name string }

// languages are the other languages that a page has.
func (a *anfrage) languages() (out []sprachwahl) {
	if a.r.Method != http.MethodGet {
		return nil
	}
	for _, l := range []sprachwahl{{Sprache: recht.Deutsch, Name: "Deutsch"}, {Sprache: recht.EinfacheSprache, Name: "Einfache Sprache"}, {Sprache: recht.Englisch, Name: "English"}} {
		if l.Sprache == a.sprache || l.Sprache == recht.EinfacheSprache && !a.einfach {
			continue
		}
		q := a.r.URL.Query()
		q.Set("lang", l.Sprache)
		l.URL = (&url.URL{Path: a.r.URL.Path, RawQuery: q.Encode()}).String()
		out = append(out, l)
	}
	return out
}

// checkEinfach holds a start page that is offered in Einfache Sprache to be there whole,
// and to the rules that can be counted. It is offered where any of its texts has it.
func (d Dienst[A, P]) checkEinfach(add func(string, string, ...any)) {
	type place struct {
		where string
		text  recht.Text
	}
	texts := []place{{"/titel", d.Titel}, {"/kurz", d.Kurz}}
	if !d.Kosten.IsZero() {
		texts = append(texts, place{"/kosten", d.Kosten})
	}
	for _, list := range []struct {
		where string
		texts []recht.Text
	}{{"/kann", d.Kann}, {"/kannNicht", d.KannNicht}, {"/braucht", d.Braucht}} {
		for _, t := range list.texts {
			texts = append(texts, place{list.where, t})
		}
	}
	offered := false
	for _, p := range texts {
		_, ok := p.text.Lookup(recht.EinfacheSprache)
		offered = offered || ok
	}
	for _, p := range texts {
		simple, ok := p.text.Lookup(recht.EinfacheSprache)
		if offered && !ok {
			add(p.where, "is not there in Einfache Sprache, in which the start page is offered")
		}
		for _, f := range einfach.Check(simple) {
			add(p.where, "in Einfache Sprache: %s", f)
		}
	}
}

// einfacheStufe names a level, and where it stands among the others.
func einfacheStufe(n recht.Niveau) string {
	switch n {
	case recht.NiveauUntergeordnet:
		return n.String() + ", das ist die niedrigste"
	case recht.NiveauHoch:
		return n.String() + ", das ist die höchste"
	default:
		return n.String() + ", das ist eine mittlere"
	}
}
