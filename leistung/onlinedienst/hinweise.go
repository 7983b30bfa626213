// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/kommune/recht/pflichten"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/bescheid"
)

// abschnitt is a part of a page that tells something.
type abschnitt struct {
	Titel    string
	Absaetze []string
	Liste    []string
	Offen    []string // what is not met
	Verweise []verweis
}

// hinweise shows one of the pages that every page leads to; d is nil where it is asked
// for on the list of all services.
func (a *anfrage) hinweise(d dienst, page string) error {
	var parts []abschnitt
	switch page {
	case "hilfe":
		a.simply(d)
		parts = a.help()
	case "impressum":
		parts = a.imprint()
	case "barrierefreiheit":
		parts = a.accessibility()
	case "datenschutz":
		parts = a.privacy(d)
	default:
		parts = a.owed(d)
	}
	return a.render(http.StatusOK, "hinweise", rahmen{Titel: a.titleOf(page), Dienst: d}, parts)
}

// or is a text of the operator, or that this test has none.
func (a *akteur) or(text string) string {
	if text == "" {
		return a.say("operator.none")
	}
	return text
}

// contact is how to reach the operator.
func (a *akteur) contact() (lines []string, links []verweis) {
	o := a.config.Anbieter
	if o.Name == "" {
		return []string{a.say("operator.none")}, nil
	}
	lines = []string{o.Name, o.Anschrift, a.say("operator.for", o.Vertreten), a.say("operator.phone", o.Telefon), a.say("operator.hours", o.Zeiten.In(a.sprache))}
	if o.Mail != "" {
		links = []verweis{{Titel: o.Mail, URL: "mailto:" + o.Mail}}
	}
	return lines, links
}

func (a *akteur) help() []abschnitt {
	lines, links := a.contact()
	return []abschnitt{
		{Titel: a.say("help.who"), Absaetze: []string{a.or(a.config.Anbieter.Hilfe.In(a.sprache))}},
		{Titel: a.say("help.how"), Liste: []string{a.say("help.save"), a.say("help.back"), a.say("help.check"), a.say("help.office")}},
		{Titel: a.say("imprint.contact"), Liste: lines, Verweise: links},
	}
}

func (a *akteur) imprint() []abschnitt {
	lines, links := a.contact()
	return []abschnitt{{Titel: a.say("imprint.operator"), Liste: lines, Verweise: links}}
}

// accessibility is the statement of § 12b (2) BGG.
func (a *akteur) accessibility() []abschnitt {
	o := a.config.Anbieter
	b := o.Barrierefreiheit
	state := []string{a.or(b.Bewertet.In(a.sprache))}
	if !b.Stand.IsZero() {
		state = append(state, a.say("access.state", LongDay(b.Stand, a.sprache)))
		if b.Stand.AddMonths(12).Before(a.heute()) {
			state = append(state, a.say("access.old"))
		}
	}
	gaps := abschnitt{Titel: a.say("access.gaps"), Offen: in(b.Luecken, a.sprache)}
	if o.LeichteSprache == "" {
		gaps.Offen = append(gaps.Offen, a.say("access.noeasy"))
	}
	if o.Gebaerden == "" {
		gaps.Offen = append(gaps.Offen, a.say("access.nosign"))
	}
	if len(gaps.Offen) == 0 {
		gaps.Absaetze = []string{a.say("access.nogaps")}
	}
	lines, links := a.contact()
	settle := abschnitt{Titel: a.say("access.settle"), Absaetze: []string{a.say("access.settle.what")}}
	if b.Schlichtung.URL != "" {
		settle.Verweise = []verweis{{Titel: b.Schlichtung.Titel.In(a.sprache), URL: b.Schlichtung.URL}}
	} else {
		settle.Absaetze = append(settle.Absaetze, a.say("operator.none"))
	}
	return []abschnitt{
		{Absaetze: []string{a.say("access.what")}},
		{Titel: a.say("access.assessed"), Absaetze: state},
		gaps,
		{Titel: a.say("access.report"), Absaetze: []string{a.say("access.report.what")}, Liste: lines, Verweise: links},
		settle,
	}
}

// privacy is what Article 13 GDPR asks for, from what the service declares and how the
// registry keeps it.
func (a *akteur) privacy(d dienst) []abschnitt {
	k, o := d.kopf(), a.config.Anbieter
	lines, links := a.contact()
	purpose := abschnitt{Titel: a.say("privacy.why"), Liste: []string{a.say("privacy.purpose", k.Titel.In(a.sprache), a.norms(k.Grundlage))}}
	gets := abschnitt{Titel: a.say("privacy.who"), Liste: []string{a.say("privacy.office")}}
	for _, s := range d.pages() {
		if n, ok := d.nachweis(s.nachweis); ok {
			purpose.Liste = append(purpose.Liste, a.say("privacy.fetch", n.Zweck.Text, a.norms(recht.Normen{n.Norm})))
			gets.Liste = append(gets.Liste, a.say("privacy.register", a.norms(recht.Normen{n.Norm})))
		}
	}
	if k.Gebuehr != nil {
		purpose.Liste = append(purpose.Liste, a.say("privacy.pay", a.norms(k.Gebuehr.Normen)))
		gets.Liste = append(gets.Liste, a.say("privacy.payer"))
	}
	if d.mit() != nil {
		gets.Liste = append(gets.Liste, a.say("privacy.mit"))
	}
	if why := nurOnline(d); a.amt != nil && why.IsZero() {
		gets.Liste = append(gets.Liste, a.say("privacy.counter"))
	}
	keeps := abschnitt{Titel: a.say("privacy.long"), Liste: append([]string{a.draftKept(d)}, a.casesKept(d)...)}
	keeps.Absaetze = []string{a.say("privacy.open")}
	keeps.Liste = append(keeps.Liste, a.keptElsewhere(d)...)
	return []abschnitt{
		{Titel: a.say("privacy.controller"), Liste: lines, Verweise: links},
		{Titel: a.say("privacy.officer"), Absaetze: []string{a.or(o.Beauftragter)}},
		purpose, gets, keeps,
		{Titel: a.say("privacy.rights"), Liste: []string{a.say("privacy.access"), a.say("privacy.correct"), a.say("privacy.object"), a.say("privacy.complain", a.or(o.Aufsicht))}},
		{Titel: a.say("privacy.must"), Absaetze: []string{a.say("privacy.must.what")}},
		{Titel: a.say("privacy.machine"), Absaetze: []string{a.machine(d)}},
	}
}

// owed lists the duties of the service: those that are met, and those that are not with
// the reason.
func (a *akteur) owed(d dienst) []abschnitt {
	texts := map[string]pflichten.Pflicht{}
	for p := range pflichten.All() {
		texts[p.Code] = p
	}
	met, missing := abschnitt{Titel: a.say("duties.met")}, abschnitt{Titel: a.say("duties.missing")}
	intro := abschnitt{Absaetze: []string{a.say("duties.what")}}
	procedure := false
	for _, e := range a.schuldet(d) {
		p := texts[e.Pflicht]
		procedure = procedure || slices.ContainsFunc(p.Normen, func(n recht.Norm) bool { return n.Act() == bescheid.VerfahrenVwVfG.String() })
		line := p.Text.In(a.sprache) + " (" + a.norms(p.Normen) + ")"
		if e.Fehlt.IsZero() {
			met.Liste = append(met.Liste, line)
		} else {
			missing.Offen = append(missing.Offen, line+" "+a.say("duties.why", e.Fehlt.In(a.sprache)))
		}
	}
	if len(missing.Offen) == 0 {
		missing.Absaetze = []string{a.say("duties.none")}
	}
	if procedure { // one service may be that of authorities in several Länder
		intro.Absaetze = append(intro.Absaetze, a.say("duties.land", a.norms(recht.MustParseNormen("§ 1 Abs. 3 VwVfG"))))
	}
	return []abschnitt{intro, met, missing}
}

// schuldet is what a service owes as it runs here: what hangs on the operator is
// missing where the operator has not said it.
func (s *Server) schuldet(d dienst) []pflichten.Erfuellung {
	o := s.config.Anbieter
	lacks := map[string]bool{
		"PFLICHT-DATENSCHUTZ": o.Name == "" || o.Beauftragter == "" || o.Aufsicht == "", "PFLICHT-IMPRESSUM": o.Name == "" || o.Anschrift == "",
		"PFLICHT-HILFE": o.Hilfe.IsZero(), "PFLICHT-BARRIEREFREI": o.Barrierefreiheit.Bewertet.IsZero(), "PFLICHT-GEBAERDEN": o.Gebaerden == "" || o.LeichteSprache == "",
	}
	for _, v := range s.config.Fuss { // a page of one's own is not looked into
		switch v.Statt {
		case "hilfe":
			delete(lacks, "PFLICHT-HILFE")
		case "impressum":
			delete(lacks, "PFLICHT-IMPRESSUM")
		case "barrierefreiheit":
			delete(lacks, "PFLICHT-BARRIEREFREI")
		case "datenschutz":
			delete(lacks, "PFLICHT-DATENSCHUTZ")
		}
	}
	out := d.schuldet()
	for i, e := range out {
		if lacks[e.Pflicht] && e.Fehlt.IsZero() {
			out[i] = pflichten.Erfuellung{Pflicht: e.Pflicht, Fehlt: recht.NewText(say(recht.Deutsch, "operator.lacks"), say(recht.Englisch, "operator.lacks"))}
		}
	}
	return out
}

// norms are norms in the language of the page.
func (a *akteur) norms(n recht.Normen) string {
	if a.sprache == recht.Englisch {
		return n.English()
	}
	return n.String()
}

// period is how long a case is kept in a state.
func (a *akteur) period(status antrag.Status) string {
	p := a.registry.reg.Frist(status).Period
	var parts []string
	count := func(n int, one, several string) {
		if n == 1 {
			several = one
		}
		if n > 0 {
			parts = append(parts, strconv.Itoa(n)+" "+several)
		}
	}
	count(p.Years, a.say("period.year"), a.say("period.years"))
	count(p.Months, a.say("period.month"), a.say("period.months"))
	count(p.Days, a.say("period.day"), a.say("period.days"))
	if p.ThenYear {
		parts = append(parts, a.say("period.close"))
	}
	return strings.Join(parts, ", ")
}

func in(texts []recht.Text, language string) []string {
	out := make([]string, 0, len(texts))
	for _, t := range texts {
		out = append(out, t.In(language))
	}
	return out
}
