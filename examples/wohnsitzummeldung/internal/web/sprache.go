// SPDX-License-Identifier: Apache-2.0

package web

import "net/http"

// Sprache is the language of a page. German comes first; every page exists in
// English too.
type Sprache string

// The languages of the service.
const (
	Deutsch  Sprache = "de"
	Englisch Sprache = "en"
)

const cookieSprache = "sprache"

// Text picks the wording of the language.
func (s Sprache) Text(de, en string) string {
	if s == Englisch {
		return en
	}
	return de
}

// Andere is the language that the switch in the page head leads to.
func (s Sprache) Andere() Sprache {
	if s == Englisch {
		return Deutsch
	}
	return Englisch
}

func spracheOf(r *http.Request) Sprache {
	if c, err := r.Cookie(cookieSprache); err == nil && Sprache(c.Value) == Englisch {
		return Englisch
	}
	return Deutsch
}

// switchSprache answers ?sprache=… with a cookie and the same page again.
func (a *anfrage) switchSprache() bool {
	q := a.r.URL.Query()
	if a.r.Method != http.MethodGet || !q.Has("sprache") {
		return false
	}
	wahl := Deutsch
	if Sprache(q.Get("sprache")) == Englisch {
		wahl = Englisch
	}
	http.SetCookie(a.w, a.newCookie(cookieSprache, string(wahl), "/"))
	q.Del("sprache")
	ziel := *a.r.URL
	ziel.RawQuery = q.Encode()
	redirect(a.w, a.r, ziel.RequestURI())
	return true
}
