// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// codeDienst is the code of all findings about a declaration.
const codeDienst = "DIENST-WIDERSPRUCH"

// reserved are the last parts of addresses that the kit needs for itself.
var reserved = []string{"absenden", "akt", "anfrage", "angebot", "anlage", "antwort", "aufgaben", "beitreten", "bescheinigung", "bescheinigungen", "eingang", "einladen", "loeschen", "mit", "nachweis", "pruefen", "unterschrift", "urkunden", rechnungsWeg, "zahlung", "zurueckziehen"}

// Check returns everything in which the service contradicts itself, at once; none
// means that it can be started. It finds before the first request what is
// otherwise found in production, and belongs into a test of every service. The
// pointers lead into the declaration ("/seiten/wohnung"); the texts are for
// developers.
func (d Dienst[A, P]) Check() recht.Befunde {
	var out recht.Befunde
	add := func(where, format string, args ...any) {
		t := fmt.Sprintf(format, args...)
		out = append(out, recht.Befund{Code: codeDienst, Pointer: where, Text: recht.NewText(t, t)})
	}
	k := compile(d, add)
	d.head(add)
	d.texts(k, add)
	d.checkEinfach(add)
	d.pages(k, add)
	d.rules(add)
	d.sources(k, add)
	d.procedure(k, add)
	d.checkAblauf(d.entscheidungen(add), add)
	d.checkUrkunden(add)
	d.checkMit(add)
	d.checkBescheinigungen(k, add)
	k.checkFIM(add)
	if g := d.Gebuehr; g != nil && (len(g.Normen) == 0 || g.Tabelle == nil || g.Positionen == nil) {
		add("/gebuehr", "has no norm, table or positions")
	} else if g != nil && g.Ausgaenge == nil {
		add("/gebuehr/ausgaenge", "does not say how much goes back after a refusal or a withdrawal")
	}
	duties := d.checkDuties(k, add)
	return append(out, duties...)
}

// contradiction is what is wrong with a declaration as one error, which tells what
// and where: nothing in it is of a person.
func contradiction(what string, findings recht.Befunde) error {
	if len(findings) == 0 {
		return nil
	}
	const told = 5
	var b strings.Builder
	for _, f := range findings[:min(len(findings), told)] {
		b.WriteString("; " + f.Pointer + ": " + f.Text.English())
	}
	return fmt.Errorf("onlinedienst: %s contradicts itself in %d places%s: %w", what, len(findings), b.String(), findings.Err())
}

func (d Dienst[A, P]) head(add func(string, string, ...any)) {
	for _, m := range []struct {
		missing    bool
		where, why string
	}{
		{!short(d.Name), "/name", "is missing, or no short name of lower case letters, digits and hyphens"},
		{d.Leistung.IsZero(), "/leistung", "the Leistungsschlüssel is missing"},
		{len(d.Grundlage) == 0, "/grundlage", "no norm says on what the service rests"},
		{d.Fassung == "", "/fassung", "is missing: it tells drafts of earlier versions apart"},
		{!d.Niveau.IsValid() && !d.anonymous(), "/niveau", "the least level of a login is missing"},
		{d.Dauer <= 0, "/dauer", "how long it takes is missing"},
		{d.Gemeinde == nil, "/gemeinde", "nothing says whose case it is"},
		{d.Verfahren == nil && d.Entwurf.Tage <= 0, "/entwurf", "how many days a draft is kept is missing"},
		{(d.Verfahren == nil || d.Entwurf != Frist{}) && d.Entwurf.Norm.IsZero(), "/entwurf", "the norm by which a draft is kept so long is missing"},
		{d.Verfahren != nil && d.Entwurf.Tage <= 0 && d.Entwurf != Frist{}, "/entwurf", "has a norm and no days; the procedure's own period may end drafts, too"},
		{d.Senden != 0 && (!d.Senden.IsValid() || d.Senden <= d.Niveau), "/senden", "is not above the level of the service"},
		{len(d.Seiten) == 0, "/seiten", "there are none"},
		{len(d.Braucht) == 0, "/braucht", "nothing says what people need for it"},
		{len(d.Wirkung) == 0, "/wirkung", "nothing says what happens when it is sent"},
	} {
		if m.missing {
			add(m.where, "%s", m.why)
		}
	}
}

var shortName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

func short(name string) bool { return shortName.MatchString(name) }

// texts checks that nobody reads nothing: each text is there in both languages.
func (d Dienst[A, P]) texts(k *kern[A, P], add func(string, string, ...any)) {
	both := func(where string, t recht.Text) {
		if _, ok := t.Lookup(recht.Englisch); !ok {
			add(where, "has no text, or none in English")
		}
	}
	both("/titel", d.Titel)
	both("/kurz", d.Kurz)
	if !d.Kosten.IsZero() {
		both("/kosten", d.Kosten)
	}
	if !d.NurOnline.IsZero() {
		both("/nurOnline", d.NurOnline)
	}
	for where, list := range map[string][]recht.Text{"/kann": d.Kann, "/kannNicht": d.KannNicht, "/braucht": d.Braucht, "/wirkung": d.Wirkung} {
		for _, t := range list {
			both(where, t)
		}
	}
	for _, s := range k.seiten {
		both("/seiten/"+s.name, s.titel)
		for _, t := range []recht.Text{s.hilfe, s.warum} {
			if !t.IsZero() {
				both("/seiten/"+s.name, t)
			}
		}
	}
	for _, path := range sorted(k.elemente) {
		e := k.elemente[path]
		both("/angaben/"+path, e.Titel)
		if !e.Hilfe.IsZero() {
			both("/angaben/"+path, e.Hilfe)
		}
		for _, w := range e.Liste {
			both("/angaben/"+path, w.Titel)
		}
	}
	for _, r := range d.Regeln {
		both("/regeln/"+r.Code, r.Text)
	}
	for _, n := range d.Nachweise {
		both("/nachweise/"+n.Name, n.Hinweis)
		if n.Andere != nil {
			both("/nachweise/"+n.Name, n.Andere.Versichert)
			both("/nachweise/"+n.Name, n.Andere.Belehrung)
		}
	}
}

func (d Dienst[A, P]) pages(k *kern[A, P], add func(string, string, ...any)) {
	for _, s := range k.seiten {
		where := "/seiten/" + s.name
		if !short(s.name) || slices.Contains(reserved, s.name) {
			add(where, "its name is no short one of lower case letters, digits and hyphens, or one that the kit needs: %s", strings.Join(reserved, ", "))
		}
		if s.erklaert && s.titel.IsZero() {
			add(where, "tells something below no title")
		}
		if s.nachweis != "" && !slices.ContainsFunc(d.Nachweise, func(n Nachweis[A]) bool { return n.Name == s.nachweis }) {
			add(where, "offers the evidence %q, which is not declared", s.nachweis)
		}
		for _, e := range s.elemente {
			if e.Max != 1 && e.Typ == formular.TypGruppe && len(s.elemente) > 1 {
				add(where, "holds the list %q and something beside it", e.Name)
			}
			if nested(e.Kinder) {
				add(where, "has rows inside of %q", e.Name)
			}
		}
	}
	for _, path := range sorted(k.merkmale) {
		m := k.merkmale[path]
		if e := k.elemente[path]; m.werte != nil && e.Max != 1 {
			add("/angaben/"+path, "chooses several of what the Kommune offers")
		}
	}
}

// nested reports whether a group holds rows, for which there are no pages.
func nested(elements []formular.Element) bool {
	return slices.ContainsFunc(elements, func(e formular.Element) bool {
		return e.Typ == formular.TypGruppe && (e.Max != 1 || nested(e.Kinder))
	})
}

func (d Dienst[A, P]) rules(add func(string, string, ...any)) {
	for _, r := range d.Regeln {
		where := "/regeln/" + r.Code
		if len(r.Normen) == 0 {
			add(where, "rests on no norm")
		}
		if strings.HasPrefix(r.Code, "DIENST-") {
			add(where, "takes a code of the kit")
		}
	}
}

// sources checks what comes from the account and from registers.
func (d Dienst[A, P]) sources(k *kern[A, P], add func(string, string, ...any)) {
	filled := func(where string, list []Uebernahme[A]) {
		for _, u := range list {
			k.fills(where, u.uebernahme, false, add)
		}
	}
	filled("/konto", d.Konto)
	names := map[string]bool{}
	for _, n := range d.Nachweise {
		where := "/nachweise/" + n.Name
		if !short(n.Name) || names[n.Name] {
			add(where, "its name is none, or stands there twice")
		}
		names[n.Name] = true
		if n.Norm.IsZero() || n.Zweck.Code == "" || len(n.Fuellt) == 0 {
			add(where, "has no norm or purpose, or fills nothing")
		}
		if _, err := n.Fields(true); err != nil {
			add(where, "what it fills is no list of fields: %v", err)
		}
		if !slices.ContainsFunc(k.seiten, func(s seite) bool { return s.nachweis == n.Name }) {
			add(where, "is offered by no page")
		}
		if o := n.Andere; o != nil {
			if o.Norm.IsZero() || len(o.Fuellt) == 0 || len(o.Betroffene) == 0 {
				add(where, "has a part about others without its norm, what it fills, or whom it concerns")
			}
			filled(where, o.Fuellt)
		}
		filled(where, n.Fuellt)
	}
}

// fills checks that a value of a source has a place.
func (k *kern[A, P]) fills(where string, u uebernahme, row bool, add func(string, string, ...any)) {
	path := strings.TrimPrefix(u.nach, "/")
	e, asked := k.elemente[path]
	switch {
	case u.nach == "":
		if _, english := u.titel.Lookup(recht.Englisch); !english {
			add(where, "passes %q on below no title, or none in English", u.von)
		}
	case !asked:
		add(where, "fills %q, which no page asks", path)
	case k.merkmale[path].ergibt != nil:
		add(where, "fills %q, which is computed", path)
	case (e.Max != 1) != (len(u.zeilen) > 0):
		add(where, "fills %q, which may be given several times", path)
	case u.fest != nil && !row:
		add(where, "puts a value of its own into %q, which is in no row", path)
	}
	for _, x := range u.zeilen {
		x.nach = u.nach + x.nach
		k.fills(where, x, true, add)
	}
}
