// SPDX-License-Identifier: Apache-2.0

package regel

import (
	"fmt"
	"strings"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Vorlage is what a kind of step always says: once for all cases, for the trace
// and for the lawyer's reading. Placeholders {0} to {9} in Text stand for the
// operands of a step, in order. A Vorlage is not changed after it is in use.
type Vorlage struct {
	Art Art
	// Code is stable and unique in its Regelwerk: "hoechstbetrag", "z1".
	Code string
	// Norm is what the step rests on. Every step has one.
	Norm recht.Norm
	// Titel names the step: "Höchstbetrag". Text says what is done:
	// "{0} Personen, Mietenstufe {1}". German and English are required.
	Titel, Text recht.Text
	// Pfad is the JSON pointer of a fact, with # for each index that the open
	// sections count: "/personen/#/einnahmen/#/betrag".
	Pfad string
	// Verdraengt is the rule that an exception displaces.
	Verdraengt recht.Norm
}

// check returns what is wrong with the template.
func (v *Vorlage) check() error {
	refuse := func(reason string) error { return fmt.Errorf("%w: step %q %s", ErrParameter, v.Code, reason) }
	switch {
	case v.Code == "":
		return refuse("has no code")
	case !v.Art.IsValid():
		return refuse("has no kind")
	case v.Norm.IsZero():
		return refuse("rests on no norm")
	case !bilingual(v.Titel):
		return refuse("has no title in German and English")
	case !v.Text.IsZero() && !bilingual(v.Text):
		return refuse("has no English text")
	case v.Art == ArtTatsache && !strings.HasPrefix(v.Pfad, "/"):
		return refuse("is a fact without a path")
	case v.Art == ArtAusnahme && v.Verdraengt.IsZero():
		return refuse("is an exception that displaces nothing")
	case placeholders(v.Text.String()) != placeholders(v.Text.English()):
		return refuse("has other operands in English than in German")
	}
	return nil
}

// bilingual reports whether a text is there in German and English.
func bilingual(t recht.Text) bool {
	_, ok := t.Lookup(recht.Englisch)
	return ok
}

// placeholders returns which operands a text names, as bits.
func placeholders(s string) (set uint16) {
	for i := 0; i+2 < len(s); i++ {
		if s[i] == '{' && s[i+1] >= '0' && s[i+1] <= '9' && s[i+2] == '}' {
			set |= 1 << (s[i+1] - '0')
		}
	}
	return set
}

// fill sets the operands into a text; a placeholder without operand stays.
func fill(s string, operands []string) string {
	if !strings.Contains(s, "{") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if i+2 < len(s) && s[i] == '{' && s[i+2] == '}' && s[i+1] >= '0' && s[i+1] <= '9' {
			if k := int(s[i+1] - '0'); k < len(operands) {
				b.WriteString(operands[k])
				i += 2
				continue
			}
		}
		b.WriteByte(s[i])
	}
	return b.String()
}
