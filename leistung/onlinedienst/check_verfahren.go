// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
	"github.com/deutschland-stack/bausteine/leistung/formular"
)

// procedure checks the table of the procedure, and what lies between it and the rest
// of the service.
func (d *Dienst[A, P]) procedure(k *kern[A, P], add func(string, string, ...any)) {
	shared, known := d.geteilt(), d.kennt()
	if d.Verfahren == nil {
		switch {
		case len(shared) > 0 || len(known) > 0 || slices.ContainsFunc(d.Seiten, func(s Seite[A]) bool { return len(s.fuer) > 0 }):
			add("/verfahren", "is missing, and pages are for several people")
		case d.Automat != nil || d.Pruefung != nil || len(d.Worte) > 0:
			add("/verfahren", "is missing, and a machine, a check in the dialogue or words rest on it")
		}
		return
	}
	for _, b := range d.Verfahren.Beteiligte {
		if len(b.Schreibt) > 0 || len(b.Sieht) > 0 {
			add("/verfahren/Beteiligte", "%s: what it writes and sees follows from the pages", b.Rolle)
		}
	}
	v := d.verlauf()
	for _, b := range v.Check() {
		add("/verfahren"+b.Pointer, "%s: %s", b.Code, cmp.Or(b.Detail, b.Text.English()))
	}
	d.people(&v, shared, known, add)
	d.joint(&v, add)
	for path := range k.elemente {
		if k.elemente[path].Typ == formular.TypDatei && shared[first(path)] {
			add("/angaben/"+path, "asks all together for files: a file is of the one who brings it")
		}
	}
	d.words(&v, add)
}

// anonymous reports whether who begins comes in with codes, and nobody is identified.
func (d *Dienst[A, P]) anonymous() bool {
	if d.Verfahren == nil {
		return false
	}
	for _, b := range d.Verfahren.Beteiligte {
		if fuellt(b) {
			return b.Zugang == verfahren.ZugangCode
		}
	}
	return false
}

// people checks that every question has somebody who answers it, and that nobody sees
// more than they are to.
func (d *Dienst[A, P]) people(v *verfahren.Verfahren, shared map[string]bool, known map[string]string, add func(string, string, ...any)) {
	rollen := d.ausfueller()
	if len(rollen) == 0 {
		add("/verfahren/Beteiligte", "nobody fills the pages in")
	}
	if len(known) > 0 && len(rollen) != 2 {
		add("/seiten", "one learns something of the other, and %d fill in", len(rollen))
	}
	if len(shared) > 0 && len(rollen) < 2 {
		add("/seiten", "something is stated together, and one alone fills in")
	}
	for i := range d.Seiten {
		s := &d.Seiten[i]
		where := "/seiten/" + s.name
		for _, rolle := range s.fuer {
			if !slices.Contains(rollen, rolle) {
				add(where, "is for %q, who fills nothing in", rolle)
			}
		}
		if s.geteilt && (s.nachweis != "" || len(s.fuer) > 0) {
			add(where, "is of all, and offers evidence of one or is for some")
		}
		for _, e := range s.elemente {
			for _, m := range e.merkmale() {
				if s.geteilt && m.ergibt != nil {
					add(where, "computes %q for all from what one answers", m.pfad)
				}
			}
		}
	}
	for _, rolle := range rollen {
		if !slices.ContainsFunc(d.Seiten, func(s Seite[A]) bool { return len(s.fuer) == 0 || slices.Contains(s.fuer, rolle) }) {
			add("/verfahren/Beteiligte", "no page is for %q", rolle)
			continue
		}
		mine := d.fuer(rolle)
		if len(mine.Seiten) == len(d.Seiten) {
			continue // the whole form, which is checked by itself
		}
		compile(mine, func(where, format string, args ...any) { add(where, "for "+string(rolle)+": "+format, args...) })
	}
	for nach, von := range known {
		owner := slices.IndexFunc(d.Seiten, func(s Seite[A]) bool {
			return slices.ContainsFunc(s.elemente, func(e Element[A]) bool { return e.modell().Name == first(von) })
		})
		switch {
		case owner < 0:
			add("/angaben/"+nach, "is learnt of another, who is not asked for it")
		case shared[first(von)] || known[first(von)] != "":
			add("/angaben/"+nach, "is learnt of another, and stated by all or learnt there")
		}
	}
	for _, b := range v.Beteiligte {
		if fuellt(b) && b.Zugang != verfahren.ZugangCode && !d.Niveau.Reicht(b.Niveau) {
			add("/niveau", "%s needs the level %s", b.Rolle, b.Niveau.English())
		}
		if fuellt(b) && b.Zugang == verfahren.ZugangCode && d.Niveau.IsValid() {
			add("/niveau", "%s comes in with codes: nobody is identified", b.Rolle)
		}
	}
	for _, u := range d.Konto {
		if shared[first(u.nach)] || known[first(u.nach)] != "" {
			add("/konto", "fills %q, which is not of one person", first(u.nach))
		}
	}
}

// joint checks that what the table has is there in the service, and the other way
// round.
func (d *Dienst[A, P]) joint(v *verfahren.Verfahren, add func(string, string, ...any)) {
	has := func(akt verfahren.Akt) bool {
		return slices.ContainsFunc(v.Schritte, func(s verfahren.Schritt) bool { return s.Akt == akt })
	}
	switch paid := has(verfahren.AktBezahlt); {
	case paid && d.Gebuehr == nil:
		add("/gebuehr", "is missing, and the procedure waits for the money")
	case !paid && d.Gebuehr != nil:
		add("/verfahren", "never waits for the money, and there is a fee")
	case paid && !has(verfahren.AktZahlung):
		add("/verfahren", "waits for the money, and nobody may begin to pay")
	case paid && v.Entgelt.IsZero():
		add("/verfahren/Entgelt", "is missing, and there is a fee")
	}
	if has(verfahren.AktBeanstandet) != (d.Pruefung != nil) {
		add("/pruefung", "is in the procedure and not in the service, or the other way round")
	} else if d.Pruefung != nil && d.Pruefung.Fragt == nil {
		add("/pruefung", "asks nobody")
	}
	if !has(verfahren.AktEingereicht) && !has(verfahren.AktGeprueft) && !has(verfahren.AktBestaetigt) {
		add("/verfahren", "is never handed in")
	}
	i := slices.IndexFunc(v.Entscheidungen, func(e verfahren.Entscheidung) bool { return e.Automatisch != nil })
	switch m := d.Automat; {
	case m == nil && i >= 0:
		add("/automat", "is missing, and the procedure lets a machine decide %s", v.Entscheidungen[i].Akt)
	case m == nil:
	case i < 0 || v.Entscheidungen[i].Akt != m.Akt:
		add("/automat", "decides %q, which the procedure lets no machine decide", m.Akt)
	case m.Kann == nil || m.Beschluss == nil:
		add("/automat", "does not say what it may decide, or what it decides")
	case !slices.Contains(v.Entscheidungen[i].Von, verfahren.ZustandEingereicht):
		add("/automat", "decides what was not handed in")
	}
}

// words checks that there are words for all that people read of the table.
func (d *Dienst[A, P]) words(v *verfahren.Verfahren, add func(string, string, ...any)) {
	needed := map[string]bool{}
	state := func(z verfahren.Zustand) { needed["zustand."+string(z)] = true }
	for i := range v.Schritte {
		s := &v.Schritte[i]
		if s.Nach != "" {
			state(s.Nach)
		}
		if !s.Selbst && slices.ContainsFunc(s.Wer, func(r verfahren.Rolle) bool { return r != verfahren.RolleSystem }) {
			if rolle, _, asked := strings.Cut(string(s.Akt), ":"); asked {
				needed["rolle."+rolle] = true // of whom is asked
			} else {
				needed["akt."+string(s.Akt)] = true
			}
		}
	}
	for i := range v.Entscheidungen {
		e := &v.Entscheidungen[i]
		state(e.Nach)
		if silent := len(e.Ergebnis) == 1 && e.Ergebnis[0] == verfahren.ErgebnisFingiert; len(d.Entscheidungen) == 0 && !silent {
			needed["akt."+string(e.Akt)] = true // the title of the decision at the desk
		}
	}
	for _, b := range v.Beteiligte {
		if !b.Vertretbar.IsZero() {
			needed["rolle."+string(b.Rolle)] = true
		}
	}
	for _, a := range v.Anlaesse {
		if a.Weise == verfahren.AnlassAngebot {
			needed["anlass."+a.Name] = true
		}
	}
	for i := range v.Fristen {
		if v.Fristen[i].Fuer != verfahren.RolleSystem {
			needed["frist."+v.Fristen[i].Name] = true
		}
	}
	if rollen := d.ausfueller(); len(rollen) > 1 {
		for _, rolle := range rollen {
			needed["rolle."+string(rolle)] = true
		}
	}
	for _, key := range slices.Sorted(maps.Keys(needed)) {
		if text, own := d.Worte[key]; own {
			if _, english := text.Lookup(recht.Englisch); !english {
				add("/worte/"+key, "has no text, or none in English")
			}
		} else if !known(key) {
			add("/worte/"+key, "is missing: people read it")
		}
	}
	for _, key := range slices.Sorted(maps.Keys(d.Worte)) {
		if !needed[key] {
			add("/worte/"+key, "is of nothing in the procedure")
		}
	}
}
