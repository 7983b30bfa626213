// SPDX-License-Identifier: Apache-2.0

package recht

import "strings"

// English returns the norm for English text: "section 3(1) no. 9 letter a BMG",
// and of the European Union "Article 6(1)(c) GDPR". German acts keep their
// German abbreviation, by which a reader finds them.
func (n Norm) English() string {
	if n.IsZero() {
		return ""
	}
	p := n.scan()
	var b strings.Builder
	switch p.unit {
	case "§":
		b.WriteString("section ")
	case "Art.":
		b.WriteString("Article ")
	default:
		b.WriteString("Annex ")
	}
	b.WriteString(p.number)
	for _, k := range p.order[:p.count] {
		value := p.parts[k]
		switch k {
		case partAbsatz:
			b.WriteString("(" + value + ")")
		case partUnterabsatz:
			b.WriteString(" subparagraph " + value)
		case partSatz:
			b.WriteString(" sentence " + value)
		case partHalbsatz:
			b.WriteString(" half-sentence " + value)
		case partNummer:
			b.WriteString(" no. " + value)
		case partBuchstabe:
			if p.unit == "Art." {
				if p.parts[partUnterabsatz] != "" || p.parts[partSatz] != "" || p.parts[partNummer] != "" {
					b.WriteString(" point ")
				}
				b.WriteString("(" + value + ")")
				continue
			}
			b.WriteString(" letter " + value)
		default:
			b.WriteString(" letter " + value)
		}
	}
	return b.String() + " " + englishAct(n.text[p.at:])
}

// englishAct translates the names of acts of the European Union.
func englishAct(act string) string {
	for _, name := range [...]struct{ german, english string }{
		{"DSGVO", "GDPR"},
		{"eIDAS-VO", "eIDAS Regulation"},
		{"SDG-VO", "SDG Regulation"},
	} {
		if act == name.german {
			return name.english
		}
	}
	for _, kind := range [...]struct{ german, english string }{
		{"Durchführungsverordnung (EU) ", "Implementing Regulation (EU) "},
		{"Delegierte Verordnung (EU) ", "Delegated Regulation (EU) "},
		{"Verordnung (EU) ", "Regulation (EU) "},
		{"Richtlinie (EU) ", "Directive (EU) "},
	} {
		if rest, ok := strings.CutPrefix(act, kind.german); ok {
			return kind.english + rest
		}
	}
	return act
}
