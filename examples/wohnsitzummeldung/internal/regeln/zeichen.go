// SPDX-License-Identifier: Apache-2.0

package regeln

import (
	"fmt"
	"unicode/utf8"

	"github.com/deutschland-stack/bausteine/kommune/din91379"
)

// laenge is what a field of a register takes at most, in characters; langtext
// what a free text takes.
const (
	laenge   = 120
	langtext = 2000
)

// textfeld is a field with the set of characters that it may hold (DIN 91379).
type textfeld struct {
	pfad, wert string
	typ        din91379.Type
}

func (p *pruefung) textfelder() []textfeld {
	a, q, g := p.a, p.a.Person, p.a.Wohnungsgeber
	felder := []textfeld{
		{"/anschrift/strasse", a.Anschrift.Strasse, din91379.B},
		{"/anschrift/hausnummer", a.Anschrift.Hausnummer, din91379.B},
		{"/anschrift/zusatz", a.Anschrift.Zusatz, din91379.C},
		{"/person/familienname", q.Familienname, din91379.A},
		{"/person/geburtsname", q.Geburtsname, din91379.A},
		{"/person/vornamen", q.Vornamen, din91379.A},
		{"/person/doktorgrad", q.Doktorgrad, din91379.B},
		{"/person/geburtsort", q.Geburtsort, din91379.B},
		{"/person/staatsangehoerigkeit", q.Staatsangehoerigkeit, din91379.B},
		{"/wohnungsgeber/name", g.Name, din91379.C},
		{"/wohnungsgeber/anschrift", g.Anschrift, din91379.C},
		{"/wohnungsgeber/eigentuemer", g.Eigentuemer, din91379.C},
		{"/wohnungsgeber/merkmal", g.Merkmal, din91379.C},
	}
	for i, w := range a.Wohnung.Weitere {
		pfad := fmt.Sprintf("/wohnung/weitere/%d", i)
		felder = append(felder, textfeld{pfad + "/strasse", w.Strasse, din91379.B}, textfeld{pfad + "/ort", w.Ort, din91379.B})
	}
	for i, m := range a.Familie.Personen {
		pfad := fmt.Sprintf("/familie/personen/%d", i)
		felder = append(felder, textfeld{pfad + "/familienname", m.Familienname, din91379.A}, textfeld{pfad + "/vornamen", m.Vornamen, din91379.A})
	}
	return felder
}

// checkZeichen finds what a German register cannot keep. The message names the
// first character that does not fit.
func (p *pruefung) checkZeichen() {
	for _, f := range p.textfelder() {
		if utf8.RuneCountInString(f.wert) > laenge {
			p.add("WSM-LAENGE-01", f.pfad, "", "Hier passen höchstens 120 Zeichen.", "At most 120 characters fit here.")
			continue
		}
		if findings := din91379.Check(f.typ, f.wert); len(findings) > 0 {
			p.add("WSM-ZEICHEN-01", f.pfad, "DIN 91379",
				"Das Zeichen „"+findings[0].Char+"“ kann hier nicht im Melderegister stehen. Schreiben Sie den Namen so, wie er im Ausweis steht.",
				"The character “"+findings[0].Char+"” cannot stand in the register here. Write the name as your identity card does.")
		}
	}
	if utf8.RuneCountInString(p.a.Wohnungsgeber.Grund) > langtext {
		p.add("WSM-LAENGE-02", "/wohnungsgeber/grund", "", "Hier passen höchstens 2000 Zeichen.", "At most 2000 characters fit here.")
	}
}
