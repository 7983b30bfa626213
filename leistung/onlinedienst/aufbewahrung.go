// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"fmt"
	"slices"
	"time"

	"github.com/deutschland-stack/bausteine/kommune/recht"
	"github.com/deutschland-stack/bausteine/leistung/antrag"
	"github.com/deutschland-stack/bausteine/leistung/antrag/verfahren"
)

// draftKept tells how long a draft is kept.
func (a *akteur) draftKept(d dienst) string {
	k := d.kopf()
	if k.Entwurf.Tage == 0 && d.ordnung() != nil {
		for _, f := range d.ordnung().tabelle.Verfahren().Fristen {
			if f.Folge == verfahren.AktVerfallen && slices.Contains(f.In, verfahren.ZustandEntwurf) {
				return a.say("start.kept.begun", a.span(f.Dauer), a.norms(recht.Normen{f.Norm}))
			}
		}
	}
	return a.say("start.kept", k.Entwurf.Tage, a.norms(recht.Normen{k.Entwurf.Norm}))
}

// casesKept tells how long a case is kept once it is over.
func (a *akteur) casesKept(d dienst) (out []string) {
	o := d.ordnung()
	if o == nil {
		for _, status := range []antrag.Status{antrag.StatusStattgegeben, antrag.StatusAbgelehnt, antrag.StatusZurueckgenommen} {
			out = append(out, a.say("privacy.kept", a.say("status."+string(status)), a.period(status)))
		}
		return out
	}
	for _, z := range o.tabelle.Verfahren().Enden {
		if row, ok := o.tabelle.Aufbewahrung(z, verfahren.DatenAngaben); ok {
			out = append(out, a.say("privacy.kept", a.zustand(d, string(z)), a.span(row.Nach)+" ("+a.norms(recht.Normen{row.Norm})+")"))
		}
	}
	return out
}

// machine tells whether a program decides.
func (a *akteur) machine(d dienst) string {
	o := d.ordnung()
	if o == nil || o.automat == nil {
		return a.say("privacy.machine.what")
	}
	for _, e := range o.tabelle.Verfahren().Entscheidungen {
		if e.Automatisch != nil {
			return a.say("privacy.machine.yes", a.norms(recht.Normen{e.Automatisch.Norm}), e.Automatisch.Stichprobe)
		}
	}
	return ""
}

// span is a length of time in words.
func (a *akteur) span(s verfahren.Spanne) string {
	if s == verfahren.Sofort() {
		return a.say("span.once")
	}
	if s.Uhr > 0 {
		return fmt.Sprintf("%d %s", int(s.Uhr/time.Minute), a.say("span.minutes"))
	}
	key := map[verfahren.Einheit]string{
		verfahren.EinheitTag: "day", verfahren.EinheitArbeitstag: "day", verfahren.EinheitWoche: "week", verfahren.EinheitMonat: "month", verfahren.EinheitJahr: "year",
	}[s.Einheit]
	if s.Anzahl != 1 {
		key += "s"
	}
	return fmt.Sprintf("%d %s", s.Anzahl, a.say("period."+key))
}

// keptElsewhere is what stays beside the case: who asked for data, and what was paid.
func (a *akteur) keptElsewhere(d dienst) (out []string) {
	if a.cockpit != nil && slices.ContainsFunc(d.pages(), func(s seite) bool { return s.nachweis != "" }) {
		out = append(out, a.say("privacy.log"))
	}
	if d.kopf().Gebuehr == nil {
		return out
	}
	for _, row := range a.store.Retention() {
		if row.Block == "payment" && row.Period.ThenYear && row.Period.Years > 0 {
			return append(out, a.say("privacy.paid", row.Period.Years, a.norms(recht.Normen{row.Norm})))
		}
	}
	return out
}
