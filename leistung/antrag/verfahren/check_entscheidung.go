// SPDX-License-Identifier: Apache-2.0

package verfahren

import (
	"fmt"
	"slices"
)

func (c *check) entscheidungen() {
	for i := range c.v.Entscheidungen {
		c.entscheidung(&c.v.Entscheidungen[i], fmt.Sprintf("/Entscheidungen/%d", i))
	}
}

func (c *check) entscheidung(e *Entscheidung, place string) {
	if len(e.Ergebnis) == 0 || slices.ContainsFunc(e.Ergebnis, func(r Ergebnis) bool { return !r.valid() }) {
		c.add(codeErgebnis, place, "%s: what it may come to must be said", e.Akt)
	}
	if slices.Contains(e.Ergebnis, ErgebnisFingiert) {
		c.fiktion(e, place)
	}
	if e.Spielraum != SpielraumGebunden && e.Spielraum != SpielraumBeurteilung && e.Spielraum != SpielraumErmessen {
		c.add(codeSpielraum, place, "%s: whether there is discretion or a margin must be said", e.Akt)
	}
	if !c.v.behelf(e).valid() {
		c.add(codeBehelf, place, "%s: a remedy needs kind, norm and period; only a court may be asked without one", e.Akt)
	}
	heard := slices.ContainsFunc(e.Wenn, func(b Bedingung) bool { return b.Was == SacheGehoert })
	asked := slices.Contains(c.spec.Events, AktAngehoert)
	switch {
	case heard && !asked:
		c.add(codeAnhoerung, place, "%s waits for a hearing, and nobody is ever heard", e.Akt)
	case (e.Belastet || slices.Contains(e.Ergebnis, ErgebnisAufgehoben)) && !heard && e.OhneAnhoerung.IsZero():
		c.add(codeAnhoerung, place, "%s interferes with rights: the person is heard before (%s), or a norm says why not", e.Akt, c.v.Recht.Anhoerung)
	}
	if e.Automatisch != nil {
		c.automatik(e, place)
	}
}

// fiktion looks at a decision that silence is.
func (c *check) fiktion(e *Entscheidung, place string) {
	ends := slices.ContainsFunc(c.v.Fristen, func(f Frist) bool { return f.Folge == e.Akt })
	if !e.fingiert() || !ends || e.VierAugen || e.Automatisch != nil {
		c.add(codeErgebnis, place, "%s: what silence counts as is the end of a period and nothing else", e.Akt)
	}
}

// automatik looks at a decision that a machine may take.
func (c *check) automatik(e *Entscheidung, place string) {
	a := e.Automatisch
	if e.Spielraum != SpielraumGebunden {
		c.add(codeAutomatik, place, "%s: where there is discretion or a margin no machine decides (%s)", e.Akt, c.v.Recht.Automatik)
	}
	if a.Norm.IsZero() || c.v.Recht.GesetzNoetig && a.Norm.Act() == c.v.Recht.Automatik.Act() {
		c.add(codeAutomatik, place, "%s: %s asks for a statute that allows it", e.Akt, c.v.Recht.Automatik)
	}
	person := slices.ContainsFunc(c.zeilen, func(s Schritt) bool { return slices.Contains(s.Von, a.Sonst) && s.Darf(RolleBehoerde) })
	if !person || slices.Contains(e.Von, a.Sonst) {
		c.add(codeAutomatik, place, "%s: there is no way to a person", e.Akt)
	}
	if a.Stichprobe < 1 {
		c.add(codeAutomatik, place, "%s: no sample goes to a person", e.Akt)
	}
	if e.VierAugen {
		c.add(codeVierAugen, place, "%s: decided by two persons and by a machine", e.Akt)
	}
}
