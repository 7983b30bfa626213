// SPDX-License-Identifier: Apache-2.0

package verfahren

import (
	"fmt"
	"slices"
)

func (c *check) fristen() {
	for i := range c.v.Fristen {
		c.frist(&c.v.Fristen[i], fmt.Sprintf("/Fristen/%d", i))
	}
	for _, z := range c.spec.States {
		if z == ZustandNeu || z == ZustandGeloescht || slices.Contains(c.v.Enden, z) {
			continue
		}
		if !slices.ContainsFunc(c.v.Fristen, func(f Frist) bool { return slices.Contains(c.sicher(&f), z) }) {
			c.add(codeOhneFrist, "/Fristen", "a case may stay %s for ever: no period surely runs in it", z)
		}
	}
}

func (c *check) frist(f *Frist, place string) {
	if f.Norm.IsZero() {
		c.add(codeNorm, place, "%s rests on no norm", f.Name)
	}
	if f.Fuer == "" || !c.role(f.Fuer) {
		c.add(codeHalter, place, "%s: who has to act is not declared", f.Name)
	}
	tag := f.Tag == FristTagTermin || f.Tag == FristTagGeltung || f.Tag == FristTagStufe
	if f.Dauer.IsZero() == (f.Tag == "") || f.Tag != "" && !tag || !f.Dauer.IsZero() && !f.Dauer.valid() || !f.Vorher.IsZero() && !f.Vorher.valid() {
		c.add(codeFristDauer, place, "%s needs either a length or a day that ends it", f.Name)
	}
	if f.Laenger != nil && (f.Laenger.Norm.IsZero() || !f.Laenger.Hoechstens.IsZero() && !f.Laenger.Hoechstens.valid()) {
		c.add(codeFristDauer, place, "%s: an extension rests on a norm and adds something", f.Name)
	}
	for _, z := range f.In {
		if !slices.Contains(c.spec.States, z) || slices.Contains(c.v.Enden, z) || z == ZustandNeu || z == ZustandGeloescht {
			c.add(codeFristOrt, place, "%s runs in %s, which is no state that lasts", f.Name, z)
		}
	}
	if len(f.In) == 0 {
		c.add(codeFristOrt, place, "%s runs in no state", f.Name)
	}
	akte := slices.Concat(f.Ab, f.Bis)
	for _, r := range f.Ruht {
		akte = append(akte, r.Ab)
		if r.Bis != "" {
			akte = append(akte, r.Bis)
		}
		if r.Norm.IsZero() {
			c.add(codeNorm, place, "%s stands still by no norm", f.Name)
		}
	}
	for _, akt := range akte {
		if !slices.Contains(c.spec.Events, akt) && akt != AktAngefochten && akt != AktRechtsbehelfEnde {
			c.add(codeFristOrt, place, "%s goes by %s, which never happens", f.Name, akt)
		}
	}
	c.wirkung(f, place)
	if f.Je != (f.Schweigen != "") || f.Je && len(f.Ab) == 0 || f.Schweigen != "" && f.Schweigen != SchweigenNichts && f.Schweigen != SchweigenZustimmung {
		c.add(codeSchweigen, place, "%s: what it means if somebody who was asked is silent must be said, and only there", f.Name)
	}
}

// wirkung looks at what the end of a period does.
func (c *check) wirkung(f *Frist, place string) {
	if f.Folge == "" && f.Vermerk.IsZero() {
		c.add(codeFristWirkung, place, "the end of %s does nothing and tells nobody", f.Name)
	}
	if f.Folge == "" {
		return
	}
	for _, z := range f.In {
		if !slices.ContainsFunc(c.zeilen, func(s Schritt) bool {
			return s.Akt == f.Folge && slices.Contains(s.Von, z) && s.Darf(RolleSystem) && !s.Selbst
		}) {
			c.add(codeFristWirkung, place, "the end of %s is %s, which the system cannot do in %s", f.Name, f.Folge, z)
		}
	}
}

// sicher returns the states in which the period surely runs: on every way into them one
// of the acts that begin it was done.
func (c *check) sicher(f *Frist) []Zustand {
	if len(f.Bis) > 0 || f.Je {
		return nil
	}
	if len(f.Ab) == 0 {
		return f.In
	}
	begun := slices.Clone(c.spec.States[1:])
	for shrunk := true; shrunk; {
		shrunk = false
		for _, tr := range c.spec.Transitions {
			i := slices.Index(begun, tr.To)
			if i >= 0 && !slices.Contains(begun, tr.From) && !slices.Contains(f.Ab, tr.Event) {
				begun, shrunk = slices.Delete(begun, i, i+1), true
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(f.In), func(z Zustand) bool { return !slices.Contains(begun, z) })
}
