// SPDX-License-Identifier: Apache-2.0

package formular

import (
	"time"
	"unicode/utf8"

	"github.com/deutschland-stack/bausteine/kommune/datum"
)

// The spellings of RFC 3339; fractions of a second are read in addition.
const (
	layoutClock   = "15:04:05Z07:00"
	layoutInstant = time.RFC3339
)

// parseClock reads a time of day. The offset says where it is meant; bounds are
// of the time as written, so it is set aside.
func parseClock(s string) (time.Time, error) {
	t, err := time.Parse(layoutClock, s)
	if err != nil || !strictClock(s) {
		return time.Time{}, ErrModell
	}
	return time.Date(1, 1, 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC), nil
}

// parseClockBound reads a bound, which needs no offset.
func parseClockBound(s string) (time.Time, error) {
	if t, err := time.Parse(time.TimeOnly, s); err == nil {
		return time.Date(1, 1, 1, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC), nil
	}
	return parseClock(s)
}

func parseInstant(s string) (time.Time, error) {
	const day = len("2006-01-02T")
	t, err := time.Parse(layoutInstant, s)
	if err != nil || len(s) < day || !strictClock(s[day:]) {
		return time.Time{}, ErrModell
	}
	return t, nil
}

// parseInstantBound reads a bound; one without an offset is in UTC.
func parseInstantBound(s string) (time.Time, error) {
	if t, err := time.Parse("2006-01-02T15:04:05", s); err == nil {
		return t, nil
	}
	return parseInstant(s)
}

// strictClock refuses what package time is lenient about: hours of one digit, a
// comma before the fraction, and offsets of a day and more or of 60 minutes.
func strictClock(s string) bool {
	const seconds, offset = len("15:04:05"), len("+01:00")
	if len(s) <= seconds || s[2] != ':' || s[5] != ':' || s[seconds] == ',' {
		return false
	}
	if s[len(s)-1] == 'Z' {
		return true
	}
	if len(s) < seconds+offset {
		return false
	}
	o := s[len(s)-offset:]
	return o[1:3] < "24" && o[4:] < "60"
}

// value checks one value against an element.
func (r *run) value(n *node, at int32) {
	v := &r.doc.values[at]
	if v.is(faulty) {
		code := jsonUTF8
		if v.kind == kindNumber {
			code = jsonZahl
		}
		r.add(n, code, "")
		return
	}
	if want, name := n.kind(); v.kind != want && (want != kindTrue || v.kind != kindFalse) {
		r.add(n, falscherTyp, name)
		return
	}
	switch n.el.Typ {
	case TypText:
		r.text(n, r.doc.string(at), v.escaped)
	case TypDatei:
		r.text(n, r.doc.string(at), v.escaped)
		r.datei(n, at)
	case TypAuswahl:
		r.auswahl(n, r.doc.string(at))
	case TypDatum:
		r.datum(n, r.doc.string(at))
	case TypUhrzeit:
		r.uhr(n, string(r.doc.string(at)), parseClock, keineUhrzeit)
	case TypZeitpunkt:
		r.uhr(n, string(r.doc.string(at)), parseInstant, keinZeitpunkt)
	case TypZahl, TypGanzzahl, TypGeld:
		r.zahl(n, r.doc.src[v.start:v.end])
	case TypGruppe, TypWahl, TypTeildatum:
		r.object(n, at)
	case TypJaNein, TypHinweis:
	}
}

// kind returns the kind of JSON value an element is and what to call it.
func (n *node) kind() (kind, string) {
	switch n.el.Typ {
	case TypZahl, TypGanzzahl, TypGeld:
		return kindNumber, "number"
	case TypJaNein:
		return kindTrue, "boolean"
	case TypGruppe, TypWahl, TypTeildatum:
		return kindObject, "object"
	default:
		return kindString, "string"
	}
}

// maxLooked is up to where a text that is too long is looked at further. A
// pattern of a thousand steps would take minutes for one of megabytes.
const maxLooked = 64 << 10

func (r *run) text(n *node, text []byte, escaped bool) {
	e := n.el
	if e.MinLaenge > 0 || e.MaxLaenge > 0 {
		length := utf8.RuneCount(text)
		if length < e.MinLaenge {
			r.add(n, zuKurz, itoa(e.MinLaenge))
		}
		if e.MaxLaenge > 0 && length > e.MaxLaenge {
			r.add(n, zuLang, itoa(e.MaxLaenge))
			if len(text) > maxLooked {
				return
			}
		}
	}
	if n.muster != nil && !n.matches(text) {
		r.add(n, musterVerletzt, e.Muster)
	}
	switch {
	case n.ascii != nil:
		if !n.allows(text) {
			r.add(n, fremdeZeichen, "DIN 91379, "+e.Zeichen.String())
		}
	case escaped && hasControl(text):
		r.add(n, fremdeZeichen, "U+0000–U+001F")
	}
}

func (n *node) matches(text []byte) bool {
	if n.fest != nil {
		return n.fest.match(text)
	}
	return n.muster.Match(text)
}

func (r *run) auswahl(n *node, code []byte) {
	if n.el.OffeneListe {
		if len(code) == 0 || hasControl(code) {
			r.add(n, codeUnbekannt, "")
		}
		return
	}
	if _, ok := n.codes[string(code)]; !ok {
		r.add(n, codeUnbekannt, "")
	}
}

func (r *run) datum(n *node, text []byte) {
	d, err := datum.Parse(string(text))
	if err != nil {
		r.add(n, keinDatum, "")
		return
	}
	if !n.minTag.IsZero() && d.Before(n.minTag) {
		r.add(n, zuKlein, n.el.MinWert)
	}
	if !n.maxTag.IsZero() && d.After(n.maxTag) {
		r.add(n, zuGross, n.el.MaxWert)
	}
}

func (r *run) uhr(n *node, text string, read func(string) (time.Time, error), none string) {
	t, err := read(text)
	if err != nil {
		r.add(n, none, "")
		return
	}
	if n.el.MinWert != "" && t.Before(n.minUhr) {
		r.add(n, zuKlein, n.el.MinWert)
	}
	if n.el.MaxWert != "" && t.After(n.maxUhr) {
		r.add(n, zuGross, n.el.MaxWert)
	}
}

func (r *run) zahl(n *node, text []byte) {
	d := parseDecimal(text)
	if n.el.Typ == TypGanzzahl && d.places() > 0 {
		r.add(n, nichtGanz, "")
	}
	if n.el.Typ == TypGeld && d.places() > 2 {
		r.add(n, bruchteilCent, "")
	}
	if n.el.MinWert != "" && d.compare(n.min) < 0 {
		r.add(n, zuKlein, n.el.MinWert)
	}
	if n.el.MaxWert != "" && d.compare(n.max) > 0 {
		r.add(n, zuGross, n.el.MaxWert)
	}
}
